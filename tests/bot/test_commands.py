"""The command line: accounts, refusals in plain words, nothing without a line in the trail."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import commands
from bot.__main__ import parser
from bot.database import Sessions, open_database
from bot.settings import Settings, WrongSettings
from models import signin
from models.audit import Audit
from models.person import lock_conversation
from models.staff import Staff, StaffSession
from tests.service import environment_of

PASSWORD = "correct horse battery"
ADD = "staff add --email Nok@Office.Example --name นก --office dlpw --role officer"
ADDRESS = "192.0.2.1"
WEB = ("gunicorn", "--bind", "127.0.0.1:0", "--workers", "1", "bot.app:create_app()")


def run(line: str) -> int:
    return commands.run(parser().parse_args(line.split()))


def start(environment: dict[str, str], *module: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *module],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _environment(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, sessions: Sessions
) -> Iterator[None]:
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STAFF_PASSWORD", PASSWORD)
    return


def the_one(session: Session) -> Staff:
    session.expire_all()
    return session.scalars(select(Staff)).one()


def test_an_account_is_made_listed_and_can_sign_in(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ADD) == 0
    assert signin.check_password(session, "nok@office.example", PASSWORD, ADDRESS) is not None
    capsys.readouterr()
    run("staff list")
    assert capsys.readouterr().out == "nok@office.example\tนก\tdlpw\tofficer\tactive\n"
    row = session.scalars(select(Audit)).one()
    assert (row.action, row.staff_id) == ("add_staff", None)
    assert row.details == {"by": "command line", "member": the_one(session).id}


@pytest.mark.parametrize(
    ("line", "password", "why"),
    [
        (ADD.replace("Nok@Office.Example", "nok"), PASSWORD, "no e-mail address"),
        (ADD, "short", "too short"),
        ("staff disable --email a@b.example", PASSWORD, "nobody has the e-mail"),
        ("export cases --with-personal", PASSWORD, "--out"),
        ("export cases --format xlsx", PASSWORD, "--out"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch, line: str, password: str, why: str
) -> None:
    monkeypatch.setenv("STAFF_PASSWORD", password)
    with pytest.raises(commands.Refused, match=why):
        run(line)
    assert session.scalars(select(Staff)).all() == []
    assert session.scalars(select(Audit)).all() == []


def test_nobody_has_two_accounts() -> None:
    run(ADD)
    with pytest.raises(commands.Refused, match="has an account already"):
        run(ADD)


@pytest.mark.parametrize("wrong", ["--office nowhere", "--role king"])
def test_offices_and_roles_are_named_where_they_are_wrong(
    capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    option, value = wrong.split()
    words = ADD.split()
    words[words.index(option) + 1] = value
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    said = capsys.readouterr().err
    assert ("supervisor" if option == "--role" else "ombudsman") in said


def test_a_typed_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAFF_PASSWORD")
    typed = iter([PASSWORD, PASSWORD + "!"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    with pytest.raises(commands.Refused, match="not the same"):
        run(ADD)


def test_changes_to_an_account_end_its_sessions(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(ADD)
    for do in ("reset-password", "reset-totp", "disable"):
        one = the_one(session)
        signin.new_seed(one)
        signin.begin(session, one)
        session.commit()
        monkeypatch.setenv("STAFF_PASSWORD", f"{PASSWORD} {do}")
        assert run(f"staff {do} --email nok@office.example") == 0
        assert session.scalars(select(StaffSession)).all() == []
    one = the_one(session)
    assert (one.totp_seed is None, one.active) == (False, False)
    assert list(session.scalars(select(Audit.action).order_by(Audit.id))) == [
        "add_staff", "reset_password", "reset_totp", "close_staff",
    ]  # fmt: skip


def test_demo_accounts_keep_production_from_starting_until_they_are_closed(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(ADD)
    the_one(session).is_demo = True
    session.commit()
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(WrongSettings, match="staff disable --demo"):
        run("migrate")
    for command in (["bot", "worker"], WEB):
        ended = start(environment_of(settings, environment="production"), *command)
        assert ended.returncode != 0
        assert "staff disable --demo" in ended.stderr
    run("staff disable --demo")
    assert not the_one(session).active
    assert run("migrate") == 0


def test_the_web_process_refuses_to_start_without_a_key_and_names_it(settings: Settings) -> None:
    ended = start(environment_of(settings, index_key=""), *WEB)
    assert ended.returncode != 0
    assert "INDEX_KEY: is missing or empty" in ended.stderr


def test_keys_are_changed_by_command(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    run(ADD)
    signin.new_seed(the_one(session))
    session.commit()
    capsys.readouterr()
    run("rotate-keys")
    assert capsys.readouterr().out == "1 rows are under the newest key\n"
    assert run("reindex") == 0
    acts = list(session.scalars(select(Audit.action).order_by(Audit.id)))
    assert acts[1:] == ["rotate_keys", "reindex"]


def test_lookups_are_not_made_anew_beside_a_running_worker(session: Session) -> None:
    session.execute(text("insert into procrastinate_workers default values"))
    session.commit()
    with pytest.raises(commands.Refused, match="stop web and worker"):
        run("reindex")


def test_who_wrote_under_the_new_key_too_early_is_found(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_conversation(session, "U" + "a" * 32)
    session.commit()
    sessions = open_database(settings.model_copy(update={"index_key": SecretStr("n" * 40)}))
    with sessions.begin() as early:
        lock_conversation(early, "U" + "a" * 32)
    sessions.kw["bind"].dispose()
    monkeypatch.setenv("INDEX_KEY", "n" * 40)
    with pytest.raises(commands.Refused, match="twice"):
        run("reindex")


def test_a_database_that_is_away_is_told_in_one_line(settings: Settings) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    ended = start(environment_of(settings, database_url=nowhere), "bot", "staff", "list")
    assert ended.returncode == 2
    assert "the database cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr

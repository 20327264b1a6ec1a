"""The doctor finds what is wrong and says what to do."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot import doctor
from bot.database import Sessions
from bot.settings import Settings
from models.base import now
from models.case import Office
from models.incoming import Incoming, Reading
from models.person import lock_conversation
from models.staff import Role, Staff
from tests.service import environment_of


class Answers:
    """What the account at LINE says; tests change it."""

    def __init__(self) -> None:
        self.by_path: dict[str, dict[str, Any] | None] = {
            "/v2/bot/info": {
                "userId": "U" + "0" * 32, "basicId": "@voice", "displayName": "รับฟัง",
                "chatMode": "bot", "markAsReadMode": "auto",
            },
            "/v2/bot/channel/webhook/endpoint": {
                "endpoint": "https://bot.example/line/webhook", "active": True,
            },
            "/v2/bot/message/quota": {"type": "limited", "value": 1000},
            "/v2/bot/message/quota/consumption": {"totalUsage": 10},
        }  # fmt: skip
        self.token_is_good = True

    def to(self, path: str) -> tuple[int, dict[str, Any]]:
        found = self.by_path.get(path)
        if not self.token_is_good:
            return 401, {"message": "Authentication failed"}
        return (404, {"message": "Not found"}) if found is None else (200, found)


@pytest.fixture
def line() -> Iterator[tuple[Answers, str]]:
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.to(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield answers, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def examine(
    line: tuple[Answers, str],
    settings: Settings,
    sessions: Sessions,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Any:
    """A service in good health; returns what the doctor says after `changes` to settings."""
    for _ in range(4):
        session.execute(text("insert into procrastinate_workers default values"))
    lock_conversation(session, "U" + "a" * 32)
    session.commit()

    def run(**changes: str) -> tuple[int, list[str]]:
        changes = {"line_api_url": line[1]} | changes
        for name, value in environment_of(settings, **changes).items():
            monkeypatch.setenv(name, value)
        status = doctor.run()
        return status, capsys.readouterr().out.splitlines()

    return run


def wrong(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("!")]


def test_a_healthy_service_is_told_so_line_by_line(examine: Any) -> None:
    status, said = examine()
    assert (status, wrong(said)) == (0, [])
    assert all(line.startswith(("ok ", "?  ")) for line in said)
    assert any("auto-response and greeting message" in line for line in said)


def test_missing_settings_are_all_named(examine: Any) -> None:
    status, said = examine(data_keys="", line_channel_secret="")
    assert status == 1
    assert [line.split()[2] for line in said] == ["DATA_KEYS:", "LINE_CHANNEL_SECRET:"]


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("data_keys", "A" * 43 + "=", "add the key that was used before"),
        ("index_key", "x" * 40, "python -m bot reindex"),
        ("media_dir", "/proc/none", "cannot be written"),
        ("database_url", "postgresql://nobody@127.0.0.1:1/none", "see DATABASE_URL"),
        ("line_api_url", "http://127.0.0.1:1", "is the way to LINE_API_URL open?"),
    ],
)
def test_a_wrong_setting_is_found(examine: Any, setting: str, value: str, advice: str) -> None:
    status, said = examine(**{setting: value})
    assert status == 1
    assert any(advice in line for line in wrong(said))


@pytest.mark.parametrize(
    ("path", "answer", "mark", "advice"),
    [
        ("/v2/bot/info", {"chatMode": "chat"}, "!", "Chat is on"),
        ("/v2/bot/channel/webhook/endpoint", {"active": False}, "!", "switch on 'Use webhook'"),
        ("/v2/bot/channel/webhook/endpoint", {"endpoint": "https://x.example"}, "!", "set it to"),
        ("/v2/bot/channel/webhook/endpoint", None, "!", "not set"),
        ("/v2/bot/message/quota/consumption", {"totalUsage": 700}, "?", "(70 %)"),
        ("/v2/bot/message/quota/consumption", {"totalUsage": 900}, "!", "(90 %)"),
    ],
)
def test_a_wrong_account_is_found(
    examine: Any,
    line: tuple[Answers, str],
    path: str,
    answer: dict[str, Any] | None,
    mark: str,
    advice: str,
) -> None:
    answers = line[0].by_path
    answers[path] = None if answer is None else (answers[path] or {}) | answer
    status, said = examine()
    assert status == int(mark == "!")
    assert any(advice in each for each in said if each.startswith(mark))


def test_a_token_that_line_does_not_take_is_told_once(
    examine: Any, line: tuple[Answers, str]
) -> None:
    line[0].token_is_good = False
    status, said = examine()
    assert status == 1
    assert ["issue a new one" in each for each in wrong(said)] == [True]


@pytest.mark.parametrize(
    ("harm", "advice"),
    [
        ("delete from procrastinate_workers", "start `python -m bot worker`"),
        ("update alembic_version set version_num = 'old'", "python -m bot migrate"),
    ],
)
def test_a_sick_database_is_found(examine: Any, session: Session, harm: str, advice: str) -> None:
    session.execute(text(harm))
    session.commit()
    status, said = examine()
    assert status == 1
    assert [advice in each for each in wrong(said)] == [True]


def test_dead_letters_and_demo_accounts_are_counted(examine: Any, session: Session) -> None:
    session.add(
        Incoming(event_id="e", chat_key=b"c", occurred_at=now(), raw=b"{}", reading=Reading.DEAD)
    )
    session.add(
        Staff(
            email="x@demo.example", name="x", office=Office.OPS, role=Role.ADMIN,
            password_hash="-", is_demo=True,
        )
    )  # fmt: skip
    session.commit()
    status, said = examine()
    assert status == 1
    assert len(wrong(said)) == 1, "outside production demo accounts are only shown"
    assert len([each for each in said if "1 demo accounts are open" in each]) == 1
    assert len(wrong(examine(environment="production")[1])) == 2

"""Rich menus are brought to LINE once, and a new one never leaves people without."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import richmenu
from bot.line import Outcome, SendError
from bot.richmenu import BUTTONS, DEFAULT, Role, Unfit, menu_for
from bot.richmenu_apply import NotMoved, apply, friends, link_people, link_person, role_of
from bot.richmenu_line import Menus
from bot.simulator import menus, people
from bot.simulator.app import create_app
from bot.simulator.platform import Platform, Settings
from locales import LANGUAGES
from models.base import now
from models.person import Contact
from models.volunteer import Volunteer
from tests.bot.test_richmenu import ALL, as_drawn, named
from tests.crowd import crowd, volunteers

TOKEN = "channel-token"
BATCH = "/v2/bot/richmenu/batch"


class Account:
    """LINE: the simulator's menus, without a server. It can fail at a call, and at moving."""

    def __init__(self, app: Any) -> None:
        self.http = app.test_client()
        self.platform: Platform = app.extensions["platform"]
        self.calls: list[str] = []
        self.fail_at: str | None = None
        self.phases = ["ongoing", "succeeded"]

    def ask(self, method: str, path: str, body: Any = None) -> tuple[dict[str, Any], str]:
        self._called(method, path)
        if path == BATCH:
            for step in body["operations"]:
                sql = "update person set menu = ? where menu = ?"
                self.platform.store.run(sql, step["to"], step["from"])
            return {}, "request-of-moving"
        if path == "/v2/bot/richmenu/progress/batch?requestId=request-of-moving":
            return {"phase": self.phases.pop(0)}, ""
        return self._open(method, path, json=body), ""

    def upload(self, path: str, kind: str, data: bytes) -> None:
        self._called("POST", path)
        self._open("POST", path, data=data, content_type=kind)

    def _called(self, method: str, path: str) -> None:
        call = f"{method} {path.removeprefix('/v2/bot/')}"
        if self.fail_at and self.fail_at in call:
            raise SendError(Outcome.UNKNOWN, "no answer from LINE")
        self.calls.append(call)

    def _open(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = self.http.open(path, method=method, headers=headers, **more)
        if answer.status_code >= 300:
            raise SendError(Outcome.REFUSED, answer.text, answer.status_code)
        return dict(answer.json)

    @property
    def changes(self) -> list[str]:
        """All calls that change something."""
        return [call for call in self.calls if not call.startswith("GET")]

    def friend(self) -> str:
        """Returns somebody who can be shown a menu."""
        return people.make(self.platform.store, "มาลี")

    def sees(self, person: str) -> str:
        """Returns the name of the menu that somebody sees."""
        shown = menus.shown(self.platform.store, person)
        return shown["name"] if shown else ""

    def names(self) -> list[str]:
        """Returns the names of all menus."""
        return [menu["name"] for menu in menus.everything(self.platform.store)]


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    """A LINE account without menus."""
    app = create_app(Settings("http://127.0.0.1:9", "secret", TOKEN, tmp_path / "line"))
    yield Account(app)
    app.extensions["platform"].close()


@pytest.fixture
def run(account: Account) -> Callable[[], list[str]]:
    """Brings the menus to LINE, without waiting."""
    return lambda: apply(Menus(account), as_drawn, lambda _seconds: None)


@pytest.fixture
def rename(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Changes something in all menus of citizens, as a new version would."""
    first, *others = BUTTONS[Role.CITIZEN]
    changed = (replace(first, writes=not first.writes), *others)
    return lambda: monkeypatch.setitem(BUTTONS, Role.CITIZEN, changed)


def test_pictures_with_other_words_are_not_brought_to_line(account: Account) -> None:
    with pytest.raises(Unfit, match=r"citizen-th: .*draw it again"):
        apply(Menus(account), lambda language, text: as_drawn(language, text) + "!")
    assert account.calls == []


def test_everybody_sees_a_menu_after_the_first_run(
    account: Account, run: Callable[[], list[str]]
) -> None:
    stranger, worker = account.friend(), account.friend()
    done = run()
    assert f"{DEFAULT}: shown to all who have no other" in done
    assert sorted(account.names()) == sorted(named(*one) for one in ALL)
    assert link_person(Menus(account), worker, Role.CITIZEN, "my")
    assert account.sees(stranger) == named(Role.CITIZEN, "th")
    assert account.sees(worker) == named(Role.CITIZEN, "my")
    link_person(Menus(account), worker, Role.CITIZEN, "th")
    assert account.sees(worker) == named(Role.CITIZEN, "th")


def test_a_second_run_changes_nothing(account: Account, run: Callable[[], list[str]]) -> None:
    run()
    before = account.names()
    account.calls.clear()
    assert run() == []
    assert account.changes == []
    assert account.names() == before


def test_new_menus_reach_their_people_before_the_old_ones_go(
    account: Account, run: Callable[[], list[str]], rename: Callable[[], None]
) -> None:
    run()
    worker, volunteer = account.friend(), account.friend()
    link_person(Menus(account), worker, Role.CITIZEN, "km")
    link_person(Menus(account), volunteer, Role.VOLUNTEER, "th")
    kept = account.sees(volunteer)
    rename()
    account.calls.clear()
    assert run().count("citizen-km: old one deleted") == 1
    assert account.sees(worker) == named(Role.CITIZEN, "km")
    assert account.sees(volunteer) == kept
    assert sorted(account.names()) == sorted(named(*one) for one in ALL)
    deleting = [call for call in account.calls if call.startswith("DELETE")]
    assert account.calls[-len(deleting) :] == deleting
    assert len(deleting) == len(LANGUAGES)


@pytest.mark.parametrize("call", ["POST richmenu", "content", "alias", "user/all", "batch"])
def test_a_run_that_is_cut_off_leaves_the_old_menu_and_can_be_repeated(
    account: Account, run: Callable[[], list[str]], rename: Callable[[], None], call: str
) -> None:
    run()
    worker = account.friend()
    link_person(Menus(account), worker, Role.CITIZEN, "lo")
    before = account.sees(worker)
    rename()
    account.fail_at = f"POST {call}" if call == "user/all" else call
    with pytest.raises(SendError):
        run()
    assert account.sees(worker) == before
    account.fail_at = None
    run()
    assert account.sees(worker) == named(Role.CITIZEN, "lo")
    assert sorted(account.names()) == sorted(named(*one) for one in ALL)
    assert run() == []


def test_a_run_cut_off_between_menu_and_alias_is_finished(
    account: Account, run: Callable[[], list[str]]
) -> None:
    account.fail_at = "richmenu/alias"
    with pytest.raises(SendError):
        run()
    account.fail_at = None
    run()
    assert sorted(account.names()) == sorted(named(*one) for one in ALL)


def test_the_old_menus_stay_while_people_are_being_moved(
    account: Account, run: Callable[[], list[str]], rename: Callable[[], None]
) -> None:
    run()
    old = account.names()
    rename()
    account.phases = ["ongoing", "failed", "succeeded"]
    with pytest.raises(NotMoved):
        run()
    assert set(old) <= set(account.names())
    assert any("deleted" in line for line in run())


def test_menus_of_others_are_left_alone(account: Account, run: Callable[[], list[str]]) -> None:
    menu = richmenu.definition(Role.CITIZEN, "th", as_drawn) | {"name": "New Year campaign"}
    Menus(account).create(menu)
    run()
    assert "New Year campaign" in account.names()


def test_menus_of_a_language_that_is_spoken_no_more_go(
    account: Account, run: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    worker = account.friend()
    link_person(Menus(account), worker, Role.CITIZEN, "lo")
    monkeypatch.setattr("bot.richmenu_apply.LANGUAGES", ("th", "en"))
    done = run()
    assert "citizen-lo: alias deleted" in done
    assert account.sees(worker) == named(Role.CITIZEN, "th")
    assert sorted(Menus(account).aliases()) == sorted(
        menu_for(*one) for one in product(Role, ("th", "en"))
    )


def test_before_the_first_run_nobody_is_linked(account: Account) -> None:
    worker = account.friend()
    assert not link_person(Menus(account), worker, Role.CITIZEN, "my")
    assert account.sees(worker) == ""


def test_all_friends_get_the_menu_of_their_role_and_language(
    account: Account, run: Callable[[], list[str]], session: Session
) -> None:
    run()
    crowd(session, 501, "my")
    crowd(session, 2, "km", contact=Contact.LEFT)
    helpers = volunteers(session, 2)
    ended = update(Volunteer).where(Volunteer.person_id == helpers[0]).values(ended_at=now())
    session.execute(ended)
    assert [role_of(session, one) for one in helpers] == [Role.CITIZEN, Role.VOLUNTEER]
    account.calls.clear()
    assert link_people(Menus(account), friends(session)) == 503
    assert sorted(account.changes) == ["POST richmenu/bulk/link"] * 3 + [
        "POST richmenu/bulk/unlink"
    ]

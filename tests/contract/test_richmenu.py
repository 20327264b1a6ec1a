"""Rich menus at the strict stand-in: brought once, shown, replaced without leaving anybody."""

from dataclasses import replace

import pytest
from line_standin import LineStandin

from bot.line import Line
from bot.richmenu import BUTTONS, Role
from bot.richmenu_apply import apply, link_people, link_person
from bot.richmenu_line import Menus
from tests.bot.test_richmenu import as_drawn, named
from tests.conftest import TOKEN


def seen(client: Menus, line: Line, user: str) -> str:
    """Returns the name of the menu that is linked to a person."""
    menu = line.ask("GET", f"/v2/bot/user/{user}/richmenu")[0]["richMenuId"]
    return client.names()[menu]


def test_menus_are_brought_linked_and_replaced(
    line: LineStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Line(TOKEN, line.url, line.url)
    client = Menus(api)
    user, other = line.add_user(displayName="มาลี"), line.add_user(displayName="Aye")
    assert len(apply(client, as_drawn)) == 25
    assert apply(client, as_drawn) == []
    assert link_person(client, user, Role.VOLUNTEER, "km")
    link_people(client, [(other, Role.CITIZEN, "my")])
    first, *others = BUTTONS[Role.CITIZEN]
    monkeypatch.setitem(BUTTONS, Role.CITIZEN, (replace(first, writes=False), *others))
    done = apply(client, as_drawn)
    assert sum("deleted" in one for one in done) == 6
    assert seen(client, api, user) == named(Role.VOLUNTEER, "km")
    assert seen(client, api, other) == named(Role.CITIZEN, "my")
    assert len(client.names()) == 12
    assert link_person(client, user, Role.CITIZEN, "th")

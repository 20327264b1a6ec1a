"""Brings the rich menus to LINE, and shows each person the one for their role and language.

Each menu has an alias that stays and a name that holds a hash: a second run finds everything in
place, and new words or pictures make a new menu (LINE never replaces a picture). What is old is
deleted last, once its people were moved to the new one; a run that was cut off can be repeated.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import richmenu
from bot.richmenu import DEFAULT, Definition, Role, Say, menu_for, spoken
from bot.richmenu_line import Menus
from locales import LANGUAGES
from models.person import Contact, Person
from models.volunteer import Volunteer, volunteer_of

MOST_AT_ONCE = 500
PAUSES = (0.5, 1.0, 2.0, 5.0, *[15.0] * 20)
"""Seconds between questions whether people were moved: LINE takes 100 of them an hour."""
_OURS = re.compile(rf"{richmenu.OURS}([a-z]+-[a-z]+)/\w+")
"""The name of a menu of ours; in it, the alias."""

Wait = Callable[[float], None]
Wanted = dict[str, tuple[Definition, bytes]]
"""By alias: a menu and its picture."""


class NotMoved(Exception):
    """LINE has not moved everybody to the new menus, so the old ones were kept."""


@dataclass(frozen=True)
class _There:
    """What LINE had when the run began."""

    names: dict[str, str]
    aliases: dict[str, str]

    def finished(self, alias: str, name: str) -> str:
        """Returns the menu with this name behind the alias; nothing if it is not there yet."""
        menu = self.aliases.get(alias, "")
        return menu if self.names.get(menu) == name else ""

    def begun(self, name: str) -> str:
        """Returns a menu with this name: a run may have been cut off after making it."""
        return next((menu for menu, known in self.names.items() if known == name), "")


def apply(client: Menus, say: Say = spoken, wait: Wait = time.sleep) -> list[str]:
    """Make LINE's menus ours. Returns what was done, a line each; nothing if all was right.

    Raises Unfit before the first call, else SendError or NotMoved; the run can be repeated.
    """
    wanted = {menu_for(*one): richmenu.checked(*one, say) for one in product(Role, LANGUAGES)}
    return list(_applied(client, wanted, _There(client.names(), client.aliases()), wait))


def _applied(client: Menus, wanted: Wanted, there: _There, wait: Wait) -> Iterator[str]:
    ids = {alias: there.finished(alias, menu["name"]) for alias, (menu, _) in wanted.items()}
    for alias, (menu, png) in wanted.items():
        if not ids[alias]:
            ids[alias] = there.begun(menu["name"]) or client.create(menu)
            client.give_picture(ids[alias], png)
            yield f"{alias}: uploaded"
    yield from _shown(client, ids, there)
    yield from _cleared(client, ids, there, wait)


def _shown(client: Menus, ids: dict[str, str], there: _There) -> Iterator[str]:
    for alias, menu in ids.items():
        if there.aliases.get(alias) != menu:
            client.point(alias, menu, new=alias not in there.aliases)
            yield f"{alias}: shown from now on"
    if client.default() != ids[DEFAULT]:
        client.make_default(ids[DEFAULT])
        yield f"{DEFAULT}: shown to all who have no other"


def _cleared(client: Menus, ids: dict[str, str], there: _There, wait: Wait) -> Iterator[str]:
    """Move people from our old menus to the new ones, then delete the old ones."""
    old = {menu: alias for menu, alias in _ours(there.names) if menu not in ids.values()}
    if not old:
        return
    _move(client, {menu: ids.get(alias, ids[DEFAULT]) for menu, alias in old.items()}, wait)
    for alias in sorted(set(old.values()) & set(there.aliases) - set(ids)):
        client.forget(alias)
        yield f"{alias}: alias deleted"
    for menu, alias in old.items():
        client.delete(menu)
        yield f"{alias}: old one deleted"


def _ours(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for menu, name in names.items():
        if match := _OURS.fullmatch(name):
            yield menu, match[1]


def _move(client: Menus, pairs: dict[str, str], wait: Wait) -> None:
    request = client.move(pairs)
    for pause in PAUSES:
        wait(pause)
        phase = client.phase(request)
        if phase != "ongoing":
            break
    if phase != "succeeded":
        raise NotMoved(f"LINE says of moving people to the new menus: {phase}; run it again later")


def link_person(client: Menus, user: str, role: Role, language: str) -> bool:
    """Show a friend the menu for their role and language. Returns whether there is one.

    Without effect on somebody who has not added us: LINE shows them the default alone.
    """
    alias = menu_for(role, language)
    menu = None if alias == DEFAULT else client.behind(alias)
    client.link(user, menu)
    return menu is not None or alias == DEFAULT


def link_people(client: Menus, people: Iterable[tuple[str, Role, str]]) -> int:
    """Show many friends their menus. Returns how many they were."""
    groups: dict[str, list[str]] = {}
    for user, role, language in people:
        groups.setdefault(menu_for(role, language), []).append(user)
    for alias, users in groups.items():
        menu = None if alias == DEFAULT else client.behind(alias)
        for start in range(0, len(users), MOST_AT_ONCE):
            client.link_many(users[start : start + MOST_AT_ONCE], menu)
    return sum(map(len, groups.values()))


def friends(session: Session) -> Iterator[tuple[str, Role, str]]:
    """Yields the LINE user id, role and language of all who added us."""
    serving = select(Volunteer.person_id).where(Volunteer.ended_at.is_(None))
    asked = select(Person.line_user_id, Person.language, Person.id.in_(serving)).where(
        Person.contact == Contact.FRIEND
    )
    for user, language, serves in session.execute(asked.execution_options(yield_per=1000)):
        yield user, Role.VOLUNTEER if serves else Role.CITIZEN, language


def role_of(session: Session, person_id: int) -> Role:
    """Returns whose menu a person is shown."""
    return Role.VOLUNTEER if volunteer_of(session, person_id) else Role.CITIZEN

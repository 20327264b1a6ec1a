"""Small courtesies of LINE: what a person calls themselves, and a sign that we are listening."""

import logging

from bot.database import Sessions
from bot.line import Line, SendError
from bot.richmenu_apply import link_person, role_of
from bot.richmenu_line import Menus
from models.person import Person

_log = logging.getLogger("profiles")


def learn_name(sessions: Sessions, line: Line, person_id: int) -> None:
    """Keep the display name of somebody who has lodged a case, for the staff who work on it.

    Where LINE does not answer, it is asked again at their next turn.
    """
    with sessions() as session:
        user_id = session.get_one(Person, person_id).line_user_id
    try:
        name = line.name(user_id)
    except SendError as error:
        _log.warning("name not learned", extra={"outcome": error.outcome})
        return
    with sessions.begin() as session:
        person = session.get_one(Person, person_id)
        person.name = person.name or (name or "").strip()[:100]


def show_menu(sessions: Sessions, line: Line, person_id: int) -> None:
    """Show a person the rich menu of their role and language. Without one they see the default;
    where LINE does not answer, the menu of before stays until the next change."""
    with sessions() as session:
        person = session.get_one(Person, person_id)
        user_id, language = person.line_user_id, person.language
        role = role_of(session, person_id)
    try:
        link_person(Menus(line), user_id, role, language)
    except SendError as error:
        _log.warning("menu not shown", extra={"outcome": error.outcome})


def show_we_listen(line: Line, user_id: str) -> None:
    """Show LINE's loading animation while somebody is sending several messages; it may fail."""
    try:
        line.loading(user_id)
    except SendError as error:
        _log.debug("not shown", extra={"outcome": error.outcome})

"""Small courtesies of LINE: what a person calls themselves, and a sign that we are listening."""

import logging

from bot.database import Sessions
from bot.line import Line, SendError
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


def show_we_listen(line: Line, user_id: str) -> None:
    """Show LINE's loading animation while somebody is sending several messages; it may fail."""
    try:
        line.loading(user_id)
    except SendError as error:
        _log.debug("not shown", extra={"outcome": error.outcome})

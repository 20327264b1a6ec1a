"""Stories that were begun and left: a word on the sixth day, gone on the seventh."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from locales import catalogue
from models.base import now
from models.bubble import Choice, Words
from models.case import Case
from models.delivering import stop_held
from models.erasing import erase_draft
from models.outgoing import Lane, say
from models.person import Contact, Conversation
from models.states import State

WARNED_AFTER, GONE_AFTER = timedelta(days=6), timedelta(days=7)
WARNED = "lapse_told"
"""The note that a person was told, with the day: who writes again begins a new week."""
MOST = 200


def left_alone(session: Session, after: int = 0) -> list[int]:
    """Returns people whose story lies unsent since six days or more, the next after an id."""
    query = (
        select(Conversation.person_id)
        .join(Case, Case.person_id == Conversation.person_id)
        .where(
            Case.state == State.DRAFT,
            Conversation.touched_at < now() - WARNED_AFTER,
            Conversation.person_id > after,
        )
        .order_by(Conversation.person_id)
        .limit(MOST)
    )
    return list(session.scalars(query))


def lapse(session: Session, person_id: int) -> list[str]:
    """Tell the person, or delete the story if they were told a day ago. Returns the paths of the
    files to erase."""
    talk = session.get_one(Conversation, person_id, with_for_update=True)
    draft = session.scalars(
        select(Case).where(Case.person_id == person_id, Case.state == State.DRAFT)
    ).one_or_none()
    if draft is None or talk.touched_at > now() - WARNED_AFTER:
        return []  # they wrote or sent it while we looked
    told = _told(talk)
    if told is None:
        _tell(session, talk)
        return []
    due = told < now() - (GONE_AFTER - WARNED_AFTER)
    return _drop(session, talk, draft) if due else []


def _told(talk: Conversation) -> datetime | None:
    """Returns when the person was told, if that was after they last wrote."""
    said = (talk.notes or {}).get(WARNED)
    at = datetime.fromisoformat(said) if said else None
    return at if at and at > talk.touched_at else None


def _tell(session: Session, talk: Conversation) -> None:
    person = talk.person
    _ = catalogue(person.language).gettext
    talk.notes = (talk.notes or {}) | {WARNED: now().isoformat()}
    if person.contact is Contact.LEFT:
        return
    words = Words(
        _("Something you told us is not sent yet. If you do nothing, it is deleted tomorrow.")
    )
    go_on = Choice(_("Go on with it"), data="menu:report")
    session.add(say(person.id, [words], [go_on], lane=Lane.NOTICE))


def _drop(session: Session, talk: Conversation, draft: Case) -> list[str]:
    stop_held(session, talk.person_id)  # "deleted tomorrow" is not to be said after it
    paths = erase_draft(session, draft)
    talk.step, talk.notes, talk.round = None, None, talk.round + 1
    return paths

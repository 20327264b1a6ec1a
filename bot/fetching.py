"""Fetches the file of a message from LINE, seals it, and writes down what came."""

import logging
from datetime import timedelta

import puremagic
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.line import ContentGone, Line, NotReady, SendError
from bot.media import MOST, Store, Stored, TooLarge
from handlers import refusals
from locales import catalogue
from models.base import now
from models.bubble import Words
from models.filetypes import takes
from models.message import Attachment, Keeping, Message, kept_since
from models.outgoing import Lane, say
from models.person import Person

MOST_TRIES = 10
"""Spread over about eight hours; LINE keeps files for an undisclosed time."""
LEASE = timedelta(seconds=90)
BYTES_A_DAY = 300 * 1024 * 1024
"""Of one person: some albums and videos, and not a disk full of them."""
UNTAKEN = "a kind of file that is not taken"
_log = logging.getLogger("fetching")


def fetch(
    sessions: Sessions, line: Line, store: Store, attachment_id: int, job_id: int | None = None
) -> None:
    """Fetch one attachment if it still waits. Twice at once: the second file is thrown away."""
    with sessions.begin() as session:
        row = _waiting(session, attachment_id)
        if row is None or _not_yet(row, job_id):
            return
        if kept_since(session, row.message.person_id, now() - timedelta(days=1)) >= BYTES_A_DAY:
            _refuse(session, row, "more than 300 MB in a day")
            return
        row.tries, row.next_try_at, row.leased_by = row.tries + 1, now() + LEASE, job_id
        message_id, tries = row.line_message_id, row.tries
    stored, keeping, error = _get(line, store, message_id)
    with sessions.begin() as session:
        row = _waiting(session, attachment_id)
        if row is None:  # unsent or fetched meanwhile
            if stored:
                store.erase(stored.path)
        elif stored and not takes(type_of(stored.head), row.name, stored.head):
            store.erase(stored.path)
            row.size = stored.size
            _refuse(session, row, UNTAKEN)
        elif stored:
            _keep(row, stored)
        elif keeping is Keeping.REFUSED:
            row.size = MOST  # so much was fetched of it: it counts for the day
            _refuse(session, row, error)
        elif keeping is not None:
            row.keeping, row.error = keeping, error
        else:
            _again(row, tries, error)


def _refuse(session: Session, row: Attachment, error: str) -> None:
    """Keep it out, and tell the person: they believe that we have it."""
    row.keeping, row.error = Keeping.REFUSED, error
    if _told_lately(session, row):
        return  # one word an hour: each is paid for, and a prankster sends many
    person = session.get_one(Person, row.message.person_id)
    say_why = refusals.words if error == UNTAKEN else refusals.too_large
    session.add(say(person.id, [Words(say_why(catalogue(person.language)))], lane=Lane.NOTICE))


def _told_lately(session: Session, row: Attachment) -> bool:
    refused = (
        select(Attachment.id)
        .join(Attachment.message)
        .where(
            Message.person_id == row.message.person_id,
            Message.said_at > now() - timedelta(hours=1),
            Attachment.keeping == Keeping.REFUSED,
            Attachment.id != row.id,
        )
        .limit(1)
    )
    return session.scalars(refused).first() is not None


def _waiting(session: Session, attachment_id: int) -> Attachment | None:
    return session.scalars(
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.keeping == Keeping.WAITING)
        .with_for_update()
    ).first()


def _not_yet(row: Attachment, job_id: int | None) -> bool:
    """Whether the next try is not due, or another job is at it."""
    mine = job_id is not None and row.leased_by == job_id
    return row.next_try_at is not None and row.next_try_at > now() and not mine


def _get(line: Line, store: Store, message_id: str) -> tuple[Stored | None, Keeping | None, str]:
    about = {"line_message": message_id}
    try:
        return store.keep(line.content(message_id)), None, ""
    except ContentGone:
        return None, Keeping.GONE, "LINE no longer has it"
    except TooLarge:
        return None, Keeping.REFUSED, "larger than 50 MB"
    except NotReady:
        return None, None, "LINE is still preparing it"
    except SendError as error:
        _log.warning("fetch failed", extra=about | {"outcome": error.outcome})
        return None, None, error.reason
    except OSError as error:
        _log.error("file not kept", extra=about | {"error": type(error).__name__})
        return None, None, "could not be written"


def _keep(row: Attachment, stored: Stored) -> None:
    row.keeping, row.error, row.next_try_at = Keeping.STORED, None, None
    row.path, row.key, row.sha256, row.size = stored.path, stored.key, stored.sha256, stored.size
    row.content_type = type_of(stored.head)


def _again(row: Attachment, tries: int, error: str) -> None:
    row.error, row.leased_by = error, None
    if tries >= MOST_TRIES:
        row.keeping = Keeping.FAILED
    row.next_try_at = now() + timedelta(seconds=min(2 * 3**tries, 7200))


def type_of(head: bytes) -> str:
    """Returns the media type by content; names and headers of senders are not believed."""
    try:
        return str(puremagic.from_string(head, mime=True)) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"

"""What a person takes back is taken out of everything that holds it.

LINE asks that what was unsent can neither be seen nor used again (Receive messages: "Processing
when a message is unsent"). Facts that were drawn from it into fields of a case (a province, an
amount) stay: nobody can tell any more where they came from, and the person can change them.
"""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import now
from models.case import forget_text
from models.incoming import Incoming
from models.message import Attachment, Author, Message, Tombstone
from models.outgoing import Delivery, Outgoing
from models.words import forget_words

NEEDLE = 40
"""Characters by which an echo is known: cards show the beginning of a long story."""
SHORTEST = 15
"""A shorter text ("yes", "thank you") stands in many places that are not its echo."""
GONE = "…"


def unsend(session: Session, line_message_id: str) -> list[Attachment]:
    """Take a message out of the database, leaving a tombstone.

    Returns the attachments whose files the caller must erase.
    """
    session.merge(Tombstone(line_message_id=line_message_id))
    session.execute(update(Incoming).where(Incoming.message_id == line_message_id).values(raw=None))
    taken = session.scalars(
        select(Message).where(
            Message.line_message_id == line_message_id, Message.author == Author.PERSON
        )
    ).all()
    for message in taken:
        _forget(session, message)
    return [message.attachment for message in taken if message.attachment is not None]


def _forget(session: Session, message: Message) -> None:
    said = message.text or ""
    if message.case_id is not None:
        forget_words(session, message.case_id, message.id)
        forget_text(session, message.case_id, said)
    if len(said) >= SHORTEST:
        _forget_echoes(session, message.person_id, said[:NEEDLE])
    message.text, message.place, message.unsent_at = None, None, now()


def _forget_echoes(session: Session, person_id: int, needle: str) -> None:
    """Blank what the bot quoted of it, on the way to LINE and in the conversation."""
    said_by_bot = select(Message).where(
        Message.person_id == person_id, Message.author == Author.BOT
    )
    for message in session.scalars(said_by_bot):
        if needle in (message.text or ""):
            message.text = GONE
    answers = select(Message.outgoing_id).where(
        Message.person_id == person_id,
        Message.author == Author.STAFF,
        Message.outgoing_id.is_not(None),
    )
    ours = select(Outgoing).where(Outgoing.person_id == person_id, Outgoing.id.not_in(answers))
    for row in session.scalars(ours):
        if _holds(row.bubbles, needle):
            row.bubbles, row.request = _blanked(row.bubbles, needle), None
            if row.delivery is Delivery.WAITING:
                row.settle(Delivery.STOPPED, "what it quotes was unsent")


def _holds(value: Any, needle: str) -> bool:
    if isinstance(value, dict):
        return any(_holds(part, needle) for part in value.values())
    if isinstance(value, list):
        return any(_holds(part, needle) for part in value)
    return isinstance(value, str) and needle in value


def _blanked(value: Any, needle: str) -> Any:
    if isinstance(value, dict):
        return {key: _blanked(part, needle) for key, part in value.items()}
    if isinstance(value, list):
        return [_blanked(part, needle) for part in value]
    return GONE if _holds(value, needle) else value

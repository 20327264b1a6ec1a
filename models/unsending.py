"""What a person takes back is taken out of everything that holds it.

LINE asks that what was unsent can neither be seen nor used again (Receive messages: "Processing
when a message is unsent"). Facts that were drawn from it into fields of a case (a province, an
amount) stay: nobody can tell any more where they came from, and the person can change them.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.base import now
from models.case import Case, forget_text
from models.incoming import Incoming
from models.message import Attachment, Author, Message, Tombstone
from models.outgoing import Delivery, Outgoing
from models.words import forget_words

NEEDLE = 40
"""Characters by which an echo is known: cards show the beginning of a long story."""
SHORTEST = 15
"""A shorter text ("yes", "thank you") stands in many places that are not its echo."""
NAMED = 4
"""Characters; a shorter name stands in many texts by chance."""
POLITE = 10
"""Characters of a polite ending that an answer is kept without."""
GONE = "…"
EDITED = "edited"
"""The kind of a message that holds another's newer words."""
ANSWERS = ("respondent", "incident_when", "on_behalf_of", "rating_text")
"""Fields that hold an answer word for word."""


@dataclass(frozen=True)
class Unsent:
    """What came of it: the attachments whose files the caller must erase, and whether something
    was kept because the case must be kept by law (legal hold): that is told to the person."""

    attachments: list[Attachment]
    held: bool


def unsend(session: Session, line_message_id: str) -> Unsent:
    """Take a message, with what it was edited to, out of the database, leaving a tombstone."""
    session.merge(Tombstone(line_message_id=line_message_id))
    session.execute(update(Incoming).where(Incoming.message_id == line_message_id).values(raw=None))
    taken = session.scalars(
        select(Message).where(
            (Message.line_message_id == line_message_id)
            | ((Message.kind == EDITED) & (Message.quoted_message_id == line_message_id)),
            Message.author == Author.PERSON,
        )
    ).all()
    free = [message for message in taken if not _is_held(session, message)]
    for message in free:
        _forget(session, message)
    attachments = _attachments(session, [message.id for message in free])
    return Unsent(attachments, held=len(free) < len(taken))


def _attachments(session: Session, messages: list[int]) -> list[Attachment]:
    """Returns their attachments, locked and as they are now: one may just be fetched."""
    query = (
        select(Attachment)
        .where(Attachment.message_id.in_(messages))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _is_held(session: Session, message: Message) -> bool:
    case = session.get(Case, message.case_id) if message.case_id else None
    return case is not None and case.legal_hold


def _forget(session: Session, message: Message) -> None:
    said = message.text or ""
    if message.case_id is not None:
        forget_words(session, message.case_id, message.id)
        forget_text(session, message.case_id, said)
        _forget_answer(session, message.case_id, said.strip())
    if len(said) >= SHORTEST:
        _forget_echoes(session, message.person_id, said[:NEEDLE])
    if message.case_id is not None and message.place is not None:
        _forget_place(session, message)
    message.text, message.place, message.unsent_at = None, None, now()


def _forget_answer(session: Session, case_id: int, said: str) -> None:
    case = session.get_one(Case, case_id)
    for name in ANSWERS:
        value = getattr(case, name)
        if said and value and _is_of(value, said):
            setattr(case, name, None)
    if case.reporter_phone and _digits(case.reporter_phone) in _digits(said):
        case.reporter_phone = None
    for name in ("respondent", "on_behalf_of"):
        value = getattr(case, name)
        if value and len(value) >= NAMED and value in said and not _is_said_elsewhere(case, value):
            setattr(case, name, None)
    for change in case.changes:
        if said and change.reason and _repeats(change.reason, said):
            change.reason = GONE


def _repeats(reason: str, said: str) -> bool:
    """Whether a line of the history is what was said, or one of its two values stands in that."""
    values = [value for value in reason.split(" → ") if len(value) >= NAMED]
    digits = [_digits(value) for value in values if value[:1].isdecimal()]
    return (
        reason == said or any(v in said for v in values) or any(d in _digits(said) for d in digits)
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal()) or "-"


def _is_said_elsewhere(case: Case, value: str) -> bool:
    return value in (case.narrative or "")


def _is_of(value: str, said: str) -> bool:
    """Whether an answer is what was said, perhaps without its polite ending."""
    whole = value == said or value.startswith(f"{said} · ")
    return whole or (said.startswith(value) and len(said) - len(value) <= POLITE)


def _forget_place(session: Session, message: Message) -> None:
    case = session.get_one(Case, message.case_id)
    held = {key: (message.place or {}).get(key) for key in ("lat", "lon")}
    if case.place and {key: case.place.get(key) for key in held} == held:
        case.place = None


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

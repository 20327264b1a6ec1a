"""A message that was edited: both versions are kept, and the story says what the new one says."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from handlers import filing, hearing, wishes
from handlers.arrival import Arrival, Kind
from handlers.flow import Turn
from models.case import Case, information_came
from models.message import Author, Message

TELLS = 20
"""Characters; a shorter correction of small talk says nothing new."""


def hear_danger(turn: Turn) -> None:
    """Hear an edit that tells of a danger as if it were said now."""
    day = hearing.day_of(turn)
    turn.arrivals = [
        replace(arrival, kind=Kind.TEXT)
        if arrival.kind is Kind.EDITED and _is_said_now(turn, arrival, day)
        else arrival
        for arrival in turn.arrivals
    ]


def _is_said_now(turn: Turn, arrival: Arrival, day: date) -> bool:
    """Whether the new words tell of a danger, or take the place of some that told nobody."""
    if wishes.wish(arrival.text) == "help" or hearing.read(arrival.text, day).in_danger:
        return True
    after = next((m for m in turn.messages if m.incoming_id == arrival.incoming_id), None)
    before = _version(turn, arrival.message_id, after.id if after else 0)
    return before is not None and before.case_id is None and len(arrival.text) >= TELLS


def take(turn: Turn) -> None:
    """Take up what was edited."""
    for arrival in turn.arrivals:
        if arrival.kind is Kind.EDITED:
            _take(turn, arrival)


def _take(turn: Turn, arrival: Arrival) -> None:
    after = next((m for m in turn.messages if m.incoming_id == arrival.incoming_id), None)
    before = _version(turn, arrival.message_id, after.id if after else 0)
    case = turn.session.get(Case, before.case_id) if before and before.case_id else None
    if before is None or after is None or case is None:
        return
    after.case_id = case.id
    if case.number is None:
        _tell_anew(turn, case, before.text or "", arrival.text)
    else:
        filing.index(turn, case, after)
        information_came(turn.session, case)
    turn.say(turn._("I have changed it as you did."))


def _version(turn: Turn, message_id: str | None, after_id: int) -> Message | None:
    """Returns the version before: the newest edit, or the message itself."""
    query = select(Message).where(
        Message.person_id == turn.person.id,
        Message.author == Author.PERSON,
        Message.unsent_at.is_(None),
        Message.id < after_id,
        (Message.line_message_id == message_id)
        | ((Message.kind == Kind.EDITED) & (Message.quoted_message_id == message_id)),
    )
    return turn.session.scalars(query.order_by(Message.id.desc()).limit(1)).first()


def _tell_anew(turn: Turn, case: Case, old: str, new: str) -> None:
    """The draft says the new words; what was read out of the old ones is read out anew."""
    day = hearing.day_of(turn)
    said = hearing.read(old, day).entities
    for field, fact in (
        ("amount_baht", "amount_baht"), ("province", "province"), ("district", "district"),
    ):  # fmt: skip
        if getattr(case, field) == said.get(fact):
            setattr(case, field, None)
    for field in ("respondent", "incident_when", "on_behalf_of"):
        if getattr(case, field) == old:
            setattr(case, field, new)
    story = (case.narrative or "").split("\n")
    wanted = old.split("\n")
    for at in range(len(story) - len(wanted) + 1):
        if story[at : at + len(wanted)] == wanted:
            story[at : at + len(wanted)] = [new]
            break
    case.narrative = "\n".join(story)
    filing.fill(case, hearing.read(case.narrative, day))

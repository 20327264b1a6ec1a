"""The work of staff on a case: answer, assign, route, correct, bar. Access is asked before.

All functions expect a case that is locked by the running transaction (access.find_case).
"""

import uuid
from datetime import timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from models import outgoing
from models.base import now
from models.bubble import Choice, Words
from models.case import Case, Correction, Office, Urgency, note_change
from models.message import Author, Message
from models.outgoing import Lane, Outgoing, say
from models.staff import CaseBar, Role, Staff
from models.states import SCREENING

SILENCES = (1, 24, 168)
"""Hours for which the bot may be silenced towards a person."""

LONGEST = 5000
"""LINE's limit for a text, counted in UTF-16 units."""


class Nothing(Exception):
    """There are no words in the answer."""


class TooLong(Exception):
    """The answer is longer than LINE takes."""


class NotAssignable(Exception):
    """This member of staff cannot have the case: other office or role, barred, or stopped."""


def units(text: str) -> int:
    """Returns the length of a text as LINE counts it."""
    return len(text.encode("utf-16-le", "replace")) // 2


def answer(
    session: Session,
    case: Case,
    staff: Staff,
    text: str,
    *,
    heading: str,
    reply_label: str,
    once: uuid.UUID,
) -> Message | None:
    """Write to the person of a case. `heading` is the line above the words in the chat.

    `once` names this answer: sent a second time (a double click) nothing happens and None is
    returned. Raises Nothing, TooLong.
    """
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Nothing
    if units(words) > LONGEST:
        raise TooLong
    if session.scalars(select(Outgoing.id).where(Outgoing.key == once)).first() is not None:
        return None
    call = say(
        case.person_id,
        [Words(f"{heading}\n\n{words}")],
        [Choice(reply_label, data=f"reply:{case.id}")],
        lane=Lane.NOTICE,
        case_id=case.id,
        must_arrive=True,
    )
    call.key = once
    session.add(call)
    session.flush()  # its id is needed by the message
    case.asked_at = now()
    return _note_answer(session, case, staff, words, call)


def _note_answer(session: Session, case: Case, staff: Staff, words: str, call: Outgoing) -> Message:
    message = Message(
        person_id=case.person_id,
        case_id=case.id,
        author=Author.STAFF,
        staff_id=staff.id,
        text=words,
        outgoing_id=call.id,
    )
    session.add(message)
    session.flush()
    return message


def send_again(session: Session, case: Case, outgoing_id: int, confirmed: bool) -> bool:
    """Send a call of the case once more. Returns False where it is not (or no longer) its call.

    Raises outgoing.MayArriveTwice where it must be `confirmed`.
    """
    row = session.scalars(
        select(Outgoing)
        .where(Outgoing.id == outgoing_id, Outgoing.case_id == case.id)
        .where(Outgoing.id.in_(select(Message.outgoing_id).where(Message.case_id == case.id)))
        .with_for_update()
    ).first()
    if row is None:
        return False
    fresh = outgoing.send_again(session, row, confirmed)
    if fresh.id != row.id:
        session.execute(
            update(Message).where(Message.outgoing_id == row.id).values(outgoing_id=fresh.id)
        )
    return True


def mark_read(session: Session, case: Case) -> None:
    """Staff have seen what the person wrote. What came since the case was read stays unread."""
    if case.heard_at is not None:
        session.execute(
            update(Case)
            .where(Case.id == case.id, Case.heard_at <= case.heard_at)
            .values(heard_at=None)
        )


def assignable(session: Session, case: Case) -> list[Staff]:
    """Returns who can have the case: active officers and supervisors of its office, none barred."""
    return [member for member in readers(session, case) if member.role is not Role.SCREENER]


def readers(session: Session, case: Case) -> list[Staff]:
    """Returns the active staff who come near the case by their role and are not barred from it."""
    barred = select(CaseBar.staff_id).where(CaseBar.case_id == case.id)
    ours = and_(Staff.office == case.office, Staff.role.in_((Role.OFFICER, Role.SUPERVISOR)))
    return list(
        session.scalars(
            select(Staff)
            .where(Staff.active, or_(ours, Staff.role == Role.SCREENER), Staff.id.not_in(barred))
            .order_by(Staff.name)
        )
    )


def assign(session: Session, case: Case, by: Staff, to: int | None) -> None:
    """Give the case to a member of staff, or to nobody. Raises NotAssignable."""
    if to == case.assignee_id:
        return
    if to is not None and to not in {member.id for member in assignable(session, case)}:
        raise NotAssignable
    _note(case, by, "assignee", case.assignee_id, to)
    case.assignee_id = to


def route(case: Case, by: Staff, office: Office, reason: str) -> None:
    """Give the case to another office; it has to find its own officer."""
    if office is case.office:
        return
    _note(case, by, "office", case.office, office, reason=reason)
    case.office, case.assignee_id = office, None


def correct(
    session: Session,
    case: Case,
    by: Staff,
    *,
    category: str,
    office: Office | None,
    urgency: Urgency,
    urgent_safety: bool,
    province: str | None,
) -> None:
    """Put right what was understood; each change is kept as a training row.

    `office` is the one that the new category belongs to: while the case is being screened it moves
    there. With another province, district and sub-district are unknown again.
    """
    if category != case.category:
        _learn(session, case, by, field="category", was=case.category, became=category)
        case.category = category
        if office is not None and case.state in SCREENING:
            route(case, by, office, "")
    if urgency is not case.urgency:
        _learn(session, case, by, field="urgency", was=case.urgency, became=urgency)
        case.urgency = urgency
    if province != case.province:
        _learn(session, case, by, field="province", was=case.province, became=province or "")
        case.province, case.district, case.subdistrict = province, None, None
    if urgent_safety != case.urgent_safety:
        _note(case, by, "safety", case.urgent_safety, urgent_safety)
        case.urgent_safety = urgent_safety


def bar(session: Session, case: Case, by: Staff, member: Staff, reason: str) -> None:
    """Take a case from the eyes of a member of staff, because it names them."""
    if session.get(CaseBar, (case.id, member.id)) is not None:
        return
    session.add(CaseBar(case_id=case.id, staff_id=member.id))
    _note(case, by, "barred", None, member.id, reason=reason)
    if case.assignee_id == member.id:
        case.assignee_id = None


def mute(case: Case, by: Staff, hours: int, reason: str) -> None:
    """Let the bot answer a person's messages no more for some hours; 0 ends that.

    All they write is kept, words of danger are answered, and staff can write to them.
    """
    case.person.muted_until = now() + timedelta(hours=hours) if hours else None
    _note(case, by, "muted", None, hours, reason=reason)


def _learn(
    session: Session, case: Case, by: Staff, *, field: str, was: str | None, became: str
) -> None:
    session.add(Correction(case_id=case.id, staff_id=by.id, field=field, was=was, became=became))
    _note(case, by, field, was, became)


def _note(
    case: Case, by: Staff, what: str, before: object, after: object, *, reason: str = ""
) -> None:
    was, became = (None if value is None else str(value) for value in (before, after))
    note_change(case, what, was, became, actor=by.role, staff_id=by.id, reason=reason)

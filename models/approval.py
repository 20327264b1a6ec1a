"""Approval: what needs a second person waits here until somebody else says yes or no."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Moment, now
from models.case import Case, move
from models.erasing import Kept, erase_case, may_be_erased
from models.sealing import SealedText
from models.staff import Staff
from models.states import State, way


class Decision(StrEnum):
    """What the second person said."""

    WAITING = "waiting"
    YES = "yes"
    NO = "no"


class NotYours(Exception):
    """Nobody approves what they asked for themselves."""


class StillWaiting(Exception):
    """The case waits for a second person already."""


class Approval(Base):
    """A step of a case that waits for a second person."""

    __tablename__ = "approval"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    """move or delete."""
    details: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(SealedText)
    asked_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("staff.id"))
    asked_at: Mapped[Moment]
    decision: Mapped[Decision] = mapped_column(default=Decision.WAITING)
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]


def ask_to_move(
    session: Session, case: Case, to: State, staff: Staff, reason: str
) -> Approval | None:
    """Move a case, or ask for the second person where its way needs one.

    Returns the waiting Approval, or None where the case has moved. Raises WrongWay, StillWaiting.
    """
    if waiting_for(session, case.id) is not None:
        raise StillWaiting
    if not way(case.state, to, staff.role, reason).second:
        move(session, case, to, actor=staff.role, reason=reason, staff_id=staff.id)
        return None
    approval = Approval(
        case_id=case.id, kind="move", details={"to": to}, reason=reason, asked_by=staff.id
    )
    session.add(approval)
    return approval


def ask_to_delete(session: Session, case: Case, staff: Staff, reason: str) -> Approval:
    """Ask a second person whether a case may be deleted. Raises Kept, StillWaiting."""
    if not may_be_erased(case):
        raise Kept
    if waiting_for(session, case.id) is not None:
        raise StillWaiting
    approval = Approval(
        case_id=case.id, kind="delete", details={}, reason=reason, asked_by=staff.id
    )
    session.add(approval)
    return approval


def decide(session: Session, approval: Approval, case: Case, staff: Staff, yes: bool) -> list[str]:
    """A second person says yes (the case moves, or is gone) or no. Returns the paths of the files
    that the caller must erase. Raises NotYours, WrongWay, Kept, StillSending."""
    if approval.asked_by == staff.id or approval.decision is not Decision.WAITING:
        raise NotYours("another member of staff must decide, once")
    approval.decision = Decision.YES if yes else Decision.NO
    approval.decided_by, approval.decided_at = staff.id, now()
    if yes and approval.kind == "delete":
        session.flush()
        session.expunge(approval)  # it goes with the case
        return erase_case(session, case)
    if yes:
        asker = session.get_one(Staff, approval.asked_by)
        move(
            session,
            case,
            State(approval.details["to"]),
            actor=asker.role,
            reason=approval.reason,
            staff_id=asker.id,
            approved_by=staff.id,
        )
    return []


def waiting_for(session: Session, case_id: int) -> Approval | None:
    """Returns what of a case waits for a second person."""
    return session.scalars(
        select(Approval).where(Approval.case_id == case_id, Approval.decision == Decision.WAITING)
    ).first()


def waiting_list(session: Session, cases: ColumnElement[bool]) -> list[tuple[Approval, Case]]:
    """Returns what waits for a second person among the cases of a condition, oldest first."""
    rows = session.execute(
        select(Approval, Case)
        .join(Case, Case.id == Approval.case_id)
        .where(Approval.decision == Decision.WAITING, cases)
        .order_by(Approval.id)
    )
    return [(row[0], row[1]) for row in rows]

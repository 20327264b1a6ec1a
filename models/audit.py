"""Audit: who saw or did what, written in the same transaction, chained by hash afterwards."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Moment, now
from models.case import Case

PAGE = 100


class Audit(Base):
    """One act. `details` never holds content. `chain` is set by the periodic job."""

    __tablename__ = "audit"

    id: Mapped[Id]
    at: Mapped[Moment]
    staff_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"), index=True)
    action: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """No foreign key: the trail outlives the case."""
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    chain: Mapped[bytes | None] = mapped_column(LargeBinary)


def record(
    session: Session,
    action: str,
    *,
    staff_id: int | None,
    case_id: int | None = None,
    **details: Any,
) -> None:
    """Write an audit row into the running transaction."""
    session.add(Audit(action=action, staff_id=staff_id, case_id=case_id, details=details))


def read_lately(session: Session, staff_id: int, case_id: int, within: timedelta) -> bool:
    """Whether the trail says already that they have read the case a moment ago."""
    row = select(Audit.id).where(
        Audit.staff_id == staff_id,
        Audit.case_id == case_id,
        Audit.action == "read_case",
        Audit.at > now() - within,
    )
    return session.scalars(row.limit(1)).first() is not None


def link(before: bytes, row: Audit) -> bytes:
    """Returns the chain value of a row that follows one whose chain value is `before`."""
    content = json.dumps(
        [row.id, row.at.isoformat(), row.staff_id, row.action, row.case_id, row.details],
        sort_keys=True,
    )
    return hashlib.sha256(before + content.encode()).digest()


def chain(session: Session) -> tuple[int, str] | None:
    """Link all committed rows that are not yet in the chain, in order of id.

    Returns (position, anchor in hexadecimal) of the newest link where there was something to do:
    kept elsewhere, the anchor shows later whether anything before it was changed or taken out.
    A row that commits late gets a later position: order of linking, not of ids, is what counts.
    """
    head = session.scalars(
        select(Audit).where(Audit.position.is_not(None)).order_by(Audit.position.desc()).limit(1)
    ).first()
    position, value = (head.position or 0, head.chain or b"") if head else (0, b"")
    fresh = session.scalars(select(Audit).where(Audit.position.is_(None)).order_by(Audit.id))
    linked = 0
    for row in fresh.all():
        position, value, linked = position + 1, link(value, row), linked + 1
        row.position, row.chain = position, value
    return (position, value.hex()) if linked else None


def first_break(session: Session) -> int | None:
    """Returns the position at which the chain no longer fits, or None where it is whole."""
    value, expected = b"", 1
    rows = session.scalars(
        select(Audit).where(Audit.position.is_not(None)).order_by(Audit.position)
    )
    for row in rows.yield_per(1000):
        value = link(value, row)
        if row.position != expected or row.chain != value:
            return expected
        expected += 1
    return None


def head(session: Session) -> tuple[int, str] | None:
    """Returns (position, anchor in hexadecimal) of the newest link, or None before the first."""
    row = session.scalars(
        select(Audit).where(Audit.position.is_not(None)).order_by(Audit.position.desc()).limit(1)
    ).first()
    return (row.position or 0, (row.chain or b"").hex()) if row else None


def find(
    session: Session, *, staff_id: int | None, action: str, case_number: str | None, page: int
) -> tuple[list[tuple[Audit, str | None]], bool]:
    """Returns a page (from 1) of acts with the number of their case, newest first; more follow?"""
    query = select(Audit, Case.number).outerjoin(Case, Case.id == Audit.case_id)
    if staff_id is not None:
        query = query.where(Audit.staff_id == staff_id)
    if action:
        query = query.where(Audit.action == action)
    if case_number is not None:
        query = query.where(Case.number == case_number)
    query = query.order_by(Audit.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = [(row[0], row[1]) for row in session.execute(query)]
    return rows[:PAGE], len(rows) > PAGE


def actions(session: Session) -> list[str]:
    """Returns the kinds of acts that there are in the trail."""
    return list(session.scalars(select(Audit.action).distinct().order_by(Audit.action)))

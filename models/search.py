"""Finding cases: the queue of a member of staff, its filters, and what is new in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.access import within
from models.base import now
from models.case import Case, Office, Urgency
from models.staff import Staff
from models.states import OPEN, State
from models.words import CaseWord, word_key

PAGE = 50
MOST_NEWS = 200


@dataclass(frozen=True)
class Wanted:
    """What to look for. Empty: everything that is open."""

    state: str = ""
    """A state, "" for all that are open, "all" for all."""
    office: str = ""
    category: str = ""
    urgency: str = ""
    province: str = ""
    mine: bool = False
    overdue: bool = False
    unread: bool = False
    numbers: Sequence[str] = ()
    words: Sequence[str] = ()


def find(session: Session, staff: Staff, wanted: Wanted, page: int) -> tuple[list[Case], bool]:
    """Returns a page (from 1) of what `staff` may read and wants, and whether more follow.

    People in danger come first, then what is urgent, then what is newest.
    """
    query = _matching(select(Case), staff, wanted).order_by(*_order())
    rows = list(session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def _order() -> list[ColumnElement[Any]]:
    open_ = Case.state.in_(OPEN)
    rank = case({Urgency.CRITICAL.value: 0, Urgency.HIGH.value: 1}, value=Case.urgency, else_=2)
    return [
        and_(Case.urgent_safety, open_).desc(),
        case((open_, rank), else_=3),
        Case.submitted_at.desc(),
        Case.id.desc(),
    ]


def _matching(query: Select[Case], staff: Staff, wanted: Wanted) -> Select[Case]:
    query = query.where(within(staff, "read_case"))
    if wanted.numbers:
        return query.where(Case.number.in_(wanted.numbers))
    for column in ("office", "category", "urgency", "province"):
        if value := getattr(wanted, column):
            query = query.where(getattr(Case, column) == value)
    return query.where(*_state(wanted), *_ticks(staff, wanted), *map(_says, wanted.words))


def _state(wanted: Wanted) -> list[ColumnElement[bool]]:
    if wanted.state == "all" or (wanted.words and not wanted.state):
        return []
    return [Case.state == State(wanted.state) if wanted.state else Case.state.in_(OPEN)]


def _ticks(staff: Staff, wanted: Wanted) -> list[ColumnElement[bool]]:
    ticks = (
        (wanted.mine, Case.assignee_id == staff.id),
        (wanted.overdue, Case.due_at < now()),
        (wanted.unread, Case.heard_at.is_not(None)),
    )
    return [condition for ticked, condition in ticks if ticked]


def _says(word: str) -> ColumnElement[bool]:
    """A word is looked up under the keys of all offices: a case keeps its words when it moves."""
    keys = [word_key(office, word) for office in Office]
    return Case.id.in_(select(CaseWord.case_id).where(CaseWord.word.in_(keys)))


def provinces(session: Session, staff: Staff) -> list[str]:
    """Returns the provinces of the cases that `staff` may read."""
    rows = session.scalars(
        select(Case.province)
        .where(within(staff, "read_case"), Case.province.is_not(None))
        .distinct()
        .order_by(Case.province)
    )
    return [province for province in rows if province]


def news(session: Session, staff: Staff, since: datetime) -> tuple[list[int], list[int]]:
    """Returns ids of cases with unread words, and of cases lodged or moved, later than `since`."""
    heard, moved = Case.heard_at > since, func.greatest(Case.submitted_at, Case.state_since) > since
    rows = session.execute(
        select(Case.id, heard, moved)
        .where(within(staff, "read_case"), or_(heard, moved))
        .limit(MOST_NEWS)
    ).all()
    return [row[0] for row in rows if row[1]], [row[0] for row in rows if row[2]]

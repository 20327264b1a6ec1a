"""What staff corrected of what the bot understood: counted for a page, and told for training."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models.case import Case, Correction


@dataclass
class Corrected:
    """A case as it stands after all corrections: what the person told, and what is right.

    `right` has those of category, urgency and province that were corrected; `at` and `staff_id`
    are of the last correction.
    """

    text: str
    at: datetime
    staff_id: int
    right: dict[str, str] = field(default_factory=dict)


def corrected_cases(session: Session) -> list[Corrected]:
    """Returns all corrected cases that still have a story, in the order of their last correction.

    The story is read from the case, where it is sealed: what a person took back or had deleted
    is not learned from.
    """
    rows = session.execute(
        select(Correction, Case)
        .join(Case, Case.id == Correction.case_id)
        .order_by(Correction.at, Correction.id)
    )
    found: dict[int, Corrected] = {}
    for correction, case in rows:
        if case.narrative:
            known = found.pop(case.id, None) or Corrected(case.narrative, correction.at, 0)
            known.at, known.staff_id = correction.at, correction.staff_id
            known.right[correction.field] = correction.became
            found[case.id] = known
    return list(found.values())


def counts(session: Session, most: int = 30) -> Sequence[Row[str, str | None, str, int]]:
    """Returns (field, was, became, how often), most frequent first."""
    times = func.count().label("times")
    return session.execute(
        select(Correction.field, Correction.was, Correction.became, times)
        .group_by(Correction.field, Correction.was, Correction.became)
        .order_by(times.desc(), Correction.field, Correction.became)
        .limit(most)
    ).all()


def judged_by(session: Session) -> str | None:
    """Returns the version of the model that judged the latest case, if any was judged."""
    latest = select(Case).where(Case.understood.is_not(None)).order_by(Case.id.desc()).limit(1)
    case = session.scalars(latest).one_or_none()
    return (case.understood or {}).get("model") if case else None

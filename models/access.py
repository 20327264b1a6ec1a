"""Who may do what with which case: access.toml, asked as a question and as a query."""

import tomllib
from pathlib import Path

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.orm import Session

from models.case import Case
from models.staff import CaseBar, Role, Staff
from models.states import SCREENING, State

MATRIX: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "access.toml").read_text(encoding="utf-8")
)


def scope(role: Role, action: str) -> str:
    """Returns the scope of an action for a role; "" where it is forbidden."""
    return MATRIX.get(role, {}).get(action, "")


def may(staff: Staff, action: str) -> bool:
    """Whether the member of staff may do this at all (with some case, where it is about one)."""
    return staff.active and scope(staff.role, action) != ""


def within(staff: Staff, action: str) -> ColumnElement[bool]:
    """Returns the condition on Case for what `staff` may do `action` with."""
    barred = exists(
        select(CaseBar.case_id).where(CaseBar.case_id == Case.id, CaseBar.staff_id == staff.id)
    )
    return and_(
        Case.state != State.DRAFT, _in_scope(staff, scope(staff.role, action)), not_(barred)
    )


def _in_scope(staff: Staff, name: str) -> ColumnElement[bool]:
    if not staff.active:
        return false()
    own = Case.office == staff.office
    if name == "screening":
        return Case.state.in_(SCREENING)
    if name == "office_urgent":
        return own
    if name == "office":
        return and_(own, or_(not_(Case.urgent_safety), Case.assignee_id == staff.id))
    return false()


def find_case(
    session: Session, staff: Staff, action: str, case_id: int, *, lock: bool = False
) -> Case | None:
    """Returns the case if `staff` may do `action` with it; None also where it does not exist.

    `lock`: nobody else changes it until the transaction ends.
    """
    query = select(Case).where(Case.id == case_id, within(staff, action))
    if lock:
        query = query.with_for_update(of=Case).execution_options(populate_existing=True)
    return session.scalars(query).first()


def actions_with(session: Session, staff: Staff, case_id: int) -> set[str]:
    """Returns all that `staff` may do with this case."""
    names = [name for name in MATRIX.get(staff.role, {}) if scope(staff.role, name) != "yes"]
    if not names:
        return set()
    query = select(*(within(staff, name).label(name) for name in names)).where(Case.id == case_id)
    row = session.execute(query).first()
    return {name for name, allowed in zip(names, row or (), strict=False) if allowed}

"""A person disputes that their case is solved: it is opened again, and goes to somebody else."""

from sqlalchemy.orm import Session

from models.case import Case, move, note_change
from models.states import State


def dispute(session: Session, case: Case, reason: str) -> None:
    """Reopen a case (counted in it) and take it from its officer. Raises WrongWay."""
    move(session, case, State.REOPENED, actor="person", reason=reason)
    if case.assignee_id is not None:
        note_change(case, "assignee", str(case.assignee_id), None, actor="person")
        case.assignee_id = None

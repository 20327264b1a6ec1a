"""Who is paged on their own LINE when somebody is in danger."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.case import Case
from models.staff import Role, Staff


def on_call(session: Session, case: Case) -> list[Staff]:
    """Returns who may see an urgent case and has tied their own LINE account to theirs here.

    Screeners of all offices, and the supervisors of the case's office: nobody else may read a
    case of urgent_safety before somebody is named for it (access.toml).
    """
    sees_it = or_(
        Staff.role == Role.SCREENER,
        (Staff.role == Role.SUPERVISOR) & (Staff.office == case.office),
    )
    return list(
        session.scalars(select(Staff).where(Staff.active, Staff.person_id.is_not(None), sees_it))
    )

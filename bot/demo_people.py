"""The people of the demo: staff of two offices, one per role, and an invitation for volunteers."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import accounts, volunteer
from models.case import Office
from models.staff import Role, Staff

STAFF = [
    ("คัดกรอง ผู้ตรวจการ", Office.OMBUDSMAN, Role.SCREENER),
    ("เจ้าหน้าที่ ผู้ตรวจการ", Office.OMBUDSMAN, Role.OFFICER),
    ("หัวหน้า ผู้ตรวจการ", Office.OMBUDSMAN, Role.SUPERVISOR),
    ("เจ้าหน้าที่ กสร.", Office.DLPW, Role.OFFICER),
    ("หัวหน้า กสร.", Office.DLPW, Role.SUPERVISOR),
    ("ประชาสัมพันธ์ สป.รง.", Office.OPS, Role.BROADCASTER),
    ("หัวหน้า สป.รง.", Office.OPS, Role.SUPERVISOR),
    ("ผู้ฝึกระบบ", Office.OMBUDSMAN, Role.TRAINER),
    ("ผู้ตรวจสอบ", Office.OMBUDSMAN, Role.AUDITOR),
    ("ผู้ดูแลระบบ", Office.OMBUDSMAN, Role.ADMIN),
]


def make_people(session: Session) -> list[dict[str, str]]:
    """Make the demo's accounts. Returns them with their passwords; [] where they exist."""
    if session.scalars(select(Staff.id).limit(1)).first() is not None:
        return []
    made = [_account(session, *who) for who in STAFF]
    first = session.scalars(select(Staff).where(Staff.role == Role.SUPERVISOR)).first()
    code = volunteer.invite(
        session,
        office=Office.OPS,
        province="ปัตตานี",
        district=None,
        uses=50,
        by=first.id if first else 0,
    )
    return [*made, {"kind": "invitation", "code": code}]


def _account(session: Session, name: str, office: Office, role: Role) -> dict[str, str]:
    email = f"{role}.{office}@demo.example"
    member, password = accounts.add(
        session, email, name, office, role, password=f"demo-{secrets.token_hex(5)}"
    )
    member.is_demo = True
    return {"kind": "staff", "email": email, "password": password, "office": office, "role": role}

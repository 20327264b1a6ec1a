"""People for broadcasts: made by the hundred, with an office that writes to them."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.broadcast import Broadcast
from models.broadcasting import approve, ask, begin_draft
from models.case import Office
from models.draft import Content
from models.person import Contact, Person, line_key
from models.quota import note_quota
from models.staff import Role, Staff
from models.volunteer import Volunteer

TEXTS = {"th": "ข่าวสารแรงงาน", "en": "Labour news", "my": "အလုပ်သမားသတင်း"}
VOLUNTEERS = {"who": "volunteers", "provinces": [], "languages": []}


def crowd(session: Session, number: int, language: str = "th", **more: Any) -> list[int]:
    """Make people who wrote to us and are friends. Returns their ids."""
    names = [f"U{language}{at:031d}" for at in range(number)]
    values = {"language": language, "contact": Contact.FRIEND} | more
    rows = [{"line_key": line_key(name), "line_user_id": name} | values for name in names]
    made = session.scalars(insert(Person).returning(Person.id), rows).all()
    return sorted(made)


def volunteers(
    session: Session, number: int, language: str = "th", *, province: str = "ปัตตานี", **more: Any
) -> list[int]:
    """Make volunteers of a province. Returns the ids of the people."""
    people = crowd(session, number, language, **more)
    rows = [{"person_id": id_, "office": Office.OPS, "province": province} for id_ in people]
    session.execute(insert(Volunteer), rows)
    return people


def hire(session: Session, role: Role, **more: Any) -> Staff:
    """Make a member of staff of the office that keeps the volunteers."""
    values = {"email": f"{role}@example.test", "office": Office.OPS} | more
    member = Staff(name=str(role), role=role, password_hash="-", **values)
    session.add(member)
    session.flush()
    return member


def content(**changes: Any) -> Content:
    """Returns a broadcast's content that is complete."""
    values: dict[str, Any] = {
        "title": "ข่าวเดือนนี้", "texts": dict(TEXTS), "cards": {}, "audience": VOLUNTEERS,
    }  # fmt: skip
    return Content(**(values | changes))


def approved(session: Session, **changes: Any) -> Broadcast:
    """Write a broadcast, ask, approve it by somebody else: due at once."""
    writer, other = hire(session, Role.BROADCASTER), hire(session, Role.SUPERVISOR)
    note_quota(session, None, 0)
    broadcast = begin_draft(session, writer, content(**changes))
    ask(broadcast, writer, broadcast.edition)
    approve(session, broadcast, other, broadcast.edition, None)
    session.flush()
    return broadcast

"""Those on call are told of a danger at once, by number alone."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Office
from models.outgoing import Outgoing
from models.person import lock_conversation
from models.staff import Role, Staff
from tests.handlers.chat import Chat
from tests.handlers.test_danger import CAPTIVE


def _staff(session: Session, role: Role, office: Office, *, tied: bool) -> int | None:
    person_id = None
    if tied:
        person_id = lock_conversation(session, f"U{role}{office}").person_id
    session.add(
        Staff(
            email=f"{role}.{office}@example.test", name="x", office=office, role=role,
            password_hash="-", person_id=person_id,
        )
    )  # fmt: skip
    session.flush()
    return person_id


def test_screeners_and_the_supervisor_of_the_office_are_paged(session: Session) -> None:
    screener = _staff(session, Role.SCREENER, Office.OMBUDSMAN, tied=True)
    supervisor = _staff(session, Role.SUPERVISOR, Office.ATD, tied=True)
    _staff(session, Role.SUPERVISOR, Office.SSO, tied=True)
    _staff(session, Role.OFFICER, Office.ATD, tied=True)
    _staff(session, Role.SCREENER, Office.DLPW, tied=False)
    chat = Chat(session)
    chat.says(CAPTIVE)
    chat.says(CAPTIVE)
    session.flush()
    pages = [row for row in session.scalars(select(Outgoing)) if row.lane == "notice"]
    assert {row.person_id for row in pages} == {screener, supervisor}
    assert len(pages) == 2
    words = str(pages[0].bubbles)
    assert chat.case.number in words
    assert "ขัง" not in words

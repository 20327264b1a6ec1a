"""When a case is said to be solved: whether it is, how it went, and a timeline on its card."""

import pytest
from sqlalchemy.orm import Session

from models.case import Case, Office, move
from models.staff import Role, Staff
from models.states import State
from tests.handlers.chat import Chat, lodged


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


@pytest.fixture
def officer(session: Session) -> Staff:
    member = Staff(
        email="o@example.go.th", name="วิชัย", office=Office.DLPW, role=Role.OFFICER,
        password_hash="x",
    )  # fmt: skip
    session.add(member)
    session.flush()
    return member


def solve(session: Session, case: Case, officer: Staff) -> None:
    """Staff take it, work on it and say that it is solved."""
    for state in (State.ACCEPTED, State.IN_PROGRESS):
        move(session, case, state, actor="officer", staff_id=officer.id)
    case.assignee_id = officer.id
    move(
        session, case, State.RESOLVED_PENDING, actor="officer", staff_id=officer.id, reason="จ่ายแล้ว"
    )
    session.flush()


def test_the_card_shows_how_it_went_so_far(chat: Chat, session: Session, officer: Staff) -> None:
    case = lodged(chat)
    solve(session, case, officer)
    chat.says("ติดตามเรื่อง").sees("หน่วยงานรับเรื่องแล้ว", "กำลังทำเรื่องให้", "รอผู้ร้องยืนยัน")


def test_who_says_it_is_solved_may_rate_it_with_words(
    chat: Chat, session: Session, officer: Staff
) -> None:
    case = lodged(chat)
    solve(session, case, officer)
    chat.says("ติดตามเรื่อง").presses("แก้แล้ว").sees("[1]", "[5]", "[ข้าม]")
    chat.says("ดีมาก").sees("เลข 1 ถึง 5").presses("4").sees("อยากให้ดีขึ้น")
    chat.says("เจ้าหน้าที่โทรมาเร็วดีค่ะ").sees("ขอบคุณ")
    assert (case.state, case.rating) == (State.CLOSED_RESOLVED, 4)
    assert case.rating_text == "เจ้าหน้าที่โทรมาเร็วดีค่ะ"


def test_a_disputed_closure_is_counted_and_goes_to_somebody_else(
    chat: Chat, session: Session, officer: Staff
) -> None:
    case = lodged(chat)
    solve(session, case, officer)
    chat.says("ติดตามเรื่อง").presses("ยังไม่แก้").sees("ดูเรื่อง")
    assert (case.state, case.reopened_count, case.assignee_id) == (State.REOPENED, 1, None)
    assert case.changes[-1].what == "assignee"

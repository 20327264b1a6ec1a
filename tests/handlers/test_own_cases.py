"""After the number: following, adding, answering staff, withdrawing, talking to a person."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.base import now
from models.case import Case, Notice, Office, move
from models.number import buddhist_year, check_letter
from models.states import State
from tests.handlers.chat import Chat, lodged


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def asked(case: Case, days: float = 0) -> None:
    """Staff wrote about the case so many days ago."""
    case.asked_at = now() - timedelta(days=days)


@pytest.mark.parametrize("words", ["ติดตามเรื่อง", "ขอติดตามเรื่องค่ะ", "เรื่องของฉันถึงไหนแล้วคะ", "status"])
def test_cases_are_shown_as_cards(chat: Chat, words: str) -> None:
    case = lodged(chat)
    chat.says(words).sees(
        case.number or "", "กำลังคัดกรอง", "ขั้นต่อไป", "ภายใน", str(buddhist_year(now()))
    )
    chat.sees("[เพิ่มข้อมูล]", "[ถอนเรื่อง]")
    assert chat.step is None


def test_the_newest_five_are_shown(chat: Chat) -> None:
    numbers = [lodged(chat).number or "" for _ in range(5)]
    chat.says("ติดตามเรื่อง").sees(*numbers)


def test_the_number_shows_the_case_however_it_is_typed(chat: Chat) -> None:
    number = lodged(chat).number or ""
    chat.says(number.replace("-", " ").lower()).sees(number, "กำลังคัดกรอง")


def test_a_strangers_number_reveals_nothing(chat: Chat, session: Session) -> None:
    case = lodged(chat)
    stranger = Chat(session, "U" + "2" * 32)
    stranger.says("สวัสดีค่ะ")
    said = stranger.says(case.number or "").sees("ไม่พบเรื่องนี้").shown
    assert said == stranger.says("LV69-999999-" + check_letter("LV69999999")).shown
    for data in ("case", "add", "reply", "withdraw", "solved", "unsolved"):
        assert stranger.sends_data(f"{data}:{case.id}").shown == said
        assert stranger.sends_data(f"{data}:{case.id + 999}").shown == said
    assert case.state is State.TRIAGE
    assert len(stranger.messages(case)) == 0


def test_more_is_added_in_one_turn(chat: Chat) -> None:
    case = lodged(chat)
    before = len(chat.messages(case))
    chat.presses("เพิ่มข้อมูล").sees("พิมพ์หรือส่ง")
    chat.says("เขาเพิ่งบอกว่าจะจ่ายครึ่งเดียว").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", case.number or "")
    assert len(chat.messages(case)) == before + 1
    assert case.heard_at is not None
    assert chat.step is None


def test_adding_can_be_left(chat: Chat) -> None:
    lodged(chat)
    chat.presses("เพิ่มข้อมูล").says("เสร็จ").sees("ได้ค่ะ")
    assert chat.step is None


def test_words_after_staff_asked_are_the_answer(chat: Chat) -> None:
    case = lodged(chat)
    move(chat.session, case, State.AWAITING_INFO, actor="screener", reason="ทำงานที่นี่กี่ปีแล้วคะ")
    asked(case)
    chat.says("ทำมาสามปีแล้วค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", case.number or "", "เป็นเรื่องใหม่")
    assert case.state is State.TRIAGE
    assert chat.messages(case)[-1].text == "ทำมาสามปีแล้วค่ะ"
    chat.says("แล้วก็ยังไม่มีสัญญาด้วยค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ")


def test_a_long_answer_that_looks_like_small_talk_is_not_lost(chat: Chat) -> None:
    case = lodged(chat)
    asked(case)
    chat.says("โรงงานชื่อทดสอบการ์เม้นท์ค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ")
    assert [message.text for message in chat.messages(case)][-1] == "โรงงานชื่อทดสอบการ์เม้นท์ค่ะ"


def test_an_answer_can_be_made_a_new_story(chat: Chat) -> None:
    case = lodged(chat)
    asked(case)
    new = "ตำรวจเรียกเงินที่ด่านในอุดรธานีคนละ 500 บาท ไม่มีใบเสร็จค่ะ"
    chat.says(new).presses("เป็นเรื่องใหม่").sees("เข้าใจแล้วค่ะ", "เจ้าหน้าที่รัฐปฏิบัติไม่ชอบ", "อุดรธานี")
    assert chat.draft is not None
    assert [m.text for m in chat.messages(chat.draft)] == [new]
    assert new not in [m.text for m in chat.messages(case)]


@pytest.mark.parametrize("words", ["สวัสดีค่ะ", "ขอบคุณค่ะ", "ติดตามเรื่อง", "คุยกับเจ้าหน้าที่"])
def test_what_is_clearly_something_else_is_not_the_answer(chat: Chat, words: str) -> None:
    case = lodged(chat)
    asked(case)
    before = len(chat.messages(case))
    chat.says(words).sees_not("ส่งให้เจ้าหน้าที่แล้วค่ะ")
    assert len(chat.messages(case)) == before


def test_a_week_later_words_are_a_new_story(chat: Chat) -> None:
    asked(lodged(chat), days=8)
    chat.says("ตำรวจเรียกเงินที่ด่านในอุดรธานีคนละ 500 บาท ไม่มีใบเสร็จค่ะ").sees("เข้าใจแล้วค่ะ")
    assert chat.draft is not None


def test_pictures_at_rest_go_to_the_open_case(chat: Chat) -> None:
    case = lodged(chat)
    chat.sends_picture(2).sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", case.number or "")
    assert [m.kind for m in chat.messages(case)][-2:] == ["image", "image"]


def test_with_several_cases_we_ask_which(chat: Chat) -> None:
    first, second = lodged(chat), lodged(chat)
    chat.sends_picture().sees("เรื่องไหนคะ", first.number or "", second.number or "", "เป็นเรื่องใหม่")
    chat.sends_picture().sees("เรื่องไหนคะ")
    chat.presses(first.number or "").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", first.number or "")
    assert [m.kind for m in chat.messages(first)][-2:] == ["image", "image"]
    chat.sends_voice().says(second.number or "").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ")
    assert "audio" in [m.kind for m in chat.messages(second)]
    chat.sends_picture().presses("เป็นเรื่องใหม่").sees("เกิดอะไรขึ้น")


def test_more_for_a_case_said_in_words(chat: Chat) -> None:
    case = lodged(chat)
    chat.says("มีเอกสารเพิ่มค่ะ ขอส่งเพิ่มในเรื่องเดิม").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", case.number or "")


def test_withdrawing_is_asked_once(chat: Chat) -> None:
    case = lodged(chat)
    chat.says("ถอนเรื่อง").sees(case.number or "", "ใช่ไหมคะ").presses("เก็บไว้ก่อน")
    assert case.state is State.TRIAGE
    chat.says("ติดตามเรื่อง").presses("ถอนเรื่อง").says("ใช่ค่ะ").sees("ถอนเรื่อง", "แล้วค่ะ")
    assert case.state is State.WITHDRAWN
    chat.sends_data(f"withdraw:{case.id}").sees("สิ้นสุดไปแล้ว")
    chat.says("ถอนเรื่อง").sees("ไม่มีเรื่องที่ถอนได้")


def test_with_several_cases_one_is_chosen_to_withdraw(chat: Chat) -> None:
    first, second = lodged(chat), lodged(chat)
    chat.says("ถอนเรื่อง").sees("เรื่องไหน").says("อะไรนะ").sees("เรื่องไหน")
    chat.says(first.number or "").presses("ถอนเลย")
    assert (first.state, second.state) == (State.WITHDRAWN, State.TRIAGE)


def test_a_message_to_staff_without_a_case_becomes_one(chat: Chat) -> None:
    chat.says("คุยกับเจ้าหน้าที่").sees("พิมพ์ข้อความถึงเจ้าหน้าที่ได้เลยค่ะ")
    chat.says("อยากให้โทรกลับหน่อยค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", chat.case.number or "")
    assert chat.must_arrive
    assert (chat.case.category, chat.case.office) == ("other", Office.OMBUDSMAN)
    assert chat.case.narrative == "อยากให้โทรกลับหน่อยค่ะ"


def test_a_message_to_staff_goes_to_the_open_case(chat: Chat) -> None:
    case = lodged(chat)
    chat.says("เจ้าหน้าที่").says("อยากให้โทรกลับหน่อยค่ะ").sees(case.number or "")
    assert chat.messages(case)[-1].text == "อยากให้โทรกลับหน่อยค่ะ"


def solved(chat: Chat) -> Case:
    """A case that staff noted as solved."""
    case = lodged(chat)
    for state in (State.ACCEPTED, State.IN_PROGRESS, State.RESOLVED_PENDING):
        move(chat.session, case, state, actor="officer", reason="นายจ้างจ่ายแล้ว")
    return case


def test_the_person_says_whether_it_is_solved(chat: Chat) -> None:
    case = solved(chat)
    chat.says("ติดตามเรื่อง").sees("แก้แล้ว", "ยังไม่แก้").presses("แก้แล้ว").sees("ปิดเรื่อง")
    assert case.state is State.CLOSED_RESOLVED
    chat.presses("แก้แล้ว").sees("ปิดเรื่อง")


def test_not_solved_opens_it_again_and_asks_for_more(chat: Chat) -> None:
    case = solved(chat)
    chat.sends_data(f"unsolved:{case.id}").sees("กลับมาดูเรื่อง", "พิมพ์หรือส่ง")
    assert (case.state, case.reopened_count) == (State.REOPENED, 1)
    chat.says("จ่ายมาแค่ครึ่งเดียวค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ")
    assert chat.messages(case)[-1].text == "จ่ายมาแค่ครึ่งเดียวค่ะ"
    assert chat.session.query(Notice).count() >= 1

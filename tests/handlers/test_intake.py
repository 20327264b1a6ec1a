"""From the first words to a number: only what is missing is asked, everything can be changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers import hearing
from models.base import now
from models.case import Anonymity, Office
from models.number import buddhist_year
from models.person import Conversation
from models.states import State
from models.words import CaseWord
from tests.handlers.chat import Chat, lodged

YEAR = str(buddhist_year(now()))
STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่ยอมจ่ายเลยค่ะ"


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def unsure(monkeypatch: pytest.MonkeyPatch, *labels: str) -> None:
    """Let the model hear a complaint and not know what it is about."""
    real = hearing.understand

    def read(text: str, today: date) -> dict[str, object]:
        heard = real(text, today)
        return heard | {
            "intent": {"label": "complaint", "p": 0.9},
            "categories": [{"label": label, "p": 0.3} for label in labels],
        }

    monkeypatch.setattr(hearing, "understand", read)


def test_a_story_becomes_a_case(chat: Chat) -> None:
    chat.says(STORY).sees("เข้าใจแล้วค่ะ", "เรื่องค่าจ้าง", "ที่ขอนแก่น", "18,000 บาท")
    chat.sees("เกี่ยวกับใคร", "ข้าม").sees_not("จังหวัดไหน")
    chat.says("บริษัทเอบีซี").sees("เมื่อไหร่", "เลือกวันที่")
    chat.picks("เลือกวันที่", "2026-10-01").sees("ปิดชื่อ")
    chat.presses("ปิดชื่อ")
    chat.sees("ขอนแก่น", "บริษัทเอบีซี", "1 ต.ค. 2569", "18,000 บาท", "ปิดไม่ให้อีกฝ่ายรู้", "ส่งเรื่อง")
    assert not chat.cases
    chat.presses("ส่งเรื่อง")
    case = chat.case
    chat.sees("รับเรื่องแล้วค่ะ", case.number or "", "กรมสวัสดิการและคุ้มครองแรงงาน", "ภายใน", YEAR)
    assert chat.must_arrive
    assert (case.state, case.office) == (State.TRIAGE, Office.DLPW)
    assert (case.province, case.amount_baht, case.anonymity) == ("ขอนแก่น", 18000, Anonymity.HIDDEN)
    assert (case.respondent, case.incident_date) == ("บริษัทเอบีซี", date(2026, 10, 1))
    assert case.narrative == STORY
    assert case.understood is not None
    assert [m.text for m in chat.messages(case)] == [STORY, "บริษัทเอบีซี"]
    assert chat.step is None


def test_the_words_of_a_case_can_be_searched(chat: Chat, session: Session) -> None:
    case = lodged(chat)
    query = select(func.count()).where(CaseWord.case_id == case.id)
    assert (session.scalar(query) or 0) > 5


def test_the_place_is_needed_but_may_be_unknown_and_the_rest_can_be_skipped(chat: Chat) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").sees("จังหวัดไหน").sees_not("ข้าม")
    chat.says("ข้าม").sees("จังหวัด", "ไม่รู้ว่าที่ไหน")
    chat.presses("ไม่รู้ว่าที่ไหน").sees("เกี่ยวกับใคร")
    chat.presses("ข้าม").sees("เมื่อไหร่")
    chat.says("จำไม่ได้ค่ะ").sees("ปิดชื่อ")
    chat.presses("ข้าม").sees("ไม่ได้บอก", "ปิดไม่ให้อีกฝ่ายรู้")
    chat.says("ok").sees("รับเรื่องแล้วค่ะ")
    assert chat.case.province is None


def test_a_province_is_two_taps_away(chat: Chat) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").sees("แชร์ตำแหน่ง", "ภาคอีสาน")
    assert len(chat.buttons) <= 13
    chat.presses("ภาคกลาง").sees("ดูต่อ", "ภาคอื่น")
    assert len(chat.buttons) <= 13
    chat.presses("ดูต่อ").sees("ภาคอื่น")
    chat.presses("ภาคอื่น").presses("ภาคอีสาน").presses("ดูต่อ").presses("ร้อยเอ็ด")
    chat.sees("เกี่ยวกับใคร")
    assert chat.draft is not None
    assert chat.draft.province == "ร้อยเอ็ด"


@pytest.mark.parametrize(
    ("said", "province"), [("เลย", "เลย"), ("อยู่โคราชค่ะ", "นครราชสีมา"), ("จ.ตาก", "ตาก")]
)
def test_a_province_can_be_typed(chat: Chat, said: str, province: str) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").says(said).sees("เกี่ยวกับใคร")
    assert chat.draft is not None
    assert chat.draft.province == province


def test_a_shared_place_answers_where(chat: Chat) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ")
    chat.shares_place("ถนนมิตรภาพ ต.ในเมือง อ.เมืองขอนแก่น จ.ขอนแก่น 40000").sees("เกี่ยวกับใคร")
    assert chat.draft is not None
    assert chat.draft.province == "ขอนแก่น"
    assert chat.draft.place is not None
    assert chat.draft.place["lat"] == 16.4


def test_more_story_instead_of_an_answer_is_added_and_understood(chat: Chat) -> None:
    more = "เขาบอกว่าจะจ่ายสิ้นเดือนแต่ก็ไม่จ่าย ตอนนี้ทุกคนที่โรงงานในอุดรธานีลำบากมาก รวมแล้ว 52,000 บาทค่ะ"
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").sees("จังหวัดไหน")
    chat.says(more).sees("เพิ่มไว้ในเรื่องแล้วค่ะ", "เกี่ยวกับใคร")
    assert chat.draft is not None
    assert (chat.draft.province, chat.draft.amount_baht) == ("อุดรธานี", 52000)
    assert more in (chat.draft.narrative or "")


def test_pictures_stickers_and_voices_in_the_middle_are_kept_and_the_question_stays(
    chat: Chat,
) -> None:
    chat.says(STORY).sees("เกี่ยวกับใคร")
    chat.sends_picture().sees("ได้รับรูปแล้วค่ะ", "ชื่ออะไรคะ")
    chat.sends_voice().sees("ได้รับเสียงแล้วค่ะ", "ชื่ออะไรคะ")
    chat.sends_sticker().sees("ชื่ออะไรคะ")
    assert chat.draft is not None
    assert len(chat.messages(chat.draft)) == 4


def test_a_question_in_the_middle_is_answered_and_the_talk_goes_on(chat: Chat) -> None:
    chat.says(STORY).says("ใช้บริการนี้เสียเงินไหมคะ").sees("ไม่เสียเงิน", "ชื่ออะไรคะ")
    chat.says("ติดตามเรื่อง").sees("ยังไม่เคยส่งเรื่อง", "ชื่ออะไรคะ")
    assert chat.draft is not None
    assert chat.draft.respondent is None


def test_an_unclear_subject_is_offered_as_three_buttons(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure(monkeypatch, "wages", "dismissal", "social_security")
    chat.says("เรื่องมันยาวมากค่ะ ไม่รู้จะเริ่มตรงไหนดีเลย")
    chat.sees("ใกล้กับข้อไหน", "ค่าจ้างและค่าล่วงเวลา", "ประกันสังคม", "ไม่ใช่เลย")
    chat.presses("ประกันสังคม").sees("จังหวัดไหน")
    assert chat.draft is not None
    assert chat.draft.category == "social_security"


def test_none_of_the_subjects_goes_to_the_ombudsman(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsure(monkeypatch, "wages", "dismissal", "social_security")
    chat.says("เรื่องมันยาวมากค่ะ ไม่รู้จะเริ่มตรงไหนดีเลย").says("ไม่ใช่เลยค่ะ")
    chat.says("ภูเก็ต").says("ข้าม").says("ข้าม").says("ข้าม").says("ใช่").sees("รับเรื่องแล้วค่ะ")
    assert (chat.case.category, chat.case.office) == ("other", Office.OMBUDSMAN)


def test_each_line_of_the_summary_can_be_changed(chat: Chat) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม")
    chat.presses("ที่ไหน").sees("จังหวัดไหน").says("อุดรธานี").sees("อุดรธานี", "ส่งเรื่อง")
    chat.presses("จำนวนเงิน").sees("กี่บาท").says("20000").sees("20,000 บาท")
    chat.presses("เกี่ยวกับใคร").says("ร้านป้าแดง").sees("ร้านป้าแดง")
    chat.presses("เมื่อไหร่").says("ช่วงสงกรานต์").sees("ช่วงสงกรานต์")
    chat.presses("ชื่อ").says("อย่าบอกเขานะคะ").sees("ปิดไม่ให้อีกฝ่ายรู้")
    chat.presses("เรื่อง").presses("ไม่ใช่เลย").sees("เรื่องอื่น")
    chat.presses("ส่งเรื่อง")
    assert (chat.case.province, chat.case.amount_baht) == ("อุดรธานี", 20000)
    assert chat.case.respondent == "ร้านป้าแดง"


def test_corrections_can_be_typed(chat: Chat) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").sees("ขอนแก่น")
    chat.says("ไม่ใช่ ร้อยเอ็ด").sees("แก้เป็น ร้อยเอ็ด แล้วค่ะ", "ส่งเรื่อง")
    chat.says("แก้จังหวัด").sees("จังหวัดไหน").says("เลย").sees("ส่งเรื่อง")
    chat.says("ไม่ใช่").sees("แตะบรรทัด").says("ใช่ค่ะ").sees("รับเรื่องแล้วค่ะ")
    assert chat.case.province == "เลย"


def test_sending_twice_gives_the_same_number_and_no_second_case(chat: Chat) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").presses("ส่งเรื่อง")
    number = chat.case.number or ""
    chat.presses("ส่งเรื่อง").sees("ส่งถึงเราแล้วค่ะ", number)
    assert chat.case.number == number


def test_cancelling_is_asked_once_and_leaves_nothing_of_the_story(chat: Chat) -> None:
    chat.says(STORY).says("ยกเลิก").sees("ทิ้งเรื่อง")
    chat.says("ไม่ค่ะ").sees("เรื่องยังอยู่", "ชื่ออะไรคะ")
    chat.says("ยกเลิกค่ะ").presses("ทิ้งเลย").sees("ทิ้งแล้วค่ะ")
    assert chat.draft is None
    assert chat.step is None
    assert STORY not in [m.text for m in chat.messages()]


def test_a_picture_alone_begins_a_story(chat: Chat) -> None:
    chat.sends_picture(3).sees("ได้รับรูปแล้วค่ะ", "เกิดอะไรขึ้น")
    chat.says(STORY).sees("เข้าใจแล้วค่ะ")
    assert chat.draft is not None
    assert len(chat.messages(chat.draft)) == 4


def test_a_story_can_be_spoken(chat: Chat) -> None:
    chat.says("อยากร้องเรียนค่ะ").sees("เกิดอะไรขึ้น").sends_voice().sees("ได้รับเสียงแล้วค่ะ", "ใกล้กับข้อไหน")


def test_what_is_begun_can_be_gone_on_with(chat: Chat) -> None:
    chat.says(STORY).presses("ข้าม").says("คุยกับเจ้าหน้าที่").says("ยกเลิก")
    chat.presses("เก็บไว้ก่อน")
    chat.says("เล่าเรื่อง").sees("มาต่อเรื่องที่ยังไม่ได้ส่ง", "เมื่อไหร่")
    assert not chat.cases


def test_only_so_many_cases_a_day(chat: Chat) -> None:
    for _ in range(5):
        lodged(chat)
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").says("ส่งเลย")
    chat.sees("ครบแล้ว", "1506", "1676")
    assert len(chat.cases) == 5
    assert chat.draft is not None


@pytest.mark.parametrize("yes", ["ใช่ ส่งเลย", "ใช่ค่ะ ส่งได้เลยค่ะ", "ถูกต้องแล้วครับ", "ใช่ส่งเลย", "ok ส่ง"])
def test_yes_in_several_words_sends(chat: Chat, yes: str) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").says(yes).sees("รับเรื่องแล้วค่ะ")


@pytest.mark.parametrize("no", ["ไม่ใช่", "ยังไม่ส่ง", "ไม่ ยัง", "ส่งแต่แก้ก่อน"])
def test_what_is_not_quite_yes_does_not_send(chat: Chat, no: str) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").says(no).sees_not("รับเรื่องแล้วค่ะ")


def test_back_asks_the_question_before_again(chat: Chat) -> None:
    chat.says(STORY).sees("เกี่ยวกับใคร").says("กลับ").sees("ไม่มีข้อก่อนหน้า", "ชื่ออะไร")
    chat.says("บริษัทเอบีซี").sees("เมื่อไหร่").says("กลับ").sees("เกี่ยวกับใคร")
    chat.says("บริษัทเอ็กซ์วายแซด").sees("เมื่อไหร่").says("ข้าม").sees("ปิดชื่อ")
    chat.says("ข้าม").sees("บริษัทเอ็กซ์วายแซด").says("ย้อนกลับ").sees("ปิดชื่อ")
    chat.presses("ปิดชื่อ").sees("ปิดไม่ให้อีกฝ่ายรู้")


def test_a_talk_left_for_hours_is_taken_up_with_one_sentence(chat: Chat) -> None:
    chat.says(STORY).sees("เกี่ยวกับใคร")
    talk = chat.session.get_one(Conversation, chat.person.id)
    talk.touched_at = now() - timedelta(hours=5)
    chat.says("บริษัทเอบีซี").sees("กลับมา", "ค่าจ้าง", "เมื่อไหร่")
    talk.touched_at = now()
    chat.says("ข้าม").sees_not("กลับมา")


def test_it_is_told_for_somebody_else(chat: Chat) -> None:
    chat.says("เขียนแทนแม่ค่ะ โรงงานที่ขอนแก่นค้างค่าแรงแม่สองเดือน ไม่ยอมจ่าย")
    chat.sees("ยอมให้เล่าไหม").presses("เขายอม")  # who it is has been said
    chat.says("ข้าม").says("ข้าม").says("ข้าม").sees("เล่าแทนใคร: แม่ · เจ้าตัวรู้และยินยอม").presses(
        "ส่งเรื่อง"
    )
    assert chat.case.on_behalf_of == "แม่ · เจ้าตัวรู้และยินยอม"

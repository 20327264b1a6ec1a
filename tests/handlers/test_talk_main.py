"""The whole way of a case, from LINE's events to what lies in the database."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.case import Office, move
from models.message import Keeping
from models.states import State
from models.words import CaseWord, word_key
from nlp import words
from tests.handlers.talk import Talk

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่ยอมจ่ายเลยค่ะ"


def lodged(talk: Talk) -> None:
    """Let the person lodge a case by the shortest way."""
    talk.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").presses("ส่งเรื่อง")


def test_a_case_is_told_corrected_and_sent(mali: Talk, session: Session) -> None:
    mali.says("สวัสดีค่ะ").says(STORY).sees("ค่าจ้าง", "ขอนแก่น", "18,000 บาท", "เกี่ยวกับใคร")
    mali.says("บริษัทเอบีซี").sees("เมื่อไหร่").says("เดือนที่แล้ว").presses("ปิดชื่อ")
    mali.sees("ขอนแก่น", "บริษัทเอบีซี", "เดือนที่แล้ว", "18,000 บาท")
    mali.presses("ที่ไหน").presses("ภาคอีสาน").sees("ดูต่อ").presses("ดูต่อ")
    mali.presses("อุดรธานี").sees("อุดรธานี", "ส่งเรื่อง")
    mali.presses("ส่งเรื่อง")
    case = mali.case
    mali.sees("รับเรื่องแล้วค่ะ", case.number or "?")
    assert (case.province, case.amount_baht, case.respondent) == ("อุดรธานี", 18000, "บริษัทเอบีซี")
    assert (case.state, case.office, case.category) == (State.TRIAGE, Office.DLPW, "wages")
    assert (case.narrative, case.anonymity) == (STORY, "hidden")
    assert [m.text for m in mali.said(case)] == [STORY, "บริษัทเอบีซี", "เดือนที่แล้ว"]
    (receipt,) = mali.answers
    assert (receipt.must_arrive, receipt.case_id) == (True, case.id)
    kept = set(session.scalars(select(CaseWord.word).where(CaseWord.case_id == case.id)))
    assert {word_key(Office.DLPW, word) for word in words(STORY)} <= kept


def test_a_change_is_asked_for_until_it_is_made_or_skipped(mali: Talk) -> None:
    mali.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").presses("จำนวนเงิน").sees("กี่บาท")
    mali.sends("sticker").sees("กี่บาท").says("20000").sees("20,000 บาท", "ส่งเรื่อง")
    mali.presses("ที่ไหน").says("แถวๆ นั้น").sees("จังหวัดไหน").presses("ข้าม").sees("ขอนแก่น", "ส่งเรื่อง")


def test_nothing_that_was_told_is_asked_again(mali: Talk) -> None:
    mali.says(
        "เมื่อวานนี้บริษัท สยามฟ้าใส จำกัด ที่อำเภอบ้านไผ่ จังหวัดขอนแก่น ค้างค่าจ้างสองเดือน"
        " รวม 18,000 บาท ทวงแล้วไม่ยอมจ่ายค่ะ"
    )
    mali.sees("ปิดชื่อ").sees_not("จังหวัดไหน", "เกี่ยวกับใคร", "เมื่อไหร่", "ใกล้กับข้อไหน")
    mali.presses("ปิดชื่อ").sees("ส่งเรื่อง", "สยามฟ้าใส", "บ้านไผ่ ขอนแก่น")


def test_a_burst_of_pictures_at_rest_is_one_draft_and_one_answer(mali: Talk) -> None:
    mali.sends("image", "image", "image").sees("ได้รับรูปแล้วค่ะ", "เกิดอะไรขึ้น")
    assert len(mali.answers) == 1
    assert mali.case.state is State.DRAFT
    pictures = mali.said(mali.case)
    assert [m.attachment and m.attachment.keeping for m in pictures] == [Keeping.WAITING] * 3


def test_pictures_and_voices_go_to_the_open_case(mali: Talk) -> None:
    lodged(mali)
    mali.sends("image", "audio").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", mali.case.number or "?")
    assert [m.kind for m in mali.said(mali.case)][-2:] == ["image", "audio"]


def test_following_shows_only_ones_own_cases(mali: Talk, somchai: Talk) -> None:
    lodged(mali)
    lodged(somchai)
    mine, theirs = mali.case.number or "?", somchai.case.number or "?"
    mali.says("ติดตามเรื่อง").sees(mine, "กำลังคัดกรอง").sees_not(theirs)
    somchai.says("ติดตามเรื่อง").sees(theirs).sees_not(mine)


def test_an_answer_to_staff_goes_to_the_case_they_asked_about(mali: Talk, session: Session) -> None:
    lodged(mali)
    lodged(mali)
    asked, other = mali.cases
    move(session, asked, State.AWAITING_INFO, actor="screener", reason="ทำงานมากี่ปีแล้วคะ")
    asked.asked_at = now()
    mali.says("ทำมาสามปีแล้วค่ะ").sees("ส่งให้เจ้าหน้าที่แล้วค่ะ", asked.number or "?")
    assert mali.said(asked)[-1].text == "ทำมาสามปีแล้วค่ะ"
    assert "ทำมาสามปีแล้วค่ะ" not in [m.text for m in mali.said(other)]
    assert (asked.state, other.state) == (State.TRIAGE, State.TRIAGE)


def test_staff_are_reached_with_and_without_an_open_case(mali: Talk) -> None:
    mali.says("คุยกับเจ้าหน้าที่").says("อยากให้โทรกลับค่ะ").sees(mali.case.number or "?")
    mali.says("คุยกับเจ้าหน้าที่").says("เบอร์ 0812345678 นะคะ").sees(mali.case.number or "?")
    assert [m.text for m in mali.said(mali.case)] == ["อยากให้โทรกลับค่ะ", "เบอร์ 0812345678 นะคะ"]


def test_withdrawing_needs_a_yes(mali: Talk) -> None:
    lodged(mali)
    mali.says("ถอนเรื่อง").sees("ใช่ไหมคะ").says("ไม่ค่ะ").sees("ไปต่อเหมือนเดิม")
    assert mali.case.state is State.TRIAGE
    mali.says("ถอนเรื่อง").presses("ถอนเลย").sees("ถอนเรื่อง")
    assert [case.state for case in mali.cases] == [State.WITHDRAWN]


@pytest.mark.parametrize(
    ("label", "state"),
    [("แก้แล้ว", State.CLOSED_RESOLVED), ("ยังไม่แก้", State.REOPENED)],
)
def test_the_person_has_the_last_word_on_solved(
    mali: Talk, session: Session, label: str, state: State
) -> None:
    lodged(mali)
    for next_state in (State.ACCEPTED, State.IN_PROGRESS, State.RESOLVED_PENDING):
        move(session, mali.case, next_state, actor="officer", reason="นายจ้างจ่ายแล้ว")
    mali.says("ติดตามเรื่อง").presses(label)
    assert mali.case.state is state


def test_english_all_the_way(mali: Talk) -> None:
    mali.says("English").sees("I speak English").says("my cases").sees("not sent a case yet")
    assert mali.person.language == "en"
    mali.says("ภาษาไทย").says("ติดตามเรื่อง").sees("ยังไม่เคยส่งเรื่อง")

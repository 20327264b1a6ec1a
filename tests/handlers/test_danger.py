"""Danger first: the right lines at once, a case at once, no form."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from handlers import filing, hearing
from handlers.help_lines import LINES, WHAT, fitting
from models.base import now
from models.case import Office, Urgency
from models.person import Conversation
from nlp import SURE_OF_DANGER
from tests.handlers.chat import Chat, later

CAPTIVE = "ถูกขังอยู่ในโรงงาน ตอนนี้ออกไม่ได้ เขายึดพาสปอร์ตไว้ด้วย"


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def test_a_captive_gets_lines_and_a_case_at_once(chat: Chat) -> None:
    chat.says(CAPTIVE).sees("191", "1669", "1300", "โทร 191", chat.case.number or "", "ปลอดภัยไหมคะ")
    chat.sees("ยังไม่ต้องกรอกอะไร", "ปลอดภัยแล้ว", "ไม่ปลอดภัย").sees_not("เกี่ยวกับใคร")
    assert chat.must_arrive
    case = chat.case
    assert (case.urgent_safety, case.urgency, case.office) == (True, Urgency.CRITICAL, Office.ATD)
    chat.presses("ไม่ปลอดภัย").sees("191", "อยู่ที่ไหนคะ", "แชร์ตำแหน่ง")
    chat.shares_place("ต.มหาชัย อ.เมืองสมุทรสาคร จ.สมุทรสาคร").sees("ขอบคุณค่ะ")
    assert case.province == "สมุทรสาคร"
    assert case.place is not None
    assert chat.step is None


@pytest.mark.parametrize("words", ["ช่วยด้วย", "ช่วยด้วยค่ะ!!", "help"])
def test_a_cry_for_help_is_enough(chat: Chat, words: str) -> None:
    chat.says(words).sees("โทร 191", "ปลอดภัยไหมคะ")
    chat.says("ปลอดภัยแล้วค่ะ").sees("ดีใจ", "อยู่ที่ไหน")
    chat.says("ข้าม").sees("เจ้าหน้าที่")
    assert chat.step is None


def test_who_wants_to_die_is_listened_to(chat: Chat) -> None:
    chat.says("อยากตาย ไม่อยากอยู่แล้ว").sees("คนเดียว", "1323", "1300")
    assert chat.buttons[0].label == "โทร 1323"
    chat.sees_not("😊", "!")


def test_a_possible_danger_shows_the_lines_and_holds_nobody_up(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = hearing.understand

    def doubtful(text: str, today: date) -> dict[str, Any]:
        doubt = {"label": "critical", "p": SURE_OF_DANGER / 2, "why": ["model"]}
        return real(text, today) | {"urgency": doubt}

    monkeypatch.setattr(hearing, "understand", doubtful)
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").sees("โทร 191", "ช่วยด้วย", "จังหวัดไหน")
    assert chat.draft is not None
    assert (chat.draft.urgency, chat.draft.urgent_safety) == (Urgency.CRITICAL, False)
    chat.says("ขอนแก่นค่ะ ตั้งแต่เดือนที่แล้ว").sees_not("โทร 191")


def test_danger_goes_before_every_question(chat: Chat) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").sees("จังหวัดไหน")
    chat.says(CAPTIVE).sees("โทร 191", "ปลอดภัยไหมคะ")
    assert chat.draft is None
    assert "เงินเดือน" in (chat.case.narrative or "")
    assert len(chat.messages(chat.case)) == 2


def test_later_words_go_to_the_same_case_for_a_day(chat: Chat) -> None:
    chat.says(CAPTIVE)
    case = chat.case
    chat.says("เขาถือมีดอยู่หน้าห้องตอนนี้").sees("ปลอดภัยไหมคะ").sees_not("โทร 191")
    chat.sends_picture().sees("ส่งต่อให้เจ้าหน้าที่แล้ว", "ปลอดภัยไหมคะ")
    chat.presses("ปลอดภัยแล้ว").says("ข้าม")
    chat.says(CAPTIVE).sees(case.number or "", "โทร 191")  # it began anew
    assert chat.cases == [case]
    assert len(chat.messages(case)) == 5
    later(case, hours=25)
    chat.says("ข้าม")
    chat.says(CAPTIVE)
    assert len(chat.cases) == 2


def test_the_lines_come_again_after_ten_minutes(chat: Chat, session: Session) -> None:
    chat.says(CAPTIVE)
    talk = session.get_one(Conversation, chat.person.id)
    ago = (now() - timedelta(minutes=11)).isoformat()
    talk.notes = (talk.notes or {}) | {"lines_at": ago}
    chat.says(CAPTIVE).sees("โทร 191")


def test_the_lines_are_data_with_a_source(chat: Chat) -> None:
    assert {line.what for line in LINES} == set(WHAT)
    assert all(line.source and line.last_verified for line in LINES)
    assert [line.number for line in fitting(["child_in_danger"])][:2] == ["1300", "1387"]
    assert {"191", "1669", "1300"} <= {line.number for line in fitting([])}
    chat.says("ช่วยด้วย").sees("ตรวจสอบเบอร์เมื่อ", "2569")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("นายจ้างค้างค่าแรงสองเดือน ไม่ยอมจ่าย ทวงแล้วก็เงียบ", "มันบอกจะยิงผมถ้าไปแจ้งความ"),
        ("นายจ้างค้างค่าแรงสองเดือน ไม่ยอมจ่าย ทวงแล้วก็เงียบ", "เขาขู่จะฆ่าผม กลัวมากครับ"),
        ("เมื่อปีที่แล้วโดนโกงค่าแรงสามเดือน ตอนนี้กลับบ้านแล้ว", "ตอนนี้โดนขังอยู่ในห้อง ออกไม่ได้"),
    ],
)
def test_a_calm_beginning_does_not_hide_a_danger_told_later(
    chat: Chat, before: str, after: str
) -> None:
    chat.says(before)
    chat.says(after).sees("191")
    case = chat.cases[-1] if chat.cases else chat.draft
    assert case is not None
    assert case.urgency is Urgency.CRITICAL
    said = (case.understood or {})["urgency"]
    assert said["label"] == "critical"
    assert said["why"]
    chat.says("เรื่องเกิดที่โรงงานในขอนแก่น ค้างมาตั้งแต่ต้นปี คนงานยี่สิบคน หัวหน้าบอกให้รอไปก่อน")
    assert case.urgency is Urgency.CRITICAL
    assert (case.understood or {})["urgency"] == said


def test_of_equals_what_a_rule_found_is_kept(chat: Chat) -> None:
    chat.says("ถูกขังอยู่ในห้อง ออกไม่ได้ ช่วยด้วยค่ะ")
    first = dict(chat.case.understood or {})["urgency"]
    filing.heed(chat.case, hearing.Heard(
        urgency="critical", urgency_p=0.03, danger=("model",),
        raw={"urgency": {"label": "critical", "p": 0.03, "why": ["model"]}},
    ))  # fmt: skip
    assert dict(chat.case.understood or {})["urgency"] == first

"""The right door: shown where a case may lie outside, and never a refusal."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from handlers import doors
from models.base import now
from nlp.taxonomy import CATEGORIES
from tests.handlers.chat import Chat

FRAUD = "โดนเพจหลอกขายมือถือ โอนไปหกพันแล้วบล็อกหนีค่ะ อยู่ขอนแก่น"


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def test_what_may_lie_outside_shows_the_door_and_is_sent_all_the_same(chat: Chat) -> None:
    chat.says(FRAUD)
    for _ in range(4):
        if chat.step != "summary.check":
            chat.says("ข้าม")
    chat.sees("อาจไม่อยู่ในอำนาจ", "1441", "1567", "[ส่งเรื่อง]")
    chat.presses("ส่งเรื่อง").sees("รับเรื่องแล้ว")
    assert chat.case.category == "private_dispute"


def test_an_old_wage_claim_is_told_that_time_runs(chat: Chat) -> None:
    chat.says("โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ").says("ข้าม")
    long_ago = (now() - timedelta(days=500)).date().isoformat()
    chat.picks("เลือกวันที่", long_ago).says("ข้าม")
    chat.presses("ส่งเรื่อง").sees("รับเรื่องแล้ว", "2 ปี", "1506 กด 3")


def test_every_subject_has_doors_and_every_door_words_and_a_source() -> None:
    for category in CATEGORIES:
        assert doors.doors_of(category) or category == "exploitation"
    for door in doors.doors().values():
        assert door.what in doors.WHAT
        assert door.source
        assert door.number.isdigit()

"""The whole talk as LINE sees it: every request is one that LINE takes."""

import json
import time
import uuid
from typing import Any

import pytest
from line_standin import LineStandin
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.case import Case
from models.staff import Staff
from models.work import answer
from tests.contract.test_durability import wait_until
from tests.service import Service


class Phone:
    """A person with LINE in their hand."""

    def __init__(self, line: LineStandin) -> None:
        self.line = line
        self.user: str = line.add_user(displayName="สมหญิง")
        self.seen = 0

    def shown(self) -> str:
        """Waits for an answer; returns all of its JSON as text."""
        wait_until(lambda: len(self.line.transcript(self.user)) > self.seen)
        time.sleep(0.3)
        messages = self.line.transcript(self.user)
        fresh, self.seen = messages[self.seen :], len(messages)
        return json.dumps([entry["message"] for entry in fresh], ensure_ascii=False)

    def says(self, words: str) -> str:
        assert self.line.say(self.user, words)["status"] == 200
        return self.shown()

    def sends(self, **event: Any) -> str:
        self.line.send({"userId": self.user} | event)
        return self.shown()

    def presses(self, label: str) -> str:
        """Press the newest button with this label."""
        for entry in reversed(self.line.transcript(self.user)):
            data = _data_of(entry["message"], label)
            if data is not None:
                return self.sends(type="postback", postback={"data": data})
        raise AssertionError(f"no button {label}")


def _data_of(value: Any, label: str) -> str | None:
    if isinstance(value, list):
        return next(filter(None, (_data_of(part, label) for part in value)), None)
    if not isinstance(value, dict):
        return None
    if value.get("type") == "postback" and value.get("label") == label:
        return str(value["data"])
    return _data_of(list(value.values()), label)


def _message(**message: Any) -> dict[str, Any]:
    return {"type": "message", "message": message}


@pytest.fixture
def phone(line: LineStandin, service: Service) -> Phone:
    return Phone(line)


def test_a_story_becomes_a_case_is_followed_answered_and_withdrawn(
    phone: Phone, session: Session
) -> None:
    assert "191" in phone.sends(type="follow")
    assert "เกี่ยวกับใคร" in phone.says("โรงงานที่ขอนแก่นไม่จ่ายค่าแรงสองเดือนแล้วค่ะ 18,000 บาท")
    phone.says("บริษัททดสอบการ์เม้นท์")
    phone.presses("ข้าม")
    assert "ส่งเรื่อง" in phone.presses("ปิดชื่อ")
    assert "ร้อยเอ็ด" in phone.says("ไม่ใช่ ร้อยเอ็ด")
    assert "LV" in phone.presses("ส่งเรื่อง")
    case = session.scalars(select(Case)).one()
    assert (case.category, case.province, case.office) == ("wages", "ร้อยเอ็ด", "dlpw")
    assert str(case.number) in phone.says("ติดตามเรื่อง")
    phone.sends(type="message", message={"type": "image"}, content={"kind": "image", "text": "x"})
    assert "ถอน" in phone.says("ถอนเรื่อง")
    phone.presses("ถอนเลย")
    session.expire_all()
    assert case.state == "withdrawn"


def test_what_staff_write_arrives_and_the_answer_to_it_goes_to_the_case(
    phone: Phone, session: Session
) -> None:
    phone.says("คุยกับเจ้าหน้าที่")
    assert "LV" in phone.says("อยากให้ช่วยดูเรื่องบัตรคนจนที่ถูกตัดสิทธิค่ะ")
    case = session.scalars(select(Case)).one()
    staff = Staff(
        email="a@example.test", name="a", office=case.office, role="supervisor", password_hash="-"
    )
    session.add(staff)
    session.flush()
    words = {"heading": "เจ้าหน้าที่ตอบ", "reply_label": "ตอบกลับ", "once": uuid.uuid4()}
    answer(session, case, staff, "ขอชื่อจังหวัดด้วยค่ะ", **words)
    session.commit()
    assert "ขอชื่อจังหวัดด้วยค่ะ" in phone.shown()
    assert "ส่งให้เจ้าหน้าที่แล้ว" in phone.says("อยู่ยะลาค่ะ")
    filed = "select count(*) from message where case_id is not null and author = 'person'"
    session.rollback()
    assert session.scalar(text(filed)) == 2


def test_danger_is_met_at_once_with_lines_to_call(phone: Phone, session: Session) -> None:
    shown = phone.says("ช่วยด้วยค่ะ นายจ้างขังหนูไว้ในห้อง ยึดพาสปอร์ต ตอนนี้ออกไปไหนไม่ได้")
    assert "191" in shown
    assert "ปลอดภัย" in shown
    case = session.scalars(select(Case)).one()
    assert (case.urgent_safety, case.state) == (True, "triage")
    phone.presses("ปลอดภัยแล้ว")


def test_every_kind_of_message_and_every_menu_is_answered_within_lines_rules(
    phone: Phone,
) -> None:
    for event in (
        _message(type="sticker", packageId="1", stickerId="1", stickerResourceType="STATIC"),
        _message(type="location", latitude=13.7, longitude=100.5, address="กรุงเทพมหานคร"),
        _message(type="audio", duration=1000) | {"content": {"kind": "audio", "text": "a"}},
        {"type": "postback", "postback": {"data": "case:999999"}},
        {"type": "postback", "postback": {"data": "b:999:send"}},
        {"type": "postback", "postback": {"data": "<script>"}},
    ):
        assert phone.sends(**event)
    for words in ("ยกเลิก", "ใช่", "English", "ภาษาไทย", "เล่าเรื่อง", "ก" * 5000, "รับข่าว"):
        assert phone.says(words)

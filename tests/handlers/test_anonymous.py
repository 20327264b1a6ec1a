"""Telling nobody one's name: a code, shown once, opens the case from any account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.bubble import Words, from_json
from models.case import Anonymity, Case
from models.incoming import Incoming
from models.message import Message
from models.outgoing import Outgoing
from models.receipt import TRIES_AN_HOUR, Receipt, find_code
from tests.handlers.talk import Talk

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ"


def lodge(mali: Talk) -> str:
    """Send a case without a name. Returns the code that was shown."""
    mali.says(STORY).says("ข้าม").says("ข้าม").presses("ไม่บอกใคร")
    mali.sees("ไม่บอกใคร").presses("ส่งเรื่อง").sees("แสดงครั้งเดียว", "รับเรื่องแล้ว")
    bubbles = [from_json(bubble) for row in mali.answers for bubble in row.bubbles]
    (code,) = [bubble.text for bubble in bubbles if isinstance(bubble, Words) and bubble.once]
    return code


def test_staff_see_no_name_and_the_code_stands_nowhere(mali: Talk, session: Session) -> None:
    mali.says("สวัสดีค่ะ")
    mali.person.name = "มะลิ ใจดี"
    session.commit()
    code = lodge(mali)
    assert mali.case.anonymity is Anonymity.ANONYMOUS
    assert mali.case.reporter_name is None
    letters = find_code(code) or ""
    assert len(letters) == 24
    said = [message.text or "" for message in session.scalars(select(Message))]
    assert not any(code in text for text in said)
    assert letters[8:] not in session.scalars(select(Receipt.secret_hash)).one()


def test_the_code_opens_the_case_from_another_account(
    mali: Talk, somchai: Talk, session: Session
) -> None:
    code = lodge(mali)
    number = mali.case.number or "?"
    somchai.says("ใช้รหัส").sees("ขึ้นต้นด้วย RC").says(f"รหัสคือ {code.lower()}")
    somchai.sees(number, "กำลังคัดกรอง", "ถ้ามีอะไรจะเพิ่ม").sees_not("ถอนเรื่อง")
    somchai.says("นายจ้างเริ่มลบหลักฐานแล้วค่ะ").sees("ส่งให้เจ้าหน้าที่แล้ว", number)
    session.expire_all()
    case = session.get_one(Case, mali.case.id)
    assert case.heard_at is not None
    texts = [m.text for m in session.scalars(select(Message).where(Message.case_id == case.id))]
    assert "นายจ้างเริ่มลบหลักฐานแล้วค่ะ" in texts
    assert somchai.cases == []


def test_a_used_code_is_kept_nowhere(mali: Talk, somchai: Talk, session: Session) -> None:
    code = lodge(mali)
    somchai.says(code)
    said = [m.text or "" for m in session.scalars(select(Message))]
    assert not any(find_code(text) for text in said)
    raw = session.scalars(select(Incoming).order_by(Incoming.id.desc())).first()
    assert raw is not None
    assert raw.raw is None


def test_what_was_shown_once_is_forgotten_when_line_has_it(mali: Talk, session: Session) -> None:
    from models.delivering import forget

    code = lodge(mali)
    rows = [row for row in session.scalars(select(Outgoing)) if code in str(row.bubbles)]
    assert len(rows) == 1
    forget(session, rows[0].id)
    session.commit()
    session.expire_all()
    assert not any(code in str(row.bubbles) for row in session.scalars(select(Outgoing)))


def test_wrong_codes_open_nothing_and_are_few(mali: Talk, somchai: Talk) -> None:
    code = lodge(mali)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for _ in range(TRIES_AN_HOUR):
        somchai.says(wrong).sees("เปิดเรื่องไม่ได้").sees_not(mali.case.number or "?")
    somchai.says(code).sees("อีกหนึ่งชั่วโมง").sees_not(mali.case.number or "?")


def test_a_change_of_mind_is_heard(mali: Talk) -> None:
    mali.says(STORY).says("ข้าม").says("ข้าม").presses("ให้รู้ได้")
    mali.says("เปลี่ยนเป็นไม่เปิดเผยชื่อ").sees("ชื่อ: ปิดไม่ให้อีกฝ่ายรู้")
    mali.says("ไม่บอกชื่อใครดีกว่า").sees("ชื่อ: ไม่บอกใคร").presses("ส่งเรื่อง").sees("แสดงครั้งเดียว")
    assert mali.case.anonymity is Anonymity.ANONYMOUS
    assert mali.case.submitted_at is not None
    assert mali.case.submitted_at <= now()

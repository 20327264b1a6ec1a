"""Words that protect, or that an attacker or an unlucky hand would type."""

import time

import pytest
from sqlalchemy.orm import Session

from handlers import naming, outcome, reach, wishes
from models.case import Anonymity
from models.reach import Reach
from models.states import State
from tests.handlers.talk import Talk
from tests.handlers.test_anonymous import lodge

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ"
DANGER = "ช่วยด้วย เขาขังหนูไว้ในห้อง เขาจะฆ่าหนู"


@pytest.mark.parametrize(
    "text",
    ["เหนื่อยมาก" + "." * 60 + "ก", "a" + " ." * 5000 + "x", "ค่ะ" * 4000 + "x", " " * 9000 + "x"],
)
def test_no_text_keeps_the_words_busy(text: str) -> None:
    begun = time.perf_counter()
    wishes.wish(text)
    wishes.courtesy(text)
    wishes.agrees(text)
    naming.answered_of_name(text)
    reach.wanted(text)
    outcome.says_solved(text)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("อย่าเปิดเผยชื่อนะคะ", "hidden"),
        ("ไม่สะดวกเปิดเผยค่ะ", "hidden"),
        ("ชื่อหนูเปิดเผยไม่ได้นะ", "hidden"),
        ("บอกได้แค่เจ้าหน้าที่", "hidden"),
        ("ไม่อยากให้นายจ้างรู้ค่ะ", "hidden"),
        ("บ่อยากให้เพิ่นฮู้", "hidden"),
        ("กลัวเขารู้ได้", "hidden"),
        ("อันแรก", "hidden"),
        ("ကျွန်တော့်နာမည် မပြောပါနဲ့", "hidden"),
        ("កុំប្រាប់ឈ្មោះខ្ញុំ", "hidden"),
        ("ຢ່າບອກຊື່ຂ້ອຍ", "hidden"),
        ("ห้ามบอกใคร", "anonymous"),
        ("nobody may know my name", "anonymous"),
        ("ไม่กลัว เปิดเลย", "open"),
        ("บ่ต้องปิดดอก", "open"),
        ("ใช้ชื่อจริงได้", "open"),
        ("แล้วนายจ้างจะรู้ได้ยังไง", None),
    ],
)
def test_who_may_learn_the_name(text: str, choice: str | None) -> None:
    assert naming.answered_of_name(text) == choice


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("อย่าพึ่งทักมานะคะ", Reach.NEVER),
        ("อย่าติดต่อกลับมา", Reach.NEVER),
        ("ขอให้ติดต่อแค่ตอนกลางคืน", Reach.EVENING),
        ("หัวหน้าบอกไม่ต้องไลน์มาอีก แล้วก็ไม่ให้เข้างาน", None),
        ("เขาสั่งห้ามติดต่อญาติ ยึดพาสปอร์ตไว้", None),
        ("my boss said never contact me again", None),
    ],
)
def test_when_one_may_be_written_to(text: str, when: Reach | None) -> None:
    assert reach.wanted(text) == when


@pytest.mark.parametrize(
    ("text", "solved", "unsolved"),
    [
        ("จ่ายแล้วค่ะ", True, False),
        ("จบแล้วเหรอคะ", False, False),
        ("เขาจ่ายแล้วแต่ไล่หนูออก", False, False),
        ("ได้เงินแล้วแต่ไม่ครบ", False, True),
        ("บ่ทันได้เงินเลยหลาน", False, True),
        ("โกหก เขาไม่ได้จ่ายอะไรเลย", False, True),
    ],
)
def test_whether_it_is_over(text: str, solved: bool, unsolved: bool) -> None:
    assert (outcome.says_solved(text), outcome.says_unsolved(text)) == (solved, unsolved)


def test_a_name_is_made_less_secret_only_by_a_tap(mali: Talk) -> None:
    mali.says(STORY).says("ข้าม").says("ข้าม").presses("ปิดชื่อ").presses("ส่งเรื่อง")
    mali.says("เปลี่ยนใจ ขอเปิดเผยชื่อได้เลย").sees("ให้เปลี่ยนจริงไหมคะ")
    assert mali.case.anonymity is Anonymity.HIDDEN
    mali.presses("ให้รู้ได้")
    assert mali.case.anonymity is Anonymity.OPEN
    mali.says("ขออย่าเปิดเผยชื่อหนูนะคะ")
    assert mali.case.anonymity is Anonymity.HIDDEN


def test_a_cry_for_help_beside_a_code_is_heard(mali: Talk, somchai: Talk) -> None:
    code = lodge(mali)
    somchai.says(f"{code} {DANGER}").sees("191", "ปลอดภัยไหมคะ").sees_not(code)
    assert somchai.cases[-1].urgent_safety
    assert DANGER in (somchai.cases[-1].narrative or "")


def test_a_sum_that_no_column_holds_is_left_in_the_words(mali: Talk) -> None:
    mali.says("บริษัทที่ขอนแก่นโกงเงินพนักงานไป 5,000 ล้านบาท ไม่ยอมคืนเลยค่ะ").sees("เข้าใจแล้วค่ะ")
    assert mali.case.amount_baht is None


def test_words_alone_close_nothing(mali: Talk, session: Session) -> None:
    mali.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").presses("ส่งเรื่อง")
    mali.case.state = State.RESOLVED_PENDING
    session.commit()
    mali.says("จ่ายแล้วค่ะ").sees("ปิดเรื่องได้เลยใช่ไหมคะ")
    assert mali.case.state is State.RESOLVED_PENDING
    mali.says("ใช่ค่ะ").sees("ช่วยคุณได้แค่ไหน")
    assert mali.case.state is State.CLOSED_RESOLVED
    mali.says("๕ ดาวค่ะ").says("ข้าม")
    assert mali.case.rating == 5


def test_who_asks_for_the_dark_in_a_danger_gets_it(mali: Talk) -> None:
    mali.says("อย่าทักมานะ เขาถือมือถือหนูอยู่ หนูถูกขังที่ห้อง ออกไม่ได้ ช่วยด้วย").sees("191")
    assert mali.person.reach is Reach.NEVER
    assert mali.case.anonymity is Anonymity.HIDDEN
    mali.says("ปลอดภัยแล้วค่ะ").says("ข้าม").says("เขากลับมาแล้ว").sees("191", "ปลอดภัยไหมคะ")
    assert len(mali.cases) == 1


def test_a_danger_in_an_edit_is_heard(mali: Talk) -> None:
    mali.says(STORY)
    said = mali.said()[-1].line_message_id
    message = {"type": "text", "id": said, "text": DANGER}
    mali.mailbox.file(mali.user, type="messageEdited", message=message, replyToken="t")
    mali._attend().sees("191", "ปลอดภัยไหมคะ")
    assert mali.case.urgent_safety

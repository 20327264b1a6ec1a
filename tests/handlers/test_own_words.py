"""What people say in their own words where something else was asked: nothing of it lands on the
card as a company or a day, and who wants to stop is asked whether to."""

import pytest
from sqlalchemy.orm import Session

from handlers.relations import told_for
from models.case import Anonymity
from models.states import State
from tests.handlers.chat import Chat

STORY = "เทศบาลที่อุดรธานีเรียกเงินใต้โต๊ะ 5 หมื่น ค่าใบอนุญาตก่อสร้าง"


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session).says("โรงงานค้างค่าแรงสองเดือน ไม่จ่ายเลยค่ะ อยู่ระยอง")


@pytest.mark.parametrize(
    "text",
    [
        "กลัวลูกโดนหนักกว่าเดิม",
        "อยู่จังหวัดเลย",
        "แม่ชื่อสมใจ",
        "เอาเหมือนเดิม",
        "แล้วต้องไปที่ไหน",
        "เดี๋ยวโทรมาใหม่นะ",
    ],
)
def test_no_company_is_called_that(chat: Chat, text: str) -> None:
    chat.says(text)
    assert chat.draft is not None
    assert chat.draft.respondent is None


@pytest.mark.parametrize(
    "text", ["บริษัท ซีพี", "เฮียชาติ", "การไฟฟ้าส่วนภูมิภาค", "ไปรษณีย์ไทย", "sea view hotel"]
)
def test_a_company_may_be_called_that(chat: Chat, text: str) -> None:
    chat.says(text).sees("เมื่อไหร่")
    assert chat.draft is not None
    assert chat.draft.respondent == text


def test_a_person_is_no_time(chat: Chat) -> None:
    chat.says("ข้าม").sees("เมื่อไหร่").says("นายจ้างชื่อคุณวิภา")
    assert chat.draft is not None
    assert chat.draft.incident_when is None


def test_a_province_said_elsewhere_is_taken(session: Session) -> None:
    chat = Chat(session, "U" + "2" * 32).says("ตกนั่งร้าน บริษัทไม่จ่ายค่าหมอ")
    chat.says("ระนอง")
    assert chat.draft is not None
    assert chat.draft.province == "ระนอง"


def test_tell_nobody_is_no_company(session: Session) -> None:
    chat = Chat(session, "U" + "2" * 32).says(STORY).says("ไม่บอกใครนะ")
    assert chat.draft is not None
    assert (chat.draft.respondent, chat.draft.anonymity) == (None, Anonymity.ANONYMOUS)


@pytest.mark.parametrize("text", ["i want cancel case", "ไม่เอาแล้ว กลัว", "ขอยกเลิกเรื่อง", "แค่ถามค่ะ"])
def test_giving_up_is_asked_and_never_sends(chat: Chat, text: str) -> None:
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says(text)
    assert "ทิ้ง" in chat.shown or "throw away" in chat.shown
    chat.says("ใช่")
    assert not chat.cases
    assert chat.draft is None


@pytest.mark.parametrize(
    "text", ["ขอถอนเรื่องได้ไหม กลัว", "ถอน", "ไม่ร้องแล้วค่ะ กลัวโดนไล่ออก", "withdraw my case please"]
)
def test_withdrawing_is_heard_in_ones_own_words(chat: Chat, text: str) -> None:
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ส่ง")
    chat.says(text)
    assert "ถอนเรื่อง" in chat.shown or "Withdraw case" in chat.shown
    chat.says("ใช่")
    assert chat.case.state is State.WITHDRAWN


def test_what_comes_after_is_filed_and_can_be_a_case_of_its_own(chat: Chat) -> None:
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ส่ง")
    chat.says("จริงๆ 35 คน ไม่ใช่ 30").sees("ส่งให้เจ้าหน้าที่แล้ว", "[เป็นเรื่องใหม่]")
    assert chat.draft is None


def test_send_at_a_question_is_not_taken_for_sent(chat: Chat) -> None:
    chat.says("ส่งเลยครับ").sees("ยังไม่ได้ส่ง").says("ขอบคุณค่ะ ส่งได้เลย").sees("รับเรื่องแล้ว")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("คุณเป็นคนหรือบอท", "บอต"),
        ("ไม่บอกชื่อได้ไหม", "ได้ค่ะ"),
        ("ถ้าแจ้งจะโดนจับไหม", "ไม่ใช่ตำรวจ"),
        ("เสียเงินไหมคะ", "ไม่เสียเงิน"),
        ("สวัสดีค่ะ ขอสอบถามค่ะ", "สวัสดีค่ะ"),
        ("ถ้าบอกแล้วเจ้านายจะรู้มั้ย", "เฉพาะเจ้าหน้าที่"),
    ],
)
def test_small_questions_are_answered_at_rest(session: Session, text: str, answer: str) -> None:
    Chat(session, "U" + "3" * 32).says(text).sees(answer)


def test_a_question_without_a_noun_gets_no_law(session: Session) -> None:
    Chat(session, "U" + "4" * 32).says("ผิดกฎหมายไหม").sees_not("มาตรา")


def test_who_lost_somebody_is_told_so_first(session: Session) -> None:
    chat = Chat(session, "U" + "5" * 32).says("พ่อตายในโรงงาน เครื่องทับ นายจ้างให้ 5000 บอกจบ")
    chat.sees("เสียใจด้วย")


def test_a_father_is_not_taken_for_a_child(session: Session) -> None:
    chat = Chat(session, "U" + "6" * 32).says("ลูกชายผมอายุ 14 ทำงานร้านอาหารถึงตีสอง")
    chat.sees_not("ไม่ต้องขอผู้ใหญ่ก่อน")


@pytest.mark.parametrize(
    "text",
    [
        "ยกเลิกสัญญาจ้างเฉยเลย",
        "ขอยกเลิกประกันสังคมแล้วเขาไม่ทำให้",
        "ถอนเงินไม่ได้",
        "cancel my work permit without telling me",
    ],
)
def test_what_was_cancelled_by_others_is_no_giving_up(chat: Chat, text: str) -> None:
    chat.says(text).sees_not("ทิ้ง")
    assert chat.draft is not None


@pytest.mark.parametrize("text", ["5 มค", "ตะกี้", "เสาร์ที่แล้ว", "หน้าฝน", "แต่ไหนแต่ไร"])
def test_a_time_is_a_time_however_it_is_said(chat: Chat, text: str) -> None:
    chat.says("ข้าม").sees("เมื่อไหร่").says(text).sees("ปิดชื่อ")


def test_another_subject_after_a_case_is_another_case(chat: Chat) -> None:
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ส่ง")
    chat.says("อีกเรื่อง ถนนหน้าบ้านเป็นหลุม พังมาครึ่งปี")
    assert chat.draft is not None


def test_two_cases_are_two_cases(chat: Chat) -> None:
    chat.says("แยกเป็นสองเรื่อง").sees("สองเรื่อง", "ชื่อ")
    assert chat.draft is not None
    assert chat.draft.respondent is None
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ส่ง").sees("รับเรื่องแล้ว", "อีกเรื่อง", "เกิดอะไรขึ้น")
    chat.says("หัวหน้าลวนลามหนูที่โรงงาน ระยอง").sees("เข้าใจแล้วค่ะ")
    assert len(chat.cases) == 1
    assert chat.draft is not None


def test_what_is_put_right_after_lodging_reaches_the_case(chat: Chat) -> None:
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ส่ง")
    chat.says("เปลี่ยนจังหวัดเป็นชลบุรี").sees("ส่งให้เจ้าหน้าที่แล้ว")
    assert chat.draft is None


@pytest.mark.parametrize(
    ("story", "who"),
    [
        ("เล่าแทนแม่ค่ะ แม่โดนโรงงานค้างค่าแรง", "แม่"),
        ("แจ้งแทนเพื่อนบ้านครับ", "เพื่อนบ้าน"),
        ("I write on behalf of my mother", "mother"),
        ("โรงงานเอาเครื่องจักรมาแทนคนงาน เลิกจ้าง 20 คน", None),
        ("ขอแจ้งว่านายจ้างไม่โอนเงินมาให้ลูกน้องสองเดือนแล้ว", None),
        ("แจ้งให้ตาข่ายขาด", None),
    ],
)
def test_for_whom_it_is_told(story: str, who: str | None) -> None:
    assert told_for(story) == who


def test_for_myself_lasts(session: Session) -> None:
    chat = Chat(session, "U" + "3" * 32).says("พิมพ์แทนแม่นะคะ โรงงานที่ลำพูนค้างค่าแรงสองเดือน")
    chat.says("ข้าม").says("ข้าม").says("ข้าม").says("ข้าม").presses("เล่าแทนใคร")
    chat.presses("เรื่องของตัวเอง").says("แม่บ้านอีกสองคนก็ไม่ได้เงินเหมือนกันค่ะ").presses("ดูสรุปอีกที")
    chat.sees("เล่าแทนใคร: ตัวเอง")


@pytest.mark.parametrize("text", ["Bang Na", "bang rak", "help", "ok thanks"])
def test_a_place_or_a_word_is_no_other_language(session: Session, text: str) -> None:
    chat = Chat(session, "U" + "4" * 32).says(text)
    assert chat.person.language == "th"


@pytest.mark.parametrize(
    ("text", "language"), [("saya nak mati", "ms"), ("i want to die", "en"), ("terima kasih", "ms")]
)
def test_who_cries_out_or_thanks_is_answered_in_that_language(
    session: Session, text: str, language: str
) -> None:
    assert Chat(session, "U" + "5" * 32).says(text).person.language == language

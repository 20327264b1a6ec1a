"""Greeting, small answers, volunteers, news, language, groups, notices."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import groups, hearing, notices
from models.bubble import from_json, plain_text
from models.case import Case, Notice, Office
from models.linking import make_link_code
from models.outgoing import Lane
from models.person import Contact
from models.staff import Role, Staff
from models.states import WAYS
from models.volunteer import GUESSES_AN_HOUR, invite, volunteer_of
from tests.handlers.chat import Chat, lodged


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


@pytest.fixture
def staff(session: Session) -> Staff:
    member = Staff(
        email="a@example.go.th", name="อารี", office=Office.OPS, role=Role.OFFICER, password_hash="x"
    )
    session.add(member)
    session.flush()
    return member


def test_a_follower_is_greeted_and_no_empty_case_is_made(chat: Chat) -> None:
    chat.follows().sees("สวัสดีค่ะ", "191", "1669", "1300", "ปิดชื่อ", "รับข่าว")
    chat.sees("[เล่าเรื่อง]", "[ติดตามเรื่อง]", "[คุยกับเจ้าหน้าที่]")
    assert chat.draft is None
    assert not chat.cases
    assert len(chat.seen) <= 3


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("สวัสดีค่ะ", "สวัสดีค่ะ"),
        ("ขอบคุณมากค่ะ", "ยินดีค่ะ"),
        ("ลาคลอดได้กี่วันคะ", "120 วัน"),
        ("ใช้บริการนี้เสียเงินไหมคะ", "ไม่เสียเงิน"),
        ("อยากเป็นอาสาสมัครต้องทำยังไงคะ", "รหัสเชิญ"),
        ("อยากคุยกับคนค่ะ", "พิมพ์ข้อความถึงเจ้าหน้าที่"),
        ("asdf qwer", "เล่าเรื่อง"),
    ],
)
def test_what_is_no_grievance_gets_a_short_answer(chat: Chat, words: str, seen: str) -> None:
    chat.says(words).sees(seen)
    assert not chat.cases
    assert chat.draft is None


@pytest.fixture
def unclear(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model hears each short text without knowing what is wanted."""
    real = hearing.understand

    def read(text: str, today: date) -> dict[str, object]:
        likely = [{"label": label, "p": 0.3} for label in ("rights_info", "volunteer", "complaint")]
        short = {"intent": likely[0], "intents": likely} if len(text) < 20 else {}
        return real(text, today) | short

    monkeypatch.setattr(hearing, "understand", read)


@pytest.mark.usefixtures("unclear")
def test_what_is_unclear_offers_the_three_likeliest_and_takes_up_the_words_of_before(
    chat: Chat,
) -> None:
    chat.says("ลาคลอดกี่วัน").sees("[ถามเรื่องสิทธิ]", "[อาสาสมัคร]", "[เล่าเรื่อง]", "[ไม่ใช่เลย]")
    chat.presses("ถามเรื่องสิทธิ").sees("120 วัน")
    assert chat.draft is None


@pytest.mark.usefixtures("unclear")
def test_of_what_is_unclear_nothing_is_lost(chat: Chat) -> None:
    chat.says("ค่าแรงอะพี่").presses("เล่าเรื่อง")
    assert chat.draft is not None
    assert chat.draft.narrative == "ค่าแรงอะพี่"


def test_bitter_thanks_are_not_taken_for_thanks(chat: Chat) -> None:
    chat.says("ขอบคุณมากนะคะที่หักเงินเดือนหนูจนเหลือ 2,000 น่ารักสุดๆ").sees_not("ยินดีค่ะ")
    chat.sees("เล่าเรื่อง")


@pytest.mark.usefixtures("unclear")
def test_none_of_the_likeliest_leaves_other_ways(chat: Chat) -> None:
    chat.says("อืม").presses("ไม่ใช่เลย").sees("พิมพ์เป็นคำอื่น", "[คุยกับเจ้าหน้าที่]")
    chat.says("โรงงานที่ขอนแก่นค้างค่าแรงสองเดือนแล้วค่ะ").sees("เข้าใจแล้วค่ะ")


def code(session: Session, staff: Staff, uses: int = 5) -> str:
    return invite(
        session, office=Office.OPS, province="ยะลา", district="เบตง", uses=uses, by=staff.id
    )


def test_a_code_makes_a_volunteer_and_is_kept_nowhere(
    chat: Chat, session: Session, staff: Staff
) -> None:
    word = code(session, staff)
    chat.says(word.lower()).sees("อาสาสมัคร", "เบตง ยะลา")
    assert volunteer_of(session, chat.person.id) is not None
    assert [m.text for m in chat.messages()] == ["[code]"]
    chat.says("สวัสดีค่ะ").sees("สวัสดีค่ะ")


def test_wrong_codes_are_counted(chat: Chat, session: Session, staff: Staff) -> None:
    good = code(session, staff)
    for _ in range(GUESSES_AN_HOUR):
        chat.says("ABCD-2345").sees("ใช้ไม่ได้")
    chat.says(good).sees("รออีกหนึ่งชั่วโมง")
    assert volunteer_of(session, chat.person.id) is None


def test_words_in_capitals_are_no_codes(chat: Chat) -> None:
    chat.says("THANKYOU").sees_not("รหัส")
    chat.says("PLEASE").sees_not("รหัส")


@pytest.mark.parametrize("pattern", ["ผูก {}", "{}"])
def test_staff_tie_their_account(chat: Chat, session: Session, staff: Staff, pattern: str) -> None:
    word = make_link_code(session, staff)
    chat.says("ผูก ABCDEF" if word != "ABCDEF" else "ผูก BCDEFG").sees("ใช้ไม่ได้")
    chat.says(pattern.format(word)).sees("ผูกบัญชี")
    assert staff.person_id == chat.person.id
    assert {m.text for m in chat.messages()} == {"[code]"}


def test_news_are_wanted_and_stopped(chat: Chat) -> None:
    chat.says("รับข่าว").sees("หยุดข่าว")
    assert chat.person.wants_news
    chat.says("หยุดข่าวค่ะ").sees("หยุดส่งข่าวแล้ว")
    assert not chat.person.wants_news


def test_the_language_can_be_switched(chat: Chat) -> None:
    chat.says("English").sees("I speak English")
    chat.says("สวัสดีค่ะ").sees("Hello", "Tell what happened")
    case = lodged(chat, "The factory in Khon Kaen has not paid our wages for two months")
    chat.sees("We have your case", "staff read it", case.number or "")
    assert (case.province, case.language) == ("ขอนแก่น", "en")
    chat.says("ภาษาไทย").sees("ภาษาไทย").says("ติดตามเรื่อง").sees("กำลังคัดกรอง")


def test_groups_are_invited_to_a_private_talk() -> None:
    assert "แชท" in plain_text(groups.greet()[0]) or "สองคน" in plain_text(groups.greet()[0])
    assert "private chat" in plain_text(groups.greet("en")[0])


def notice(session: Session, case: Case, kind: str, words: str | None = "รอเอกสาร") -> Notice:
    made = Notice(case_id=case.id, kind=kind, words=words)
    session.add(made)
    session.flush()
    return made


@pytest.mark.parametrize("kind", sorted({way.tells for way in WAYS.values() if way.tells}))
def test_every_notice_is_worded(chat: Chat, session: Session, kind: str) -> None:
    case = lodged(chat)
    outgoing = notices.word(session, notice(session, case, kind))
    assert outgoing is not None
    said = plain_text(from_json(outgoing.bubbles[0]))
    assert case.number in said
    assert "รอเอกสาร" in said
    assert "{" not in said
    assert (outgoing.lane, outgoing.must_arrive, outgoing.case_id) == (Lane.NOTICE, True, case.id)
    assert "ค่าจ้าง" not in outgoing.bubbles[0]["alt"]


def test_a_solved_notice_asks_whether_it_is_true(chat: Chat, session: Session) -> None:
    outgoing = notices.word(session, notice(session, lodged(chat), "solved"))
    assert outgoing is not None
    said = plain_text(from_json(outgoing.bubbles[0]))
    assert "[แก้แล้ว] [ยังไม่แก้]" in said


def test_who_left_is_told_nothing(chat: Chat, session: Session) -> None:
    case = lodged(chat)
    chat.person.contact = Contact.LEFT
    assert notices.word(session, notice(session, case, "accepted")) is None
    session.scalars(select(Notice)).all()


def test_we_answer_in_the_language_that_is_written(chat: Chat) -> None:
    chat.says("Hello, my boss at the shop did not pay me").sees(
        "You write English, so I answer in English", "ภาษาไทย"
    )
    assert chat.person.language == "en"
    chat.says("แม่ป่วยอยากกลับบ้าน").sees("จากนี้ตอบเป็นภาษาไทย")
    assert chat.person.language == "th"


def test_a_few_foreign_words_change_nothing_nor_does_a_language_that_was_chosen(chat: Chat) -> None:
    chat.says("ok thank you")
    assert chat.person.language == "th"
    chat.says("ภาษาไทย").says("Hello, my boss at the shop did not pay me")
    assert chat.person.language == "th"


def test_danger_in_english_is_answered_in_english_with_nothing_before_the_lines(
    chat: Chat,
) -> None:
    chat.says("please help they locked us in the room and beat my friend right now").sees("191")
    assert chat.person.language == "en"
    chat.sees_not("You write English")

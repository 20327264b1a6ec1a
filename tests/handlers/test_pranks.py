"""What people send to see what happens: clear answers, nothing breaks, nothing is changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import dispatch, flow
from models.base import now
from models.case import Case
from models.person import Conversation
from tests.handlers.chat import Chat, lodged

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่ยอมจ่ายเลยค่ะ"
RELEASED = [
    "adding.hear",
    "adding.which",
    "cancel.sure",
    "danger.safe",
    "danger.where",
    "details.name",
    "details.whom",
    "details.when",
    "behalf.agreed",
    "behalf.behalf",
    "calculator.hear",
    "following.code",
    "following.more",
    "own_data.sure",
    "rating.stars",
    "rating.words",
    "listen.filed",
    "listen.meant",
    "reopening.sure",
    "reopening.why",
    "report.category",
    "report.what",
    "staff_talk.hear",
    "summary.amount",
    "summary.check",
    "whereabouts.where",
    "withdraw.sure",
    "withdraw.which",
]
"""Every step key ever released. Keys are added here and never taken out."""
FORGED = [
    "",
    "b:",
    "b:1",
    "b:1:send:1",
    "b:99999:yes",
    "b:-1:cat:wages",
    "case:",
    "case:abc",
    "case:-1",
    "case:99999999999999999999999999",
    "add:²",
    "withdraw:1 or 1=1",
    "menu:delete",
    "solved:1",
    "\u0000",
    "x" * 300,
]


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


@pytest.mark.parametrize("key", RELEASED)
def test_nobody_is_stranded_in_a_step_of_an_earlier_version(key: str) -> None:
    assert dispatch.ALL_STEPS
    assert flow.find(key) is not None


def test_every_step_is_on_the_list() -> None:
    assert set(flow.STEPS) <= set(RELEASED)


@pytest.mark.parametrize("key", RELEASED)
def test_every_step_answers_everything(chat: Chat, session: Session, key: str) -> None:
    """Even with nothing that it expects: no draft, no notes, no case."""
    chat.says("สวัสดีค่ะ")
    talk = session.get_one(Conversation, chat.person.id)
    for send in (
        chat.sends_sticker,
        chat.sends_picture,
        chat.sends_voice,
        lambda: chat.shares_place("somewhere"),
        lambda: chat.says("อะไรนะ"),
        lambda: chat.says("ข้าม"),
        lambda: chat.sends_data(f"b:{talk.round}:nonsense"),
        lambda: chat.sends_data(f"b:{talk.round}:region:x:y"),
        lambda: chat.sends_data(f"b:{talk.round}:province:นรก"),
        lambda: chat.sends_data(f"b:{talk.round}:fix:nothing"),
        lambda: chat.sends_data(f"b:{talk.round}:day", picked="2026-99-99"),
        lambda: chat.says("ติดตามเรื่อง"),
        lambda: chat.says("ยกเลิก"),
    ):
        talk.step, talk.notes = key, {}
        send()
        assert chat.seen, key


def test_a_step_that_is_unknown_is_rest(chat: Chat, session: Session) -> None:
    chat.says("สวัสดีค่ะ")
    session.get_one(Conversation, chat.person.id).step = "gone.away"
    chat.says(STORY).sees("เข้าใจแล้วค่ะ")


@pytest.mark.parametrize("data", FORGED)
def test_forged_buttons_are_answered_and_change_nothing(
    chat: Chat, session: Session, data: str
) -> None:
    chat.says(STORY).sees("เกี่ยวกับใคร")
    before = chat.step
    chat.sends_data(data)
    assert chat.seen
    assert chat.step == before
    assert not chat.cases
    other = Chat(session, "U" + "3" * 32).sends_data(data)
    assert other.seen
    assert not session.scalars(select(Case).where(Case.person_id == other.person.id)).all()


def test_a_button_of_before_is_answered_with_where_we_are(chat: Chat) -> None:
    chat.says("นายจ้างยังไม่จ่ายเงินเดือนให้พวกเราเลยค่ะ").presses("ภาคเหนือ").presses("เชียงใหม่")
    chat.sees("เกี่ยวกับใคร").presses("เชียงใหม่").sees("ตอนก่อนหน้า", "ชื่ออะไรคะ")
    assert chat.draft is not None
    assert chat.draft.province == "เชียงใหม่"
    chat.presses("ภาคเหนือ").sees("ตอนก่อนหน้า", "ชื่ออะไรคะ")


def test_a_summary_of_before_is_not_sent(chat: Chat) -> None:
    chat.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม")
    old = next(c.data for c in chat.buttons if c.label == "ส่งเรื่อง") or ""
    chat.says("ไม่ใช่ ร้อยเอ็ด").sees("ร้อยเอ็ด")
    chat.sends_data(old).sees("ตอนก่อนหน้า", "ส่งเรื่อง")
    assert not chat.cases


def test_stickers_only(chat: Chat) -> None:
    for _ in range(4):
        chat.sends_sticker("555").sees("เล่าเรื่อง")
    assert chat.draft is None


def test_five_thousand_characters(chat: Chat) -> None:
    long = ("นายจ้างที่ขอนแก่นไม่จ่ายค่าแรง " * 200)[:5000].strip()
    chat.says(long).sees("เข้าใจแล้วค่ะ")
    for _ in range(3):
        chat.says("ข้าม")
    chat.sees("ส่งเรื่อง").says("ส่งเลย")
    assert chat.case.narrative == long


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script> นายจ้างไม่จ่ายค่าแรงมาสองเดือนแล้วค่ะ",
        "{number} {0} %s %(x)s นายจ้างไม่จ่ายค่าแรงมาสองเดือนแล้วค่ะ",
        "'; drop table person; -- นายจ้างไม่จ่ายค่าแรงมาสองเดือนแล้ว",
        "นาย\u200bจ้าง\u202eไม่จ่าย\ufeffค่าแรงมาสองเดือนแล้ว 🙏🏽👨‍👩‍👧‍👦",
    ],
)
def test_scripts_and_odd_characters_are_kept_as_they_are(chat: Chat, text: str) -> None:
    chat.says(text).says("{x}").says("ขอนแก่น").says("%s").says("ข้าม").says("ข้าม").says("ข้าม")
    case = chat.cases[0] if chat.cases else chat.draft
    assert case is not None
    assert text in (case.narrative or "")


@pytest.mark.parametrize("text", ["?", ".", "กกกกกกกกกก", "555555", "🙂", "ๆๆๆ", "\u200b", "-"])
def test_nonsense_is_answered_with_three_buttons(chat: Chat, text: str) -> None:
    chat.says(text)
    assert chat.seen
    assert not chat.cases


def test_too_fast_is_kept_and_answered_once(chat: Chat) -> None:
    for at in range(30):
        chat.says(f"ก {at}")
    chat.says("ก").sees("ช้าลงนิดนะคะ")
    chat.says("ก").sees_nothing().says("ก").sees_nothing()
    assert len(chat.messages()) + len(chat.messages(chat.draft) if chat.draft else []) == 33


def test_taps_without_end_are_answered_once(chat: Chat) -> None:
    for _ in range(30):
        chat.sends_data("menu:track")
    chat.sends_data("menu:track").sees("ช้าลงนิดนะคะ")
    chat.sends_data("menu:track").sees_nothing()
    chat.sends_data("menu:danger").sees("191")  # the way to help is never shut


def test_a_muted_person_is_kept_and_not_answered(chat: Chat) -> None:
    chat.says("สวัสดีค่ะ")
    chat.person.muted_until = now() + timedelta(hours=1)
    chat.says(STORY).sees_nothing()
    assert chat.draft is not None
    assert STORY in [m.text for m in chat.messages(chat.draft)]
    chat.person.muted_until = now() - timedelta(hours=1)
    chat.says("สวัสดีค่ะ").sees("สวัสดีค่ะ")


def test_what_a_muted_person_writes_reaches_the_staff_of_their_case(chat: Chat) -> None:
    case = lodged(chat)
    chat.person.muted_until = now() + timedelta(hours=1)
    chat.says("ได้รับเงินแล้วค่ะ").sees_nothing()
    assert "ได้รับเงินแล้วค่ะ" in [m.text for m in chat.messages(case)]


def test_a_muted_person_in_danger_is_answered_to_the_end(chat: Chat) -> None:
    chat.says("สวัสดีค่ะ")
    chat.person.muted_until = now() + timedelta(hours=1)
    chat.says("ช่วยด้วย เขากำลังจะฆ่าฉัน").sees("191")
    chat.presses("ไม่ปลอดภัย").sees("191")


def test_somebody_elses_case_cannot_be_sent_again(chat: Chat, session: Session) -> None:
    case = lodged(chat)
    stranger = Chat(session, "U" + "2" * 32).sends_data(f"b:1:send:{case.id}")
    stranger.sees("ตอนก่อนหน้า").sees_not(case.number or "")

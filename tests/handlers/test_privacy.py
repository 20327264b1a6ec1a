"""The privacy notice: shown once, in nobody's way, accepted with a tap or by sending a case."""

import pytest
from sqlalchemy.orm import Session

from handlers import privacy
from locales.privacy import privacy_notice, version
from tests.handlers.chat import Chat, lodged

TITLE = "เราเก็บเรื่องของคุณอย่างไร"
STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่ยอมจ่ายเลยค่ะ"


@pytest.fixture
def chat(session: Session) -> Chat:
    return Chat(session)


def test_who_writes_first_sees_it_once_and_is_answered_all_the_same(chat: Chat) -> None:
    chat.says(STORY).sees(TITLE, "[อ่านทั้งหมด]", "เข้าใจแล้วค่ะ", "เรื่องค่าจ้าง")
    assert chat.person.notice_version is None
    chat.says("บริษัทเอบีซี").sees_not(TITLE)


def test_a_follower_sees_it_with_the_greeting_and_not_again(chat: Chat) -> None:
    chat.follows().sees(TITLE)
    chat.says("สวัสดีค่ะ").sees_not(TITLE)


def test_a_tap_accepts_it_with_version_and_time(chat: Chat) -> None:
    chat.follows().presses("เข้าใจแล้ว").sees("เล่าเรื่องมาได้เลย")
    assert chat.person.notice_version == version()
    assert chat.person.notice_at is not None


def test_sending_a_case_accepts_it_and_says_so(chat: Chat) -> None:
    lodged(chat)
    assert chat.person.notice_version == version()


def test_in_danger_the_help_lines_come_and_no_notice(chat: Chat) -> None:
    chat.says("ช่วยด้วย นายขังหนูไว้ในห้อง ออกไม่ได้").sees("191").sees_not(TITLE)


def test_questions_are_answered_before_anything_is_accepted(chat: Chat) -> None:
    chat.says("ลาคลอดได้กี่วันคะ").sees("120 วัน")


def test_a_new_version_is_shown_again(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    chat.follows().presses("เข้าใจแล้ว")
    monkeypatch.setattr(privacy, "version", lambda: "2099-01")
    chat.says("สวัสดีค่ะ").sees(TITLE)
    chat.says("สวัสดีค่ะ").sees_not(TITLE)


def test_an_old_button_shows_the_notice_in_force(chat: Chat) -> None:
    chat.follows().sends_data("notice:2020-01").sees(TITLE)
    assert chat.person.notice_version is None


def test_both_languages_say_the_same_points() -> None:
    thai, english = privacy_notice("th"), privacy_notice("en")
    counted = [[len(s.paragraphs) for s in notice.sections] for notice in (thai, english)]
    assert counted[0] == counted[1]
    assert privacy_notice("my") == english

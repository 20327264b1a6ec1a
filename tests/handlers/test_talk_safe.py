"""Danger, mischief and secrets, on the whole way in."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import accounts
from models.case import Case, Office
from models.incoming import Incoming
from models.number import check_letter
from models.staff import Role
from models.states import State
from models.volunteer import GUESSES_AN_HOUR, invite, volunteer_of
from tests.handlers.talk import Talk
from tests.handlers.test_talk_main import STORY, lodged

CAPTIVE = "ถูกขังอยู่ในโรงงาน ตอนนี้ออกไม่ได้ เขายึดพาสปอร์ตไว้ด้วย"


def test_danger_is_answered_and_lodged_at_once_and_the_lines_once(mali: Talk) -> None:
    mali.says(CAPTIVE).sees("191", "1669", "ปลอดภัยไหมคะ", mali.case.number or "?")
    assert mali.answers[0].must_arrive
    assert (mali.case.urgent_safety, mali.case.state) == (True, State.TRIAGE)
    mali.says("เขาถือมีดอยู่หน้าห้องตอนนี้").sees("ปลอดภัยไหมคะ").sees_not("โทร 191", "1669")
    assert len(mali.said(mali.case)) == 2


def test_danger_in_a_burst_goes_before_the_rest(mali: Talk) -> None:
    mali.says("ติดตามเรื่อง", CAPTIVE).sees("191", "1669")
    assert mali.case.urgent_safety


def test_who_wants_to_die_gets_the_line_that_listens(mali: Talk) -> None:
    mali.says("อยากตาย ไม่อยากอยู่แล้ว").sees("1323", "คนเดียว")


@pytest.mark.parametrize(
    "words", ["วันนี้ร้อนจะตาย", "งานเยอะเหนื่อยจะตายอยู่แล้ว", "หิวจะตายแล้วค่ะ", "ขำจะตาย 555"]
)
def test_a_figure_of_speech_is_no_danger(mali: Talk, words: str) -> None:
    mali.says(words).sees_not("โทร 191", "1323")
    assert not any(case.urgent_safety for case in mali.cases)


def test_a_button_of_before_is_answered_and_not_obeyed(mali: Talk) -> None:
    mali.says(STORY).presses("ข้าม").sees("เมื่อไหร่").says("ข้าม").presses("ปิดชื่อ").says("ไม่ใช่ ร้อยเอ็ด")
    mali.presses("ปิดชื่อ").sees("ตอนก่อนหน้า", "ส่งเรื่อง")
    assert (mali.case.state, mali.case.province) == (State.DRAFT, "ร้อยเอ็ด")


def test_a_tap_that_comes_twice_lodges_one_case(mali: Talk) -> None:
    lodged(mali)
    number = mali.case.number or "?"
    mali.presses("ส่งเรื่อง").sees(number)
    assert len(mali.cases) == 1


@pytest.mark.parametrize(
    "data", ["b:1:send:{id}", "case:{id}", "add:{id}", "reply:{id}", "withdraw:{id}",
             "solved:{id}", "unsolved:{id}", "b:0:yes", "withdraw:{id} or 1=1", "🙃" * 99],
)  # fmt: skip
def test_forged_taps_on_somebody_elses_case_change_nothing(
    mali: Talk, somchai: Talk, data: str
) -> None:
    lodged(mali)
    case, number = mali.case, mali.case.number or "?"
    before = (case.state, case.heard_at, len(mali.said(case)))
    somchai.sends_data(data.format(id=case.id)).sees_not(number).says("ใช่ค่ะ").says("ขอบคุณค่ะ")
    assert (mali.case.state, mali.case.heard_at, len(mali.said(case))) == before
    assert somchai.cases == []


def test_a_strangers_number_is_like_one_that_does_not_exist(mali: Talk, somchai: Talk) -> None:
    lodged(mali)
    somchai.says("สวัสดีค่ะ")  # the privacy notice is shown once
    known = somchai.says(mali.case.number or "?").sees("ไม่พบเรื่องนี้").shown
    assert somchai.says(f"LV69-999999-{check_letter('LV69999999')}").shown == known


def test_long_and_odd_texts_are_kept_as_they_are(mali: Talk) -> None:
    long = ("นายจ้างที่ขอนแก่นไม่จ่ายค่าแรง " * 200)[:5000].strip()
    odd = "<script>alert(1)</script>{0} %s '; drop table person; --"
    mali.says(long).sees("เข้าใจแล้วค่ะ").says(odd)
    assert mali.case.narrative == f"{long}\n{odd}" or mali.case.respondent == odd
    assert [m.text for m in mali.said(mali.case)] == [long, odd]


def test_stickers_only_make_no_case(mali: Talk) -> None:
    mali.sends("sticker", "sticker").sees("เล่าเรื่อง")
    assert len(mali.answers) == 1
    assert mali.cases == []


def invited(session: Session) -> str:
    """Returns the code of an invitation."""
    member, _ = accounts.add(
        session, "a@example.go.th", "อารี", Office.OPS, Role.SUPERVISOR, password="horse-9-battery"
    )
    return invite(
        session, office=Office.OPS, province="ยะลา", district="เบตง", uses=5, by=member.id
    )


def test_an_invitation_code_is_kept_nowhere(mali: Talk, session: Session) -> None:
    code = invited(session)
    mali.says(code.lower()).sees("เบตง ยะลา")
    assert volunteer_of(session, mali.person.id) is not None
    assert [m.text for m in mali.said()] == ["[code]"]
    assert session.scalars(select(Incoming.raw)).all() == [None]


def test_wrong_codes_end_the_guessing(mali: Talk, session: Session) -> None:
    code = invited(session)
    for _ in range(GUESSES_AN_HOUR):
        mali.says("ABCD-2345").sees("ใช้ไม่ได้")
    mali.says(code).sees("รออีกหนึ่งชั่วโมง")
    assert volunteer_of(session, mali.person.id) is None
    assert session.scalars(select(Case)).all() == []

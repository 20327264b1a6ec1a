"""Whatever people write, tap, leave and come back to: the talk answers, and the case is valid."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import attend as attending
from bot.database import Sessions
from handlers.again import ASKS
from handlers.flow import RETIRED, STEPS, key_of
from handlers.intake import QUESTIONS
from models.case import Anonymity, Case, Office
from models.outgoing import Outgoing
from models.person import Conversation
from models.states import State
from nlp.taxonomy import CATEGORIES
from tests.bot.test_attend import Mailbox
from tests.handlers.talk import Talk

TEXTS = (
    "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ",
    "โดนไล่ออกค่ะ",
    "อบต. ไม่ซ่อมถนนสามปีแล้ว รถคว่ำไปสองคัน",
    "my boss did not pay me for 3 months",
    "นายจ้างขังหนูไว้ในบ้าน ออกไปไหนไม่ได้ ช่วยด้วยค่ะ",
    "อีกเรื่องหนึ่ง คนละเรื่องกันนะ ที่ดินอำเภอดองโฉนดของพ่อมาสองปี",
    *("ปลอดภัยแล้วค่ะ", "ข้าม", "ส่ง", "ส่งเลยค่ะ", "ไม่", "ใช่", "กลับ", "ยกเลิก", "เริ่มใหม่"),
    *("เล่าเรื่อง", "ติดตามเรื่อง", "เจ้าหน้าที่", "ถอนเรื่อง", "เล่าแทน", "ภาษา", "English", "ขอนแก่น"),
    *("เลย", "บริษัททดสอบ", "เมื่อวาน", "เปลี่ยนเป็นไม่เปิดเผยชื่อ", "ไม่ใช่ ร้อยเอ็ด ขอนแก่น"),
    *("20,000 บาท", "ไม่บอกใคร", "ขอบคุณค่ะ", "สวัสดีค่ะ", "แป๊บนะคะ", "โอทีได้กี่เท่าคะ", "คิดโอที"),
    *("500", "คุณเป็นใครคะ เป็นคนหรือบอท", "asdfghjkl", "อีบอทควาย", "😭😭", "?", "อย่าทักมานะคะ"),
    *("ขอข้อมูลของฉัน", "<script>alert(1)</script>", "ก" * 5000),
)
ACTS = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(TEXTS)),
    st.tuples(st.just("taps"), st.integers(0, 30)),
    st.tuples(st.just("sends"), st.sampled_from(["image", "audio", "sticker"])),
    st.tuples(st.just("waits"), st.sampled_from([1, 5, 30])),
    st.tuples(st.just("dies"), st.sampled_from(TEXTS[:8])),
    st.tuples(st.just("forges"), st.sampled_from(["b:1:send", "solved:1", "b:0:skip", "x", ""])),
)
CHANGES = ("fix:", "กลับ", "ยกเลิก", "เล่าแทน", "แทน", "เริ่มใหม่", "เปลี่ยน", "ไม่ใช่")
_users = iter(range(1, 100_000))


class Anybody:
    """Somebody who does anything; after each act what must hold is looked at."""

    def __init__(self, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.talk, self.monkeypatch = talk, monkeypatch
        self.texts: list[str] = []
        self.changing = False

    def act(self, kind: str, what: Any) -> None:
        if kind == "waits":
            self._wait(what)
            return
        done = set(self._notes().get("done", [])) if self._known() else set()
        step = self._step()
        if not getattr(self, f"_{kind}")(what):
            return
        self._answers()
        self._cases_are_valid()
        self._asks_nothing_twice(done, step)

    def _says(self, text: str) -> bool:
        self.changing = self.changing or any(word in text for word in CHANGES)
        self.texts.append(text)
        self.talk.says(text)
        return True

    def _taps(self, at: int) -> bool:
        buttons = self.talk._buttons()[-8:] if self._known() else []
        if not buttons:
            return False
        data = buttons[at % len(buttons)][1]
        self.changing = self.changing or "fix:" in data
        self.talk.sends_data(data)
        return True

    def _sends(self, kind: str) -> bool:
        self.talk.sends(kind)
        return True

    def _forges(self, data: str) -> bool:
        self.talk.sends_data(data)
        return True

    def _dies(self, text: str) -> bool:
        """The first try of the turn dies before it is committed."""
        calls = []
        speak = attending.speak

        def dying(*arguments: Any) -> None:
            speak(*arguments)
            calls.append(1)
            if len(calls) == 1:
                raise RuntimeError("killed")

        self.monkeypatch.setattr(attending, "speak", dying)
        try:
            return self._says(text)
        finally:
            self.monkeypatch.setattr(attending, "speak", speak)

    def _wait(self, hours: int) -> None:
        if self._known():
            talk = self._conversation()
            talk.touched_at -= timedelta(hours=hours)
            self.talk.session.commit()

    def _answers(self) -> None:
        assert len(self.talk.answers) <= 1, "one answer a turn"
        assert self.talk.answers, "an answer to everything"
        assert self.talk.shown.strip()
        for never in ("None", "{", "Traceback"):
            assert never not in self.talk.shown
        assert [m.text for m in self.talk.said() if m.kind == "text"] == self.texts
        step = self._step()
        assert step is None or RETIRED.get(step, step) in STEPS
        if step is not None and step != "listen.filed":
            assert RETIRED.get(step, step) in ASKS, "what is open can be asked again"

    def _cases_are_valid(self) -> None:
        drafts = [case for case in self.talk.cases if case.state is State.DRAFT]
        assert len(drafts) <= 1
        for case in self.talk.cases:
            assert case.anonymity in Anonymity
            assert (case.number is None) == (case.state is State.DRAFT)
            if case.number is not None:
                assert case.category is None or case.category in CATEGORIES
                assert case.office in Office
                assert (
                    case.due_at is not None or not case.is_open or case.state is State.AWAITING_INFO
                )

    def _asks_nothing_twice(self, done: set[str], before: str | None) -> None:
        step = self._step()
        asked = [key for key, question in QUESTIONS.items() if key_of(question.step) == step]
        if step is None:
            self.changing = False
        if self.changing or step == before:
            return
        draft = self._draft()
        for key in asked:
            assert key not in done, f"{key} was asked and answered"
            assert draft is None or key == "name" or not QUESTIONS[key].told(draft), (
                f"{key} is known"
            )

    def _draft(self) -> Case | None:
        return next((case for case in self.talk.cases if case.state is State.DRAFT), None)

    def _known(self) -> bool:
        return self.talk._known()

    def _conversation(self) -> Conversation:
        return self.talk.session.get_one(Conversation, self.talk.person.id)

    def _notes(self) -> dict[str, Any]:
        return self._conversation().notes or {}

    def _step(self) -> str | None:
        return self._conversation().step if self._known() else None


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_any_talk_is_answered_and_its_case_is_valid(
    sessions: Sessions, session: Session, monkeypatch: pytest.MonkeyPatch, acts: list[Any]
) -> None:
    user = f"U{next(_users):032x}"
    somebody = Anybody(Talk(Mailbox(sessions), session, user), monkeypatch)
    somebody.talk.mailbox.count = next(_users) * 1000
    for kind, what in acts:
        somebody.act(kind, what)
    count = select(Outgoing.id).where(Outgoing.bubbles.is_(None))
    assert session.scalars(count).all() == []

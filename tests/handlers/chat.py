"""A talk with the bot as a person has it: says, presses, sends, and what is seen then.

Each turn is built as the service builds it (messages written down, the conversation locked) and
goes through dispatch.take on a real database and the real model.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import dispatch
from handlers.arrival import MEDIA, SAID, Arrival, Kind, Place
from handlers.flow import Turn
from models.base import now
from models.bubble import Bubble, Card, Cards, Choice, plain_text
from models.case import Case, cases_of
from models.message import Attachment, Author, Message
from models.person import Conversation, Person, find_person, lock_conversation
from tests.handlers.screen import Screen

_IDS = count(1)


class Chat(Screen):
    """One person's talk. What was shown last is in `seen` (bubbles) and `buttons`."""

    def __init__(self, session: Session, user: str = "U" + "1" * 32) -> None:
        self.session, self.user = session, user
        self.seen: list[Bubble] = []
        self.buttons: list[Choice] = []
        self.older_buttons: list[Choice] = []
        self.must_arrive = False

    def says(self, *texts: str) -> "Chat":
        """Type these, in one breath."""
        return self.sends(*[self._arrival(Kind.TEXT, text=text) for text in texts])

    def presses(self, label: str) -> "Chat":
        """Tap the newest button (or line of a card) with this label, also one of before."""
        found = [c for c in (*self.older_buttons, *self.buttons) if c.label == label]
        assert found, f"no button {label!r} among {[c.label for c in self.buttons]}"
        assert found[-1].data, f"{label!r} opens something on the phone"
        return self.sends_data(found[-1].data)

    def sends_data(self, data: str, picked: str = "") -> "Chat":
        """Send what a button would carry, true or forged."""
        return self.sends(self._arrival(Kind.PRESSED, data=data, picked=picked))

    def says_and_presses(self, text: str, button: Choice) -> "Chat":
        """Type something and tap a button in one breath."""
        return self.sends(
            self._arrival(Kind.TEXT, text=text), self._arrival(Kind.PRESSED, data=button.data or "")
        )

    def picks(self, label: str, iso: str) -> "Chat":
        """Pick a date with the button of this label."""
        data = next(c.data for c in self.buttons if c.label == label)
        return self.sends_data(data or "", picked=iso)

    def sends_picture(self, how_many: int = 1) -> "Chat":
        """Send pictures, in one breath."""
        return self.sends(*[self._arrival(Kind.IMAGE) for _ in range(how_many)])

    def sends_voice(self) -> "Chat":
        """Send a voice message."""
        return self.sends(self._arrival(Kind.AUDIO))

    def sends_sticker(self, words: str = "") -> "Chat":
        """Send a sticker."""
        return self.sends(self._arrival(Kind.STICKER, text=words))

    def shares_place(self, address: str) -> "Chat":
        """Share a location."""
        return self.sends(self._arrival(Kind.LOCATION, place=Place(16.4, 102.8, address)))

    def follows(self) -> "Chat":
        """Add the account."""
        return self.sends(self._arrival(Kind.FOLLOWED))

    def sends(self, *arrivals: Arrival) -> "Chat":
        """One turn with these arrivals."""
        talk = lock_conversation(self.session, self.user)
        turn = Turn(self.session, talk, list(arrivals), self._written(talk.person_id, arrivals))
        dispatch.take(turn)
        self._show(turn)
        self.session.commit()
        return self

    def sees_nothing(self) -> "Chat":
        """Assert that nothing was said."""
        assert not self.seen, self.shown
        return self

    @property
    def shown(self) -> str:
        """All that can be read on the screen after the last turn."""
        labels = " ".join(f"[{choice.label}]" for choice in self.buttons)
        return "\n".join([*map(plain_text, self.seen), labels])

    @property
    def person(self) -> Person:
        """Who is talking."""
        person = find_person(self.session, self.user)
        assert person is not None
        return person

    @property
    def step(self) -> str | None:
        """The stored step."""
        return self.session.get_one(Conversation, self.person.id).step

    @property
    def cases(self) -> list[Case]:
        """The lodged cases, newest first."""
        return cases_of(self.session, self.person.id)

    @property
    def case(self) -> Case:
        """The only lodged case."""
        (case,) = self.cases
        return case

    @property
    def draft(self) -> Case | None:
        """What is not sent yet."""
        query = select(Case).where(Case.person_id == self.person.id, Case.number.is_(None))
        return self.session.scalars(query).first()

    def messages(self, case: Case | None = None) -> list[Message]:
        """What the person said: of a case, or outside of all cases."""
        query = select(Message).where(
            Message.person_id == self.person.id,
            Message.author == Author.PERSON,
            Message.case_id == case.id if case else Message.case_id.is_(None),
        )
        return list(self.session.scalars(query.order_by(Message.id)))

    def _arrival(self, kind: Kind, **more: Any) -> Arrival:
        return Arrival(kind, self.user, now(), now(), message_id=f"m{next(_IDS)}", **more)

    def _written(self, person_id: int, arrivals: tuple[Arrival, ...]) -> list[Message]:
        messages = [
            Message(
                person_id=person_id,
                author=Author.PERSON,
                kind=a.kind,
                text=a.text or None,
                place=vars(a.place) if a.place else None,
                line_message_id=a.message_id,
                said_at=a.at,
                attachment=Attachment(kind=a.kind, line_message_id=a.message_id)
                if a.kind in MEDIA
                else None,
            )
            for a in arrivals
            if a.kind in SAID
        ]
        self.session.add_all(messages)
        self.session.flush()
        return messages

    def _show(self, turn: Turn) -> None:
        self.seen, self.must_arrive = turn.said, turn.must_arrive
        assert not turn.choices or turn.said, "quick replies ride on a bubble"
        self.older_buttons += self.buttons
        self.buttons = [choice for bubble in turn.said for choice in _on(bubble)] + turn.choices


def _on(bubble: Bubble) -> list[Choice]:
    if isinstance(bubble, Cards):
        return [choice for card in bubble.cards for choice in _on(card)]
    if not isinstance(bubble, Card):
        return []
    lines = [Choice(line.label, data=line.change) for line in bubble.lines if line.change]
    return [*lines, *bubble.choices]


def lodged(chat: Chat, story: str = "", province: str = "") -> Case:
    """Let the person lodge a case the short way. Returns it."""
    before = len(chat.cases) if find_person(chat.session, chat.user) else 0
    chat.sends_data("menu:report")
    chat.says(story or "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน รวม 18,000 บาท ไม่ยอมจ่ายเลยค่ะ")
    for _ in range(6):
        if chat.step == "summary.check":
            break
        chat.says(province if province and chat.step == "whereabouts.where" else "ข้าม")
    chat.says("ส่งเลย")
    assert len(chat.cases) == before + 1, chat.shown
    return chat.cases[0]


def later(case: Case, **ago: float) -> None:
    """Let the case have been submitted so long ago."""
    case.submitted_at = now() - timedelta(**ago)

"""What is unread becomes one turn, whatever is in it; one bad event stops nobody."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import attend as attending
from bot.attend import Settling, apologise, attend
from bot.database import Sessions
from handlers import dispatch
from handlers.flow import Turn
from models.base import now
from models.case import Case
from models.incoming import MAX_TRIES, Incoming, Reading
from models.message import Attachment, Author, Keeping, Message
from models.outgoing import Outgoing
from models.person import Contact, Person, line_key

MALI, SOMCHAI = "U" + "a" * 32, "U" + "b" * 32


class Mailbox:
    """Files events as the webhook does and attends to them."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.clock = now() - timedelta(minutes=1)
        self.count = 0

    def file(self, user: str, **event: Any) -> None:
        self.count += 1
        self.clock += timedelta(milliseconds=10)
        whole = {"type": "message", "source": {"type": "user", "userId": user}} | event
        with self.sessions.begin() as session:
            session.add(
                Incoming(
                    event_id=f"event-{self.count}",
                    chat_key=line_key(whole["source"].get("groupId", user)),
                    occurred_at=event.get("at", self.clock),
                    raw=json.dumps({k: v for k, v in whole.items() if k != "at"}).encode(),
                )
            )

    def text(self, user: str, words: str, message_id: str | None = None, **more: Any) -> None:
        message = {"type": "text", "id": message_id or f"m{self.count}", "text": words}
        self.file(user, message=message, replyToken=f"token-{self.count}", **more)

    def attend(self, user: str = MALI) -> None:
        attend(self.sessions, line_key(user))
        apologise(self.sessions, line_key(user))


@pytest.fixture
def mailbox(sessions: Sessions) -> Mailbox:
    return Mailbox(sessions)


def test_a_burst_is_one_turn_with_one_answer(mailbox: Mailbox, session: Session) -> None:
    for words in ("สวัสดีค่ะ", "มีใครอยู่ไหมคะ", "ขอบคุณค่ะ"):
        mailbox.text(MALI, words)
    mailbox.attend()
    assert len(session.scalars(select(Outgoing)).all()) == 1
    said = session.scalars(select(Message.text).where(Message.author == Author.PERSON)).all()
    assert said == ["สวัสดีค่ะ", "มีใครอยู่ไหมคะ", "ขอบคุณค่ะ"]


def test_the_order_is_that_of_the_events_not_of_their_arrival(
    mailbox: Mailbox, session: Session
) -> None:
    later, earlier = mailbox.clock + timedelta(seconds=9), mailbox.clock + timedelta(seconds=3)
    mailbox.text(MALI, "สอง", at=later)
    mailbox.text(MALI, "หนึ่ง", at=earlier)
    mailbox.attend()
    query = select(Message.text).where(Message.author == Author.PERSON).order_by(Message.id)
    assert session.scalars(query).all() == ["หนึ่ง", "สอง"]


def test_a_follow_makes_no_case_and_an_unfollow_is_not_answered(
    mailbox: Mailbox, session: Session
) -> None:
    mailbox.file(MALI, type="follow", replyToken="t")
    mailbox.attend()
    assert session.scalars(select(Person.contact)).one() is Contact.FRIEND
    assert session.scalars(select(Case)).all() == []
    mailbox.file(SOMCHAI, type="unfollow")
    mailbox.attend(SOMCHAI)
    assert len(session.scalars(select(Outgoing)).all()) == 1


def test_one_bad_event_is_given_up_and_everything_else_goes_on(
    mailbox: Mailbox, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = dispatch.take

    def trip(turn: Turn) -> None:
        if "poison" in turn.text:
            raise ZeroDivisionError("a bug")
        take(turn)

    monkeypatch.setattr(attending.dispatch, "take", trip)
    for words in ("สวัสดีค่ะ", "poison", "ขอบคุณค่ะ"):
        mailbox.text(MALI, words)
    mailbox.attend()
    rows = {row.event_id: row for row in session.scalars(select(Incoming))}
    assert [rows[f"event-{n}"].reading for n in (1, 2, 3)] == [
        Reading.DONE,
        Reading.DEAD,
        Reading.DONE,
    ]
    assert rows["event-2"].tries == MAX_TRIES
    assert "ZeroDivisionError" in (rows["event-2"].error or "")
    said = [bubble["text"] for row in session.scalars(select(Outgoing)) for bubble in row.bubbles
            if bubble["kind"] == "words"]  # fmt: skip
    assert sum("ไม่ต้องส่งซ้ำ" in text for text in said) == 1
    mailbox.text(MALI, "สวัสดีอีกทีค่ะ")
    mailbox.attend()
    session.expire_all()
    assert rows["event-2"].reading is Reading.DEAD


def test_unsending_reaches_the_raw_text_of_a_given_up_event(
    mailbox: Mailbox, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(turn: Turn) -> None:
        if turn.text:
            raise ZeroDivisionError("a bug")

    monkeypatch.setattr(attending.dispatch, "take", trip)
    mailbox.text(MALI, "ความลับ", message_id="7001")
    mailbox.text(MALI, "ยังอยู่", message_id="70010")
    mailbox.attend()
    mailbox.file(MALI, type="unsend", unsend={"messageId": "7001"})
    mailbox.attend()
    rows = {row.event_id: row for row in session.scalars(select(Incoming))}
    assert (rows["event-1"].reading, rows["event-1"].raw) == (Reading.DEAD, None)
    assert rows["event-2"].raw is not None


def test_while_somebody_types_on_nothing_is_taken(mailbox: Mailbox, session: Session) -> None:
    settling = Settling(timedelta(seconds=30), timedelta(seconds=60))
    mailbox.text(MALI, "เดี๋ยวเล่าให้ฟัง")
    done = attend(mailbox.sessions, line_key(MALI), settling)
    assert done.wait is not None
    assert 25 < done.wait <= 30
    assert session.scalars(select(Outgoing)).all() == []
    assert attend(mailbox.sessions, line_key(MALI)).wait is None
    assert len(session.scalars(select(Outgoing)).all()) == 1


def test_odd_events_are_kept_and_shown_as_not_supported(mailbox: Mailbox, session: Session) -> None:
    mailbox.file(MALI, message={"type": "hologram", "id": "h1"})
    mailbox.file(MALI, type="somethingNew")
    mailbox.file(MALI, message={"type": "location", "id": "l1", "latitude": "north"})
    mailbox.file(MALI, message={"type": "sticker", "id": "s1", "stickerResourceType": "NEW"})
    mailbox.attend()
    kinds = session.scalars(select(Message.kind).where(Message.author == Author.PERSON)).all()
    assert sorted(kinds) == ["hologram", "location", "somethingNew", "sticker"]
    assert session.scalars(select(Incoming.reading)).all() == [Reading.DONE] * 4


def test_media_on_an_address_of_the_senders_choice_are_not_fetched(
    mailbox: Mailbox, session: Session
) -> None:
    provider = {"type": "external", "originalContentUrl": "http://127.0.0.1:1/secret"}
    mailbox.file(MALI, message={"type": "image", "id": "i1", "contentProvider": provider})
    mailbox.attend()
    assert session.scalars(select(Attachment.keeping)).one() is Keeping.REFUSED


def test_what_was_unsent_is_gone_also_if_the_unsending_came_first(
    mailbox: Mailbox, session: Session
) -> None:
    mailbox.text(MALI, "ความลับ", "m-1")
    mailbox.attend()
    mailbox.file(MALI, type="unsend", unsend={"messageId": "m-1"})
    mailbox.file(MALI, type="unsend", unsend={"messageId": "m-2"})
    mailbox.attend()
    mailbox.text(MALI, "ความลับอีกอย่าง", "m-2")
    mailbox.attend()
    texts = session.scalars(select(Message.text).where(Message.author == Author.PERSON)).all()
    assert texts == [None]
    raw = [row.raw for row in session.scalars(select(Incoming)) if row.raw]
    assert not any("ความลับ" in json.loads(each).get("message", {}).get("text", "") for each in raw)


def test_in_a_group_nothing_is_kept_and_only_an_invitation_is_said(
    mailbox: Mailbox, session: Session
) -> None:
    source = {"type": "group", "groupId": "C" + "1" * 32, "userId": MALI}
    mailbox.file(MALI, source=source, type="join", replyToken="t")
    mailbox.file(MALI, source=source, message={"type": "text", "id": "g", "text": "นายจ้างโกง"})
    mailbox.attend("C" + "1" * 32)
    assert session.scalars(select(Message)).all() == []
    assert session.scalars(select(Person)).all() == []
    assert len(session.scalars(select(Outgoing)).all()) == 1
    assert [row.raw for row in session.scalars(select(Incoming))] == [None, None]


def test_in_standby_we_keep_and_stay_silent(mailbox: Mailbox, session: Session) -> None:
    mailbox.text(MALI, "สวัสดี", mode="standby")
    mailbox.attend()
    assert session.scalars(select(Outgoing)).all() == []
    assert len(session.scalars(select(Message)).all()) == 1


def test_an_event_without_a_sender_is_read_and_done(mailbox: Mailbox, session: Session) -> None:
    mailbox.file("", source={"type": "user"}, message={"type": "text", "id": "1", "text": "?"})
    mailbox.attend("")
    assert session.scalars(select(Incoming.reading)).one() is Reading.DONE


def test_what_was_unsent_is_gone_from_the_case_and_from_what_the_bot_quoted(
    mailbox: Mailbox, session: Session
) -> None:
    story = "โรงงานที่ขอนแก่นไม่จ่ายค่าแรงมาสองเดือนแล้วค่ะ"
    mailbox.text(MALI, story, "m-1")
    mailbox.attend()
    for words in ("บริษัททดสอบ", "ข้าม", "ข้าม"):
        mailbox.text(MALI, words)
        mailbox.attend()
    quoted = session.scalars(select(Message.text).where(Message.author == Author.BOT)).all()
    assert any(story in (text or "") for text in quoted), "the summary quotes the story"
    mailbox.file(MALI, type="unsend", unsend={"messageId": "m-1"})
    mailbox.attend()
    session.expire_all()
    everything = [
        *session.scalars(select(Message.text)),
        *session.scalars(select(Case.narrative)),
        *(json.dumps(row.bubbles, ensure_ascii=False) for row in session.scalars(select(Outgoing))),
        *(str(row.raw) for row in session.scalars(select(Incoming))),
    ]
    assert not any("ไม่จ่ายค่าแรง" in (text or "") for text in everything)


def test_a_code_does_not_swallow_a_cry_for_help(mailbox: Mailbox, session: Session) -> None:
    mailbox.text(MALI, "ABCD-2345")
    mailbox.text(MALI, "ช่วยด้วยค่ะ มีคนถูกขังในโรงงาน ออกไม่ได้")
    mailbox.attend()
    assert session.scalars(select(Case.urgent_safety)).all() == [True]
    said = json.dumps([row.bubbles for row in session.scalars(select(Outgoing))])
    assert "191" in said


def test_an_album_of_forty_pictures_reaches_the_case(mailbox: Mailbox, session: Session) -> None:
    mailbox.text(MALI, "โรงงานที่ขอนแก่นไม่จ่ายค่าแรงมาสองเดือนแล้วค่ะ")
    mailbox.attend()
    for number in range(40):
        mailbox.file(MALI, message={"type": "image", "id": f"i{number}"})
    mailbox.attend()
    pictures = select(Message.case_id).where(Message.kind == "image")
    case_id = session.scalars(select(Case.id)).one()
    assert session.scalars(pictures).all() == [case_id] * 40


def test_taking_back_a_short_word_does_not_turn_the_story(
    mailbox: Mailbox, session: Session
) -> None:
    mailbox.text(MALI, "นายจ้างไม่จ่ายค่าแรงที่ขอนแก่นมาสองเดือนแล้วค่ะ", "m-1")
    mailbox.attend()
    mailbox.text(MALI, "ไม่", "m-2")
    mailbox.attend()
    mailbox.file(MALI, type="unsend", unsend={"messageId": "m-2"})
    mailbox.attend()
    assert "ไม่จ่าย" in (session.scalars(select(Case.narrative)).one() or "")


def test_a_place_beyond_the_world_is_kept_as_something_unknown(
    mailbox: Mailbox, session: Session
) -> None:
    mailbox.file(MALI, message={"type": "location", "id": "l", "latitude": 10**400, "longitude": 1})
    mailbox.attend()
    assert session.scalars(select(Incoming.reading)).all() == [Reading.DONE]

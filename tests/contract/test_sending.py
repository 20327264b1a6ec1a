"""One Outgoing reaches a person once, whatever LINE does."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from line_standin import LineStandin
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.attend import attend
from bot.database import Sessions
from bot.line import Line
from bot.profiles import learn_name
from bot.sending import Call, go_on, left_by, send
from locales.privacy import version
from models.base import now
from models.bubble import Bubble, Card, Choice, Words
from models.incoming import Incoming
from models.outgoing import Delivery, Outgoing, say
from models.person import Contact, Person, line_key, lock_conversation
from tests.conftest import TOKEN


class Desk:
    """One person, and the way to write to them."""

    def __init__(self, sessions: Sessions, line: LineStandin) -> None:
        self.sessions, self.line = sessions, line
        self.api = Line(TOKEN, line.url, line.url, "https://bot.example")
        self.user = line.add_user(displayName="มาลี")
        with sessions.begin() as session:
            person = lock_conversation(session, self.user).person
            person.notice_version = version()  # so that an answer is one bubble
            self.person_id = person.id

    def writes(self, *bubbles: Bubble, token: str | None = None, age: int = 0, **more: Any) -> int:
        """File an Outgoing; returns its id."""
        row = say(self.person_id, list(bubbles) or [Words("สวัสดีค่ะ")], **more)
        if token:
            row.reply_token, row.token_at = token, now() - timedelta(seconds=age)
        with self.sessions.begin() as session:
            session.add(row)
        return row.id

    def token(self) -> str:
        """A fresh reply token of the person."""
        return self.line.mint(self.user)

    def send(self, row_id: int) -> Outgoing:
        """Let the sender try; returns the row afterwards."""
        send(self.sessions, self.api, row_id)
        return self.row(row_id)

    def row(self, row_id: int) -> Outgoing:
        with self.sessions() as session:
            return session.get_one(Outgoing, row_id)

    def later(self, row_id: int, **values: Any) -> None:
        """Let the wait for the next try be over."""
        with self.sessions.begin() as session:
            session.execute(
                update(Outgoing)
                .where(Outgoing.id == row_id)
                .values(next_try_at=now() - timedelta(seconds=1), leased_until=None, **values)
            )

    def seen(self) -> list[str]:
        return self.line.texts(self.user)


@pytest.fixture
def desk(sessions: Sessions, line: LineStandin) -> Desk:
    return Desk(sessions, line)


def calls(line: LineStandin, operation: str) -> list[dict[str, Any]]:
    return [entry for entry in line.journal() if entry["operation"] == operation]


def test_a_fresh_token_is_used_and_costs_nothing(desk: Desk) -> None:
    row = desk.send(desk.writes(token=desk.token()))
    assert (row.delivery, row.via) == (Delivery.ACCEPTED, "reply")
    assert desk.seen() == ["สวัสดีค่ะ"]


def test_an_old_token_becomes_a_push_never_silence(desk: Desk) -> None:
    row = desk.send(desk.writes(token=desk.token(), age=50))
    assert (row.delivery, row.via) == (Delivery.ACCEPTED, "push")
    assert calls(desk.line, "replyMessage") == []


@pytest.mark.expects("reply_token")
def test_a_token_that_line_no_longer_takes_becomes_a_push(desk: Desk) -> None:
    token = desk.token()
    desk.line.advance(61)
    row = desk.send(desk.writes(token=token))
    assert (row.delivery, row.via, desk.seen()) == (Delivery.ACCEPTED, "push", ["สวัสดีค่ะ"])


@pytest.mark.expects("reply_token")
@pytest.mark.parametrize("kind", ["error_after", "reset_after"])
def test_a_reply_that_was_accepted_without_a_word_is_not_pushed_again(
    desk: Desk, kind: str
) -> None:
    desk.line.fault(kind, on="replyMessage", times=1)
    row = desk.send(desk.writes(token=desk.token()))
    assert row.delivery is Delivery.UNSURE
    assert desk.seen() == ["สวัสดีค่ะ"]
    assert calls(desk.line, "pushMessage") == []


@pytest.mark.parametrize("kind", ["error_before", "reset_before"])
def test_a_reply_that_was_lost_on_the_way_arrives_by_the_second_try(desk: Desk, kind: str) -> None:
    desk.line.fault(kind, on="replyMessage", times=1)
    row = desk.send(desk.writes(token=desk.token()))
    assert (row.delivery, row.via, desk.seen()) == (Delivery.ACCEPTED, "reply", ["สวัสดีค่ะ"])


def test_what_must_arrive_is_pushed_once_when_a_reply_stays_open(desk: Desk) -> None:
    desk.line.fault("error_before", on="replyMessage", times=2)
    row = desk.send(desk.writes(token=desk.token(), must_arrive=True))
    assert (row.delivery, row.via, desk.seen()) == (Delivery.ACCEPTED, "push", ["สวัสดีค่ะ"])


@pytest.mark.parametrize("kind", ["error_after", "reset_after"])
def test_a_push_that_was_accepted_without_a_word_arrives_once(desk: Desk, kind: str) -> None:
    row_id = desk.writes()
    desk.line.fault(kind, on="pushMessage", times=1)
    assert desk.send(row_id).delivery is Delivery.WAITING
    desk.later(row_id)
    assert desk.send(row_id).delivery is Delivery.ACCEPTED
    keys = {entry["retryKey"] for entry in calls(desk.line, "pushMessage")}
    assert (desk.seen(), len(keys)) == (["สวัสดีค่ะ"], 1)


def test_a_sender_that_was_killed_after_its_call_does_not_send_twice(desk: Desk) -> None:
    row_id = desk.writes()
    desk.send(row_id)
    desk.later(row_id, delivery=Delivery.WAITING)  # as if the outcome had not been written
    assert desk.send(row_id).delivery is Delivery.ACCEPTED
    assert desk.seen() == ["สวัสดีค่ะ"]


def test_too_fast_is_tried_again_and_the_month_used_up_is_not(desk: Desk) -> None:
    row_id = desk.writes()
    desk.line.fault("rate_limit", on="pushMessage", times=1)
    assert desk.send(row_id).delivery is Delivery.WAITING
    desk.later(row_id)
    assert desk.send(row_id).delivery is Delivery.ACCEPTED
    desk.line.control("POST", "/quota", limit=1, used=1)
    refused = desk.send(desk.writes())
    assert (refused.delivery, refused.error) == (Delivery.FAILED, "quota")
    answered = desk.send(desk.writes(token=desk.token()))
    assert answered.delivery is Delivery.ACCEPTED, "replies cost nothing and go on"


def test_a_person_who_blocked_us_is_said_to_be_accepted_never_delivered(desk: Desk) -> None:
    desk.line.block(desk.user)
    assert desk.send(desk.writes()).delivery is Delivery.ACCEPTED
    with desk.sessions.begin() as session:
        session.get_one(Person, desk.person_id).contact = Contact.LEFT
    row = desk.send(desk.writes())
    assert row.delivery is Delivery.FAILED
    assert "blocked" in (row.error or "")


def test_a_message_waits_for_the_one_before_it(desk: Desk) -> None:
    first, second = desk.writes(Words("หนึ่ง")), desk.writes(Words("สอง"))
    assert desk.send(second).delivery is Delivery.WAITING
    desk.send(first)
    desk.send(second)
    assert desk.seen() == ["หนึ่ง", "สอง"]


def test_a_line_that_is_out_of_reach_is_waited_for(desk: Desk) -> None:
    nowhere = Line(TOKEN, "http://127.0.0.1:9", "http://127.0.0.1:9")
    row_id = desk.writes(token=desk.token())
    send(desk.sessions, nowhere, row_id)
    row = desk.row(row_id)
    assert (row.delivery, row.via) == (Delivery.WAITING, "push")
    desk.later(row_id)
    assert desk.send(row_id).delivery is Delivery.ACCEPTED
    assert desk.seen() == ["สวัสดีค่ะ"]


def test_a_card_with_everything_in_it_is_accepted_by_line(desk: Desk) -> None:
    card = Card(
        title="สรุปเรื่อง <script>alert(1)</script>",
        alt="มีข้อความจากศูนย์รับเรื่อง",
        subtitle="ยังไม่ได้ส่ง",
        text="ก" * 3000,
        choices=[
            Choice("ส่งเรื่องให้เจ้าหน้าที่ที่ดูแลเรื่องนี้ตอนนี้เลยนะคะ" * 3, data="b:1:send", style="main"),
            Choice("เว็บ", uri="https://example.go.th/ค้นหา?q=ค่าจ้าง"),
        ],
    )
    quick = [
        Choice("กี่" * 30, data="x" * 300),
        Choice("ที่นี่", ask="place"),
        Choice("วัน", data="d", ask="date"),
    ]
    row = desk.send(desk.writes(Words("เข้าใจแล้วค่ะ"), card, choices=quick, token=desk.token()))
    assert row.delivery is Delivery.ACCEPTED, row.error
    delivered = [entry["message"] for entry in desk.line.transcript(desk.user)]
    assert [message["type"] for message in delivered] == ["text", "flex"]
    assert "quickReply" not in delivered[0]
    assert len(delivered[1]["quickReply"]["items"]) == 3


def test_a_frozen_request_stays_the_same_for_every_try(desk: Desk, session: Session) -> None:
    row_id = desk.writes(Words("แรก"))
    desk.line.fault("error_before", on="pushMessage", times=1)
    desk.send(row_id)
    with desk.sessions.begin() as changing:
        changing.get_one(Outgoing, row_id).bubbles = [{"kind": "words", "text": "อื่น"}]
    desk.later(row_id)
    desk.send(row_id)
    assert desk.seen() == ["แรก"]
    assert session.scalars(select(Outgoing.tries)).one() == 2


def test_a_row_that_cannot_be_rendered_does_not_silence_the_person(desk: Desk) -> None:
    broken = desk.writes(Words("?"), choices=[Choice("x", data="y" * 301)])
    for _ in range(3):
        desk.send(broken)
        desk.later(broken)
    assert desk.row(broken).delivery is Delivery.FAILED
    assert desk.send(desk.writes(Words("ต่อไป"))).delivery is Delivery.ACCEPTED


def test_the_name_of_a_reporter_is_learned(desk: Desk) -> None:
    learn_name(desk.sessions, desk.api, desk.person_id)
    with desk.sessions() as session:
        assert session.get_one(Person, desk.person_id).name == "มาลี"


def test_a_name_that_line_does_not_tell_is_not_asked_for_again(desk: Desk) -> None:
    desk.line.block(desk.user)
    learn_name(desk.sessions, desk.api, desk.person_id)
    with desk.sessions() as session:
        assert session.get_one(Person, desk.person_id).name == ""


class Turns:
    """Somebody writes; a turn begins its answer as job 1."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def takes(self) -> Call | None:
        """Let a turn take a greeting; returns the call that it began."""
        event = {
            "type": "message", "source": {"type": "user", "userId": self.desk.user},
            "replyToken": self.desk.token(),
            "message": {"type": "text", "id": f"m{id(object())}", "text": "สวัสดีค่ะ"},
        }  # fmt: skip
        with self.desk.sessions.begin() as session:
            session.add(
                Incoming(
                    event_id=uuid.uuid4().hex, chat_key=line_key(self.desk.user), occurred_at=now(),
                    raw=json.dumps(event).encode(),
                )
            )  # fmt: skip
        return attend(self.desk.sessions, line_key(self.desk.user), job_id=1).call

    def begins(self) -> Call:
        """Let a turn begin its answer; returns the call that is to be made."""
        call = self.takes()
        assert call is not None
        return call


@pytest.fixture
def turns(desk: Desk) -> Turns:
    return Turns(desk)


def test_a_turn_begins_its_answer_and_the_call_arrives_once(turns: Turns) -> None:
    desk, call = turns.desk, turns.begins()
    assert desk.row(call.outgoing_id).tries == 1
    send(desk.sessions, desk.api, call.outgoing_id)  # the sweep, or a job of another process
    assert desk.line.transcript(desk.user) == []
    go_on(desk.sessions, desk.api, call, 1)
    go_on(desk.sessions, desk.api, turns.begins(), 1)
    assert [row["via"] for row in desk.line.transcript(desk.user)] == ["reply", "reply"]
    assert desk.row(call.outgoing_id).delivery is Delivery.ACCEPTED


def test_what_a_killed_turn_had_begun_is_sent_by_its_next_run(turns: Turns) -> None:
    desk, call = turns.desk, turns.begins()
    assert left_by(desk.sessions, 2) == []
    assert left_by(desk.sessions, 1) == [call.outgoing_id]
    send(desk.sessions, desk.api, call.outgoing_id, 1)
    assert len(desk.line.transcript(desk.user)) == 1


def test_a_call_that_comes_too_late_is_handed_back_untried(turns: Turns) -> None:
    desk, call = turns.desk, turns.begins()
    go_on(desk.sessions, desk.api, replace(call, begun=call.begun - 60), 1)
    row = desk.row(call.outgoing_id)
    assert (row.tries, row.via, row.attempted_at) == (0, None, None)
    assert desk.line.transcript(desk.user) == []
    assert desk.send(call.outgoing_id).delivery is Delivery.ACCEPTED


def test_behind_a_message_that_waits_nothing_is_begun(turns: Turns) -> None:
    desk = turns.desk
    first = desk.writes(Words("รอก่อนค่ะ"))
    assert turns.takes() is None
    with desk.sessions() as session:
        second = session.scalars(select(Outgoing).where(Outgoing.id > first)).one()
    assert (second.delivery, second.tries) == (Delivery.WAITING, 0)
    assert desk.send(second.id).delivery is Delivery.WAITING
    desk.send(first)
    assert desk.send(second.id).delivery is Delivery.ACCEPTED

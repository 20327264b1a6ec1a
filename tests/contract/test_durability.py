"""What people wrote is answered, once, in order, whatever dies or lies on the way."""

import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable

import psycopg
import pytest
from line_standin import LineStandin
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.settings import Settings
from tests.service import Service

PEOPLE, KILLS = 200, 20
OUT_OF_ORDER = """select count(*) from outgoing a join outgoing b
    on b.person_id = a.person_id and b.id > a.id and b.settled_at < a.settled_at"""


def wait_until(true: Callable[[], bool], timeout: float = 20, why: str = "") -> float:
    """Wait until something holds; returns how long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < timeout, f"did not happen in time {why}"
        time.sleep(0.05)
    return time.monotonic() - begun


def count(session: Session, query: str) -> int:
    session.rollback()
    return int(session.scalar(text(query)) or 0)


def settled(session: Session) -> bool:
    """Whether nothing waits any more."""
    return (
        count(session, "select count(*) from incoming where reading = 'waiting'") == 0
        and count(session, "select count(*) from outgoing where delivery = 'waiting'") == 0
        and count(session, "select count(*) from attachment where keeping = 'waiting'") == 0
    )


def test_a_greeting_is_answered_by_reply(line: LineStandin, service: Service) -> None:
    user = line.add_user(displayName="สมหญิง")
    assert line.say(user, "สวัสดีค่ะ")["status"] == 200
    line.wait_for(user, 1)
    assert {entry["via"] for entry in line.transcript(user)} == {"reply"}


def test_a_redelivered_event_has_one_effect(
    line: LineStandin, service: Service, session: Session
) -> None:
    user = line.add_user()
    sent = line.say(user, "สวัสดีค่ะ")
    event_id = sent["events"][0]["webhookEventId"]
    threads = [threading.Thread(target=line.redeliver, args=(event_id,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line.wait_for(user, 1)
    time.sleep(1)
    assert count(session, "select count(*) from outgoing") == 1


def test_ten_pictures_of_a_stranger_are_one_turn_and_one_case(
    line: LineStandin, service: Service, session: Session
) -> None:
    user = line.add_user()
    picture = {"type": "message", "userId": user, "message": {"type": "image"},
               "content": {"kind": "image", "text": "picture"}}  # fmt: skip
    line.send(*[picture for _ in range(10)])
    line.wait_for(user, 1)
    wait_until(lambda: settled(session))
    assert count(session, 'select count(*) from "case"') == 1
    assert count(session, "select count(*) from outgoing") == 1
    assert count(session, "select count(*) from attachment where keeping = 'stored'") == 10


def test_an_answer_is_one_request_with_text_and_card_together(
    line: LineStandin, service: Service
) -> None:
    user = line.add_user()
    line.send({"type": "follow", "userId": user})
    line.wait_for(user, 1)
    time.sleep(0.5)
    assert len({entry["requestId"] for entry in line.transcript(user)}) == 1


def test_blocking_is_not_answered(line: LineStandin, service: Service, session: Session) -> None:
    user = line.add_user()
    line.send({"type": "unfollow", "userId": user})
    wait_until(lambda: settled(session))
    assert count(session, "select count(*) from incoming where reading = 'done'") == 1
    assert count(session, "select count(*) from outgoing") == 0


@pytest.mark.expects("reply_token")
def test_the_worker_is_killed_twenty_times_while_two_hundred_people_chat(
    settings: Settings,
    line: LineStandin,
    tmp_path,
    session: Session,  # type: ignore[no-untyped-def]
) -> None:
    with Service(settings, line.url, tmp_path) as service:
        service.start().wait_ready()
        line.set_bot_url(service.url + "/line/webhook")
        people = line.add_users(PEOPLE)
        stop = threading.Event()
        said: dict[str, list[str]] = {person: [] for person in people}
        talk = threading.Thread(target=_chat, args=(line, said, stop))
        talk.start()
        accepted = "select count(*) from outgoing where delivery = 'accepted'"
        recoveries = []
        for _ in range(KILLS):
            time.sleep(random.random() * 2)
            service.kill("worker")
            before = count(session, accepted)
            service.start("worker")
            recoveries.append(
                wait_until(lambda n=before: count(session, accepted) > n, 30, service.logs())
            )
        stop.set()
        talk.join()
        rest = wait_until(lambda: settled(session), 60, service.logs())
        median, longest = sorted(recoveries)[KILLS // 2], max(recoveries)
        print(f"answers again {median:.1f} s after a kill (median), {longest:.1f} s (longest)")
        print(f"all settled {rest:.1f} s after the last")
        assert longest < 25, "a slow and busy machine takes 11 s"
        events = sum(len(texts) for texts in said.values())
        assert count(session, "select count(*) from incoming where reading = 'done'") == events
        assert count(session, "select count(distinct incoming_id) from message") == events
        assert (
            count(session, "select count(*) from message where incoming_id is not null") == events
        )
        assert line.duplicates() == []
        assert count(session, "select count(distinct person_id) from outgoing") == PEOPLE
        states = dict(
            session.execute(text("select delivery, count(*) from outgoing group by 1")).all()
        )
        print(f"{events} events, {states}")
        assert set(states) <= {"accepted", "unsure"}
        assert count(session, OUT_OF_ORDER) == 0
        numbers = (
            'select count(*) from (select person_id from "case" group by 1 having count(*) > 1) x'
        )
        assert count(session, numbers) == 0


def _chat(line: LineStandin, said: dict[str, list[str]], stop: threading.Event) -> None:
    """Everybody writes in turn, over and over."""
    words = ["สวัสดีค่ะ", "ขอบคุณค่ะ", "ฝากด้วยนะคะ"]
    at = 0
    while not stop.is_set():
        for person, texts in said.items():
            text_ = words[at % len(words)]
            assert line.say(person, text_)["status"] == 200
            texts.append(text_)
            at += 1
            time.sleep(0.04)
            if stop.is_set():
                return


@pytest.mark.expects("webhook")
@pytest.mark.parametrize("seconds", [1, 60])
def test_the_database_is_away_and_comes_back(
    settings: Settings,
    line: LineStandin,
    tmp_path,
    session: Session,
    seconds: int,  # type: ignore[no-untyped-def]
) -> None:
    with Service(settings, line.url, tmp_path) as service:
        service.start().wait_ready()
        line.set_bot_url(service.url + "/line/webhook")
        user = line.add_user()
        assert line.say(user, "สวัสดีค่ะ")["status"] == 200
        with _frozen_database(settings):
            answer = line.say(user, "อยู่ไหมคะ")
            assert answer["status"] != 200
            assert answer["ms"] < 2000
            time.sleep(seconds)
        wait_until(lambda: line.say(user, "กลับมาแล้วค่ะ")["status"] == 200, 15)
        wait_until(lambda: settled(session), 30, service.logs())
        before = len(line.transcript(user))
        begun = time.monotonic()
        assert line.say(user, "สวัสดีอีกทีค่ะ")["status"] == 200
        wait_until(lambda: len(line.transcript(user)) > before, 10)
        assert time.monotonic() - begun < 3


class _frozen_database:  # noqa: N801  reads as a phrase
    """The database server answers nobody while the block lasts: its processes are stopped."""

    def __init__(self, settings: Settings) -> None:
        with psycopg.connect(settings.libpq_url) as connection:
            row = connection.execute("select pg_backend_pid()").fetchone()
            assert row is not None
            stat = subprocess.run(
                ["ps", "-o", "ppid=", "-p", str(row[0])], capture_output=True, text=True, check=True
            )
        self.postmaster = int(stat.stdout)

    def _signal(self, number: signal.Signals) -> None:
        children = subprocess.run(
            ["pgrep", "-P", str(self.postmaster)], capture_output=True, text=True, check=True
        )
        for pid in [str(self.postmaster), *children.stdout.split()]:
            subprocess.run(["kill", f"-{number.value}", pid], check=False)

    def __enter__(self) -> None:
        self._signal(signal.SIGSTOP)

    def __exit__(self, *_: object) -> None:
        self._signal(signal.SIGCONT)

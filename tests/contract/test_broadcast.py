"""A broadcast reaches each person once, also when the worker dies in the middle of it."""

import time
from pathlib import Path

import pytest
from line_standin import LineStandin
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bot.settings import Settings
from models.person import Contact, Person, line_key
from tests.contract.test_durability import count, wait_until
from tests.crowd import approved
from tests.service import Service

PEOPLE = 20_000
CITIZENS = {"who": "citizens", "provinces": [], "languages": []}


def befriend(session: Session, users: list[str]) -> None:
    """Make people of LINE users who agreed to receive news."""
    for start in range(0, len(users), 1000):
        rows = [
            {"line_key": line_key(user), "line_user_id": user, "wants_news": True,
             "contact": Contact.FRIEND}
            for user in users[start : start + 1000]
        ]  # fmt: skip
        session.execute(insert(Person), rows)


@pytest.mark.expects("target")
def test_twenty_thousand_get_it_once_with_the_worker_killed_and_one_bad_id(
    settings: Settings, line: LineStandin, tmp_path: Path, session: Session
) -> None:
    users = line.add_users(PEOPLE)
    befriend(session, users)
    bad = "U-this-is-no-id"
    befriend(session, [bad])
    approved(session, audience=CITIZENS, texts={"th": "ข่าวสิทธิแรงงาน"})
    session.commit()
    sent = "select count(*) from outgoing where lane = 'broadcast' and delivery = 'accepted'"
    done = "select count(*) from broadcast where stage = 'done'"
    with Service(settings, line.url, tmp_path) as service:
        service.start().wait_ready()
        for kill_at in (5, 15, 30):
            wait_until(lambda n=kill_at: count(session, sent) >= n, 60, service.logs())
            service.kill("worker")
            service.start("worker")
        wait_until(lambda: count(session, done) == 1, 120, service.logs())
        time.sleep(1)
    assert line.duplicates() == []
    assert line.stats()["delivered"] == PEOPLE
    assert all(len(line.transcript(user)) == 1 for user in users[:: PEOPLE // 200])
    failed = session.execute(
        text("select error, count(*) from outgoing where delivery = 'failed' group by 1")
    ).all()
    assert failed == [("LINE does not know this id", 1)]

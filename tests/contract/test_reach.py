"""Who shares a telephone says when it may light up: news waits, answers go."""

from datetime import timedelta

from line_standin import LineStandin
from sqlalchemy import select, update

from bot.attend import attend
from bot.database import Sessions
from bot.upkeep import sweep
from models.base import now
from models.bubble import Words
from models.incoming import Incoming
from models.outgoing import Delivery, Lane, Outgoing
from models.person import Person, line_key
from models.reach import Reach
from tests.contract.test_sending import Desk


def set_person(desk: Desk, **values: object) -> None:
    with desk.sessions.begin() as session:
        session.execute(update(Person).where(Person.id == desk.person_id).values(**values))


def says(desk: Desk, text: str) -> None:
    """Let the person write, as the webhook files it, and attend to it."""
    with desk.sessions.begin() as session:
        raw = (
            f'{{"type": "message", "source": {{"type": "user", "userId": "{desk.user}"}},'
            f' "message": {{"type": "text", "id": "m-{now().timestamp()}", "text": "{text}"}}}}'
        )
        session.add(
            Incoming(
                event_id=f"e-{now().timestamp()}", chat_key=line_key(desk.user),
                occurred_at=now(), raw=raw.encode(),
            )
        )  # fmt: skip
    attend(desk.sessions, line_key(desk.user))


def send_all(desk: Desk) -> None:
    with desk.sessions() as session:
        ids = list(session.scalars(select(Outgoing.id).order_by(Outgoing.id)))
    for each in ids:
        desk.send(each)


def test_news_waits_until_the_person_writes(sessions: Sessions, line: LineStandin) -> None:
    desk = Desk(sessions, line)
    says(desk, "อย่าทักมานะคะ ผัวหนูดูมือถือ")
    send_all(desk)
    before = len(desk.seen())
    news = desk.writes(Words("มีข่าวค่ะ"), lane=Lane.NOTICE)
    assert desk.send(news).delivery is Delivery.HELD
    assert len(desk.seen()) == before
    answer = desk.writes(Words("ตอบค่ะ"), lane=Lane.ANSWER)
    assert desk.send(answer).delivery is Delivery.ACCEPTED  # what is held back holds nothing up

    says(desk, "มีอะไรใหม่ไหมคะ")
    send_all(desk)
    assert desk.row(news).delivery is Delivery.ACCEPTED
    assert "มีข่าวค่ะ" in "\n".join(desk.seen()[before:])


def test_news_waits_for_the_hour(sessions: Sessions, line: LineStandin) -> None:
    desk = Desk(sessions, line)
    set_person(desk, reach=Reach.NEVER)
    news = desk.writes(Words("มีข่าวค่ะ"), lane=Lane.NOTICE)
    desk.send(news)
    set_person(desk, reach=Reach.ANY)
    with sessions.begin() as session:  # the hour has come
        session.execute(update(Outgoing).values(next_try_at=now() - timedelta(seconds=1)))
    sweep(sessions)
    assert desk.send(news).delivery is Delivery.ACCEPTED
    assert desk.seen() == ["มีข่าวค่ะ"]

"""One's own data: a copy by a link no preview can spend, deleting, and stories that lapse."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import upkeep
from bot.database import Sessions
from bot.media import Store
from bot.settings import Settings
from models.base import now
from models.bubble import Card, Picture, from_json
from models.case import Case
from models.data_link import DataLink
from models.message import Message
from models.outgoing import Lane, Outgoing
from models.person import Conversation
from tests.handlers.talk import Talk
from tests.web import web

STORY = "โรงงานที่ขอนแก่นค้างค่าแรงสองเดือน ไม่ยอมจ่ายเลยค่ะ"


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[FlaskClient]:
    with web(settings) as app:
        yield app.test_client()


def lodge(mali: Talk) -> None:
    mali.says(STORY).says("ข้าม").says("ข้าม").says("ข้าม").says("ส่งเรื่อง").sees("รับเรื่องแล้ว")


def link_of(talk: Talk) -> str:
    bubbles = [from_json(bubble) for row in talk.answers for bubble in row.bubbles]
    cards = [bubble for bubble in bubbles if isinstance(bubble, Card)]
    uris = [c.uri or "" for card in cards for c in card.choices]
    return next(uri for uri in uris if uri.startswith("/my/"))


def test_a_copy_holds_all_and_looking_at_the_page_spends_nothing(
    mali: Talk, client: FlaskClient
) -> None:
    lodge(mali)
    mali.says("ขอข้อมูลของฉัน").sees("30 นาที")
    page = link_of(mali)
    for _ in range(9):
        assert client.get(page).status_code == 200, "previews look many times"
    answer = client.post(f"{page}/json")
    assert answer.headers["Cache-Control"] == "no-store"
    data = json.loads(answer.data)
    assert data["cases"][0]["narrative"] == STORY
    assert data["cases"][0]["number"] == mali.case.number
    assert STORY in [message["text"] for message in data["cases"][0]["messages"]]
    pdf = client.post(f"{page}/pdf")
    assert pdf.data.startswith(b"%PDF")


def test_a_link_runs_out_by_presses_by_time_and_by_a_new_one(
    mali: Talk, client: FlaskClient, session: Session
) -> None:
    mali.says("ขอข้อมูลของฉัน")
    first = link_of(mali)
    mali.says("ขอข้อมูลของฉัน")
    second = link_of(mali)
    assert client.get(first).status_code == 410
    assert [client.post(f"{second}/json").status_code for _ in range(5)] == [200] * 4 + [410]
    mali.says("ขอข้อมูลของฉัน")
    session.execute(update(DataLink).values(until=now() - timedelta(minutes=1)))
    session.commit()
    assert client.post(f"{link_of(mali)}/pdf").status_code == 410
    assert client.get("/my/guessed").status_code == 410
    assert client.post(f"{link_of(mali)}/exe").status_code == 404


def test_staff_do_not_see_the_link(mali: Talk, session: Session) -> None:
    mali.says("ขอข้อมูลของฉัน")
    token = link_of(mali).rsplit("/", 1)[1]
    assert not any(token in (m.text or "") for m in session.scalars(select(Message)))


def test_deleting_is_asked_once_and_tells_what_stays(mali: Talk, session: Session) -> None:
    lodge(mali)
    mali.says("ที่ทำงานเก่าก็ไม่ให้ลาป่วยเหมือนกัน จะเล่าให้ฟังนะคะ")
    mali.says("ลบข้อมูลของฉัน").sees("30 วัน").says("ไม่").sees("ไม่ได้ลบอะไร")
    mali.says("ลบข้อมูลของฉัน").presses("ลบเลย").sees("ลบแล้ว", "1 เรื่อง")
    session.expire_all()
    (case,) = mali.cases
    assert case.narrative == STORY, "a lodged case is the offices' to decide"
    assert any(change.what == "erase_asked" for change in case.changes)
    left = [m.text for m in session.scalars(select(Message).where(Message.case_id.is_(None)))]
    assert not any("ลาป่วย" in (text or "") for text in left)
    assert mali.person.notice_version is None
    mali.says("สวัสดีค่ะ").sees("สวัสดีค่ะ")


def test_what_was_not_sent_is_told_on_the_sixth_day_and_gone_on_the_seventh(
    mali: Talk, session: Session, sessions: Sessions, tmp_path: Path
) -> None:
    mali.says(STORY)
    store = Store(tmp_path)

    def days_pass(days: float) -> None:
        talk = session.get_one(Conversation, mali.person.id)
        talk.touched_at -= timedelta(days=days)
        if talk.notes and "lapse_told" in talk.notes:
            told = now() - timedelta(days=days, minutes=1)
            talk.notes = talk.notes | {"lapse_told": told.isoformat()}
        session.commit()
        upkeep.lapse_drafts(sessions, store)
        session.expire_all()

    def notices() -> list[Outgoing]:
        return list(session.scalars(select(Outgoing).where(Outgoing.lane == Lane.NOTICE)))

    days_pass(5)
    assert notices() == []
    days_pass(1.1)
    assert len(notices()) == 1
    upkeep.lapse_drafts(sessions, store)
    assert len(notices()) == 1, "told once"
    days_pass(1.1)
    assert session.scalars(select(Case)).all() == []
    assert not any(STORY in (m.text or "") for m in session.scalars(select(Message)))
    mali.says("สวัสดีค่ะ").sees("สวัสดีค่ะ")


def test_who_writes_again_keeps_the_story(
    mali: Talk, session: Session, sessions: Sessions, tmp_path: Path
) -> None:
    mali.says(STORY)
    session.get_one(Conversation, mali.person.id).touched_at -= timedelta(days=6.5)
    session.commit()
    upkeep.lapse_drafts(sessions, Store(tmp_path))
    mali.says("ยังอยู่ไหมคะ")
    upkeep.lapse_drafts(sessions, Store(tmp_path))
    session.expire_all()
    assert mali.case.narrative is not None


def test_a_receipt_is_a_picture_and_a_paper_and_its_code_tells_nothing(
    mali: Talk, client: FlaskClient
) -> None:
    lodge(mali)
    number = mali.case.number or "?"
    mali.presses("ใบรับเรื่อง").sees("[ใบรับเรื่อง]", "[พิมพ์เก็บไว้ (PDF)]")
    bubbles = [from_json(bubble) for row in mali.answers for bubble in row.bubbles]
    (shown,) = [bubble for bubble in bubbles if isinstance(bubble, Picture)]
    assert client.get(shown.address).data.startswith(b"\x89PNG")
    assert client.get(shown.address.replace(".png", ".pdf")).data.startswith(b"%PDF")
    for guess in ("0" * 32, "ก", ""):
        assert client.get(f"/receipt/{number}/{guess}.png").status_code == 404
    assert number in client.get(f"/c/{number}").get_data(as_text=True)
    assert client.get("/c/LV69-999999-0").status_code in (200, 404)
    assert client.get("/c/<script>").status_code == 404

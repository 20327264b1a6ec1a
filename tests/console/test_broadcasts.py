"""Broadcasts and volunteers in the console: written, approved by somebody else, sent, stopped."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import linking, slicing
from models.audit import Audit
from models.base import now
from models.broadcast import Broadcast, Picture, Stage
from models.case import Office
from models.outgoing import Delivery, Outgoing
from models.person import Person
from models.quota import note_quota
from models.staff import Role, Staff
from tests.console.conftest import Browser
from tests.crowd import crowd, volunteers

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
PAGE = "/console/broadcasts"
FORM = {
    "title": "อบรมเดือนธันวาคม", "text-th": "เชิญอบรม <b>ฟรี</b>", "text-my": "သင်တန်း",
    "card-title-th": "อบรมฟรี", "card-button-th": "สมัคร", "card-uri-th": "https://example.go.th/a",
    "who": "volunteers",
}  # fmt: skip


@pytest.fixture
def writer(hire: Hire, browser: Browsers) -> Browser:
    return browser(hire(Role.BROADCASTER, Office.OPS))


@pytest.fixture
def boss(hire: Hire, browser: Browsers) -> Browser:
    return browser(hire(Role.SUPERVISOR, Office.OPS))


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def drawn(width: int = 1500, height: int = 900) -> BytesIO:
    held = BytesIO()
    Image.new("L", (width, height), "gray").save(held, "PNG")
    held.seek(0)
    return held


def written(writer: Browser, session: Session, **changes: Any) -> Broadcast:
    answer = writer.post(f"{PAGE}/new", **(FORM | changes))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return session.scalars(select(Broadcast).order_by(Broadcast.id.desc())).first()  # type: ignore[return-value]


def test_written_tried_approved_sent_and_watched(
    writer: Browser, boss: Browser, session: Session
) -> None:
    volunteers(session, 3)
    volunteers(session, 2, "my", province="ยะลา")
    note_quota(session, 1000, 100)
    session.commit()
    assert "Nothing has been written" in text(writer.get(PAGE))
    broadcast = written(writer, session, picture=(drawn(), "a.png"))
    here = f"{PAGE}/{broadcast.id}"
    page = text(writer.get(here))
    for shown in ("&lt;b&gt;ฟรี", "Thai · 3 people", "Burmese · 2 people", "5 messages", "700"):
        assert shown in page
    assert "<b>ฟรี" not in page
    picture = session.scalars(select(Picture)).one()
    assert f"/pictures/{picture.name}" in page
    assert writer.get(f"/pictures/{picture.name}").content_type == "image/jpeg"
    assert writer.post(f"{here}/approve", edition=1).status_code == 403
    text(writer.post(f"{here}/ask", edition=1), 302)
    assert "Your decision" in text(boss.get(here))
    text(boss.post(f"{here}/approve", edition=1), 302)
    slicing.begin_due(session)
    while slicing.cut(session, broadcast.id, "https://bot.example"):
        session.commit()
    session.commit()
    assert "0 of 5 people" in text(boss.get(here))
    calls = session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    assert calls[0].bubbles[1]["picture"] == f"https://bot.example/pictures/{picture.name}"
    session.execute(update(Outgoing).values(delivery=Delivery.ACCEPTED, settled_at=now()))
    session.commit()
    news = boss.get(f"{here}/progress").get_json()
    assert news["stage"] == "sending"
    assert "5 of 5 people" in news["html"]
    assert "elivered" not in news["html"]
    assert slicing.finish(session, broadcast.id)
    session.commit()
    assert "What became of it" in text(writer.get(here))
    acts = session.scalars(select(Audit.action).order_by(Audit.id)).all()
    assert [act for act in acts if "broadcast" in act] == [
        "write_broadcast", "ask_broadcast", "approve_broadcast",
    ]  # fmt: skip


def test_what_is_wrong_is_said_and_what_was_written_stays(
    writer: Browser, session: Session
) -> None:
    page = text(
        writer.post(f"{PAGE}/new", **(FORM | {"text-th": "", "card-uri-th": "http://x.th"})), 422
    )
    for shown in ("The Thai text is missing.", "must begin with https://", "သင်တန်း", "http://x.th"):
        assert shown in page
    fake = (BytesIO(b"<svg onload=alert(1)>"), "a.png")
    assert "JPEG or PNG" in text(writer.post(f"{PAGE}/new", **(FORM | {"picture": fake})), 422)
    bomb = FORM | {"picture": (drawn(8000, 5001), "a.png")}
    assert "too large" in text(writer.post(f"{PAGE}/new", **bomb), 422)
    past = FORM | {"send_at": "2020-01-01T10:00"}
    assert "The time is past" in text(writer.post(f"{PAGE}/new", **past), 422)
    text(writer.post(f"{PAGE}/new", **(FORM | {"send_at": "tomorrow"})), 400)
    assert session.scalars(select(Broadcast)).first() is None
    assert session.scalars(select(Picture)).first() is None


def test_a_changed_draft_keeps_its_picture_until_it_is_taken_away(
    writer: Browser, session: Session
) -> None:
    broadcast = written(writer, session, picture=(drawn(), "a.png"), provinces=["ยะลา", "x"])
    edit = f"{PAGE}/{broadcast.id}/edit"
    assert 'value="ยะลา" checked' in text(writer.get(edit))
    later = {"send_at": "2099-12-31T09:30", "title": "ใหม่"}
    text(writer.post(edit, **(FORM | later)), 302)
    session.refresh(broadcast)
    assert (broadcast.title, broadcast.edition) == ("ใหม่", 2)
    assert broadcast.picture_id is not None
    assert f"{broadcast.send_at:%Y-%m-%d %H:%M %Z}" == "2099-12-31 02:30 UTC"
    text(writer.post(edit, no_picture="1", **FORM), 302)
    session.refresh(broadcast)
    assert broadcast.picture_id is None


def test_the_second_person_reads_what_is_approved(
    writer: Browser, boss: Browser, session: Session
) -> None:
    volunteers(session, 9)
    session.commit()
    broadcast = written(writer, session)
    here = f"{PAGE}/{broadcast.id}"
    text(boss.post(f"{here}/ask", edition=1), 403)
    text(writer.post(f"{here}/ask", edition=1), 302)
    assert "LINE has not told us" in text(boss.post(f"{here}/approve", edition=1), 409)
    note_quota(session, 10, 0)
    session.commit()
    assert "cannot be approved" in text(boss.get(here))
    assert "kept for answers" in text(boss.post(f"{here}/approve", edition=1), 409)
    assert "say why" in text(boss.post(f"{here}/decline", edition=1), 422)
    text(boss.post(f"{here}/decline", edition=1, reason="สั้นกว่านี้"), 302)
    assert "สั้นกว่านี้" in text(writer.get(here))
    text(writer.post(f"{here}/edit", **FORM), 302)
    text(writer.post(f"{here}/ask", edition=1), 409)
    text(writer.post(f"{here}/ask", edition=2), 302)
    text(writer.post(f"{here}/edit", **FORM), 409)
    note_quota(session, None, 0)
    session.commit()
    text(boss.post(f"{here}/approve", edition=1), 409)
    past = {"edition": 2, "send_at": "2020-01-01T10:00"}
    assert "The time is past" in text(boss.post(f"{here}/approve", **past), 422)
    text(boss.post(f"{here}/approve", edition=2, send_at="2099-01-01T08:00"), 302)
    assert "1 Jan 2099 08:00" in text(boss.get(here))
    text(writer.post(f"{here}/stop"), 302)
    session.refresh(broadcast)
    assert broadcast.stage is Stage.STOPPED
    text(boss.post(f"{here}/stop"), 409)


def test_a_test_comes_to_the_own_account_only(
    writer: Browser, session: Session, hire: Hire
) -> None:
    broadcast = written(writer, session)
    here = f"{PAGE}/{broadcast.id}"
    assert writer.post(f"{here}/test").location.endswith(f"{PAGE}/account")
    code = re.search(r"big-code\">(\w{6})<", text(writer.post(f"{PAGE}/account")))
    assert code is not None
    person = session.get_one(Person, crowd(session, 1)[0])
    assert linking.link_staff(session, person, code.group(1)) is not None
    session.commit()
    assert "Tied" in text(writer.get(f"{PAGE}/account"))
    text(writer.post(f"{here}/test", language="my"), 302)
    call = session.scalars(select(Outgoing)).one()
    assert (call.person_id, call.bubbles[1]["text"]) == (person.id, FORM["text-my"])
    text(writer.post(f"{PAGE}/account", do="untie"), 200)
    assert writer.post(f"{here}/test").location.endswith(f"{PAGE}/account")


def test_other_offices_and_roles_see_nothing(
    writer: Browser, browser: Browsers, hire: Hire, session: Session
) -> None:
    broadcast = written(writer, session)
    stranger = browser(hire(Role.SUPERVISOR, Office.SSO))
    for path in ("", "/progress"):
        text(stranger.get(f"{PAGE}/{broadcast.id}{path}"), 404)
    text(stranger.post(f"{PAGE}/{broadcast.id}/approve", edition=1), 404)
    assert broadcast.title not in text(stranger.get(PAGE))
    for role in (Role.OFFICER, Role.AUDITOR, Role.ADMIN, Role.TRAINER, Role.SCREENER):
        other = browser(hire(role, Office.OPS))
        for path in (PAGE, f"{PAGE}/{broadcast.id}", f"{PAGE}/account", "/console/volunteers"):
            text(other.get(path), 403)


def test_a_writer_who_became_supervisor_does_not_approve(writer: Browser, session: Session) -> None:
    volunteers(session, 1)
    note_quota(session, None, 0)
    session.commit()
    here = f"{PAGE}/{written(writer, session).id}"
    text(writer.post(f"{here}/ask", edition=1), 302)
    session.execute(update(Staff).values(role=Role.SUPERVISOR))
    session.commit()
    assert "Your decision" in text(writer.get(here))
    for name in ("approve", "decline"):
        refused = text(writer.post(f"{here}/{name}", edition=1, reason="x"), 409)
        assert "somebody else must decide" in refused


def test_text_of_others_is_never_markup(writer: Browser, session: Session) -> None:
    evil = "<script>alert(1)</script>"
    here = f"{PAGE}/{written(writer, session, **{'text-th': evil, 'title': evil}).id}"
    for path in (PAGE, here, f"{here}/edit"):
        assert evil not in text(writer.get(path))
        assert "&lt;script&gt;" in text(writer.get(path))

"""A broadcast as staff write, test, approve, watch and stop it, through the pages they use."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from locales.formats import BANGKOK
from models import linking
from models.audit import Audit
from models.broadcast import Broadcast, Picture, Stage
from models.case import Office
from models.outgoing import Delivery, Outgoing
from models.person import Person
from models.quota import note_quota
from models.slicing import begin_due, cut
from models.staff import Role, Staff
from tests.console.conftest import Browser
from tests.crowd import crowd, volunteers

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
ROOT = "/console/broadcasts"
FORM = {
    "title": "อบรมเดือนธันวาคม",
    "text-th": "ขอเชิญอบรม\r\nวันเสาร์",
    "text-my": "သင်တန်း",
    "who": "volunteers",
}
CARD = {
    "card-title-th": "สมัครได้เลย", "card-text-th": "ถึงสิ้นเดือน",
    "card-button-th": "สมัคร", "card-uri-th": "https://example.go.th/a",
}  # fmt: skip


@pytest.fixture
def writer(hire: Hire) -> Staff:
    """Who writes."""
    return hire(Role.BROADCASTER, Office.OPS)


@pytest.fixture
def boss(hire: Hire) -> Staff:
    """Who approves."""
    return hire(Role.SUPERVISOR, Office.OPS)


def written(opened: Browser, session: Session, **changes: Any) -> Broadcast:
    """Write a draft through the form. Returns it."""
    answer = opened.post(f"{ROOT}/new", **(FORM | changes))
    assert answer.status_code == 302
    return session.scalars(select(Broadcast).order_by(Broadcast.id.desc()).limit(1)).one()


def step(opened: Browser, broadcast: Broadcast, name: str, **form: Any) -> Any:
    """Press a button of a broadcast's page."""
    return opened.post(f"{ROOT}/{broadcast.id}/{name}", edition=broadcast.edition, **form)


def page_of(opened: Browser, broadcast: Broadcast) -> str:
    """Returns the page of a broadcast, its blanks evened."""
    page = opened.get(f"{ROOT}/{broadcast.id}").get_data(as_text=True)
    return re.sub(r"\s+", " ", page)


def test_from_the_first_word_to_the_last_slice(
    browser: Browsers, writer: Staff, boss: Staff, session: Session
) -> None:
    volunteers(session, 3)
    volunteers(session, 2, "my")
    note_quota(session, 1000, 40)
    session.commit()
    write, decide = browser(writer), browser(boss)
    broadcast = written(write, session, **CARD)
    page = page_of(write, broadcast)
    for shown in ("5 people, one message each", "In Burmese</dt><dd>2<", "40 of 1,000",
                  "There is room for it.", 'href="https://example.go.th/a"', "ขอเชิญอบรม"):  # fmt: skip
        assert shown in page
    assert step(write, broadcast, "ask").status_code == 302
    assert "Approve for" not in page_of(write, broadcast)
    assert step(write, broadcast, "approve").status_code == 403
    assert "Approve for 5 people" in page_of(decide, broadcast)
    assert step(decide, broadcast, "approve").status_code == 302
    begin_due(session)
    session.commit()
    while cut(session, broadcast.id, "https://bot.example"):
        session.commit()
    session.refresh(broadcast)
    assert (broadcast.stage, broadcast.approved_by) == (Stage.SENDING, boss.id)
    sent = session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    sent[0].settle(Delivery.ACCEPTED)
    sent[1].settle(Delivery.FAILED, "quota")
    session.commit()
    news = write.get(f"{ROOT}/{broadcast.id}/progress").get_json()
    told = re.sub(r"\s+", " ", news["html"])
    assert news["stage"] == "sending"
    assert "Accepted by LINE</dt><dd>3<" in told
    assert "The month&#39;s messages are used up: 2" in told
    assert "elivered" not in told
    acts = set(session.scalars(select(Audit.action)))
    assert {"write_broadcast", "ask_broadcast", "approve_broadcast"} <= acts


def test_a_writer_who_became_supervisor_does_not_approve(
    browser: Browsers, writer: Staff, session: Session
) -> None:
    volunteers(session, 1)
    note_quota(session, None, 0)
    session.commit()
    opened = browser(writer)
    broadcast = written(opened, session)
    step(opened, broadcast, "ask")
    writer.role = Role.SUPERVISOR
    session.commit()
    for name in ("approve", "decline"):
        refused = step(opened, broadcast, name, reason="x")
        assert refused.status_code == 409
        assert "somebody else must decide" in refused.get_data(as_text=True)
    session.refresh(broadcast)
    assert broadcast.stage is Stage.WAITING


def test_what_was_changed_after_reading_is_not_approved(
    browser: Browsers, writer: Staff, boss: Staff, session: Session
) -> None:
    volunteers(session, 1)
    note_quota(session, None, 0)
    session.commit()
    write, decide = browser(writer), browser(boss)
    broadcast = written(write, session)
    step(write, broadcast, "ask")
    read = broadcast.edition
    step(write, broadcast, "take-back")
    write.post(f"{ROOT}/{broadcast.id}/edit", **(FORM | {"text-th": "อย่างอื่น"}))
    session.refresh(broadcast)
    step(write, broadcast, "ask")
    refused = decide.post(f"{ROOT}/{broadcast.id}/approve", edition=read)
    assert refused.status_code == 409
    assert "Please read it again" in refused.get_data(as_text=True)
    assert step(decide, broadcast, "decline", reason=" ").status_code == 422
    assert step(decide, broadcast, "decline", reason="สะกดผิด").status_code == 302
    assert "declined it: สะกดผิด" in page_of(write, broadcast)


@pytest.mark.parametrize(
    ("limit", "said"),
    [(None, "has not told us yet"), (10, "kept for answers"), (1000, "")],
)
def test_the_quota_is_said_and_kept(
    limit: int | None, said: str, browser: Browsers, writer: Staff, boss: Staff, session: Session
) -> None:
    volunteers(session, 9)
    if limit is not None:
        note_quota(session, limit, 0)
    session.commit()
    broadcast = written(browser(writer), session)
    step(browser(writer), broadcast, "ask")
    answer = step(browser(boss), broadcast, "approve")
    assert answer.status_code == (409 if said else 302)
    assert said in answer.get_data(as_text=True)


def test_nobody_there_is_said(
    browser: Browsers, writer: Staff, boss: Staff, session: Session
) -> None:
    note_quota(session, None, 0)
    session.commit()
    broadcast = written(browser(writer), session)
    assert "Nobody matches" in page_of(browser(writer), broadcast)
    step(browser(writer), broadcast, "ask")
    assert step(browser(boss), broadcast, "approve").status_code == 409


def test_it_goes_at_the_time_that_was_chosen_and_can_be_stopped(
    browser: Browsers, writer: Staff, boss: Staff, session: Session
) -> None:
    volunteers(session, 2)
    note_quota(session, None, 0)
    session.commit()
    write, decide = browser(writer), browser(boss)
    later = datetime.now(BANGKOK).replace(second=0, microsecond=0) + timedelta(days=1)
    broadcast = written(write, session, send_at=f"{later:%Y-%m-%dT%H:%M}")
    assert broadcast.send_at == later
    step(write, broadcast, "ask")
    past = f"{later - timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert step(decide, broadcast, "approve", send_at=past).status_code == 422
    assert step(decide, broadcast, "approve", send_at="soon").status_code == 400
    assert f'value="{later:%Y-%m-%dT%H:%M}"' in page_of(decide, broadcast)
    step(decide, broadcast, "approve", send_at=f"{later:%Y-%m-%dT%H:%M}")
    begin_due(session)
    session.refresh(broadcast)
    assert (broadcast.stage, broadcast.send_at) == (Stage.APPROVED, later)
    session.commit()
    assert step(write, broadcast, "stop").status_code == 302
    assert step(write, broadcast, "stop").status_code == 409
    session.refresh(broadcast)
    assert (broadcast.stage, broadcast.stopped_by) == (Stage.STOPPED, writer.id)
    assert "Stopped by staff." in page_of(write, broadcast)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text-th": " "}, "The Thai text is missing."),
        ({"title": ""}, "Please give it a title"),
        (CARD | {"card-uri-th": "javascript:alert(1)"}, "A link must begin with https://"),
        ({"card-title-lo": "x"}, "a card in a language that has no text"),
        ({"who": "everybody"}, "Please choose who gets it."),
        ({"send_at": "2020-01-01T09:00"}, "The time is past."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    changes: dict[str, str], said: str, browser: Browsers, writer: Staff, session: Session
) -> None:
    answer = browser(writer).post(f"{ROOT}/new", **(FORM | changes))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert "သင်တန်း" in page
    assert session.scalars(select(Broadcast)).all() == []


def test_text_of_others_is_never_markup(browser: Browsers, writer: Staff, session: Session) -> None:
    evil = "<script>alert(1)</script>"
    broadcast = written(browser(writer), session, **(CARD | {"text-th": evil, "title": evil}))
    for path in ("", f"/{broadcast.id}", f"/{broadcast.id}/edit"):
        page = browser(writer).get(ROOT + path).get_data(as_text=True)
        assert evil not in page
        assert "&lt;script&gt;" in page


def test_a_picture_is_kept_drawn_anew_and_can_go(
    browser: Browsers, writer: Staff, session: Session
) -> None:
    opened, held = browser(writer), BytesIO()
    Image.new("RGB", (2000, 1000), "red").save(held, "PNG")
    held.seek(0)
    broadcast = written(opened, session, **CARD, picture=(held, "photo.png"))
    picture = session.scalars(select(Picture)).one()
    assert broadcast.picture_id == picture.id
    assert f"/pictures/{picture.name}" in page_of(opened, broadcast)
    shown = opened.get(f"/pictures/{picture.name}")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    path = f"{ROOT}/{broadcast.id}/edit"
    no_picture = {"picture": (BytesIO(b"GIF89a"), "photo.png")}
    refused = opened.post(path, **FORM, **CARD, **no_picture)
    assert refused.status_code == 422
    assert "must be a JPEG or PNG" in refused.get_data(as_text=True)
    assert opened.post(path, **FORM, **CARD).status_code == 302
    session.refresh(broadcast)
    assert broadcast.picture_id == picture.id
    opened.post(path, **FORM, **CARD, no_picture="1")
    session.refresh(broadcast)
    assert broadcast.picture_id is None


def test_a_test_goes_to_ones_own_account(
    browser: Browsers, writer: Staff, session: Session
) -> None:
    opened = browser(writer)
    broadcast = written(opened, session)
    assert step(opened, broadcast, "test").headers["Location"].endswith("/broadcasts/account")
    page = opened.post(f"{ROOT}/account", do="tie").get_data(as_text=True)
    code = re.search(r"ผูก ([A-Z2-9]{6})", page)
    assert code is not None
    assert code[1] not in opened.get(f"{ROOT}/account").get_data(as_text=True)
    person = session.get_one(Person, crowd(session, 1)[0])
    session.expire_all()
    assert linking.link_staff(session, person, code[1]) is not None
    session.commit()
    assert step(opened, broadcast, "test", language="my").status_code == 302
    sent = session.scalars(select(Outgoing)).one()
    assert sent.person_id == person.id
    assert [bubble["text"] for bubble in sent.bubbles][1:] == ["သင်တန်း"]
    opened.post(f"{ROOT}/account", do="untie")
    session.refresh(writer)
    assert writer.person_id is None


def test_other_offices_and_roles_see_nothing(
    browser: Browsers, writer: Staff, hire: Hire, session: Session
) -> None:
    broadcast = written(browser(writer), session)
    stranger = browser(hire(Role.BROADCASTER, Office.SSO))
    assert broadcast.title not in stranger.get(ROOT).get_data(as_text=True)
    for path in ("", "/edit", "/progress"):
        assert stranger.get(f"{ROOT}/{broadcast.id}{path}").status_code == 404
    for name in ("edit", "ask", "take-back", "stop", "test"):
        assert step(stranger, broadcast, name).status_code == 404
    officer = browser(hire(Role.OFFICER, Office.OPS))
    assert officer.get(f"{ROOT}/{broadcast.id}").status_code == 403
    supervisor = browser(hire(Role.SUPERVISOR, Office.OPS))
    assert supervisor.get(f"{ROOT}/{broadcast.id}").status_code == 200
    for name in ("edit", "ask", "take-back"):
        assert step(supervisor, broadcast, name).status_code == 403
    assert browser().get(f"{ROOT}/{broadcast.id}/progress").status_code == 401


def test_what_was_sent_in_is_not_edited(browser: Browsers, writer: Staff, session: Session) -> None:
    opened = browser(writer)
    broadcast = written(opened, session)
    step(opened, broadcast, "ask")
    assert opened.get(f"{ROOT}/{broadcast.id}/edit").status_code == 409
    assert opened.post(f"{ROOT}/{broadcast.id}/edit", **FORM).status_code == 409

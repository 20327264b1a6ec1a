"""Working a case: reading, answering, moving, correcting; and what comes in meanwhile."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import now
from models.case import Anonymity, Case, CaseChange, Correction, Notice, Office
from models.message import Attachment, Author, Keeping, Message
from models.outgoing import KEY_LIVES, Delivery, Outgoing
from models.person import Person
from models.staff import Role, Staff
from models.states import State
from tests.console.conftest import Browser

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
Lodge = Callable[..., Case]
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def _text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def _count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_scripts_are_shown_not_run(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge(
        SCRIPT, respondent=SCRIPT, reporter_name=SCRIPT, province=SCRIPT, category=SCRIPT,
        anonymity=Anonymity.OPEN,
        understood={
            "categories": [{"label": SCRIPT, "p": 0.5}], "evidence": [SCRIPT],
            "urgency": {"label": SCRIPT, "p": 1.0, "why": [SCRIPT]},
            "entities": {"organisations": [SCRIPT], "province": SCRIPT},
        },
    )  # fmt: skip
    case.person.name = SCRIPT
    session.commit()
    opened = browser(hire())
    for path in (
        "/console/cases", f"/console/cases/{case.id}", f"/console/cases?q={SCRIPT}",
        f"/console/cases?province={SCRIPT}",
    ):  # fmt: skip
        page = _text(opened.get(path))
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page
    news = opened.get(f"/console/cases/{case.id}/news?after=0").get_json()
    assert "<script>" not in news["lines"][0]["html"]


def test_pages_carry_no_inline_code(browser: Browsers, hire: Hire, lodge: Lodge) -> None:
    case = lodge()
    page = _text(browser(hire(Role.SUPERVISOR)).get(f"/console/cases/{case.id}"))
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


def test_two_clicks_send_one_answer(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, staff = lodge(), hire()
    opened = browser(staff)
    page = _text(opened.get(f"/console/cases/{case.id}"))
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    for _ in range(2):
        answer = opened.post(
            f"/console/cases/{case.id}/answer", text="สวัสดีค่ะ\r\nเรารับเรื่องแล้ว", once=once.group(1)
        )
        assert answer.status_code == 302
    call = session.scalars(select(Outgoing)).one()
    message = session.scalars(select(Message).where(Message.author == Author.STAFF)).one()
    assert (message.outgoing_id, message.text) == (call.id, "สวัสดีค่ะ\nเรารับเรื่องแล้ว")
    assert case.number and case.number in call.bubbles[0]["text"]
    assert call.must_arrive
    assert call.choices[0]["data"] == f"reply:{case.id}"
    session.refresh(case)
    assert case.asked_at is not None
    page = _text(opened.get(f"/console/cases/{case.id}"))
    assert "Waiting to be sent" in page
    assert staff.name in page


@pytest.mark.parametrize(("text", "says"), [(" \n ", "write something"), ("😀" * 2501, "too long")])
def test_bad_answers_are_refused(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session, text: str, says: str
) -> None:
    case = lodge()
    answer = browser(hire()).post(
        f"/console/cases/{case.id}/answer", text=text, once=str(uuid.uuid4())
    )
    assert answer.status_code == 422
    assert says in _text(answer)
    assert _count(session, Outgoing) == 0


def test_opening_marks_read_only_for_those_who_answer(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge()
    opened = browser(hire())
    assert "has-new" in _text(opened.get("/console/cases"))
    opened.get(f"/console/cases/{case.id}")
    assert "has-new" not in _text(opened.get("/console/cases"))
    assert "has-new" not in _text(opened.get("/console/cases?unread=1"))


def test_new_messages_come_by_polling(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge()
    opened = browser(hire())
    page = _text(opened.get(f"/console/cases/{case.id}"))
    last = re.search(r'data-last="(\d+)"', page)
    assert last
    address = f"/console/cases/{case.id}/news?have=1&after={last.group(1)}"
    assert opened.get(address).get_json()["lines"] == []
    session.add(
        Message(person_id=case.person_id, case_id=case.id, author=Author.PERSON, text="ยังไม่ได้ค่ะ")
    )
    session.get_one(Case, case.id, populate_existing=True).heard_at = now()
    session.commit()
    news = opened.get(address).get_json()
    assert [("ยังไม่ได้ค่ะ" in line["html"]) for line in news["lines"]] == [True]
    assert not news["whole"]
    missed = opened.get(f"/console/cases/{case.id}/news?have=1&after={news['last']}").get_json()
    assert missed["whole"]
    assert len(missed["lines"]) == 2
    assert news["last"] > int(last.group(1))
    session.refresh(case)
    assert case.heard_at is None


def test_what_was_taken_back_is_gone(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge("ความลับ", narrative="")
    message = session.query(Message).one()
    message.text, message.unsent_at = None, now()
    session.commit()
    opened = browser(hire())
    assert "took this message back" in _text(opened.get(f"/console/cases/{case.id}"))
    news = opened.get(f"/console/cases/{case.id}/news?have=1&after={message.id}").get_json()
    assert "took this message back" in news["lines"][0]["html"]


def test_the_queue_says_what_is_new(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    opened = browser(hire())
    page = _text(opened.get("/console/cases"))
    poll = re.search(r'data-poll="([^"]+)"', page)
    assert poll
    assert opened.get(poll.group(1)).get_json() == {"heard": [], "moved": []}
    case, other = lodge(), lodge(office=Office.SSO)
    assert opened.get(poll.group(1)).get_json() == {"heard": [case.id], "moved": [case.id]}
    assert other.id != case.id


def test_moving_needs_a_reason_and_tells(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, opened = lodge(), browser(hire())
    path = f"/console/cases/{case.id}/state"
    to = {"to": "awaiting_agency", "from": "in_progress"}
    assert opened.post(path, **to).status_code == 422
    assert opened.post(path, to="closed_resolved", **{"from": "in_progress"}).status_code == 422
    assert opened.post(path, to="nonsense", **{"from": "in_progress"}).status_code == 400
    assert opened.post(path, reason="ส่งหนังสือแล้ว", **to).status_code == 302
    assert opened.post(path, reason="ส่งหนังสือแล้ว", **to).status_code == 409
    session.refresh(case)
    assert case.state is State.AWAITING_AGENCY
    assert session.scalars(select(Notice)).one().words == "ส่งหนังสือแล้ว"
    assert "ส่งหนังสือแล้ว" in _text(opened.get(f"/console/cases/{case.id}"))


def test_a_second_person_decides(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, first = lodge(), hire(Role.SUPERVISOR)
    asks = browser(first)
    form = {"to": "terminated", "from": "in_progress", "reason": "ไม่มีมูล"}
    assert asks.post(f"/console/cases/{case.id}/state", **form).status_code == 302
    assert asks.post(f"/console/cases/{case.id}/state", **form).status_code == 409
    page = _text(asks.get(f"/console/cases/{case.id}"))
    assert "Waiting for a second person" in page
    assert 'value="yes"' not in page
    decide = f"/console/cases/{case.id}/approvals/1"
    assert asks.post(decide, say="yes").status_code == 409
    second = browser(hire(Role.SUPERVISOR, email="second@example.test"))
    assert case.number and case.number in _text(second.get("/console/approvals"))
    assert second.post(decide, say="yes").status_code == 302
    assert second.post(decide, say="yes").status_code == 409
    session.refresh(case)
    assert case.state is State.TERMINATED
    change = session.scalars(select(CaseChange).order_by(CaseChange.id.desc())).first()
    assert change is not None
    assert (change.staff_id, change.approved_by) == (first.id, first.id + 1)


def test_declined_stays(browser: Browsers, hire: Hire, lodge: Lodge, session: Session) -> None:
    case = lodge()
    form = {"to": "terminated", "from": "in_progress", "reason": "x"}
    browser(hire()).post(f"/console/cases/{case.id}/state", **form)
    browser(hire(Role.SUPERVISOR)).post(f"/console/cases/{case.id}/approvals/1", say="no")
    session.refresh(case)
    assert case.state is State.IN_PROGRESS


def test_correcting_teaches_and_routes(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge(state=State.TRIAGE)
    opened = browser(hire(Role.SUPERVISOR))
    answer = opened.post(
        f"/console/cases/{case.id}/correction", category="social_security", urgency="high"
    )
    assert answer.location == "/console/cases"  # it has left the office
    session.refresh(case)
    assert (case.office, case.category, case.urgency) == ("sso", "social_security", "high")
    rows = session.scalars(select(Correction).order_by(Correction.id))
    assert [(row.field, row.was, row.became) for row in rows] == [
        ("category", "wages", "social_security"),
        ("urgency", "normal", "high"),
    ]


def test_assigning_and_barring(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, officer = lodge(), hire()
    stranger = hire(office=Office.SSO)
    opened = browser(hire(Role.SUPERVISOR))
    path = f"/console/cases/{case.id}"
    assert opened.post(f"{path}/assignee", to=stranger.id).status_code == 422
    assert opened.post(f"{path}/assignee", to=officer.id).status_code == 302
    assert str(case.number) in _text(browser(officer).get("/console/cases?mine=1"))
    assert opened.post(f"{path}/bar", member=officer.id, reason="ถูกร้อง").status_code == 302
    assert browser(officer).get(path).status_code == 404
    session.refresh(case)
    assert case.assignee_id is None
    assert opened.get(path).status_code == 200


def test_giving_to_another_office(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, opened = lodge(), browser(hire(Role.SUPERVISOR))
    path = f"/console/cases/{case.id}/office"
    assert opened.post(path, office="sso").status_code == 422
    assert opened.post(path, office="sso", reason="เรื่องประกันสังคม").location == "/console/cases"
    assert browser(hire(office=Office.SSO)).get(f"/console/cases/{case.id}").status_code == 200


@pytest.mark.parametrize(
    ("delivery", "age", "confirmed", "status", "same"),
    [
        (Delivery.FAILED, timedelta(hours=1), False, 302, True),
        (Delivery.FAILED, KEY_LIVES + timedelta(hours=1), False, 422, True),
        (Delivery.FAILED, KEY_LIVES + timedelta(hours=1), True, 302, False),
        (Delivery.UNSURE, timedelta(minutes=1), False, 422, True),
        (Delivery.UNSURE, timedelta(minutes=1), True, 302, False),
    ],
)
def test_sending_again(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session,
    delivery: Delivery, age: timedelta, confirmed: bool, status: int, same: bool,
) -> None:  # fmt: skip
    case = lodge()
    call = Outgoing(
        person_id=case.person_id, case_id=case.id, bubbles=[{"kind": "words", "text": "x"}],
        choices=[], delivery=delivery, attempted_at=now() - age, settled_at=now(), error="HTTP 500",
    )  # fmt: skip
    session.add(call)
    session.flush()
    message = Message(
        person_id=case.person_id, case_id=case.id, author=Author.STAFF, text="x",
        outgoing_id=call.id,
    )  # fmt: skip
    session.add(message)
    session.commit()
    opened = browser(hire())
    assert "Send again" in _text(opened.get(f"/console/cases/{case.id}"))
    form = {"confirmed": "1"} if confirmed else {}
    path = f"/console/cases/{case.id}/outgoing/{call.id}/again"
    assert opened.post(path, **form).status_code == status
    session.refresh(message)
    assert (message.outgoing_id == call.id) == same
    if status == 302:
        session.expire_all()
        assert session.get_one(Outgoing, message.outgoing_id).delivery is Delivery.WAITING


@pytest.mark.parametrize(
    ("kind", "served", "how"),
    [
        ("image/png", "image/png", "inline"),
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
    ],
)
def test_attachments(
    app: Flask, browser: Browsers, hire: Hire, lodge: Lodge, session: Session,
    kind: str, served: str, how: str,
) -> None:  # fmt: skip
    case = lodge()
    kept = app.extensions["media"].keep([b"\x89PNG", b"rest"])
    file = Attachment(
        message_id=session.query(Message).one().id, kind="image", line_message_id="1",
        keeping=Keeping.STORED, content_type=kind, path=kept.path, key=kept.key,
        sha256=kept.sha256, size=kept.size, name="รูป\r\nX: y.png",
    )  # fmt: skip
    session.add(file)
    session.commit()
    opened = browser(hire())
    assert kept.sha256.hex() in _text(opened.get(f"/console/cases/{case.id}"))
    answer = opened.get(f"/console/cases/{case.id}/attachments/{file.id}")
    assert answer.data == b"\x89PNGrest"
    assert answer.headers["Content-Type"] == served
    assert answer.headers["Content-Disposition"].startswith(how)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    other = lodge()
    assert opened.get(f"/console/cases/{other.id}/attachments/{file.id}").status_code == 404


def test_a_picture_is_looked_at_as_a_copy_without_what_hides_in_it(
    app: Flask, browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case, drawn = lodge(), BytesIO()
    place = Image.Exif()
    place[0x010E] = "taken at home"  # ImageDescription
    Image.new("RGB", (4000, 1000), "red").save(drawn, "JPEG", exif=place)
    kept = app.extensions["media"].keep([drawn.getvalue() + b"<script>"])
    file = Attachment(
        message_id=session.query(Message).one().id, kind="image", line_message_id="1",
        keeping=Keeping.STORED, content_type="image/jpeg", path=kept.path, key=kept.key,
        sha256=kept.sha256, size=kept.size,
    )  # fmt: skip
    session.add(file)
    session.commit()
    opened = browser(hire())
    at = f"/console/cases/{case.id}/attachments/{file.id}"
    assert f"{at}/view" in _text(opened.get(f"/console/cases/{case.id}"))
    seen = opened.get(f"{at}/view")
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in seen.headers["Content-Security-Policy"]
    assert b"taken at home" not in seen.data
    assert b"<script>" not in seen.data
    assert Image.open(BytesIO(seen.data)).size == (1600, 400)
    assert b"taken at home" in opened.get(at).data  # the original is evidence
    file.content_type = "video/mp4"
    session.commit()
    assert opened.get(f"{at}/view").status_code == 404


def test_a_voice_can_be_heard(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    """LINE's voices are MP4 files, which by content alone look like films."""
    case = lodge()
    session.add(
        Attachment(
            message_id=session.query(Message).one().id,
            kind="audio",
            line_message_id="1",
            keeping=Keeping.STORED,
            content_type="video/mp4",
            path="p",
            key=b"k",
        )
    )
    session.commit()
    assert "<audio controls" in _text(browser(hire()).get(f"/console/cases/{case.id}"))


def test_language(browser: Browsers, hire: Hire, lodge: Lodge) -> None:
    opened = browser(hire())
    assert '<html lang="en">' in _text(opened.get("/console/cases"))
    opened.post("/console/language", language="th", back="/console/cases")
    assert '<html lang="th">' in _text(opened.get("/console/cases"))
    opened.post("/console/sign-out")
    assert '<html lang="th">' in _text(opened.get("/console/sign-in"))


def test_the_bot_can_be_silenced_towards_a_prankster_and_speaks_again(
    browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    case = lodge()
    opened = browser(hire(Role.SUPERVISOR))
    path = f"/console/cases/{case.id}/silence"
    assert opened.post(path, hours=24, reason="").status_code == 422
    assert opened.post(path, hours=99, reason="ป่วน").status_code == 422
    assert opened.post(path, hours=24, reason="ส่งข้อความป่วนทั้งคืน").status_code == 302
    person = session.get_one(Person, case.person_id, populate_existing=True)
    assert person.muted_until is not None
    assert "silent towards this person until" in _text(opened.get(f"/console/cases/{case.id}"))
    assert opened.post(path, hours=0, reason="เข้าใจกันแล้ว").status_code == 302
    session.refresh(person)
    assert person.muted_until is None

"""Role x action x case: what access.toml says is what the console does, everywhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models import access
from models.base import now
from models.case import Case, Office
from models.message import Attachment, Keeping, Message
from models.outgoing import Delivery, Outgoing
from models.staff import CaseBar, Role, Staff
from models.states import State
from tests.console.conftest import Browser

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
Lodge = Callable[..., Case]

CASES: dict[str, dict[str, Any]] = {
    "own, in work": {},
    "own, screening": {"state": State.TRIAGE},
    "own, danger": {"urgent_safety": True},
    "own, danger, mine": {"urgent_safety": True, "mine": True},
    "own, barred": {"barred": True},
    "other, in work": {"office": Office.SSO},
    "other, screening": {"office": Office.SSO, "state": State.TRIAGE},
    "other, danger, screening": {
        "office": Office.SSO, "urgent_safety": True, "state": State.TRIAGE,
    },
    "draft": {"state": State.DRAFT},
}  # fmt: skip
OPEN_TO: dict[str, set[str]] = {
    "screening": {"own, screening", "other, screening", "other, danger, screening"},
    "office": {"own, in work", "own, screening", "own, danger, mine"},
    "office_urgent": {"own, in work", "own, screening", "own, danger", "own, danger, mine"},
    "": set(),
}
POSTS = {
    "answer": ("answer", "outgoing/{call}/again"),
    "move": ("state",),
    "assign": ("assignee", "bar"),
    "mute": ("silence",),
    "route": ("office",),
    "correct": ("correction",),
    "approve": ("approvals/1",),
    "delete": ("deletion",),
}
GETS = ("", "/news", "/attachments/{file}")


def _make(
    name: str, staff: Staff, lodge: Lodge, session: Session, app: Flask
) -> tuple[Case, int, int]:
    values = dict(CASES[name])
    mine, barred = values.pop("mine", False), values.pop("barred", False)
    case = lodge(f"ความลับของเรื่อง {name}", assignee_id=staff.id if mine else None, **values)
    if barred:
        session.add(CaseBar(case_id=case.id, staff_id=staff.id))
    message = session.query(Message).filter_by(case_id=case.id).one()
    kept = app.extensions["media"].keep([b"a picture"])
    file = Attachment(
        message_id=message.id, kind="image", line_message_id="1", keeping=Keeping.STORED,
        content_type="image/png", path=kept.path, key=kept.key,
    )  # fmt: skip
    call = Outgoing(
        person_id=case.person_id, case_id=case.id, bubbles=[], choices=[],
        delivery=Delivery.FAILED, attempted_at=now(),
    )  # fmt: skip
    session.add_all([file, call])
    session.commit()
    return case, file.id, call.id


@pytest.mark.parametrize("role", list(Role))
def test_matrix(
    role: Role, app: Flask, browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    staff = hire(role)
    opened = browser(staff)
    for name in CASES:
        case, file, call = _make(name, staff, lodge, session, app)
        reads = name in OPEN_TO[access.scope(role, "read_case")]
        for path in GETS:
            answer = opened.get(f"/console/cases/{case.id}" + path.format(file=file))
            assert answer.status_code in ({200} if reads else {404, 403}), (role, name, path)
            if not reads:
                assert "ความลับ" not in answer.get_data(as_text=True)
        for action, paths in POSTS.items():
            may = name in OPEN_TO[access.scope(role, action)]
            for path in paths:
                answer = opened.post(f"/console/cases/{case.id}/{path.format(call=call)}")
                if not may:
                    assert answer.status_code in (403, 404), (role, name, path)
                elif path != "approvals/1" and not path.startswith("outgoing"):
                    assert answer.status_code not in (403, 404), (role, name, path)
        queue = opened.get("/console/cases?state=all").get_data(as_text=True)
        assert (f"ความลับของเรื่อง {name}<" in queue) == reads, (role, name)
        found = opened.get(f"/console/cases?q={case.number}").get_data(as_text=True)
        assert bool(re.search(f'class="open"[^>]*>{case.number}', found)) == reads
        case = session.get_one(Case, case.id, populate_existing=True)
        if not reads:
            assert case.heard_at is not None
        session.rollback()


@pytest.mark.parametrize("role", list(Role))
def test_navigation_shows_what_the_role_may(role: Role, browser: Browsers, hire: Hire) -> None:
    opened = browser(hire(role))
    page = opened.get("/console/account").get_data(as_text=True)
    shown = {path for path in PAGES if f'href="{path}"' in page}
    allowed = {
        path for path, actions in PAGES.items() if any(access.scope(role, a) for a in actions)
    }
    assert shown == allowed
    for path in set(PAGES) - allowed:
        assert opened.get(path).status_code in (403, 404)


PAGES = {
    "/console/cases": ("read_case",),
    "/console/approvals": ("approve",),
    "/console/broadcasts": ("write_broadcast", "approve_broadcast"),
    "/console/volunteers": ("invite",),
    "/console/staff": ("manage_staff",),
    "/console/audit": ("read_audit",),
}


def test_words_find_only_what_is_theirs(
    app: Flask, browser: Browsers, hire: Hire, lodge: Lodge, session: Session
) -> None:
    from models.words import remember_words
    from nlp.tokens import words

    ours, theirs = lodge(), lodge(office=Office.SSO)
    for case in (ours, theirs):
        message = session.query(Message).filter_by(case_id=case.id).one()
        remember_words(session, case, message.id, words(case.narrative or ""))
    session.commit()
    page = browser(hire()).get("/console/cases?q=ค่าแรง").get_data(as_text=True)
    assert ours.number and ours.number in page
    assert theirs.number and theirs.number not in page


def test_admin_cannot_change_themselves(browser: Browsers, hire: Hire, session: Session) -> None:
    admin, other = hire(Role.ADMIN), hire()
    opened = browser(admin)
    for what in ("place", "active", "password", "totp"):
        form = {"office": "sso", "role": "officer", "active": "no"}
        assert opened.post(f"/console/staff/{admin.id}/{what}", **form).status_code == 403
        assert opened.post(f"/console/staff/{other.id}/{what}", **form).status_code in (200, 302)
    session.refresh(other)
    assert (other.office, other.active) == (Office.SSO, False)


def test_admin_makes_an_account(browser: Browsers, hire: Hire) -> None:
    opened = browser(hire(Role.ADMIN))
    form = {"email": "New@Example.test", "name": "New", "office": "sso", "role": "officer"}
    page = opened.post("/console/staff", **form).get_data(as_text=True)
    password = page.split('class="code">')[1].split("<")[0]
    assert browser().sign_in("new@example.test", password).status_code == 302
    assert opened.post("/console/staff", **form).status_code == 422
    assert opened.post("/console/staff", **(form | {"email": "nonsense"})).status_code == 422


def test_auditor_sees_acts_and_no_content(browser: Browsers, hire: Hire, lodge: Lodge) -> None:
    case = lodge()
    reader = hire()
    browser(reader).get(f"/console/cases/{case.id}")
    auditor = browser(hire(Role.AUDITOR))
    page = auditor.get(f"/console/audit?case={case.number}&staff={reader.id}")
    text = page.get_data(as_text=True)
    assert ">Read a case</td>" in text
    assert case.number and case.number in text
    assert "ค่าแรง" not in text
    assert (
        ">Read a case</td>"
        not in auditor.get("/console/audit?action=sign_in")
        .get_data(as_text=True)
        .split("<tbody>")[1]
    )
    assert auditor.get("/console/audit?check=1").status_code == 200

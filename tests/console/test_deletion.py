"""A person asked to have a case deleted (PDPA s.33): two supervisors, or it stays."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.audit import Audit
from models.base import now
from models.case import Case, CaseChange, note_change
from models.erasing import ASKED
from models.message import Attachment, Keeping, Message
from models.outgoing import Outgoing, say
from models.staff import Role, Staff
from tests.console.conftest import Browser

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
Lodge = Callable[..., Case]


@pytest.fixture
def asked(lodge: Lodge, session: Session) -> Case:
    """A case whose reporter speaks Malay and wants it deleted."""
    case = lodge("อย่าให้ใครเห็นเรื่องนี้")
    case.person.language = "ms"
    note_change(case, ASKED, None, "asked", actor="person")
    session.commit()
    return case


def _ask(opened: Browser, case: Case, reason: str = "ผู้ร้องขอให้ลบ") -> int:
    status: int = opened.post(f"/console/cases/{case.id}/deletion", reason=reason).status_code
    return status


def _two(browser: Browsers, hire: Hire) -> tuple[Browser, Browser]:
    second = hire(Role.SUPERVISOR, email="second@example.test")
    return browser(hire(Role.SUPERVISOR)), browser(second)


def test_two_supervisors_delete_a_case_and_the_reporter_is_told(
    browser: Browsers, hire: Hire, asked: Case, session: Session, app: Flask
) -> None:
    store = app.extensions["media"]
    kept = store.keep([b"a payslip"])
    said = session.scalars(select(Message).where(Message.case_id == asked.id)).one()
    session.add(
        Attachment(
            message_id=said.id, kind="image", line_message_id="1", keeping=Keeping.STORED,
            path=kept.path, key=kept.key,
        )
    )  # fmt: skip
    session.add(say(asked.person_id, [], case_id=asked.id))
    session.commit()
    case_id, number, person_id = asked.id, asked.number, asked.person_id
    first, second = _two(browser, hire)
    page = first.get(f"/console/cases/{case_id}").get_data(as_text=True)
    assert "Ask to delete the case" in page
    assert _ask(first, asked) == 302
    decide = f"/console/cases/{case_id}/approvals/1"
    assert first.post(decide, say="yes").status_code == 409
    assert "delete the case for good" in second.get("/console/approvals").get_data(as_text=True)
    answer = second.post(decide, say="yes")
    answer.close()
    assert answer.status_code == 302
    session.expire_all()
    for table in (Message, Attachment, CaseChange, Approval):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert session.get(Case, case_id) is None
    assert not Path(store.folder, kept.path).exists()
    assert second.get(f"/console/cases/{case_id}").status_code == 404
    told = session.scalars(select(Outgoing)).one()
    assert (told.person_id, told.case_id) == (person_id, None)
    assert f"Kes {number} telah dipadam" in str(told.bubbles)
    trail = session.scalars(select(Audit).where(Audit.action == "delete_case")).one()
    assert (trail.case_id, trail.details["number"]) == (case_id, number)


def test_it_stays_where_nobody_asked_or_the_law_keeps_it(
    browser: Browsers, hire: Hire, lodge: Lodge, asked: Case, session: Session
) -> None:
    first, second = _two(browser, hire)
    other = lodge()
    page = first.get(f"/console/cases/{other.id}").get_data(as_text=True)
    assert "Ask to delete the case" not in page
    assert _ask(first, other) == 409
    assert _ask(first, asked, reason=" ") == 422
    assert _ask(first, asked) == 302
    asked.legal_hold = True
    session.commit()
    decide = f"/console/cases/{asked.id}/approvals/1"
    assert second.post(decide, say="yes").status_code == 409
    assert second.post(decide, say="no").status_code == 302
    assert session.get(Case, asked.id) is not None


def test_it_waits_while_an_answer_is_on_its_way(
    browser: Browsers, hire: Hire, asked: Case, session: Session
) -> None:
    first, second = _two(browser, hire)
    assert _ask(first, asked) == 302
    call = say(asked.person_id, [], case_id=asked.id)
    call.leased_until = now().replace(year=2099)
    session.add(call)
    session.commit()
    answer = second.post(f"/console/cases/{asked.id}/approvals/1", say="yes")
    assert answer.status_code == 409
    assert "in a minute" in answer.get_data(as_text=True)
    session.expire_all()
    assert session.get(Case, asked.id) is not None


def test_officers_cannot_ask_for_it(browser: Browsers, hire: Hire, asked: Case) -> None:
    assert _ask(browser(hire()), asked) in (403, 404)

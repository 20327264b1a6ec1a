"""The network of volunteers, as the office that keeps it sees it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import Audit
from models.base import now
from models.case import Office
from models.person import Person
from models.staff import Role, Staff
from models.volunteer import Invitation, Volunteer, accept
from tests.console.conftest import Browser
from tests.crowd import crowd, volunteers

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]
LIST = "/console/volunteers"


def invited(opened: Browser, **changes: str) -> str:
    """Make an invitation. Returns its code as the page shows it."""
    form = {"province": "ปัตตานี", "district": " เมือง  ปัตตานี ", "uses": "2"} | changes
    answer = opened.post(f"{LIST}/invitations", **form)
    assert answer.status_code == 200
    shown = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", answer.get_data(as_text=True))
    assert shown is not None
    return shown[0]


def test_a_code_is_shown_once_and_lets_people_in(
    browser: Browsers, hire: Hire, session: Session
) -> None:
    opened = browser(hire(Role.BROADCASTER, Office.OPS))
    code = invited(opened)
    page = opened.get(LIST).get_data(as_text=True)
    assert code not in page
    assert "2 uses left" in page
    person = session.get_one(Person, crowd(session, 1)[0])
    made = accept(session, person, code.lower())
    session.commit()
    assert made is not None
    page = opened.get(LIST).get_data(as_text=True)
    assert f"Volunteer #{made.id}" in page
    assert "เมือง ปัตตานี · ปัตตานี" in page
    assert "1 uses left" in page
    written = [
        row.details for row in session.scalars(select(Audit).where(Audit.action == "invite"))
    ]
    assert written == [{"province": "ปัตตานี", "district": "เมือง ปัตตานี", "uses": 2}]
    assert code not in str(written)


@pytest.mark.parametrize(
    "changes", [{"province": "Atlantis"}, {"uses": "0"}, {"uses": "501"}, {"uses": "x"},
                {"district": "ก" * 61}],
)  # fmt: skip
def test_what_makes_no_sense_makes_no_code(
    changes: dict[str, str], browser: Browsers, hire: Hire, session: Session
) -> None:
    opened = browser(hire(Role.BROADCASTER, Office.OPS))
    form = {"province": "ยะลา", "district": "", "uses": "1"} | changes
    assert opened.post(f"{LIST}/invitations", **form).status_code == 422
    assert session.scalars(select(Invitation)).all() == []


def test_a_revoked_code_lets_nobody_in(browser: Browsers, hire: Hire, session: Session) -> None:
    opened = browser(hire(Role.SUPERVISOR, Office.OPS))
    code = invited(opened)
    invitation = session.scalars(select(Invitation)).one()
    path = f"{LIST}/invitations/{invitation.id}/revoke"
    assert browser(hire(Role.SUPERVISOR, Office.SSO)).post(path).status_code == 404
    assert opened.post(path).status_code == 302
    assert opened.post(path).status_code == 404
    session.expire_all()
    person = session.get_one(Person, crowd(session, 1)[0])
    assert accept(session, person, code) is None
    assert "uses left" not in opened.get(LIST).get_data(as_text=True)


def test_a_volunteer_is_ended_after_a_second_look(
    browser: Browsers, hire: Hire, session: Session
) -> None:
    keeper = hire(Role.SUPERVISOR, Office.OPS)
    opened, stranger = browser(keeper), browser(hire(Role.SUPERVISOR, Office.SSO))
    volunteers(session, 1)
    session.commit()
    one = session.scalars(select(Volunteer)).one()
    path = f"{LIST}/{one.id}/end"
    assert f"#{one.id}" not in stranger.get(LIST).get_data(as_text=True)
    assert (stranger.get(path).status_code, stranger.post(path).status_code) == (404, 404)
    assert "their own cases" in opened.get(path).get_data(as_text=True).lower()
    assert opened.post(path).status_code == 302
    session.expire_all()
    assert (one.ended_by, one.ended_at is not None) == (keeper.id, True)
    assert opened.post(path).status_code == 404
    act = session.scalars(select(Audit).where(Audit.action == "end_volunteer")).one()
    assert (act.staff_id, act.details["volunteer"]) == (keeper.id, one.id)


def test_the_list_is_by_province_a_page_at_a_time(
    browser: Browsers, hire: Hire, session: Session
) -> None:
    opened = browser(hire(Role.BROADCASTER, Office.OPS))
    volunteers(session, 51)
    volunteers(session, 1, "my", province="ยะลา")
    session.commit()
    rows = {
        query: opened.get(LIST + query).get_data(as_text=True).count("/end")
        for query in ("", "?page=2", "?province=ยะลา", "?province=เลย")
    }
    assert rows == {"": 50, "?page=2": 2, "?province=ยะลา": 1, "?province=เลย": 0}


def test_old_invitations_are_not_listed(browser: Browsers, hire: Hire, session: Session) -> None:
    opened = browser(hire(Role.BROADCASTER, Office.OPS))
    invited(opened)
    session.scalars(select(Invitation)).one().expires_at = now() - timedelta(seconds=1)
    session.commit()
    assert "uses left" not in opened.get(LIST).get_data(as_text=True)

"""Signing in: who gets in, who does not, and when one is out again."""

import time
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import accounts, signin
from models.base import now
from models.case import Office
from models.staff import (
    IDLE,
    LOCKOUT,
    MAX_FAILURES,
    SESSION_LIVES,
    Role,
    SignInFailure,
    Staff,
    StaffSession,
)
from tests.console.conftest import Browser

Browsers = Callable[..., Browser]
Hire = Callable[..., Staff]


def test_closed_without_sign_in(browser: Browsers, app: Flask) -> None:
    """Every page sends strangers to the sign-in, polls answer 401, static files are open."""
    stranger = browser()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/console") or rule.endpoint in ("signin.show",):
            continue
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(f"<int:{argument}>", "1").replace(f"<{argument}>", "1")
        view = app.view_functions[rule.endpoint]
        if getattr(view, "public", False):
            continue
        method = "post" if "POST" in (rule.methods or set()) else "get"
        answer = getattr(stranger.client, method)(path)
        assert answer.status_code in (302, 401), path
        assert answer.status_code == 401 or "/console/sign-in" in answer.location
    with stranger.get("/static/console.css") as style:
        assert style.status_code == 200


def test_every_endpoint_says_whom_it_is_for(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/console"):
            view = app.view_functions[rule.endpoint]
            assert hasattr(view, "needs") or hasattr(view, "public"), rule.endpoint


def test_right_password_opens(browser: Browsers, hire: Hire) -> None:
    staff = hire()
    opened = browser()
    answer = opened.sign_in(staff.email.upper(), back="/console/cases?mine=1")
    assert answer.location == "/console/cases?mine=1"
    assert staff.name in opened.get("/console/cases").get_data(as_text=True)


@pytest.mark.parametrize("back", ["https://evil.test/", "//evil.test", "/console/\\evil", "x"])
def test_back_stays_inside(browser: Browsers, hire: Hire, back: str) -> None:
    assert browser().sign_in(hire().email, back=back).location == "/console/"


def test_unknown_and_wrong_get_one_answer(browser: Browsers, hire: Hire) -> None:
    known, stranger = hire(), browser()
    wrong = stranger.sign_in(known.email, "not this one")
    unknown = stranger.sign_in("nobody@example.test", "not this one")
    assert wrong.status_code == unknown.status_code == 401
    texts = [
        answer.get_data(as_text=True).replace(known.email, "X").replace("nobody@example.test", "X")
        for answer in (wrong, unknown)
    ]
    alert = [text.split('role="alert">')[1].split("<")[0] for text in texts]
    assert alert[0] == alert[1]


def test_unknown_costs_the_same_work(session: Session, hire: Hire) -> None:
    staff = hire()
    spent = []
    for email in (staff.email, "nobody@example.test"):
        start = time.perf_counter()
        assert signin.check_password(session, email, "wrong", "10.0.0.9") is None
        spent.append(time.perf_counter() - start)
    assert spent[1] > spent[0] / 3  # a look-up alone would be a hundredth


def test_lockout_by_email_and_its_end(browser: Browsers, hire: Hire, session: Session) -> None:
    staff, stranger = hire(), browser()
    for attempt in range(MAX_FAILURES):
        stranger.sign_in(staff.email, "wrong", address=f"10.0.1.{attempt}")
    assert stranger.sign_in(staff.email).status_code == 429
    session.execute(update(SignInFailure).values(at=now() - LOCKOUT - timedelta(seconds=1)))
    session.commit()
    assert stranger.sign_in(staff.email).status_code == 302


def test_lockout_by_address(browser: Browsers, hire: Hire) -> None:
    staff, stranger = hire(), browser()
    for attempt in range(signin.MAX_FAILURES_OF_ADDRESS):
        stranger.sign_in(f"n{attempt}@example.test", "wrong", address="10.9.9.9")
    assert stranger.sign_in(staff.email, address="10.9.9.9").status_code == 429
    assert stranger.sign_in(staff.email, address="10.9.9.8").status_code == 302


def test_first_sign_in_sets_up_the_second_factor(
    app: Flask, browser: Browsers, hire: Hire, session: Session
) -> None:
    app.config["REQUIRE_TOTP"] = True
    staff, opened = hire(), browser()
    assert opened.sign_in(staff.email).location.startswith("/console/sign-in/code")
    assert opened.get("/console/cases").status_code == 302
    assert "data:image/png" in opened.get("/console/sign-in/code").get_data(as_text=True)
    session.refresh(staff)
    totp = pyotp.TOTP(staff.totp_seed or "")
    wrong = f"{(int(totp.now()) + 1) % 1_000_000:06d}"
    assert opened.post("/console/sign-in/code", code=wrong).status_code == 401
    code = totp.now()
    assert opened.post("/console/sign-in/code", code=code).location == "/console/"
    assert opened.get("/console/cases").status_code == 200
    _a_code_opens_once(browser(), staff, code)


def _a_code_opens_once(other: Browser, staff: Staff, code: str) -> None:
    other.sign_in(staff.email)
    page = other.get("/console/sign-in/code").get_data(as_text=True)
    assert "data:image/png" not in page
    assert other.post("/console/sign-in/code", code=code).status_code == 401
    assert other.get("/console/cases").status_code == 302


def test_guessing_codes_locks(app: Flask, browser: Browsers, hire: Hire) -> None:
    seed = pyotp.random_base32()
    staff, opened = hire(totp_seed=seed, totp_confirmed=True), browser()
    opened.sign_in(staff.email)
    totp = pyotp.TOTP(seed)
    for _ in range(MAX_FAILURES):
        wrong = f"{(int(totp.now()) + 5) % 1_000_000:06d}"
        assert opened.post("/console/sign-in/code", code=wrong).status_code == 401
    assert opened.post("/console/sign-in/code", code=totp.now()).status_code == 429
    assert opened.sign_in(staff.email).status_code == 429


@pytest.mark.parametrize(
    ("column", "age"),
    [("seen_at", IDLE + timedelta(seconds=1)), ("created_at", SESSION_LIVES)],
)
def test_sessions_end(
    browser: Browsers, hire: Hire, session: Session, column: str, age: timedelta
) -> None:
    opened = browser(hire())
    session.execute(update(StaffSession).values({column: now() - age}))
    session.commit()
    assert opened.get("/console/cases").status_code == 302
    assert opened.get("/console/cases/news").status_code == 401


def test_polling_does_not_keep_a_session_alive(
    browser: Browsers, hire: Hire, session: Session
) -> None:
    opened = browser(hire())
    old = now() - timedelta(minutes=20)
    session.execute(update(StaffSession).values(seen_at=old))
    session.commit()
    assert opened.get("/console/cases/news").status_code == 200
    assert session.scalars(select(StaffSession.seen_at)).one() == old
    session.rollback()
    opened.get("/console/cases")
    assert session.scalars(select(StaffSession.seen_at)).one() > old


@pytest.mark.parametrize("how", ["stopped", "password", "second factor", "placed"])
def test_a_changed_account_is_out_at_once(
    browser: Browsers, hire: Hire, session: Session, how: str
) -> None:
    staff = hire()
    opened = browser(staff)
    if how == "stopped":
        accounts.set_active(session, staff, False)
    elif how == "password":
        accounts.set_password(session, staff, "another long password")
    elif how == "second factor":
        accounts.forget_totp(session, staff)
    else:
        accounts.place(session, staff, Office.SSO, Role.OFFICER)
    session.commit()
    assert opened.get("/console/cases").status_code == 302


def test_sign_out_and_stolen_cookie(browser: Browsers, hire: Hire) -> None:
    opened, thief = browser(hire()), browser()
    cookie = opened.client.get_cookie("staff")
    assert cookie is not None
    thief.client.set_cookie("staff", cookie.value)
    assert thief.get("/console/cases").status_code == 200
    opened.post("/console/sign-out")
    assert opened.get("/console/cases").status_code == 302
    assert thief.get("/console/cases").status_code == 302


def test_forms_need_their_token(browser: Browsers, hire: Hire) -> None:
    opened = browser(hire(Role.ADMIN))
    answer = opened.client.post("/console/staff", data={"email": "x@example.test"})
    assert answer.status_code == 400

"""Signing in and out: password, then a one-time code where one is set up or required."""

import time
from typing import Any

import segno
from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from console import guard
from console.words import _
from models import audit, signin
from models.sealing import vault
from models.staff import Staff

pages = Blueprint("signin", __name__)
HALF_LIVES = 300
"""Seconds between the password and the code."""


@pages.get("/sign-in")
@guard.public
def show() -> ResponseReturnValue:
    """The form for e-mail and password."""
    return render_template("sign_in.html", back=request.args.get("back", ""), email="")


@pages.post("/sign-in")
@guard.public
def enter() -> ResponseReturnValue:
    """Check e-mail and password; go on to the code or in."""
    email, back = request.form.get("email", ""), request.form.get("back", "")
    try:
        member = signin.check_password(
            guard.session(), email, request.form.get("password", ""), _address()
        )
    except signin.LockedOut:
        return _locked()
    if member is None:
        _failed(None)
        wrong = _("The e-mail or the password is not right.")
        return render_template("sign_in.html", back=back, email=email, wrong=wrong), 401
    if member.totp_confirmed or current_app.config["REQUIRE_TOTP"]:
        cookie["half"] = {"id": member.id, "at": int(time.time()), "of": _mark(member)}
        return redirect(url_for(".show_code", back=back))
    return _open_door(member, back)


@pages.get("/sign-in/code")
@guard.public
def show_code() -> ResponseReturnValue:
    """The form for the one-time code; the first time with what the app must scan."""
    member = _half()
    return _code_page(member) if member else redirect(url_for(".show"))


@pages.post("/sign-in/code")
@guard.public
def enter_code() -> ResponseReturnValue:
    """Check the one-time code."""
    member = _half()
    if member is None:
        return redirect(url_for(".show"))
    try:
        right = signin.check_code(guard.session(), member, request.form.get("code", ""), _address())
    except signin.LockedOut:
        cookie.pop("half", None)
        return _locked()
    if not right:
        _failed(member)
        wrong = _("That code is not right or was used already. Please wait for the next one.")
        return _code_page(member, wrong=wrong), 401
    return _open_door(member, request.form.get("back", ""))


@pages.post("/sign-out")
@guard.needs()
def leave() -> ResponseReturnValue:
    """End the session."""
    signin.end(guard.session(), current_user.token)
    guard.record("sign_out")
    logout_user()
    cookie.clear()
    flash(_("You are signed out."))
    return redirect(url_for(".show"))


def _code_page(member: Staff, **more: Any) -> str:
    setup = None
    if not member.totp_confirmed:
        address = signin.seed_address(member, _("Grievances"))
        picture = segno.make(address, error="m").png_data_uri(scale=5, border=2)
        setup = {"picture": picture, "seed": signin.new_seed(member)}
    back = request.values.get("back", "")
    return render_template("sign_in_code.html", setup=setup, back=back, **more)


def _open_door(member: Staff, back: str) -> ResponseReturnValue:
    """Start a session under a new token: nothing of what the browser held before goes on."""
    cookie.clear()
    token = signin.begin(guard.session(), member)
    cookie.permanent = True
    login_user(guard.SignedIn(token, member))
    g.staff = member
    guard.record("sign_in", address=_address())
    return redirect(safe_back(back))


def _half() -> Staff | None:
    """Returns who has given the right password a moment ago and owes the code."""
    half = cookie.get("half") or {}
    if time.time() - half.get("at", 0) > HALF_LIVES:
        return None
    member = guard.session().get(Staff, half["id"])
    return member if member and member.active and half["of"] == _mark(member) else None


def _mark(member: Staff) -> str:
    """Returns what changes with the password: a reset ends sign-ins that are under way."""
    return vault().trace("half", member.password_hash).hex()[:16]


def _failed(member: Staff | None) -> None:
    g.keep_anyway = True  # the count of failures must stay although the answer is an error
    staff_id = member.id if member else None
    audit.record(guard.session(), "sign_in_failed", staff_id=staff_id, address=_address())


def _locked() -> ResponseReturnValue:
    wrong = _("Too many tries. Please wait 15 minutes and try again.")
    return render_template("sign_in.html", back="", email="", wrong=wrong), 429


def _address() -> str:
    return request.remote_addr or ""


def safe_back(back: str) -> str:
    """Returns the address if it is a page of the console, else the start page."""
    inside = back.startswith("/console/") and "\\" not in back and back.isprintable()
    return back if inside else "/console/"

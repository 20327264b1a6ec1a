"""One's own account: the start page, language, password."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from console import guard
from console.signin import safe_back
from console.words import COOKIE, LANGUAGES, _
from models import accounts, signin

pages = Blueprint("account", __name__)
A_YEAR = 365 * 24 * 3600


@pages.get("/")
@guard.needs()
def start() -> ResponseReturnValue:
    """The first page that the role may open."""
    open_pages = guard.navigation()
    return redirect(open_pages[0][0] if open_pages else url_for(".show"))


@pages.get("/account")
@guard.needs()
def show() -> ResponseReturnValue:
    """Who one is here, and the form for a new password."""
    return render_template("account.html", shortest=signin.SHORTEST)


@pages.post("/account/password")
@guard.needs()
def change_password() -> ResponseReturnValue:
    """Change one's own password; other browsers are signed out."""
    member, new = guard.staff(), request.form.get("new", "")
    try:
        known = signin.check_password(
            guard.session(),
            member.email,
            request.form.get("current", ""),
            request.remote_addr or "",
        )
    except signin.LockedOut:
        return _again(_("Too many tries. Please wait 15 minutes and try again."), 429)
    if known is None:
        g.keep_anyway = True
        return _again(_("The present password is not right."), 422)
    try:
        accounts.set_password(guard.session(), member, new, keep=current_user.token)
    except signin.WeakPassword:
        return _again(_("The new password is too short."), 422)
    guard.record("change_password")
    flash(_("The password is changed."))
    return redirect(url_for(".show"))


@pages.post("/language")
@guard.public
def choose_language() -> ResponseReturnValue:
    """Thai or English, remembered for the member of staff and for this browser."""
    chosen = request.form.get("language", "")
    answer = redirect(safe_back(request.form.get("back", "")))
    if chosen in LANGUAGES:
        if g.staff is not None:
            g.staff.language = chosen
        answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", path="/console")
    return answer


def _again(wrong: str, status: int) -> ResponseReturnValue:
    return render_template("account.html", shortest=signin.SHORTEST, wrong=wrong), status

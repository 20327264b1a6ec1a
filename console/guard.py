"""Closed by default: who may reach an endpoint, and the cases they may reach through it.

An endpoint of the console answers nobody unless it says whom it is for: `@needs("action")` for
roles that access.toml gives the action to, `@needs()` for any signed-in member of staff, `@public`
for everybody.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from console.words import _
from locales import N_
from models import access, audit, signin
from models.case import Case
from models.staff import Staff

PREFIX = "/console"
NAVIGATION = (
    (("read_case",), "/console/cases", N_("Cases")),
    (("approve",), "/console/approvals", N_("Approvals")),
    (("write_broadcast", "approve_broadcast"), "/console/broadcasts", N_("Broadcasts")),
    (("invite",), "/console/volunteers", N_("Volunteers")),
    (("manage_staff",), "/console/staff", N_("Staff")),
    (("read_audit",), "/console/audit", N_("Audit")),
    (("see_model",), "/console/model", N_("Understanding")),
    (("see_health",), "/console/health", N_("Health")),
)
"""Pages of the navigation: shown to those who may do any of the actions."""

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_csrf = CSRFProtect()


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The member of staff behind a request; its id in the signed cookie is the session's token."""

    def __init__(self, token: str, staff: Staff) -> None:
        self.token, self.staff = token, staff

    def get_id(self) -> str:
        """Returns the token."""
        return self.token


def needs(*actions: str, poll: bool = False) -> Callable[[View], View]:
    """Mark an endpoint: for staff who may do any of `actions`; with none, for all staff.

    A `poll` is made by the page itself: it does not keep an idle session alive.
    """

    def mark(view: View) -> View:
        view.needs, view.poll = actions, poll  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark an endpoint as open to everybody."""
    view.public = True  # type: ignore[attr-defined]
    return view


def staff() -> Staff:
    """Returns the member of staff behind this request."""
    member: Staff = g.staff
    return member


def session() -> Session:
    """Returns this request's session."""
    opened: Session = g.session
    return opened


def may(action: str) -> bool:
    """Whether the member of staff may do this at all."""
    return access.may(staff(), action)


def case_for(action: str, case_id: int, *, lock: bool = False) -> Case:
    """Returns the case, locked where it is going to be changed.

    404 where it does not exist or `action` with it is not theirs: the two look the same.
    """
    case = access.find_case(session(), staff(), action, case_id, lock=lock)
    if case is None:
        abort(404)
    return case


def record(action: str, case_id: int | None = None, **details: Any) -> None:
    """Write an audit row for the member of staff behind this request."""
    audit.record(session(), action, staff_id=staff().id, case_id=case_id, **details)


def navigation() -> list[tuple[str, str]]:
    """Returns (address, title) of the pages that this member of staff may open."""
    if g.get("staff") is None:
        return []
    return [(path, title) for actions, path, title in NAVIGATION if any(map(may, actions))]


def hang_on(app: Flask) -> None:
    """Put the guard before all endpoints of the console."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    _csrf.init_app(app)
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(_load)
    app.before_request(_check)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    for status in (400, 403, 404, 405, 409, 413):
        app.register_error_handler(status, _refused)
    app.context_processor(lambda: {"navigation": navigation, "may": may, "staff": g.get("staff")})


def _load(token: str) -> SignedIn | None:
    view = current_app.view_functions.get(request.endpoint or "")
    member = signin.signed_in(session(), token, touch=not getattr(view, "poll", False))
    return SignedIn(token, member) if member else None


def _in_console() -> bool:
    return request.path == PREFIX or request.path.startswith(PREFIX + "/")


def _check() -> ResponseReturnValue | None:
    if not _in_console():
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    g.staff = current_user.staff if current_user.is_authenticated else None
    if getattr(view, "public", False):
        _csrf_checked()
        return None
    if g.staff is None:
        return _sign_in_first(view)
    if view is None:
        return None  # Flask answers 404 or 405
    _csrf_checked()
    actions = getattr(view, "needs", None)
    if actions is None or (actions and not any(map(may, actions))):
        abort(403)
    return None


def _csrf_checked() -> None:
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _csrf.protect()


def _sign_in_first(view: Callable[..., Any] | None) -> ResponseReturnValue:
    if getattr(view, "poll", False):
        return jsonify(signed_in=False), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signin.show", back=back))


def _changed_meanwhile(_error: Exception) -> ResponseReturnValue:
    session().rollback()
    return _page(409, _("Somebody changed this at the same moment. Please look again."))


def _refused(error: Any) -> ResponseReturnValue:
    if not _in_console():
        return error  # type: ignore[no-any-return]
    if isinstance(error, CSRFError):
        text = _("This page was open for too long. Please go back, reload it and try again.")
    else:
        text = _(REFUSALS.get(error.code, REFUSALS[400]))
    return _page(error.code, text)


REFUSALS = {
    400: N_("We could not read what was sent."),
    403: N_("Your role does not include this page."),
    404: N_("There is nothing here, or it is not open to you."),
    409: N_("Somebody changed this at the same moment. Please look again."),
    413: N_("That is too large."),
}


def _page(status: int, text: str) -> ResponseReturnValue:
    return render_template("refused.html", text=text), status

"""Accounts of staff, kept by an administrator; nobody changes their own."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from console import guard
from console.words import _
from models import accounts
from models.case import Office
from models.staff import Role, Staff

pages = Blueprint("staff", __name__)


@pages.get("/staff")
@guard.needs("manage_staff")
def show() -> ResponseReturnValue:
    """All accounts, and the form for a new one."""
    return _page()


@pages.post("/staff")
@guard.needs("manage_staff")
def add() -> ResponseReturnValue:
    """Make an account and show its first password, once."""
    email, name = request.form.get("email", ""), request.form.get("name", "")
    office, role = _place()
    try:
        member, password = accounts.add(guard.session(), email, name, office, role)
    except accounts.Taken:
        return _page(wrong=_("There is an account with this e-mail already.")), 422
    except accounts.WrongAddress:
        return _page(wrong=_("That is no e-mail address.")), 422
    guard.record("add_staff", member=member.id, office=office, role=role)
    return _page(password=password, of=member)


@pages.post("/staff/<int:staff_id>/place")
@guard.needs("manage_staff")
def place(staff_id: int) -> ResponseReturnValue:
    """Give another office or role."""
    member, (office, role) = _other(staff_id), _place()
    accounts.place(guard.session(), member, office, role)
    guard.record("place_staff", member=member.id, office=office, role=role)
    return _saved()


@pages.post("/staff/<int:staff_id>/active")
@guard.needs("manage_staff")
def set_active(staff_id: int) -> ResponseReturnValue:
    """Close or open an account."""
    member, active = _other(staff_id), request.form.get("active") == "yes"
    accounts.set_active(guard.session(), member, active)
    guard.record("open_staff" if active else "close_staff", member=member.id)
    return _saved()


@pages.post("/staff/<int:staff_id>/password")
@guard.needs("manage_staff")
def reset_password(staff_id: int) -> ResponseReturnValue:
    """Give a new password and show it, once."""
    member, password = _other(staff_id), accounts.new_password()
    accounts.set_password(guard.session(), member, password)
    guard.record("reset_password", member=member.id)
    return _page(password=password, of=member)


@pages.post("/staff/<int:staff_id>/totp")
@guard.needs("manage_staff")
def reset_totp(staff_id: int) -> ResponseReturnValue:
    """Have the second factor set up anew."""
    member = _other(staff_id)
    accounts.forget_totp(guard.session(), member)
    guard.record("reset_totp", member=member.id)
    return _saved()


def _page(*, wrong: str = "", password: str = "", of: Staff | None = None) -> str:
    return render_template(
        "staff.html",
        everybody=accounts.everybody(guard.session()),
        offices=list(Office),
        roles=list(Role),
        wrong=wrong,
        password=password,
        of=of,
    )


def _other(staff_id: int) -> Staff:
    member = guard.session().get(Staff, staff_id)
    if member is None:
        abort(404)
    if member.id == guard.staff().id:
        abort(403)
    return member


def _place() -> tuple[Office, Role]:
    try:
        return Office(request.form.get("office", "")), Role(request.form.get("role", ""))
    except ValueError:
        abort(400)


def _saved() -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(url_for(".show"))

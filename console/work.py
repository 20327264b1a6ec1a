"""What staff do with a case: answer, move, assign, route, correct, bar."""

import uuid
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from console import guard
from console.cases import page_of
from console.words import _
from locales import N_, catalogue
from locales.spoken import REPLY, STAFF_ANSWERED
from models import access, approval, work
from models.case import Case, Office, Urgency
from models.erasing import Kept
from models.outgoing import MayArriveTwice
from models.staff import Staff
from models.states import State, WrongWay
from nlp.places import PROVINCES
from nlp.taxonomy import CATEGORIES

pages = Blueprint("work", __name__)
E = TypeVar("E", bound=StrEnum)
_PROVINCES = frozenset(province.name for province in PROVINCES)
CHANGED = N_("Somebody changed this at the same moment. Please look again.")


@pages.post("/cases/<int:case_id>/answer")
@guard.needs("answer")
def answer(case_id: int) -> ResponseReturnValue:
    """Write to the person through LINE; two clicks send one answer."""
    case = guard.case_for("answer", case_id, lock=True)
    text, say = request.form.get("text", ""), catalogue(case.language).gettext
    try:
        message = work.answer(
            guard.session(),
            case,
            guard.staff(),
            text,
            heading=say(STAFF_ANSWERED).format(number=case.number),
            reply_label=say(REPLY),
            once=_once(),
        )
    except work.Nothing:
        return page_of(case, status=422, wrong=_("Please write something first."))
    except work.TooLong:
        wrong = _("The answer is too long for LINE: 5,000 characters at most.")
        return page_of(case, status=422, wrong=wrong, draft=text)
    if message is not None:
        guard.record("answer", case.id, message=message.id)
    return _to_case(case)


def _once() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("once", ""))
    except ValueError:
        abort(400)


@pages.post("/cases/<int:case_id>/outgoing/<int:outgoing_id>/again")
@guard.needs("answer")
def send_again(case_id: int, outgoing_id: int) -> ResponseReturnValue:
    """Send once more what did not surely arrive."""
    case = guard.case_for("answer", case_id, lock=True)
    confirmed = "confirmed" in request.form
    try:
        done = work.send_again(guard.session(), case, outgoing_id, confirmed)
    except MayArriveTwice:
        return page_of(case, status=422, wrong=_("Please confirm that it may arrive twice."))
    if not done:
        abort(404)
    guard.record("send_again", case.id, outgoing=outgoing_id, confirmed=confirmed)
    return _to_case(case)


@pages.post("/cases/<int:case_id>/state")
@guard.needs("move")
def move(case_id: int) -> ResponseReturnValue:
    """Change the state, or ask a second person to approve it."""
    case = guard.case_for("move", case_id, lock=True)
    to, reason = _choice(State, "to"), request.form.get("reason", "").strip()
    if request.form.get("from") != case.state:
        return page_of(case, status=409, wrong=_(CHANGED))
    try:
        waits = approval.ask_to_move(guard.session(), case, to, guard.staff(), reason)
    except WrongWay:
        wrong = _("The case cannot go there, or the reason is missing.")
        return page_of(case, status=422, wrong=wrong)
    except approval.StillWaiting:
        return page_of(case, status=409, wrong=_("The case waits for a second person already."))
    guard.record("ask_to_move" if waits else "move", case.id, to=to)
    flash(_("A supervisor must approve this.") if waits else _("Saved."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/deletion")
@guard.needs("delete")
def delete(case_id: int) -> ResponseReturnValue:
    """Ask a second supervisor to delete a case whose reporter wants it deleted (PDPA s.33)."""
    case = guard.case_for("delete", case_id, lock=True)
    reason = request.form.get("reason", "").strip()
    if not reason:
        return page_of(case, status=422, wrong=_("Please say why."))
    try:
        approval.ask_to_delete(guard.session(), case, guard.staff(), reason)
    except Kept:
        wrong = _("The reporter has not asked for it, or the law keeps the case.")
        return page_of(case, status=409, wrong=wrong)
    except approval.StillWaiting:
        return page_of(case, status=409, wrong=_("The case waits for a second person already."))
    guard.record("ask_to_delete", case.id)
    flash(_("A supervisor must approve this."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/assignee")
@guard.needs("assign")
def assign(case_id: int) -> ResponseReturnValue:
    """Give the case to a colleague."""
    case = guard.case_for("assign", case_id, lock=True)
    to = request.form.get("to", type=int)
    try:
        work.assign(guard.session(), case, guard.staff(), to)
    except work.NotAssignable:
        return page_of(case, status=422, wrong=_("This colleague cannot have the case."))
    guard.record("assign", case.id, to=to)
    flash(_("Saved."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/office")
@guard.needs("route")
def route(case_id: int) -> ResponseReturnValue:
    """Give the case to another office."""
    case = guard.case_for("route", case_id, lock=True)
    office, reason = _choice(Office, "office"), request.form.get("reason", "").strip()
    if not reason:
        return page_of(case, status=422, wrong=_("Please say why."))
    work.route(case, guard.staff(), office, reason)
    guard.record("route", case.id, office=office)
    flash(_("Saved."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/correction")
@guard.needs("correct")
def correct(case_id: int) -> ResponseReturnValue:
    """Put right what was understood."""
    case = guard.case_for("correct", case_id, lock=True)
    category, urgency = request.form.get("category", ""), _choice(Urgency, "urgency")
    province = request.form.get("province", case.province or "")
    if category not in CATEGORIES or (province and province not in _PROVINCES):
        abort(400)
    route_ = CATEGORIES[category].route
    # A new category takes the case to its office only for those who may route cases.
    moves = access.find_case(guard.session(), guard.staff(), "route", case_id) is not None
    work.correct(
        guard.session(),
        case,
        guard.staff(),
        category=category,
        office=Office(route_) if moves and route_ in set(Office) else None,
        urgency=urgency,
        urgent_safety="urgent_safety" in request.form,
        province=province or None,
    )
    guard.record("correct", case.id, category=category, urgency=urgency, province=province)
    flash(_("Saved."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/bar")
@guard.needs("assign")
def bar(case_id: int) -> ResponseReturnValue:
    """Take the case from the eyes of a colleague whom it names."""
    case = guard.case_for("assign", case_id, lock=True)
    member = guard.session().get(Staff, request.form.get("member", 0, type=int))
    reason = request.form.get("reason", "").strip()
    if member is None or member.id == guard.staff().id or not reason:
        return page_of(case, status=422, wrong=_("Please choose a colleague and say why."))
    work.bar(guard.session(), case, guard.staff(), member, reason)
    guard.record("bar", case.id, member=member.id)
    flash(_("Saved."))
    return _to_case(case)


@pages.post("/cases/<int:case_id>/silence")
@guard.needs("mute")
def mute(case_id: int) -> ResponseReturnValue:
    """Let the bot stay silent towards the person for some hours, or speak again."""
    case = guard.case_for("mute", case_id, lock=True)
    hours, reason = request.form.get("hours", -1, type=int), request.form.get("reason", "").strip()
    if hours not in (0, *work.SILENCES) or not reason:
        return page_of(case, status=422, wrong=_("Please say why."))
    work.mute(case, guard.staff(), hours, reason)
    guard.record("mute", case.id, hours=hours)
    flash(_("Saved."))
    return _to_case(case)


def _choice(kind: type[E], name: str) -> E:
    """Returns a member of an enum from the form; 400 where it is none."""
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        abort(400)


def _to_case(case: Case) -> ResponseReturnValue:
    """Back to the case, or to the queue where it has left the reach of this member of staff."""
    guard.session().flush()
    if access.find_case(guard.session(), guard.staff(), "read_case", case.id) is None:
        flash(_("The case is now with others."))
        return redirect(url_for("cases.queue"))
    return redirect(url_for("cases.show", case_id=case.id))

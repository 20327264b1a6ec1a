"""What waits for a second person, and what that person says."""

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from console import guard, talk
from console.cases import page_of
from console.words import _
from locales import catalogue
from locales.spoken import DELETED
from models import access, approval
from models.bubble import Words
from models.erasing import Kept, StillSending
from models.outgoing import say
from models.person import Person
from models.states import WrongWay

pages = Blueprint("approvals", __name__)


@pages.get("/approvals")
@guard.needs("approve")
def show() -> ResponseReturnValue:
    """The list of steps that wait for a second person."""
    session, staff = guard.session(), guard.staff()
    waiting = approval.waiting_list(session, access.within(staff, "approve"))
    guard.record("list_approvals", cases=[case.id for _row, case in waiting])
    return render_template(
        "approvals.html",
        waiting=waiting,
        names=talk.names(session, {row.asked_by for row, _case in waiting}),
    )


@pages.post("/cases/<int:case_id>/approvals/<int:approval_id>")
@guard.needs("approve")
def decide(case_id: int, approval_id: int) -> ResponseReturnValue:
    """Say yes or no to a step that somebody else asked for."""
    case = guard.case_for("approve", case_id, lock=True)
    row = guard.session().get(approval.Approval, approval_id)
    if row is None or row.case_id != case.id:
        abort(404)
    yes = request.form.get("say") == "yes"
    deletes, number, person = yes and row.kind == "delete", case.number, case.person
    try:
        paths = approval.decide(guard.session(), row, case, guard.staff(), yes)
    except approval.NotYours:
        wrong = _("Somebody else must decide this, and it may be decided already.")
        return page_of(case, status=409, wrong=wrong)
    except WrongWay:
        wrong = _("The case has moved since; this step is no longer possible. Please decline it.")
        return page_of(case, status=409, wrong=wrong)
    except Kept:
        return page_of(case, status=409, wrong=_("This case must be kept. Please decline it."))
    except StillSending:
        wrong = _("An answer is just being sent. Please try again in a minute.")
        return page_of(case, status=409, wrong=wrong)
    if deletes:
        guard.record("delete_case", case_id, number=number, asked_by=row.asked_by)
        return _deleted(person, str(number), paths)
    guard.record("approve" if yes else "decline", case.id, approval=row.id)
    flash(_("Approved.") if yes else _("Declined."))
    return redirect(url_for("cases.show", case_id=case.id))


def _deleted(person: Person, number: str, paths: list[str]) -> ResponseReturnValue:
    """Tell the reporter; the files go when the database has forgotten them."""
    words = catalogue(person.language).gettext(DELETED).format(number=number)
    guard.session().add(say(person.id, [Words(words)]))
    flash(_("The case is deleted, and the reporter is told."))
    answer = redirect(url_for("approvals.show"))
    store = current_app.extensions["media"]
    answer.call_on_close(lambda: [store.erase(path) for path in paths])
    return answer

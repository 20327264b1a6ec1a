"""Events that failed too often, for administrators: when and why, never what they say."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from console import guard
from models.incoming import Incoming, Reading, given_up, try_again
from models.quota import read_quota

pages = Blueprint("health", __name__)


@pages.get("/health")
@guard.needs("see_health")
def show() -> ResponseReturnValue:
    """What was given up, and how the month's messages stand."""
    session = guard.session()
    return render_template("health.html", rows=given_up(session), quota=read_quota(session))


@pages.post("/health/<int:event_id>/again")
@guard.needs("see_health")
def again(event_id: int) -> ResponseReturnValue:
    """After a repair: let the event be read again."""
    row = guard.session().get(Incoming, event_id, with_for_update=True)
    if row is None or row.reading is not Reading.DEAD:
        abort(404)
    try_again(row)
    guard.record("retry_event", event=event_id)
    return redirect(url_for("health.show"))

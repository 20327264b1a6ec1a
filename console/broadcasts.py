"""Broadcasts: written, tried out, approved by a second person, watched, stopped."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from console import broadcast_form as form
from console import drafts, guard, talk
from console.broadcast_words import FAULTS, REASONS, REFUSALS, STAGES, WHO, WHY
from console.drafts import found
from console.words import _, page_address
from models import allowance, broadcasting, linking
from models.audience import counts
from models.base import now
from models.broadcast import Broadcast
from models.draft import LANGUAGES, Fault

pages = Blueprint("broadcasts", __name__)
pages.register_blueprint(drafts.pages)
BOTH = ("write_broadcast", "approve_broadcast")


@pages.get("/broadcasts")
@guard.needs(*BOTH)
def listed() -> ResponseReturnValue:
    """The broadcasts of the office, newest first."""
    page = max(1, request.args.get("page", 1, type=int))
    rows, more = broadcasting.listed(guard.session(), guard.staff(), page)
    return render_template(
        "broadcasts/list.html",
        found=rows,
        more=more,
        page=page,
        address=page_address,
        stages=STAGES,
        who=WHO,
        names=talk.names(guard.session(), {each.written_by for each in rows}),
    )


@pages.get("/broadcasts/<int:broadcast_id>")
@guard.needs(*BOTH)
def show(broadcast_id: int) -> ResponseReturnValue:
    """What it says to whom, what it costs, and what can be done with it now."""
    return _page(found(broadcast_id))


@pages.get("/broadcasts/<int:broadcast_id>/progress")
@guard.needs(*BOTH, poll=True)
def progress(broadcast_id: int) -> ResponseReturnValue:
    """The part of the page that is drawn anew while it is being sent."""
    broadcast = found(broadcast_id)
    drawn = render_template("broadcasts/progress.html", **_progress(broadcast))
    return jsonify(stage=broadcast.stage, html=drawn)


@pages.post("/broadcasts/<int:broadcast_id>/test")
@guard.needs(*BOTH)
def send_test(broadcast_id: int) -> ResponseReturnValue:
    """Send one language of it to one's own LINE account."""
    broadcast, language = found(broadcast_id), request.form.get("language", "th")
    sent = broadcasting.send_test(
        guard.session(),
        broadcast,
        guard.staff(),
        language=language,
        heading=_("A test of “%(title)s”. Only you get this.", title=broadcast.title),
        url=current_app.config["PUBLIC_URL"],
    )
    if not sent:
        return redirect(url_for("broadcasts.account"))
    guard.record("test_broadcast", broadcast=broadcast.id, language=language)
    flash(_("On its way to your LINE."))
    return _to(broadcast)


@pages.post("/broadcasts/<int:broadcast_id>/ask")
@guard.needs("write_broadcast")
def ask(broadcast_id: int) -> ResponseReturnValue:
    """Ask for the second person."""

    def take(broadcast: Broadcast) -> None:
        broadcasting.ask(broadcast, guard.staff(), _edition())

    return _step("ask_broadcast", broadcast_id, take, _("Sent in. A second person decides now."))


@pages.post("/broadcasts/<int:broadcast_id>/take-back")
@guard.needs("write_broadcast")
def take_back(broadcast_id: int) -> ResponseReturnValue:
    """Change it once more."""
    done = _("It is a draft again.")
    return _step("take_back_broadcast", broadcast_id, broadcasting.take_back, done)


@pages.post("/broadcasts/<int:broadcast_id>/approve")
@guard.needs("approve_broadcast")
def approve(broadcast_id: int) -> ResponseReturnValue:
    """The second person says yes."""
    moment = form.moment_of(request.form.get("send_at"))
    if moment is not None and moment < now():
        wrong = _(FAULTS[Fault.TIME_IS_PAST])
        return _page(found(broadcast_id), wrong=wrong), 422

    def take(broadcast: Broadcast) -> None:
        broadcasting.approve(guard.session(), broadcast, guard.staff(), _edition(), moment)

    return _step("approve_broadcast", broadcast_id, take, _("Approved."))


@pages.post("/broadcasts/<int:broadcast_id>/decline")
@guard.needs("approve_broadcast")
def decline(broadcast_id: int) -> ResponseReturnValue:
    """The second person says no, and why."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _page(found(broadcast_id), wrong=_("Please say why.")), 422

    def take(broadcast: Broadcast) -> None:
        broadcasting.decline(broadcast, guard.staff(), _edition(), reason)

    return _step("decline_broadcast", broadcast_id, take, _("Declined."))


@pages.post("/broadcasts/<int:broadcast_id>/stop")
@guard.needs(*BOTH)
def stop(broadcast_id: int) -> ResponseReturnValue:
    """Nothing more goes out."""

    def take(broadcast: Broadcast) -> None:
        broadcasting.stop(guard.session(), broadcast, staff=guard.staff())

    return _step("stop_broadcast", broadcast_id, take, _("Stopped. Nothing more goes out."))


@pages.get("/broadcasts/account")
@guard.needs(*BOTH)
def account() -> ResponseReturnValue:
    """Whether one's own LINE account is tied to this one."""
    return render_template("broadcasts/account.html")


@pages.post("/broadcasts/account")
@guard.needs(*BOTH)
def tie() -> ResponseReturnValue:
    """Make a code that ties one's own LINE account, or untie it."""
    member = guard.staff()
    if request.form.get("do") == "untie":
        linking.unlink(member)
        guard.record("unlink_line")
        return render_template("broadcasts/account.html")
    code = linking.make_link_code(guard.session(), member)
    guard.record("make_link_code")
    return render_template("broadcasts/account.html", code=code)


def _step(
    act: str, broadcast_id: int, take: Callable[[Broadcast], None], done: str
) -> ResponseReturnValue:
    """Take a step with a locked broadcast; what cannot be is said on its page."""
    broadcast = found(broadcast_id, lock=True)
    try:
        take(broadcast)
    except tuple(REFUSALS) as refusal:
        return _page(broadcast, wrong=_(REFUSALS[type(refusal)])), 409
    guard.record(act, broadcast=broadcast.id, edition=broadcast.edition)
    flash(done)
    return _to(broadcast)


def _edition() -> int:
    """Returns the edition that was read before the button was pressed."""
    return request.form.get("edition", 0, type=int)


def _to(broadcast: Broadcast) -> ResponseReturnValue:
    return redirect(url_for("broadcasts.show", broadcast_id=broadcast.id))


def _page(broadcast: Broadcast, *, wrong: str = "") -> str:
    ahead = broadcast.started_at is None and broadcast.ended_at is None
    count = counts(guard.session(), broadcast.audience, broadcast.texts) if ahead else {}
    return render_template(
        "broadcasts/show.html",
        wrong=wrong,
        counts=count,
        people=sum(count.values()),
        room=allowance.room(guard.session(), but=broadcast.id),
        picture=broadcasting.picture_of(guard.session(), broadcast),
        who=WHO,
        written_in=LANGUAGES,
        at=form.local(_ahead(broadcast.send_at)),
        mine=guard.staff().id in broadcast.authors,
        **_progress(broadcast),
    )


def _ahead(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and moment > now() else None


def _progress(broadcast: Broadcast) -> dict[str, Any]:
    written, approved = broadcast.written_by, broadcast.approved_by
    people = (written, approved, broadcast.stopped_by, broadcast.declined_by)
    return {
        "broadcast": broadcast,
        "progress": broadcasting.progress(guard.session(), broadcast),
        "stages": STAGES,
        "why": WHY,
        "reasons": REASONS,
        "names": talk.names(guard.session(), {id_ for id_ in people if id_}),
    }

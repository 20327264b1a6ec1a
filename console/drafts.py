"""The writing of a broadcast: its form, and the draft that comes of it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from console import broadcast_form as form
from console import guard
from console.broadcast_words import FAULTS, WHO
from console.words import _
from models import broadcasting, pictures
from models.broadcast import Broadcast, Stage
from models.draft import LANGUAGES, Content

pages = Blueprint("drafts", __name__)


@pages.get("/broadcasts/new")
@guard.needs("write_broadcast")
def new() -> ResponseReturnValue:
    """The empty form."""
    return _form(Content("", {}, {}, {"who": "volunteers", "provinces": [], "languages": []}))


@pages.post("/broadcasts/new")
@guard.needs("write_broadcast")
def create() -> ResponseReturnValue:
    """Write a new draft."""
    return _write(None)


@pages.get("/broadcasts/<int:broadcast_id>/edit")
@guard.needs("write_broadcast")
def edit(broadcast_id: int) -> ResponseReturnValue:
    """The form, filled with a draft."""
    broadcast = found(broadcast_id)
    return _form(form.content_of_draft(broadcast), of=broadcast)


@pages.post("/broadcasts/<int:broadcast_id>/edit")
@guard.needs("write_broadcast")
def save(broadcast_id: int) -> ResponseReturnValue:
    """Write a draft anew."""
    return _write(found(broadcast_id, lock=True))


def found(broadcast_id: int, *, lock: bool = False) -> Broadcast:
    """Returns a broadcast of the office, locked where it is going to be changed; else 404."""
    broadcast = broadcasting.find(guard.session(), guard.staff(), broadcast_id, lock=lock)
    if broadcast is None:
        abort(404)
    return broadcast


def _write(broadcast: Broadcast | None) -> ResponseReturnValue:
    """Write the form into a draft, new where there is none; its faults are said above the form."""
    session, staff = guard.session(), guard.staff()
    content = form.content_of(request.form, broadcast.picture_id if broadcast else None)
    try:
        content = replace(content, picture_id=_picture(content.picture_id))
        if broadcast is None:
            broadcast = broadcasting.begin_draft(session, staff, content)
        else:
            broadcasting.write(broadcast, staff, content)
    except broadcasting.WrongStage:
        abort(409)
    except (broadcasting.NotComplete, pictures.NotAPicture, pictures.TooLarge) as wrong:
        return _form(content, of=broadcast, wrong=_said(wrong)), 422
    guard.record("write_broadcast", broadcast=broadcast.id, edition=broadcast.edition)
    flash(_("Saved."))
    return redirect(url_for("broadcasts.show", broadcast_id=broadcast.id))


def _picture(before: int | None) -> int | None:
    """Returns the picture that the form wants: the new one, none, or the one before."""
    chosen = request.files.get("picture")
    if chosen is not None and chosen.filename:
        with closing(chosen):
            return pictures.keep(guard.session(), chosen.read(pictures.MOST_BYTES + 1)).id
    return None if request.form.get("no_picture") else before


def _said(wrong: Exception) -> list[str]:
    if isinstance(wrong, broadcasting.NotComplete):
        return [_(FAULTS[fault]) for fault in wrong.faults]
    if isinstance(wrong, pictures.TooLarge):
        return [_("The picture is too large: 1 MB and 40 million pixels at most.")]
    return [_("The picture must be a JPEG or PNG file.")]


def _form(content: Content, *, of: Broadcast | None = None, wrong: Sequence[str] = ()) -> str:
    if of is not None and of.stage is not Stage.DRAFT:
        abort(409)
    return render_template(
        "broadcasts/form.html",
        content=content,
        of=of,
        wrong=wrong,
        written_in=LANGUAGES,
        who=WHO,
        regions=form.regions(),
        picture=broadcasting.picture_of(guard.session(), of) if of else None,
        at=form.local(content.send_at),
        chose_picture=bool(wrong and request.files.get("picture")),
    )

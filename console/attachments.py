"""Pictures, voices and files of a case, opened and streamed."""

from collections.abc import Iterator
from itertools import chain

from flask import Blueprint, Response, abort, current_app
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from console import guard
from console.talk import INLINE, PICTURES
from models.message import Attachment, attachment_of
from models.pictures import NotAPicture, TooLarge, redraw

pages = Blueprint("attachments", __name__)
POLICY = "default-src 'none'; sandbox"
"""Whatever somebody sent runs nothing, also when it is opened on its own."""
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": POLICY}
VIEWED = 1600
"""Pixels of a side: enough to read a payslip."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


@pages.get("/cases/<int:case_id>/attachments/<int:attachment_id>")
@guard.needs("read_case")
def show(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """The original, in the page where its type is harmless, else as a file."""
    case = guard.case_for("read_case", case_id)
    held = attachment_of(guard.session(), case.id, attachment_id)
    if held is None or held.path is None or held.key is None:
        abort(404)
    guard.record("read_attachment", case.id, attachment=held.id)
    return Response(_opened(held.path, held.key), headers=_headers(held))


@pages.get("/cases/<int:case_id>/attachments/<int:attachment_id>/view")
@guard.needs("read_case")
def view(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """A picture drawn anew, to be looked at; the original stays what it was."""
    case = guard.case_for("read_case", case_id)
    held = attachment_of(guard.session(), case.id, attachment_id)
    if held is None or held.path is None or held.key is None or held.content_type not in PICTURES:
        abort(404)
    guard.record("read_attachment", case.id, attachment=held.id)
    try:
        copy = redraw(b"".join(_opened(held.path, held.key)), VIEWED, FORMATS)
    except (NotAPicture, TooLarge):
        abort(415)
    return Response(copy, headers=SAFE | {"Content-Type": "image/jpeg"})


def _opened(path: str, key: bytes) -> Iterator[bytes]:
    """Returns the content; its first piece is read at once, so that a lost file is a clear 404."""
    pieces: Iterator[bytes] = current_app.extensions["media"].stream(path, key)
    try:
        return chain([next(pieces, b"")], pieces)
    except FileNotFoundError:
        abort(404)


def _headers(held: Attachment) -> dict[str, str]:
    harmless = held.content_type in INLINE
    kind = held.content_type if harmless and held.content_type else "application/octet-stream"
    name = "".join(filter(str.isprintable, held.name or "")) or f"attachment-{held.id}"
    headers = {
        "Content-Type": kind,
        "Content-Disposition": dump_options_header(
            "inline" if harmless else "attachment", {"filename": name}
        ),
        **SAFE,
    }
    if held.size is not None:
        headers["Content-Length"] = str(held.size)
    return headers

"""Pictures, voice and files that people sent: kept on disk, handed to the bot and to the page."""

import sqlite3
from typing import Any

from flask import send_file
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from bot.simulator import acts, ids
from bot.simulator.platform import Platform
from bot.simulator.sending import Refused
from bot.simulator.store import Store

KINDS = ("image", "audio", "video")
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
"""What a browser may show from here; anything else is only ever downloaded."""


def receive(
    platform: Platform, person: str, files: list[FileStorage], kind: str, duration: int
) -> dict[str, Any]:
    """Sends files of a person, all in one webhook; several pictures are one image set.

    Args:
        kind: image, audio, video or file; empty to tell it from the media type.
        duration: milliseconds of voice or video.

    Raises: acts.Impossible when blocked; NoSuchPerson.
    """
    with platform.store.changing():
        messages = [_message(file, kind or _kind(file), duration) for file in files]
        _join_images(messages)
        answer = acts.say(platform, person, messages)
        for message_id, file in zip(answer["messages"], files, strict=True):
            _keep(platform.store, message_id, file)
    return answer


def _kind(file: FileStorage) -> str:
    kind = file.mimetype.partition("/")[0]
    return kind if kind in KINDS else "file"


def _message(file: FileStorage, kind: str, duration: int) -> dict[str, Any]:
    if kind == "file":
        return {"type": kind, "fileName": file.filename or "file", "fileSize": _size(file)}
    timed = {"duration": duration} if kind in ("audio", "video") else {}
    return {"type": kind, **timed, "contentProvider": {"type": "line"}}


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size


def _join_images(messages: list[dict[str, Any]]) -> None:
    images = [message for message in messages if message["type"] == "image"]
    if len(images) > 1:
        set_id = ids.opaque()[:32]
        for index, message in enumerate(images, 1):
            message["imageSet"] = {"id": set_id, "index": index, "total": len(images)}


def _keep(store: Store, message_id: str, file: FileStorage) -> None:
    file.save(store.contents / message_id)
    store.run(
        "insert into content values (?, ?, ?, 0)",
        *(message_id, file.mimetype or "application/octet-stream", file.filename or "file"),
    )


def find(store: Store, message_id: str) -> sqlite3.Row:
    """Returns what is known of a content. Raises: Refused 404; 410 when it was unsent."""
    row = store.row("select * from content where message_id = ?", message_id)
    if row is None:
        raise Refused(404, "Not found")
    if row["gone"]:
        raise Refused(410, "Gone")
    return row


def send(store: Store, message_id: str) -> Response:
    """Answers with the bytes of a content. Raises: Refused 404 or 410."""
    row = find(store, message_id)
    shown = row["mime"].startswith(SHOWN)
    answer = send_file(
        store.contents / message_id,
        mimetype=row["mime"],
        as_attachment=not shown,
        download_name=row["name"],
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer

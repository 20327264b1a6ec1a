"""What people send is fetched from LINE by jobs and kept, or said to be gone: never lost."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from line_standin import LineStandin
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.fetching import BYTES_A_DAY, MOST_TRIES, fetch
from bot.line import Line
from bot.media import Store
from models.base import now
from models.message import Attachment, Author, Keeping, Message
from models.outgoing import Lane, Outgoing
from models.person import lock_conversation
from tests.conftest import TOKEN


class Shelf:
    """One attachment that waits to be fetched."""

    def __init__(self, sessions: Sessions, line: LineStandin, folder: Path) -> None:
        self.sessions, self.line, self.store = sessions, line, Store(folder)
        self.api = Line(TOKEN, line.url, line.url)
        self.user = line.add_user()

    def waits_for(self, **content: Any) -> int:
        message_id = self.line.put_content(**content)
        with self.sessions.begin() as session:
            person_id = lock_conversation(session, self.user).person_id
            message = Message(person_id=person_id, author=Author.PERSON, kind="image")
            message.attachment = Attachment(kind="image", line_message_id=message_id)
            session.add(message)
        assert message.attachment is not None
        return message.attachment.id

    def fetch(self, attachment_id: int) -> Attachment:
        with self.sessions.begin() as session:
            session.get_one(Attachment, attachment_id).next_try_at = now()
        fetch(self.sessions, self.api, self.store, attachment_id)
        with self.sessions() as session:
            return session.scalars(select(Attachment).where(Attachment.id == attachment_id)).one()

    def told(self) -> str:
        """What was said to the person of their own accord."""
        with self.sessions() as session:
            rows = session.scalars(select(Outgoing).where(Outgoing.lane == Lane.NOTICE))
            return json.dumps([row.bubbles for row in rows], ensure_ascii=False)


@pytest.fixture
def shelf(sessions: Sessions, line: LineStandin, tmp_path: Path) -> Shelf:
    return Shelf(sessions, line, tmp_path / "media")


def test_a_picture_is_kept_sealed_with_its_type_told_by_content(shelf: Shelf) -> None:
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
        "GAWjR9awAAAABJRU5ErkJggg=="
    )
    row = shelf.fetch(shelf.waits_for(kind="image", base64=png, contentType="text/html"))
    assert (row.keeping, row.content_type) == (Keeping.STORED, "image/png")
    assert row.path is not None
    assert row.key is not None
    assert b"".join(shelf.store.stream(row.path, row.key)).startswith(b"\x89PNG")


def test_what_line_still_prepares_is_asked_for_again(shelf: Shelf) -> None:
    attachment_id = shelf.waits_for(kind="video", size=1000, transcodingSeconds=5)
    assert shelf.fetch(attachment_id).keeping is Keeping.WAITING
    shelf.line.advance(6)
    assert shelf.fetch(attachment_id).keeping is Keeping.STORED


def test_what_line_no_longer_has_is_said_to_be_gone(shelf: Shelf) -> None:
    attachment_id = shelf.waits_for(kind="image", size=10, expiresSeconds=1)
    shelf.line.advance(5)
    assert shelf.fetch(attachment_id).keeping is Keeping.GONE


def test_a_file_of_sixty_megabytes_is_refused_and_leaves_nothing(shelf: Shelf) -> None:
    row = shelf.fetch(shelf.waits_for(kind="file", size=60 * 1024 * 1024))
    assert row.keeping is Keeping.REFUSED
    assert [path for path in shelf.store.folder.rglob("*") if path.is_file()] == []


def test_a_line_in_trouble_is_asked_again_but_not_for_ever(shelf: Shelf, session: Session) -> None:
    shelf.line.fault("error_before", on="getMessageContent", status=500, rate=1.0)
    attachment_id = shelf.waits_for(kind="image", size=10)
    for _ in range(MOST_TRIES - 1):
        assert shelf.fetch(attachment_id).keeping is Keeping.WAITING
    assert shelf.fetch(attachment_id).keeping is Keeping.FAILED


def test_what_was_unsent_meanwhile_is_not_kept(shelf: Shelf) -> None:
    attachment_id = shelf.waits_for(kind="image", size=10)
    with shelf.sessions.begin() as session:
        session.get_one(Attachment, attachment_id).keeping = Keeping.ERASED
    fetch(shelf.sessions, shelf.api, shelf.store, attachment_id)
    assert [path for path in shelf.store.folder.rglob("*") if path.is_file()] == []


def test_more_than_a_days_share_of_one_person_is_not_fetched(shelf: Shelf) -> None:
    first = shelf.waits_for(kind="image", text="first")
    shelf.fetch(first)
    with shelf.sessions.begin() as session:
        session.get_one(Attachment, first).size = BYTES_A_DAY
    row = shelf.fetch(shelf.waits_for(kind="image", text="one more"))
    assert (row.keeping, row.path) == (Keeping.REFUSED, None)
    assert "a day" in (row.error or "")


@pytest.mark.parametrize(
    "content",
    [b"MZ" + bytes(64) + b"PE\0\0" + bytes(200), b"<html><script>alert(1)</script></html>"],
)
def test_a_program_under_a_harmless_name_is_kept_out_and_that_is_said(
    shelf: Shelf, tmp_path: Path, content: bytes
) -> None:
    row = shelf.fetch(shelf.waits_for(kind="image", base64=base64.b64encode(content).decode()))
    assert (row.keeping, row.path) == (Keeping.REFUSED, None)
    assert "รับไม่ได้" in shelf.told()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

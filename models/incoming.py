"""Incoming: a raw event as LINE sent it, filed before anybody looks at what it says."""

import json
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    Index,
    LargeBinary,
    SmallInteger,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Moment, now
from models.sealing import BrokenSeal, SealedBytes, vault

MAX_TRIES = 3
KEEP_RAW = timedelta(days=30)
"""LINE does not say for how long it redelivers; ids are kept at least this long."""


class Reading(StrEnum):
    """What became of an event."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class Incoming(Base):
    """One webhook event. `chat_key` is the keyed hash of the person, group or room it is from."""

    __tablename__ = "incoming"
    __table_args__ = (
        Index("ix_incoming_waiting", "chat_key", "id", postgresql_where="reading = 'waiting'"),
    )

    id: Mapped[Id]
    event_id: Mapped[str] = mapped_column(unique=True)
    chat_key: Mapped[bytes] = mapped_column(LargeBinary)
    occurred_at: Mapped[datetime]
    received_at: Mapped[Moment]
    raw: Mapped[bytes | None] = mapped_column(SealedBytes)
    reading: Mapped[Reading] = mapped_column(default=Reading.WAITING, server_default="waiting")
    tries: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    error: Mapped[str | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    """LINE's id of the message in the event, once it was read (for unsend)."""


_UNREAD = (
    select(Incoming, func.clock_timestamp())
    .where(Incoming.chat_key == bindparam("chat_key"), Incoming.reading == Reading.WAITING)
    .order_by(Incoming.occurred_at, Incoming.event_id)
    .limit(bindparam("limit"))
)


def unread(session: Session, chat_key: bytes, limit: int) -> tuple[list[Incoming], datetime | None]:
    """Returns up to `limit` waiting events of a chat in the order in which they happened, and the
    time by the clock that wrote their `received_at`."""
    found = session.execute(_UNREAD, {"chat_key": chat_key, "limit": limit}).all()
    return [row for row, _ in found], found[0][1] if found else None


def count_failure(session: Session, ids: list[int], error: str) -> bool:
    """Count a failed try. Returns whether an event has now failed too often: it is dead and
    shown to staff."""
    session.execute(
        update(Incoming)
        .where(Incoming.id.in_(ids), Incoming.reading == Reading.WAITING)
        .values(tries=Incoming.tries + 1, error=error)
    )
    given_up = session.execute(
        update(Incoming)
        .where(
            Incoming.id.in_(ids), Incoming.reading == Reading.WAITING, Incoming.tries >= MAX_TRIES
        )
        .values(reading=Reading.DEAD)
        .returning(Incoming.id)
    )
    return given_up.first() is not None


def forgotten_chats(session: Session, older_than: timedelta, limit: int = 500) -> list[bytes]:
    """Returns chats that have waited longer than their job should have taken."""
    rows = session.scalars(
        select(Incoming.chat_key)
        .where(
            Incoming.reading == Reading.WAITING,
            Incoming.received_at < func.clock_timestamp() - older_than,
        )
        .distinct()
        .limit(limit)
    )
    return list(rows)


def drop_old_raw(session: Session) -> None:
    """Forget raw events that were read long ago; twice that age, their ids too."""
    read = Incoming.reading == Reading.DONE
    session.execute(
        update(Incoming)
        .where(read, Incoming.received_at < now() - KEEP_RAW, Incoming.raw.is_not(None))
        .values(raw=None)
    )
    session.execute(delete(Incoming).where(read, Incoming.received_at < now() - 3 * KEEP_RAW))


def given_up(session: Session, limit: int = 100) -> list[Incoming]:
    """Returns the events that failed too often, newest first."""
    return list(
        session.scalars(
            select(Incoming)
            .where(Incoming.reading == Reading.DEAD)
            .order_by(Incoming.id.desc())
            .limit(limit)
        )
    )


def forget_given_up(session: Session, chat_key: bytes, message_id: str) -> None:
    """Forget what a given-up event of a chat said of a message that was taken back.

    It was never read to its end, so LINE's id of the message stands in its raw text only.
    """
    rows = session.execute(
        select(Incoming.id, type_coerce(Incoming.raw, LargeBinary)).where(
            Incoming.chat_key == chat_key,
            Incoming.reading == Reading.DEAD,
            Incoming.raw.is_not(None),
        )
    )
    held = [row_id for row_id, sealed in rows if _message_of(_opened(sealed)) == message_id]
    session.execute(update(Incoming).where(Incoming.id.in_(held)).values(raw=None))


def _message_of(raw: bytes) -> object:
    try:
        return json.loads(raw)["message"]["id"]
    except (ValueError, KeyError, TypeError):
        return None


def _opened(sealed: bytes) -> bytes:
    """Returns what was sealed; nothing where the seal is broken, which may be why it is dead."""
    try:
        return vault().open(sealed)
    except BrokenSeal:
        return b""


def try_again(row: Incoming) -> None:
    """Let a given-up event be read again; the sweep finds it within seconds."""
    if row.raw is not None:  # else it was taken back
        row.reading, row.tries, row.error = Reading.WAITING, 0, None

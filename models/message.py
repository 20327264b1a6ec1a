"""Message: what was said, by whom, in order. Attachment: what came with it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from models.base import Base, Id, Moment, now
from models.outgoing import Outgoing
from models.sealing import SealedBytes, SealedJSON, SealedText


class Author(StrEnum):
    """Who said it."""

    PERSON = "person"
    BOT = "bot"
    STAFF = "staff"


class Keeping(StrEnum):
    """What became of an attachment."""

    WAITING = "waiting"
    STORED = "stored"
    GONE = "gone"
    """LINE no longer has it (404, 410)."""
    REFUSED = "refused"
    """Too large, or of a kind that is not taken."""
    FAILED = "failed"
    ERASED = "erased"


class Message(Base):
    """One message of the talk. `bubbles` keeps what the bot showed; `text` what can be read."""

    __tablename__ = "message"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), index=True
    )
    author: Mapped[Author]
    staff_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(default="text")
    text: Mapped[str | None] = mapped_column(SealedText)
    place: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON)
    line_message_id: Mapped[str | None] = mapped_column(index=True)
    quoted_message_id: Mapped[str | None]
    incoming_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("incoming.id", ondelete="SET NULL")
    )
    outgoing_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("outgoing.id", ondelete="SET NULL"), index=True
    )
    said_at: Mapped[Moment]
    unsent_at: Mapped[datetime | None]

    outgoing: Mapped[Outgoing | None] = relationship()
    attachment: Mapped["Attachment | None"] = relationship(back_populates="message", uselist=False)


class Attachment(Base):
    """A picture, voice, video or file. The sealed original lies in MEDIA_DIR under `path`."""

    __tablename__ = "attachment"

    id: Mapped[Id]
    message_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("message.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[str]
    line_message_id: Mapped[str]
    keeping: Mapped[Keeping] = mapped_column(default=Keeping.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime | None]
    leased_by: Mapped[int | None] = mapped_column(BigInteger)
    """The job that is at it. A job that runs again knows that its earlier run is dead."""
    error: Mapped[str | None]
    name: Mapped[str | None] = mapped_column(SealedText)
    content_type: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    path: Mapped[str | None]
    key: Mapped[bytes | None] = mapped_column(SealedBytes)
    created_at: Mapped[Moment]

    message: Mapped[Message] = relationship(back_populates="attachment")


class Tombstone(Base):
    """A message that its author took back; kept so that a late delivery cannot bring it again."""

    __tablename__ = "tombstone"

    line_message_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Moment]


def unsent_already(session: Session, line_message_ids: Sequence[str]) -> set[str]:
    """Returns those of the messages that the person took back before we read them."""
    if not line_message_ids:
        return set()
    query = select(Tombstone.line_message_id)
    return set(session.scalars(query.where(Tombstone.line_message_id.in_(line_message_ids))))


def talk(session: Session, case_id: int) -> list[Message]:
    """Returns the whole conversation of a case in order."""
    return list(
        session.scalars(
            select(Message)
            .where(Message.case_id == case_id)
            .order_by(Message.said_at, Message.id)
            .options(selectinload(Message.attachment))
        )
    )


def news(session: Session, case_id: int, after: int, changed_since: datetime) -> list[Message]:
    """Returns a case's messages later than the id `after`, and those that changed lately.

    Changed: taken back, or what became of its sending or of its attachment.
    """
    moved = or_(
        Message.id > after,
        Message.unsent_at > changed_since,
        Message.outgoing_id.in_(
            select(Outgoing.id).where(
                Outgoing.case_id == case_id,
                or_(Outgoing.settled_at.is_(None), Outgoing.settled_at > changed_since),
            )
        ),
        Message.id.in_(select(Attachment.message_id).where(Attachment.created_at > changed_since)),
    )
    return list(
        session.scalars(
            select(Message)
            .where(Message.case_id == case_id, moved)
            .order_by(Message.said_at, Message.id)
            .options(selectinload(Message.attachment))
        )
    )


def count_until(session: Session, case_id: int, last: int) -> int:
    """Returns how many messages the case has up to the id `last`.

    A reader who has seen another number missed some: ids are not handed out in the order of
    commits, and words may become part of a case after they were said.
    """
    counted = select(func.count()).where(Message.case_id == case_id, Message.id <= last)
    return session.scalar(counted) or 0


def attachment_of(session: Session, case_id: int, attachment_id: int) -> Attachment | None:
    """Returns the attachment if it belongs to the case, is stored and was not taken back."""
    return session.scalars(
        select(Attachment)
        .join(Message)
        .where(
            Attachment.id == attachment_id,
            Attachment.keeping == Keeping.STORED,
            Message.case_id == case_id,
            Message.unsent_at.is_(None),
        )
    ).first()


def kept_since(session: Session, person_id: int, since: datetime) -> int:
    """Returns the bytes of a person's files that were fetched since then, unsent and refused ones
    too."""
    query = (
        select(func.coalesce(func.sum(Attachment.size), 0))
        .join(Message)
        .where(
            Message.person_id == person_id,
            Attachment.size.is_not(None),
            Attachment.created_at > since,
        )
    )
    return int(session.scalar(query) or 0)


def waiting_attachments(session: Session, limit: int = 500) -> list[int]:
    """Returns the ids of attachments whose next try is due."""
    due = (Attachment.next_try_at.is_(None)) | (Attachment.next_try_at < now())
    return list(
        session.scalars(
            select(Attachment.id).where(Attachment.keeping == Keeping.WAITING, due).limit(limit)
        )
    )

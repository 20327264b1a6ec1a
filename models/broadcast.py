"""Broadcast: news and lessons to many, approved by a second person, sent in slices."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Moment
from models.case import Office

SLICE = 500
"""LINE takes at most 500 people in one multicast."""


class Stage(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    """Waits for the second person."""
    APPROVED = "approved"
    SENDING = "sending"
    DONE = "done"
    STOPPED = "stopped"


class Why(StrEnum):
    """Why a broadcast was stopped."""

    STAFF = "staff"
    QUOTA = "quota"
    """LINE took no more this month."""
    SHARE = "share"
    """When it was due, it would have eaten into what is kept for answers."""
    REFUSED = "refused"
    """LINE refused every slice: it is the message that is wrong, not a person's id."""


class Broadcast(Base):
    """One broadcast. `texts` and `cards` are by language; Thai is required."""

    __tablename__ = "broadcast"

    id: Mapped[Id]
    office: Mapped[Office]
    title: Mapped[str]
    texts: Mapped[dict[str, Any]]
    cards: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{"th": {"title", "text", "button", "uri"}}"""
    picture_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("picture.id"))
    audience: Mapped[dict[str, Any]]
    """{"who": "volunteers" | "citizens", "provinces": [...], "languages": [...]}; [] = all."""
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT, index=True)
    send_at: Mapped[datetime | None]
    written_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None]
    created_at: Mapped[Moment]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    authors: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """All who wrote or asked (ids): none of them approves."""
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    """Grows with every change of the content: what is approved is what was read."""
    planned: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many people it reached when it was approved."""
    declined_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    decline_reason: Mapped[str | None]
    stopped_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    stop_reason: Mapped[Why | None]
    cut_language: Mapped[str | None]
    """The language group that is being cut; None before the first."""
    cut_after: Mapped[int] = mapped_column(BigInteger, default=0)
    """The last person (id) of that group already cut into slices."""
    cut_done: Mapped[bool] = mapped_column(default=False)


class Recipient(Base):
    """One person of a broadcast. The primary key makes a second time impossible."""

    __tablename__ = "recipient"
    __table_args__ = (Index("ix_recipient_outgoing_id", "outgoing_id"),)

    broadcast_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("broadcast.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    outgoing_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("outgoing.id", ondelete="CASCADE")
    )
    left: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Had gone when the slice was first sent, so it does not go to them."""


class Slice(Base):
    """What one Outgoing of a broadcast carries; kept so that progress need not count people."""

    __tablename__ = "slice"

    outgoing_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("outgoing.id", ondelete="CASCADE"), primary_key=True
    )
    broadcast_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("broadcast.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str]
    people: Mapped[int]


class Picture(Base):
    """A picture that LINE's apps fetch from us by its unguessable name, also days later."""

    __tablename__ = "picture"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    content_type: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]

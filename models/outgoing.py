"""Outgoing: one call to LINE, written down before it is made.

The row's UUID is the X-Line-Retry-Key and its request is frozen at the first try, so that every
further try is the same request (LINE: "Retrying a failed API request").
"""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Id, Moment, now
from models.bubble import Bubble, Choice, to_json
from models.sealing import SealedJSON, SealedText

TOKEN_FRESH = timedelta(seconds=35)
"""LINE takes a reply token for about a minute; older than this it is not risked."""
KEY_LIVES = timedelta(hours=23)
"""LINE remembers a retry key for 24 hours from the first request."""
LEASE = timedelta(seconds=20)
"""Longer than all time-outs of one call together: after this the sender must be dead."""
BACK_OFF = [timedelta(seconds=s) for s in (5, 30, 300, 3600)]


class Delivery(StrEnum):
    """What became of a call. LINE says 200 also for people who blocked us: never "delivered"."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    FAILED = "failed"
    UNSURE = "unsure"
    """A reply whose outcome LINE does not tell."""
    STOPPED = "stopped"
    HELD = "held"
    """The person is not to be written to now (models/reach.py); it goes when they may be."""


class Lane(StrEnum):
    """Who goes first: answers of a talk, then what staff and the service write, then broadcasts."""

    ANSWER = "answer"
    NOTICE = "notice"
    BROADCAST = "broadcast"


class Outgoing(Base):
    """One LINE call: a reply or push to a person, or a multicast of a broadcast slice."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_due", "next_try_at", postgresql_where="delivery = 'waiting'"),
        Index("ix_outgoing_held", "next_try_at", postgresql_where="delivery = 'held'"),
        Index(
            "ix_outgoing_person_waiting", "person_id", "id", postgresql_where="delivery = 'waiting'"
        ),
    )

    id: Mapped[Id]
    key: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4, unique=True)
    person_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE")
    )
    case_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), index=True
    )
    broadcast_id: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("broadcast.id", ondelete="CASCADE"), index=True
    )
    lane: Mapped[Lane] = mapped_column(default=Lane.ANSWER)
    bubbles: Mapped[list[Any]] = mapped_column(SealedJSON)
    choices: Mapped[list[Any]] = mapped_column(SealedJSON)
    reply_token: Mapped[str | None] = mapped_column(SealedText)
    token_at: Mapped[datetime | None]
    must_arrive: Mapped[bool] = mapped_column(default=False)
    """Case numbers, danger lines, staff answers: pushed once when a reply stays unsure."""
    request: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON)
    """{"messages", "to"}: LINE's request body, frozen at the first try."""
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.WAITING)
    via: Mapped[str | None]
    attempted_at: Mapped[datetime | None]
    """First try; committed before LINE is called."""
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[int | None] = mapped_column(BigInteger)
    """The job that is at it. A job that runs again knows that its earlier run is dead."""
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[Moment]
    error: Mapped[str | None]
    line_request_id: Mapped[str | None]
    created_at: Mapped[Moment]
    settled_at: Mapped[datetime | None]

    def settle(self, delivery: Delivery, error: str | None = None) -> None:
        """The outcome is known: no further try."""
        self.delivery, self.error = delivery, error
        self.settled_at, self.leased_until = now(), None

    def hold(self, until: datetime) -> None:
        """Keep it until the person may be written to; what is said meanwhile goes first."""
        self.delivery, self.next_try_at = Delivery.HELD, until

    def try_later(self, error: str, wait: timedelta | None = None) -> None:
        """Try again after `wait` (default: 5 s, 30 s, 5 min, then every hour) within 23 hours."""
        self.leased_until, self.error = None, error
        if self.attempted_at and now() - self.attempted_at > KEY_LIVES:
            self.settle(Delivery.FAILED, error)
            return
        step = BACK_OFF[min(self.tries, len(BACK_OFF)) - 1]
        self.next_try_at = now() + (wait or step)


def say(
    person_id: int,
    bubbles: list[Bubble],
    choices: list[Choice] | None = None,
    *,
    lane: Lane = Lane.NOTICE,
    case_id: int | None = None,
    must_arrive: bool = False,
) -> Outgoing:
    """Returns a new Outgoing to a person; the caller adds it to a session.

    `choices` are quick replies: LINE shows them under the last bubble.
    """
    return Outgoing(
        person_id=person_id,
        bubbles=[to_json(bubble) for bubble in bubbles],
        choices=[choice.__dict__ for choice in choices or []],
        lane=lane,
        case_id=case_id,
        must_arrive=must_arrive,
    )


class MayArriveTwice(Exception):
    """LINE may have taken the first call, and no longer remembers it: somebody must say yes."""


def may_arrive_twice(row: Outgoing) -> bool:
    """Whether sending again can show the person the same words twice.

    The outcome is unknown where a call was begun and LINE neither took nor refused it; within 23
    hours the retry key makes a second call harmless, a reply token has no key.
    """
    if row.attempted_at is None:
        return False
    if row.delivery in (Delivery.ACCEPTED, Delivery.UNSURE):
        return True
    return now() - row.attempted_at > KEY_LIVES


def send_again(session: Session, row: Outgoing, confirmed: bool = False) -> Outgoing:
    """Send what did not surely arrive once more, at the wish of staff.

    Returns the same row where its key still protects (the sweep takes it up), else a new one with
    the same bubbles. Raises MayArriveTwice where that must be `confirmed` first.
    """
    if row.delivery is Delivery.WAITING:
        row.next_try_at = now()
        return row
    twice = may_arrive_twice(row)
    if twice and not confirmed:
        raise MayArriveTwice
    if not twice and row.via != "reply" and row.delivery is not Delivery.STOPPED:
        row.delivery, row.error, row.settled_at = Delivery.WAITING, None, None
        row.next_try_at = now()
        return row
    again = Outgoing(
        person_id=row.person_id,
        case_id=row.case_id,
        lane=row.lane,
        bubbles=row.bubbles,
        choices=row.choices,
        must_arrive=row.must_arrive,
    )
    session.add(again)
    session.flush()
    return again

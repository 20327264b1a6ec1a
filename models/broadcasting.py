"""The way of a broadcast: written, tested, asked for, approved by a second person, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.allowance import room
from models.audience import counts
from models.base import now
from models.broadcast import Broadcast, Picture, Recipient, Slice, Stage, Why
from models.bubble import Bubble, Card, Choice, Words
from models.draft import Content, Fault, faults
from models.outgoing import Delivery, Lane, Outgoing, say
from models.staff import Staff

PAGE = 50


class WrongStage(Exception):
    """The broadcast does not stand where this can be done to it, or it has changed since."""


class NotYours(Exception):
    """Nobody approves what they wrote or asked for."""


class NotComplete(Exception):
    """Something is missing or wrong in the content; `faults` says what."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


class NobodyThere(Exception):
    """Nobody matches the audience."""


class QuotaUnknown(Exception):
    """LINE has not told the month's quota yet."""


class NoRoom(Exception):
    """It would eat into the messages that are kept for answers."""


@dataclass(frozen=True)
class Progress:
    """What became of a broadcast, in people. `reasons`: (why, how many) of those who failed."""

    planned: int
    by_delivery: dict[Delivery, int]
    left: int
    reasons: list[tuple[str, int]]

    @property
    def cut(self) -> int:
        """How many people have been put into slices."""
        return sum(self.by_delivery.values()) + self.left


def in_stage(session: Session, stage: Stage) -> list[int]:
    """Returns the ids of the broadcasts that stand there."""
    return list(session.scalars(select(Broadcast.id).where(Broadcast.stage == stage)))


def listed(session: Session, staff: Staff, page: int) -> tuple[list[Broadcast], bool]:
    """Returns a page (from 1) of the office's broadcasts, newest first; more follow?"""
    rows = session.scalars(
        select(Broadcast)
        .where(Broadcast.office == staff.office)
        .order_by(Broadcast.id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return list(rows[:PAGE]), len(rows) > PAGE


def find(
    session: Session, staff: Staff, broadcast_id: int, *, lock: bool = False
) -> Broadcast | None:
    """Returns a broadcast of their office, or None."""
    query = select(Broadcast).where(Broadcast.id == broadcast_id, Broadcast.office == staff.office)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).first()


def begin_draft(session: Session, staff: Staff, content: Content) -> Broadcast:
    """Write a new draft. Raises NotComplete."""
    broadcast = Broadcast(
        office=staff.office, written_by=staff.id, stage=Stage.DRAFT, authors=[], edition=0
    )
    write(broadcast, staff, content)
    session.add(broadcast)
    session.flush()
    return broadcast


def write(broadcast: Broadcast, staff: Staff, content: Content) -> None:
    """Write the content of a draft. Raises WrongStage, NotComplete."""
    _expect(broadcast, Stage.DRAFT, None)
    found = faults(content)
    if found:
        raise NotComplete(found)
    broadcast.title, broadcast.texts = content.title.strip(), content.texts
    broadcast.cards, broadcast.audience = content.cards, content.audience
    broadcast.send_at, broadcast.picture_id = content.send_at, content.picture_id
    broadcast.edition += 1
    _add_author(broadcast, staff)


def ask(broadcast: Broadcast, staff: Staff, edition: int) -> None:
    """Ask for the second person. Raises WrongStage."""
    _expect(broadcast, Stage.DRAFT, edition)
    _add_author(broadcast, staff)
    broadcast.declined_by, broadcast.decline_reason = None, None
    broadcast.stage = Stage.WAITING


def take_back(broadcast: Broadcast) -> None:
    """Make what waits for the second person a draft again. Raises WrongStage."""
    _expect(broadcast, Stage.WAITING, None)
    broadcast.stage = Stage.DRAFT


def decline(broadcast: Broadcast, staff: Staff, edition: int, reason: str) -> None:
    """The second person says no; it is a draft again. Raises WrongStage, NotYours."""
    _expect(broadcast, Stage.WAITING, edition)
    _expect_other(broadcast, staff)
    broadcast.declined_by, broadcast.decline_reason = staff.id, reason
    broadcast.stage = Stage.DRAFT


def approve(
    session: Session, broadcast: Broadcast, staff: Staff, edition: int, send_at: datetime | None
) -> None:
    """The second person says yes: it goes at `send_at`, without one at once.

    Raises WrongStage, NotYours, NobodyThere, QuotaUnknown, NoRoom.
    """
    _expect(broadcast, Stage.WAITING, edition)
    _expect_other(broadcast, staff)
    people = sum(counts(session, broadcast.audience, broadcast.texts).values())
    if not people:
        raise NobodyThere
    left = room(session)
    if left is None:
        raise QuotaUnknown
    if not left.holds(people):
        raise NoRoom
    broadcast.planned, broadcast.stage = people, Stage.APPROVED
    broadcast.approved_by, broadcast.approved_at = staff.id, now()
    broadcast.send_at = send_at or now()


def stop(
    session: Session, broadcast: Broadcast, why: Why = Why.STAFF, staff: Staff | None = None
) -> None:
    """Stop what is approved or under way: nothing goes out that LINE was not asked for already.

    Raises WrongStage.
    """
    if broadcast.stage not in (Stage.APPROVED, Stage.SENDING):
        raise WrongStage
    broadcast.stage, broadcast.stop_reason, broadcast.ended_at = Stage.STOPPED, why, now()
    broadcast.stopped_by = staff.id if staff else None
    session.flush()
    session.execute(
        update(Outgoing)
        .where(
            Outgoing.broadcast_id == broadcast.id,
            Outgoing.delivery == Delivery.WAITING,
            Outgoing.attempted_at.is_(None),
        )
        .values(delivery=Delivery.STOPPED, error="stopped", settled_at=now())
        .execution_options(synchronize_session=False)
    )


def progress(session: Session, broadcast: Broadcast) -> Progress:
    """Returns what became of a broadcast until now."""
    people = func.sum(Slice.people)
    rows = session.execute(
        select(Outgoing.delivery, Outgoing.error, people)
        .join(Slice, Slice.outgoing_id == Outgoing.id)
        .where(Slice.broadcast_id == broadcast.id)
        .group_by(Outgoing.delivery, Outgoing.error)
        .order_by(people.desc())
    ).all()
    by_delivery = dict.fromkeys(Delivery, 0)
    for delivery, _error, number in rows:
        by_delivery[delivery] += number
    reasons = [(error or "", n) for sent, error, n in rows if sent is Delivery.FAILED and n]
    return Progress(broadcast.planned, by_delivery, _left(session, broadcast.id), reasons)


def bubbles(
    broadcast: Broadcast, picture: Picture | None, language: str, public_url: str
) -> list[Bubble]:
    """Returns what people of a language are shown: the text, and the card if it has one."""
    shown: list[Bubble] = [Words(broadcast.texts[language])]
    card = broadcast.cards.get(language)
    if card:
        shown.append(_card(card, picture, public_url))
    return shown


def send_test(
    session: Session, broadcast: Broadcast, staff: Staff, *, language: str, heading: str, url: str
) -> bool:
    """Send a language of a broadcast to the member of staff alone, under a `heading`.

    Returns False where they have not tied their LINE account or there is no such language.
    """
    if staff.person_id is None or language not in broadcast.texts:
        return False
    picture = picture_of(session, broadcast)
    shown = [Words(heading), *bubbles(broadcast, picture, language, url)]
    session.add(say(staff.person_id, shown, lane=Lane.NOTICE))
    return True


def picture_of(session: Session, broadcast: Broadcast) -> Picture | None:
    """Returns the picture of its cards, or None."""
    return session.get(Picture, broadcast.picture_id) if broadcast.picture_id else None


def _card(card: dict[str, Any], picture: Picture | None, public_url: str) -> Card:
    choices: Sequence[Choice] = ()
    if card.get("uri"):
        choices = (Choice(card["button"], uri=card["uri"], style="main"),)
    address = f"{public_url.rstrip('/')}/pictures/{picture.name}" if picture else None
    return Card(
        card["title"], card["title"], text=card.get("text", ""), choices=choices, picture=address
    )


def _left(session: Session, broadcast_id: int) -> int:
    gone = select(func.count()).where(Recipient.broadcast_id == broadcast_id, Recipient.left)
    return session.scalar(gone) or 0


def _expect(broadcast: Broadcast, stage: Stage, edition: int | None) -> None:
    if broadcast.stage is not stage or edition not in (None, broadcast.edition):
        raise WrongStage


def _expect_other(broadcast: Broadcast, staff: Staff) -> None:
    if staff.id in broadcast.authors:
        raise NotYours


def _add_author(broadcast: Broadcast, staff: Staff) -> None:
    broadcast.authors = sorted({*broadcast.authors, staff.id})

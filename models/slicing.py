"""Cutting a broadcast into slices of at most 500 people, and what becomes of a slice.

People are taken in the order of their ids, language by language; the primary key of Recipient
makes a second time impossible, however often a slice is cut. Everybody stays in the database:
the cutter holds at most one slice's ids, whatever the size of the audience.
"""

from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.base import now
from models.broadcast import SLICE, Broadcast, Recipient, Stage
from models.broadcasting import BASE_LANGUAGE, bubbles, language_of, picture_url, reached
from models.bubble import to_json
from models.outgoing import Delivery, Lane, Outgoing
from models.person import Contact, Person


def begin_due(session: Session) -> None:
    """Begin the approved broadcasts whose time has come."""
    session.execute(
        update(Broadcast)
        .where(Broadcast.stage == Stage.APPROVED, Broadcast.send_at <= now())
        .values(stage=Stage.SENDING, started_at=now())
    )


def languages(broadcast: Broadcast) -> list[str]:
    """Returns the languages in the order in which they are cut; Thai last, for all the rest."""
    written = [language for language, text in broadcast.texts.items() if text.strip()]
    return sorted(set(written) - {BASE_LANGUAGE}) + [BASE_LANGUAGE]


def cut(session: Session, broadcast_id: int, public_url: str) -> bool:
    """Cut the next slice. Returns whether more remain. Two cutters: one waits for the other."""
    broadcast = session.get_one(Broadcast, broadcast_id, with_for_update=True)
    if broadcast.stage is not Stage.SENDING or broadcast.cut_done:
        return False
    language = broadcast.cutting or languages(broadcast)[0]
    people = _next_people(session, broadcast, language)
    if people:
        _file(session, broadcast, language, people, public_url)
    if len(people) < SLICE:
        _next_language(broadcast, language)
    else:
        broadcast.cut_after = people[-1]
    return not broadcast.cut_done


def _next_people(session: Session, broadcast: Broadcast, language: str) -> list[int]:
    rows = session.scalars(
        select(Person.id)
        .where(
            Person.id > broadcast.cut_after,
            reached(broadcast),
            language_of(broadcast) == language,
        )
        .order_by(Person.id)
        .limit(SLICE)
    )
    return list(rows)


def _next_language(broadcast: Broadcast, language: str) -> None:
    order = languages(broadcast)
    at = order.index(language) + 1
    broadcast.cut_after = 0
    broadcast.cut_done = at == len(order)
    broadcast.cutting = None if broadcast.cut_done else order[at]


def _file(
    session: Session, broadcast: Broadcast, language: str, people: list[int], public_url: str
) -> None:
    shown = bubbles(broadcast, language, picture_url(session, broadcast, public_url))
    outgoing = Outgoing(
        broadcast_id=broadcast.id,
        lane=Lane.BROADCAST,
        bubbles=[to_json(bubble) for bubble in shown],
        choices=[],
    )
    session.add(outgoing)
    session.flush()  # the recipients refer to it
    rows = [
        {"broadcast_id": broadcast.id, "person_id": person, "outgoing_id": outgoing.id}
        for person in people
    ]
    session.execute(insert(Recipient).values(rows).on_conflict_do_nothing())


def may_send(session: Session, outgoing: Outgoing) -> bool:
    """Whether a slice may go; one whose broadcast was stopped is closed instead."""
    broadcast = session.get_one(Broadcast, outgoing.broadcast_id)
    if broadcast.stage is Stage.SENDING:
        return True
    outgoing.settle(Delivery.STOPPED, "the broadcast was stopped")
    return False


def recipients(session: Session, outgoing: Outgoing) -> list[str]:
    """Returns the LINE ids of a slice.

    Asked at the first try only: the ids become part of the frozen request, for a retry key
    stands for one body. People who left since the cut are not in it.
    """
    rows = session.scalars(
        select(Person.line_user_id)
        .join(Recipient, Recipient.person_id == Person.id)
        .where(Recipient.outgoing_id == outgoing.id, Person.contact != Contact.LEFT)
        .order_by(Person.id)
    )
    return list(rows)


def halve(session: Session, outgoing: Outgoing) -> list[Outgoing]:
    """LINE refused the slice: try its halves under new keys, until the bad id stands alone.

    Returns the halves; [] where a single person was refused. Nobody was sent anything yet:
    LINE sends a multicast to all or, answering 400, to nobody.
    """
    ids = session.scalars(
        select(Recipient.person_id)
        .where(Recipient.outgoing_id == outgoing.id)
        .order_by(Recipient.person_id)
    ).all()
    if len(ids) <= 1:
        outgoing.settle(Delivery.FAILED, "LINE does not know this person")
        return []
    outgoing.settle(Delivery.STOPPED, "halved")
    middle = len(ids) // 2
    return [_half(session, outgoing, list(half)) for half in (ids[:middle], ids[middle:])]


def _half(session: Session, outgoing: Outgoing, ids: list[int]) -> Outgoing:
    half = Outgoing(
        broadcast_id=outgoing.broadcast_id,
        lane=Lane.BROADCAST,
        bubbles=outgoing.bubbles,
        choices=outgoing.choices,
    )
    session.add(half)
    session.flush()  # the recipients are moved to it
    session.execute(
        update(Recipient)
        .where(Recipient.outgoing_id == outgoing.id, Recipient.person_id.in_(ids))
        .values(outgoing_id=half.id)
    )
    return half


def finish(session: Session, broadcast_id: int) -> None:
    """A broadcast whose slices are all settled is done."""
    waiting = (
        select(func.count())
        .select_from(Outgoing)
        .where(Outgoing.broadcast_id == broadcast_id, Outgoing.delivery == Delivery.WAITING)
        .scalar_subquery()
    )
    session.execute(
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.stage == Stage.SENDING,
            Broadcast.cut_done,
            waiting == literal(0),
        )
        .values(stage=Stage.DONE, ended_at=now())
    )

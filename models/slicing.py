"""A broadcast on its way: cut into slices of at most 500 people of one language, each sent once.

All of it is SQL but for LINE's ids of one slice: a million people need no more memory than 500.
"""

from sqlalchemy import ColumnElement, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from models.allowance import room
from models.audience import FALLBACK, counts, members, reading
from models.base import now
from models.broadcast import SLICE, Broadcast, Recipient, Slice, Stage, Why
from models.broadcasting import bubbles, picture_of, stop
from models.bubble import to_json
from models.outgoing import Delivery, Lane, Outgoing
from models.person import Contact, Person
from models.quota import read_quota
from models.reach import open_at

HOPELESS = 40
"""So many refused slices and none accepted: LINE refuses the message, not somebody's id."""


def begin_due(session: Session) -> None:
    """Begin the approved broadcasts whose time has come.

    What would by now eat into the messages kept for answers is stopped instead.
    """
    due = select(Broadcast).where(
        Broadcast.stage == Stage.APPROVED, Broadcast.send_at <= func.clock_timestamp()
    )
    for broadcast in session.scalars(due.with_for_update(skip_locked=True, key_share=True)).all():
        people = sum(counts(session, broadcast.audience, broadcast.texts).values())
        left = room(session, but=broadcast.id)
        if left is not None and not left.holds(people):
            stop(session, broadcast, Why.SHARE)
            continue
        broadcast.planned = people
        broadcast.stage, broadcast.started_at = Stage.SENDING, now()


def cut(session: Session, broadcast_id: int, public_url: str) -> bool:
    """Cut the next slice of a broadcast. Returns whether there is more to cut.

    The locked row lets one at a time cut; a stopped broadcast is cut no further.
    """
    broadcast = _locked(session, broadcast_id)
    if broadcast is None or broadcast.stage is not Stage.SENDING or broadcast.cut_done:
        return False
    _walk_in_order(session)
    broadcast.cut_language = broadcast.cut_language or FALLBACK
    last = _end_of_slice(session, broadcast)
    if last is None:
        return _next_language(broadcast)
    outgoing = _call(session, broadcast, public_url)
    broadcast.cut_after = _take(session, broadcast, outgoing, last)
    return True


def finish(session: Session, broadcast_id: int) -> bool:
    """End a broadcast whose slices are all cut and settled. Returns whether it has ended."""
    broadcast = _locked(session, broadcast_id)
    if broadcast is None or broadcast.stage is not Stage.SENDING or not broadcast.cut_done:
        return False
    waiting = select(Outgoing.id).where(
        Outgoing.broadcast_id == broadcast_id, Outgoing.delivery == Delivery.WAITING
    )
    if session.scalars(waiting.limit(1)).first() is not None:
        return False
    broadcast.stage, broadcast.ended_at = Stage.DONE, now()
    return True


def may_send(session: Session, outgoing: Outgoing) -> bool:
    """Whether a slice may still go out; if not, it is settled.

    Where LINE takes no more this month, the whole broadcast stops. A slice that was tried before
    may have arrived: it is left unsure.
    """
    broadcast = session.get_one(Broadcast, outgoing.broadcast_id, populate_existing=True)
    if broadcast.stage is Stage.SENDING and read_quota(session).exhausted:
        _stop(session, broadcast.id, Why.QUOTA)
    if broadcast.stage is Stage.SENDING:
        return True
    if outgoing.attempted_at is None:
        outgoing.settle(Delivery.STOPPED, "stopped")
    else:
        outgoing.settle(Delivery.UNSURE, outgoing.error or "stopped")
    return False


def recipients(session: Session, outgoing: Outgoing) -> list[str]:
    """Returns the LINE ids of a slice; who has left since it was cut is taken out.

    To be asked once, at the first try: every later try is the same request.
    """
    _leave_out(session, outgoing.id)
    return list(
        session.scalars(
            select(Person.line_user_id)
            .join(Recipient, Recipient.person_id == Person.id)
            .where(Recipient.outgoing_id == outgoing.id, Recipient.left.is_(False))
            .order_by(Person.id)
        )
    )


def halve(session: Session, outgoing: Outgoing) -> tuple[Outgoing, ...]:
    """LINE refused a slice: send its two halves under keys of their own.

    Returns them; () where a single person is left, or nothing can be saved: the slice has failed.
    """
    piece = session.get_one(Slice, outgoing.id, populate_existing=True)
    if piece.people < 2:
        outgoing.settle(Delivery.FAILED, "LINE does not know this id")
        return ()
    if _hopeless(session, outgoing):
        outgoing.settle(Delivery.FAILED, "LINE refused the message")
        _stop(session, piece.broadcast_id, Why.REFUSED)
        return ()
    outgoing.settle(Delivery.STOPPED, "halved")
    few = piece.people // 2
    middle = _middle(session, outgoing.id, few)
    first, second = (_again(session, outgoing) for _ in range(2))
    _hand_over(session, piece, first, few, Recipient.person_id <= middle)
    _hand_over(session, piece, second, piece.people - few, Recipient.person_id > middle)
    session.delete(piece)
    return first, second


def _locked(session: Session, broadcast_id: int) -> Broadcast | None:
    # "for no key update": rows that refer to the broadcast can be written meanwhile.
    return session.scalars(
        select(Broadcast)
        .where(Broadcast.id == broadcast_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def _walk_in_order(session: Session) -> None:
    # A slice is the next 500 along the index of people. Before tables were analysed (just filled,
    # or restored) the planner would rather collect and sort everybody: seconds for each slice.
    for setting in ("enable_sort", "enable_hashjoin", "enable_hashagg"):
        session.execute(select(func.set_config(setting, "off", True)))


def _next_language(broadcast: Broadcast) -> bool:
    order = [FALLBACK, *sorted(set(broadcast.texts) - {FALLBACK})]
    following = order.index(broadcast.cut_language or FALLBACK) + 1
    broadcast.cut_done = following >= len(order)
    if not broadcast.cut_done:
        broadcast.cut_language, broadcast.cut_after = order[following], 0
    return not broadcast.cut_done


def _uncut(broadcast: Broadcast) -> list[ColumnElement[bool]]:
    """Who of the present language group is still to be cut."""
    after, language = broadcast.cut_after, broadcast.cut_language or FALLBACK
    cut_before = exists(
        select(Recipient.person_id).where(
            Recipient.broadcast_id == broadcast.id,
            Recipient.person_id == Person.id,
            Recipient.person_id > after,
        )
    )
    wanted = members(broadcast.audience, after)
    return [wanted, reading(broadcast.texts, language), ~cut_before]


def _end_of_slice(session: Session, broadcast: Broadcast) -> int | None:
    """Returns the last person of the next slice, or None where nobody is left in this group."""
    next_ones = (
        select(Person.id).where(*_uncut(broadcast)).order_by(Person.id).limit(SLICE).subquery()
    )
    last: int | None = session.scalars(select(func.max(next_ones.c.id))).one()
    return last


def _call(session: Session, broadcast: Broadcast, public_url: str) -> Outgoing:
    language = broadcast.cut_language or FALLBACK
    shown = bubbles(broadcast, picture_of(session, broadcast), language, public_url)
    outgoing = Outgoing(
        broadcast_id=broadcast.id,
        lane=Lane.BROADCAST,
        bubbles=[to_json(bubble) for bubble in shown],
        choices=[],
    )
    session.add(outgoing)
    session.flush()  # its id is needed by the recipients
    return outgoing


def _take(session: Session, broadcast: Broadcast, outgoing: Outgoing, last: int) -> int:
    """Put the people up to `last` into the slice. Returns the id after which to go on."""
    people = (
        select(literal(broadcast.id), Person.id, literal(outgoing.id))
        .where(*_uncut(broadcast), Person.id <= last)
        .order_by(Person.id)
        .limit(SLICE)
    )
    session.execute(
        insert(Recipient)
        .from_select(["broadcast_id", "person_id", "outgoing_id"], people, include_defaults=False)
        .on_conflict_do_nothing()
    )
    number, end = session.execute(
        select(func.count(), func.max(Recipient.person_id)).where(
            Recipient.outgoing_id == outgoing.id
        )
    ).one()
    session.add(
        Slice(
            outgoing_id=outgoing.id,
            broadcast_id=broadcast.id,
            language=broadcast.cut_language,
            people=number,
        )
    )
    return end or last


def _leave_out(session: Session, outgoing_id: int) -> None:
    """Mark who has left since the slice was cut, or may not be written to now."""
    away = Person.reach.not_in(open_at(now())) | (Person.contact == Contact.LEFT)
    gone = select(Person.id).where(Person.id == Recipient.person_id, away)
    session.execute(
        update(Recipient)
        .where(Recipient.outgoing_id == outgoing_id, Recipient.left.is_(False), exists(gone))
        .values(left=True)
        .execution_options(synchronize_session=False)
    )
    staying = select(func.count()).where(
        Recipient.outgoing_id == outgoing_id, Recipient.left.is_(False)
    )
    session.execute(
        update(Slice)
        .where(Slice.outgoing_id == outgoing_id)
        .values(people=staying.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def _hopeless(session: Session, outgoing: Outgoing) -> bool:
    ours = Outgoing.broadcast_id == outgoing.broadcast_id
    refused, accepted = session.execute(
        select(
            func.count().filter(Outgoing.error == "halved"),
            func.count().filter(Outgoing.delivery == Delivery.ACCEPTED),
        ).where(ours)
    ).one()
    return refused >= HOPELESS and not accepted


def _stop(session: Session, broadcast_id: int, why: Why) -> None:
    broadcast = _locked(session, broadcast_id)
    if broadcast is not None and broadcast.stage is Stage.SENDING:
        stop(session, broadcast, why)


def _middle(session: Session, outgoing_id: int, number: int) -> int:
    """Returns the id of the `number`th person of a slice."""
    return session.scalars(
        select(Recipient.person_id)
        .where(Recipient.outgoing_id == outgoing_id, Recipient.left.is_(False))
        .order_by(Recipient.person_id)
        .offset(number - 1)
        .limit(1)
    ).one()


def _again(session: Session, outgoing: Outgoing) -> Outgoing:
    same = {
        name: getattr(outgoing, name) for name in ("broadcast_id", "lane", "bubbles", "choices")
    }
    half = Outgoing(**same)
    session.add(half)
    session.flush()  # its id is needed by the recipients
    return half


def _hand_over(
    session: Session, piece: Slice, half: Outgoing, people: int, place: ColumnElement[bool]
) -> None:
    """Give part of a slice to another Outgoing."""
    session.execute(
        update(Recipient)
        .where(Recipient.outgoing_id == piece.outgoing_id, Recipient.left.is_(False), place)
        .values(outgoing_id=half.id)
        .execution_options(synchronize_session=False)
    )
    session.add(
        Slice(
            outgoing_id=half.id,
            broadcast_id=piece.broadcast_id,
            language=piece.language,
            people=people,
        )
    )

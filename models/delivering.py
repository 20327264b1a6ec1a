"""The tries of an Outgoing: who may make one, and what came of it.

These statements run for every message, so they are built once.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased, defer
from sqlalchemy.sql.dml import ReturningUpdate

from models.outgoing import Delivery, Lane, Outgoing

MOST_SURPRISES = 3


def _claimable() -> Select[Outgoing]:
    clock, earlier = func.clock_timestamp(), aliased(Outgoing)
    lease_over = or_(Outgoing.leased_until <= clock, Outgoing.leased_by == bindparam("job_id"))
    behind = exists().where(
        earlier.person_id == Outgoing.person_id,
        earlier.id < Outgoing.id,
        earlier.delivery == Delivery.WAITING,
        earlier.tries < 3,
    )
    return (
        select(Outgoing)
        .where(
            Outgoing.id == bindparam("id"),
            Outgoing.delivery == Delivery.WAITING,
            case(
                (Outgoing.leased_until.is_(None), Outgoing.next_try_at <= clock), else_=lease_over
            ),
            ~behind,
        )
        .with_for_update(of=Outgoing, skip_locked=True)
    )


_CLAIM = _claimable()
_WAITING = (
    select(Outgoing.id)
    .where(
        Outgoing.person_id == bindparam("person_id"),
        Outgoing.delivery == Delivery.WAITING,
        Outgoing.tries < 3,
    )
    .limit(1)
)
_TRIED = (
    select(Outgoing)
    .where(Outgoing.id == bindparam("id"))
    .options(defer(Outgoing.bubbles), defer(Outgoing.choices), defer(Outgoing.request))
    .with_for_update()
)


def _settle_accepted() -> ReturningUpdate[int | None]:
    later = aliased(Outgoing)
    following = select(func.min(later.id)).where(
        later.person_id == Outgoing.person_id,
        later.id > Outgoing.id,
        later.delivery == Delivery.WAITING,
    )
    return (
        update(Outgoing)
        .where(Outgoing.id == bindparam("outgoing_id"), Outgoing.delivery == Delivery.WAITING)
        .values(
            delivery=Delivery.ACCEPTED,
            line_request_id=bindparam("request_id"),
            leased_until=None,
            error=None,
            settled_at=func.clock_timestamp(),
        )
        .returning(following.scalar_subquery())
    )


_ACCEPTED = _settle_accepted()


def claim(session: Session, outgoing_id: int, job_id: int | None = None) -> Outgoing | None:
    """Returns the row, locked, if it is due, free and nothing earlier must go first.

    An earlier message to the same person goes first unless it has failed twice: order matters
    within a talk, but one stuck message must not silence the rest.
    """
    return session.scalars(_CLAIM, {"id": outgoing_id, "job_id": job_id}).first()


def tried(session: Session, outgoing_id: int) -> Outgoing:
    """Returns the row whose outcome is to be written, locked; what it says stays sealed."""
    return session.scalars(_TRIED, {"id": outgoing_id}).one()


def something_waits(session: Session, person_id: int | None) -> bool:
    """Whether a message to the person goes before any that is written now (see `claim`)."""
    return session.scalars(_WAITING, {"person_id": person_id}).first() is not None


def accepted(session: Session, outgoing_id: int, request_id: str) -> int | None:
    """Write down that LINE took it. Returns the id of the person's next waiting row, or None."""
    told = {"outgoing_id": outgoing_id, "request_id": request_id}
    return session.connection().execute(_ACCEPTED, told).scalar()


def forget(session: Session, outgoing_id: int) -> None:
    """Keep nothing of what was said: it held something that is shown once."""
    said = update(Outgoing).where(Outgoing.id == outgoing_id)
    session.execute(said.values(bubbles=[], request=None))


def hand_back(session: Session, outgoing_id: int, job_id: int) -> None:
    """Undo the beginning of a try that never was made."""
    session.execute(
        update(Outgoing)
        .where(
            Outgoing.id == outgoing_id,
            Outgoing.leased_by == job_id,
            Outgoing.delivery == Delivery.WAITING,
        )
        .values(via=None, tries=0, attempted_at=None, leased_until=None, leased_by=None)
        .execution_options(synchronize_session=False)
    )


def count_surprise(session: Session, outgoing_id: int, error: str) -> None:
    """Count a try that our own side could not make; the third one is the last.

    Written by a plain update that opens nothing sealed: a broken seal may be the surprise.
    """
    tries = Outgoing.tries + 1
    given_up = tries >= MOST_SURPRISES
    session.execute(
        update(Outgoing)
        .where(Outgoing.id == outgoing_id, Outgoing.delivery == Delivery.WAITING)
        .values(
            tries=tries,
            error=error,
            leased_until=None,
            next_try_at=func.clock_timestamp() + timedelta(seconds=5),
            delivery=case((given_up, Delivery.FAILED), else_=Delivery.WAITING),
            settled_at=case((given_up, func.clock_timestamp()), else_=None),
        )
        .execution_options(synchronize_session=False)
    )


_NEXT = (
    select(Outgoing.id)
    .where(
        Outgoing.person_id == bindparam("person_id"),
        Outgoing.id > bindparam("after"),
        Outgoing.delivery == Delivery.WAITING,
    )
    .order_by(Outgoing.id)
    .limit(1)
)


def next_for(session: Session, person_id: int, after: int) -> int | None:
    """Returns the id of the person's next waiting Outgoing after this one, or None."""
    return session.scalars(_NEXT, {"person_id": person_id, "after": after}).first()


def release(session: Session, person_id: int) -> list[tuple[int, Lane]]:
    """Let go what was held for a person who has written: it answers them now, as what is said in
    the talk does. Returns (id, lane) of the rows."""
    said_now = {"lane": Lane.ANSWER, "created_at": func.clock_timestamp()}
    return _release(session, Outgoing.person_id == person_id, **said_now)


def hold_until(session: Session, person_id: int, at: datetime) -> None:
    """Give what is held for a person another hour: they said when they may be written to."""
    session.execute(
        update(Outgoing)
        .where(Outgoing.person_id == person_id, Outgoing.delivery == Delivery.HELD)
        .values(next_try_at=at)
        .execution_options(synchronize_session=False)
    )


def stop_held(session: Session, person_id: int) -> None:
    """Stop what is held for a person and is about no case."""
    session.execute(
        update(Outgoing)
        .where(
            Outgoing.person_id == person_id,
            Outgoing.delivery == Delivery.HELD,
            Outgoing.case_id.is_(None),
        )
        .values(delivery=Delivery.STOPPED, settled_at=func.clock_timestamp())
        .execution_options(synchronize_session=False)
    )


def release_due(session: Session) -> list[tuple[int, Lane]]:
    """Let go what was held until now. Returns (id, lane) of the rows."""
    return _release(session, Outgoing.next_try_at <= func.clock_timestamp())


def _release(
    session: Session, which: ColumnElement[bool], **more: object
) -> list[tuple[int, Lane]]:
    rows = session.execute(
        update(Outgoing)
        .where(Outgoing.delivery == Delivery.HELD, which)
        .values(delivery=Delivery.WAITING, next_try_at=func.clock_timestamp(), **more)
        .returning(Outgoing.id, Outgoing.lane)
        .execution_options(synchronize_session=False)
    )
    return sorted((row.id, row.lane) for row in rows)


def forgotten(session: Session, limit: int = 500) -> list[tuple[int, Lane]]:
    """Returns (id, lane) of due rows whose sender seems lost."""
    clock = func.clock_timestamp()
    rows = session.execute(
        select(Outgoing.id, Outgoing.lane)
        .where(
            Outgoing.delivery == Delivery.WAITING,
            Outgoing.next_try_at < clock - timedelta(seconds=3),
            (Outgoing.leased_until.is_(None)) | (Outgoing.leased_until < clock),
        )
        .order_by(Outgoing.lane == Lane.BROADCAST, Outgoing.id)  # answers go before broadcasts
        .limit(limit)
    )
    return [(row.id, row.lane) for row in rows]

"""Sends one Outgoing: exactly once, as far as LINE lets us know.

The try is written down and committed before LINE is called. A row whose sender died is taken
again when its lease is over: a push under the same key cannot arrive twice (409 = it had
arrived); a reply has no key, so its token is tried once more, and where LINE then says "invalid
reply token" nobody can know: the row is `unsure`, or pushed once if it must arrive.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import render
from bot.database import Sessions
from bot.line import Line, SendError
from bot.metrics import CALLS
from bot.outcomes import note_failure
from bot.queue import wake
from models import slicing
from models.base import now
from models.bubble import Choice, from_json
from models.delivering import (
    accepted,
    claim,
    count_surprise,
    forget,
    hand_back,
    something_waits,
)
from models.outgoing import LEASE, TOKEN_FRESH, Delivery, Lane, Outgoing
from models.person import Contact, Person
from models.reach import open_at, opens

LATEST = 8.0
"""A begun call is not made after so many seconds: with its time-outs it ends in its lease."""
STILL_THERE = timedelta(minutes=2)
"""So long after they wrote, people still hold their telephone."""
NOTE_TRIES, NOTE_EVERY = 8, 0.5
_log = logging.getLogger("sending")


@dataclass(frozen=True)
class Call:
    """What to ask of LINE, read out of the row before its transaction ends."""

    outgoing_id: int
    lane: Lane
    via: str
    to: list[str]
    token: str
    key: str
    messages: list[dict[str, Any]]
    once: bool = False
    """Nothing of it is kept when LINE has taken it."""
    begun: float = field(default_factory=time.monotonic)


def send(sessions: Sessions, line: Line, outgoing_id: int, job_id: int | None = None) -> None:
    """Try to send a row, if it is due. Whatever comes of it is written into the row."""
    with _surprises_counted(sessions, outgoing_id):
        _send(sessions, line, outgoing_id, job_id)


@contextmanager
def _surprises_counted(sessions: Sessions, outgoing_id: int) -> Iterator[None]:
    """A surprise (a bubble that cannot be rendered, a request the SDK refuses) is counted like a
    failed try, so that it cannot hold back the person's later messages."""
    try:
        yield
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001
        _log.exception("not sent", extra={"outgoing": outgoing_id})
        with sessions.begin() as session:
            count_surprise(session, outgoing_id, type(error).__name__)


def left_by(sessions: Sessions, job_id: int | None) -> list[int]:
    """Returns the ids of rows that an earlier run of a job had begun to send."""
    with sessions() as session:
        query = select(Outgoing.id).where(
            Outgoing.leased_by == job_id, Outgoing.delivery == Delivery.WAITING
        )
        return list(session.scalars(query.order_by(Outgoing.id)))


def begin(session: Session, row: Outgoing, job_id: int) -> Call | None:
    """Write down that a new row is tried now, in the transaction that makes it.

    Returns the call for `go_on`, which the caller makes at once after the commit; None where the
    row must wait, or cannot be rendered: then its `send` job finds out, and the turn stands.
    """
    with session.no_autoflush:  # one insert instead of an insert and an update
        try:
            waits = something_waits(session, row.person_id)
            to = None if waits else _start(session, row, job_id)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001
            _log.exception("not begun")
            to = None
    if to is not None:
        session.info["begun"] = row
    session.flush()
    return None if to is None else _call_of(row, to)


def go_on(sessions: Sessions, line: Line, call: Call, job_id: int) -> None:
    """Make a call that was begun, and what follows from its outcome.

    Where it comes so late that others may soon think its sender dead, the row is handed back
    untried: nothing has been asked of LINE yet.
    """
    if time.monotonic() - call.begun > LATEST:
        with sessions.begin() as session:
            hand_back(session, call.outgoing_id, job_id)
            wake(session, "send", call.lane, id=call.outgoing_id)
        return
    with _surprises_counted(sessions, call.outgoing_id):
        again = _make_and_note(sessions, line, call)
    if again:
        send(sessions, line, call.outgoing_id, job_id)


def _send(sessions: Sessions, line: Line, outgoing_id: int, job_id: int | None) -> None:
    while True:
        with sessions.begin() as session:
            row = claim(session, outgoing_id, job_id)
            to = _start(session, row, job_id) if row else None
            call = None if row is None or to is None else _call_of(row, to)
        if call is None or not _make_and_note(sessions, line, call):
            return


def _make_and_note(sessions: Sessions, line: Line, call: Call) -> bool:
    """Make a call and write down its outcome. Returns whether to try again at once.

    What LINE said is known only here: a database that is away for a moment is waited for.
    """
    failure, request_id = _make(line, call)
    CALLS.labels(call.via, failure.outcome if failure else "accepted").inc()
    for _ in range(NOTE_TRIES):
        try:
            return _note(sessions, call, failure, request_id)
        except OperationalError:
            time.sleep(NOTE_EVERY)
    return _note(sessions, call, failure, request_id)


def _note(sessions: Sessions, call: Call, failure: SendError | None, request_id: str) -> bool:
    with sessions.begin() as session:
        if failure is not None:
            return note_failure(session, call.outgoing_id, call.via, failure)
        following = accepted(session, call.outgoing_id, request_id)
        if call.once:
            forget(session, call.outgoing_id)
        if following is not None:
            wake(session, "send", call.lane, id=following)
        return False


def _start(session: Session, row: Outgoing, job_id: int | None) -> list[str] | None:
    """Write down that a row is tried now. Returns whom to send it to ([]: a reply needs nobody);
    None where it cannot go."""
    if not _may_go(session, row):
        return None
    row.via = _way(row)
    if row.request is None:
        row.request = {"messages": _rendered(row), "to": _recipients(session, row)}
    row.attempted_at = row.attempted_at or now()
    row.leased_until, row.leased_by, row.tries = now() + LEASE, job_id, (row.tries or 0) + 1
    to = _person(session, row) if row.via == "push" else row.request["to"]
    if not to and row.via != "reply":
        row.settle(Delivery.FAILED, "nobody to send to")
        return None
    return list(to)


def _call_of(row: Outgoing, to: list[str]) -> Call:
    messages = (row.request or {})["messages"]
    via, token = row.via or "push", row.reply_token or ""
    once = any(bubble.get("once") for bubble in row.bubbles)
    return Call(row.id, row.lane, via, to, token, str(row.key), messages, once)


def _rendered(row: Outgoing) -> list[dict[str, Any]]:
    bubbles = [from_json(bubble) for bubble in row.bubbles]
    return render.messages(bubbles, [Choice(**choice) for choice in row.choices])


def _may_go(session: Session, row: Outgoing) -> bool:
    if row.lane is Lane.BROADCAST and not slicing.may_send(session, row):
        return False
    if row.person_id is not None and _way(row) == "push":
        person = session.get_one(Person, row.person_id)
        if person.contact is Contact.LEFT:
            row.settle(Delivery.FAILED, "the person has blocked the account or left")
            return False
        if _can_wait(row) and person.reach not in open_at(now()):
            row.hold(opens(person.reach, now()))
            return False
    return True


def _can_wait(row: Outgoing) -> bool:
    """Whether a push is no answer to what was just said: such a one obeys when a person may be
    written to. A page to staff on call is about no case of theirs, and waits for nobody."""
    if row.lane is Lane.NOTICE:
        return not (row.must_arrive and row.case_id is None)
    return row.lane is Lane.ANSWER and row.created_at < now() - STILL_THERE


def _way(row: Outgoing) -> str:
    """reply while its token may be good or its outcome is open; then push; slices by multicast."""
    if row.broadcast_id is not None and row.person_id is None:
        return "multicast"
    if row.via == "push" or row.reply_token is None:
        return "push"
    if row.via == "reply":
        return "reply"
    fresh = row.token_at is not None and now() - row.token_at <= TOKEN_FRESH
    return "reply" if fresh or row.person_id is None else "push"


def _recipients(session: Session, row: Outgoing) -> list[str]:
    return slicing.recipients(session, row) if row.via == "multicast" else []


def _person(session: Session, row: Outgoing) -> list[str]:
    if row.person_id is None:
        return []
    return [session.get_one(Person, row.person_id).line_user_id]


def _make(line: Line, call: Call) -> tuple[SendError | None, str]:
    try:
        if call.via == "reply":
            return None, line.reply(call.token, call.messages)
        if call.via == "push":
            return None, line.push(call.to[0], call.messages, call.key)
        return None, line.multicast(call.to, call.messages, call.key)
    except SendError as error:
        about = {"outgoing": call.outgoing_id, "via": call.via, "outcome": error.outcome}
        _log.warning("call failed", extra=about | {"status": error.status})
        return error, ""

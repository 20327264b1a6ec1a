"""Sends one Outgoing: exactly once, as far as LINE lets us know.

The try is written down and committed before LINE is called. A row whose sender died is taken
again when its lease is over: a push under the same key cannot arrive twice (409 = it had
arrived); a reply has no key, so its token is tried once more, and where LINE then says "invalid
reply token" nobody can know: the row is `unsure`, or pushed once if it must arrive.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import render
from bot.database import Sessions
from bot.line import Line, Outcome, SendError
from bot.metrics import CALLS
from bot.queue import wake
from models import slicing
from models.base import now
from models.bubble import Choice, from_json
from models.outgoing import (
    LEASE,
    TOKEN_FRESH,
    Delivery,
    Lane,
    Outgoing,
    accepted,
    claim,
    count_surprise,
    next_for,
    something_waits,
    tried,
)
from models.person import Contact, Person
from models.quota import quota_spent

SLOWER = timedelta(seconds=2)
RECONNECT = timedelta(seconds=2)
TOKEN_TRIES = 2
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


def send(sessions: Sessions, line: Line, outgoing_id: int, job_id: int | None = None) -> None:
    """Try to send a row, if it is due. Whatever comes of it is written into the row.

    A surprise (a bubble that cannot be rendered, a request the SDK refuses) is counted like a
    failed try, so that it cannot hold back the person's later messages.
    """
    try:
        _send(sessions, line, outgoing_id, job_id)
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

    Returns the call for `go_on` after the commit; None where the row must wait, or cannot be
    rendered: then `send` finds out, which counts surprises, and the turn it belongs to stands.
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
    session.flush()
    return None if to is None else _call_of(row, to)


def go_on(sessions: Sessions, line: Line, call: Call, job_id: int) -> None:
    """Make a call that was begun, and what follows from its outcome."""
    if _make_and_note(sessions, line, call):
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
    """Make a call and write down its outcome. Returns whether to try again at once."""
    failure, request_id = _make(line, call)
    CALLS.labels(call.via, failure.outcome if failure else "accepted").inc()
    with sessions.begin() as session:
        if failure is not None:
            return _note_failure(session, call, failure)
        following = accepted(session, call.outgoing_id, request_id)
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
    return Call(row.id, row.lane, via, to, token, str(row.key), messages)


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
    return True


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


def _note_failure(session: Session, call: Call, failure: SendError) -> bool:
    """Write down why it failed. Returns whether the row should be tried again at once."""
    row = tried(session, call.outgoing_id)
    if row.delivery is not Delivery.WAITING:
        return False
    row.leased_until = None
    if call.via == "reply":
        again = _reply_failed(row, failure)
    else:
        again = _push_failed(session, row, failure)
    if row.delivery is not Delivery.WAITING and row.person_id is not None:
        following = next_for(session, row.person_id, row.id)
        if following is not None:
            wake(session, "send", row.lane, id=following)
    return again


def _reply_failed(row: Outgoing, failure: SendError) -> bool:
    """What to do after a failed reply; returns whether to go on at once.

    The reply is open when this try or the one before may have been accepted. The one before
    left its outcome in `error`, or nothing when its sender was killed.
    """
    was_open = row.tries > 1 and row.error != Outcome.NOT_SENT
    row.error = failure.outcome
    unknown = failure.outcome is Outcome.UNKNOWN
    if (unknown or failure.outcome is Outcome.NOT_SENT) and row.tries < TOKEN_TRIES:
        return True
    if unknown or was_open:
        return _give_up_open(row, failure)
    if failure.outcome is Outcome.REFUSED:
        row.settle(Delivery.FAILED, failure.reason)
        return False
    return _push_instead(row)


def _give_up_open(row: Outgoing, failure: SendError) -> bool:
    """Nobody can know whether it arrived: what must arrive is pushed once, the rest is left."""
    if row.must_arrive and row.person_id is not None:
        return _push_instead(row)
    row.settle(Delivery.UNSURE, failure.reason)
    return False


def _push_instead(row: Outgoing) -> bool:
    if row.person_id is None:  # a group: pushing there is dear, and nothing of ours is urgent
        row.settle(Delivery.FAILED, "the reply token was too old")
        return False
    row.via = "push"
    return True


def _push_failed(session: Session, row: Outgoing, failure: SendError) -> bool:
    if failure.outcome is Outcome.QUOTA:
        quota_spent(session)
        row.settle(Delivery.FAILED, "quota")
    elif failure.outcome is Outcome.SLOWER:
        row.try_later(failure.reason, SLOWER * min(row.tries, 15))
    elif failure.outcome is Outcome.NOT_SENT:
        row.try_later(failure.reason, RECONNECT * min(row.tries, 30))
    elif failure.outcome in (Outcome.UNKNOWN, Outcome.UNAUTHORISED):
        row.try_later(failure.reason)
    elif row.via == "multicast" and failure.status == 400:
        slicing.halve(session, row)
    else:
        row.settle(Delivery.FAILED, failure.reason)
    return False

"""What becomes of an Outgoing whose call failed: tried again, pushed instead, or given up."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.line import Outcome, SendError
from bot.queue import wake
from models import slicing
from models.delivering import next_for, tried
from models.outgoing import Delivery, Outgoing
from models.quota import quota_spent

SLOWER = timedelta(seconds=2)
RECONNECT = timedelta(seconds=2)
TOKEN_TRIES = 2


def note_failure(session: Session, outgoing_id: int, via: str, failure: SendError) -> bool:
    """Write down why a call failed. Returns whether the row should be tried again at once."""
    row = tried(session, outgoing_id)
    if row.delivery is not Delivery.WAITING:
        return False
    row.leased_until = None
    again = _reply_failed(row, failure) if via == "reply" else _push_failed(session, row, failure)
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

"""How much one person can say or tap: what is said is kept, not everything is answered."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from handlers.arrival import MEDIA, Kind
from handlers.flow import Turn
from models.base import now
from models.message import Author, Message

MOST_A_MINUTE = 30
"""Messages, and presses of buttons."""
MINUTE = timedelta(minutes=1)
TAPS = "taps"
"""The note of the buttons pressed: since when, and how often."""
_SAID_SINCE = select(func.count()).where(
    Message.person_id == bindparam("person_id"),
    Message.author == Author.PERSON,
    Message.kind.not_in(MEDIA),  # an album of fifty pictures is one gesture
    Message.said_at > bindparam("since"),
)


def is_muted(turn: Turn) -> bool:
    """Whether staff have silenced the bot towards this person for a while."""
    until = turn.person.muted_until
    return until is not None and until > now()


def too_fast(turn: Turn) -> bool:
    """Whether more came within a minute than a person types or taps; said once a minute."""
    turn.session.flush()
    lately = {"person_id": turn.person.id, "since": now() - MINUTE}
    said = turn.session.scalar(_SAID_SINCE, lately) or 0
    if max(said, _taps_lately(turn)) <= MOST_A_MINUTE:
        return False
    told = turn.notes.get("slow_at")
    if told is None or now() - datetime.fromisoformat(told) > MINUTE:
        turn.note(slow_at=now().isoformat())
        turn.say(turn._("A little slower, please. Everything you sent is kept."))
    return True


def _taps_lately(turn: Turn) -> int:
    """Returns how often buttons were pressed in this minute, with those of this turn. They are no
    messages: the talk itself counts them."""
    since, count = turn.notes.get(TAPS) or (None, 0)
    if since is None or now() - datetime.fromisoformat(since) > MINUTE:
        since, count = now().isoformat(), 0
    count += sum(arrival.kind is Kind.PRESSED for arrival in turn.arrivals)
    if count:
        turn.note(**{TAPS: [since, count]})
    return count

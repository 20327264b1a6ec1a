"""People who write as people do: now and then several messages in one breath."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.client import Due
from benchmarks.rig import CORPUS, WEBHOOK, StandIn

BURST_SHARE = 0.2
"""Of all messages; the others come alone."""
BURST = range(3, 7)
WITHIN = 0.5
LEAD = 1.0
"""Seconds between preparing and the first message."""


@dataclass(frozen=True)
class Saying:
    """What one person says in one breath: seconds (from the start) of each message."""

    user: str
    dues: list[float]


@dataclass(frozen=True)
class Script:
    """Sayings with all that is needed to send them. `events`: ids, one list a saying."""

    sayings: list[Saying]
    events: list[list[str]]
    plan: list[tuple[Due, bytes]]


def sayings(users: list[str], rate: float, seconds: float, seed: int = 1) -> Iterator[Saying]:
    """Yields sayings that make `rate` messages a second together; everybody in turn."""
    chance = random.Random(seed)
    turns = itertools.cycle(chance.sample(users, len(users)))
    mean = sum(BURST) / len(BURST)
    bursts = BURST_SHARE / (mean * (1 - BURST_SHARE) + BURST_SHARE)
    said = 0
    while said < rate * seconds:
        number = chance.choice(BURST) if chance.random() < bursts else 1
        yield Saying(next(turns), [said / rate + at * WITHIN / number for at in range(number)])
        said += number


def write(line: StandIn, all_: list[Saying]) -> Script:
    """Give every message a text of the corpus, a reply token and a signature."""
    texts = itertools.cycle(random.Random(2).sample(CORPUS, len(CORPUS)))
    said = [(one.user, next(texts), due + LEAD) for one in all_ for due in one.dues]
    prepared = line.prepare(WEBHOOK, said)
    dues = [due for _, _, due in said]
    plan = sorted(zip(dues, (raw for _, raw in prepared), strict=True))
    ids = iter([event_id for event_id, _ in prepared])
    events = [list(itertools.islice(ids, len(one.dues))) for one in all_]
    return Script(all_, events, [*plan])


def answer_times(line: StandIn, script: Script, began: float) -> list[float | None]:
    """Returns for each saying the seconds from its last message to the delivery that answers it;
    None where nothing does. `began`: when the plan was begun (seconds of the epoch).

    The answer is the last reply to one of its messages, or else what came first to a later one.
    """
    order = {event: at for at, event in enumerate(itertools.chain(*script.events))}
    boxes = {
        user: [_placed(entry, order) for entry in _transcript(line, user)]
        for user in {one.user for one in script.sayings}
    }
    return [
        _wait(boxes[one.user], [order[event] for event in events], began + LEAD + one.dues[-1])
        for one, events in zip(script.sayings, script.events, strict=True)
    ]


def _transcript(line: StandIn, user: str) -> list[dict[str, Any]]:
    return list(line.control("GET", "/transcript", chat=user)["messages"])


def _placed(entry: dict[str, Any], order: dict[str, int]) -> tuple[float, float]:
    """Returns when a message was delivered and the place of the event that it answers; a push
    answers whatever was said before."""
    came = datetime.fromisoformat(entry["at"]).timestamp()
    reply = entry["via"] == "reply"
    return came, order.get(entry.get("answers", ""), -1) if reply else float("inf")


def _wait(box: list[tuple[float, float]], places: list[int], said_at: float) -> float | None:
    after = [(came, place) for came, place in box if came > said_at]
    own = [came for came, place in after if place in places]
    later = [came for came, place in after if place > places[-1]]
    answered = max(own) if own else min(later, default=None)
    return None if answered is None else answered - said_at

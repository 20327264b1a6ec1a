"""When somebody may be written to."""

from datetime import datetime

import pytest

from models.number import BANGKOK
from models.reach import LONG, Reach, open_at, opens


def at(hour: int, day: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("hour", "reach", "when"),
    [
        (7, Reach.DAY, at(8)),
        (8, Reach.DAY, at(8)),
        (17, Reach.DAY, at(17)),
        (18, Reach.EVENING, at(18)),
        (3, Reach.EVENING, at(18)),
        (3, Reach.ANY, at(3)),
    ],
)
def test_the_next_hour_that_is_allowed(hour: int, reach: Reach, when: datetime) -> None:
    assert opens(reach, at(hour)) == when


def test_after_the_last_hour_it_is_tomorrow() -> None:
    assert opens(Reach.DAY, at(18, 29)) == at(8)
    assert opens(Reach.EVENING, at(21, 29)) == at(18)


def test_never_is_never() -> None:
    assert opens(Reach.NEVER, at(12)) == at(12) + LONG
    assert Reach.NEVER not in {reach for hour in range(24) for reach in open_at(at(hour))}

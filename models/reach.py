"""When somebody may be written to without having written first.

An answer to what a person has just written always goes. Notices, letters of staff and broadcasts
wait: whoever shares a telephone, or has it searched, says when it may light up.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from models.number import BANGKOK


class Reach(StrEnum):
    """When a person may be written to."""

    ANY = "any"
    DAY = "day"
    EVENING = "evening"
    NEVER = "never"
    """Only when they write: then they hear what has come meanwhile."""


HOURS: Final = {Reach.DAY: (8, 18), Reach.EVENING: (18, 21)}
"""From which hour to which, in Bangkok."""
LONG: Final = timedelta(days=3650)


def open_at(at: datetime) -> list[Reach]:
    """Returns the wishes that allow to be written to at a moment."""
    hour = at.astimezone(BANGKOK).hour
    return [Reach.ANY, *[reach for reach, (from_, to) in HOURS.items() if from_ <= hour < to]]


def opens(reach: Reach, at: datetime) -> datetime:
    """Returns when somebody may be written to: `at` itself, the next hour that is allowed, or a day
    that never comes."""
    if reach in open_at(at):
        return at
    if reach not in HOURS:
        return at + LONG
    here = at.astimezone(BANGKOK)
    begins = datetime.combine(here.date(), time(HOURS[reach][0]), BANGKOK)
    return begins if begins > here else begins + timedelta(days=1)

"""The states of a case and the ways between them (ways.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from models.number import BANGKOK


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TRIAGE = "triage"
    AWAITING_INFO = "awaiting_info"
    TRANSFER_PENDING = "transfer_pending"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    AWAITING_AGENCY = "awaiting_agency"
    RESOLVED_PENDING = "resolved_pending"
    CLOSED_RESOLVED = "closed_resolved"
    TERMINATED = "terminated"
    REJECTED = "rejected"
    REFERRED_OUT = "referred_out"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    CLOSED_NO_CONTACT = "closed_no_contact"
    REOPENED = "reopened"


class WrongWay(Exception):
    """The case cannot go there from where it stands, or not by this actor, or not without why."""


@dataclass(frozen=True)
class Way:
    """One allowed step of a case. `tells` is the notice kind for the citizen, "" for none."""

    from_: State
    to: State
    by: frozenset[str]
    reason: bool
    second: bool
    tells: str


_DATA = tomllib.loads((Path(__file__).parent / "ways.toml").read_text(encoding="utf-8"))
WAYS: dict[tuple[State, State], Way] = {
    (State(start), State(row["to"])): Way(
        State(start),
        State(row["to"]),
        frozenset(row["by"]),
        row.get("reason", False),
        row.get("second", False),
        row["tells"],
    )
    for row in _DATA["way"]
    for start in row["from"]
}
TARGET_DAYS: dict[State, int] = {State(key): days for key, days in _DATA["targets"].items()}
ENDED: frozenset[State] = frozenset(map(State, _DATA["groups"]["end"]))
SCREENING: frozenset[State] = frozenset(map(State, _DATA["groups"]["screening"]))
OPEN: frozenset[State] = frozenset(State) - ENDED - {State.DRAFT}


def ways_from(state: State, actor: str) -> list[Way]:
    """Returns the ways an actor ("person", "system" or a role) may take from a state."""
    return [way for way in WAYS.values() if way.from_ is state and actor in way.by]


def way(state: State, to: State, actor: str, reason: str) -> Way:
    """Returns the way. Raises WrongWay where there is none for this actor or the why is missing."""
    found = WAYS.get((state, to))
    if found is None or actor not in found.by:
        raise WrongWay(f"{actor} cannot move a case from {state} to {to}")
    if found.reason and not reason.strip():
        raise WrongWay("a reason is needed")
    return found


def due_after(start: datetime, state: State) -> datetime | None:
    """Returns by when somebody must have moved: so many working days on, 16.30 Bangkok time.

    None where the clock is stopped. Saturdays and Sundays are left out.
    """
    days = TARGET_DAYS.get(state)
    if days is None:
        return None
    day = start.astimezone(BANGKOK)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day.replace(hour=16, minute=30, second=0, microsecond=0)

"""The right door (doors.toml): who can help most directly, and claims that may be lost by waiting.

The bot refuses nothing: it shows the door, and staff look at the case if the person wants.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from handlers import hearing, menu
from handlers.flow import Turn
from locales import N_
from models.bubble import Card, Choice, Line
from models.case import Case

_FILE = Path(__file__).with_name("doors.toml")
WHAT = (
    N_("Labour protection office"),
    N_("Social security office"),
    N_("Employment office"),
    N_("Ombudsman"),
    N_("Damrongdhama centre of the province"),
    N_("Police for online fraud"),
    N_("Government complaint centre"),
)
"""Listed so that translators see them; a test holds them against the data."""
HOURS = {"24": N_("{what}, day and night"), "office": N_("{what}, office hours")}


@dataclass(frozen=True)
class Door:
    """Somebody who helps, and how to reach them. `press`: the key of the hotline's menu."""

    key: str
    what: str
    number: str
    press: str
    hours: str
    source: str
    last_verified: date


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def doors() -> dict[str, Door]:
    """Returns all doors by key."""
    return {
        key: Door(
            key, row["what"], row["number"], row.get("press", ""), row.get("hours", ""),
            row["source"], row["last_verified"],
        )
        for key, row in _data()["door"].items()
    }  # fmt: skip


def doors_of(category: str | None) -> list[Door]:
    """Returns the doors of a subject, the most direct first; none for exploitation, whose help
    lines are shown as danger."""
    return [doors()[key] for key in _data()["subject"].get(category or "", ())]


def may_be_outside(category: str | None) -> bool:
    """Whether a subject may lie outside what our offices can take."""
    return category in _data()["outside"]["subjects"]


def show(turn: Turn, case: Case) -> None:
    """Show the door of a case that may lie outside, before it is sent."""
    if not may_be_outside(case.category):
        return
    _ = turn._
    shown = doors_of(case.category)
    turn.show(
        Card(
            title=_("These may help you faster"),
            alt=menu.alt(turn),
            text=_(
                "This may lie outside what the Ombudsman can do. If you would like our staff to"
                " look first, send it all the same."
            ),
            lines=[Line(_number(turn, door), _what(turn, door)) for door in shown],
            choices=[
                Choice(_("Call {number}").format(number=door.number), uri=f"tel:{door.number}")
                for door in shown
            ],
        )
    )


def warn(turn: Turn, case: Case) -> None:
    """Warn where a claim may soon be lost: telling it here may not stop the time."""
    limit = _data()["limit"].get(case.category or "")
    if limit is None or case.incident_date is None:
        return
    age = hearing.day_of(turn) - case.incident_date
    if age < timedelta(days=limit["warn_after_days"]):
        return
    turn.say(
        turn._(
            "One thing: a claim for wages may be lost after {years} years, and telling it here may"
            " not stop that time. Please go to the labour inspector or the Labour Court soon: call"
            " 1506, press 3."
        ).format(years=limit["years"])
    )


def _number(turn: Turn, door: Door) -> str:
    if not door.press:
        return door.number
    return turn._("{number}, press {key}").format(number=door.number, key=door.press)


def _what(turn: Turn, door: Door) -> str:
    what = turn._(door.what)
    return turn._(HOURS[door.hours]).format(what=what) if door.hours in HOURS else what

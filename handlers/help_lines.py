"""The help lines (help_lines.toml): which go first for which danger, and how they are shown."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers import menu
from handlers.flow import Turn
from locales import N_
from locales.formats import day
from models.bubble import Card, Choice, Line

_DATA = tomllib.loads(Path(__file__).with_name("help_lines.toml").read_text(encoding="utf-8"))
WHAT = (
    N_("Police"),
    N_("Medical emergency"),
    N_("Someone to listen, mental health"),
    N_("Social help: children, violence, trafficking"),
    N_("Childline, under 18"),
    N_("Fire"),
)
"""Listed so that translators see them; a test holds them against the data."""


@dataclass(frozen=True)
class HelpLine:
    """A number to call; `signs` are the dangers for which it goes first."""

    number: str
    what: str
    hours: str
    signs: frozenset[str]
    source: str
    last_verified: date


LINES = tuple(
    HelpLine(
        row["number"],
        row["what"],
        row["hours"],
        frozenset(row["for"]),
        row["source"],
        row["last_verified"],
    )
    for row in _DATA["line"]
)
ALWAYS = frozenset(_DATA["always"])


def fitting(signs: Collection[str]) -> list[HelpLine]:
    """Returns the lines to show: those for these signs first, then the general ones."""
    first = [line for line in LINES if line.signs & set(signs)]
    rest = [line for line in LINES if line not in first and line.number in ALWAYS]
    return (first + rest)[: _DATA["most"]]


def card(turn: Turn, signs: Collection[str]) -> Card:
    """Returns a card with the fitting lines, each one tap away."""
    _ = turn._
    lines = fitting(signs)
    return Card(
        title=_("Call right now"),
        subtitle=_("Numbers checked {month}").format(month=_checked(turn, lines)),
        alt=menu.alt(turn),
        lines=[Line(line.number, _hours(turn, line)) for line in lines],
        choices=[
            Choice(
                _("Call {number}").format(number=line.number),
                uri=f"tel:{line.number}",
                style="danger",
            )
            for line in lines
        ],
        mood="danger",
    )


def _checked(turn: Turn, lines: list[HelpLine]) -> str:
    """Returns the month in which the oldest of these numbers was checked: พ.ย. 2569."""
    oldest = min(line.last_verified for line in lines)
    return day(oldest, turn.person.language).split(" ", 1)[1]


def _hours(turn: Turn, line: HelpLine) -> str:
    _ = turn._
    return (
        _("{what}, day and night").format(what=_(line.what)) if line.hours == "24" else _(line.what)
    )

"""Answers about rights: reviewed texts with their law, section, source and review-by date.

laws.toml names the laws; every other file holds answers, a table each, whose key never changes
(buttons carry it). Thai and English; who speaks another language is referred to a person, until
somebody has reviewed a translation.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("th", "en")


@dataclass(frozen=True)
class Law:
    """Where an answer comes from. `source`: the copy that was read, on the day `checked`;
    `in_force`: since when, where the answers depend on it."""

    names: dict[str, str]
    source: str
    checked: date
    review_by: date
    in_force: date | None = None


@dataclass(frozen=True)
class Right:
    """One reviewed answer. `asked`: ways to ask for it, for comparing; the first is its title.
    `section` is empty where no law is meant but a channel."""

    key: str
    law: Law
    section: str
    asked: tuple[str, ...]
    texts: dict[str, str]

    def is_current(self, today: date) -> bool:
        """Whether it may be shown as what holds today."""
        return today <= self.law.review_by


@cache
def rights() -> dict[str, Right]:
    """Return all answers by key. Raises ValueError for two of one key, KeyError for a gap."""
    laws = {key: _law(row) for key, row in _read(HERE / "laws.toml").items()}
    found: dict[str, Right] = {}
    for path in sorted(HERE.glob("*.toml")):
        for key, row in _read(path).items() if path.name != "laws.toml" else ():
            if key in found:
                raise ValueError(f"{path}: {key} is there already")
            found[key] = _right(key, row, laws)
    return found


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _law(row: dict[str, Any]) -> Law:
    return Law(
        {language: row[language] for language in LANGUAGES},
        row["source"],
        row["checked"],
        row["review_by"],
        row.get("in_force"),
    )


def _right(key: str, row: dict[str, Any], laws: dict[str, Law]) -> Right:
    return Right(
        key,
        laws[row["law"]],
        row["section"].removeprefix("-"),
        tuple(row["ask"]),
        {language: row[language] for language in LANGUAGES},
    )

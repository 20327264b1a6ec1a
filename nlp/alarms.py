"""Danger: rules kept as data (danger/*.toml), one file a language, that can only raise a message.

Each rule raises a message to its `level` (critical, where it names none) when `when` is found and,
if given, `needs` is found too and `unless` is not. `names` are pieces that patterns may use as
{now} and so on. A guard silences all rules of its file, and makes the model's word count for less:
past and safe, figures of speech, news, films, hypotheses, drills. It does not reach beyond a word
that comes back to the present (`turns`): "last year too, but now we are locked in again" is heard
from "now" on.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "danger"
ALSO_ARABIC = {"ms-Arab": "ms"}  # one file for both scripts of Malay
MIXED_IN = ("th", "en")  # in messages of every language


@dataclass(frozen=True)
class Rule:
    """A sign of danger: `when` and `needs` must be found, `unless` must not."""

    why: str
    level: str
    when: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def fires(self, text: str) -> bool:
        """Say whether cleaned text shows this sign."""
        if not self.when.search(text) or (self.needs and not self.needs.search(text)):
            return False
        return not (self.unless and self.unless.search(text))


def find_danger(cleaned: str, language: str = "th", level: str = "critical") -> tuple[str, ...]:
    """Return the reasons why cleaned text speaks of danger now (or, of level "high", of a threat);
    () when none, or when it tells of the past, of a story, or in a figure of speech."""
    found = (why for name in _files(language) for why in _signs(cleaned, name, level))
    return tuple(dict.fromkeys(found))


def is_told(cleaned: str, language: str = "th") -> bool:
    """Say whether cleaned text looks like the past, a story or a figure of speech: then the model
    alone is not believed easily."""
    return any(guard.search(cleaned) for name in _files(language) for guard in _book(name).guards)


def _files(language: str) -> Iterable[str]:
    return dict.fromkeys((ALSO_ARABIC.get(language, language), *MIXED_IN))


def _signs(text: str, name: str, level: str) -> Iterable[str]:
    book = _book(name)
    heard = book.unguarded(text)
    asked = [rule for rule in book.rules if rule.level == level] if heard else []
    return [rule.why for rule in asked if rule.fires(heard)]


@dataclass(frozen=True)
class Book:
    """The rules of a language, what silences them, and the words that come back to the present."""

    rules: tuple[Rule, ...] = ()
    guards: tuple[re.Pattern[str], ...] = ()
    turns: re.Pattern[str] | None = None

    def unguarded(self, text: str) -> str:
        """Return all of the text, or where a guard is found what comes after the last of them, from
        a word on that comes back to the present; or nothing."""
        ends = [found.end() for guard in self.guards for found in guard.finditer(text)]
        if not ends:
            return text
        turn = self.turns.search(text, max(ends)) if self.turns else None
        return text[turn.start() :] if turn else ""


@cache
def _book(name: str) -> Book:
    path = RULES / f"{name}.toml"
    if not path.is_file():
        return Book()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    names: dict[str, str] = data["names"]
    rules = tuple(
        Rule(
            row["why"],
            row.get("level", "critical"),
            _compiled(row["when"], names),
            _optional(row.get("needs"), names),
            _optional(row.get("unless"), names),
        )
        for row in data["rule"]
    )
    guards = tuple(_compiled(guard, names) for guard in data["guards"].values())
    return Book(rules, guards, re.compile(data["turns"]))


def _compiled(pattern: str, names: dict[str, str]) -> re.Pattern[str]:
    for name, piece in names.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return re.compile(pattern)


def _optional(pattern: str | None, names: dict[str, str]) -> re.Pattern[str] | None:
    return _compiled(pattern, names) if pattern else None

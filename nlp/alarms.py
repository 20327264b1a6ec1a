"""Danger: rules kept as data (danger/*.toml), one file a language, that can only raise a message.

A rule raises a message to its `level` (critical, where it names none) where `when` is found with
`needs`, if given, and without `unless` near it. `names` are pieces that patterns may use as {now}
and so on. A guard near it (the past, a figure of speech, news, films, hypotheses, drills) silences
it, unless a word between them comes back to the present (`turns`): "last year too, but now we are
locked in again". Who pleads (`plea`) tells of now, however much of the past stands beside it. A
guard also makes the model's word count for less.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "danger"
ALSO_ARABIC = {"ms-Arab": "ms"}  # one file for both scripts of Malay
MIXED_IN = ("th", "en")  # in messages of every language


NEAR = 80
"""Characters between words that belong together: a story may be 5,000 long."""
GUARDED = 60
ALWAYS_SILENT = "told"
"""The guard that holds for pleas too: films and drills are full of them."""


@dataclass(frozen=True)
class Rule:
    """A sign of danger: `when` must be found, with `needs` and without `unless` near it."""

    why: str
    level: str
    when: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def signs(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where cleaned text shows this sign."""
        for found in self.when.finditer(text):
            near = self.needs is None or _is_near(found, self.needs, text, NEAR)
            if near and not (self.unless and _is_near(found, self.unless, text, NEAR)):
                yield found


def _is_near(found: re.Match[str], other: re.Pattern[str], text: str, most: int) -> bool:
    return any(
        each.start() <= found.end() + most and each.end() >= found.start() - most
        for each in other.finditer(text)
    )


def find_danger(cleaned: str, language: str = "th", level: str = "critical") -> tuple[str, ...]:
    """Return the reasons why cleaned text speaks of danger now (or, of level "high", of a threat);
    () when none, or when it tells of the past, of a story, or in a figure of speech."""
    found = (why for name in _files(language) for why in _book(name).signs(cleaned, level))
    return tuple(dict.fromkeys(found))


def is_told(cleaned: str, language: str = "th") -> bool:
    """Say whether cleaned text looks like the past, a story or a figure of speech: then the model
    alone is not believed easily."""
    return any(True for name in _files(language) for _ in _book(name).guarding(cleaned))


def _files(language: str) -> Iterable[str]:
    return dict.fromkeys((ALSO_ARABIC.get(language, language), *MIXED_IN))


@dataclass(frozen=True)
class Book:
    """The rules of a language, what silences them, and the words that come back to the present."""

    rules: tuple[Rule, ...] = ()
    guards: tuple[tuple[str, re.Pattern[str]], ...] = ()
    turns: re.Pattern[str] | None = None
    plea: re.Pattern[str] | None = None

    def signs(self, text: str, level: str) -> Iterator[str]:
        """Yield the reasons of the rules of a level that fire."""
        guarding = list(self.guarding(text))
        for rule in self.rules:
            if rule.level == level and any(
                not self._is_guarded(found, guarding, text) for found in rule.signs(text)
            ):
                yield rule.why

    def guarding(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the guards that count in a text."""
        pleads = self.plea is not None and self.plea.search(text)
        for name, guard in self.guards:
            if not pleads or name == ALWAYS_SILENT:
                yield from guard.finditer(text)

    def _is_guarded(
        self, found: re.Match[str], guarding: Sequence[re.Match[str]], text: str
    ) -> bool:
        return any(
            guard.start() <= found.end() + GUARDED
            and guard.end() >= found.start() - GUARDED
            and not self._turns_between(guard, found, text)
            for guard in guarding
        )

    def _turns_between(self, guard: re.Match[str], found: re.Match[str], text: str) -> bool:
        turn = self.turns.search(text, guard.end()) if self.turns else None
        return turn is not None and turn.start() <= found.start()


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
    guards = tuple((name, _compiled(guard, names)) for name, guard in data["guards"].items())
    return Book(rules, guards, re.compile(data["turns"]), _optional(data.get("plea"), names))


def _compiled(pattern: str, names: dict[str, str]) -> re.Pattern[str]:
    for name, piece in names.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return re.compile(pattern)


def _optional(pattern: str | None, names: dict[str, str]) -> re.Pattern[str] | None:
    return _compiled(pattern, names) if pattern else None

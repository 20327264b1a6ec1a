"""Danger: rules kept as data (danger/*.toml), one file a language, that can only raise a message.

Each rule raises a message to critical when `when` is found and, if given, `needs` is found too
and `unless` is not. `names` are pieces that patterns may use as {now} and so on. A guard silences
all rules of its file, and makes the model's word count for less: past and safe, figures of speech,
news, films, hypotheses, drills.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "danger"
READ = 2000  # characters: who writes more in danger has said it by then
ALSO_ARABIC = {"ms-Arab": "ms"}  # one file for both scripts of Malay
MIXED_IN = ("th", "en")  # in messages of every language


@dataclass(frozen=True)
class Rule:
    """A sign of danger: `when` and `needs` must be found, `unless` must not."""

    why: str
    when: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def fires(self, text: str) -> bool:
        """Say whether cleaned text shows this sign."""
        if not self.when.search(text) or (self.needs and not self.needs.search(text)):
            return False
        return not (self.unless and self.unless.search(text))


def find_danger(cleaned: str, language: str = "th") -> tuple[str, ...]:
    """Return the reasons why cleaned text speaks of danger now; () when none, or when it tells
    of the past, of a story, or in a figure of speech."""
    text = cleaned[:READ]
    return tuple(dict.fromkeys(why for name in _files(language) for why in _signs(text, name)))


def is_told(cleaned: str, language: str = "th") -> bool:
    """Say whether cleaned text looks like the past, a story or a figure of speech: then the model
    alone is not believed easily."""
    return any(
        guard.search(cleaned[:READ]) for name in _files(language) for guard in _book(name)[1]
    )


def _files(language: str) -> Iterable[str]:
    return dict.fromkeys((ALSO_ARABIC.get(language, language), *MIXED_IN))


def _signs(text: str, name: str) -> Iterable[str]:
    rules, guards = _book(name)
    if any(guard.search(text) for guard in guards):
        return ()
    return (rule.why for rule in rules if rule.fires(text))


@cache
def _book(name: str) -> tuple[tuple[Rule, ...], tuple[re.Pattern[str], ...]]:
    path = RULES / f"{name}.toml"
    if not path.is_file():
        return (), ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    names: dict[str, str] = data["names"]
    rules = tuple(
        Rule(
            row["why"],
            _compiled(row["when"], names),
            _optional(row.get("needs"), names),
            _optional(row.get("unless"), names),
        )
        for row in data["rule"]
    )
    return rules, tuple(_compiled(guard, names) for guard in data["guards"].values())


def _compiled(pattern: str, names: dict[str, str]) -> re.Pattern[str]:
    for name, piece in names.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return re.compile(pattern)


def _optional(pattern: str | None, names: dict[str, str]) -> re.Pattern[str] | None:
    return _compiled(pattern, names) if pattern else None

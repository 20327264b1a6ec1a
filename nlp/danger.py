"""Danger: rules kept as data (danger.toml) that can only raise a message, never lower it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


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


def find_danger(cleaned: str) -> tuple[str, ...]:
    """Return the reasons why cleaned text speaks of danger now; () when none, or when it tells
    of the past, of a story, or in a figure of speech."""
    rules, guards = _book()
    if any(guard.search(cleaned) for guard in guards):
        return ()
    return tuple(rule.why for rule in rules if rule.fires(cleaned))


@cache
def _book() -> tuple[tuple[Rule, ...], tuple[re.Pattern[str], ...]]:
    data = tomllib.loads(Path(__file__).with_name("danger.toml").read_text(encoding="utf-8"))
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

"""Cries: few words of somebody in danger (cries.toml), taken at their word in any step."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST = 160
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
"""Characters; what is longer tells a story, which nlp reads as a whole."""


def find(text: str) -> tuple[str, ...]:
    """Returns the signs of danger (help_lines.toml) that a short text cries out."""
    said = _LONG_DRAWN.sub(r"\1", text.strip().lower())
    if not said or len(said) > LONGEST:
        return ()
    found = (cry.sign for cry in _read() if cry.when.search(said) and not _is_guarded(cry, said))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Cry:
    """A sign of danger: the words that cry it out, and those beside which they do not."""

    sign: str
    when: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


def _is_guarded(cry: Cry, said: str) -> bool:
    return any(guard.search(said) for guard in cry.unless)


@cache
def _read() -> tuple[Cry, ...]:
    data = tomllib.loads(Path(__file__).with_name("cries.toml").read_text(encoding="utf-8"))
    guards = {name: re.compile(words) for name, words in data.pop("guards").items()}
    own = data.pop("unless")
    return tuple(
        Cry(sign, re.compile(pattern), _guards(own.get(sign), guards))
        for language in data.values()
        for sign, pattern in language.items()
    )


def _guards(name: str | None, guards: dict[str, re.Pattern[str]]) -> tuple[re.Pattern[str], ...]:
    """The past and the like silence a cry; what `unless` names adds to that, "" takes it away."""
    if name == "":
        return ()
    return tuple(guard for key, guard in guards.items() if key in ("not_now", name))

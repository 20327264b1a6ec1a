"""Cries: few words of somebody in danger (cries.toml), taken at their word in any step.

The model hears cries, too (nlp/train.py); what stands here is heard surely, and tells which lines
to show first.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST = 160
"""Characters; what is longer tells a story, which nlp reads as a whole."""
USUAL = ("past", "over", "unreal", "asked")
"""The guards of every sign that names no others under [unless]."""
LIFTED = "past"
"""The guard that does not count beside a word of now."""
_LONG_DRAWN = re.compile(r"(.)\1{2,}")


def find(text: str) -> tuple[str, ...]:
    """Returns the signs of danger (help_lines.toml) that a short text cries out."""
    return tuple(dict.fromkeys(cry.sign for cry in _heard(text)))


def spoken(text: str) -> str | None:
    """Returns the language of the first cry that is found in a text ("latin": one of the region
    in Latin letters), or None."""
    return next((cry.language for cry in _heard(text)), None)


@dataclass(frozen=True)
class Cry:
    """A sign of danger in a language: the words that cry it out, and those beside which they do
    not."""

    sign: str
    language: str
    when: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]
    unless_now: tuple[re.Pattern[str], ...]
    """Those that count only where no word of now stands in the text."""


def _heard(text: str) -> Iterator[Cry]:
    whole = text.strip().lower()
    said = _LONG_DRAWN.sub(r"\1", whole)
    if not said or len(said) > LONGEST:
        return
    cries, now = _read()
    is_now = now.search(said) is not None
    for cry in cries:
        guards = cry.unless if is_now else (*cry.unless, *cry.unless_now)
        if cry.when.search(said) and not any(guard.search(whole) for guard in guards):
            yield cry


@cache
def _read() -> tuple[tuple[Cry, ...], re.Pattern[str]]:
    data = tomllib.loads(Path(__file__).with_name("cries.toml").read_text(encoding="utf-8"))
    guards = {name: _any(words) for name, words in data.pop("guards").items()}
    own, now = data.pop("unless"), _any(data.pop("now")["words"])
    cries = tuple(
        Cry(
            sign,
            language,
            _any(patterns),
            tuple(guards[name] for name in own.get(sign, USUAL) if name != LIFTED),
            tuple(guards[name] for name in own.get(sign, USUAL) if name == LIFTED),
        )
        for language, signs in data.items()
        for sign, patterns in signs.items()
    )
    return cries, now


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))

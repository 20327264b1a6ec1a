"""Cries: few words of somebody in danger (cries.toml), taken at their word in any step."""

import re
import tomllib
from functools import cache
from pathlib import Path

LONGEST = 160
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
"""Characters; what is longer tells a story, which nlp reads as a whole."""


def find(text: str) -> tuple[str, ...]:
    """Returns the signs of danger (help_lines.toml) that a short text cries out."""
    said = _LONG_DRAWN.sub(r"\1", text.strip().lower())
    patterns, guards = _read()
    if not said or len(said) > LONGEST or guards.search(said):
        return ()
    return tuple(dict.fromkeys(sign for sign, pattern in patterns if pattern.search(said)))


@cache
def _read() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str]]:
    data = tomllib.loads(Path(__file__).with_name("cries.toml").read_text(encoding="utf-8"))
    guards = re.compile("|".join(data.pop("guards").values()))
    patterns = tuple(
        (sign, re.compile(pattern))
        for language in data.values()
        for sign, pattern in language.items()
    )
    return patterns, guards

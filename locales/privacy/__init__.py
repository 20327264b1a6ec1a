"""The privacy notice (notice.toml): what the chat shows in short and the page /privacy in full."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("th", "en")
_FILE = Path(__file__).with_name("notice.toml")


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class PrivacyNotice:
    """The notice in one language."""

    language: str
    version: str
    title: str
    intro: str
    sections: tuple[Section, ...]


@cache
def privacy_notice(language: str) -> PrivacyNotice:
    """Returns the notice in Thai or, for everybody else, in English."""
    language = language if language in LANGUAGES else "en"
    data = _data()
    return PrivacyNotice(
        language,
        data["version"],
        data["title"][language],
        data["intro"][language],
        tuple(
            Section(row[language], tuple(row["text"][language].strip().splitlines()))
            for row in data["section"]
        ),
    )


def version() -> str:
    """Returns the version in force."""
    made: str = _data()["version"]
    return made


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))

"""The content of a broadcast as staff write it, and what can be wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from models.base import now

LANGUAGES = ("th", "en", "ms", "my", "km", "lo")
"""Languages in which a broadcast can be written; Thai must be."""
LONGEST_TITLE, LONGEST_TEXT = 120, 5000
LONGEST_CARD_TITLE, LONGEST_CARD_TEXT, LONGEST_BUTTON, LONGEST_LINK = 100, 1000, 30, 1000
"""LINE's own limits are a text of 5,000 UTF-16 units and a link of 1,000 characters."""


class Fault(StrEnum):
    """What is missing or wrong in the content."""

    NO_TITLE = "no_title"
    NO_THAI = "no_thai"
    TEXT_TOO_LONG = "text_too_long"
    CARD_WITHOUT_TITLE = "card_without_title"
    CARD_WITHOUT_TEXT = "card_without_text"
    """There is a card in a language that has no text."""
    CARD_TOO_LONG = "card_too_long"
    HALF_A_BUTTON = "half_a_button"
    NO_LINK = "no_link"
    PICTURE_WITHOUT_CARD = "picture_without_card"
    NO_AUDIENCE = "no_audience"
    TIME_IS_PAST = "time_is_past"


@dataclass(frozen=True)
class Content:
    """What staff fill in. Texts and cards by language, only those that are not empty."""

    title: str
    texts: dict[str, Any]
    cards: dict[str, Any]
    audience: dict[str, Any]
    picture_id: int | None = None
    send_at: datetime | None = None


def faults(content: Content) -> list[Fault]:
    """Returns what is missing or wrong, each once; [] where it can go."""
    return list(dict.fromkeys(_faults(content)))


def _faults(content: Content) -> Iterator[Fault]:
    if not 0 < len(content.title.strip()) <= LONGEST_TITLE:
        yield Fault.NO_TITLE
    if not content.texts.get("th", "").strip():
        yield Fault.NO_THAI
    if any(_units(text) > LONGEST_TEXT for text in content.texts.values()):
        yield Fault.TEXT_TOO_LONG
    for language, card in content.cards.items():
        if language not in content.texts:
            yield Fault.CARD_WITHOUT_TEXT
        yield from _card_faults(card)
    if content.picture_id and "th" not in content.cards:
        yield Fault.PICTURE_WITHOUT_CARD
    if content.send_at is not None and content.send_at < now():
        yield Fault.TIME_IS_PAST
    if content.audience.get("who") not in ("volunteers", "citizens"):
        yield Fault.NO_AUDIENCE


def _card_faults(card: dict[str, str]) -> Iterator[Fault]:
    title, text, button, link = (card.get(key, "") for key in ("title", "text", "button", "uri"))
    if not title:
        yield Fault.CARD_WITHOUT_TITLE
    too_long = len(title) > LONGEST_CARD_TITLE or _units(text) > LONGEST_CARD_TEXT
    if too_long or len(button) > LONGEST_BUTTON:
        yield Fault.CARD_TOO_LONG
    if bool(button) != bool(link):
        yield Fault.HALF_A_BUTTON
    if link and not _is_link(link):
        yield Fault.NO_LINK


def _is_link(link: str) -> bool:
    """Whether LINE's app will open it: https, a host, no blanks, not too long."""
    try:
        parts = urlsplit(link)
        return (
            parts.scheme == "https"
            and "." in (parts.hostname or "")
            and parts.username is None
            and len(link) <= LONGEST_LINK
            and not any(character.isspace() for character in link)
        )
    except ValueError:
        return False


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2

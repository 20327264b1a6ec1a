"""What the bot shows, before it becomes LINE's JSON: texts, cards and choices.

A neutral vocabulary: handlers and models say what is shown, only bot/ knows how LINE wants it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """Something to tap. Exactly one of `data` (comes back to us, at most 300 characters), `uri`
    and `ask` ("place", "camera", "date": what the phone opens) is set. A `uri` that begins with a
    slash is a page of ours."""

    label: str
    data: str | None = None
    uri: str | None = None
    ask: str | None = None
    style: str = "plain"
    """plain, main or danger: how a button in a card looks."""


@dataclass(frozen=True)
class Words:
    """Plain text. Longer than LINE takes in one bubble, it is split at grapheme borders.

    `once`: shown to the person and kept by nobody (a secret code)."""

    text: str
    once: bool = False


@dataclass(frozen=True)
class Line:
    """A labelled line of a card: a fact with an optional button to change it."""

    label: str
    value: str
    change: str | None = None
    """Data that comes back when the line is tapped."""


@dataclass(frozen=True)
class Card:
    """A card. `alt` is what lock screens show: it must not tell what the case is about."""

    title: str
    alt: str
    subtitle: str = ""
    text: str = ""
    lines: Sequence[Line] = ()
    choices: Sequence[Choice] = ()
    mood: str = "calm"
    """calm, danger or done: the colour of the head."""
    picture: str | None = None
    """https address of a picture above the title."""


@dataclass(frozen=True)
class Cards:
    """Several cards side by side (LINE shows at most 12)."""

    cards: Sequence[Card]
    alt: str


@dataclass(frozen=True)
class Picture:
    """A picture by itself. `address`: https, or a page of ours that begins with a slash."""

    address: str
    alt: str
    """What a reader of the console sees."""


Bubble = Words | Card | Cards | Picture


def to_json(bubble: Bubble) -> dict[str, Any]:
    """Returns a JSON object that `from_json` reads back."""
    return {"kind": type(bubble).__name__.lower(), **asdict(bubble)}


def from_json(data: dict[str, Any]) -> Bubble:
    """Returns the bubble that `to_json` wrote."""
    values = dict(data)
    kind = values.pop("kind")
    if kind == "cards":
        return Cards([_card(card) for card in values["cards"]], values["alt"])
    if kind == "picture":
        return Picture(**values)
    return _card(values) if kind == "card" else Words(**values)


def _card(values: dict[str, Any]) -> Card:
    return Card(
        **values
        | {
            "lines": tuple(Line(**line) for line in values["lines"]),
            "choices": tuple(Choice(**choice) for choice in values["choices"]),
        }
    )


def plain_text(bubble: Bubble) -> str:
    """Returns what a reader of the console sees of a bubble."""
    if isinstance(bubble, Words):
        return "•••" if bubble.once else bubble.text
    if isinstance(bubble, Cards):
        return "\n\n".join(plain_text(card) for card in bubble.cards)
    if isinstance(bubble, Picture):
        return f"[{bubble.alt}]"
    lines = [f"{line.label}: {line.value}" for line in bubble.lines]
    buttons = [f"[{choice.label}]" for choice in bubble.choices]
    parts = [bubble.title, bubble.subtitle, bubble.text, *lines, " ".join(buttons)]
    return "\n".join(part for part in parts if part)

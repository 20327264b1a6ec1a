"""What a text says, as far as the model can tell: nlp's Understanding, in the words of the talk."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.flow import Turn
from models.number import BANGKOK
from nlp import SURE, SURE_OF_DANGER

TELLS_ENOUGH = 25
"""Characters: of a few words ("the battery died just now") the model alone is not believed. The
lines are shown all the same, and staff see it (handlers/danger.mention)."""
LIKELY, FEW = 0.1, 40
"""Probability of danger below which the model alone is not heard in small talk and in texts of
fewer characters: "I have eaten" has 0.03. Of the honest batches' real dangers the two that are
fainter have 61 and 136 characters."""
THREATS = frozenset({"death_threat", "threat", "held_captive"})
"""Signs that are not yet a danger now, and where the help lines are shown all the same."""
SURE_OF_CATEGORY, SURE_OF_INTENT = SURE["category"], SURE["intent"]


@dataclass(frozen=True)
class Heard:
    """What was understood of one text; `raw` is what is kept with the case."""

    intent: str = "smalltalk"
    intent_p: float = 0.0
    intents: tuple[str, ...] = ()
    """The three likeliest, best first."""
    categories: list[tuple[str, float]] = field(default_factory=list)
    urgency: str = "normal"
    urgency_p: float = 0.0
    danger: tuple[str, ...] = ()
    """The signs of danger that made it critical."""
    language: str = "th"
    entities: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    length: int = 0

    @property
    def category(self) -> str | None:
        """The subject, if the model is sure enough not to ask."""
        sure = self.categories and self.categories[0][1] >= SURE_OF_CATEGORY
        return self.categories[0][0] if sure else None

    @property
    def day(self) -> date | None:
        """The day that was named."""
        iso = self.entities.get("date")
        return date.fromisoformat(iso) if iso else None

    @property
    def in_danger(self) -> bool:
        """Whether the words surely tell of a danger now."""
        believed = self.urgency_p >= SURE_OF_DANGER and self.length >= TELLS_ENOUGH
        sure = self.danger != ("model",) or believed
        return self.urgency == "critical" and sure

    @property
    def may_be_danger(self) -> bool:
        """Whether the help lines should be at hand: somebody is in danger, or is threatened."""
        return self.urgency == "critical" or bool(THREATS & set(self.danger))

    def is_surely(self, *intents: str, p: float = 0.8) -> bool:
        """Whether the intent is one of these, with little doubt."""
        return self.intent in intents and self.intent_p >= p


def understand(text: str, today: date) -> dict[str, Any]:
    """Returns nlp's Understanding of a text as a dictionary."""
    import nlp  # loads the model

    return nlp.understand(text, today=today).to_dict()


def read(text: str, today: date) -> Heard:
    """Returns what was understood of a text; nothing of an empty one."""
    if not text.strip():
        return Heard()
    raw = understand(text, today)
    if _is_faint(raw, text):
        raw["urgency"] = {"label": "normal", "p": 1 - raw["urgency"]["p"], "why": []}
    return Heard(
        intent=raw["intent"]["label"],
        intent_p=raw["intent"]["p"],
        intents=tuple(row["label"] for row in raw["intents"]),
        categories=[(row["label"], row["p"]) for row in raw["categories"]],
        urgency=raw["urgency"]["label"],
        urgency_p=raw["urgency"]["p"],
        danger=tuple(raw["urgency"]["why"]),
        language=raw["language"],
        entities=raw["entities"],
        raw=raw,
        length=len(text),
    )


def _is_faint(raw: dict[str, Any], text: str) -> bool:
    """Whether the model alone has heard a danger, faintly, in a few words or in small talk, and no
    rule finds a threat in it."""
    urgency, intent = raw["urgency"], raw["intent"]
    faint = urgency["why"] == ["model"] and urgency["p"] < LIKELY
    only_talk = intent["label"] == "smalltalk" and intent["p"] >= SURE_OF_INTENT
    if not faint or not (only_talk or len(text) < FEW):
        return False
    from nlp.alarms import find_danger  # with the model loaded, it is there
    from nlp.cleaning import clean

    return not find_danger(clean(text), raw["language"], "high")


def hear(turn: Turn) -> Heard:
    """Returns what was understood of all that was typed in this turn; read once."""
    if turn.understood is None:
        turn.understood = read(turn.text, day_of(turn))
    heard: Heard = turn.understood
    return heard


def day_of(turn: Turn) -> date:
    """Returns the day of the turn in Bangkok."""
    return turn.today.astimezone(BANGKOK).date()

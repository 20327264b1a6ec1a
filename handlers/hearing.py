"""What a text says, as far as the model can tell: nlp's Understanding, in the words of the talk."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handlers import cries, giving_up, naming, subjects, wishes
from handlers.arrival import Kind
from handlers.flow import Turn
from models.number import BANGKOK
from nlp import FEW, SURE, SURE_OF_DANGER

TELLS_ENOUGH = 10
"""Characters: of one word the model alone is not believed. The lines are shown all the same, and
staff see it (handlers/danger.mention)."""
OF_NAME = 30
"""Characters; a longer text that says "tell nobody" tells more than that."""
SAYS_SOMETHING = 10
"""Characters after a greeting that say what is wanted."""
LIKELY = 0.1
"""Probability of danger below which the model alone is not heard in small talk."""
SURE_IN_FEW = 0.7
"""Probability from which the model alone interrupts a talk for few words (nlp.FEW). Of hands held
out it hears 87 of 100 cries so, and 3 of 100 ordinary messages; fainter ones get the help lines."""
THREATS = frozenset({"death_threat", "threat", "held_captive", "sexual_violence"})
"""Signs that are not yet a danger now, and where the help lines are shown all the same."""
_NONE_HIT = re.compile(
    r"(?:ไม่|บ่|หม้าย)(?:ได้|เคย)?(?:ตี|ทำร้าย|ตบ)|\b(?:no|not|never|didn.?t|don.?t) "
    r"(?:hit|beat|touch|hurt)|ไม่(?:อยาก|เอา).{0,8}ร้อง(?:เรียน|แล้ว)|"
    r"(?:ร้อง(?:เรียน|ทุกข์)?|แจ้ง)(?:ไป)?(?:แล้ว|หลาย|สาม|สอง|กี่|\d).{0,6}(?:รอบ|ครั้ง|หน|เดือน|ปี)",
    re.IGNORECASE,
)
"""Nobody was hit; or it was complained of, which is no crying out."""
RULE_SURE = 0.95
MOST_PARTS = 5
END = 200
"""Messages of a turn, and characters at the end of a long text, that are read by themselves."""
LARGEST_SUM = 2_000_000_000
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
    threats: tuple[str, ...] = ()
    """Signs of a threat that a rule has found (THREATS)."""
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
        tells = self.length >= TELLS_ENOUGH or bool(self.threats)
        enough = SURE_OF_DANGER if self.length >= FEW else SURE_IN_FEW
        believed = self.urgency_p >= enough and tells
        sure = self.danger != ("model",) or believed
        return self.urgency == "critical" and sure

    @property
    def may_be_danger(self) -> bool:
        """Whether the help lines should be at hand: somebody is in danger, or is threatened."""
        return self.urgency == "critical" or bool(self.threats)

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
    threats = tuple(sign for sign in _signs(raw, text) if sign in THREATS)
    cried = cries.find(text) or tuple(sign for sign in threats if sign == "death_threat")
    if cried:  # who is going to be killed is in danger, whatever the story around it
        why = [sign for sign in raw["urgency"]["why"] if sign not in ("model", *cried)]
        raw["urgency"] = {"label": "critical", "p": RULE_SURE, "why": [*cried, *why]}
    elif not threats and (_is_faint(raw) or _is_an_answer(raw, text)):
        raw["urgency"] = {"label": "normal", "p": 1 - raw["urgency"]["p"], "why": []}
    return Heard(
        intent=raw["intent"]["label"],
        intent_p=raw["intent"]["p"],
        intents=tuple(row["label"] for row in raw["intents"]),
        categories=subjects.put_right(
            [(row["label"], row["p"]) for row in raw["categories"]], raw["language"], text
        ),
        urgency=raw["urgency"]["label"],
        urgency_p=raw["urgency"]["p"],
        danger=tuple(raw["urgency"]["why"]),
        threats=threats,
        language=raw["language"],
        entities=_storable(raw["entities"]),
        raw=raw,
        length=len(text),
    )


def _storable(facts: dict[str, Any]) -> dict[str, Any]:
    """A sum that no column holds is left in the words: ten digits are seldom one's own wages."""
    amount = facts.get("amount_baht")
    return facts | {"amount_baht": amount if amount and amount <= LARGEST_SUM else None}


def _signs(raw: dict[str, Any], text: str) -> tuple[str, ...]:
    """Returns the signs that rules have found; the model's word may stand before those of a threat,
    which are looked for then."""
    why = tuple(raw["urgency"]["why"])
    if why != ("model",):
        return why
    from nlp.alarms import find_danger  # with the model loaded, it is there
    from nlp.cleaning import clean

    return tuple(find_danger(clean(text), raw["language"], "high"))


def _is_faint(raw: dict[str, Any]) -> bool:
    """Whether the model alone has heard a danger, faintly, in small talk."""
    urgency, intent = raw["urgency"], raw["intent"]
    faint = urgency["why"] == ["model"] and urgency["p"] < LIKELY
    only_talk = intent["label"] == "smalltalk" and intent["p"] >= SURE_OF_INTENT
    return bool(faint and only_talk)


def _is_an_answer(raw: dict[str, Any], text: str) -> bool:
    """Whether the model alone takes for a danger what is none: "back from supper, my child", "i
    dont know", "never mind", "dont tell my name", "he did not hit me"."""
    if raw["urgency"]["why"] != ["model"]:
        return False
    known = wishes.is_known(text) or giving_up.gives_up(text) or _NONE_HIT.search(text)
    return bool(known) or (len(text) <= OF_NAME and naming.said_of_name(text) is not None)


def hear(turn: Turn) -> Heard:
    """Returns what was understood of all that was typed in this turn; read once.

    Danger is looked for in each message and at the end of a long one, too: a cry stays one,
    whatever was written before it.
    """
    if turn.understood is None:
        heard = read(turn.text, day_of(turn))
        if not heard.in_danger:
            heard = _gravest(heard, [read(part, day_of(turn)) for part in _parts(turn)])
        turn.understood = heard
    known: Heard = turn.understood
    return known


def past_greeting(turn: Turn) -> Heard:
    """Returns what was understood; of "hello, I want to ask about ..." what follows the hello."""
    heard = hear(turn)
    rest = wishes.after_greeting(turn.text) if heard.intent == "smalltalk" else ""
    if len(rest) >= SAYS_SOMETHING:
        after = read(rest, day_of(turn))
        if after.intent_p >= SURE_OF_INTENT and after.intent not in ("smalltalk", "out_of_scope"):
            turn.understood = heard = after
    return heard


def _parts(turn: Turn) -> list[str]:
    texts = [a.text.strip() for a in turn.arrivals if a.kind is Kind.TEXT and a.text.strip()]
    parts = texts[-MOST_PARTS:] if len(texts) > 1 else []
    return parts + ([turn.text[-END:]] if len(turn.text) > 2 * END else [])


def _gravest(heard: Heard, parts: list[Heard]) -> Heard:
    """Returns what was heard, with the danger that a part of it tells of."""
    part = next((part for part in parts if part.in_danger), None)
    if part is None:
        return heard
    return replace(
        heard,
        urgency=part.urgency,
        urgency_p=part.urgency_p,
        danger=part.danger,
        threats=part.threats,
        length=part.length,
        raw=heard.raw | {"urgency": part.raw["urgency"]},
    )


def day_of(turn: Turn) -> date:
    """Returns the day of the turn in Bangkok."""
    return turn.today.astimezone(BANGKOK).date()

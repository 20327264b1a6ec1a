"""What was understood of one message: plain, frozen, ready for JSON."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Guess:
    """A label and how sure we are of it, 0 to 1."""

    label: str
    p: float


@dataclass(frozen=True)
class UrgencyGuess(Guess):
    """An urgency; `why` names the danger rules that fired, or "model"; empty for normal. Where the
    model raised it, `evidence` holds the words that spoke loudest for it."""

    why: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entities:
    """Facts named in the message; places by official Thai name, phones in national digits."""

    province: str | None = None
    district: str | None = None
    subdistrict: str | None = None
    amount_baht: int | None = None
    date: dt.date | None = None
    phones: tuple[str, ...] = ()
    national_ids: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """One message, understood. `intents` holds the three best; `categories` is ranked, best first,
    and empty unless a grievance is possible; `evidence` holds the words that spoke loudest."""

    intent: Guess
    intents: tuple[Guess, ...]
    categories: tuple[Guess, ...]
    urgency: UrgencyGuess
    language: str
    entities: Entities
    evidence: tuple[str, ...]
    model: str

    def to_dict(self) -> dict[str, Any]:
        """Return this as JSON-ready data: lists for tuples, ISO dates."""
        made: dict[str, Any] = _plain(asdict(self))
        return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value

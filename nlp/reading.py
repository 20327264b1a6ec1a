"""One message, read: the model, the danger rules and the finders of facts put together."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from nlp import FEW, store
from nlp.alarms import find_danger, is_told
from nlp.amounts import find_amount
from nlp.cleaning import clean, tidy
from nlp.dates import find_date
from nlp.encoder import Encoder
from nlp.identifiers import find_national_ids, find_organisations, find_phones, mask_ids
from nlp.language import find_language
from nlp.model import Model, Verdicts
from nlp.places import find_place
from nlp.shelf import Shelf
from nlp.understanding import Entities, Guess, Understanding, UrgencyGuess

BANGKOK = timezone(timedelta(hours=7))
RANKED = 3
COMPLAINT_POSSIBLE = 0.05
RULE_SURE = 0.95


SERVED = 90
"""Characters that the second reader reads of a message. It learned from 200; the first ninety
decide as well (from 90 to 120 they differ by one message in a hundred, either way), and its time,
which grows with them, is what the slowest hundredth of messages waits for."""
_encoder = Encoder(longest=SERVED)
atexit.register(_encoder.close)
_shelves: list[Path] = []  # the operator's directory of models, once it is known


@cache
def the_model() -> Model:
    """Return the model, loaded once a process. Raises ModelMissing."""
    return store.load_serving(Shelf(_shelves[-1])) if _shelves else store.load()


def understand(text: str, today: date | None = None, model: Model | None = None) -> Understanding:
    """Return what `text` says. Any string is answered, empty and broken ones too.

    `today` is the day that เมื่อวาน is counted from; the default is today in Bangkok. `model` is
    another than the one in service. Raises ModelMissing when no model has been trained, and
    nothing else.
    """
    model = model or the_model()
    cleaned, language = clean(text), find_language(text)
    found = model.read(cleaned, language, _encoder.embed)
    intents, categories = tuple(_ranked(found["intent"])[:RANKED]), _categories(found)
    intent = intents[0]
    head, label = _loudest(intent, categories)
    return Understanding(
        intent,
        intents,
        categories,
        _urgency(model, cleaned, language, found),
        language,
        _entities(text, today or datetime.now(BANGKOK).date()),
        model.evidence(cleaned, head, label),
        model.version,
    )


def warm_up(models: Path | None = None) -> None:
    """Load model and dictionary now, so that the first message does not wait for them.

    `models` is the operator's directory of trained models; the built-in one serves otherwise.
    """
    if models:
        _shelves[:] = [models]
        the_model.cache_clear()
    with _nothing_collected():
        understand("สวัสดีค่ะ")
        _encoder.embed("สวัสดีค่ะ")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Hundreds of thousands of objects are made and all of them stay: looking for those that do
    not takes a quarter of the loading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Wait so long for the second reader's vector, for as long as this holds: what is measured is
    the model, not how busy the machine is."""
    usual, _encoder.patience = _encoder.patience, seconds
    try:
        yield
    finally:
        _encoder.patience = usual


def _ranked(probabilities: dict[str, float]) -> list[Guess]:
    ordered = sorted(probabilities.items(), key=lambda item: -item[1])
    return [Guess(label, round(p, 4)) for label, p in ordered]


def _categories(found: Verdicts) -> tuple[Guess, ...]:
    if found["intent"]["complaint"] < COMPLAINT_POSSIBLE:
        return ()
    return tuple(_ranked(found["category"])[:RANKED])


def _loudest(intent: Guess, categories: tuple[Guess, ...]) -> tuple[str, str]:
    if intent.label == "complaint" and categories:
        return "category", categories[0].label
    return "intent", intent.label


def _urgency(model: Model, cleaned: str, language: str, verdicts: Verdicts) -> UrgencyGuess:
    """Rules and model each may raise a message; neither can calm what the other has raised."""
    found, few = verdicts["urgency"], len(cleaned) < FEW
    asked = {"critical": ("cry", "danger") if few else ("urgency", "critical")}
    p = {level: verdicts[head][label] for level, (head, label) in asked.items()} | {
        "high": found["high"]
    }
    critical_from = model.critical_from.of(language, is_told(cleaned, language), few)
    for level, from_model in (
        ("critical", p["critical"] >= critical_from),
        ("high", found["high"] >= found["normal"]),
    ):
        if why := find_danger(cleaned, language, level):
            return UrgencyGuess(level, max(RULE_SURE, round(p[level], 4)), why)
        if from_model:
            words = model.evidence(cleaned, *asked.get(level, ("urgency", level)))
            return UrgencyGuess(level, round(p[level], 4), ("model",), words)
    return UrgencyGuess("normal", round(found["normal"], 4))


def _entities(text: str, today: date) -> Entities:
    even = tidy(text)
    place = find_place(even)
    return Entities(
        place.province,
        place.district,
        place.subdistrict,
        find_amount(even),
        find_date(even, today),
        find_phones(even),
        find_national_ids(even),
        tuple(mask_ids(name) for name in find_organisations(even.replace("\n", " ; "))),
    )

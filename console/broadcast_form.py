"""The form of a broadcast: what is filled in becomes its content, and back."""

from datetime import datetime
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from console.broadcast_words import REGIONS
from locales.formats import BANGKOK
from models.broadcast import Broadcast
from models.draft import LANGUAGES, Content
from nlp.places import PROVINCES

CARD_PARTS = ("title", "text", "button", "uri")
Form = MultiDict[str, str]


def content_of(form: Form, picture_id: int | None) -> Content:
    """Returns what is filled in. Provinces and languages that do not exist are left out."""
    known = [province.name for province in PROVINCES]
    audience = {
        "who": form.get("who", ""),
        "provinces": [name for name in known if name in form.getlist("provinces")],
        "languages": [code for code in LANGUAGES if code in form.getlist("languages")],
    }
    texts = {code: text for code in LANGUAGES if (text := _words(form, f"text-{code}"))}
    cards = {code: card for code in LANGUAGES if (card := _card(form, code))}
    return Content(
        form.get("title", ""), texts, cards, audience, picture_id, moment_of(form.get("send_at"))
    )


def content_of_draft(broadcast: Broadcast) -> Content:
    """Returns the content of a broadcast, to be filled into the form."""
    return Content(
        broadcast.title,
        broadcast.texts,
        broadcast.cards,
        broadcast.audience,
        broadcast.picture_id,
        broadcast.send_at,
    )


def moment_of(value: str | None) -> datetime | None:
    """Returns the moment of a datetime-local field, taken in Bangkok; None where it is empty."""
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=BANGKOK)
    except ValueError:
        abort(400)


def local(moment: datetime | None) -> str:
    """Returns a moment as a datetime-local field wants it, in Bangkok time; "" for None."""
    return f"{moment.astimezone(BANGKOK):%Y-%m-%dT%H:%M}" if moment else ""


def regions() -> list[tuple[str, list[Any]]]:
    """Returns (title of the region, its provinces)."""
    return [
        (title, [province for province in PROVINCES if province.region == key])
        for key, title in REGIONS.items()
    ]


def _card(form: Form, code: str) -> dict[str, str]:
    card = {part: _words(form, f"card-{part}-{code}") for part in CARD_PARTS}
    return card if any(card.values()) else {}


def _words(form: Form, name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n").strip()

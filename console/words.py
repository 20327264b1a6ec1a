"""The console's language: Thai unless the member of staff chose English; dates; fixed terms."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request

from locales import catalogue, formats, terms
from nlp.identifiers import mask_ids
from nlp.taxonomy import CATEGORIES, INTENTS

LANGUAGES = {"th": "ไทย", "en": "English"}
COOKIE = "language"


def language() -> str:
    """Returns the language of this request."""
    staff = g.get("staff")
    chosen = staff.language if staff else request.cookies.get(COOKIE, "th")
    return chosen if chosen in LANGUAGES else "th"


def _(text: str, **values: Any) -> str:
    """Returns the text in the language of this request, `%(name)s` filled in."""
    translated = catalogue(language()).gettext(text)
    return translated % values if values else translated


def category(key: str | None) -> str:
    """Returns the title of a category."""
    known = CATEGORIES.get(key or "")
    if known is None:
        return _("Not known yet")
    return known.en if language() == "en" else known.th


def term(value: str | None, kind: str) -> str:
    """Returns the words for a stored value of a kind: state, office, role, urgency ..."""
    if kind == "category":
        return category(value)
    if kind == "intent" and value in INTENTS:
        return INTENTS[value].en if language() == "en" else INTENTS[value].th
    words: dict[str, str] = getattr(terms, kind.upper(), {})
    return _(words[value]) if value in words else value or ""


def fact(value: str | None, what: str) -> str:
    """Returns a fact of a case as the history keeps it, to be read: a day, a sum, or a name."""
    if value is None:
        return "–"
    if what == "incident_date":
        return _day(date.fromisoformat(value))
    return _("%(sum)s baht", sum=formats.number(int(value))) if what == "amount_baht" else value


def hang_on(app: Flask) -> None:
    """Teach the templates gettext, dates and terms."""
    jinja = app.jinja_env
    jinja.add_extension("jinja2.ext.i18n")
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).gettext(text),
        lambda one, many, n: catalogue(language()).ngettext(one, many, n),
        newstyle=True,
    )
    jinja.filters.update(
        masked=mask_ids, term=term, fact=fact, moment=_moment, day=_day, clock=_clock
    )
    jinja.filters.update(number=formats.number, percent=formats.percent)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES})


def _moment(value: datetime) -> str:
    return formats.moment(value, language())


def _day(value: date) -> str:
    return formats.day(value, language())


def _clock(value: datetime) -> str:
    return formats.clock(value, language())


def page_address(page: int) -> str:
    """Returns the address of another page of the list that is shown, its filters kept."""
    return f"{request.path}?{urlencode(request.args.to_dict() | {'page': str(page)})}"

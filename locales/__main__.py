"""python -m locales extract | check: keep the catalogues and the code in step."""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import HERE, LANGUAGES

ROOT = HERE.parent
ROOMS = ("bot", "handlers", "console", "locales")
STAFF = ("th",)
"""Languages of the console too. In all others we speak to citizens alone."""
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
CITIZENS = (
    "handlers/",
    "locales/spoken.py",
    "bot/richmenu.py",
    "bot/templates/",
    "bot/pages.py",
    "bot/papers",
)
"""Where the texts stand that citizens read."""
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "spoken": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_HOLE = re.compile(r"\{(\w*)\}|%\((\w+)\)[sd]|%[sd]")


def extracted() -> Catalog:
    """Returns a catalogue of all texts in code and templates."""
    catalog = Catalog(charset="utf-8")
    for room in ROOMS:
        found = extract_from_dir(
            ROOT / room, METHODS, {"**/templates/**.html": {"silent": "false"}}, KEYWORDS,
            ("Translators:",),
            directory_filter=lambda path: Path(path).name != "simulator",
        )  # fmt: skip
        for filename, _, message, comments, context in sorted(found, key=lambda item: item[0]):
            where = [(f"{room}/{filename}", 0)]
            catalog.add(message, None, where, auto_comments=comments, context=context)
    return catalog


def wanted_in(language: str, template: Catalog) -> Catalog:
    """Returns the texts that must be translated into a language."""
    if language in STAFF:
        return template
    part = Catalog(charset="utf-8")
    for message in template:
        if message.id and any(where.startswith(CITIZENS) for where, _ in message.locations):
            part.add(message.id, None, message.locations, auto_comments=message.auto_comments)
    return part


def path_of(language: str) -> Path:
    """Returns where a language's catalogue lies."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Returns the catalogue of a language."""
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language)


def extract() -> int:
    """Bring the catalogues up to date; texts that are gone are dropped."""
    template = extracted()
    for language in TRANSLATED:
        catalog = read(language)
        catalog.update(wanted_in(language, template), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        out = BytesIO()
        write_po(out, catalog, omit_header=False, sort_output=True, include_lineno=False, width=100)
        path_of(language).write_bytes(out.getvalue())
    return 0


def problems(language: str) -> Iterator[str]:
    """Yields what is wrong with a catalogue."""
    template, catalog = wanted_in(language, extracted()), read(language)
    wanted = {message.id for message in template if message.id}
    known = {message.id for message in catalog if message.id}
    yield from (f"not in the catalogue: {text!r}" for text in wanted - known)
    yield from (f"no longer used: {text!r}" for text in known - wanted)
    for message in catalog:
        if message.id in wanted:
            yield from _wrong(message.id, message.string)


def _wrong(ids: Any, strings: Any) -> Iterator[str]:
    originals = (ids,) if isinstance(ids, str) else ids
    holes = _holes(originals[-1])
    for text in (strings,) if isinstance(strings, str) else strings:
        if not text:
            yield f"not translated: {originals[0]!r}"
        elif _holes(text) != holes:
            yield f"other placeholders: {originals[0]!r}"


def _holes(text: str) -> list[str]:
    return sorted(match.group(0) for match in _HOLE.finditer(text))


def check() -> int:
    """Returns 1 and says why where a catalogue is not complete."""
    found = [f"{language}: {what}" for language in TRANSLATED for what in problems(language)]
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit({"extract": extract, "check": check}[sys.argv[1]]())

"""The gazetteer: every name of a place in Thailand, and where one stands in a text.

Read from places.toml (provinces, popular names) and subdistricts.txt (the official ones). Names
are looked up folded: without tone marks, spaces and the choice between letters of one sound, so
that a frequent misspelling is found at the price of an exact one.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from nlp.cleaning import tidy


@dataclass(frozen=True)
class Province:
    """A province: official Thai name without จังหวัด, English name, region."""

    name: str
    name_en: str
    region: str


@dataclass(frozen=True)
class Place:
    """A province, and the district and sub-district where they were named or follow."""

    province: str | None
    district: str | None
    subdistrict: str | None = None

    @property
    def depth(self) -> int:
        """Return 1 for a province, 2 for a district, 3 for a sub-district."""
        return 1 + (self.district is not None) + (self.subdistrict is not None)


class Doubt(IntEnum):
    """How much it takes before a name that is also a word is taken for a place."""

    NONE = 0
    TOWN = 1  # words that lead up to a place
    WORD = 2  # and the word ends there
    PARTICLE = 3  # and somebody "is at" it
    ALWAYS = 4  # a sign such as ต.


@dataclass(frozen=True)
class Name:
    """A spelling and the places that bear it: none for a phrase that only holds a name."""

    spelling: str
    places: tuple[Place, ...]
    doubt: Doubt
    known_as: Place | None  # what people mean by it, unless what stands beside it disagrees
    is_province: bool


@dataclass
class _Draft:
    """A name while the files are being read."""

    places: list[Place] = field(default_factory=list)
    doubt: Doubt = Doubt.NONE
    known_as: Place | None = None
    is_province: bool = False


CAPITAL = "กรุงเทพมหานคร"
_MOST_NAMESAKES = 9  # a district is meant by its name unless more sub-districts elsewhere bear it
_SHORTEST_IN_ENGLISH = 6  # "Song", "Long", "Pai", "Fang" are words too, "In Buri" begins as one
_LOOSELY_SPELT = 8  # from here on a name counts in another spelling of the same sound
_DROPPED = " -.'’่้๊๋็์"
_FOLDING = str.maketrans("ฎฏฐฑฒธณญฬศษภฆใยىیکة", "ดตถทททนยลสสพคไยييكه", _DROPPED)
_HERE = Path(__file__).parent


# --- Reading the files -----------------------------------------------------------------------


def _items(text: str) -> list[str]:
    return [item.strip() for item in tidy(text).split(",") if item.strip()]


def _read_popular() -> dict[str, Any]:
    return tomllib.loads((_HERE / "places.toml").read_text(encoding="utf-8"))


def _read_official() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (province, district, its English name, its sub-districts)."""
    province = ""
    for line in (_HERE / "subdistricts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            province = line[1:]
        elif not line.startswith("#"):
            district, english, subdistricts = line.split("|")
            yield province, district, english.lower(), subdistricts.split()


def _add_official(drafts: dict[str, _Draft]) -> None:
    capitals = []
    for province, district, english, subdistricts in _read_official():
        place = Place(province, district)
        _draft(drafts, district).places.append(place)
        if len(english) >= _SHORTEST_IN_ENGLISH and not english.startswith("in "):
            _draft(drafts, english).places.append(place)
        if district in (f"เมือง{province}", "พระนครศรีอยุธยา"):
            capitals.append(place)
        for marked in subdistricts:
            draft = _draft(drafts, name := marked.rstrip("*"))
            draft.places.append(Place(province, district, name))
            draft.doubt = Doubt.ALWAYS if marked.endswith("*") else draft.doubt
    drafts["เมือง"] = _Draft(capitals, Doubt.ALWAYS)


def _draft(drafts: dict[str, _Draft], spelling: str) -> _Draft:
    return drafts.setdefault(spelling, _Draft())


def _know_districts(drafts: dict[str, _Draft]) -> None:
    for draft in drafts.values():
        districts = [place for place in draft.places if place.depth == 2]
        if len(districts) == 1:
            homes = {place.province for place in draft.places}
            draft.known_as = districts[0] if len(homes) <= _MOST_NAMESAKES + 1 else None
            draft.doubt = Doubt.NONE


def _add_popular(drafts: dict[str, _Draft], name: str, row: dict[str, str]) -> None:
    names = [name, row["en"].lower(), *_items(row.get("names", ""))]
    for spelling in names:
        _know(drafts, spelling, Place(name, None)).is_province = True
    for item in _items(row.get("places", "")):
        spelling, _, district = item.partition(":")
        _know(drafts, spelling, Place(name, district or None))
    capital = f"เมือง{name}"
    for spelling in names if capital in drafts else ():
        if "ก" <= spelling[0] <= "ๆ" and f"เมือง{spelling}" not in drafts:
            _know(drafts, f"เมือง{spelling}", Place(name, capital))


def _know(drafts: dict[str, _Draft], spelling: str, place: Place) -> _Draft:
    draft = _draft(drafts, spelling)
    if place not in draft.places:
        draft.places.append(place)
    draft.known_as, draft.doubt = place, Doubt.NONE
    return draft


def _drafts(popular: dict[str, Any]) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {}
    _add_official(drafts)
    _know_districts(drafts)
    for name, row in popular["provinces"].items():
        _add_popular(drafts, name, row)
    for doubt in (Doubt.TOWN, Doubt.WORD, Doubt.PARTICLE, Doubt.ALWAYS):
        for word in tidy(popular["doubtful"][doubt.name.lower()]).split():
            if word in drafts:
                drafts[word].doubt = doubt
    for phrase in popular["doubtful"]["phrases"].split():
        drafts[phrase] = _Draft()
    return drafts


def _index(drafts: dict[str, _Draft]) -> dict[str, tuple[Name, ...]]:
    index: dict[str, tuple[Name, ...]] = {}
    for spelling, draft in drafts.items():
        folded = spelling.translate(_FOLDING)
        places = tuple(draft.places)
        name = Name(spelling, places, draft.doubt, draft.known_as, draft.is_province)
        index[folded] = (*index.get(folded, ()), name)
    return index


def _lengths(index: dict[str, tuple[Name, ...]]) -> dict[str, tuple[int, ...]]:
    """Return for the first two letters how long the names are that begin so, longest first."""
    lengths: dict[str, set[int]] = {}
    for folded in index:
        lengths.setdefault(folded[:2], set()).add(len(folded))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


POPULAR = _read_popular()
PROVINCES = tuple(Province(n, row["en"], row["region"]) for n, row in POPULAR["provinces"].items())
_NAMES = _index(_drafts(POPULAR))
_LENGTHS = _lengths(_NAMES)


# --- Finding names in a text -----------------------------------------------------------------

# Vowels and marks of Thai, Lao, Burmese and Khmer that belong to the letter before them, and the
# killers that make the letter before them close the syllable.
_MARKS = (
    "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ecd"
    "\u102b-\u103e\u17b6-\u17c5\u17c9-\u17d3"
)
_GOES_ON = re.compile(f"[{_MARKS}]|.[\u103a\u1039\u0e4c]")
_LEADING_VOWEL = re.compile("[เแโใไ\u0ec0-\u0ec4]")
_LATIN = re.compile("[a-z\u00c0-\u024f]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_THAI = re.compile("[\u0e01-\u0e4e]")


def names_in(text: str) -> Iterator[tuple[int, int, Name]]:
    """Yield (start, end, name), left to right: the longest name at each place.

    A name that is in doubt hides none that begins within it (ตรัง is not in เขตรังสิต).
    """
    folded = text.translate(_FOLDING)
    origin = [at for at, letter in enumerate(text) if letter not in _DROPPED] + [len(text)]
    at = 0
    while at < len(folded):
        found = _longest(text, folded, origin, at)
        if found:
            length, name = found
            yield origin[at], _end(text, origin[at + length]), name
        at += found[0] if found and not found[1].doubt else 1


def _longest(text: str, folded: str, origin: list[int], at: int) -> tuple[int, Name] | None:
    for length in _LENGTHS.get(folded[at : at + 2], ()):
        names = _NAMES.get(folded[at : at + length])
        if names and at + length < len(origin):
            start, end = origin[at], _end(text, origin[at + length])
            name = _spelt(text[start:end], names, length) if _is_whole(text, start, end) else None
            if name:
                return length, name
    return None


def _end(text: str, next_letter: int) -> int:
    """Return where the name ends: behind its last mark, before spaces and stops."""
    while text[next_letter - 1] in " -.'’":
        next_letter -= 1
    return next_letter


def _spelt(written: str, names: tuple[Name, ...], length: int) -> Name | None:
    """Return the name as written, or the one well known that was misspelt.

    Only in Thai do dropped marks matter: in Latin just spaces were, and in Jawi nothing.
    """
    if not _THAI.match(written):
        return names[0]
    joined = written.replace(" ", "")
    for name in names:
        if written in (name.spelling.rstrip("."), name.spelling.replace(" ", "")):
            return name
        if joined == name.spelling and name.is_province:  # "เชียง ใหม่"
            return name
    if length < _LOOSELY_SPELT or joined != written:
        return None
    return next((name for name in names if name.known_as and not name.doubt), None)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word or syllable goes on across the borders of the name."""
    before = text[start - 1 : start]
    if _GOES_ON.match(text, end) or _LEADING_VOWEL.match(before):
        return False
    for letters in (_LATIN, _ARABIC):
        if letters.match(text, start):
            # The Jawi prepositions "di" and "ke" are written as one letter with the name.
            bound = start - 1 if letters is _ARABIC and before in ("د", "ك", "ک") else start
            return not (letters.match(text[bound - 1 : bound]) or letters.match(text, end))
    return True

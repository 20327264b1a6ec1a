"""Where it happened: provinces and districts named in a Thai message.

Names that are also everyday words (เลย, ตาก, แพร่, พล ...) count only behind จังหวัด/จ./อำเภอ/อ.;
a name is never cut out of a longer syllable (อุดร is not in อุดรู). The data is in places.toml.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.cleaning import tidy


@dataclass(frozen=True)
class Province:
    """A province: official Thai name without จังหวัด, English name, region."""

    name: str
    name_en: str
    region: str


@dataclass(frozen=True)
class Place:
    """What was found: the province, and the district where one was named."""

    province: str | None
    district: str | None


_DATA = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))

_ALSO_WORDS = frozenset(_DATA.pop("also_words"))
PROVINCES = tuple(Province(name, row["en"], row["region"]) for name, row in _DATA.items())

# Thai letters that belong to the syllable before them: a name cannot end where one follows.
_INSIDE = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"
_PROVINCE_SIGN = r"(?:จังหวัด|จว\.?|จ\.)\s*"
_DISTRICT_SIGN = r"(?:อำเภอ|เขต|อ\.)\s*(?:เมือง\s*)?"
_NOT_A_PLACE = re.compile(
    r"(?:ถนน|ถ\.|ซอย|ซ\.|แยก|ธนาคาร|สะพาน|คุณ|นาย|นาง|นางสาว|น\.ส\.|ชื่อ|วัด|ร้าน)\s*$"
)
_CAME_FROM = re.compile(r"(?:มาจาก|บ้านเกิด(?:อยู่)?(?:ที่)?|บ้านอยู่(?:ที่)?|คน|ชาว|กลับ(?:บ้าน)?(?:ที่)?)\s*$")
_STANDS_AT = re.compile(r"(?:ที่|อยู่|แถว|ใน|เมือง|แถวๆ|ไซต์|โรงงาน|สาขา|นิคม)\s*$")


def _pattern(names: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _province_names() -> dict[str, str]:
    return {alias: name for name, row in _DATA.items() for alias in (*row["short"], name)}


def _district_names() -> dict[str, str]:
    """Return district -> province, without names that two provinces share."""
    counts = Counter(d for row in _DATA.values() for d in row["districts"])
    return {d: name for name, row in _DATA.items() for d in row["districts"] if counts[d] == 1}


_BY_NAME = _province_names()
_BY_DISTRICT = {d: p for d, p in _district_names().items() if d not in _BY_NAME}
_SIGNED_PROVINCE = re.compile(f"{_PROVINCE_SIGN}({_pattern(list(_BY_NAME))}){_INSIDE}")
_SIGNED_DISTRICT = re.compile(f"{_DISTRICT_SIGN}({_pattern(list(_BY_DISTRICT))}){_INSIDE}")
_BARE = re.compile(
    f"(?<!เข)({_pattern([n for n in (*_BY_NAME, *_BY_DISTRICT) if n not in _ALSO_WORDS])}){_INSIDE}"
)
_CITY = re.compile(f"(?:อำเภอ|อ\\.)\\s*เมือง\\s*({_pattern(list(_BY_NAME))}){_INSIDE}")
_WORD_AS_PLACE = re.compile(
    "(?:เมือง|ชาว|ย่าน|แถว|(?:อยู่|ทำงาน|บ้าน|โรงงาน|ไซต์|หาด)(?:ที่)?(?!เลย))"
    f"({_pattern([n for n in _ALSO_WORDS if n in _BY_NAME or n in _BY_DISTRICT])})"
    r"(?=\s|$|[,.)]|ค่ะ|ครับ|คะ|ค้าง|นี่)"
)
_ENGLISH = {
    **{p.name_en.lower(): p.name for p in PROVINCES},
    "korat": "นครราชสีมา",
    "pattaya": "ชลบุรี",
    "hat yai": "สงขลา",
    "mae sot": "ตาก",
}
_IN_ENGLISH = re.compile(rf"\b({_pattern([*_ENGLISH])})\b")


def find_province(text: str) -> str | None:
    """Return the official name of the province where the matter most likely happened, or None."""
    return find_place(text).province


def find_place(text: str) -> Place:
    """Return province and district: a signed name (จ., อ.) first, else the best bare name."""
    even = tidy(text).lower()
    district = _first(_SIGNED_DISTRICT, even)
    province = _first(_SIGNED_PROVINCE, even) or _first(_CITY, even)
    if province:
        return Place(_BY_NAME[province], district if _agrees(district, province) else None)
    if district:
        return Place(_BY_DISTRICT[district], district)
    return _best_bare(even)


def _agrees(district: str | None, province: str) -> bool:
    return district is not None and _BY_DISTRICT[district] == _BY_NAME[province]


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None


def _best_bare(text: str) -> Place:
    ranked = sorted(_bare_names(text), key=lambda pair: -pair[0])
    if not ranked:
        english = _first(_IN_ENGLISH, text)
        return Place(_ENGLISH[english] if english else None, None)
    name = ranked[0][1]
    if name in _BY_NAME:
        district = next((d for _, d in ranked if _BY_DISTRICT.get(d) == _BY_NAME[name]), None)
        return Place(_BY_NAME[name], district)
    return Place(_BY_DISTRICT[name], name)


def _bare_names(text: str) -> Iterator[tuple[int, str]]:
    """Yield (weight, name): where it stands outweighs what is named, where one is from is least."""
    for found in (*_BARE.finditer(text), *_WORD_AS_PLACE.finditer(text)):
        before = text[max(0, found.start(1) - 14) : found.start(1)]
        if not _NOT_A_PLACE.search(before):
            yield _weight(before), found[1]


def _weight(before: str) -> int:
    if _CAME_FROM.search(before):
        return 0
    return 2 if _STANDS_AT.search(before) else 1

"""Where it happened: the province, district and sub-district that a message names.

Three steps. Names of the gazetteer are found in the text, each with what stands before it: a sign
(จ., อำเภอ, แขวง), a denial, or words that tell where one works from where one comes from. Names
side by side that can be one place (หนองบัว นครสวรรค์) become one. The place that the words around
it make most likely the scene is the answer, completed by what else the text says of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.cleaning import tidy
from nlp.gazetteer import (
    CAPITAL,
    POPULAR,
    PROVINCES,
    Doubt,
    Name,
    Place,
    Province,
    names_in,
)
from nlp.place_writing import has_lao, lao_as_thai, written_out

__all__ = ["PROVINCES", "Place", "Province", "find_place", "find_province"]

# More names than this are no message; it also bounds the time that a hostile one can take.
_MOST = 100
_LOOK_BACK = 40
_SURE_LENGTH = 7  # from here on an unshared sub-district counts without a word that leads to it
_ALONE_LENGTH = 4  # from here on a town counts as the only word of a line
_DEPTHS = {"province": 1, "district": 2, "khet": 2, "subdistrict": 3, "khwaeng": 3}

_CUES: dict[str, str] = POPULAR["cues"]
_SIGNS = "|".join(f"(?P<{kind}>{_CUES[kind]})" for kind in _DEPTHS)


def _cue(pattern: str) -> re.Pattern[str]:
    at = r"(?:ที่|ตี้|แถวๆ?|ใน|ตรง|ย่าน)?\s*"
    return re.compile(pattern.replace("AT$", at + "$"), re.VERBOSE)


_CUE = {name: _cue(pattern) for name, pattern in _CUES.items()}
_SIGN = _cue(rf"(?:{_SIGNS})\s*$")
_HOUSE = re.compile(
    r"\s?(?:ซอย|ซ\.)?\s?\d{1,3}(?![\d,]|\s?(?:คน|ปี|บาท|วัน|เดือน|หลัง|ครั้ง|โมง|ชั่วโมง|นาที))"
)
_GAP = _cue(rf"{_CUES['gap']}(?:(?:{_SIGNS})\s*)*")
_TIGHT_GAP = _cue(rf"{_CUES['tight_gap']}(?:(?:{_SIGNS})\s*)*")
_OTHER_SCRIPT = re.compile(r"[a-z\u0620-\u06d3\u1000-\u103f\u1780-\u17d3]{2}[\s\"'(,]*$")
NOWHERE = Place(None, None)
# Where several fit, the first decides: "ตอนนี้บ้านอยู่" is now, "บ้านอยู่" is where one is from.
_BEFORE = (
    ("now", 5.0),
    ("from", 0.0),
    ("went", 2.4),
    ("work", 4.0),
    ("stands", 3.0),
    ("towards", 1.0),
)
_AFTER = (("after_stands", 3.0), ("after_from", 0.0))


@dataclass(frozen=True)
class _Mention:
    """A name in the text, or several side by side that are one place."""

    start: int
    end: int
    places: tuple[Place, ...]  # what it can be
    known_as: Place | None  # what it is if nothing else decides
    weight: float | None  # how likely the scene; None: denied
    stands: bool = True  # it counts alone; else only beside another that agrees
    signed: bool = False


def find_province(text: str) -> str | None:
    """Return the official name of the province where the matter most likely happened, or None."""
    return find_place(text).province


def find_place(text: str) -> Place:
    """Return where the matter most likely happened, as far as the text tells it."""
    even = written_out(tidy(text).lower())
    place = _scene(even)
    return _scene(lao_as_thai(even)) if place == NOWHERE and has_lao(even) else place


def _scene(even: str) -> Place:
    mentions = _joined(even, list(_mentions(even)))
    settled = [(m, place) for m in mentions if (place := _settle(m))]
    if not settled:
        return NOWHERE
    best = max(settled, key=lambda pair: _score(pair, settled))[1]
    return _completed(best, mentions)


# --- Names and what stands beside them -------------------------------------------------------


def _mentions(text: str) -> Iterator[_Mention]:
    """Yield what is named, in order; a denial reaches over "or" and "and" to the next name."""
    denied, end, covered, count = False, 0, 0, 0
    for start, stop, name in names_in(text):
        hidden = start < covered or count == _MOST
        mention = None if hidden else _mention(text, start, stop, name)
        if mention is None:
            continue
        if denied and _CUE["list"].fullmatch(text[end:start]):
            mention = replace(mention, weight=None)
        denied, end, count = mention.weight is None, stop, count + 1
        covered = stop if mention.stands else covered
        yield mention


def _mention(text: str, start: int, end: int, name: Name) -> _Mention | None:
    before, after = text[max(0, start - _LOOK_BACK) : start], text[end : end + _LOOK_BACK]
    found = _SIGN.search(before, max(0, len(before) - 12))
    sign = found.lastgroup if found else None
    places = _meant(name, sign)
    if sign is None and (_CUE["road"].search(before) or _HOUSE.match(after)):
        places = tuple(_of_road(place) for place in places)
    if not places or (sign is None and _is_no_place(name, before)):
        return None
    weight = _weigh(before[: found.start()] if found else before, after)
    known = None if sign or name.known_as not in places else name.known_as
    stands = sign is not None or _stands(name, before, after)
    return _Mention(start, end, places, known, weight, stands, sign is not None)


def _of_road(place: Place) -> Place:
    """Return what a street tells: ลาดพร้าว 71 and ซอยรามคำแหง 24 lie in more than one district."""
    return Place(CAPITAL, None) if place.province == CAPITAL else place


def _meant(name: Name, sign: str | None) -> tuple[Place, ...]:
    """Return what the name can be behind the sign; one that fits no place is overlooked.

    Without a sign, ordinary words that are only sub-districts (ยอด, และ, ใหม่) are nothing.
    """
    if sign:
        fitting = tuple(place for place in name.places if _fits(place, sign))
        return fitting or (name.places if name.doubt < Doubt.PARTICLE else ())
    if name.is_province:
        return tuple(place for place in name.places if place.depth == 1)
    only_small = all(place.subdistrict for place in name.places)
    return () if only_small and name.doubt is Doubt.ALWAYS else name.places


def _fits(place: Place, sign: str) -> bool:
    """Tell whether a place can have the sign: เขต and แขวง are of the capital, อ. and ต. never."""
    in_capital = place.province == CAPITAL
    depth = _DEPTHS[sign]
    return place.depth == depth and (depth == 1 or in_capital == (sign in ("khet", "khwaeng")))


def _is_no_place(name: Name, before: str) -> bool:
    """Tell whether it is a person, temple, bank, dish, or a road called after a far province."""
    if _CUE["road"].search(before):
        return name.is_province or name.doubt > Doubt.TOWN
    return bool(_CUE["not_a_place"].search(before))


def _stands(name: Name, before: str, after: str) -> bool:
    """Tell whether the name counts without a sign and without one that agrees beside it."""
    if name.doubt < Doubt.PARTICLE and _is_island(name.spelling, before, after):
        return True
    led = bool(_CUE["leads"].search(before))
    ends = bool(_CUE["word_ends"].match(after))
    if name.doubt is Doubt.NONE:
        small = all(place.subdistrict for place in name.places)
        return led or not small or len(name.spelling) >= _SURE_LENGTH
    if name.doubt is Doubt.PARTICLE:
        return ends and bool(_CUE["is_at"].search(before))
    alone = _is_alone(before, after) and len(name.spelling) >= _ALONE_LENGTH
    return name.doubt < Doubt.ALWAYS and (alone or (led and (ends or name.doubt is Doubt.TOWN)))


def _is_island(spelling: str, before: str, after: str) -> bool:
    """Tell whether it is a Thai word by itself in a message of another script."""
    thai = "ก" <= spelling[0] <= "๙" and not re.match(r"\s?[ก-๙]", after)
    return thai and bool(_OTHER_SCRIPT.search(before))


def _is_alone(before: str, after: str) -> bool:
    """Tell whether it closes the text as a word of its own, as people put where they are."""
    return bool(_CUE["alone_before"].search(before) and _CUE["alone_after"].match(after))


def _weigh(before: str, after: str) -> float | None:
    """Return how likely this is the scene, 0 to 5, below 0 for a place taken back; None: denied."""
    # "No, Roi Et" corrects; in "not Roi Et, Khon Kaen" it is denied: it counts only alone.
    if _CUE["no_colon"].search(before) or _CUE["taken_back"].match(after):
        return -1.0
    if _CUE["denied"].search(before):
        return None
    weights = (weight for cue, weight in _BEFORE if _CUE[cue].search(before))
    otherwise = (weight for cue, weight in _AFTER if _CUE[cue].match(after))
    usual = 2.6 if _is_alone(before, after) else 2.0
    return next(weights, next(otherwise, usual))


# --- Joining names that stand together -------------------------------------------------------


def _joined(text: str, mentions: list[_Mention]) -> list[_Mention]:
    joined: list[_Mention] = []
    for mention in mentions:
        one = _one(joined[-1], mention, text) if joined else None
        if one:
            joined[-1] = one
        else:
            joined.append(mention)
    return [mention for mention in joined if mention.stands]


def _one(left: _Mention, right: _Mention, text: str) -> _Mention | None:
    """Return both as one place, if they stand together and can be; the larger one decides."""
    gap = text[left.end : right.start]
    if right.start < left.end or not (left.stands or right.stands) or not _GAP.fullmatch(gap):
        return None
    places = _agreeing(left.places, right.places)
    if not places and _outranks(right, left) and _TIGHT_GAP.fullmatch(gap):
        places = tuple(place for place in right.places if place.depth == 1)
    if not places:
        return None
    weight = None if left.weight is None else max(left.weight, right.weight or 0)
    return _Mention(left.start, right.end, places, None, weight, True, left.signed or right.signed)


def _agreeing(left: tuple[Place, ...], right: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that are one of both sides at once, the sides being of unlike depth."""
    by_province: dict[str | None, list[Place]] = {}
    for place in right:
        by_province.setdefault(place.province, []).append(place)
    pairs = ((a, b) for a in left for b in by_province.get(a.province, ()))
    return tuple(dict.fromkeys(both for a, b in pairs if (both := _both(a, b))))


def _both(a: Place, b: Place) -> Place | None:
    """Return the deeper of two places if it lies in the other."""
    shallow, deep = (a, b) if a.depth < b.depth else (b, a)
    inside = shallow.province == deep.province and shallow.district in (None, deep.district)
    return deep if inside and a.depth != b.depth else None


def _outranks(right: _Mention, left: _Mention) -> bool:
    """A province behind a smaller name that lies elsewhere: the smaller one was misunderstood."""
    is_province = any(place.depth == 1 for place in right.places)
    return is_province and all(place.depth > 1 for place in left.places)


# --- Choosing the scene ----------------------------------------------------------------------


def _settle(mention: _Mention, province: str | None = None) -> Place | None:
    """Return the one place that it is, if it is one; `province` leaves only those within."""
    if mention.weight is None:
        return None
    known = mention.known_as
    if known and province in (None, known.province):
        return known
    places = [place for place in mention.places if province in (None, place.province)]
    if len({place.province for place in places}) != 1:
        return None
    return _common(places)


def _common(places: list[Place]) -> Place:
    """Return what places of one province have in common, the least deep first."""
    least = min(place.depth for place in places)
    first, *others = [place for place in places if place.depth == least]
    if not others:
        return first
    one_district = all(place.district == first.district for place in others)
    return Place(first.province, first.district if one_district else None)


_Settled = tuple[_Mention, Place]


def _score(pair: _Settled, settled: list[_Settled]) -> float:
    """Return the weight, with a little more for what is certain or said twice."""
    mention, place = pair
    alike = sum(p.province == place.province and (m.weight or 0) >= 1 for m, p in settled)
    named = any(known.depth == 1 for known in mention.places)
    guessed = place.depth == 3 and not mention.signed
    # The capital is where offices are: it is often named beside the place that matters.
    weight = (mention.weight or 0) - 0.9 * (place == Place(CAPITAL, None))
    return weight + 0.4 * mention.signed + 0.2 * named - 0.4 * guessed + 0.3 * (alike > 1)


def _completed(place: Place, mentions: list[_Mention]) -> Place:
    """Add the district and sub-district that other mentions of the same place tell."""
    for mention in mentions:
        other = _settle(mention, place.province)
        if other and (mention.weight or 0) >= 1 and _both(place, other) == other:
            place = other
    return place

"""Numbers as people write them: 12,000, ๑๒๐๐๐, 3 หมื่น 5, สามหมื่นห้า, พันห้า, lima ribu, ຫ້າພັນ.

What a number means (a sum, a day, a head-count) is for its readers to judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nlp.numerals import MILLION, UNITS, WORDS, Token, value_of

_MOST_NUMBERS = 120
_LONGEST_RUN = 24

_LATIN = "|".join(sorted((w for w in WORDS if w.isascii()), key=len, reverse=True))
_ASIAN = "|".join(sorted((w for w in WORDS if not w.isascii()), key=len, reverse=True))
_UNIT = "|".join(UNITS) + "|k(?![a-z])"
# สามี is no สาม, พันธุ์ and ผูกพัน no thousand, ร้อยโท an officer, แสนแสบ a canal.
_NO_MARK = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebd\u0ec8-\u0ecd])"
_NOT_HERE = (
    "(?!พัน(?:ธ|ทิ|จ่า|เอก|โท|ตรี|ตำรวจ)|ร้อย(?:ละ|เอก|โท|ตรี|ตำรวจ|เอ็ด(?!บาท|\\sบาท)|ยอด)|"
    "แสน(?:แสบ|สิริ|สุข|สาหัส|ดี|เข็ญ)|ล้าน(?:นา|ช้าง)|สิบ(?:เอก|โท|ตรี|ตำรวจ)|สามร้อยยอด|"
    "หก(?:ล้ม|โมง)|ห้า(?:ง|ม)|สอง(?:แถว|แคว)|สาม(?:ล้อ|แยก)|สี่แยก|แปดริ้ว|เก้าอี้|ครึ่ง(?:วัน|เดือน|ปี))"
)
_NOT_AFTER = "(?<!ผูก)(?<!สัม)(?<!ยืน)"
_FIGURE = (
    r"(?<![\d/:])(?<!\d[.,–-])(?:(?<![a-z_])|(?<=\bb)|(?<=\bthb)|(?<=\bbaht))"
    r"(?P<figure>\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|"
    rf"\d{{1,3}}\.\d{{3}}(?=\s?(?:{_UNIT}))|"
    r"\d{1,3}(?:\.\d{3}){1,4}(?!\d)|"
    r"\d{1,3}(?:\s\d{3}){1,3}(?=\s?(?:บาท|baht|฿))|"
    r"\d{1,12}(?:\.\d{1,6})?)"
    r"(?!\d)(?![.,:/–-]\d)"
)
_TOKEN = re.compile(
    rf"{_FIGURE}|{_NOT_AFTER}{_NOT_HERE}(?P<asian>{_ASIAN}){_NO_MARK}|"
    rf"(?<![a-z])(?P<latin>{_LATIN})(?![a-z])|(?<=[\d\s])(?P<kilo>k)(?![a-z])"
)
_GAP = re.compile(r"[ \t\n-]?")
_JOINER = re.compile(r"\s?(?:กับ|กะ|และ|บวก)\s?(?:อีก)?\s?")
_COUNTER = re.compile(r"\s?(?:เดือน|วัน|ปี|คน|ครั้ง|รอบ|งวด|อาทิตย์|ชั่วโมง|ชม|ราย|ชิ้น|กะ)")


@dataclass(frozen=True)
class Number:
    """A number and where it stands; `unit` is its last พัน, หมื่น or k (0: none)."""

    value: float
    start: int
    end: int
    unit: int
    written: str
    bare: bool  # a lone unit: พัน, as in เป็นพัน


def read_number(words: str) -> int | None:
    """Return the value of the first number in `words`: สามหมื่นห้า 35000, ครึ่งแสน 50000, or None."""
    found = next(find_numbers(words.lower()), None)
    return whole(found.value) or None if found else None


def whole(value: float) -> int:
    """Return `value` rounded, a half upwards: 1,500.50 is 1,501."""
    return int(value + 0.5)


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of tidied, lower-case `text` in order; the first 120 are enough."""
    tokens = islice(_tokens(text), _MOST_NUMBERS * 2)
    numbers = (_number(text, part) for run in _runs(text, tokens) for part in _parts(text, run))
    return islice(_joined(text, numbers), _MOST_NUMBERS)


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        if found["figure"]:
            kind, value = "figure", _figure(found["figure"], text[found.end() :][:8])
        elif found["kilo"]:
            kind, value = "unit", 1000.0
        else:
            kind, value = WORDS[found[0]]
        yield Token(kind, value, found.start(), found.end())


def _figure(written: str, after: str) -> float:
    """12.000 is twelve thousand, but 1.500 แสน one and a half."""
    if re.match(rf"\s?(?:{_UNIT})", after):
        return float(written.replace(",", ""))
    even = re.sub(r"[,\s]|\.(?=\d{3}(?:\.|$))", "", written)
    return float(even)


def _runs(text: str, tokens: Iterator[Token]) -> Iterator[list[Token]]:
    """Yield tokens that stand together; a figure opens a run, or follows a unit at once (3หมื่น5)."""
    run: list[Token] = []
    for token in tokens:
        if run and (len(run) >= _LONGEST_RUN or not _goes_on(text, run[-1], token)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _goes_on(text: str, last: Token, token: Token) -> bool:
    gap = text[last.end : token.start]
    if token.kind == "figure":
        return last.kind == "unit" and token.value < last.value and _may_follow(text, gap, token)
    if last.kind == "figure" and token.kind != "unit":
        return False
    if token.kind in {"single", "only", "half"} and last.kind != "unit":
        return False
    return len(gap) <= 1 and bool(_GAP.fullmatch(gap))


def _may_follow(text: str, gap: str, figure: Token) -> bool:
    if gap == "":
        return True
    unit_after = re.match(rf"\s?(?:{_UNIT})", text[figure.end :][:8])
    return gap == " " and bool(unit_after)


def _parts(text: str, run: list[Token]) -> Iterator[list[Token]]:
    """Yield the numbers of a run: สองพัน สามพัน are two, สองหมื่น สามพัน is one."""
    start, least = 0, 0.0
    for i, token in enumerate(run):
        if token.kind != "unit":
            continue
        after_unit = i > 0 and run[i - 1].kind == "unit"
        if least and token.value >= least and token.value < MILLION and not after_unit:
            cut = max(j for j in range(i) if run[j].kind == "unit") + 1
            yield _without_counter(text, run[start:cut])
            start = cut
        least = token.value
    yield _without_counter(text, run[start:])


def _without_counter(text: str, part: list[Token]) -> list[Token]:
    """Leave out the last digit where it counts something else: ค้างสามหมื่น | ห้าเดือนแล้ว."""
    tail = len(part) > 1 and part[-1].kind in {"digit", "figure"} and part[-2].kind == "unit"
    return part[:-1] if tail and _COUNTER.match(text, part[-1].end) else part


def _number(text: str, part: list[Token]) -> Number:
    units = [int(token.value) for token in part if token.kind == "unit"]
    start, end = part[0].start, part[-1].end
    bare = len(part) == 1 and bool(units) and not text.startswith("se", start)  # seribu: one
    return Number(value_of(part), start, end, units[-1] if units else 0, text[start:end], bare)


def _joined(text: str, numbers: Iterator[Number]) -> Iterator[Number]:
    """Yield สองหมื่นกับอีกสามพัน as one number: what follows is of a smaller unit."""
    before: Number | None = None
    for number in numbers:
        if before and _belongs(text, before, number):
            before = _together(text, before, number)
            continue
        if before:
            yield before
        before = number
    if before:
        yield before


def _belongs(text: str, before: Number, number: Number) -> bool:
    between = text[before.end : number.start]
    smaller = 0 < number.unit < before.unit and number.value < before.unit
    return smaller and not number.bare and bool(_JOINER.fullmatch(between))


def _together(text: str, before: Number, number: Number) -> Number:
    written = text[before.start : number.end]
    return Number(
        before.value + number.value, before.start, number.end, number.unit, written, False
    )

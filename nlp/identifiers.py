"""Numbers that name a person: phones and national ids; and the names of organisations."""

import re
from collections.abc import Iterator

from nlp.cleaning import tidy
from nlp.organisations import find_organisations

__all__ = ["find_national_ids", "find_organisations", "find_phones", "mask_ids"]

_GAP = r"[\s.()–—-]{0,3}"
# 0 or +66, then 8 digits (land line) or 9 (mobile). Hot-lines (1546, 191) have no 0 and are
# nobody's. 081-2-34567-8 is how banks write an account, 02-12-2566 is a day.
_PHONE = re.compile(
    r"(?<![\d+])(?<!\+\d)(?<!\+\d\d)(?<!\+\d\d[\s-])(?<!\+\d{3}\s)"
    r"(?:(?<![a-z])|(?<=tel)|(?<=phone)|(?<=call)|(?<=line)|(?<=id))"
    r"(?!\d{3}-\d-\d{5}-\d(?!\d))(?!\d\d[\s.-]\d\d[\s.-](?:25|20)\d\d(?!\d))"
    rf"(?P<lead>(?:\+|00)?66{_GAP}0?|0)"
    rf"(?P<rest>{_GAP}(?:[689](?:{_GAP}\d){{8}}|[2-57](?:{_GAP}\d){{7}}))(?!\d)"
)
_LATIN_AFTER = re.compile("[a-z]{2}(?![a-z])")  # parcels: 0812345678TH
_BAHT_AFTER = re.compile(r"\s*(?:บาท|฿|baht|บ\.)")
_CODE_BEFORE = re.compile(
    r"(?:(?P<code>บัญชี|บช|เลขที่|พัสดุ|แทร็?ก|track|รหัส|ทะเบียน|คดี|เคส|ออเดอร์|order|account|acc|a/c|\bno\b|"
    "กสิกร|ไทยพาณิชย์|ออมสิน|กรุงไทย|กรุงเทพ|กรุงศรี|ทหารไทย|ธกส|ธนาคาร|scb|kbank|ktb|ttb|bbl|บัตร|ที่ดิน|โฉนด|ref|อ้างอิง)|"
    "(?P<phone>โทร|เบอร์|พร้อมเพย์|พร้อมเพ|promptpay|มือถือ|ติดต่อ|ไลน์|line|tel|phone|call|mobile|ໂທ|ဖုန်း|ទូរស័ព្ទ))"
)
_REACH = 30

# The ways of the card: 1-1017-00230-70-8; five groups or fewer; others if the check digit is right.
_SIGN = (
    "[ \\t\\n\u00a0\u00ad._/:|\u2022\u00b7()\u2010-\u2015"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff-]"
)
_CARD = re.compile(
    rf"(?<!\d)\d{_SIGN}{{0,3}}\d{{4}}{_SIGN}{{0,3}}\d{{5}}{_SIGN}{{0,3}}\d{{2}}{_SIGN}{{0,3}}\d(?!\d)"
)
_THIRTEEN = re.compile(
    rf"(?<!\d)(?<!\d{_SIGN})(?<!\d,)\d(?:(?:{_SIGN}{{0,2}}|,)\d){{12}}(?!(?:{_SIGN}|,)?\d)"
)
_WITHOUT_SPACES = re.compile(r"\d(?:[-.,/]?\d){12}")
_FEW_GROUPS = re.compile(rf"[1-9]\d*(?:{_SIGN}\d+){{1,4}}")
_ONE_BY_ONE = re.compile(rf"\d{_SIGN}(?:\d{_SIGN}){{11}}\d")


def find_phones(text: str) -> tuple[str, ...]:
    """Return telephone numbers in national digits (0812345678), each once, in order.

    Accounts, parcels, 13-digit ids and sums of baht are no phones; พร้อมเพย์ is one.
    """
    return tuple(dict.fromkeys(_phones(tidy(text).lower())))


def _phones(text: str) -> Iterator[str]:
    ids = [found.span() for found in _id_groups(text)]
    for found in _PHONE.finditer(text):
        inside = any(start <= found.start() < end for start, end in ids)
        if not inside and not _is_code(text, found):
            yield "0" + re.sub(r"\D", "", found["rest"])


def _is_code(text: str, found: re.Match[str]) -> bool:
    """The nearest word before decides: เลขบัญชี 081... is none, บัญชีพร้อมเพย์ 081... is one."""
    if _BAHT_AFTER.match(text, found.end()) or _LATIN_AFTER.match(text, found.end()):
        return True
    said = ""
    for word in _CODE_BEFORE.finditer(text, max(0, found.start() - _REACH), found.start()):
        said = word.lastgroup or said
    return said == "code"


def find_national_ids(text: str) -> tuple[str, ...]:
    """Return 13-digit Thai identity numbers whose check digit is right, each once, in order."""
    digits = (_digits(found[0]) for found in _id_groups(tidy(text)))
    return tuple(dict.fromkeys(number for number in digits if _checks(number)))


def mask_ids(text: str) -> str:
    """Return `text` with every digit of a 13-digit group made ×, checked or not.

    One wrong digit does not make an id public, so groups written as on the card are masked even
    if the check digit is wrong. Length, spaces and dashes stay.
    """
    parts, end = [], 0
    for found in _id_groups(text):
        parts += [text[end : found.start()], re.sub(r"\d", "×", found[0])]
        end = found.end()
    return "".join([*parts, text[end:]])


def _id_groups(text: str) -> list[re.Match[str]]:
    """Return what is or may be an id, in order and without overlap."""
    loose = (found for found in _THIRTEEN.finditer(text) if _is_id(found[0]))
    found = sorted([*_CARD.finditer(text), *loose], key=lambda match: match.start())
    apart: list[re.Match[str]] = []
    for match in found:
        if not apart or match.start() >= apart[-1].end():
            apart.append(match)
    return apart


def _is_id(written: str) -> bool:
    by_form = any(form.fullmatch(written) for form in (_ONE_BY_ONE, _WITHOUT_SPACES, _FEW_GROUPS))
    return bool(by_form) or _checks(_digits(written))


def _digits(written: str) -> str:
    """Return the digits in 0-9, whatever script they were written in."""
    return "".join(str(int(sign)) for sign in written if sign.isdecimal())


def _checks(number: str) -> bool:
    """Weights 13 down to 2, modulo 11 (Department of Provincial Administration)."""
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(number[:12]))
    return len(number) == 13 and int(number[12]) == (11 - total % 11) % 10

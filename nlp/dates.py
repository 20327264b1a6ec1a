"""The day something happened, as people say it: เมื่อวานซืน, วันจันทร์ที่แล้ว, 15 มี.ค. 66.

Vague times (ปีที่แล้ว, เมื่อก่อน) give None: a guess would look like a fact.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from nlp.amounts import read_number
from nlp.cleaning import tidy

_BUDDHIST = 543
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "มกราคม มกรา ม.ค. มค",
            "กุมภาพันธ์ กุมภา ก.พ. กพ",
            "มีนาคม มีนา มี.ค. มีค",
            "เมษายน เมษา เม.ย. เมย",
            "พฤษภาคม พฤษภา พ.ค. พค",
            "มิถุนายน มิถุนา มิ.ย. มิย",
            "กรกฎาคม กรกฎา ก.ค. กค",
            "สิงหาคม สิงหา ส.ค. สค",
            "กันยายน กันยา ก.ย. กย",
            "ตุลาคม ตุลา ต.ค. ตค",
            "พฤศจิกายน พฤศจิกา พ.ย. พย",
            "ธันวาคม ธันวา ธ.ค. ธค",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    "จันทร์": 0,
    "อังคาร": 1,
    "พุธ": 2,
    "พฤหัสบดี": 3,
    "พฤหัส": 3,
    "ศุกร์": 4,
    "เสาร์": 5,
    "อาทิตย์": 6,
}
_MONTH = "|".join(re.escape(m) for m in sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_SPELT = "(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)+"

_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s*({_MONTH})\s*"
    r"(?:ปี\s*)?(?:พ\.ศ\.\s*)?(\d{4}|\d{2}(?!\d))?"
)
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_AGO = re.compile(rf"(\d{{1,3}}|{_SPELT})\s*(วัน|อาทิตย์|สัปดาห์)\s*(?:ก่อน|ที่แล้ว|ที่ผ่านมา|มาแล้ว)(?!หน้า)")
_LAST_WEEKDAY = re.compile(rf"(?:วัน)?({_WEEKDAY})\s*(?:ที่แล้ว|ที่ผ่านมา|ก่อน(?!เที่ยง))")
_WORDS = (
    (re.compile("เมื่อวานซืน|วานซืน|เมื่อวานก่อน|day before yesterday"), 2),
    (re.compile("เมื่อวาน|เมื่อคืน|มื้อวาน|เมื่อวานนี้|yesterday"), 1),
    (re.compile("เมื่อเช้า|เมื่อกี้|เมื่อครู่|วันนี้|เมื่อเย็น|เมื่อบ่าย|today"), 0),
)


def find_date(text: str, today: date) -> date | None:
    """Return the first exact day named in `text`, seen from `today`; None when it is vague."""
    even = tidy(text)
    readings = (_iso, _named, _numeric, _ago, _last_weekday, _word)
    return next((day for read in readings if (day := _safely(read, even, today))), None)


def _safely(read: Callable[[str, date], date | None], text: str, today: date) -> date | None:
    try:
        return read(text, today)
    except (ValueError, OverflowError):  # 31 February, or a day before the calendar begins
        return None


def _iso(text: str, _today: date) -> date | None:
    found = _ISO.search(text)
    return date(_year(found[1]), int(found[2]), int(found[3])) if found else None


def _named(text: str, today: date) -> date | None:
    found = _NAMED.search(text)
    if not found:
        return None
    day, month = int(found[1]), _MONTHS[found[2]]
    if found[3]:
        return date(_year(found[3]), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def _numeric(text: str, _today: date) -> date | None:
    found = _NUMERIC.search(text)
    return date(_year(found[3]), int(found[2]), int(found[1])) if found else None


def _ago(text: str, today: date) -> date | None:
    found = _AGO.search(text)
    if not found:
        return None
    count = int(found[1]) if found[1].isdigit() else read_number(found[1]) or 0
    return today - timedelta(days=count * (1 if found[2] == "วัน" else 7))


def _last_weekday(text: str, today: date) -> date | None:
    found = _LAST_WEEKDAY.search(text)
    if not found or (found[1] == "อาทิตย์" and not found[0].startswith("วัน")):
        return None
    return today - timedelta(days=(today.weekday() - _WEEKDAYS[found[1]] - 1) % 7 + 1)


def _word(text: str, today: date) -> date | None:
    return next(
        (today - timedelta(days=back) for pattern, back in _WORDS if pattern.search(text)), None
    )


def _year(written: str) -> int:
    """Return the common-era year: 2566, 66 and 2023 are one year; two digits are Buddhist
    from 40 on, else of the common era."""
    year = int(written)
    if year < 100:
        return year + 2500 - _BUDDHIST if year >= 40 else year + 2000
    return year - _BUDDHIST if year > 2400 else year

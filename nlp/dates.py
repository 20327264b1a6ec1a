"""The day something happened, as people say it: เมื่อวานซืน, วันจันทร์ที่แล้ว, 15 มี.ค. 66.

Vague times (ปีที่แล้ว, เมื่อก่อน) give None, and so do days to come: a guess would look like a fact.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from nlp.calendars import COUNT, MONTH, WEEKDAY, YEAR, count_of, month_of, weekday_of, year_of
from nlp.cleaning import tidy

_MOST = 40  # matches of one pattern: a date further on is not what the message is about
_DAY = r"(?<![\d/.,:-])(?<!\d[\s-])(?P<day>[0-9]{1,2})"
_SPELT_DAY = "(?:วันที่\\s?(?P<spelt>(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ยี่|เอ็ด){1,3}))"
_SINCE = r"(?:เมื่อ|ตั้งแต่|ตั้งแต|แต่|ตอน|since|on|from|sejak|pada)\s?"
_LAST = "(?:ที่แล้ว|ที่ผ่านมา|ที่ผ่านไป|ทีแล้ว|ที่เเล้ว)"
_MONTH_BEFORE = f"เดือน(?P<relative>{_LAST}|ก่อน(?!หน้า)|นี้)"

_LONG_YEAR = r"(?:19|20|24|25)\d\d"
_ISO = (
    rf"(?<![\d/.-])(?P<day>(?P<year>{_LONG_YEAR})[-/](?P<month>\d{{1,2}})[-/]"
    r"(?P<last>\d{1,2}))(?!\d)"
)
_NUMERIC = (
    r"(?<![\d/.,-])(?<!เลขที่)(?<!เลขที่ )(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})"
    rf"\s?(?P=sign)\s?(?P<year>{_LONG_YEAR}|\d\d)(?![\d/]|[.-]\d)"
)
_SHORT_NUMERIC = (
    rf"(?:วันที่|{_SINCE})\s?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?![\d/]|[.-]\d|\s?(?:วัน|ของ))"
)
_NAMED = (
    rf"(?:{_DAY}|{_SPELT_DAY})(?:st|nd|rd|th)?(?:\s?(?:-|–|ถึง|to)\s?\d{{1,2}})?"
    rf"\s{{0,2}}(?:เดือน|เดือนที่|ของเดือน|of|ເດືອນ|ខែ)?\s?(?P<month>{MONTH}){YEAR}"
)
_MONTH_FIRST = (
    rf"(?<![a-z])(?P<month>{MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/]|[.:,-]\d)"
    r"(?:,?\s?(?P<year>(?:19|20|25)\d\d))?(?!\d)(?P<which>\s?last year)?"
)
_NUMBERED_MONTH = (
    rf"(?:วันที่\s?|{_SINCE}|^\s?){_DAY}\s?เดือน\s?(?:ที่\s?)?(?P<month>\d{{1,2}})"
    rf"(?!\d|[.,:]\d|\s?(?:วัน|คน|บาท|ชั่ว|พัน|หมื่น)){YEAR}"
)
_IN_MONTH = (
    rf"วันที่\s?{_DAY}\s?(?:ของ)?\s?{_MONTH_BEFORE}|"
    rf"{_MONTH_BEFORE.replace('relative', 'earlier')}\s?(?:ตอน)?วันที่\s?(?P<later>\d{{1,2}})(?!\d)"
)
_DAY_ONLY = (
    rf"(?:(?:เมื่อ|ตั้งแต่|ตั้งแต)(?:คืน|เช้า|เย็น|บ่าย)?\s?วันที่\s?{_DAY}(?![\d/]|[.,:-]\d|\s?(?:เดือน|คน|บาท|โมง))|"
    rf"(?<!ใน)วันที่\s?{_DAY.replace('day', 'said')}\s?(?P<this>นี้|{_LAST}))"
)
_AGO = (
    rf"(?<![\d,.–-])(?<![\d–-]\s)(?P<day>{COUNT})\s{{0,2}}(?P<span>วัน|อาทิตย์|สัปดาห์|ມື້|ວັນ|ອາທິດ|มื้อ|days?|weeks?|"
    rf"hari|minggu|ថ្ងៃ|សប្តាហ៍)\s?(?:ก่อน(?!สง|ปี|วัน|ออก|ลา|เงิน|สิ้น|เลือก|จะ|ที่|คลอด|เข้า|หน้า|กำหนด|ครบ|ตรุษ|เปิด|ปิด|หมด|"
    rf"แต่ง|ทำ)|{_LAST}|มาแล้ว|ago|lepas|lalu|yang l|sudah|ກ່ອນ|ແລ້ວ|ຜ່ານມາ|មុន)"
)
_AGO_BURMESE = r"လွန်ခဲ့(?:တဲ့|သော)\s?(?P<day>\d{1,3})\s?(?P<span>ရက်|ပတ်)"
_WEEKDAY_AGO = (
    rf"(?<!ทุก)(?P<full>วัน)?(?P<name>{WEEKDAY})\s?(?:{_LAST}|ก่อน(?!หน้า|เที่ยง|เวลา|ถึง)|lepas|lalu)|"
    rf"(?:last|past|since)\s(?P<english>{WEEKDAY})|"
    rf"(?:เมื่อ|ตั้งแต่)\s?วัน(?P<since>{WEEKDAY})(?!\s?(?:ที่|หน้า|นี้|ถึง|-)|[\u0e30-\u0e3a\u0e47-\u0e4e])"
)
_LAST_WEEKS_DAY = rf"วัน(?P<day>{WEEKDAY})\s?(?:ของ)?(?:อาทิตย์|สัปดาห์)\s?(?:{_LAST}|ก่อน)"
_TWO_DAYS_AGO = (
    "(?:เมื่อ|เมือ|มื้อ|มื่อ)?วานซ[ืี]น|เมื่อวานก่อน|วันก่อนเมื่อวาน|มื้อ(?:ซืน|เซือน|ก่อนวาน)|(?:แรก|ตะ)วาซืน|"
    "day before yesterday|(?:kelmarin|kemarin) dulu|ມື້ກ່ອນວານ|မနေ့တစ်နေ့က|ម្សិលម្ង៉ៃ"
)
_ONE_DAY_AGO = (
    "เมื่?อ(?:เช้า|เย็น|บ่าย|ค่ำ|คืน)วาน|"
    "(?:เมื่อ|เมือ|มื้อ|มื่อ|มือ)ว่?าน(?:นี้)?|(?<!วัน)วานนี้|(?:คืน|เย็น|เช้า|บ่าย)วาน|"
    "เมื่?อค[ืี]น(?!ก่อน|\\s?วัน(?!นี้))|แรกวา(?!น)|ตะวา(?!นต)|\\byesterday|last night|"
    "\\bsemalam|\\bkelmarin|\\bkemarin|"
    "ມື້ວານ|ຄືນວານ|ເມື່ອຄືນ|မနေ့က|မနေ့ည|ម្សិលមិញ|យប់មិញ"
)
_TODAY = (
    "(?<!ทุก)(?<!ถึง)(?<!จน)(?<!ถึง )วันนี้|เมื่อ(?:เช้า|เย็น|บ่าย|สาย|เที่ยง|กี้|ครู่|ตะกี้)|เช้านี้|"
    "ตะกี้|(?<!until )\\btoday|"
    "this morning|\\bhari ini|pagi tadi|ມື້ນີ້|ເມື່ອເຊົ້າ|ဒီနေ့|ယနေ့|ဒီမနက်|ថ្ងៃនេះ|ព្រឹកមិញ"
)
_BIRTH = re.compile(r"(?<!เหตุ)(?:เกิด|born|lahir)[^\d\n]{0,12}$")
_TO_COME = re.compile(
    r"(?:จะ|นัด|กำหนด|ภายใน|ไม่เกิน|ครบ|หมด|บิน|มีผล|will|due|before|until|akan)[^\d\n]{0,16}$"
)
_CHILDHOOD = 12 * 365

_Reader = Callable[[re.Match[str], date], date | None]
_Found = tuple[re.Match[str], _Reader]


def find_date(text: str, today: date) -> date | None:
    """Return the first exact day named in `text`, seen from `today`; None when it is vague.

    วันนี้ and เมื่อเช้า count only where no other day is named, for people write วันนี้ยังไม่ได้.
    """
    even = tidy(text).lower()
    days = (_safely(read, found, today) for found, read in _apart(_matches(even, _READERS)))
    past = next((day for day in days if day and day <= today), None)
    if past is None and re.search(_TODAY, even):
        return today
    return past


def _matches(text: str, readers: tuple[tuple[re.Pattern[str], _Reader], ...]) -> list[_Found]:
    return [
        (found, read)
        for pattern, read in readers
        for found in islice(pattern.finditer(text), _MOST)
    ]


def _apart(matches: list[_Found]) -> Iterator[_Found]:
    """Yield matches in order of the text; of those that overlap the longest, right or wrong."""
    end = 0
    for found, read in sorted(matches, key=lambda match: (_start(match[0]), -match[0].end())):
        if _start(found) >= end:
            end = found.end()
            yield found, read


def _start(found: re.Match[str]) -> int:
    at = max(
        (found.start(name) for name in ("day", "said") if name in found.re.groupindex), default=-1
    )
    return at if at >= 0 else found.start()


def _safely(read: _Reader, found: re.Match[str], today: date) -> date | None:
    try:
        day = read(found, today)
    except (ValueError, OverflowError):  # 31 February, or a day before the calendar begins
        return None
    before = found.string[max(0, found.start() - 24) : found.start()]
    born = day and today - day > timedelta(days=_CHILDHOOD) and _BIRTH.search(before)
    return None if born else day


def _iso(found: re.Match[str], _today: date) -> date:
    return date(year_of(found["year"]), int(found["month"]), int(found["last"]))


def _numeric(found: re.Match[str], _today: date) -> date:
    """Day first, as in Thailand; 3/15/2023 can only be the American order."""
    day, month = int(found["day"]), int(found["month"])
    if month > 12 and found["sign"] == "/":
        day, month = month, day
    return date(year_of(found["year"]), month, day)


def _short_numeric(found: re.Match[str], today: date) -> date | None:
    return _without_year(found, int(found["day"]), int(found["month"]), today)


def _named(found: re.Match[str], today: date) -> date | None:
    groups = found.groupdict()
    day = int(found["day"] or 0) or count_of(groups.get("spelt") or "") or 0
    return _in_year(found, day, month_of(found["month"]), today)


def _month_first(found: re.Match[str], today: date) -> date | None:
    """ "May 5 people" and "Mac 15" are no days unless a year or a word of time says so."""
    unsure = found["month"].strip(".") in {"may", "mar", "mac"} and not found["year"]
    led_to = re.search(r"(?:on|since|from|pada|sejak)\s$", found.string[: found.start()][-8:])
    return None if unsure and not led_to else _named(found, today)


def _numbered_month(found: re.Match[str], today: date) -> date | None:
    return _in_year(found, int(found["day"]), int(found["month"]), today)


def _in_year(found: re.Match[str], day: int, month: int, today: date) -> date | None:
    year, which = found["year"] or _year_of_range(found, month), found["which"] or ""
    if year:
        return date(year_of(year), month, day)
    if "นี้" in which:
        return date(today.year, month, day)
    if which:
        return date(today.year - 1, month, day)
    return _without_year(found, day, month, today)


def _without_year(found: re.Match[str], day: int, month: int, today: date) -> date | None:
    """The last such day; but one that was said to come has not been."""
    this_year = date(today.year, month, day)
    if this_year <= today:
        return this_year
    return None if _is_to_come(found) else date(today.year - 1, month, day)


def _is_to_come(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 24) : found.start()]
    return bool(_TO_COME.search(before))


def _year_of_range(found: re.Match[str], month: int) -> str | None:
    """1 ต.ค. ถึง 15 พ.ย. 66: the year is written once, at the end."""
    end = _RANGE_END.match(found.string, found.end())
    if not end or not end["year"]:
        return None
    return end["year"] if month <= month_of(end["month"]) else str(year_of(end["year"]) - 1)


def _in_month(found: re.Match[str], today: date) -> date | None:
    day = int(found["day"] or found["later"])
    if "นี้" in (found["relative"] or found["earlier"]):
        return today.replace(day=day)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=day)


def _day_only(found: re.Match[str], today: date) -> date | None:
    day = int(found["day"] or found["said"])
    if found["this"] == "นี้" and _is_to_come(found):
        return None
    if found["this"] == "นี้" or day <= today.day:
        return today.replace(day=day)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=day)


def _ago(found: re.Match[str], today: date) -> date | None:
    count = count_of(found["day"])
    weeks = found["span"].startswith(_WEEKS)
    return today - timedelta(days=count * (7 if weeks else 1)) if count else None


def _weekday_ago(found: re.Match[str], today: date) -> date | None:
    """อาทิตย์ที่แล้ว is last week; only วันอาทิตย์ที่แล้ว is a day."""
    if found["name"] in {"อาทิตย์", "อาทิด"} and not found["full"]:
        return None
    weekday = weekday_of(found["name"] or found["english"] or found["since"])
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _last_weeks_day(found: re.Match[str], today: date) -> date | None:
    monday = today - timedelta(days=today.weekday() + 7)
    return monday + timedelta(days=weekday_of(found["day"]))


def _two_days_ago(_found: re.Match[str], today: date) -> date:
    return today - timedelta(days=2)


def _one_day_ago(_found: re.Match[str], today: date) -> date:
    return today - timedelta(days=1)


_WEEKS = ("อาทิตย์", "สัปดาห์", "ອາທິດ", "week", "minggu", "សប្តាហ៍", "ပတ်")
_RANGE_END = re.compile(rf"\s?(?:-|–|ถึง|to)\s?(?:วันที่)?\s?\d{{1,2}}\s?(?P<month>{MONTH}){YEAR}")
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (_ISO, _iso),
        (_NUMERIC, _numeric),
        (_SHORT_NUMERIC, _short_numeric),
        (_NAMED, _named),
        (_MONTH_FIRST, _month_first),
        (_NUMBERED_MONTH, _numbered_month),
        (_IN_MONTH, _in_month),
        (_DAY_ONLY, _day_only),
        (_AGO, _ago),
        (_AGO_BURMESE, _ago),
        (_WEEKDAY_AGO, _weekday_ago),
        (_LAST_WEEKS_DAY, _last_weeks_day),
        (_TWO_DAYS_AGO, _two_days_ago),
        (_ONE_DAY_AGO, _one_day_ago),
    )
)

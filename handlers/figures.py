"""What the calculator asks, and the figures in what people type: wages, times, hours, sums, days.

nlp's finders are loaded where they are used: only processes that read texts need their patterns.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from handlers.entitlements import DAYS_A_MONTH, PERIODS, TIERS, Length, whole
from locales import N_

Facts = dict[str, Any]  # answers, as JSON, by the keys of QUESTIONS; a skipped one is None
Reader = Callable[[str, date, Facts], Facts | None]
TIER_NAMES = (
    N_("Under 120 days"), N_("120 days to 1 year"), N_("1 to 3 years"), N_("3 to 6 years"),
    N_("6 to 10 years"), N_("10 to 20 years"), N_("20 years or more"),
)  # fmt: skip
_UNITS = {
    "years": "ปี|years?|yrs?", "months": "เดือน|months?", "weeks": "สัปดาห์|อาทิตย์|weeks?",
    "days": "วัน|days?", "hours": r"ชั่วโมง|ชม\.?|hours?|hrs?", "minutes": "นาที|minutes?|mins?",
}  # fmt: skip
_ANY_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_UNIT = re.compile(
    rf"(?:{_ANY_UNIT})(?![a-z]|ละ)(?P<half>\s?ครึ่ง| and a half)?(?P<more>\s?กว่า|\s?เดียว)?"
)
_HALF = re.compile(r"(?:ครึ่ง|half an?|half)\s?$")
_ONE = re.compile(r"(?:^|for |about |only |and )an?\s$")
_NEARLY = re.compile(r"เกือบ|ไม่ถึง|ไม่ครบ|จะครบ|almost|nearly|less|under|\d\s?(?:ถึง|to|หรือ|or)\s?\d")
_AT_ONCE = re.compile("ทันที|ไม่ได้บอก|ไม่บอก|วันเดียวกัน|วันนั้น|at once|same day|immediately")
_EACH = {  # how a rate is said; under "" those that are no wage of a day or a month
    "day": r"วันละ|(?:ต่อ|/\s?|ราย|ทุก)วัน|(?:a|per|every|by the|/)\s?day\b|daily",
    "month": r"เดือนละ|(?:ต่อ|/\s?|ราย|เงิน)เดือน|(?:a|per|by the|/)\s?month\b|monthly|salary",
    "": r"(?:ชั่วโมง|ชม\.?|อาทิตย์|สัปดาห์|ปี|ชิ้น|เที่ยว)ละ|(?:ต่อ|/\s?|ราย)(?:ชั่วโมง|ชม|สัปดาห์|ชิ้น|ปี)|"
    r"(?:an?|per|/)\s?(?:hour|week|year|piece)|hourly|weekly",
}
_FILLER = r"\s*(?:ได้|ประมาณ|แค่|เพียง|about|is|of|[:=])?\s*"
_LAUGH = re.compile(r"5{3,}\+?")
_LEAST, _MOST, _LONGEST, _MOST_HOURS = 50, 1_000_000, 70 * 365, 5_000
_HOURS_WOULD_DO = N_("Please type hours: “20”, or “2 hours a day, 26 days”.")
_FEW_WORDS = 12  # characters around a number that stands alone


def _numbers(text: str) -> tuple[str, list[tuple[int, int, Fraction]]]:
    """Returns the text made even, and its numbers: from, to, value. สองสาม is none, nor เดียว."""
    from nlp.calendars import count_of
    from nlp.cleaning import tidy
    from nlp.numbers import find_numbers

    even = re.sub(r"(\d) and a half(?= \w)", r"\1.5", tidy(text).lower())
    found = find_numbers(even)
    known = [n for n in found if count_of(n.written) or 0 < n.value < 1 or n.written == "0"]
    return even, [(n.start, n.end, Fraction(str(n.value))) for n in known]


def read_spans(text: str) -> dict[str, Fraction]:
    """Returns how much of each unit is named: สามปีครึ่ง 3 1/2 years, ปีกว่า 1, ครึ่งเดือน 1/2."""
    even, numbers = _numbers(text)
    spans: dict[str, Fraction] = {}
    for found in _UNIT.finditer(even):
        before = even[: found.start()]
        said = [value for _, end, value in numbers if end == len(before.rstrip())]
        if not said and _HALF.search(before):
            said = [Fraction(1, 2)]
        elif not said and (found["half"] or found["more"] or _ONE.search(before)):
            said = [Fraction(1)]
        for value in said:
            unit = next(unit for unit in _UNITS if found[unit])
            spans[unit] = spans.get(unit, Fraction()) + value + Fraction(bool(found["half"]), 2)
    return spans


def read_alone(text: str) -> Fraction | None:
    """Returns the only number of a text that says little else."""
    even, numbers = _numbers(text)
    if len(numbers) != 1 or _LAUGH.fullmatch(even.strip()):
        return None
    start, end, value = numbers[0]
    return value if len(even) - (end - start) <= _FEW_WORDS else None


def read_time(text: str) -> tuple[Fraction, Fraction] | None:
    """Returns months and days that are named; None where none is, and for "nearly 3 years"
    and "3 to 6", which may be either side of a border."""
    spans = read_spans(text)
    months = 12 * spans.get("years", Fraction()) + spans.get("months", Fraction())
    days = 7 * spans.get("weeks", Fraction()) + spans.get("days", Fraction())
    known = 0 < months * DAYS_A_MONTH + days <= _LONGEST and not _NEARLY.search(text.lower())
    return (months, days) if known else None


def read_length(text: str, today: date) -> Length | None:
    """Returns how long somebody has worked: for so long, or since a day."""
    from nlp.dates import find_date

    if time := read_time(text):
        return Length(int(time[0]), int(time[1] + time[0] % 1 * DAYS_A_MONTH))
    since = find_date(text, today) or today
    if since >= today:
        return None
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    return Length(months) if months >= 4 else Length(days=(today - since).days)


def read_hours(text: str) -> Fraction | None:
    """Returns hours: 20, 2 ชั่วโมงครึ่ง, or วันละ 2 ชั่วโมง 26 วัน; None for "2 hours a day" alone."""
    spans = read_spans(text)
    if not spans.keys() & {"hours", "minutes"}:
        return read_alone(text)
    hours = spans.get("hours", Fraction()) + spans.get("minutes", Fraction()) / 60
    each_day = re.search(_EACH["day"], text.lower())
    return None if each_day and "days" not in spans else hours * spans.get("days", 1)


def read_days(text: str) -> int | None:
    """Returns a number of days, a month being thirty; ทันที is none."""
    if _AT_ONCE.search(text.lower()):
        return 0
    time = read_time(text)
    days = time[0] * DAYS_A_MONTH + time[1] if time else read_alone(text)
    return None if days is None else int(days)


def read_wage(text: str) -> tuple[Fraction, str] | None:
    """Returns baht, and "day", "month" or "" where that is not said; None for other rates."""
    even, numbers = _numbers(text)
    sums = [number for number in numbers if not _UNIT.match(even[number[1] :].lstrip())]
    for start, end, value in sums:
        for per, each in _EACH.items():
            before = re.search(rf"(?:{each}){_FILLER}$", even[:start])
            if before or re.match(rf"\s*(?:บาท|baht|฿)?\s*(?:{each})", even[end:]):
                return (value, per) if per and _LEAST <= value <= _MOST else None
    said = [per for per, each in _EACH.items() if re.search(each, even)]
    if len(sums) != 1 or "" in said or not _LEAST <= sums[0][2] <= _MOST or _LAUGH.fullmatch(even):
        return None
    return sums[0][2], said[0] if len(said) == 1 and "hours" not in read_spans(text) else ""


def read_sum(text: str) -> int | None:
    """Returns the sum of money that is owed, in whole baht."""
    from nlp.amounts import find_amount

    rate = re.search("|".join(_EACH.values()), text.lower())
    alone = None if rate or read_spans(text) else read_alone(text)
    return find_amount(text) or (whole(alone) if alone and _LEAST <= alone <= _MOST else None)


def read_since(text: str, today: date) -> date | None:
    """Returns the day that is named; of so long ago about the day, of a month its last day."""
    from nlp.dates import find_date

    if day := find_date(text, today):
        return day
    if re.search("เดือน(?:ที่แล้ว|ก่อน)|last month", text.lower()) and not read_spans(text):
        return today.replace(day=1) - timedelta(days=1)
    ago = read_time(text)
    if ago is None:
        return _month(text, today)
    month = today.year * 12 + today.month - 1 - int(ago[0])
    on = date(month // 12, month % 12 + 1, min(today.day, 28)) if ago[0] >= 1 else today
    return on - timedelta(days=int(ago[0] % 1 * DAYS_A_MONTH + ago[1]))


def _month(text: str, today: date) -> date | None:
    """Returns the last day of a month that is named, today at the latest."""
    from nlp.calendars import MONTH, YEAR, month_of, year_of
    from nlp.cleaning import tidy

    named = rf"(?:เดือน|ตั้งแต่|สิ้น|since|in|of)\s?(?P<month>{MONTH}){YEAR}"
    found = re.search(named, tidy(text).lower())
    if not found:
        return None
    month = month_of(found["month"])
    year = year_of(found["year"]) if found["year"] else today.year - (month > today.month)
    return min(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1), today)


@dataclass(frozen=True)
class Question:
    """One thing that is asked. `read` finds the answer in a text, today, with what is known;
    `options` are buttons, label and answer, that can be typed too; `hint` says what would do."""

    ask: str
    hint: str
    read: Reader
    options: tuple[tuple[str, Facts], ...] = ()


def _wage(text: str, _today: date, _facts: Facts) -> Facts | None:
    said = read_wage(text)
    return {"wage": str(said[0])} | ({"per": said[1]} if said[1] else {}) if said else None


def _one_of(key: str, **words: str) -> Reader:
    """Returns a reader for a choice: the first whose words are found."""

    def read(text: str, _today: date, _facts: Facts) -> Facts | None:
        found = (choice for choice, said in words.items() if re.search(said, text.lower()))
        return next(({key: choice} for choice in found), None)

    return read


def _worked(text: str, today: date, _facts: Facts) -> Facts | None:
    length = read_length(text, today)
    return {"worked": [length.months, length.days]} if length else None


def _hours(key: str) -> Reader:
    def read(text: str, _today: date, _facts: Facts) -> Facts | None:
        hours = read_hours(text)
        return None if hours is None or hours > _MOST_HOURS else {key: str(hours)}

    return read


def _days(key: str) -> Reader:
    def read(text: str, _today: date, facts: Facts) -> Facts | None:
        days = read_days(text)
        most = PERIODS[facts["paid"]] if key == "pay_day" else _LONGEST
        return None if days is None or days > most else {key: days}

    return read


def _owed(text: str, _today: date, facts: Facts) -> Facts | None:
    """A sum, or months and days; no months for somebody who is paid by the day."""
    if owed := read_sum(text):
        return {"owed": {"sum": owed}}
    months, days = read_time(text) or (0, 0)
    if not (months or days) or (months and facts.get("per") == "day"):
        return None
    return {"owed": {"months": str(months), "days": str(days)}}


def _since(text: str, today: date, _facts: Facts) -> Facts | None:
    day = read_since(text, today)
    return {"since": day.isoformat()} if day and day <= today else None


QUESTIONS = {
    "wage": Question(
        N_("What was your last wage? For example “400 a day” or “15,000 a month”."),
        N_("Please type a sum, and whether it is by the day or by the month: “400 a day”."), _wage,
    ),
    "per": Question(
        N_("Is that by the day or by the month?"),
        N_("Please type “day” or “month”, or tap a button."),
        _one_of("per", month="เดือน|month", day="วัน|day"),
        ((N_("By the day"), {"per": "day"}), (N_("By the month"), {"per": "month"})),
    ),
    "worked": Question(
        N_("How long did you work there? Tap, or type it, for example “3 years 2 months”."),
        N_("Please type years and months, for example “2 years 11 months”, or tap a button."),
        _worked,
        tuple((name, {"worked": [least.months, least.days]})
              for name, (least, _) in zip(TIER_NAMES, TIERS, strict=True)),
    ),
    "overtime": Question(
        N_("How many hours of overtime on working days, all together? If none, skip."),
        _HOURS_WOULD_DO, _hours("overtime"),
    ),
    "off": Question(
        N_("How many hours did you work on days off, up to 8 a day? If none, skip."),
        _HOURS_WOULD_DO, _hours("off"),
    ),
    "beyond": Question(
        N_("And how many hours beyond 8 a day on those days off? If none, skip."),
        _HOURS_WOULD_DO, _hours("beyond"),
    ),
    "paid": Question(
        N_("How often were you paid?"),
        N_("Please tap a button, or type “every day”, “every week” or “every month”."),
        _one_of("paid", half="ครึ่งเดือน|สองครั้ง|2 ครั้ง|15 วัน|twice|half",
                week="สัปดาห์|อาทิตย์|week", month="เดือน|month", day="วัน|day|daily"),
        ((N_("Every day"), {"paid": "day"}), (N_("Every week"), {"paid": "week"}),
         (N_("Twice a month"), {"paid": "half"}), (N_("Once a month"), {"paid": "month"})),
    ),
    "told": Question(
        N_("How many days before the last day were you told? If at once, type 0."),
        N_("Please type a number of days, for example “7 days”, or “at once”."),
        _days("told"), ((N_("At once"), {"told": 0}),),
    ),
    "pay_day": Question(
        N_("When you were told, how many days was it to the next pay day? On pay day itself: 0."),
        N_("Please type a number of days, not more than from one pay day to the next."),
        _days("pay_day"),
    ),
    "owed": Question(
        N_("How much was not paid? A sum (“18,000 baht”), or for how long (“2 months”)."),
        N_("Please type a sum, “18,000 baht”, or how many days: “15 days”."), _owed,
    ),
    "since": Question(
        N_("Since when is it late? The day on which it should have been paid; roughly is fine."),
        N_("Please type a day up to today, for example “1 October” or “2 months ago”."), _since,
    ),
}  # fmt: skip

"""Names of months, weekdays and numbers of days, as people type them, and what year they mean."""

import re

from nlp.numbers import read_number

_BUDDHIST = 543
_THAI = (
    "มกราคม มกรา",
    "กุมภาพันธ์ กุมภาพัน กุมพาพันธ์ กุมภา กุมพา",
    "มีนาคม มีนา",
    "เมษายน เมษา เมสา",
    "พฤษภาคม พฤษภา พฤกษภาคม พฤศภาคม พฤษพา",
    "มิถุนายน มิถุนา",
    "กรกฎาคม กรกฏาคม กรกฎา กรกฏา กรกดา",
    "สิงหาคม สิงหา",
    "กันยายน กันยา",
    "ตุลาคม ตุลา",
    "พฤศจิกายน พฤศจิกา พฤษจิกายน พฤษจิกา พฤจิกา",
    "ธันวาคม ธันวา ทันวา",
)
_LAO_KHMER = (
    "ມັງກອນ មករា",
    "ກຸມພາ កុម្ភៈ",
    "ມີນາ មីនា",
    "ເມສາ មេសា",
    "ພຶດສະພາ ឧសភា",
    "ມິຖຸນາ មិថុនា",
    "ກໍລະກົດ កក្កដា",
    "ສິງຫາ សីហា",
    "ກັນຍາ កញ្ញា",
    "ຕຸລາ តុលា",
    "ພະຈິກ វិច្ឆិកា",
    "ທັນວາ ធ្នូ",
)
_LATIN = (
    "january jan januari",
    "february feb februari",
    "march mar mac",
    "april apr",
    "may mei",
    "june jun",
    "july jul julai",
    "august aug ogos",
    "september sept sep",
    "october oct oktober",
    "november nov",
    "december dec disember",
)
_SHORT = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"]
_MONTHS = {
    name: number
    for group in (_THAI, _LAO_KHMER, _LATIN, _SHORT)
    for number, names in enumerate(group, 1)
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "จันทร์ จันท์ จันทร monday isnin",
            "อังคาร tuesday selasa",
            "พุธ พุท wednesday rabu",
            "พฤหัสบดี พฤหัส พฤหัด พฤ thursday khamis",
            "ศุกร์ สุกร์ ศุก friday jumaat",
            "เสาร์ เสา saturday sabtu",
            "อาทิตย์ อาทิด sunday ahad",
        )
    )
    for name in names.split()
}


def _any_of(names: list[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


def _abbreviation(short: str) -> str:
    """พค is typed พ.ค., พ.ค, พค. and พค; what follows must not go on as a word (ก.ค่ะ)."""
    return short[:-1] + r"(?:\.\s?)?" + short[-1] + "(?![\u0e01-\u0e4e])\\.?"


MONTH = (
    f"(?:{_any_of([m for group in (_THAI, _LAO_KHMER) for names in group for m in names.split()])}|"
    f"{'|'.join(map(_abbreviation, _SHORT))}|"
    f"(?:{_any_of([m for names in _LATIN for m in names.split()])})(?![a-z])\\.?)"
)
WEEKDAY = f"(?:{_any_of(list(_WEEKDAYS))})"
YEAR = (
    r"(?:[\s,]{0,2}(?:ปี|พ\.?\s?ศ\.?|ค\.?ศ\.?|ปีพ\.?ศ\.?|ຄ\.ສ\.|ឆ្នាំ){0,2}\s?"
    r"(?P<year>(?:19|20|24|25)\d\d(?!\d)|"
    # Behind a month 66 is a year, whatever stands next but a counter; 15 may be many things.
    r"'?[4-9]\d(?!\d|[.,:/]\d|\s?(?:คน|วัน(?!ที่)|บาท|โมง|ทุ่ม|นาที|ชั่ว|หมื่น|แสน|baht|people|days))|"
    r"'?\d{2}(?!\d|[.,:/]\d|\s?(?:คน|วัน|บาท|น\.|โมง|ทุ่ม|ชม|นาที|ชั่ว|"
    rf"เดือน|ปี|ครั้ง|ราย|พัน|หมื่น|แสน|ถึง|-|–|baht|people|days|{MONTH}))))?"
    r"(?P<which>\s?(?:ปีที่แล้ว|ปีก่อน|ปีที่ผ่านมา|last year|tahun lepas|ปีนี้|นี้))?"
)
_DIGIT = "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ສອງ|ສາມ|ສີ່|ຫ້າ|ຫົກ"
COUNT = (
    f"(?:[0-9]{{1,3}}|(?:{_DIGIT}|ยี่|สิบ|เอ็ด|ซาว|ສິບ){{1,3}}|หนึ่ง|นึง|"
    "(?<![a-z])(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|satu|dua|tiga|empat|lima|"
    "enam|tujuh|lapan|sembilan|sepuluh)(?![a-z]))"
)
_VAGUE = re.compile(f"(?:{_DIGIT}){{2,3}}")


def month_of(name: str) -> int:
    """Return the month of a name that MONTH has matched."""
    return _MONTHS[re.sub(r"[.\s]", "", name)]


def weekday_of(name: str) -> int:
    """Return the weekday (Monday is 0) of a name that WEEKDAY has matched."""
    return _WEEKDAYS[name]


def count_of(written: str) -> int | None:
    """Return the number that COUNT has matched; None for สองสาม, which is two or three."""
    if _VAGUE.fullmatch(written):
        return None
    return 1 if written in {"a", "an", "นึง"} else read_number(written)


def year_of(written: str) -> int:
    """Return the common-era year: 2566, 66 and 2023 are one year; two digits are Buddhist
    from 40 on, else of the common era."""
    year = int(written.strip("'"))
    if year < 100:
        return year + 2500 - _BUDDHIST if year >= 40 else year + 2000
    return year - _BUDDHIST if year > 2400 else year

"""The number of a case: LV69-000123-K.

LV, two digits of the Buddhist year (Bangkok time), a running number of six digits or more, and a
check letter by ISO 7064 MOD 37,36 over the letters and digits before it: one wrong character or
two swapped ones are noticed before anybody looks for a case.
"""

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

BANGKOK = ZoneInfo("Asia/Bangkok")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"LV\s*-?\s*([0-9]{2})\s*-?\s*([0-9]{6,9})\s*-?\s*([0-9A-Z])(?![0-9A-Z])")


def _in_ascii(sign: str) -> str:
    """Returns the digit 0 to 9 that a digit of another script stands for; others as they are."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def check_letter(body: str) -> str:
    """Returns the check character of letters and digits (ISO 7064 MOD 37,36)."""
    sum_ = 36
    for character in body:
        sum_ = (sum_ + ALPHABET.index(character)) % 36 or 36
        sum_ = sum_ * 2 % 37
    return ALPHABET[(37 - sum_) % 36]


def buddhist_year(moment: datetime) -> int:
    """Returns the Buddhist year of a moment in Bangkok."""
    return moment.astimezone(BANGKOK).year + 543


def number_of(year: int, serial: int) -> str:
    """Returns the number of the `serial`-th case of a Buddhist year."""
    body = f"LV{year % 100:02d}{serial:06d}"
    return f"{body[:4]}-{body[4:]}-{check_letter(body)}"


def next_number(session: Session, moment: datetime) -> str:
    """Returns a number nobody has. Gaps are possible, repeats are not."""
    year = buddhist_year(moment)
    serial = session.execute(
        text(
            "insert into case_serial (year, last) values (:year, 1) "
            "on conflict (year) do update set last = case_serial.last + 1 returning last"
        ),
        {"year": year},
    ).scalar_one()
    return number_of(year, serial)


def find_numbers(said: str) -> list[str]:
    """Returns the case numbers in a text that pass their check, however they were typed."""
    text_ = "".join(_in_ascii(sign) for sign in said).upper()
    found = _SHAPE.finditer(text_)
    return [
        f"LV{year}-{serial}-{letter}"
        for year, serial, letter in (match.groups() for match in found)
        if check_letter(f"LV{year}{serial}") == letter
    ]

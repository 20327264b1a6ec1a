"""Sums of money in Thai messages: ๑๒,๐๐๐ บาท, 3 หมื่น, สามหมื่นห้า, พันห้า, 1.5 แสน, 5k.

A rate (วันละ 300, ชั่วโมงละ 50) is no sum, nor are dates, ages, sections of law or head-counts.
"""

import re

from nlp.cleaning import tidy

_UNITS = {"ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
_DIGITS = {
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
_UNIT = "|".join(_UNITS)
_WORD = "|".join((*_DIGITS, "สิบ"))
_MARKS = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"
_NUMBER = (
    r"(?<![\d.,/-])\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|"
    r"(?<![\d.,/-])\d{1,12}(?!\d)(?:\.\d{1,6})?"
)
_WORDS = f"(?:(?:{_WORD}|{_UNIT}|ครึ่ง)\\s?){{1,16}}"
_FACTOR = re.compile(
    f"(?P<number>{_NUMBER})\\s*(?P<unit>{_UNIT}|k\\b|K\\b)?(?P<tail>{_WORD}|ครึ่ง)?{_MARKS}"
    f"\\s*(?:กว่า|เศษ)?\\s*(?P<baht>บาท|บ\\.|฿|baht|thb)?"
)
_SPELT = re.compile(f"(?P<words>{_WORDS}){_MARKS}\\s*(?:กว่า|เศษ)?\\s*(?P<baht>บาท|฿)?")
_RATE_BEFORE = re.compile(
    r"(?:(?<!คน)ละ|ต่อ)\s*(?:แค่|เพียง|แต่|ประมาณ|ราว|สูงสุด|ไม่ถึง|ไม่เกิน)?\s*$|"
    r"(?:มาตรา|ม\.|ข้อ|เลขที่|ซอย|ซ\.|ชั้น|ห้อง|อายุ|วันที่|ปี|พ\.ศ\.|เบอร์|โทร|หมู่|ป\.|สาย)\s*\.?\s*$"
)
_RATE_AFTER = re.compile(r"\s*(?:ต่อ|/|per\b)\s*(?:วัน|ชั่วโมง|ชม|เดือน|คน|ชิ้น|กิโล|day|hour|month)")
_COUNTED = re.compile(
    r"\s*(?:คน|วัน|เดือน|ปี|ชั่วโมง|ชม|นาที|ครั้ง|รอบ|กิโล|กม|เมตร|ไร่|หลัง|ครัว|ราย|ตัว|คัน|ชิ้น|แห่ง|"
    r"ฉบับ|โมง|ทุ่ม|ขวบ|ชั้น|หมู่|%|เปอร์|ตัน|ลำ|โรง|บ้าน|ใบ|เรื่อง|เท่า|วิ|เม็ด|กลัก|กก|องศา|เบอร์|อาทิตย์|"
    r"สัปดาห์|สาย|แผ่น|แผง|หน่วย|ลิตร|ข้อ|เสียง|กะ|เคส|ห้อง)"
)
_MONEY_BEFORE = re.compile(
    r"(?:เงิน|บาท|ค่า|จ่าย|โอน|หัก|ค้าง|เสีย|กู้|หนี้|ปรับ|เก็บ|เรียก|ราคา|มัดจำ|ยอด|รวม|ทั้งหมด|เอา|ขอ|วาง|คืน|ได้)"
    r"[^\d\n]{0,18}$"
)
_LARGE = re.compile("พัน|หมื่น|แสน|ล้าน")
_LEAST, _MOST = 20, 10**10


def find_amount(text: str) -> int | None:
    """Return the largest sum of money named in `text`, in whole baht, or None."""
    even = tidy(text)
    found = [*_spelt_sums(even), *_figure_sums(even)]
    return max((sum_ for sum_ in found if _LEAST <= sum_ < _MOST), default=None)


def read_number(words: str) -> int | None:
    """Return the value of spelt Thai: สามหมื่นห้า 35000, พันห้า 1500, ครึ่งแสน 50000, or None."""
    parts = re.findall(f"{_WORD}|{_UNIT}|ครึ่ง", words)
    total, digit, last = 0, 0, 0
    for i, part in enumerate(parts):
        if part in _UNITS:
            last = _UNITS[part]
            total, digit = _multiply(total, digit, last, i), 0
        elif part == "สิบ":
            total, digit, last = total + (digit or 1) * 10, 0, 10
        elif part == "ครึ่ง":
            total += last // 2
            digit = digit if last else -1
        else:
            digit = _DIGITS[part]
    return total + _last_digit(digit, last) or None


def _multiply(total: int, digit: int, unit: int, place: int) -> int:
    """Close a group: สองร้อย adds 2*100, ครึ่งแสน is half, ล้าน multiplies what came before."""
    if digit < 0:
        return unit // 2
    if unit == _UNITS["ล้าน"] and place:
        return (total + digit) * unit
    if 0 < total < unit:
        return (total + digit) * unit
    return total + (digit or 1) * unit


def _last_digit(digit: int, last: int) -> int:
    """A digit after หมื่น or พัน counts tenths of it: สามหมื่นห้า is 35,000."""
    return max(digit, 0) * (last // 10 if last >= 100 else 1)


def _spelt_sums(text: str) -> list[int]:
    sums = []
    for found in _SPELT.finditer(text):
        value = read_number(found["words"])
        is_sum = found["baht"] or _LARGE.search(found["words"])
        if value and is_sum and _is_money(text, found):
            sums.append(value)
    return sums


def _figure_sums(text: str) -> list[int]:
    sums = []
    for found in _FACTOR.finditer(text):
        value = _figure(found["number"], found["unit"] or "", found["tail"] or "")
        plain = not (found["baht"] or found["unit"])
        if _is_money(text, found) and not (plain and not _sounds_like_money(text, found, value)):
            sums.append(value)
    return sums


def _figure(number: str, unit: str, tail: str) -> int:
    factor = 1000 if unit.lower() == "k" else _UNITS.get(unit, 1)
    value = round(float(number.replace(",", "")) * factor)
    if not unit or not tail:
        return value
    return value + (factor // 2 if tail == "ครึ่ง" else _DIGITS.get(tail, 0) * factor // 10)


def _is_money(text: str, found: re.Match[str]) -> bool:
    if _RATE_BEFORE.search(text[max(0, found.start() - 20) : found.start()]):
        return False
    after = text[found.end() : found.end() + 14]
    return not _RATE_AFTER.match(after) and (bool(found["baht"]) or not _COUNTED.match(after))


def _sounds_like_money(text: str, found: re.Match[str], value: int) -> bool:
    """A bare figure counts when money was being spoken of, and it is no year, phone or id."""
    before = text[max(0, found.start() - 22) : found.start()]
    return (
        100 <= value < 10_000_000 and not 2400 < value < 2600 and bool(_MONEY_BEFORE.search(before))
    )

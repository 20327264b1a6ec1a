"""Numbers that name a person: phones and national ids; and the names of organisations."""

import re

from nlp.cleaning import tidy

# 0 + 8 digits (land line) or 9 (mobile), or +66; four-digit hot-lines never match.
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?66|0)(?:[\s-]?[689](?:[\s-]?\d){8}|[\s-]?[2-57](?:[\s-]?\d){7})(?!\d|,\d)"
)
_BAHT_AFTER = re.compile(r"\s*บาท")
_ID = re.compile(r"(?<!\d)\d[\s-]?\d{4}[\s-]?\d{5}[\s-]?\d{2}[\s-]?\d(?!\d)")
_HEAD = (
    "บริษัท|บมจ\\.|บจก\\.|หจก\\.|ห้างหุ้นส่วน|โรงงาน|โรงแรม|โรงเรียน|โรงพยาบาล|รพ\\.สต\\.|รพ\\.|รร\\.|มหาวิทยาลัย|"
    "อบต\\.?|อบจ\\.?|เทศบาล(?:เมือง|ตำบล|นคร)?|สภ\\.|สน\\.|สนง\\.|สำนักงาน|กรม|กระทรวง|ธนาคาร|มูลนิธิ|สหกรณ์"
)
_ORGANISATION = re.compile(f"(?:{_HEAD})\\s?[^\\s,.()\\[\\]!?\"'0-9]{{2,24}}")
# Where a name in unspaced Thai ends: at the first word that goes on with the story.
_STORY_GOES_ON = re.compile(
    "ไม่|ที่|แห่ง(?!ชาติ)|แถว|ค้าง|จ่าย|ให้|บอก|หัก|ปิด|เลิก|ไล่|ทำ|อยู่|มา|ไป|ได้|มี|เป็น|เอา|ของ|ย้าย|โดน|ถูก|"
    "แล้ว|ใน|ใกล้|กับ|หลัง|ข้าง|ริม|ปล่อย|เขา|ผม|หนู|จะ|เรา|ยัง|ก็|บ่|รับ|ออก|ขอ|สั่ง|ครับ|ค่ะ|คะ|นี้|นั้น|ว่า|เก็บ|เรียก"
)
_SUFFIXES = re.compile(r"\s*จำกัด")
_MOST = 5


def find_phones(text: str) -> tuple[str, ...]:
    """Return telephone numbers in national digits (0812345678); sums of baht are no phones."""
    even = tidy(text)
    found = (m[0] for m in _PHONE.finditer(even) if not _BAHT_AFTER.match(even, m.end()))
    national = (re.sub(r"^66", "0", re.sub(r"\D", "", number)) for number in found)
    return tuple(dict.fromkeys(number for number in national if len(number) in {9, 10}))


def find_national_ids(text: str) -> tuple[str, ...]:
    """Return 13-digit Thai identity numbers whose check digit is right."""
    digits = (re.sub(r"\D", "", found) for found in _ID.findall(tidy(text)))
    return tuple(dict.fromkeys(number for number in digits if _checks(number)))


def _checks(number: str) -> bool:
    """Weights 13 down to 2, modulo 11 (Department of Provincial Administration)."""
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(number[:12]))
    return int(number[12]) == (11 - total % 11) % 10


def find_organisations(text: str) -> tuple[str, ...]:
    """Return names that begin with a word for an organisation; suggestions, to be confirmed."""
    names = (_trimmed(found) for found in _ORGANISATION.finditer(tidy(text)))
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST]


def _trimmed(found: re.Match[str]) -> str:
    head = re.match(_HEAD, found[0])
    start = head.end() if head else 0
    end = _STORY_GOES_ON.search(found[0], start)
    name = found[0][: end.start()] if end else found[0]
    limited = _SUFFIXES.match(found.string, found.end()) if not end else None
    name = name.strip() + (" จำกัด" if limited else "")
    return name if len(name.replace(" ", "")) >= start + 2 else ""

"""Since when, or for how long, as somebody says it: "สองเดือนแล้ว", "ตั้งแต่ต้นปี", "for 3 months".

What is returned is the phrase itself: it answers "when was it?" as well as a day does, and is kept
in the person's words. A length of time that has not run until now ("ทำงานวันละ 12 ชั่วโมง", "ลาได้
30 วัน") is none.
"""

import re

_NUMBER = (
    r"(?:\d{1,3}|[๐-๙]{1,3}|ครึ่ง|หลาย|เกือบ|นึง|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|"
    r"สิบ(?:เอ็ด|สอง|สาม|สี่|ห้า)?)"
)
_UNIT = r"(?:วัน|อาทิตย์|สัปดาห์|เดือน|ปี)"
_MORE = r"(?:ครึ่ง|กว่า(?:ๆ)?|เศษ)"
_LENGTH = rf"(?:เกือบ|กว่า|ประมาณ|ราวๆ)?\s?(?:{_NUMBER}\s?{_UNIT}{_MORE}?|{_UNIT}{_MORE})"
_SINCE = (
    r"ตั้งแต่(?:เมื่อ)?\s?(?:ต้น|กลาง|ปลาย|สิ้น)?\s?"
    r"(?:ปี(?:ที่แล้ว|ก่อน|ใหม่|นี้)?|เดือน(?:ที่แล้ว|ก่อน|นี้|[ก-์]{3,9})?|อาทิตย์(?:ที่แล้ว|ก่อน)|วัน(?:ที่\s?\d{1,2}|ก่อน|[ก-์]{3,8})|"
    r"[ก-์]{2,4}\.?[ก-์]{0,2}\.?(?:คม|ยน|พันธ์)|สงกรานต์|น้ำท่วม|โควิด|หลังสงกรานต์|เข้างาน|เริ่มงาน)"
)
_LED = re.compile(r"^มา(?:ได้)?\s?")
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:มา(?:ได้)?|ครบ|เป็นเวลา|ร่วม|นาน)\s?{_LENGTH}(?:แล้ว|ละ|เลย)?",
        rf"{_LENGTH}\s?(?:แล้ว|ละ(?!\s?\d))(?!\s?(?:แต่)?เพิ่ง)",
        rf"{_SINCE}",
        r"\bfor (?:about |over |almost |the (?:last|past) )?(?:\d{1,3}|an?|one|two|three|four"
        r"|five|six|seven|eight|nine|ten|many|several) (?:day|week|month|year)s?\b"
        r"(?! (?:a|per|each))",
        r"\bsince (?:last \w+|january|february|march|april|may|june|july|august|september|october"
        r"|november|december|20\d\d|yesterday|the flood|covid)\b",
        r"\b(?:sudah|dah) (?:\d{1,3}|satu|dua|tiga|empat|lima|enam) (?:hari|minggu|bulan|tahun)\b",
        r"\bsejak (?:bulan|tahun|minggu) (?:lepas|lalu)\b",
    )
)


_AT_WORK = re.compile(
    r"(?:ทำ|ทำงาน|เป็นลูกจ้าง|อายุงาน|อยู่ที่นี่)(?:ที่นี่|กับเขา)?\s?(?:มา(?:ได้)?)?\s?$|worked (?:there |here )?$"
)
"""Before a length of time: so long somebody has worked there, which says nothing of when."""


def find_duration(text: str) -> str | None:
    """Returns the first phrase that says since when or for how long, or None."""
    lines = text.replace("\n", " ; ")  # no phrase goes on in the next message
    matches = (match for pattern in _PATTERNS for match in pattern.finditer(lines))
    found = [match for match in matches if not _AT_WORK.search(lines, 0, match.start())]
    if not found:
        return None
    return _LED.sub("", min(found, key=lambda match: match.start()).group()).strip()

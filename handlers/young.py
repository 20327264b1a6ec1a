"""Somebody under 18 writes: they are heard without an adult, and told whom else they can call."""

import re

from handlers.flow import Turn
from models.case import Anonymity, Case

ADULT = 18
TOLD = "young_told"
"""The note that the childline was named in this story."""
_AGE = re.compile(
    "(?:หนู|ผม|ฉัน|เรา|นู๋|ดิฉัน|i am|i.m|saya|umur saya)\\s?(?:เพิ่ง|พึ่ง|ยัง)?\\s?(?:อายุ|umur)?\\s?"
    "(?P<age>1?\\d)\\s?(?:ปี|ขวบ|years? old|yo\\b|tahun)|"
    "(?:หนู|ผม|ฉัน|เรา)\\s?(?:เพิ่ง|พึ่ง|ยัง)?\\s?อายุ\\s?(?:แค่|เพียง)?\\s?(?P<said>1?\\d)(?!\\d)|"
    "(?:หนู|นู๋|ผม|เรา)\\s?(?P<bare>1[0-7])(?=\\s|ทำ|อยู่|เรียน|ค่ะ|ครับ|,|$)|"
    "(?:หนู|ผม|ฉัน|เรา)(?:เรียน|อยู่)(?:อยู่|ชั้น)?\\s?(?P<school>[ปม]\\.?\\s?[1-6])(?!\\d)",
    re.IGNORECASE,
)


_OF_ANOTHER = re.compile(
    "(?:ลูก(?:ชาย|สาว)?|หลาน(?:ชาย|สาว)?|น้อง(?:ชาย|สาว)?|เด็ก|เพื่อน)[\u0e00-\u0e7f]?$"
)
"""A child of theirs: "my son is 14" is said by an adult."""


def care(turn: Turn, case: Case) -> None:
    """Where a child tells it: the childline, once, and the name hidden until they say otherwise."""
    if turn.notes.get(TOLD) or not _is_young(turn.text):
        return
    turn.note(**{TOLD: True})
    if case.anonymity is Anonymity.OPEN:
        case.anonymity = Anonymity.HIDDEN
    turn.say(
        turn._(
            "You can tell me without asking an adult first. If somebody hurts or forces you, call"
            " 1387 (children and young people), day and night."
        )
    )


def _is_young(text: str) -> bool:
    found = _AGE.search(text)
    if found is None or _OF_ANOTHER.search(text[: found.start() + 1]):
        return False
    age = found["age"] or found["said"] or found["bare"]
    return bool(found["school"]) or int(age) < ADULT

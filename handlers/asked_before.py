"""A question that goes on from the last answer: "and in Rayong?", "is that paid?"."""

import re
from datetime import datetime, timedelta

from handlers import rights, wishes
from handlers.flow import Turn
from locales.rights import Right
from locales.rights import rights as reviewed
from models.base import now
from nlp.places import find_place

LATELY = timedelta(minutes=15)
LONGEST = 40
"""Characters; a longer question says itself what it is about."""
_GOES_ON = re.compile(
    r"^\s*(?:อ๋อ|อ้อ|โอเค|ok|ค่ะ|คะ|ครับ|ขอบคุณ(?:ค่ะ|ครับ)?|\s|,)*"
    r"(?:แล้ว|งั้น|ถ้า(?:งั้น|เป็น|อย่างนั้น)|กี่|ได้(?:เงิน|กี่|เท่า)|มัน|อันนี้|อันนั้น|ส่วน|"
    r"and\b|what about|how about|what if|then\b|so\b|is (?:that|it)\b|how (?:many|much|long)\b)",
    re.IGNORECASE,
)

_REFUSED = re.compile(
    r"(?:นายจ้าง|เขา|เถ้าแก่|หัวหน้า|บริษัท)(?:เขา|ก็)?ไม่(?:ยอม)?(?:จ่าย|ให้|ทำตาม|ยอม|สน)|"
    r"\b(?:refuse|won.t (?:pay|give)|doesn.t (?:pay|give)|do(?:es)? not (?:pay|give))",
    re.IGNORECASE,
)
"""What to do where the right is not given."""


def answer(turn: Turn) -> bool:
    """Answer a short question that leans on the last answer. Returns whether it was one."""
    last = _last(turn)
    if last is None or not goes_on(turn):
        return False
    if last.key == "minimum_wage" and find_place(turn.text).province:
        rights.tell(turn, last)
        return True
    if _REFUSED.search(turn.text):
        return rights.tell_by_key(turn, "how_to_claim")
    right = _only_one_about(turn.text) or rights.find_after(wishes.without_polite(turn.text), last)
    if right is None or not rights.is_current(turn, right):
        return False
    rights.tell(turn, right)
    return True


def goes_on(turn: Turn) -> bool:
    """Whether a short text asks on from an answer of the last minutes."""
    short = len(turn.text) <= LONGEST and _GOES_ON.search(turn.text) is not None
    return short and _last(turn) is not None


def _only_one_about(text: str) -> Right | None:
    """Returns the answer to "and business leave?", if one answer alone is about that topic."""
    found = rights.find(text) if rights.names_topic(text) else []
    return found[0][0] if len(found) == 1 else None


def lately(turn: Turn) -> bool:
    """Whether a question about rights was answered in the last minutes: "is this your own case?"
    was asked with it."""
    return _last(turn) is not None


def _last(turn: Turn) -> Right | None:
    """Returns what was answered in the last minutes."""
    key, at = turn.notes.get(rights.LAST) or ("", "")
    if not at or now() - datetime.fromisoformat(at) > LATELY:
        return None
    return reviewed().get(key) if turn.person.language in rights.ANSWERED else None

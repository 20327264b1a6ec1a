"""Whether words say that somebody is safe, in the languages we speak."""

import re

from handlers import cries, wishes

LONGEST = 60
"""Characters; a longer text tells more than that."""
_SAFE = re.compile(
    r"ปลอดภัย|ดีขึ้น(?:แล้ว|มาก|นิด|หน่อย)|(?:เขา|เค้า|มัน|ผัว|สามี|แฟน)?(?:ออก)?ไปแล้ว|มีคนมาช่วย|ช่วยได้แล้ว|"
    r"(?:หนี)?ออกมา(?:ได้)?แล้ว|ไม่เป็นไรแล้ว|โอเคแล้ว|สบายใจขึ้น|ใจเย็นลงแล้ว|"
    r"\bsafe\b|\bi.?m (?:ok|okay|fine)\b|i am (?:ok|okay|fine)|feel(?:ing)? better|"
    r"(?:he|she|they) (?:is|are|has|have) (?:gone|left)|\bselamat\b|sudah pergi|dah pergi|"
    r"လုံခြုံ(?:ပါ)?(?:တယ်|ပြီ)|(?:មាន)?សុវត្ថិភាព(?:ហើយ)?|ປອດໄພ(?:ແລ້ວ)?",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"ไม่(?:ค่อย|ได้)?ปลอดภัย|ยังไม่|ไม่(?:ได้)?ไปแล้ว|not safe|unsafe|(?:tak|tidak|belum) selamat|"
    r"မလုံခြုံ|មិន(?:មាន|ទាន់)?សុវត្ថិភាព|ບໍ່ປອດໄພ|ຍັງບໍ່",
    re.IGNORECASE,
)
_DOUBTED = re.compile(r"ไม่(?!เป็นไร)|ยัง|อยาก|ขอที่|บ่|หม้าย|\bno\b|not|tak\b|tidak|belum|want", re.I)
"""With these in it, a word of safety is a wish for it."""
_OTHERS = re.compile(
    r"(?:แต่|ไม่ใช่(?:หนู|ผม|ฉัน)).{0,20}(?:เพื่อน|น้อง|ลูก|แม่|พ่อ|เมีย|ผัว|สามี|เขา|เค้า|คนอื่น|ยัง)|"
    r"(?:เพื่อน|น้อง|ลูก|แม่|พ่อ|เมีย|สามี|คนอื่น)(?:ยัง)?ไม่(?:ปลอดภัย|\s*$)|"
    r"not me,? my|but my (?:friend|sister|brother|wife|husband|child|mother)",
    re.IGNORECASE,
)
"""Somebody else is not safe, whatever they say of themselves."""
_ONLY_POLITE = frozenset({"ค่ะ", "ครับ", "คับ", "จ้า", "อืม", "อือ", "เออ", "เจ้า"})
"""Said to anything: nobody is taken for safe because of these."""
_ASKS = re.compile(r"ไหม|มั้ย|หรือเปล่า|\?|เหรอ|รึเปล่า")


def said(text: str) -> bool | None:
    """Returns whether a text says that they are safe (True), or somebody is not (False); None where
    it says neither."""
    plain = wishes.plain(text)
    if _NOT.search(plain) or _OTHERS.search(plain) or cries.find(text) or wishes.declines(plain):
        return False
    if len(plain) > LONGEST or _ASKS.search(plain):
        return None
    if wishes.agrees(plain) and plain not in _ONLY_POLITE:
        return True
    if not _SAFE.search(plain):
        return None
    return not _DOUBTED.search(plain)


def says_safe(text: str) -> bool:
    """Whether a text that nobody asked for says that they are safe: a bare "yes" does not."""
    return said(text) is True and not wishes.agrees(text)

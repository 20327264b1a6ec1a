"""Whether words say that somebody is safe, in the languages we speak."""

import re

from handlers import cries, wishes

LONGEST = 60
"""Characters; a longer text tells more than that."""
_WHO = "(?:เขา|เค้า|มัน|พวกมัน|ผัว|สามี|แฟน|นายจ้าง|เถ้าแก่|หัวหน้า)"
_AROUND = (
    r"(?:หนู|ผม|ฉัน|เรา|พี่|ตอนนี้|ก็|แล้ว|ค่ะ|คะ|ครับ|คับ|นะ|จ้า|ขอบคุณ(?:มาก)?|โอเค|"
    r"ok|okay|yes|now|thank you|thanks|[\s,.!])*"
)
_SAYS = (
    r"(?:ปลอดภัย(?:ดี|แล้ว|อยู่)*|ดีขึ้น(?:แล้ว|มาก|เยอะ|นิด(?:หน่อย|นึง)?|หน่อย)*|"
    rf"{_WHO}(?:ออก|กลับ|หนี)?ไปแล้ว|มีคนมาช่วย(?:แล้ว)?|(?:ตำรวจ|กู้ภัย|รถพยาบาล)มา(?:ถึง)?แล้ว|"
    r"(?:หนี)?ออกมา(?:ได้)?แล้ว|ไม่เป็นไรแล้ว|ไม่มีอะไร(?:แล้ว|หรอก)*|พิมพ์ผิด|(?:ก็)?แค่(?:พูด|ล้อ)(?:เล่น)?|ไม่ได้(?:เป็น|มี)อะไร|โอเคแล้ว|สบายใจขึ้น(?:แล้ว|มาก)?|ใจเย็นลงแล้ว|"
    r"(?:i am |i'm |im |we are )?(?:safe|ok|okay|fine)|(?:i )?feel(?:ing)? better|"
    r"(?:he|she|they)(?: is| are| has| have|'s) (?:gone|left)|(?:he|she|they) left|no danger|"
    r"(?:saya |kami )?(?:dah |sudah )?selamat(?: sudah| dah)?|(?:dia )?(?:dah|sudah) pergi|"
    r"လုံခြုံ(?:ပါ)?(?:တယ်|ပြီ)|(?:មាន)?សុវត្ថិភាព(?:ហើយ)?|ປອດໄພ(?:ແລ້ວ)?)"
)
_SAFE = re.compile(f"(?:{_AROUND}{_SAYS})+{_AROUND}", re.IGNORECASE)
"""As a whole: in the middle of a sentence a word of safety is a wish for it, or somebody else's."""
_NOT = re.compile(
    r"ไม่(?:ค่อย|ได้)?ปลอดภัย|ยังไม่|ไม่(?:ได้)?ไปแล้ว|not safe|unsafe|(?:tak|tidak|belum) selamat|"
    r"မလုံခြုံ|មិន(?:មាន|ទាន់)?សុវត្ថិភាព|ບໍ່ປອດໄພ|ຍັງບໍ່",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    "ปลอดภัย|\\bsafe\\b|selamat(?! (?:pagi|petang|malam|tengah|datang|jalan))", re.I
)
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
    if _SAFE.fullmatch(plain):
        return True
    return False if _MENTIONED.search(plain) else None


def says_safe(text: str) -> bool:
    """Whether a text that nobody asked for says that they are safe: a bare "yes" does not."""
    return said(text) is True and not wishes.agrees(text)

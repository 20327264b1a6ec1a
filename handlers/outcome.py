"""Whether a text says that a trouble is over, or that it is not."""

import re

from handlers.wishes import agrees, declines, plain

NOT_SOLVED = "the reporter says that it is not solved"
"""The reason in the history of a case that was opened again."""
_UNSOLVED = re.compile(
    r"ยัง(?:ไม่|บ่|มิ|หม้าย)(?:ได้|ทัน)?\s?(?:แก้|จ่าย|ซ่อม|จบ|เสร็จ|เรียบร้อย|คืน|โอน|รับ|เงิน|อะไร|ดีขึ้น|ครบ|เลย)|"
    r"(?:^|\s)ยังเลย|(?:ไม่|บ่|หม้าย)(?:ทัน|ได้)+(?:รับ)?(?:เงิน|ไหร|อะไร|จ่าย|แก้)|(?:ไม่|บ่)แก้(?:เลย|อะไร)|ยังเหมือนเดิม|"
    r"โกหก|(?:ไม่|บ่)จริง|(?:ไม่|บ่)ครบ|ขาด(?:อีก|ไป)|ครึ่งเดียว|อย่า(?:เพิ่ง|พึ่ง)?ปิด|ไม่จ่าย(?:งวด|อีก|เลย|ต่อ)|"
    r"not (?:yet )?(?:solved|fixed|paid|true)|still (?:not|no|waiting)|belum (?:selesai|dibayar)",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"^(?:(?:ใช่|จริง|ค่ะ|ครับ|จ้า|เขา|เค้า)\s?)*(?:แก้(?:ไข)?แล้ว|เรียบร้อย(?:แล้ว)?|จบแล้ว|"
    r"ได้(?:รับ)?เงิน(?:ครบ|แล้ว|หมด)+|"
    r"จ่าย(?:ครบ)?แล้ว|ครบแล้ว|ปิด(?:เรื่อง)?ได้(?:เลย)?|จริง|"
    r"(?:it is |it.s )?(?:solved|fixed|paid)(?: now)?|"
    r"sudah selesai)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:เหรอ|หรอ|ไหม|มั้ย|หรือยัง|รึยัง|หรือเปล่า)$|\?")
_BUT = re.compile(r"แต่|but\b|tapi|ไล่ออก|ขู่")


def says_unsolved(text: str) -> bool:
    """Whether the text says that it is not solved."""
    return _UNSOLVED.search(text) is not None or declines(text)


def says_solved(text: str) -> bool:
    """Whether the text says that it is solved, and nothing against it: "paid, but ..." does not."""
    said = plain(text)
    if _BUT.search(text) or _ASKS.search(said) or says_unsolved(text):
        return False
    return _SOLVED.search(said) is not None or agrees(said)

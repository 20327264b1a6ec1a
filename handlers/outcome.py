"""Whether a text says that a trouble is over, or that it is not."""

import re

from handlers.wishes import plain

NOT_SOLVED = "the reporter says that it is not solved"
"""The reason in the history of a case that was opened again."""
_UNSOLVED = re.compile(
    r"ยัง(?:ไม่|บ่|มิ)(?:ได้|ทัน)?\s?(?:แก้|จ่าย|ซ่อม|จบ|เสร็จ|เรียบร้อย|คืน|โอน|รับเงิน|เงิน|อะไร|ดีขึ้น)|"
    r"ยัง(?:ไม่|บ่)ได้(?:เงิน|รับ|เลย|ครบ)?|(?:ไม่|บ่)(?:ได้)?แก้(?:เลย|อะไร)|ยังเหมือนเดิม|"
    r"not (?:yet )?(?:solved|fixed|paid)|still (?:not|no|waiting)|belum (?:selesai|dibayar)",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"^(?:แก้(?:ไข)?แล้ว|เรียบร้อย(?:แล้ว)?|จบแล้ว|ได้(?:รับ)?เงิน(?:ครบ|แล้ว|หมด)+|เขาจ่าย(?:ครบ)?แล้ว|"
    r"(?:it is |it.s )?(?:solved|fixed|paid)(?: now)?|sudah selesai)",
    re.IGNORECASE,
)


def says_unsolved(text: str) -> bool:
    """Whether the text says that it is not solved."""
    return _UNSOLVED.search(text) is not None


def says_solved(text: str) -> bool:
    """Whether the text says that it is solved."""
    return _SOLVED.search(plain(text)) is not None

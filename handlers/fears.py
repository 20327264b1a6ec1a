"""What people ask in fear, who cannot speak aloud or whose telephone is read."""

import re

from handlers import reach
from handlers.flow import Turn
from models.reach import Reach

_CHAT = re.compile(
    "ลบ.{0,8}(?:แชท|แชต|ข้อความ|ไลน์)|เห็น(?:แชท|แชต|ข้อความ)|delete.{0,8}(?:chat|message)",
    re.IGNORECASE,
)
_NO_CALL = re.compile(
    "(?:โทร|พูด|คุย)(?:ออก|หา|สาย|เสียงดัง)?(?:ไม่|บ่)ได้|ไม่กล้าโทร|(?:ไม่มี|หมด)(?:เงิน|ตัง|เน็ต)?โทร|"
    "ได้ยินเสียง|(?:เขา|เค้า|มัน)(?:จะ)?ได้ยิน|can.?t (?:call|talk|speak)|he (?:will|can) hear",
    re.IGNORECASE,
)
_WHO_COMES = re.compile(
    "จะมี(?:คน|ใคร)มา|(?:ใคร|ไผ)จะ(?:ไป|มา)ช่วย|(?:รอ|ต้องรอ)(?:อีก)?นาน|เมื่อไหร่จะ(?:มา|ช่วย)|ตำรวจจะมา|"
    "(?:จะ)?โทร(?:หา)?(?:ตำรวจ|191).{0,6}(?:ดีไหม|ดีมั้ย|ได้ไหม)|ทำ(?:ยัง)?ไงดี|"
    "(?:is|will) (?:someone|anyone|anybody|the police) com|how long do i (?:have to )?wait|"
    "what (?:should|do) i do",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    "โทร.{0,24}(?:ไม่(?:ติด|รับ)|บ่รับ|สายไม่ว่าง)|no one (?:answers|picks up)|line is busy",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:เขา|เค้า|มัน|นาย|ผัว|เถ้าแก่|พวกมัน|เพิ่น)(?:จะ|กำลัง|สิ)?\s?(?:ตื่น|มาแล้ว|กลับมา|เข้ามา|ขึ้นมา|ทุบ|พัง|เคาะ|"
    r"ตามมา|จะเข้า|มาอีก)|(?:^|\s)กลัว|ช่วย(?:ด้วย|ที)|"
    r"\b(?:he|she|they|boss|madam|sir|husband) (?:is |are |now )?"
    r"(?:com(?:e|es|ing)|back|here|awake|wakes?)\b|"
    r"\b(?:dia|dio|bos|majikan) (?:dah |doh |sudah )?(?:mari|datang|balik|bangun)\b|"
    r"i am (?:scared|afraid)",
    re.IGNORECASE,
)


def answer(turn: Turn) -> bool:
    """Answer what is asked in the middle of a danger. Returns whether something was."""
    _, said = turn._, turn.text
    if reach.wanted(said) is not None or reach.is_watched(said) or _CHAT.search(said):
        turn.person.reach = Reach.NEVER
        turn.say(
            _(
                "I will not write first, and nobody calls you from here. You can delete this chat"
                " on your telephone: what you told stays with our staff."
            )
        )
        return True
    if _NO_CALL.search(said):
        turn.say(_("You need not call. Write here, even one word; our staff read it."))
        return True
    if _NO_ANSWER.search(said):
        turn.say(_("Please try once more, or another of the numbers: 191, 1669, 1300."))
        return True
    if _WHO_COMES.search(said):
        turn.say(
            _(
                "Our staff read it and write to you here, but they cannot send anybody at once. The"
                " police (191) can come now: calling them is right."
            )
        )
        return True
    return False


def asks(text: str) -> bool:
    """Whether the text asks what is answered here."""
    return any(p.search(text) for p in (_CHAT, _NO_CALL, _WHO_COMES, _NO_ANSWER))


def begins_anew(text: str) -> bool:
    """Whether the text says, in the day after a danger, that it is not over."""
    return _BACK.search(text) is not None

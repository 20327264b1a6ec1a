"""Who may learn the name: what people say of it, and what we call it."""

import re

from handlers import wishes
from handlers.flow import Turn
from locales import N_
from models.case import Anonymity, Case

NAME_IS = {
    Anonymity.OPEN: N_("may be known"),
    Anonymity.HIDDEN: N_("hidden from the other side"),
    Anonymity.ANONYMOUS: N_("told to nobody"),
}
_NOT = "(?:ไม่|อย่า|ห้าม|งด|บ่|หม้าย|ไม่ต้อง|มิ)"
_ASKED = re.compile(
    r"(?:ยังไง|ไหม|มั้ย|หรือเปล่า|รึเปล่า|เหรอ|หรอ|อะไร|ได้ไง)(?:คะ|ค่ะ|ครับ|นะ|เนี่ย)*[?\s]*$|\?"
)
"""A question about it is no answer to it."""
_SAID: tuple[tuple[Anonymity, re.Pattern[str]], ...] = tuple(
    (choice, re.compile(pattern, re.IGNORECASE))
    for choice, pattern in (
        (Anonymity.ANONYMOUS, "nobody (?:may|can|should|must|will)|no one (?:may|can|should)"),
        (
            Anonymity.HIDDEN,
            "(?:เปิดเผย|บอก|ให้รู้|ออกชื่อ)(?:ไม่|บ่)ได้|"
            "(?:แค่|เฉพาะ|แต่|กับ)เจ้าหน้าที่|ความลับ|เป็นลับ|กลัว.{0,12}รู้|only (?:the )?staff|secret",
        ),
        (
            Anonymity.ANONYMOUS,
            f"{_NOT}.{{0,14}}(?:ใคร|ไผ|ผู้ใด|ครัย)|ไม่ระบุ(?:ชื่อ|ตัวตน)|นิรนาม|ไม่ออกนาม|anonym|"
            "(?:tell|told to) nobody|(?:don.?t|do not) tell any(?:one|body)",
        ),
        (
            Anonymity.HIDDEN,
            f"{_NOT}.{{0,16}}(?:เปิดเผย|ให้.{{0,14}}(?:รู้|ฮู้)|ออกชื่อ|บอก|แจ้งชื่อ|เอ่ยชื่อ|ให้ถิรู้)|"
            "(?:don.?t|do not|never|must not|can ?not|can.?t|no) (?:tell|know|let|show)|"
            "scared? (?:he|they|boss) know|jangan|rahsia|sembunyi|"
            "မပြော|ဝှက်|ဖျောက်|မသိစေ|កុំប្រាប់|កុំឱ្យ|លាក់|ຢ່າບອກ|ບໍ່ບອກ|ຢ່າໃຫ້|ປິດຊື່|ປິດບັງ",
        ),
        (Anonymity.HIDDEN, "(?<!เ)ปิด|ปกปิด|ซ่อน|hide|hidden|ลี้"),
        (
            Anonymity.HIDDEN,
            f"(?:{_NOT}|ถ้า|กลัว).{{0,20}}(?:เปิด|ชื่อจริง|รู้ได้)|"
            "(?:เปิด|รู้ได้|ชื่อจริง).{0,20}(?:ไม่|บ่|กลัว|โดน|ฆ่า)|(?:tak|tidak) .{0,10}tahu|"
            "know.{0,24}(?:scared|afraid|nothing)",
        ),
    )
)
"""What hides a name, in this order: a refusal holds the word that it refuses."""
_OPEN = re.compile(
    "(?:ไม่กลัว|(?:ขอ|อยาก)?เปลี่ยน(?:ใจ)?(?:แล้ว|เป็น)?|งั้น|\\s)*(?:"
    f"(?:ก็|ให้|จะ|ขอ|ยอม)*(?:เปิด(?:เผย)?|ใส่|บอก|(?:ให้)?(?:เขา|เค้า)?รู้|ออก|ใช้)(?:ชื่อ)?(?:จริง)?"
    f"(?:ก็ได้|ได้|เลย|ไป|ให้รู้|\\s)*|ให้รู้|(?:ใช้)?ชื่อจริง(?:ได้|เลย)*|"
    f"{_NOT}(?:ต้อง|ได้)?(?:ปิด|ปกปิด|ซ่อน|กลัว|ลี้)(?:ชื่อ|หรอก|ดอก|ก็ได้|เลย|\\s)*(?:ได้|หรอก)*)|"
    "(?:they |he |she )?(?:may|can) know(?: it| my name)?|open|tell them|show my name|"
    "(?:no need to|you need not|don.t need to) hide(?: it| my name)?|"
    "(?:dia )?boleh tahu|beritahu",
    re.IGNORECASE,
)
"""What makes a name known, as a whole: in the middle of a sentence it may be refused or feared."""
_COUNTED = {
    Anonymity.HIDDEN: ("1", "๑", "ข้อ 1", "อันแรก", "ข้อแรก", "ตัวแรก", "first"),
    Anonymity.OPEN: ("2", "๒", "ข้อ 2", "อันที่สอง", "second"),
    Anonymity.ANONYMOUS: ("3", "๓", "ข้อ 3", "อันที่สาม", "อันสุดท้าย", "third", "last"),
}
"""The buttons, by their order."""


def explain(turn: Turn, case: Case) -> None:
    """Say plainly what "tell nobody" means here (locales/privacy/notice.toml, who sees it)."""
    if case.anonymity is Anonymity.ANONYMOUS:
        turn.say(
            turn._(
                "Staff see neither your name nor your LINE account. The service still has to know"
                " to which account it answers: that stays sealed and is shown to nobody."
            )
        )


def said_of_name(text: str) -> Anonymity | None:
    """Returns who may learn the name, as far as the text says it and does not ask."""
    said = wishes.plain(text)
    if _ASKED.search(said):
        return None
    if _OPEN.fullmatch(said):
        return Anonymity.OPEN
    return next((choice for choice, pattern in _SAID if pattern.search(said)), None)


SECRECY = (Anonymity.OPEN, Anonymity.HIDDEN, Anonymity.ANONYMOUS)


def protects(wanted: Anonymity, now: Anonymity) -> bool:
    """Whether a wish makes the name no less secret. Less is only taken from a button, or as the
    answer to the question: words are easily misread, and what is told cannot be taken back."""
    return SECRECY.index(wanted) >= SECRECY.index(now)


def answered_of_name(text: str) -> Anonymity | None:
    """Returns who may learn the name, where the text answers "shall it be hidden?"."""
    said = wishes.plain(text)
    counted = next((choice for choice, words in _COUNTED.items() if said in words), None)
    choice = counted or said_of_name(text)
    if choice is None and wishes.agrees(text):
        return Anonymity.HIDDEN
    return choice

"""When somebody may be written to: a telephone may be shared, or searched."""

import re

from handlers.flow import Turn
from locales import N_
from models.base import now
from models.bubble import Choice
from models.case import find_draft
from models.delivering import hold_until
from models.reach import Reach, opens

PRESSED = "reach"
LONGEST = 300
_DARK = re.compile(
    r"(?:^|[\s,])(?:(?:ช่วย|ขอ|กรุณา|ได้โปรด)\s?)?(?:อย่า(?:เพิ่ง|พึ่ง)?|ไม่ต้อง|ห้าม|งด)\s?(?:ส่ง(?:ข้อความ|ไลน์|อะไร)?(?:มา|กลับ)|ส่งข้อความ|ทัก|ไลน์มา|"
    r"พิมพ์มา|ตอบ(?:กลับ)?(?:มา)?(?:$|\s|นะ|ค่ะ|ครับ)|โทร(?:มา|กลับ)|โทรหา(?!แม่|พ่อ|นาย|แฟน|สามี|เขา|เค้า)|ติดต่อ(?:มา|กลับ|หนู|ผม|ฉัน))|(?:เดี๋ยว|ไว้)(?:หนู|ผม|ฉัน|พี่|ป้า|ลุง|จะ)*ทัก(?:มา|ไป)เอง|"
    r"(?:don.t|do not|never|stop) (?:message|messaging|text|texting|write(?: to)?|"
    r"writing(?: to)?|contact|call|calling) me|"
    r"don.t reply|do not reply|(?:ทัก|ส่ง|ติดต่อ|โทร)(?:มา|กลับ)?ไม่ได้(?:นะ|ค่ะ|ครับ)|"
    r"ไม่(?:ให้|สะดวกให้)(?:ทัก|ติดต่อ|โทร)|"
    r"jangan (?:hantar mesej|whatsapp|mesej|hubungi) saya",
    re.IGNORECASE,
)
_HOURS = (
    (Reach.EVENING, "(?:กลางคืน|ตอนค่ำ|ตอนเย็น|หลังเลิกงาน|evening)"),
    (Reach.DAY, "(?:กลางวัน|ตอนเช้า|ตอนสาย|เวลางาน|daytime)"),
)
_ONLY = r"(?:ติดต่อ|ทัก|โทร|ส่ง(?:ข้อความ)?|message|write).{0,12}(?:แค่|เฉพาะ|ได้แต่|ได้ตอน|only)"
_BY_THE_CLOCK = re.compile(
    r"^(?:ให้|ขอให้|ช่วย)?(?:ทัก|ติดต่อ|ส่งข้อความ)(?:มา|หา|หนู|ผม|ฉัน|กลับ)*(?:ได้)?(?:แค่|เฉพาะ|แต่).{0,14}"
    r"(?:ทุ่ม|โมง|\d[:.]\d\d|เที่ยง)|^(?:please )?(?:message|write to) me only.{0,14}\d",
    re.IGNORECASE,
)
"""An hour that we do not offer."""
_WATCHED = re.compile(
    r"(?:ผัว|สามี|แฟน|นายจ้าง|เถ้าแก่|เจ้านาย|หัวหน้า|เขา|เค้า|มัน|แม่|พ่อ|เพิ่น)"
    r".{0,12}(?:เช็ค|เช็ก|ดู|อ่าน|เห็น|ค้น|ยึด)"
    r".{0,6}(?:ไลน์|มือถือ|โทรศัพท์|แชท|แชต|ข้อความ)|"
    r"(?:เอา|แย่ง)(?:มือถือ|โทรศัพท์)(?:หนู|ผม|ฉัน|เรา)?ไป(?:ดู|เช็ค|เช็ก|อ่าน)|"
    r"(?:เช็ค|เช็ก|ดู|อ่าน|ค้น)(?:มือถือ|โทร(?:ศัพท์|สับ|ศัพ)|ไลน์|แชท|แชต)(?:หนู|ผม|ฉัน)|"
    r"reads? my (?:phone|line|chat|messages)|checks? my phone",
    re.IGNORECASE,
)
_WHEN = {
    Reach.NEVER: N_(
        "All right. I will not write to you first. What comes meanwhile is kept, and you hear it"
        " when you write here."
    ),
    Reach.DAY: N_("All right. I write to you first only between 8:00 and 18:00."),
    Reach.EVENING: N_("All right. I write to you first only between 18:00 and 21:00."),
    Reach.ANY: N_("All right. I write to you whenever there is something new."),
}
LABELS = {
    Reach.NEVER: N_("Only when I write"),
    Reach.DAY: N_("Daytime (8-18)"),
    Reach.EVENING: N_("Evening (18-21)"),
    Reach.ANY: N_("At any time"),
}


_THEIRS = re.compile(
    r"(?:เขา|เค้า|มัน|นายจ้าง|หัวหน้า|เถ้าแก่|เจ้านาย|บริษัท|โรงงาน|ผัว|แฟน|boss|\bhe\b|\bshe\b|they)"
    r".{0,12}(?:สั่ง|บอก|ว่า|ห้าม|ไม่ให้|said|says|told|tells)",
    re.IGNORECASE,
)
"""What somebody else forbids is no wish of the person's."""
CLOSE = 30
NO_MORE_THAN_THAT = 45
"""Characters; a longer text says something besides, and is heard for that too."""


def wanted(text: str) -> Reach | None:
    """Returns when the text asks to be written to."""
    if len(text) > LONGEST:
        return None
    for reach, hours in _HOURS:
        if re.search(f"{_ONLY}.{{0,10}}{hours}", text, re.IGNORECASE):
            return reach
    asked = _DARK.search(text)
    theirs = asked and _THEIRS.search(text[max(0, asked.start() - CLOSE) : asked.start()])
    return Reach.NEVER if asked and not theirs else None


def is_watched(text: str) -> bool:
    """Whether the text says that somebody else reads the telephone."""
    return _WATCHED.search(text) is not None


def heed(turn: Turn) -> bool:
    """Where somebody else reads the telephone, or an hour is named that we do not offer: ask when
    to write. Returns whether it was asked."""
    if _BY_THE_CLOCK.search(turn.text):
        ask(turn)
        return True
    if turn.person.reach is not Reach.ANY or not is_watched(turn.text):
        return False
    turn.say(turn._("You can delete this chat on your telephone; what you told stays with us."))
    ask(turn)
    return True


def ask(turn: Turn) -> None:
    """Ask when the person may be written to."""
    turn.say(turn._("When may I write to you first, for example when there is news?"))
    turn.offer(*(_choice(turn, reach) for reach in LABELS))


def button(turn: Turn) -> Choice:
    """Returns the button that asks."""
    return Choice(turn._("When may you write?"), data=f"{PRESSED}:ask")


def set_to(turn: Turn, reach: Reach) -> None:
    """Keep when the person may be written to, and say so; the other ways are offered."""
    turn.person.reach = reach
    hold_until(turn.session, turn.person.id, opens(reach, now()))
    turn.say(turn._(_WHEN[reach]))
    if find_draft(turn.session, turn.person.id) is not None:
        tell_of_lapse(turn)
    turn.offer(*(_choice(turn, other) for other in LABELS if other is not reach))


def tell_of_lapse(turn: Turn) -> None:
    """Who is not written to first cannot be reminded of a story that is not sent: told now."""
    if turn.person.reach is Reach.NEVER:
        turn.say(
            turn._(
                "A story that is not sent yet is kept for 7 days after you last wrote, and then"
                " deleted. I will not write to remind you."
            )
        )


def tapped(turn: Turn, word: str) -> None:
    """A way was tapped, or the question."""
    if word in set(Reach):
        set_to(turn, Reach(word))
    else:
        ask(turn)


def _choice(turn: Turn, reach: Reach) -> Choice:
    return Choice(turn._(LABELS[reach]), data=f"{PRESSED}:{reach}")

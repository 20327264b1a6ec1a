"""When somebody may be written to: a telephone may be shared, or searched."""

import re

from handlers.flow import Turn
from locales import N_
from models.bubble import Choice
from models.reach import Reach

PRESSED = "reach"
LONGEST = 120
_DARK = re.compile(
    r"(?:อย่า|ไม่ต้อง|ห้าม|งด|อย่าเพิ่ง)\s?(?:ส่ง(?:ข้อความ|ไลน์|อะไร)?(?:มา|กลับ)|ส่งข้อความ|ทัก|ไลน์มา|พิมพ์มา|ตอบกลับมา)|"
    r"(?:เดี๋ยว|ไว้)(?:หนู|ผม|ฉัน|พี่|ป้า|ลุง|จะ)*ทัก(?:มา|ไป)เอง|"
    r"(?:don.t|do not|please don.t|never) (?:message|text|write(?: to)?|contact) me|"
    r"jangan (?:hantar mesej|whatsapp|mesej) saya",
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


def asks_for_dark(text: str) -> bool:
    """Whether the text asks us not to write first."""
    return len(text) <= LONGEST and _DARK.search(text) is not None


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
    turn.say(turn._(_WHEN[reach]))
    turn.offer(*(_choice(turn, other) for other in LABELS if other is not reach))


def tapped(turn: Turn, word: str) -> None:
    """A way was tapped, or the question."""
    if word in set(Reach):
        set_to(turn, Reach(word))
    else:
        ask(turn)


def _choice(turn: Turn, reach: Reach) -> Choice:
    return Choice(turn._(LABELS[reach]), data=f"{PRESSED}:{reach}")

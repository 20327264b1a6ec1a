"""What somebody feels, and is told: that it was heard. Once in a story; it answers no question."""

import re

from handlers import menu
from handlers.arrival import Kind
from handlers.flow import Turn

TOLD = "comforted"
"""The note that comfort was said in this story."""
_SAD_STICKER = re.compile(r"sad|cry|tear|sob|upset|depress|scared|afraid|hurt|ร้องไห้|เศร้า|เสียใจ")
_SAD = re.compile(
    "ร้องไห้|ร้องให้|น้ำตา|เสียใจ|ท้อ(?:แท้|ใจ|มาก|จัง|แล้ว|ค่ะ|ครับ)|หมดกำลังใจ|เครียด|ทุกข์ใจ|อึดอัดใจ|ไม่ไหวแล้ว|"
    "นอนไม่หลับ|กลัวมาก|กลัวจัง|ทรมานใจ|เจ็บใจ|น้อยใจ|อายมาก|\\bi cry|crying|so tired|so sad|"
    "so scared|stress(?:ed)?\\b|menangis|sedih|[😭😢😔😞😥😰🥺💔]",
    re.IGNORECASE,
)
_INSULT = re.compile(
    "(?:อี|ไอ้|อิ)?บอ[ทต]\\s?(?:โง่|ควาย|ห่วย|กาก|เหี้ย|ปัญญาอ่อน|กระจอก)|(?:อี|ไอ้|อิ)บอ[ทต]|"
    "ตอบ(?:อะไร)?(?:ไม่ตรง|มั่ว|ไม่รู้เรื่อง|วน)|ไม่รู้เรื่องเลย|ไปตายซะ|"
    "(?:stupid|dumb|useless|fuck(?:ing)?)\\s(?:bot|robot|machine)",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile("หัวหน้า|นายจ้าง|เถ้าแก่|เขา|เค้า|บอกว่า|ด่า(?:ว่า|หนู|ผม|ฉัน)|boss|he said")
"""An insult that is told of: that is a story."""
LONGEST_INSULT = 60


_DEATH = re.compile(
    "(?:พ่อ|แม่|ลูก(?!ค้า|จ้าง|หนี้)|ผัว|สามี|เมีย|ภรรยา|แฟน|พี่|น้อง|เพื่อน|ตา|ยาย|ปู่|ย่า|ลุง|ป้า|น้า|อา|หลาน).{0,20}"
    "(?:เสียชีวิต|เสียแล้ว|ตายแล้ว|ตายใน|ตายเพราะ|ตายตอน|สิ้นใจ|จากไป)|"
    "(?:my|our) .{0,20}(?:died|passed away)|meninggal dunia",
    re.IGNORECASE,
)


def is_sad(turn: Turn) -> bool:
    """Whether words, signs or a sticker show grief or fear."""
    stickers = " ".join(a.text.lower() for a in turn.arrivals if a.kind is Kind.STICKER)
    return bool(_SAD_STICKER.search(stickers) or _SAD.search(turn.text))


def comfort(turn: Turn) -> bool:
    """Say that it was heard, once in a story. Returns whether something was said."""
    if turn.notes.get(TOLD):
        return False
    if _DEATH.search(turn.text):
        turn.note(**{TOLD: True})
        turn.say(turn._("I am very sorry for your loss."))
        return True
    if not is_sad(turn):
        return False
    turn.note(**{TOLD: True})
    turn.say(turn._("I am sorry that you have to go through this. Take the time you need."))
    return True


def take_insult(turn: Turn) -> bool:
    """Answer anger at the bot as a person would. Returns whether it was that."""
    if len(turn.text) > LONGEST_INSULT or not _INSULT.search(turn.text):
        return False
    if _BY_OTHERS.search(turn.text):
        return False
    _ = turn._
    turn.say(
        _(
            "I hear that this is frustrating, and I am sorry where I answered badly. Tell it once"
            " more in other words, or talk to our staff."
        )
    )
    turn.offer(menu.staff(turn), menu.report(turn))
    return True

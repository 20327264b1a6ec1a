"""Questions about rights, answered from reviewed texts (locales/rights) or passed to a person."""

import re
from functools import cache
from typing import TYPE_CHECKING

from handlers import hearing, menu
from handlers.again import story_is_open
from handlers.entitlements import OFFERS
from handlers.flow import Turn
from handlers.place_names import place_name
from locales import minimum_wage
from locales.formats import day
from locales.rights import Right, rights
from models.base import now
from models.bubble import Card, Choice
from nlp.places import NOWHERE, find_place

if TYPE_CHECKING:
    from nlp.nearest import Nearest

SURE = 0.58
"""Likeness from which a question is answered. Of 79 questions held out, the 36 above it all got
the right answer; of 18 about other things the nearest had 0.568 (tests/handlers/test_rights.py)."""
LONE = 0.45
"""The same, where a topic is named that only one answer is about."""
GOES_ON = 0.28
"""Likeness of "and how many days?" to any answer of the last one's topic, from which it goes on
from that. Of 15 that do, 13 are above and get a right answer; of 10 that do not, none is (the
nearest has 0.26)."""
LIKE = 0.35
"""Likeness from which an answer is offered for choice."""
MOST = 3
TOPICS = tuple(
    re.compile(topic, re.IGNORECASE)
    for topic in (
        "ป่วย|เจ็บไข้|\\bsick|\\bill\\b",
        "ท้อง|ตั้งครรภ์|คลอด|pregnan|maternity",
        "โอที|ล่วงเวลา|\\bot\\b|overtime",
        "พักร้อน|พักผ่อนประจำปี|annual leave",
        "ลากิจ|business leave",
        "ทหาร|military",
        "เกษียณ|retire",
        "ทำร้าย|โดนตี|ถูกตี|ลวนลาม|คุกคาม|แต๊ะอั๋ง|harass|beaten",
        "ว่างงาน|unemploy",
        "มาตรา ?(?:33|39|40)|ม\\.? ?(?:33|39|40)|อิสระ|ไม่มีนายจ้าง|section 40",
        "ชดเชย|severance",
        "(?:ค่าแรง|ค่าจ้าง)ขั้นต่ำ|minimum wage",
        "พาสปอร์ต|หนังสือเดินทาง|passport",
        "ฟ้อง|อายุความ|time limit|sue\\b",
        "ครู|ข้าราชการ|พนักงานราชการ|อัตราจ้าง|ลูกจ้าง(?:รัฐ|ราชการ)|civil servant",
        "เอทีเอ็ม|\\batm\\b",
        "ใบลาออก|resignation",
        "เจ็บ(?:จาก|ใน)งาน|บาดเจ็บ|อุบัติเหตุ|injur",
        "เครื่องจักร.{0,8}แทน|แทนคน|replaced by machines",
        "(?:ปิด|เลิก)กิจการ|เจ๊ง|(?:โรงงาน|บริษัท|ร้าน)ปิด|closed? down",
        "(?:ทำ|เขียน)สัญญา|ปากเปล่า|written contract",
        "กี่เดือน|how many months",
        "ยืมเงิน|เงินกู้|กู้เงิน|ให้ยืม|borrow|\\bloan",
    )
)
"""Words for the same thing, a topic each."""
ANSWERED = ("th", "en")
"""Languages in which somebody has read the answers."""
_EMPTY = re.compile(
    r"(?:แบบนี้|อย่างนี้|แล้ว|(?<![ก-๙])มัน|นี่|ผิด|ถูก|กฎหมาย|กดหมาย|ได้|ไหม|มั้ย|หรือเปล่า|รึเปล่า|เหรอ|หรอ|คะ|"
    r"ค่ะ|ครับ|คับ|ไง|ทำ|ยังไง|is it|illegal|legal|[\s?])",
    re.IGNORECASE,
)
"""Words of a question that name nothing."""
SAYS_SOMETHING = 4
PRESSED = "right"
LAST = "last_right"
"""The note of what was answered last, and when (handlers/asked_before.py)."""
EXAMPLES = ("overtime_rate", "severance", "minimum_wage", "sick_leave", "unemployment")


def answer(turn: Turn) -> bool:
    """Answer the question, or offer the nearest answers. Returns whether there was either."""
    if answer_surely(turn):
        return True
    offered = [right for right, like in _near(turn) if like >= LIKE]
    if offered:
        _offer(turn, offered)
    return bool(offered)


def answer_surely(turn: Turn, sure: float = SURE) -> bool:
    """Answer the question if it is one that was reviewed. Returns whether it was."""
    near = _near(turn)
    alone = len(near) == 1 and sure <= SURE
    if not near or near[0][1] < (LONE if alone else sure):
        return False
    tell(turn, near[0][0])
    return True


def _near(turn: Turn) -> list[tuple[Right, float]]:
    if turn.person.language not in ANSWERED:
        return []
    return [(right, like) for right, like in find(turn.text) if is_current(turn, right)]


def find(text: str) -> list[tuple[Right, float]]:
    """Returns the three answers whose questions are nearest, each once, with their likeness.

    What names a topic is not answered by what is silent about it: near in everything else ("must he
    pay when I am ill?", "when must he pay?") is an answer to something else.
    """
    named = _topics(text)
    if not named and len(_EMPTY.sub("", text)) < SAYS_SOMETHING:
        return []
    return _nearest(text, named)


def find_after(text: str, last: Right) -> Right | None:
    """Returns the answer to a question that goes on from the `last` one, or None where it asks
    something else. What it is about stays the same, unless it names another topic.

    The question must itself be near an answer (GOES_ON); which one, it decides together with the
    last question, whose words it leaves out.
    """
    named = _topics(text) or set(_topics_of(last.key))
    alone = {right.key: like for right, like in _nearest(text, named, len(rights()))}
    if max(alone.values(), default=0.0) < GOES_ON:
        return None
    whole = _nearest(f"{last.asked[0]} {text}", named, len(rights()))
    return max(whole, key=lambda found: found[1] + alone.get(found[0].key, 0.0))[0]


def _nearest(text: str, named: set[int], most: int = MOST) -> list[tuple[Right, float]]:
    """Returns the nearest answers, each once; only of the topics that are `named`, if any."""
    owners = _owners()
    best: dict[str, float] = {}
    for near in _questions().find(text, most=len(owners)):
        key = owners[near.index]
        if not named or named & _topics_of(key):
            best.setdefault(key, near.likeness)
        if len(best) == most:
            break
    return [(rights()[key], likeness) for key, likeness in best.items()]


def names_topic(text: str) -> bool:
    """Whether the text says what it is about."""
    return bool(_topics(text))


def _topics(text: str) -> set[int]:
    return {at for at, topic in enumerate(TOPICS) if topic.search(text)}


@cache
def _topics_of(key: str) -> frozenset[int]:
    right = rights()[key]
    return frozenset(_topics("\n".join((*right.asked, *right.texts.values()))))


def tell_by_key(turn: Turn, key: str) -> bool:
    """Answer what a button asked for. Returns whether there is such an answer, and it holds."""
    right = rights().get(key)
    if right is None or not is_current(turn, right):
        return False
    tell(turn, right)
    return True


def tell(turn: Turn, right: Right, *, in_story: bool = False) -> None:
    """Say the answer, where it is written, and that one's own case is heard here, unless it is
    being told already."""
    _ = turn._
    turn.note(**{LAST: [right.key, now().isoformat()]})
    language = "th" if turn.person.language == "th" else "en"
    parts = [right.texts[language], _here(turn, right), _source(turn, right, language)]
    turn.say("\n\n".join(part for part in parts if part))
    if right.key in OFFERS:
        turn.offer(Choice(_("Work it out for me"), data=f"calculate:{OFFERS[right.key]}"))
    if not in_story and not story_is_open(turn):
        turn.say(_("Is this your own case? Tell me what happened, I listen."))
        turn.offer(menu.report(turn), menu.staff(turn))


def _here(turn: Turn, right: Right) -> str:
    """Returns what the answer is at the place that was named."""
    place = find_place(turn.text) if right.key == "minimum_wage" else NOWHERE
    if place.province is None:
        return ""
    lines = [_rate(turn, place.province, minimum_wage.rate(place.province, place.district))]
    if place.district is None:
        own = minimum_wage.exceptions(place.province).items()
        lines += [_rate(turn, district, baht) for district, baht in own]
    return "\n".join(lines)


def _rate(turn: Turn, where: str, baht: int) -> str:
    place = place_name(turn, where)
    return turn._("{place}: {amount} baht a day").format(place=place, amount=baht)


def topics(turn: Turn) -> None:
    """What can be asked, by example; and what can be worked out."""
    _ = turn._
    turn.say(_("Type your question about work and rights, as you would say it. For example:"))
    language = "th" if turn.person.language == "th" else "en"
    shown = [rights()[key] for key in EXAMPLES if is_current(turn, rights()[key])]
    turn.show(_card(turn, _("Rights at work"), shown, language))
    turn.offer(Choice(_("Work it out for me"), data="calculate:"), menu.staff(turn))


def _source(turn: Turn, right: Right, language: str) -> str:
    _ = turn._
    name, checked = right.law.names[language], day(right.law.checked, language)
    if right.section:
        return _("From: {law}, section {section} (checked {day})").format(
            law=name, section=right.section, day=checked
        )
    return _("From: {law} (checked {day})").format(law=name, day=checked)


def _offer(turn: Turn, offered: list[Right]) -> None:
    language = "th" if turn.person.language == "th" else "en"
    turn.say(turn._("I am not sure which of these you mean. Tap the nearest, or ask our staff."))
    turn.show(_card(turn, turn._("Which of these is closest?"), offered, language))
    turn.offer(menu.staff(turn))


def _card(turn: Turn, title: str, shown: list[Right], language: str) -> Card:
    """Returns a card whose buttons are questions: they are longer than a quick reply may be."""
    choices = [
        Choice(_title(right, language), data=f"{PRESSED}:{right.key}", style="plain")
        for right in shown
    ]
    return Card(title=title, alt=menu.alt(turn), choices=choices)


def _title(right: Right, language: str) -> str:
    return right.asked[0] if language == "th" else right.asked[-1][0].upper() + right.asked[-1][1:]


def is_current(turn: Turn, right: Right) -> bool:
    """Whether the answer may be shown as what holds on the day of the turn."""
    return right.is_current(hearing.day_of(turn))


def _owners() -> list[str]:
    return [right.key for right in rights().values() for _ in right.asked]


@cache
def _questions() -> "Nearest":
    from nlp.nearest import Nearest  # numpy and the encoder: only where text is read

    return Nearest([question for right in rights().values() for question in right.asked])

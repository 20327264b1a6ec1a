"""Short answers to what is not a grievance: thanks, questions, things we do not do."""

import re

from handlers import asked_before, hearing, menu, mood, side_answers, wishes
from handlers import rights as reviewed
from handlers.flow import Turn
from models.bubble import Choice
from nlp.places import find_place

_QUESTION = re.compile(
    r"\?|ไหม|มั้ย|เท่าไ|หรือเปล่า|รึเปล่า|กี่|อะไร|ยังไง|อย่างไร|เมื่อไหร่|เมื่อไร|ทำไม|ใคร|เหรอ|หรอ|หรือ(?:คะ|ครับ)?\s*$|แล้ว.{1,30}ล่ะ(?:คะ|ค่ะ|ครับ)?\s*$|ทำไง|ที่ไหน|how|what|when|why"
)
_WHO = re.compile(
    r"คุณ(?:เป็น|คือ|นี่)\s?(?:ใคร|คน|บอ[ทต]|หุ่น|ai)|(?:คน|บอ[ทต]|หุ่นยนต์|\bai)\s?(?:หรือ|รึ|ใช่ไหม|ป่าว|เปล่า)|"
    r"(?:คุย|พิมพ์)(?:กับ|อยู่กับ)ใคร|are you (?:a |an )?(?:bot|robot|human|real|person)|who are you",
    re.IGNORECASE,
)
_MUST_I = re.compile(
    r"^\s?(?:จำเป็น)?ต้อง.{0,30}(?:เหรอ|หรอ|ไหม|มั้ย|หรือ|รึ)|ทำไม(?:ต้อง|ถึง)?.{0,8}(?:ถาม|รู้|บอก)|"
    r"จำเป็น(?:ไหม|มั้ย|หรือ)|ไม่บอกได้(?:ไหม|มั้ย)|ถามทำไม|อยากรู้ทำไม|"
    r"do i have to|why do you (?:need|ask|want)",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    r"(?:กี่วัน|นาน(?:ไหม|มั้ย|แค่ไหน|เท่าไหร่)|เมื่อไหร่|เมื่อไร).{0,14}(?:รู้ผล|เสร็จ|ตอบ|ได้เรื่อง|ติดต่อ)|"
    r"(?:รู้ผล|ตอบ|ติดต่อกลับ|ใช้เวลา).{0,14}(?:กี่วัน|นานไหม|นานแค่ไหน|เมื่อไหร่|เมื่อไร)|"
    r"how long (?:does|will) it",
    re.IGNORECASE,
)
_WHAT_HAPPENS = re.compile(
    r"ต่อไป(?:เป็น|จะเป็น|ต้อง)?(?:ยังไง|อย่างไร)|ทำ(?:ไง|ยังไง|อะไร)ต่อ|จะมี(?:คน|ใคร|เจ้าหน้าที่).{0,6}"
    r"(?:โทร|ติดต่อ|ทัก|มาดู)|(?:ใคร|คนไหน)(?:เป็นคน)?ดู(?:แล)?เรื่อง|what happens? next",
    re.IGNORECASE,
)
_NEEDED = frozenset({"what", "where"})
LAST_WORDS = 25
"""Characters at whose end a question asks."""
SURE_OF_QUESTION = 0.7
SHORT_QUESTION = 40
"""Characters; a shorter question has no story around it."""
_MINIMUM = re.compile(
    r"(?:ขอ|อยาก|ทราบ|รู้|ถาม|เช็ค|เช็ก|\s)*(?:ค่าแรง|ค่าจ้าง)\s?ขั้นต่ำ"
    r"(?:ที่|ใน|ของ|จังหวัด|จ\.|อำเภอ|ตอนนี้|ปีนี้|ปัจจุบัน|ล่าสุด|ใหม่|วันละ|เท่า(?:ไหร่|ไร|ไร่)|กี่บาท|\s)*|"
    r"(?:what is |the |\s)*minimum wage(?: in| of| at| now|\s|\?)*",
    re.IGNORECASE,
)
"""Said alone, with a place perhaps, it asks how much that is."""
SHORT = 60
_THANKS = re.compile(
    r"ขอบ(?:คุณ|ใจ|พระคุณ)|thank|terima kasih|jumpa lagi|\bbye\b|^บ๊?าย|"
    r"ကျေးဇူး|အရဂុဏ|អរគុណ|ຂອບໃຈ|salamat",
    re.IGNORECASE,
)
"""Thanks, and a good-bye that is none for ever."""


def asks_who(text: str) -> bool:
    """Whether the text asks who is answering."""
    return len(text) <= SHORT and bool(_WHO.search(text))


def is_question(text: str) -> bool:
    """Whether the text asks something at its end."""
    asked = text if len(text) <= SHORT_QUESTION else text[-LAST_WORDS:]
    return bool(_QUESTION.search(asked))


def aside(turn: Turn, asked: str = "") -> bool:
    """Answer a question that came instead of an answer. Returns whether it was one.

    `asked` is the key of the question that is open.
    """
    how_long = asked != "when" and _HOW_LONG.search(turn.text)
    if _WHO.search(turn.text):
        who(turn)
    elif (words := side_answers.find(turn)) is not None:
        turn.say(words)
    elif asked and _MUST_I.search(turn.text):
        why(turn, asked)
    elif how_long or _WHAT_HAPPENS.search(turn.text):
        this_place(turn)
    else:
        return (is_question(turn.text) and asked_before.answer(turn)) or _asks_of_rights(turn)
    return True


def _asks_of_rights(turn: Turn) -> bool:
    """Answer what surely is a question about rights, or about this place."""
    heard = hearing.hear(turn)
    if not _QUESTION.search(turn.text) or not heard.is_surely("rights_info", "service_info"):
        return False
    (rights if heard.intent == "rights_info" else service)(turn)
    return True


def who(turn: Turn) -> None:
    """Who is answering here."""
    turn.say(
        turn._(
            "I am an automatic assistant (a bot) of the Ombudsman and the Ministry of Labour. I"
            " listen and pass on; what you send is read by real staff, who answer you here."
        )
    )


def why(turn: Turn, asked: str) -> None:
    """Why something is asked, and whether it has to be answered."""
    _ = turn._
    if asked in _NEEDED:
        turn.say(_("Staff need that to begin. Roughly is enough."))
    else:
        turn.say(_("You need not. It only helps staff to find the right people faster."))


def smalltalk(turn: Turn) -> None:
    """Greet back, take thanks, or hear that somebody is sad."""
    _ = turn._
    if _THANKS.search(turn.text):
        turn.say(_("You are welcome. If anything comes up, write here at any time."))
        return
    if mood.is_sad(turn):
        turn.say(_("What is the matter? Tell me if you like. I am here."))
        turn.offer(menu.report(turn), menu.staff(turn))
        return
    turn.say(
        _("Hello. If something troubles you, at work or with a government office, tell me here.")
    )
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))


def acknowledge(turn: Turn) -> None:
    """Somebody says "all right" to what was said before: no need to greet them anew."""
    turn.say(turn._("All right. If anything comes up, write here at any time."))


def service(turn: Turn) -> None:
    """What this place is and how it works; what the Ombudsman does is a reviewed text."""
    if (words := side_answers.find(turn)) is not None:
        turn.say(words)
    elif not reviewed.answer_surely(turn):
        this_place(turn)


def this_place(turn: Turn) -> None:
    """What happens with what is told here, and how long it takes."""
    _ = turn._
    turn.say(
        _(
            "Here you can tell about trouble at work or with a government office, free of charge,"
            " day and night. You get a number, staff screen it within 3 working days, and you can"
            " follow it here. Your name can be hidden from the other side."
        )
    )
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))


def rights(turn: Turn) -> None:
    """Questions about law are answered from reviewed texts, or by people."""
    if not reviewed.answer(turn):
        for_people(turn)


def asks(turn: Turn) -> bool:
    """Answer a question with a story around it, where it surely is one that was reviewed."""
    if _asks_minimum(turn.text):
        return reviewed.tell_by_key(turn, "minimum_wage")
    sure = reviewed.SURE if len(turn.text) <= SHORT_QUESTION else SURE_OF_QUESTION
    return is_question(turn.text) and reviewed.answer_surely(turn, sure)


def _asks_minimum(text: str) -> bool:
    place = find_place(text)
    rest = wishes.plain(text)
    for name in filter(None, (place.province, place.district)):
        rest = rest.replace(name.lower(), " ")
    return len(text) <= SHORT_QUESTION and _MINIMUM.fullmatch(rest.strip()) is not None


def for_people(turn: Turn) -> None:
    """What the bot has no reviewed answer for."""
    _ = turn._
    turn.say(
        _(
            "A person should answer that, so that it is right. Leave the question for our staff"
            " with one tap, or call 1506 (labour) or 1676 (Ombudsman)."
        )
    )
    turn.offer(
        menu.staff(turn),
        Choice(_("Call 1506"), uri="tel:1506"),
        Choice(_("Call 1676"), uri="tel:1676"),
        menu.report(turn),
    )


def volunteers(turn: Turn) -> None:
    """How one becomes a volunteer."""
    _ = turn._
    turn.say(
        _(
            "Volunteers join with an invitation code from the provincial labour office. If you have"
            " one, type it here. If not, leave your province for our staff and they will help."
        )
    )
    turn.offer(menu.staff(turn), menu.report(turn))


def elsewhere(turn: Turn) -> None:
    """What we do not do."""
    _ = turn._
    turn.say(
        _(
            "That is outside what we can help with here. If it touches work or a government office,"
            " tell me more, or talk to our staff."
        )
    )
    turn.offer(menu.report(turn), menu.staff(turn))

"""Short answers to what is not a grievance: thanks, questions, things we do not do."""

import re

from handlers import hearing, menu
from handlers import rights as reviewed
from handlers.flow import Turn
from models.bubble import Choice

_QUESTION = re.compile(
    r"\?|ไหม|มั้ย|หรือเปล่า|รึเปล่า|กี่|อะไร|ยังไง|อย่างไร|เมื่อไหร่|เมื่อไร|ทำไม|how|what|when|why"
)
_THANKS = re.compile(r"ขอบ(?:คุณ|ใจ|พระคุณ)|thank", re.IGNORECASE)


def aside(turn: Turn) -> bool:
    """Answer a question that came instead of an answer. Returns whether it was one."""
    heard = hearing.hear(turn)
    if not _QUESTION.search(turn.text) or not heard.is_surely("rights_info", "service_info"):
        return False
    (rights if heard.intent == "rights_info" else service)(turn)
    return True


def smalltalk(turn: Turn) -> None:
    """Greet back, or take thanks."""
    _ = turn._
    if _THANKS.search(turn.text):
        turn.say(_("You are welcome. If anything comes up, write here at any time."))
        return
    turn.say(
        _("Hello. If something troubles you, at work or with a government office, tell me here.")
    )
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))


def service(turn: Turn) -> None:
    """What this place is and how it works."""
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

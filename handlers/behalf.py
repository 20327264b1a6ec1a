"""Telling it for somebody else: who they are to the teller, and whether they agree (PDPA s.25)."""

import re

from handlers import filing, intake, plausible, wishes
from handlers.again import asked_by
from handlers.flow import Step, Turn, step
from handlers.relations import is_for_another
from locales import N_, catalogue
from models.case import Case

LONG_ANSWER = 80
APART = " · "
AGREED = {
    "yes": N_("knows of it and agrees"),
    "unasked": N_("could not be asked"),
    "no": N_("does not know of it"),
}
_WANTS = re.compile("(?:อยาก|ขอ|จะ)(?:จะ)?(?:แจ้ง|เล่า|ร้อง|เขียน|พิมพ์)|want|would like")
_ALL_OF_IT = re.compile(
    r"(?:อยาก|ขอ|จะ|ต้องการ)(?:จะ)?|แจ้ง|เล่า|ร้อง(?:เรียน|ทุกข์)?|เขียน|พิมพ์|เรื่อง|แทน|ให้|ค่ะ|คะ|ครับ|คับ|นะ|ได้ไหม|ได้มั้ย|"
    r"i want|i would like|to|tell|report|complain|on behalf of|for|\s",
    re.IGNORECASE,
)
LEFT_OVER = 20
"""Characters beside that: who it is for. More than that tells what happened."""
_LED = re.compile(r"^(?:แจ้ง|เล่า|พิมพ์|ร้อง)?(?:แทน|ให้)\s*")
_UNASKED = ("ไม่ได้ถาม", "ยังไม่ถาม", "บ่ได้ถาม", "ถามไม่ได้", "not ask", "haven't asked")


def begin(turn: Turn) -> Step:
    """The person wants to tell it for somebody else: a new story, and first for whom."""
    case = filing.draft_of(turn)
    return intake.put(turn, case, intake.QUESTIONS["behalf"])


def is_asked_for(text: str) -> bool:
    """Whether a short text says no more than that it is to be told for somebody else."""
    rest = _ALL_OF_IT.sub("", text)
    return len(rest) <= LEFT_OVER and bool(_WANTS.search(text)) and is_for_another(text)


def _is_told(case: Case) -> bool:
    for_another = case.volunteer_id is not None or is_for_another(case.narrative or "")
    return case.on_behalf_of is not None or not for_another


def _ask(turn: Turn, _case: Case, again: bool) -> None:
    _ = turn._
    turn.say(
        _("A name, or what they are to you: my mother, a neighbour. You can also skip.")
        if again
        else _("For whom are you telling it? A name, or what they are to you, is enough.")
    )
    turn.offer(turn.button(_("For myself"), "self"), turn.button(_("Skip"), "skip"))


def _take(turn: Turn, case: Case) -> bool:
    if turn.pressed() == "self":
        case.on_behalf_of = case.volunteer_id = None
        return True
    if turn.text and plausible.is_place(turn.text):
        return False
    if turn.text:
        case.on_behalf_of = _LED.sub("", turn.text.split(APART)[0]).strip()
    return bool(turn.text)


@asked_by(lambda turn: intake.repeat(turn, "behalf"))
@step
def behalf(turn: Turn) -> Step:
    """Hears for whom it is told."""
    return intake.hear(turn, "behalf")


def _agreement_is_told(case: Case) -> bool:
    return not case.on_behalf_of or APART in case.on_behalf_of


def _ask_agreed(turn: Turn, _case: Case, again: bool) -> None:
    _ = turn._
    turn.say(
        _("Tap one, please, or skip.")
        if again
        else _("Do they know that you tell it here, and agree? You can tell it all the same.")
    )
    turn.offer(
        turn.button(_("They agree"), "yes"),
        turn.button(_("I could not ask"), "unasked"),
        turn.button(_("They do not know"), "no"),
        turn.button(_("Skip"), "skip"),
    )


def _take_agreed(turn: Turn, case: Case) -> bool:
    choice = turn.pressed() or _said(turn.text)
    if choice not in AGREED:
        return False
    agreed = catalogue("th").gettext(AGREED[choice])  # for staff, who read Thai
    case.on_behalf_of = f"{case.on_behalf_of}{APART}{agreed}"
    return True


def _said(text: str) -> str | None:
    said = wishes.plain(text)
    if wishes.agrees(text) or ("รู้" in said and "ไม่รู้" not in said) or "ยอม" in said:
        return "no" if "ไม่ยอม" in said else "yes"
    if any(word in said for word in _UNASKED):
        return "unasked"
    return "no" if wishes.declines(text) or "ไม่รู้" in said else None


@asked_by(lambda turn: intake.repeat(turn, "agreed"))
@step
def agreed(turn: Turn) -> Step:
    """Hears whether they agree."""
    return intake.hear(turn, "agreed")


intake.register(intake.Question("behalf", _is_told, _ask, _take, behalf, longest=LONG_ANSWER))
intake.register(
    intake.Question(
        "agreed", _agreement_is_told, _ask_agreed, _take_agreed, agreed, longest=LONG_ANSWER
    )
)

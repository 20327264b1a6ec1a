"""A change of mind about the name, after the case was sent."""

import re

from handlers import correcting, naming, own_cases, receipt, wishes
from handlers.filing import add_to
from handlers.flow import Turn
from locales import N_
from models.bubble import Choice
from models.case import Anonymity, Case, note_change

LONGEST = 90
_ASKS = re.compile(
    r"เปลี่ยน|ขอ|อย่า|ห้าม|ไม่อยาก|ไม่ต้องการ|ช่วย|แก้|change|please|hide|don.t|tolong|tukar", re.IGNORECASE
)
_CHANGE = re.compile(
    r"(?:ขอ|อยาก|จะ|ช่วย)*(?:เปลี่ยน(?:ใจ)?(?:แล้ว)?\s?(?:เป็น|ไป)?|ให้)*\s?(?:แบบ)?"
    r"(?:ไม่บอก(?:ใคร|ชื่อ)|ไม่เปิดเผย(?:ชื่อ)?|ปิดชื่อ|ไม่ระบุชื่อ|ไม่ให้ใครรู้|นิรนาม)(?:เลย|แล้ว|ได้|\s)*|"
    r"(?:please )?change (?:it )?to (?:anonymous|hidden|nobody)",
    re.IGNORECASE,
)
"""As a whole: then it is about the name, though that is not said."""


_LABELS = {
    Anonymity.OPEN: N_("They may know"),
    Anonymity.HIDDEN: N_("Hide my name"),
    Anonymity.ANONYMOUS: N_("Tell nobody"),
}


def hears(turn: Turn) -> bool:
    """Hear at rest who may learn the name in the newest open case. Returns whether it was that."""
    said = turn.text.lower()
    named = any(word in said for word in correcting.NAMES_THE_NAME) and _ASKS.search(said)
    if len(said) > LONGEST or not (named or _CHANGE.fullmatch(wishes.plain(said))):
        return False
    wanted, cases = naming.said_of_name(said), own_cases.open_cases(turn)
    if wanted is None or not cases:
        return False
    case = cases[0]
    if wanted is Anonymity.ANONYMOUS and case.anonymity is Anonymity.OPEN:
        _set(case, Anonymity.HIDDEN)  # hidden at once, whatever is tapped
    if wanted is Anonymity.HIDDEN and naming.protects(wanted, case.anonymity):
        add_to(turn, case)
        _carry_out(turn, case, wanted)
    elif wanted is case.anonymity:
        _say(turn, case)
    else:
        _ask(turn, case, wanted)
    return True


def _ask(turn: Turn, case: Case, wanted: Anonymity) -> None:
    """Less secret only by a tap; and so is "nobody": the name is taken out of the case for ever."""
    _ = turn._
    turn.say(
        _("Case {number}. The name is now: {value}. Shall I really change that?").format(
            number=case.number, value=correcting.name(turn, case)
        )
    )
    turn.offer(Choice(_(_LABELS[wanted]), data=f"rename-{wanted}:{case.id}"))


def tapped(turn: Turn, case: Case, wanted: Anonymity) -> None:
    """The tap that changes it in a case that was sent."""
    if wanted is case.anonymity:
        _say(turn, case)
    else:
        _carry_out(turn, case, wanted)


def _carry_out(turn: Turn, case: Case, wanted: Anonymity) -> None:
    _set(case, wanted)
    _say(turn, case)
    if wanted is Anonymity.ANONYMOUS:
        case.reporter_name = None
        turn.say(turn._("Staff who have read it already may remember the name."))
        naming.explain(turn, case)
        receipt.show_code(turn, case)
    turn.must_arrive = True


def _set(case: Case, wanted: Anonymity) -> None:
    if wanted is not case.anonymity:
        note_change(case, "anonymity", case.anonymity, wanted, actor="person")
        case.anonymity = wanted


def _say(turn: Turn, case: Case) -> None:
    turn.say(
        turn._("Case {number}. Name: {value}.").format(
            number=case.number, value=correcting.name(turn, case)
        )
    )

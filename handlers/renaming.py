"""A change of mind about the name, after the case was sent."""

import re

from handlers import correcting, naming, own_cases, receipt
from handlers.filing import add_to
from handlers.flow import Turn
from models.bubble import Choice
from models.case import Anonymity, Case, note_change

LONGEST = 90
_ASKS = re.compile(
    r"เปลี่ยน|ขอ|อย่า|ห้าม|ไม่อยาก|ไม่ต้องการ|ช่วย|แก้|change|please|hide|don.t|tolong|tukar", re.IGNORECASE
)


def _ask(turn: Turn, case: Case, wanted: Anonymity) -> None:
    """Less secret only by a tap."""
    _ = turn._
    turn.say(
        _("Case {number}. The name is now: {value}. Shall I really change that?").format(
            number=case.number, value=correcting.name(turn, case)
        )
    )
    label = _("They may know") if wanted is Anonymity.OPEN else _("Hide my name")
    turn.offer(Choice(label, data=f"rename-{wanted}:{case.id}"))


def tapped(turn: Turn, case: Case, wanted: Anonymity) -> None:
    """The tap that makes the name less secret in a case that was sent."""
    if wanted is not case.anonymity:
        note_change(case, "anonymity", case.anonymity, wanted, actor="person")
        case.anonymity = wanted
    turn.say(
        turn._("Case {number}. Name: {value}.").format(
            number=case.number, value=correcting.name(turn, case)
        )
    )


def hears(turn: Turn) -> bool:
    """Hear at rest who may learn the name in the newest open case. Returns whether it was that."""
    said = turn.text.lower()
    about_name = any(word in said for word in correcting.NAMES_THE_NAME)
    if len(said) > LONGEST or not about_name or not _ASKS.search(said):
        return False
    wanted, cases = naming.said_of_name(said), own_cases.open_cases(turn)
    if wanted is None or not cases:
        return False
    case = cases[0]
    if not naming.protects(wanted, case.anonymity):
        _ask(turn, case, wanted)
        return True
    if wanted is not case.anonymity:
        note_change(case, "anonymity", case.anonymity, wanted, actor="person")
        case.anonymity = wanted
    add_to(turn, case)
    _ = turn._
    turn.say(
        _("Case {number}. Name: {value}.").format(
            number=case.number, value=correcting.name(turn, case)
        )
    )
    if wanted is Anonymity.ANONYMOUS:
        case.reporter_name = None
        turn.say(_("Staff who have read it already may remember the name."))
        naming.explain(turn, case)
        receipt.show_code(turn, case)
    turn.must_arrive = True
    return True

"""What a person says of a case that was closed, or should be: solved, not solved, not over."""

import re
from datetime import timedelta

from handlers import adding, filing, menu, own_cases, rating, wishes
from handlers.again import asked_by, where_we_are
from handlers.flow import Puzzled, Step, Turn, find, step
from handlers.outcome import NOT_SOLVED, says_solved, says_unsolved
from handlers.own_cases import OPENS_AGAIN
from models.base import now
from models.case import Case, cases_of, move
from models.disputes import dispute
from models.states import State

WITHIN = timedelta(days=30)
MOST = 3
"""How often a person may open the same case again; after that staff do, if it is right."""
LONGEST = 80
_NOT_OVER = re.compile(
    r"ไม่เห็นด้วยกับ|ไม่ยอมรับผล|(?:ขอ|ช่วย|อยากให้).{0,8}ทบทวน|อุทธรณ์|เปิด(?:เรื่อง)?(?:ใหม่|อีก|เดิม)|เรื่องเดิม|"
    r"ยัง(?:อยาก|ต้องการ)(?:ให้)?(?:ช่วย|เจ้าหน้าที่)|ช่วยต่อ|อย่าปิด|ทำไม(?:ถึง)?ปิดเรื่อง|งวด(?:ที่)?(?:สอง|สาม|ต่อ)|"
    r"reopen|open it again|still (?:want|need) (?:your )?help|masih (?:mahu|perlu) bantuan",
    re.IGNORECASE,
)


def hears(turn: Turn) -> tuple[bool, Step | None]:
    """Hear a short text about the newest case, if that is closed or waits to be.

    Returns whether it was about that, and the step that goes on.
    """
    case = _newest(turn) if len(turn.text) <= LONGEST else None
    if case is None:
        return False, None
    unsolved = says_unsolved(turn.text)
    if case.state is State.RESOLVED_PENDING and unsolved:
        return True, not_solved(turn, case)
    if case.state is State.CLOSED_RESOLVED and _says_more_than_no(turn.text):
        return True, not_solved(turn, case)
    if case.state is State.RESOLVED_PENDING and says_solved(turn.text):
        return True, _ask_solved(turn, case)
    if case.state in OPENS_AGAIN and (unsolved or _NOT_OVER.search(turn.text)) and _may(case):
        _open(turn, case, turn.text)
        return True, None
    return False, None


def _ask_solved(turn: Turn, case: Case) -> Step:
    """Words alone close nothing: they are asked once, and may answer in words."""
    turn.next_round()
    turn.note(case=case.id)
    _ask_sure(turn)
    return sure


def _ask_sure(turn: Turn) -> None:
    _ = turn._
    turn.say(_("Is it solved, so that I may close the case?"))
    turn.offer(turn.button(_("It is solved"), "yes"), turn.button(_("Not solved"), "no"))


@asked_by(_ask_sure)
@step
def sure(turn: Turn) -> Step | None:
    """Hears whether the case may be closed."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    said = turn.pressed() or ""
    if case is None or case.state is not State.RESOLVED_PENDING:
        turn.say(turn._("All right."))
        return None
    if said == "yes" or (not said and wishes.agrees(turn.text)):
        move(turn.session, case, State.CLOSED_RESOLVED, actor="person")
        turn.say(turn._("Good to hear. Case {number} is closed now.").format(number=case.number))
        return rating.ask(turn, case)
    if said == "no" or says_unsolved(turn.text):
        return not_solved(turn, case)
    filing.add_to(turn, case)
    turn.say(turn._("Passed on to the staff (case {number}).").format(number=case.number))
    return None


def _says_more_than_no(text: str) -> bool:
    """A bare "no" days later is about something else; "not paid" is not."""
    return bool(_NOT_OVER.search(text)) or (says_unsolved(text) and not wishes.declines(text))


def _newest(turn: Turn) -> Case | None:
    cases = cases_of(turn.session, turn.person.id)
    return cases[0] if cases and cases[0].state_since > now() - WITHIN else None


def is_solved(turn: Turn, case: Case) -> Step | None:
    """The person says that it is solved."""
    if case.state is State.RESOLVED_PENDING:
        move(turn.session, case, State.CLOSED_RESOLVED, actor="person")
    if case.state is not State.CLOSED_RESOLVED:
        return _show(turn, case)
    turn.say(turn._("Good to hear. Case {number} is closed now.").format(number=case.number))
    if turn.conversation.step is None:
        return rating.ask(turn, case)
    where_we_are(turn)
    return find(turn.conversation.step)


def not_solved(turn: Turn, case: Case) -> Step | None:
    """The person says that it is not solved: staff look again, and hear why."""
    _ = turn._
    if case.state in (State.RESOLVED_PENDING, State.CLOSED_RESOLVED):
        dispute(turn.session, case, NOT_SOLVED)
    if case.state is not State.REOPENED:
        return _show(turn, case)
    turn.say(
        _("Thank you for saying so. Staff look at case {number} again.").format(number=case.number)
    )
    return adding.begin(turn, case)


def begin(turn: Turn, case: Case) -> Step | None:
    """The person wants a case opened again that had ended: ask why."""
    if case.state not in OPENS_AGAIN:
        return _show(turn, case)
    if not _may(case):
        turn.say(turn._("That one can be opened again by our staff. Leave them a message."))
        turn.offer(menu.staff(turn), menu.report(turn))
        return find(turn.conversation.step)
    turn.next_round()
    turn.note(case=case.id)
    _ask(turn)
    return why


def _ask(turn: Turn) -> None:
    _ = turn._
    turn.say(_("What should the staff look at again, or what is new? A few words are enough."))
    turn.offer(turn.button(_("Leave it"), "leave"))


@asked_by(_ask)
@step
def why(turn: Turn) -> Step | None:
    """Hears why a case should be opened again."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    if case is None or case.state not in OPENS_AGAIN or turn.pressed() == "leave":
        turn.say(turn._("All right, stopped here."))
        return None
    if wishes.declines(turn.text):
        turn.say(turn._("All right, stopped here."))
        return None
    if not turn.heard:
        raise Puzzled(turn._("What should the staff look at again, or what is new?"))
    _open(turn, case, turn.text or "(voice or picture)")
    return None


def _open(turn: Turn, case: Case, reason: str) -> None:
    """Open it again with what was said; a decision is looked at by somebody else."""
    if case.state in (State.TERMINATED, State.REJECTED):
        dispute(turn.session, case, reason)
    else:
        move(turn.session, case, State.REOPENED, actor="person", reason=reason)
    filing.add_to(turn, case)
    turn.must_arrive = True
    turn.say(
        turn._("Case {number} is open again. Staff look at it and write to you here.").format(
            number=case.number
        )
    )
    turn.offer(menu.track(turn), menu.add(turn, case.id))


def _may(case: Case) -> bool:
    return case.reopened_count < MOST and case.state_since > now() - WITHIN


def _show(turn: Turn, case: Case) -> Step | None:
    own_cases.show_one(turn, case)
    where_we_are(turn)
    return find(turn.conversation.step)

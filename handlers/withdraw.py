"""Taking a case back, after being asked once."""

from handlers import filing, menu, own_cases, wishes
from handlers.again import asked_by
from handlers.flow import Step, Turn, step
from models.case import Case, move, note_change
from models.number import find_numbers
from models.states import State

MOST_SHOWN = 12
ASKED = "withdraw_asked"
"""The line in a case's history: the person asked to take it back, and was in danger."""


def begin(turn: Turn) -> Step | None:
    """The person wants to withdraw. Returns the step that hears which case, or whether."""
    cases = own_cases.open_cases(turn)
    if len(cases) == 1:
        return ask(turn, cases[0])
    if not cases:
        turn.say(turn._("You have no open case that could be withdrawn."))
        turn.offer(menu.track(turn), menu.staff(turn))
        return None
    turn.next_round()
    _ask_which(turn)
    return which


def _ask_which(turn: Turn) -> None:
    turn.say(turn._("Which case would you like to withdraw? You can type the number too."))
    cases = own_cases.open_cases(turn)[:MOST_SHOWN]
    turn.offer(*[turn.button(case.number or "", f"case:{case.id}") for case in cases])


@asked_by(_ask_which)
@step
def which(turn: Turn) -> Step | None:
    """Hears which case is to be withdrawn."""
    numbers = find_numbers(turn.text)
    for case in own_cases.open_cases(turn):
        if turn.pressed() == f"case:{case.id}" or case.number in numbers:
            return ask(turn, case)
    if wishes.declines(turn.text) or wishes.skips(turn.text):
        turn.say(turn._("All right, nothing was withdrawn."))
        return None
    _ask_which(turn)
    return which


def ask(turn: Turn, case: Case) -> Step | None:
    """Ask whether it is meant. Returns the step that hears it; None if the case has ended."""
    if not case.is_open:
        turn.say(turn._("Case {number} has ended already.").format(number=case.number))
        turn.offer(menu.track(turn))
        return None
    turn.next_round()
    turn.note(case=case.id)
    _ask(turn)
    return sure


def _ask(turn: Turn) -> None:
    _ = turn._
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    if case is None:
        return
    turn.say(
        _("Withdraw case {number}? Staff will then stop working on it.").format(number=case.number)
    )
    turn.offer(turn.button(_("Yes, withdraw"), "yes"), turn.button(_("No, keep it"), "no"))


@asked_by(_ask)
@step
def sure(turn: Turn) -> Step | None:
    """Hears whether the case should really be withdrawn."""
    _ = turn._
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    if case is None or not case.is_open:
        own_cases.not_found(turn)
        return None
    choice = turn.pressed() or _typed(turn.text)
    if choice == "yes" and case.urgent_safety:
        _leave_to_staff(turn, case)
        return None
    if choice == "yes":
        move(turn.session, case, State.WITHDRAWN, actor="person")
        turn.say(
            _("Case {number} is withdrawn. You can always tell a new one.").format(
                number=case.number
            )
        )
        return None
    if choice == "no":
        turn.say(_("All right, case {number} goes on.").format(number=case.number))
        return None
    _ask(turn)
    return sure


def _leave_to_staff(turn: Turn, case: Case) -> None:
    """Where somebody was in danger, staff make sure first: whoever holds the telephone could end
    it with two words (domain notes 1.2)."""
    note_change(case, ASKED, None, "asked", actor="person")
    filing.add_to(turn, case)
    turn.say(
        turn._(
            "I have told the staff. They write to you here first, and close it when you are safe."
        )
    )


def _typed(text: str) -> str | None:
    if wishes.agrees(text) or wishes.wish(text) == "withdraw":
        return "yes"
    return "no" if wishes.declines(text) else None

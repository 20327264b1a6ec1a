"""More for a case that was sent: words, pictures, voices; and which case they are for."""

from handlers import filing, menu, own_cases, report
from handlers.again import asked_by
from handlers.flow import Puzzled, Step, Turn, step
from models.bubble import Choice
from models.case import Case
from models.number import find_numbers

MOST_SHOWN = 11


def begin(turn: Turn, case: Case) -> Step | None:
    """The person wants to add to a case. Returns the step that takes it; None if it has ended."""
    _ = turn._
    if not case.is_open:
        turn.say(
            _("Case {number} is closed. If something new happened, tell it as a new story.").format(
                number=case.number
            )
        )
        turn.offer(menu.report(turn), menu.staff(turn))
        return None
    turn.next_round()
    turn.note(case=case.id)
    _ask(turn)
    return hear


def _ask(turn: Turn) -> None:
    _ = turn._
    turn.say(_("Write or send what should be added. Pictures and voice messages are fine."))
    turn.offer(turn.button(_("Done"), "done"))


@asked_by(_ask)
@step
def hear(turn: Turn) -> Step | None:
    """Takes what is added; one turn is enough."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    if case is None:
        own_cases.not_found(turn)
        return None
    if turn.pressed() == "done" or turn.text.strip() in ("เสร็จ", "เสร็จแล้ว", "done"):
        turn.say(turn._("All right."))
        return None
    if not turn.heard:
        raise Puzzled(turn._("Write or send what should be added, or type “done”."))
    file(turn, case)
    return None


def file(turn: Turn, case: Case) -> None:
    """File the turn under a case and say so."""
    filing.add_to(turn, case)
    say_filed(turn, case)


def say_filed(turn: Turn, case: Case) -> None:
    """Say that staff have it."""
    turn.say(turn._("Passed on to the staff (case {number}).").format(number=case.number))


def ask_which(turn: Turn) -> Step:
    """Ask which of several cases this turn is for."""
    turn.next_round()
    turn.session.flush()  # the messages need ids to be found again
    turn.note(messages=[message.id for message in turn.messages])
    _ask_which(turn)
    return which


def _ask_which(turn: Turn) -> None:
    _ = turn._
    turn.say(_("Which case is this for? You can type the number too."))
    turn.offer(*[_case_button(turn, case) for case in own_cases.open_cases(turn)[:MOST_SHOWN]])
    turn.offer(turn.button(_("It is something new"), "new"))


def _case_button(turn: Turn, case: Case) -> Choice:
    return turn.button(case.number or "", f"to:{case.id}")


@asked_by(_ask_which)
@step
def which(turn: Turn) -> Step | None:
    """Hears which case it is for."""
    choice = turn.pressed() or ""
    messages = filing.earlier_messages(turn, turn.notes.get("messages", []))
    if choice == "new":
        return new(turn)
    case = _chosen(turn, choice)
    if case is not None:
        filing.add_to(turn, case, messages)
        say_filed(turn, case)
        return None
    turn.session.flush()
    turn.note(messages=[m.id for m in (*messages, *turn.messages)])
    _ask_which(turn)
    return which


def _chosen(turn: Turn, choice: str) -> Case | None:
    """Returns the open case that was tapped or typed."""
    numbers = find_numbers(turn.text)
    for case in own_cases.open_cases(turn):
        if choice == f"to:{case.id}" or case.number in numbers:
            return case
    return None


def new(turn: Turn) -> Step:
    """What was sent is not for a case of before: it begins a story of its own."""
    messages = filing.earlier_messages(turn, turn.notes.get("messages", []))
    turn.note(done=[])
    return report.go_on_with(turn, filing.begin_anew(turn, messages))

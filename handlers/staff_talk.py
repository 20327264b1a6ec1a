"""Leaving a message for a person."""

from handlers import adding, filing, menu, own_cases
from handlers.again import asked_by
from handlers.flow import Puzzled, Step, Turn, step
from handlers.receipt import next_step
from models.case import Case


def begin(turn: Turn) -> Step:
    """The person wants to talk to staff. Returns the step that takes the message."""
    turn.next_round()
    _ask(turn)
    return hear


def _ask(turn: Turn) -> None:
    turn.say(turn._("Write your message to the staff. They read it and answer here."))


@asked_by(_ask)
@step
def hear(turn: Turn) -> Step | None:
    """Takes the message: for the open case, or as a new one."""
    if not turn.text and not turn.messages:
        raise Puzzled(turn._("Write your message to the staff, or send a voice message."))
    case = _case_for(turn)
    if case is not None:
        adding.file(turn, case)
    else:
        _new_case(turn)
    if filing.find_draft(turn) is not None:
        turn.offer(menu.report(turn))
    return None


def _case_for(turn: Turn) -> Case | None:
    """Returns the open case that staff wrote about last, else the newest."""
    cases = own_cases.open_cases(turn)
    asked = [case for case in cases if case.asked_at is not None]
    newest = max(asked, key=lambda case: str(case.asked_at), default=None)
    return newest or (cases[0] if cases else None)


def _new_case(turn: Turn) -> None:
    _ = turn._
    if filing.too_many_today(turn):
        raise Puzzled(
            _(
                "That is as many cases as we can take in a day. Please call 1506 (labour) or 1676"
                " (Ombudsman)."
            )
        )
    case = filing.draft_of(turn)
    case.narrative = "\n".join(filter(None, (case.narrative, turn.text))) or None
    number = filing.lodge(turn, case)
    turn.say(
        _("Passed on to the staff, number {number}. Next: {next}.").format(
            number=number, next=next_step(turn, case)
        )
    )
    turn.offer(menu.track(turn), menu.add(turn, case.id))

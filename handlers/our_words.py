"""At rest: what is said of our own last words, an answer about rights, a receipt, a question."""

from handlers import (
    answers,
    asked_before,
    own_cases,
    putting_right,
    reopening,
    report,
    side_answers,
    wishes,
)
from handlers.flow import Step, Turn
from models.states import State


def hears(turn: Turn) -> tuple[bool, Step | None]:
    """Hear what is said of our last words: "yes, my own case", "not solved", "all right", "wrong".

    Returns whether it was one of these, and the step that goes on.
    """
    if wishes.agrees(turn.text) and asked_before.lately(turn):
        return True, report.begin(turn)
    taken, step = reopening.hears(turn)
    if taken:
        return True, step
    if _takes_note(turn):
        answers.acknowledge(turn)
        return True, None
    cases, asked = own_cases.open_cases(turn), own_cases.asked_lately(turn)
    next_ = own_cases.asks_what_next(turn.text) or wishes.says_send(turn.text)
    if next_ and cases and asked is None:
        own_cases.show_all(turn)
        return True, None
    return putting_right.hears(turn), None


def goes_on_asking(turn: Turn) -> bool:
    """Answer "and in Rayong?"; what is asked after a question of staff is for them."""
    if not answers.is_question(turn.text) or own_cases.asked_lately(turn) is not None:
        return False
    if asked_before.answer(turn):
        return True
    asks = asked_before.goes_on(turn) and side_answers.find(turn) is None
    if asks:
        answers.rights(turn)  # what is near is offered, or a person answers
    return asks


def _takes_note(turn: Turn) -> bool:
    """Whether "all right" closes what was said of a case; after a question of staff it answers."""
    cases = own_cases.open_cases(turn)
    waits = any(case.state is State.AWAITING_INFO for case in cases) or own_cases.asked_lately(turn)
    return bool(cases) and not waits and wishes.takes_note(turn.text)

"""What a person thinks of how their case went: one to five, and words if they like."""

import re

from handlers import adding, filing, menu, own_cases, wishes
from handlers.again import asked_by
from handlers.arrival import MEDIA
from handlers.flow import Puzzled, Step, Turn, step
from handlers.outcome import NOT_SOLVED, says_unsolved
from models.case import Case
from models.disputes import dispute

STARS = ("1", "2", "3", "4", "5")
LONGEST = 2000
LONG_ENOUGH = 25
"""Characters; more than that is no number."""
_THANKS = re.compile(r"\s*(?:ขอบ(?:คุณ|ใจ|พระคุณ)|thank)", re.IGNORECASE)


def ask(turn: Turn, case: Case) -> Step | None:
    """Ask how it went; once for a case."""
    if case.rating is not None:
        return None
    turn.next_round()
    turn.note(case=case.id)
    _ask(turn)
    return stars


def _ask(turn: Turn) -> None:
    _ = turn._
    turn.say(_("How were you helped? 1 is not at all, 5 is very well. You can skip."))
    turn.offer(*[turn.button(star, f"star:{star}") for star in STARS])
    turn.offer(turn.button(_("Skip"), "skip"))


@asked_by(_ask)
@step
def stars(turn: Turn) -> Step | None:
    """Hears a number from one to five."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    choice = (turn.pressed() or turn.text).removeprefix("star:").strip()
    if case is None or choice == "skip" or choice == turn._("Skip"):
        turn.say(turn._("All right."))
        return None
    if choice not in STARS:
        return _other(turn, case)
    case.rating = int(choice)
    _ask_words(turn)
    return words


def _other(turn: Turn, case: Case) -> Step | None:
    """Thanks are enough; a new trouble goes to the staff; anything else is asked once more."""
    if wishes.courtesy(turn.text) == "thanks" or _THANKS.match(turn.text):
        turn.say(turn._("You are welcome. If anything comes up, write here at any time."))
        return None
    _ = turn._
    if says_unsolved(turn.text) and not case.is_open:
        dispute(turn.session, case, NOT_SOLVED)
        filing.add_to(turn, case)
        turn.say(
            _("Thank you for saying so. Staff look at case {number} again.").format(
                number=case.number
            )
        )
        return None
    if len(turn.text) > LONG_ENOUGH or turn.came(*MEDIA):
        adding.file(turn, case)
        turn.offer(*own_cases.solved(turn, case.id)[1:], menu.report(turn))
        return None
    raise Puzzled(turn._("A number from 1 to 5, please, or skip."))


def _ask_words(turn: Turn) -> None:
    _ = turn._
    turn.say(_("Thank you. What was good, or what should be better? You can skip."))
    turn.offer(turn.button(_("Skip"), "skip"))


@asked_by(_ask_words)
@step
def words(turn: Turn) -> Step | None:
    """Hears the reasons."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    if case is not None and turn.text:
        case.rating_text = turn.text[:LONGEST]
        turn.file_under(case)
    turn.say(turn._("Thank you for telling us."))
    turn.offer(menu.report(turn), menu.track(turn))
    return None

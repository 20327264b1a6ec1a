"""What a person thinks of how their case went: one to five, and words if they like."""

from handlers import menu, own_cases
from handlers.again import asked_by
from handlers.flow import Puzzled, Step, Turn, step
from models.case import Case

STARS = ("1", "2", "3", "4", "5")
LONGEST = 2000


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
        raise Puzzled(turn._("A number from 1 to 5, please, or skip."))
    case.rating = int(choice)
    _ask_words(turn)
    return words


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

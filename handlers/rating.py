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
ASKED_TWICE = "asked_twice"
"""The note that a number was asked for once more: words alone are taken then."""
_DIGITS = str.maketrans("๐๑๒๓๔๕", "012345")
_NUMBERS = {"หนึ่ง": "1", "สอง": "2", "สาม": "3", "สี่": "4", "ห้า": "5"}
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


def _stars(said: str) -> str:
    """Returns the number that is tapped or typed in whatever way: 5 ดาว, ๕, ห้า, 4/5, ⭐⭐⭐."""
    plain = wishes.plain(said.removeprefix("star:")).translate(_DIGITS)
    if plain.count("⭐") or plain.count("★"):
        return str(min(plain.count("⭐") + plain.count("★"), 5))
    for word, number in _NUMBERS.items():
        plain = plain.replace(word, number)
    found = re.match(r"(?:ให้\s?|เอา\s?)?([1-5])(?!\d)(?:\s?(?:ดาว|คะแนน|/\s?5|stars?))?", plain)
    return found.group(1) if found else plain


@asked_by(_ask)
@step
def stars(turn: Turn) -> Step | None:
    """Hears a number from one to five."""
    case = own_cases.find(turn, str(turn.notes.get("case", "")))
    choice = _stars(turn.pressed() or turn.text)
    if case is None or choice == "skip" or wishes.skips(turn.text) or wishes.declines(turn.text):
        turn.say(turn._("All right."))
        return None
    if choice not in STARS:
        return _other(turn, case)
    case.rating = int(choice)
    if len(turn.text) > LONG_ENOUGH:
        return words(turn)
    _ask_words(turn)
    return words


def _other(turn: Turn, case: Case) -> Step | None:
    """Thanks are enough; a new trouble goes to the staff; anything else is asked once more."""
    if wishes.courtesy(turn.text) == "thanks" or _THANKS.match(turn.text):
        turn.say(turn._("You are welcome. If anything comes up, write here at any time."))
        return None
    _ = turn._
    if says_unsolved(turn.text) and not wishes.declines(turn.text) and not case.is_open:
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
    if turn.text and turn.notes.get(ASKED_TWICE):
        case.rating_text = turn.text[:LONGEST]
        turn.say(_("Thank you for telling us."))
        return None
    turn.note(**{ASKED_TWICE: True})
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

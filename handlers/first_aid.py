"""What is done at once where somebody is in danger: help lines, a kind word, staff on call."""

from datetime import datetime, timedelta

from handlers import hearing, help_lines
from handlers.flow import Turn
from handlers.hearing import Heard
from locales import catalogue
from models.base import now
from models.bubble import Words
from models.case import Case
from models.outgoing import say
from models.paging import on_call

LINES_AGAIN = timedelta(minutes=10)


def show_lines(turn: Turn, heard: Heard) -> None:
    """Show the lines that fit, with a kind word; at most every ten minutes."""
    if not lines_are_due(turn):
        return
    turn.note(lines_at=now().isoformat())
    _say_kindly(turn, heard.danger)
    turn.show(help_lines.card(turn, heard.danger))


def _say_kindly(turn: Turn, signs: tuple[str, ...]) -> None:
    _ = turn._
    if "poisoned" in signs:
        turn.say(_("Please call 1669 right now, or let somebody near you call. I stay here."))
    elif "suicide" in signs:
        turn.say(
            _(
                "I am glad that you wrote. You do not have to carry this alone. Someone is there"
                " to listen right now."
            )
        )
    elif "sexual_violence" in signs:
        turn.say(_("I am so sorry that this happened to you. It is not your fault."))


def lines_are_due(turn: Turn) -> bool:
    """Whether they were not shown in the last ten minutes."""
    shown = turn.notes.get("lines_at")
    return not shown or now() - datetime.fromisoformat(shown) >= LINES_AGAIN


def forget_lines(turn: Turn) -> None:
    """Should it begin anew, the lines are shown at once."""
    turn.note(lines_at=None)


def stay_with(turn: Turn, case: Case) -> bool:
    """Somebody is not safe: the one number that counts, and that staff know.

    Returns whether it is their own life that they are tired of: then they are not asked where they
    are, but kept company.
    """
    turn.must_arrive = True
    turn.case = case
    tired = is_tired(turn, case)
    if tired or "medical" in _signs(turn, case):
        turn.say(
            turn._(
                "Please do not stay alone: call 1669 now if anything has been done or taken, 1323"
                " to talk. Our staff know, and you can go on writing here."
            )
        )
    else:
        turn.say(turn._("Please call 191 now, or get to where there are people. Our staff know."))
    return tired


def is_tired(turn: Turn, case: Case) -> bool:
    """Whether it is their own life that they are in danger of taking."""
    return bool(_signs(turn, case) & {"suicide", "poisoned"})


def _signs(turn: Turn, case: Case) -> set[str]:
    before = (case.understood or {}).get("urgency", {}).get("why", ())
    return {*before, *hearing.hear(turn).danger}


def page_staff(turn: Turn, case: Case) -> None:
    """Tell those on call, by number alone: a telephone on a table shows what it receives."""
    for member in on_call(turn.session, case):
        _ = catalogue(member.language).gettext
        words = _("Somebody may be in danger: case {number}. Please look in the console now.")
        page = say(member.person_id or 0, [Words(words.format(number=case.number))])
        page.must_arrive = True
        turn.session.add(page)

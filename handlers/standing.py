"""Buttons that work in any round: the menu, and everything on the card of a case."""

from collections.abc import Callable

from handlers import (
    adding,
    answers,
    behalf,
    calculator,
    greeting,
    help_lines,
    intake,
    own_cases,
    preferences,
    privacy,
    reach,
    receipt,
    renaming,
    reopening,
    report,
    staff_talk,
    withdraw,
)
from handlers import rights as reviewed
from handlers.again import where_we_are
from handlers.flow import Step, Turn, find
from locales import LANGUAGES
from models.case import Anonymity, Case
from models.reach import Reach

Act = Callable[[Turn], Step | None]
OnCase = Callable[[Turn, Case], Step | None]


def stay(turn: Turn) -> Step | None:
    """After something in between: ask the open question again. Returns its step."""
    where_we_are(turn)
    return find(turn.conversation.step)


def track(turn: Turn) -> Step | None:
    """Show the person's cases; what was going on goes on."""
    own_cases.show_all(turn)
    return stay(turn)


def speak(turn: Turn, language: str) -> Step | None:
    """Speak a language from now on; what was going on goes on in it."""
    preferences.speak(turn, language)
    return stay(turn)


def reached(turn: Turn, when: Reach) -> Step | None:
    """Keep when the person may be written to; what was going on goes on."""
    reach.set_to(turn, when)
    return find(turn.conversation.step)


def renamed(turn: Turn, case: Case, wanted: Anonymity) -> Step | None:
    """The person tapped that the name may be less secret; what was going on goes on."""
    renaming.tapped(turn, case, wanted)
    return stay(turn)


def back(turn: Turn) -> Step | None:
    """Ask the question before this one again."""
    step = intake.back(turn)
    if step is None:
        turn.say(turn._("There is nothing before this."))
        return stay(turn)
    return step


def in_danger(turn: Turn) -> Step | None:
    """Show whom to call in danger; nobody is told yet, a finger slips."""
    turn.say(
        turn._(
            "If somebody is in danger now, please call one of these numbers, or write “help”"
            " and I tell our staff at once."
        )
    )
    turn.show(help_lines.card(turn, ()))
    return stay(turn)


def languages(turn: Turn) -> Step | None:
    """Offer the languages we speak."""
    preferences.offer_languages(turn)
    return find(turn.conversation.step)


def topics(turn: Turn) -> Step | None:
    """Show what can be asked about rights."""
    reviewed.topics(turn)
    return find(turn.conversation.step)


def help_(turn: Turn) -> Step | None:
    """Greet again."""
    greeting.greet(turn)
    return stay(turn)


def show(turn: Turn, case: Case) -> Step | None:
    """Show one case; what was going on goes on."""
    own_cases.show_one(turn, case)
    return stay(turn)


def paper(turn: Turn, case: Case) -> Step | None:
    """Show the receipt of a case; what was going on goes on."""
    receipt.paper(turn, case)
    return find(turn.conversation.step)


ACTS: dict[str, Act] = {
    "menu:report": report.begin,
    "menu:track": track,
    "menu:staff": staff_talk.begin,
    "menu:withdraw": withdraw.begin,
    "menu:english": lambda turn: speak(turn, "en"),
    "menu:language": languages,
    "menu:rights": topics,
    "menu:behalf": behalf.begin,
    "menu:help": help_,
    "menu:back": back,
    "menu:danger": in_danger,
}
ON_CASES: dict[str, OnCase] = {
    "case": show,
    "add": adding.begin,
    "reply": adding.begin,
    "withdraw": withdraw.ask,
    "solved": reopening.is_solved,
    "unsolved": reopening.not_solved,
    "reopen": reopening.begin,
    "rename-open": lambda turn, case: renamed(turn, case, Anonymity.OPEN),
    "rename-hidden": lambda turn, case: renamed(turn, case, Anonymity.HIDDEN),
    "rename-anonymous": lambda turn, case: renamed(turn, case, Anonymity.ANONYMOUS),
    "receipt": paper,
}


def _right(turn: Turn, key: str) -> Step | None:
    if not reviewed.tell_by_key(turn, key):
        answers.for_people(turn)
    return stay(turn)


def _notice(turn: Turn, version: str) -> Step | None:
    privacy.tapped(turn, version)
    return stay(turn)


def _reach(turn: Turn, word: str) -> Step | None:
    reach.tapped(turn, word)
    return find(turn.conversation.step)


def _language(turn: Turn, language: str) -> Step | None:
    return speak(turn, language) if language in LANGUAGES else languages(turn)


WITH_WORD: dict[str, Callable[[Turn, str], Step | None]] = {
    reviewed.PRESSED: _right,
    privacy.ACCEPT: _notice,
    calculator.PRESSED: calculator.begin,
    reach.PRESSED: _reach,
    "lang": _language,
}
"""Buttons that carry a word of their own: verb:word."""


def obey(turn: Turn, data: str) -> tuple[bool, Step | None]:
    """Do what a standing button says. Returns whether it was one, and the next step."""
    if data in ACTS:
        return True, ACTS[data](turn)
    verb, _, rest = data.partition(":")
    if verb in WITH_WORD:
        return True, WITH_WORD[verb](turn, rest)
    if verb not in ON_CASES:
        return False, None
    case = own_cases.find(turn, rest)
    if case is None:
        own_cases.not_found(turn)
        return True, stay(turn)
    return True, ON_CASES[verb](turn, case)

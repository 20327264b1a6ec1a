"""Chooses who hears a turn: danger, buttons, words that work everywhere, the step, or listening."""

from handlers import (
    adding,
    behalf,
    calculator,
    cancel,
    danger,
    details,
    edited,
    filing,
    following,
    giving_up,
    greeting,
    intake,
    letters,
    limits,
    listen,
    obeying,
    own_cases,
    own_data,
    preferences,
    privacy,
    rating,
    reach,
    recall,
    reopening,
    report,
    second_story,
    staff_talk,
    standing,
    summary,
    typed,
    volunteer,
    whereabouts,
    wishes,
    withdraw,
)
from handlers.arrival import SAID, Kind
from handlers.flow import Puzzled, Step, Turn, find, key_of
from handlers.intake import ASIDE
from handlers.receipt import sent_before
from models.case import own_case
from models.number import find_numbers

ALL_STEPS = (
    adding,
    behalf,
    calculator,
    cancel,
    danger,
    details,
    following,
    listen,
    own_data,
    rating,
    reopening,
    report,
    staff_talk,
    summary,
    whereabouts,
    withdraw,
)
"""The files whose steps can be stored; importing them makes the steps known."""
_ADDS = 40
"""Characters; a text with a case number that is longer says more than "show me this case"."""


def take(turn: Turn) -> None:
    """Answer a turn: say things, change what we know, and store the step that hears the next."""
    used, step = following.take(turn)
    if used and step is not find(turn.conversation.step):
        _stand(turn, step)
    if used and not turn.heard:
        return
    volunteer.take_codes(turn)
    typed.take_as_press(turn)
    if not _to_answer(turn):
        return
    edited.hear_danger(turn)
    if limits.is_muted(turn) and not _may_be_danger(turn):
        filing.keep(turn)
        return
    when = reach.wanted(turn.text)
    if when is not None:
        turn.person.reach = when  # before anything else may be written to them
    in_danger = danger.in_danger_talk(turn) or _in_danger(turn)
    if not _hears_names(turn) and preferences.follow(turn) and not in_danger:
        preferences.tell(turn)
    if not in_danger:
        _before_answering(turn)
    try:
        _stand(turn, _route(turn) or _resumed(turn))
    except Puzzled as puzzled:
        turn.say(str(puzzled))


def _resumed(turn: Turn) -> Step | None:
    """The story that was being told before this came in between; not right after a danger."""
    if danger.in_danger_talk(turn):
        return None
    return intake.resume(turn) or second_story.begin(turn)


def _before_answering(turn: Turn) -> None:
    if turn.heard and privacy.is_due(turn) and not danger.is_lately(turn):
        privacy.show(turn)
    if turn.heard or turn.came(Kind.PRESSED):
        recall.remind(turn)


def _may_be_danger(turn: Turn) -> bool:
    """Whether the bot answers, though staff have silenced it."""
    return danger.in_danger_talk(turn) or _calls_for_help(turn)


def _calls_for_help(turn: Turn) -> bool:
    """Whether this turn itself says or taps that somebody is in danger: that is always answered."""
    taps_it = any(a.kind is Kind.PRESSED and a.data == "menu:danger" for a in turn.arrivals)
    return taps_it or _in_danger(turn)


def _in_danger(turn: Turn) -> bool:
    return bool(turn.text) and danger.is_danger(turn)


def _to_answer(turn: Turn) -> bool:
    return turn.came(*SAID, Kind.PRESSED, Kind.FOLLOWED, Kind.EDITED, Kind.OTHER)


def _stand(turn: Turn, step: Step | None) -> None:
    """Store the step; at rest everything but a few notes is forgotten."""
    talk = turn.conversation
    if step is None:
        talk.notes = {key: value for key, value in turn.notes.items() if key in ASIDE}
        if talk.step is not None:
            turn.next_round()
    talk.step = key_of(step) if step else None


def _route(turn: Turn) -> Step | None:
    if not danger.in_danger_talk(turn) and _in_danger(turn):
        return danger.answer(turn)
    edited.take(turn)
    if all(arrival.kind is Kind.EDITED for arrival in turn.arrivals):
        return standing.stay(turn)
    if not _calls_for_help(turn) and limits.too_fast(turn):
        if turn.heard:
            filing.keep(turn)
        return find(turn.conversation.step)
    if turn.came(Kind.FOLLOWED):
        greeting.greet(turn)
        return standing.stay(turn)
    if turn.came(Kind.PRESSED):
        return _pressed(turn)
    if not danger.in_danger_talk(turn) and not _goes_on_with_danger(turn):
        danger.mention(turn)
    return _words(turn)


def _goes_on_with_danger(turn: Turn) -> bool:
    """Whether this is said at rest in the day after a danger: danger.go_on hears it."""
    return find(turn.conversation.step) in (None, listen.filed) and danger.is_lately(turn)


def _pressed(turn: Turn) -> Step | None:
    """A button of this round goes to its step, a standing one is obeyed, any other is answered."""
    if turn.pressed() is not None and turn.conversation.step is not None:
        return _step(turn)
    data = [a.data for a in turn.arrivals if a.kind is Kind.PRESSED][-1]
    before, said = turn.conversation.step, len(turn.said)
    known, step = standing.obey(turn, data)
    if known and step is not None and turn.text and key_of(step) != before:
        del turn.said[said:]
        return _hears_at_once(turn, step)
    if known:
        return step
    if turn.heard:
        return _words(turn)
    return _stale(turn, data)


def _hears_at_once(turn: Turn, step: Step) -> Step | None:
    """What was written in the same breath answers what the button asks."""
    turn.arrivals = turn.heard
    turn.choices.clear()
    turn.conversation.step = key_of(step)
    return step(turn)


def _stale(turn: Turn, data: str) -> Step | None:
    """A button of before, or a forged one: nothing is changed."""
    _, _, choice = data.removeprefix("b:").partition(":")
    case = own_cases.find(turn, choice.removeprefix("send:")) if "send:" in choice else None
    if case is not None:
        sent_before(turn, case)
    else:
        turn.say(turn._("That button belongs to an earlier part of our talk."))
    if turn.conversation.step is None and case is None:
        greeting.offer_menu(turn)
    return standing.stay(turn)


def _words(turn: Turn) -> Step | None:
    wish, language = wishes.wish(turn.text), wishes.language(turn.text)
    spelled_out = turn.text.strip().startswith("ภาษา")  # no company is called "Thai language"
    if language and (spelled_out or not _hears_names(turn)):
        return standing.speak(turn, language)
    when = None if danger.in_danger_talk(turn) else reach.wanted(turn.text)
    if when is not None:
        filing.keep(turn)
        step = standing.reached(turn, when)
        if len(turn.text) <= reach.NO_MORE_THAN_THAT:
            return step
    if wish in obeying.WISHES and not (wish in obeying.ENDS and danger.in_danger_talk(turn)):
        return obeying.WISHES[wish](turn)
    if giving_up.gives_up(turn.text) and (step := _give_up(turn)) is not None:
        return step
    if not _hears_numbers(turn) and (numbers := find_numbers(turn.text)):
        return _numbers(turn, numbers)
    return _step(turn)


def _give_up(turn: Turn) -> Step | None:
    """Ask whether the story should go, or the case be taken back. None where there is neither, or
    that is being asked already."""
    asking = (
        cancel.sure,
        withdraw.sure,
        withdraw.which,
        staff_talk.hear,
        reopening.why,
        rating.words,
    )
    if danger.in_danger_talk(turn) or find(turn.conversation.step) in asking:
        return None
    if filing.find_draft(turn) is not None:
        return cancel.ask(turn)
    return withdraw.begin(turn) if own_cases.open_cases(turn) else None


def _hears_names(turn: Turn) -> bool:
    """Whether "พม่า" may be an answer to what was asked."""
    return find(turn.conversation.step) in (details.whom, report.what, report.category)


def _hears_numbers(turn: Turn) -> bool:
    """Whether the step is waiting for a case number itself, or for words that may hold one."""
    waiting = (adding.which, withdraw.which, adding.hear, staff_talk.hear, report.what)
    return find(turn.conversation.step) in waiting


def _numbers(turn: Turn, numbers: list[str]) -> Step | None:
    """A case number: its card if it is the person's own; a longer text is filed under it."""
    case = own_case(turn.session, turn.person.id, numbers[0])
    if case is None and len(turn.text) > _ADDS:
        return _step(turn)
    if case is None:
        own_cases.not_found(turn)
        return standing.stay(turn)
    if len(turn.text) > _ADDS and case.is_open:
        adding.file(turn, case)
        return standing.stay(turn)
    return standing.show(turn, case)


def _step(turn: Turn) -> Step | None:
    step = find(turn.conversation.step)
    if step in danger.STEPS and not danger.in_danger_talk(turn):
        if danger.is_closed(turn):
            return None
        step = None  # that danger is long over, or staff have closed it
    if step is not None and (case := letters.answered(turn)) is not None:
        adding.file(turn, case)
        return standing.stay(turn)
    return step(turn) if step else listen.listen(turn)

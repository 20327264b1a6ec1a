"""Taking in a case: one question at a time, and only what is missing.

The questions register here; each is heard by a step of its own file. Whatever comes instead of an
answer is kept: more of the story is added to it, pictures and voices are filed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers import (
    another,
    asides,
    asked_within,
    between,
    filing,
    hearing,
    limits,
    menu,
    mood,
    refusals,
    wishes,
    young,
)
from handlers.again import ASKED, story_is_open
from handlers.arrival import Kind
from handlers.flow import Step, Turn, key_of
from handlers.preferences import CHOSEN
from handlers.privacy import SHOWN
from handlers.rights import LAST as LAST_RIGHT
from models.case import Case, open_draft

STORY = 40
"""Characters; a longer answer is more of the story."""
STORY_BY_INTENT = 25
MOST_CHOICES = 13
"""Quick replies that LINE shows."""
TELLS = 15
"""Characters; a shorter text that answers nothing says nothing either."""
MOST_MISSES = 3
FEW_MISSES = 2
MISSED = "missed"
"""The note of how often each question was answered by something else."""


@dataclass(frozen=True)
class Question:
    """One thing that may be asked. `ask` gets whether it is asked again, to use other words."""

    key: str
    told: Callable[[Case], bool]
    ask: Callable[[Turn, Case, bool], None]
    take: Callable[[Turn, Case], bool]
    """Takes an answer out of the turn; False where there is none."""
    step: Step
    longest: int = STORY
    skippable: bool = True
    skipped: Callable[[Case], None] = lambda _case: None
    """What it means for the case that nobody answered."""


QUESTIONS: dict[str, Question] = {}
ORDER = ("what", "category", "where", "behalf", "agreed", "whom", "when", "name")
ASIDE = frozenset(
    {
        "done",
        "lines_at",
        "slow_at",
        limits.TAPS,
        LAST_RIGHT,
        another.KEPT,
        another.PROMISED,
        asked_within.TOLD,
        CHOSEN,
        SHOWN,
    }
)
"""Notes that outlive a flow."""
_last: list[Callable[[Turn, Case], Step]] = []


def register(question: Question) -> None:
    """Make a question known."""
    QUESTIONS[question.key] = question


def ends_with(summary: Callable[[Turn, Case], Step]) -> Callable[[Turn, Case], Step]:
    """Decorates what is shown when nothing is missing any more."""
    _last[:] = [summary]
    return summary


def go_on(turn: Turn, case: Case) -> Step:
    """Ask what is missing next, or show the summary. Returns the step that hears the answer."""
    for key in ORDER:
        question = QUESTIONS[key]
        if key not in turn.notes.get("done", []) and not question.told(case):
            return put(turn, case, question)
    return show(turn, case)


def show(turn: Turn, case: Case) -> Step:
    """Show the summary, whatever else might be asked. Returns the step that hears what is said."""
    return _last[0](turn, case)


def put(turn: Turn, case: Case, question: Question) -> Step:
    """Ask a question; the second time in other words. Returns its step."""
    again = turn.conversation.step == key_of(question.step)
    if not again:
        turn.next_round()
        before = [key for key in turn.notes.get(ASKED, []) if key != question.key]
        turn.note(**{ASKED: [*before, question.key]})
    question.ask(turn, case, again)
    if len(turn.notes.get(ASKED, [])) > 1 and len(turn.choices) < MOST_CHOICES:
        turn.offer(menu.back(turn))
    return question.step


def resume(turn: Turn) -> Step | None:
    """After something in between came to its end: go on with the story that is being told.

    Returns the step that hears it; None where there is no such story.
    """
    draft = filing.find_draft(turn) if story_is_open(turn) else None
    return go_on(turn, draft) if draft is not None else None


def back(turn: Turn) -> Step | None:
    """Ask the question before this one again. Returns its step; None where there is none."""
    asked = turn.notes.get(ASKED, [])
    open_now = asked and turn.conversation.step == key_of(QUESTIONS[asked[-1]].step)
    before = asked[:-1] if open_now else asked
    if not before:
        return None
    key = before[-1]
    rest = [each for each in turn.notes.get("done", []) if each != key]
    turn.note(**{ASKED: before[:-1], "done": rest})
    return put(turn, open_draft(turn.session, turn.person), QUESTIONS[key])


def hear(turn: Turn, key: str) -> Step:
    """Hear what came to a question: an answer, a skip, more of the story, or something else."""
    case = filing.draft_of(turn)
    question = QUESTIONS[key]
    acknowledge(turn, case)
    mood.comfort(turn)
    if turn.pressed() == "skip" or wishes.skips(turn.text):
        _skip(turn, case, question)
    elif wishes.has_enough(turn.text):
        leave_the_rest(turn, case)
        if filing.told_enough(case) and QUESTIONS["where"].told(case):
            turn.say(turn._("It is not sent yet: look whether it is right, and send it."))
    elif another.take(turn) or between.take(turn, case, key):
        answered = key == "where" and question.told(case)
        return go_on(turn, case) if answered else put(turn, case, question)
    elif is_story(turn, question):
        _add(turn, case)
    elif asides.take(turn, case, key):
        pass
    elif question.take(turn, case):
        done(turn, key)
        asides.gather(turn, case, key)
    else:  # asked again also where an earlier answer is being changed
        return _missed(turn, case, question)
    return go_on(turn, case)


def leave_the_rest(turn: Turn, case: Case) -> None:
    """Enough was told: nothing is asked any more but what a case cannot be without."""
    for question in QUESTIONS.values():
        if question.skippable and not question.told(case):
            question.skipped(case)
            done(turn, question.key)


def _missed(turn: Turn, case: Case, question: Question) -> Step:
    """Something that answers nothing: kept where it tells something; the third time we go on."""
    if turn.text and (hearing.hear(turn).intent == "complaint" or len(turn.text) >= TELLS):
        _add(turn, case)
    misses = turn.notes.get(MISSED, {})
    count = misses.get(question.key, 0) + bool(turn.text)
    turn.note(**{MISSED: misses | {question.key: count}})
    most = FEW_MISSES if question.skippable else MOST_MISSES
    if count < most or question.key == "what":
        return put(turn, case, question)
    turn.say(turn._("Never mind, let us leave that out for now."))
    question.skipped(case)
    done(turn, question.key)
    return go_on(turn, case)


def _add(turn: Turn, case: Case) -> None:
    filing.add_story(turn, case, turn.text)
    young.care(turn, case)
    turn.say(turn._("I have added that to your story."))
    asked_within.answer(turn)


def repeat(turn: Turn, key: str) -> None:
    """Ask a question again because something else came in between."""
    QUESTIONS[key].ask(turn, open_draft(turn.session, turn.person), True)


def done(turn: Turn, key: str) -> None:
    """The question need not be asked any more."""
    turn.note(done=sorted({*turn.notes.get("done", []), key}))


def is_story(turn: Turn, question: Question) -> bool:
    """Whether the text tells more of what happened instead of answering."""
    text = turn.text
    if question.key == "what":
        return False
    if len(text) > question.longest:
        return True
    heard = hearing.hear(turn)
    if question.longest > STORY:  # an answer may be long, but names no sum
        return len(text) > STORY and bool(heard.entities.get("amount_baht"))
    return len(text) > STORY_BY_INTENT and heard.is_surely("complaint")


def acknowledge(turn: Turn, case: Case) -> None:
    """Say that pictures, voices and files are kept; keep a place that nobody asked for."""
    _ = turn._
    if turn.came(Kind.IMAGE):
        turn.say(_("I have your picture."))
    if turn.came(Kind.AUDIO):
        turn.say(_("I have your voice message. Staff will listen to it."))
    if turn.came(Kind.VIDEO):
        turn.say(_("I have your video."))
    files = [arrival for arrival in turn.arrivals if arrival.kind is Kind.FILE]
    if any(not refusals.is_refused(file) for file in files):
        turn.say(_("I have your file."))
    if any(refusals.is_refused(file) for file in files):
        turn.say(refusals.words(turn.catalogue))
    for arrival in turn.arrivals:
        if arrival.kind is Kind.LOCATION and arrival.place is not None:
            filing.set_place(case, arrival.place)


def _skip(turn: Turn, case: Case, question: Question) -> None:
    """What matters is asked for once more, with the reason; the second "no" is taken."""
    if question.skippable or turn.notes.get("insisted") == question.key:
        question.skipped(case)
        done(turn, question.key)
    else:
        turn.note(insisted=question.key)

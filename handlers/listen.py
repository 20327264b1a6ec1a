"""At rest: hear what the person wants, and begin it."""

from collections.abc import Callable

from handlers import (
    adding,
    answers,
    asked_within,
    behalf,
    danger,
    filing,
    hearing,
    menu,
    mood,
    nonsense,
    our_words,
    own_cases,
    plausible,
    reach,
    renaming,
    report,
    side_answers,
    staff_talk,
    wishes,
)
from handlers.again import asked_by
from handlers.arrival import MEDIA, Kind
from handlers.flow import Step, Turn, step
from handlers.hearing import SURE_OF_INTENT, Heard
from handlers.relations import is_for_another
from locales import N_
from models.base import now
from models.case import Case

LONG_ENOUGH = 60
"""Characters; a longer text whose intent is unclear is most likely a grievance."""
MOST_OFFERED = 3
TOLD_SOMETHING = 20
"""Characters of what was not understood, that are part of a story all the same."""
ADDITION = 60
"""Characters; a longer text tells a story of its own."""
SURE_OF_OTHER = 0.9
_IDLE = ("out_of_scope", "smalltalk", "service_info")
TELLS_FOR_ANOTHER = 25
"""Characters in which somebody who tells it for another tells something."""
GREETING = 20
"""Characters; thanks and greetings are rarely longer."""


def listen(turn: Turn) -> Step | None:
    """Hears the person when nothing is going on. Returns the step that goes on, if any."""
    if not turn.text:
        return _without_words(turn)
    taken, step = _before_all(turn)
    if taken:
        return step
    heard = hearing.past_greeting(turn)
    asked = own_cases.asked_lately(turn)
    if asked is not None and not _is_something_else(turn, heard):
        return _file(turn, asked)
    return _BY_INTENT[_intent(turn, heard)](turn)


def _before_all(turn: Turn) -> tuple[bool, Step | None]:
    """Hear what goes before any intent: a danger of today, anger, the name, a case that was closed.

    Returns whether it was one of these, and the step that goes on.
    """
    if (step := danger.go_on(turn)) is not None:
        return True, step
    if mood.take_insult(turn) or renaming.hears(turn) or _small_question(turn):
        return True, None
    if our_words.goes_on_asking(turn):
        return True, None
    if behalf.is_asked_for(turn.text):
        return True, behalf.begin(turn)
    return our_words.hears(turn)


def _small_question(turn: Turn) -> bool:
    """Answer who this is, what telling means, and "hello, may I ask something?"."""
    if answers.asks_who(turn.text):
        answers.who(turn)
    elif wishes.courtesy(turn.text) == "hello":
        answers.smalltalk(turn)
    elif (words := side_answers.find(turn)) is not None:
        turn.say(words)
        turn.offer(menu.report(turn), menu.staff(turn))
    else:
        asked = own_cases.asked_lately(turn) is not None  # then it is the answer
        return not asked and len(turn.text) <= LONG_ENOUGH and reach.heed(turn)
    return True


def _intent(turn: Turn, heard: Heard) -> str:
    if _is_bitter_thanks(turn, heard) or nonsense.is_nonsense(turn.text):
        return "unsure"
    for_another = len(turn.text) >= TELLS_FOR_ANOTHER and is_for_another(turn.text)
    if heard.intent in _IDLE and (heard.may_be_danger or for_another):
        return "complaint"
    if heard.intent_p >= SURE_OF_INTENT and heard.intent in _BY_INTENT:
        return heard.intent
    return "complaint" if len(turn.text) > LONG_ENOUGH else "unsure"


def _is_bitter_thanks(turn: Turn, heard: Heard) -> bool:
    """Thanks that name a sum, a place or a day may be meant bitterly: what is meant is asked."""
    facts = any(heard.entities.values())
    return heard.intent == "smalltalk" and len(turn.text) > GREETING and facts


def _is_something_else(turn: Turn, heard: Heard) -> bool:
    """Small talk answers nothing if it is short and names no place, day or sum; "yes" does."""
    answers_it = wishes.agrees(turn.text) or wishes.declines(turn.text)
    if heard.is_surely("smalltalk") and not answers_it:
        return len(turn.text) <= GREETING and not any(heard.entities.values())
    return heard.is_surely("case_status", "talk_to_staff")


def _file(turn: Turn, case: Case) -> Step:
    adding.file(turn, case)
    turn.next_round()
    turn.note(messages=[message.id for message in turn.messages])
    turn.offer(turn.button(turn._("It is something new"), "new"))
    return filed


@step
def filed(turn: Turn) -> Step | None:
    """At rest too, but what was just filed can still be made a case of its own."""
    if turn.pressed() == "new":
        return adding.new(turn)
    return listen(turn)


def _without_words(turn: Turn) -> Step | None:
    """Pictures, voices, files, a place or a sticker without a word."""
    if not turn.came(*MEDIA, Kind.LOCATION):
        answers.smalltalk(turn)
        return None
    cases = own_cases.open_cases(turn)
    if len(cases) == 1:
        return _file(turn, cases[0])
    if cases:
        return adding.ask_which(turn)
    return report.tell(turn)


def _complaint(turn: Turn) -> Step | None:
    """A story is taken in; a question about rights with a story around it is answered."""
    if hearing.hear(turn).urgency == "normal" and answers.asks(turn):
        return None
    if (case := _belongs_to(turn)) is not None:
        return _file(turn, case)
    return report.tell(turn)


def _belongs_to(turn: Turn) -> Case | None:
    """Returns the only open case, where few words name no other place, party or subject."""
    cases = own_cases.open_cases(turn)
    heard = hearing.hear(turn)
    if len(cases) != 1 or len(turn.text) > ADDITION:
        return None
    facts = heard.entities
    elsewhere = facts.get("province") not in (None, cases[0].province)
    surely = heard.categories and heard.categories[0][1] >= SURE_OF_OTHER
    other = (surely and heard.category != cases[0].category) or "อีกเรื่อง" in turn.text
    lately = (cases[0].submitted_at or now()) > now() - own_cases.ANSWER_WITHIN
    return None if elsewhere or other or not lately else cases[0]


def _rights(turn: Turn) -> Step | None:
    """A question is answered; a story in which we know no answer is taken in with it."""
    if not asked_within.tells_too(turn):
        answers.rights(turn)
    elif not asked_within.answer_first(turn):
        return report.tell(turn, asks=True)
    return None


def _update(turn: Turn) -> Step | None:
    cases = own_cases.open_cases(turn)
    if not cases:
        return report.tell(turn)
    return _file(turn, cases[0]) if len(cases) == 1 else adding.ask_which(turn)


def _staff(turn: Turn) -> Step | None:
    """A wish to talk to staff; "call me at 081..." after a story is the end of the story."""
    heard = hearing.hear(turn)
    if heard.entities.get("phones") and heard.category and len(turn.text) > LONG_ENOUGH // 2:
        return report.tell(turn)
    return staff_talk.begin(turn)


def _unsure(turn: Turn) -> Step:
    """Too little to tell what is wanted: ask which of the three likeliest it is."""
    if asked_within.tells_too(turn):
        return report.tell(turn)
    heard = hearing.hear(turn)
    likely = dict.fromkeys((*heard.intents, *_USUAL))
    turn.next_round()
    turn.session.flush()  # the messages need ids to be found again
    turn.note(
        messages=[message.id for message in turn.messages],
        likely=[intent for intent in likely if intent in _MEANT][:MOST_OFFERED],
    )
    _ask_meant(turn)
    return meant


def _ask_meant(turn: Turn) -> None:
    turn.say(turn._("Sorry, I did not quite catch that. What would you like to do?"))
    for intent in turn.notes.get("likely", _USUAL):
        turn.offer(turn.button(turn._(_MEANT[intent]), f"meant:{intent}"))
    turn.offer(turn.button(turn._("None of these"), "none"))


@asked_by(_ask_meant)
@step
def meant(turn: Turn) -> Step | None:
    """Hears which it was, and goes on with the words of before; new words are heard afresh."""
    choice = turn.pressed() or ""
    verb, _, intent = choice.partition(":")
    if verb == "meant" and intent in _MEANT:
        turn.hear_again(filing.earlier_messages(turn, turn.notes.get("messages", [])))
        turn.note(messages=[], likely=[])
        return _BY_INTENT[intent](turn)
    if choice == "none":
        turn.say(turn._("All right. Tell it in other words, or leave a message for our staff."))
        turn.offer(menu.report(turn), menu.staff(turn))
        return None
    before = filing.earlier_messages(turn, turn.notes.get("messages", []))
    told = sum(len(message.text or "") for message in before) >= TOLD_SOMETHING
    if told and (hearing.hear(turn).is_surely("complaint") or plausible.is_place(turn.text)):
        turn.hear_again(before)  # it goes on with that
        turn.note(messages=[], likely=[])
    return listen(turn)


def _then_rest(answer: Callable[[Turn], None]) -> Callable[[Turn], Step | None]:
    def answered(turn: Turn) -> None:
        answer(turn)

    return answered


_BY_INTENT: dict[str, Callable[[Turn], Step | None]] = {
    "complaint": _complaint,
    "case_status": _then_rest(own_cases.show_all),
    "case_update": _update,
    "rights_info": _rights,
    "service_info": _then_rest(answers.service),
    "volunteer": _then_rest(answers.volunteers),
    "talk_to_staff": _staff,
    "smalltalk": _then_rest(answers.smalltalk),
    "out_of_scope": _then_rest(answers.elsewhere),
    "unsure": _unsure,
}
_USUAL = ("complaint", "case_status", "talk_to_staff")
_MEANT = {
    "complaint": N_("Tell what happened"),
    "case_status": N_("My cases"),
    "case_update": N_("Add to a case"),
    "rights_info": N_("Ask about rights"),
    "service_info": N_("About this service"),
    "volunteer": N_("Volunteers"),
    "talk_to_staff": N_("Talk to staff"),
    "smalltalk": N_("Just saying hello"),
}
"""What an intent is called on a button."""

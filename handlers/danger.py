"""Danger first: help lines at once, staff know at once, and no form.

The case is lodged with the first words. What comes later goes to the same case for a day, and the
lines are shown again at most every ten minutes.
"""

from datetime import timedelta

from sqlalchemy import select

from handlers import fears, filing, first_aid, hearing, safety, whereabouts, wishes
from handlers.again import asked_by
from handlers.flow import Step, Turn, find, step
from handlers.hearing import SURE_IN_FEW, Heard
from models.base import now
from models.case import Anonymity, Case, Urgency
from models.states import OPEN
from nlp import FEW

SAME_CASE = timedelta(hours=24)
ENOUGH = 2
"""So often asked, and what they tell now is something else."""
ASKED_SAFE = "asked_safe"
"""The note of how often we asked whether they are safe."""
_OF_THE_CASE = ("complaint", "case_update", "talk_to_staff")
STORY_AT_LEAST = 15  # characters: shorter texts answer a question


def is_danger(turn: Turn) -> bool:
    """Whether the words of this turn surely speak of danger now."""
    lines = turn.text.splitlines()
    cries_out = any(wishes.wish(line) == "help" for line in (turn.text, *lines))
    return cries_out or hearing.hear(turn).in_danger


def mention(turn: Turn) -> None:
    """Show the help lines where there may be a danger, and let the talk go on.

    Staff see the case as critical, also where the words answer a question.
    """
    heard = hearing.hear(turn)
    draft = filing.find_draft(turn)
    if draft is not None and _is_only_an_answer(turn, heard):
        return
    if draft is not None:
        filing.heed(draft, heard)
    long_enough = bool(heard.threats) or len(turn.text) >= STORY_AT_LEAST
    if heard.may_be_danger and long_enough and first_aid.lines_are_due(turn):
        turn.say(
            turn._(
                "If somebody is in danger now, please call one of these numbers, or write “help”"
                " and I tell our staff at once."
            )
        )
        first_aid.show_lines(turn, heard)


def _is_only_an_answer(turn: Turn, heard: Heard) -> bool:
    """Whether few words answer a question, and the model alone is a little afraid of them."""
    by_model = heard.danger == ("model",) and not heard.threats and heard.urgency_p < SURE_IN_FEW
    return by_model and turn.conversation.step is not None and len(turn.text) < FEW


def in_danger_talk(turn: Turn) -> bool:
    """Whether we are already talking about a danger: its steps hear all words themselves."""
    return find(turn.conversation.step) in (safe, where) and _running(turn) is not None


def answer(turn: Turn) -> Step:
    """Show the lines, lodge the case, ask whether the person is safe."""
    heard = hearing.hear(turn)
    turn.must_arrive = True
    case = _running(turn)
    if case is None:
        turn.next_round()
        first_aid.forget_lines(turn)  # also where they were shown for a threat: now they are needed
        _lodge(turn, heard)
    else:
        _more(turn, case)
    first_aid.show_lines(turn, heard)
    _say_known(turn)
    _ask_safe(turn)
    return safe


def _running(turn: Turn) -> Case | None:
    """Returns the danger case of the last day, if it is open."""
    query = select(Case).where(
        Case.person_id == turn.person.id,
        Case.urgent_safety,
        Case.state.in_(OPEN),
        Case.submitted_at > now() - SAME_CASE,
    )
    return turn.session.scalars(query.order_by(Case.id.desc()).limit(1)).first()


def _case(turn: Turn) -> Case:
    """Returns the danger case of the last day; dispatch has asked in_danger_talk first."""
    if (case := _running(turn)) is None:
        raise LookupError("no danger case is open")
    return case


def is_closed(turn: Turn) -> bool:
    """Answer a tap, or "I am safe", where the case has been closed. Returns whether it was that."""
    answers = turn.pressed() is not None or safety.says_safe(turn.text)
    if answers:
        turn.say(turn._("If you need help, write here at any time. In danger call 191."))
    return answers


def _lodge(turn: Turn, heard: Heard) -> None:
    case = filing.draft_of(turn)
    filing.add_story(turn, case, turn.text)
    case.urgent_safety, case.urgency = True, Urgency.CRITICAL
    if case.anonymity is Anonymity.OPEN:
        case.anonymity = Anonymity.HIDDEN  # whom they fear is the other side
    case.category = case.category or (heard.categories[0][0] if heard.categories else None)
    filing.lodge(turn, case)
    first_aid.page_staff(turn, case)


def _more(turn: Turn, case: Case) -> None:
    filing.add_to(turn, case)
    case.urgency = Urgency.CRITICAL


def _say_known(turn: Turn) -> None:
    number = turn.case.number if turn.case else None
    turn.say(
        turn._("Our staff have been told (number {number}). You need not fill in anything.").format(
            number=number
        )
    )


def _ask_safe(turn: Turn) -> None:
    turn.say(turn._("Are you safe right now?"))
    _offer_safe(turn)


def _offer_safe(turn: Turn) -> None:
    _ = turn._
    turn.offer(turn.button(_("I am safe now"), "safe"), turn.button(_("Not safe"), "unsafe"))


@asked_by(_ask_safe)
@step
def safe(turn: Turn) -> Step | None:
    """Hears whether the person is safe; whatever else they write goes to the case."""
    case, said = _case(turn), _answered(turn)
    if turn.heard:
        _more(turn, case)
        _take_place(turn, case)
    if said not in ("safe", "unsafe"):
        return _again(turn)
    if said == "safe" and first_aid.is_tired(turn, case):
        turn.say(turn._("Good to hear. If it comes back, write here at any time, or call 1323."))
        return None
    if said == "safe":
        first_aid.forget_lines(turn)  # should it begin anew, the lines are shown at once
        turn.say(turn._("Good to hear. Our staff will write to you here."))
    elif first_aid.stay_with(turn, case):
        _offer_safe(turn)
        return safe
    return _ask_where(turn, case)


def _answered(turn: Turn) -> str | None:
    said = safety.said(turn.text) if turn.text else None
    case = _running(turn)
    if said is None and fears.begins_anew(turn.text):
        said = False  # "she is coming"
    if said and wishes.agrees(turn.text) and case and first_aid.is_tired(turn, case):
        said = None  # a mere "ok" says nothing of how they are
    if turn.pressed() and said is not False:  # words of danger count for more than a slip
        return turn.pressed()
    return None if said is None else "safe" if said else "unsafe"


def _again(turn: Turn) -> Step | None:
    """Answer what is asked in fear, pass it on, and not put the same question at every breath."""
    heard = hearing.hear(turn)
    if heard.urgency == "critical" or wishes.wish(turn.text) == "help":
        turn.must_arrive = True
        first_aid.show_lines(turn, heard)
    answered = fears.answer(turn)
    if turn.heard and not answered:
        turn.say(turn._("I have passed it on to the staff."))
    asked = int(turn.notes.get(ASKED_SAFE, 0))
    turn.note(**{ASKED_SAFE: asked + 1})
    if asked >= ENOUGH and not heard.may_be_danger and heard.is_surely("complaint", "rights_info"):
        return _as_something_new(turn)
    if asked % 2 == 0 or not turn.text:
        _ask_safe(turn)
    else:
        turn.say(turn._("You can go on writing here. When you are safe, tap it."))
        _offer_safe(turn)
    return safe


def _take_place(turn: Turn, case: Case) -> None:
    """A place that is said meanwhile is not asked for again."""
    province, district = whereabouts.read(turn)
    if province and case.province is None:
        case.province, case.district = province, district


def go_on(turn: Turn) -> Step | None:
    """What is written at rest in the day after a danger belongs to it. Returns the step that hears
    more; None where there was no danger, or something else is wanted."""
    case = _running(turn)
    if case is None:
        return None
    heard, anew = hearing.hear(turn), fears.begins_anew(turn.text)
    unsafe = anew or heard.in_danger
    if not unsafe and safety.says_safe(turn.text):
        _more(turn, case)
        turn.say(turn._("Good to hear. Our staff will write to you here."))
        return find("listen.filed")
    if not unsafe and not fears.asks(turn.text) and heard.intent not in _OF_THE_CASE:
        return None
    _more(turn, case)
    turn.must_arrive = True
    if unsafe:
        first_aid.forget_lines(turn)
        first_aid.show_lines(turn, heard)
        turn.say(turn._("Our staff see it now."))
        _ask_safe(turn)
        return safe
    if not fears.answer(turn):
        turn.say(turn._("I have passed it on to the staff."))
    return _as_something_new(turn)


def _as_something_new(turn: Turn) -> Step | None:
    """It is with the case; should it be something else, they can say so."""
    turn.next_round()
    turn.note(messages=[message.id for message in turn.messages])
    turn.offer(turn.button(turn._("It is something new"), "new"))
    return find("listen.filed")


def is_lately(turn: Turn) -> bool:
    """Whether a danger of the last day is open."""
    return _running(turn) is not None


def _ask_where(turn: Turn, case: Case) -> Step | None:
    if case.province or case.place:
        return None
    turn.next_round()
    _where(turn)
    return where


def _where(turn: Turn) -> None:
    turn.say(turn._("Where are you? Share your location or say the province. You can skip this."))
    whereabouts.offer(turn, turn._("Skip"))


@asked_by(_where)
@step
def where(turn: Turn) -> Step | None:
    """Hears where the person is; anything will do."""
    case = _case(turn)
    if turn.heard:
        _more(turn, case)
    if (turn.pressed() or "").startswith("region"):
        _where(turn)
        return where
    province, district = whereabouts.read(turn)
    if province:
        case.province, case.district = province, district
    if is_danger(turn) or fears.begins_anew(turn.text) or safety.said(turn.text) is False:
        first_aid.show_lines(turn, hearing.hear(turn))
        first_aid.stay_with(turn, case)
        _ask_safe(turn)
        return safe
    if safety.says_safe(turn.text):
        turn.say(turn._("Good to hear. Our staff will write to you here."))
    else:
        turn.say(turn._("Thank you. Our staff have it and will write to you here."))
    return None


STEPS = (safe, where)
"""The steps of this talk."""

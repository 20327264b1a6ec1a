"""Leaving a message for a person."""

from datetime import timedelta

from sqlalchemy import select

from handlers import adding, answers, filing, intake, menu, nonsense, own_cases, wishes
from handlers.again import asked_by
from handlers.flow import Puzzled, Step, Turn, step
from handlers.receipt import next_step
from models.base import now
from models.case import Anonymity, Case
from models.message import Author, Message

JUST_NOW = timedelta(minutes=15)
LATELY = 6
"""Messages among which the question is looked for: people say thanks, or try a button, before
they ask for a person."""
ASKED_BEFORE = "asked_before"
"""The note of the question that was left for the staff."""


def begin(turn: Turn) -> Step:
    """The person wants to talk to staff. Returns the step that takes the message."""
    turn.next_round()
    turn.note(**{ASKED_BEFORE: _asked_before(turn)})
    _ask(turn)
    return hear


def _asked_before(turn: Turn) -> list[int]:
    """Returns what was asked last and is under no case: it need not be typed again."""
    query = (
        select(Message)
        .where(
            Message.person_id == turn.person.id,
            Message.author == Author.PERSON,
            Message.said_at > now() - JUST_NOW,
        )
        .order_by(Message.id.desc())
        .limit(LATELY)
    )
    said = [m for m in turn.session.scalars(query) if m.case_id is None and m.text]
    return [m.id for m in said if answers.is_question(m.text or "")][:1]


def _ask(turn: Turn) -> None:
    turn.say(turn._("Write your message to the staff. They read it and answer here."))


@asked_by(_ask)
@step
def hear(turn: Turn) -> Step | None:
    """Takes the message: for the open case, or as a new one."""
    if not turn.text and not turn.messages:
        raise Puzzled(turn._("Write your message to the staff, or send a voice message."))
    if wishes.declines(turn.text) or wishes.courtesy(turn.text) in ("thanks", "laugh"):
        turn.say(turn._("All right, stopped here."))
        return None
    if nonsense.is_nonsense(turn.text) or wishes.courtesy(turn.text):
        raise Puzzled(turn._("Write your message to the staff, or send a voice message."))
    case, draft = _case_for(turn), filing.find_draft(turn)
    if case is not None:
        adding.file(turn, case)
    elif draft is not None and draft.narrative:
        return _with_story(turn, draft)
    else:
        _new_case(turn)
    return None


def _with_story(turn: Turn, draft: Case) -> Step:
    """A story is begun and not sent: the message goes with it, once they say that it may."""
    filing.draft_of(turn)
    filing.add_story(turn, draft, turn.text)
    turn.say(
        turn._(
            "Staff read that together with the story that you have begun. It is not sent yet: look"
            " whether it is right, and send it."
        )
    )
    intake.leave_the_rest(turn, draft)
    return intake.show(turn, draft)


def _case_for(turn: Turn) -> Case | None:
    """Returns the open case that staff wrote about last, else the newest."""
    cases = own_cases.open_cases(turn)
    asked = [case for case in cases if case.asked_at is not None]
    newest = max(asked, key=lambda case: str(case.asked_at), default=None)
    return newest or (cases[0] if cases else None)


def _new_case(turn: Turn) -> None:
    _ = turn._
    if filing.too_many_today(turn):
        raise Puzzled(
            _(
                "That is as many cases as we can take in a day. Please call 1506 (labour) or 1676"
                " (Ombudsman)."
            )
        )
    question = filing.earlier_messages(turn, turn.notes.get(ASKED_BEFORE, []))
    case = filing.begin_anew(turn, question) if question else filing.draft_of(turn)
    turn.file_under(case)
    case.narrative = "\n".join(filter(None, (case.narrative, turn.text))) or None
    if case.anonymity is Anonymity.OPEN:
        case.anonymity = Anonymity.HIDDEN  # nobody has asked them
    number = filing.lodge(turn, case)
    turn.say(
        _("Passed on to the staff, number {number}. Next: {next}.").format(
            number=number, next=next_step(turn, case)
        )
    )
    turn.offer(menu.track(turn), menu.add(turn, case.id))

"""Whom it is about, when it was, and who may learn the name. All of it can be skipped."""

from datetime import date

from handlers import hearing, intake, naming, plausible, wishes
from handlers.again import asked_by
from handlers.arrival import Kind
from handlers.flow import Step, Turn, step
from models.bubble import Choice
from models.case import Anonymity, Case

LONG_ANSWER = 80
EARLIEST = date(1950, 1, 1)


def _skip(turn: Turn) -> Choice:
    return turn.button(turn._("Skip"), "skip")


def _ask_whom(turn: Turn, _case: Case, again: bool) -> None:
    _ = turn._
    turn.say(
        _("What is the name of the company, office or person? Part of the name will do, or skip.")
        if again
        else _(
            "Who is this about: a company, an office, a person? If you would rather not say, skip."
        )
    )
    turn.offer(_skip(turn))


def _take_whom(turn: Turn, case: Case) -> bool:
    if not plausible.is_name(turn.text):
        return False
    case.respondent = wishes.without_polite(turn.text).removeprefix("ชื่อ").strip()
    return True


@asked_by(lambda turn: intake.repeat(turn, "whom"))
@step
def whom(turn: Turn) -> Step:
    """Hears whom it is about."""
    return intake.hear(turn, "whom")


def _ask_when(turn: Turn, _case: Case, again: bool) -> None:
    _ = turn._
    turn.say(
        _('About when was it? "Last month" or "since the flood" is fine, or skip.')
        if again
        else _("When did it happen? Roughly is fine. If you do not remember, skip.")
    )
    picker = turn.button(_("Pick a day"), "day")
    turn.offer(Choice(picker.label, data=picker.data, ask="date"), _skip(turn))


def _take_when(turn: Turn, case: Case) -> bool:
    picked = [a.picked for a in turn.arrivals if a.kind is Kind.PRESSED and a.picked]
    if turn.pressed() == "day" and picked:
        case.incident_date, case.incident_when = _day(picked[-1], hearing.day_of(turn)), None
        return case.incident_date is not None
    day = hearing.hear(turn).day
    if turn.text and day is None and not plausible.is_time(turn.text):
        return False
    if turn.text:
        case.incident_when = wishes.without_polite(turn.text)
        case.incident_date = day
    return bool(turn.text)


def _day(iso: str, today: date) -> date | None:
    """Returns the day that was picked; None for one that nobody could have picked."""
    try:
        picked = date.fromisoformat(iso)
    except ValueError:
        return None
    return picked if EARLIEST <= picked <= today else None


@asked_by(lambda turn: intake.repeat(turn, "when"))
@step
def when(turn: Turn) -> Step:
    """Hears when it was."""
    return intake.hear(turn, "when")


def _ask_name(turn: Turn, _case: Case, again: bool) -> None:
    _ = turn._
    turn.say(
        _("Shall we hide your name from them, or may they know it? You can also skip.")
        if again
        else _(
            "Shall the other side not learn that it was you? If you skip, we hide your name. Our"
            " staff see it; if you would rather tell nobody at all, you get a code instead."
        )
    )
    turn.offer(
        turn.button(_("Hide my name"), "hidden"),
        turn.button(_("They may know"), "open"),
        turn.button(_("Tell nobody"), "anonymous"),
        _skip(turn),
    )


def _take_name(turn: Turn, case: Case) -> bool:
    choice = turn.pressed() or naming.answered_of_name(turn.text)
    if choice not in set(Anonymity):
        return False
    case.anonymity = Anonymity(choice)
    naming.explain(turn, case)
    return True


@asked_by(lambda turn: intake.repeat(turn, "name"))
@step
def name(turn: Turn) -> Step:
    """Hears who may learn the name."""
    return intake.hear(turn, "name")


intake.register(
    intake.Question(
        "whom", lambda case: bool(case.respondent), _ask_whom, _take_whom, whom, longest=LONG_ANSWER
    )
)
intake.register(
    intake.Question(
        "when",
        lambda case: bool(case.incident_date or case.incident_when),
        _ask_when,
        _take_when,
        when,
        longest=LONG_ANSWER,
    )
)


def _skip_name(case: Case) -> None:
    """Who says nothing of it is not exposed."""
    if case.anonymity is Anonymity.OPEN:
        case.anonymity = Anonymity.HIDDEN


intake.register(
    intake.Question("name", lambda _case: False, _ask_name, _take_name, name, skipped=_skip_name)
)

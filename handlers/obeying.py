"""What the words do that work everywhere (wishes.toml)."""

from collections.abc import Callable

from handlers import (
    behalf,
    calculator,
    cancel,
    filing,
    following,
    own_cases,
    own_data,
    preferences,
    report,
    staff_talk,
    standing,
    withdraw,
)
from handlers.flow import Step, Turn, find
from models.reach import Reach


def _withdraw(turn: Turn) -> Step | None:
    """Take a case back; where none was sent yet, the story that is being told."""
    if filing.find_draft(turn) is not None and not own_cases.open_cases(turn):
        return cancel.ask(turn)
    return withdraw.begin(turn)


def _restart(turn: Turn) -> Step | None:
    return cancel.ask(turn, restart=True)


def _calculate(turn: Turn) -> Step | None:
    calculator.offer_all(turn)
    return find(turn.conversation.step)


def _quiet(turn: Turn) -> Step | None:
    return standing.reached(turn, Reach.NEVER)


def _news_on(turn: Turn) -> Step | None:
    preferences.news(turn, True)
    return standing.stay(turn)


def _news_off(turn: Turn) -> Step | None:
    preferences.news(turn, False)
    return standing.stay(turn)


ENDS = frozenset({"back", "cancel", "restart", "staff", "withdraw"})
"""Words that end what is going on; not while we ask whether somebody is safe: staff know."""
WISHES: dict[str | None, Callable[[Turn], Step | None]] = {
    "back": standing.back,
    "cancel": cancel.ask,
    "restart": _restart,
    "track": standing.track,
    "withdraw": _withdraw,
    "staff": staff_talk.begin,
    "report": report.begin,
    "language": standing.languages,
    "receipt": following.begin,
    "my_data": own_data.link,
    "delete_data": own_data.delete,
    "rights": standing.topics,
    "behalf": behalf.begin,
    "calculate": _calculate,
    "severance": lambda turn: calculator.begin(turn, "severance"),
    "overtime": lambda turn: calculator.begin(turn, "overtime"),
    "news_on": _news_on,
    "quiet": _quiet,
    "unquiet": lambda turn: standing.reached(turn, Reach.ANY),
    "news_off": _news_off,
}

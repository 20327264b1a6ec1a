"""Showing where we are: what a stored step had asked, said once more."""

from collections.abc import Callable

from handlers.flow import RETIRED, Step, Turn, key_of

ASKED = "asked"
"""The note of what was asked in the story that is being told, in order."""
ASKS: dict[str, Callable[[Turn], None]] = {}


def asked_by(ask: Callable[[Turn], None]) -> Callable[[Step], Step]:
    """Decorates a step with the function that asks what the step hears."""

    def mark(step: Step) -> Step:
        ASKS[key_of(step)] = ask
        return step

    return mark


def where_we_are(turn: Turn) -> None:
    """Ask the open question again; at rest there is none, and nothing is said."""
    key = turn.conversation.step
    ask = ASKS.get(RETIRED.get(key, key)) if key else None
    if ask is not None:
        ask(turn)


def story_is_open(turn: Turn) -> bool:
    """Whether a story is being told, also while something else comes in between."""
    return bool(turn.notes.get(ASKED))

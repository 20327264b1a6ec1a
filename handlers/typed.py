"""What can be tapped can be typed: a text that is the label of a button shown last is a press.

So that nobody needs buttons: LINE on old phones and on a PC, screen readers, all our languages.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from handlers.arrival import Kind
from handlers.flow import Turn
from handlers.wishes import plain
from models.outgoing import Lane, Outgoing

LONGEST = 60


def take_as_press(turn: Turn) -> None:
    """Turn a typed label into the press of its button."""
    if len(turn.arrivals) != 1 or turn.arrivals[0].kind is not Kind.TEXT:
        return
    text = turn.arrivals[0].text
    if len(text) > LONGEST or not plain(text):
        return
    data = _labels(turn).get(plain(text))
    if data is not None:
        turn.arrivals = [replace(turn.arrivals[0], kind=Kind.PRESSED, text="", data=data)]


def _labels(turn: Turn) -> dict[str, str]:
    """Returns the data of the buttons of our last answer, by label."""
    labels: dict[str, str] = {}
    for lane in (Lane.NOTICE, Lane.ANSWER):  # of two with one label the answer's counts
        last = _last(turn, lane)
        shown = [*last.choices, *_choices(last.bubbles)] if last else []
        known = {plain(c["label"]): c["data"] for c in shown if c.get("data") and not c.get("ask")}
        labels |= known
    return labels


def _last(turn: Turn, lane: Lane) -> Outgoing | None:
    query = select(Outgoing).where(Outgoing.person_id == turn.person.id, Outgoing.lane == lane)
    return turn.session.scalars(query.order_by(Outgoing.id.desc()).limit(1)).first()


def _choices(bubbles: list[Any]) -> Iterator[dict[str, Any]]:
    """Yields the buttons of cards."""
    for bubble in bubbles:
        for card in bubble.get("cards", [bubble]):
            yield from card.get("choices", [])

"""What lies in the database for somebody's telephone: what can be read there and tapped."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bubble import Bubble, Card, Cards, Choice, Words, from_json, plain_text
from models.outgoing import Outgoing
from models.person import Person, line_key


def person_of(session: Session, user: str) -> Person | None:
    """Returns who has this LINE id, if they ever wrote."""
    return session.scalars(select(Person).where(Person.line_key == line_key(user))).first()


def rows_of(session: Session, user: str | None, after: int = 0) -> list[Outgoing]:
    """Returns the calls to LINE for somebody after this id, oldest first; None: for groups."""
    query = select(Outgoing).where(Outgoing.id > after).order_by(Outgoing.id)
    if user is None:
        return list(session.scalars(query.where(Outgoing.person_id.is_(None))))
    theirs = select(Person.id).where(Person.line_key == line_key(user)).scalar_subquery()
    return list(session.scalars(query.where(Outgoing.person_id == theirs)))


def read(rows: list[Outgoing]) -> str:
    """Returns all that can be read of these calls, buttons as [label]."""
    words = [_read(from_json(bubble)) for row in rows for bubble in row.bubbles]
    labels = [f"[{choice['label']}]" for row in rows for choice in row.choices]
    return "\n".join([*words, " ".join(labels)] if labels else words)


def codes_in(rows: list[Outgoing]) -> list[str]:
    """Returns what is shown this once: receipt codes."""
    bubbles = [from_json(bubble) for row in rows for bubble in row.bubbles]
    return [bubble.text for bubble in bubbles if isinstance(bubble, Words) and bubble.once]


def buttons(rows: list[Outgoing]) -> list[Choice]:
    """Returns all that can be tapped, oldest first; lines of cards too."""
    found: list[Choice] = []
    for row in rows:
        found += [choice for bubble in row.bubbles for choice in _on(from_json(bubble))]
        found += [Choice(**choice) for choice in row.choices]
    return found


def _read(bubble: Bubble) -> str:
    return bubble.text if isinstance(bubble, Words) else plain_text(bubble)


def _on(bubble: Bubble) -> Iterator[Choice]:
    if isinstance(bubble, Cards):
        for card in bubble.cards:
            yield from _on(card)
    elif isinstance(bubble, Card):
        yield from (Choice(line.label, data=line.change) for line in bubble.lines if line.change)
        yield from bubble.choices

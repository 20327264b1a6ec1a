"""A question about rights in the middle of a story: it is answered, and the story goes on."""

from collections.abc import Iterator

from handlers import answers, rights
from handlers.flow import Turn
from locales.rights import Right

SURE = 0.65
"""Likeness from which it is answered: a story holds many words that belong to no question."""
MOST_PIECES, LONGEST = 3, 80
"""Thai is written with spaces between thoughts: so many of them, and so many characters, may make
up a question."""
MOST_QUESTIONS = 4
"""The last ones of a text: each is compared, at 10 ms."""


def answer(turn: Turn) -> bool:
    """Answer the surest question of the text, if it was reviewed. Returns whether there was one."""
    right = find(turn)
    if right is not None:
        rights.tell(turn, right)
    return right is not None


def find(turn: Turn) -> Right | None:
    """Returns the answer to what the text asks most surely, or None."""
    if turn.person.language not in rights.ANSWERED:
        return None
    near = [found for asked in _questions(turn.text) for found in rights.find(asked)[:1]]
    right, likeness = max(near, key=lambda found: found[1], default=(None, 0.0))
    if right is None or likeness < SURE or not rights.is_current(turn, right):
        return None
    return right


def _questions(text: str) -> Iterator[str]:
    """Yields what may be a question: neighbouring thoughts of which the last one asks."""
    pieces = text.split()
    ends = [end for end, piece in enumerate(pieces) if answers.is_question(piece)]
    for end in ends[-MOST_QUESTIONS:]:
        for size in range(1, min(MOST_PIECES, end + 1) + 1):
            asked = " ".join(pieces[end + 1 - size : end + 1])
            if len(asked) <= LONGEST:
                yield asked

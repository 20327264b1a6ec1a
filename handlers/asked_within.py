"""A question about rights and a story in one text: the question is answered, the story kept."""

from collections.abc import Iterator
from datetime import timedelta

from handlers import answers, filing, hearing, rights
from handlers.flow import Turn
from handlers.hearing import Heard
from locales.rights import Right
from models.base import now
from models.case import Case

SURE = 0.65
"""Likeness from which it is answered where the text as a whole is a story: that holds many words
which belong to no question."""
MOST_PIECES, LONGEST = 3, 80
"""Thai is written with spaces between thoughts: so many of them, and so many characters, may make
up a question."""
STORY = 25
"""Characters of what is told beside the question."""
TOLD = "told_asking"
"""The note of the messages that were answered as a question, and tell something as well."""
LATELY = timedelta(hours=1)
MOST_QUESTIONS = 4
"""The last ones of a text: each is compared, at 10 ms."""


def answer_first(turn: Turn) -> bool:
    """Answer what the text asks above all; what it tells is remembered, in case they want it taken
    up. Returns whether it could be answered."""
    right = find(turn, rights.SURE)
    if right is None:
        return False
    turn.session.flush()  # messages need ids to be found again
    turn.note(**{TOLD: [message.id for message in turn.messages]})
    rights.tell(turn, right)
    return True


def take_told(turn: Turn) -> Case | None:
    """Take up what was told around a question lately. Returns the draft it begins, if any."""
    ids = turn.notes.get(TOLD)
    if not ids:
        return None
    turn.note(**{TOLD: None})
    messages = [
        message
        for message in filing.earlier_messages(turn, ids)
        if message.case_id is None and message.said_at > now() - LATELY
    ]
    if not messages or filing.find_draft(turn) is not None:
        return None
    case = filing.begin_anew(turn, messages)
    learn(turn, case, case.narrative or "")
    return case


def learn(turn: Turn, case: Case, text: str) -> None:
    """Fill in what a text tells beside its questions: a question alone has no subject."""
    filing.fill(case, _what_is_told(turn, text))


def answer(turn: Turn, sure: float = SURE) -> bool:
    """Answer the surest question of the text, if it was reviewed. Returns whether there was one."""
    right = find(turn, sure)
    if right is not None:
        rights.tell(turn, right, in_story=True)
    return right is not None


def tells_too(turn: Turn) -> bool:
    """Whether a question stands in a story of one's own: it should not be answered alone."""
    told = _what_is_told(turn, turn.text)
    return told.length >= STORY and told.is_surely("complaint")


def _what_is_told(turn: Turn, text: str) -> Heard:
    """Returns what was understood of a text without its questions."""
    pieces = [piece for piece in text.split() if not answers.is_question(piece)]
    return hearing.read(" ".join(pieces), hearing.day_of(turn))


def find(turn: Turn, sure: float = SURE) -> Right | None:
    """Returns the answer to what the text asks most surely, or None."""
    if turn.person.language not in rights.ANSWERED:
        return None
    near = [found for asked in _questions(turn.text) for found in rights.find(asked)[:1]]
    right, likeness = max(near, key=lambda found: found[1], default=(None, 0.0))
    if right is None or likeness < sure or not rights.is_current(turn, right):
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

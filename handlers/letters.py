"""A letter of staff that was the last thing a person saw: what they write next answers it."""

from sqlalchemy import select

from handlers import danger, intake
from handlers.flow import Turn, key_of
from models.case import Case
from models.message import Author, Message
from models.states import State


def answered(turn: Turn) -> Case | None:
    """Returns the case whose staff wrote last, while a question of another story is open."""
    asking = {key_of(question.step) for question in intake.QUESTIONS.values()}
    if not turn.text or turn.conversation.step not in asking or danger.in_danger_talk(turn):
        return None
    query = select(Message).where(
        Message.person_id == turn.person.id,
        Message.author != Author.PERSON,
        Message.case_id.is_not(None),
    )
    last = turn.session.scalars(query.order_by(Message.id.desc()).limit(1)).first()
    if last is None or last.author is not Author.STAFF or last.case_id is None:
        return None
    case = turn.session.get(Case, last.case_id)
    return case if case is not None and case.is_open and case.state is not State.DRAFT else None

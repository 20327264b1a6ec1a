"""What a turn says, written down: as calls to LINE, and as messages of the talk."""

from sqlalchemy.orm import Session

from bot import render
from bot.arrivals import moment_of_token
from handlers.flow import Turn
from models.base import now
from models.bubble import Bubble, plain_text, to_json
from models.message import Author, Message
from models.outgoing import Lane, Outgoing


def speak(session: Session, turn: Turn) -> None:
    """Turn what was said into LINE calls of at most five bubbles; the first may use the token."""
    groups_ = render.calls(turn.said)
    token = moment_of_token([a for a in turn.arrivals if not a.standby])
    case_id = turn.case.id if turn.case else None
    for at, bubbles in enumerate(groups_):
        outgoing = Outgoing(
            person_id=turn.conversation.person_id,
            case_id=case_id,
            lane=Lane.ANSWER,
            bubbles=[to_json(bubble) for bubble in bubbles],
            choices=[vars(c) for c in turn.choices] if at == len(groups_) - 1 else [],
            must_arrive=turn.must_arrive,
            reply_token=token[0] if token and at == 0 else None,
            token_at=token[1] if token and at == 0 else None,
        )
        session.add_all([outgoing, *_said(turn, outgoing, bubbles, case_id)])


def _said(
    turn: Turn, outgoing: Outgoing, bubbles: list[Bubble], case_id: int | None
) -> list[Message]:
    return [
        Message(
            person_id=turn.conversation.person_id,
            case_id=case_id,
            author=Author.BOT,
            text=plain_text(bubble),
            outgoing=outgoing,
            said_at=now(),
        )
        for bubble in bubbles
    ]

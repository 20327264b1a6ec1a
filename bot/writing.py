"""Writes down what came: a Message for each thing said, an Attachment for each file."""

from sqlalchemy.orm import Session

from handlers import refusals
from handlers.arrival import MEDIA, SAID, Arrival, Kind
from models.message import Attachment, Author, Keeping, Message
from models.person import Conversation

WRITTEN = SAID | {Kind.EDITED}


def write_down(
    session: Session, conversation: Conversation, arrivals: list[Arrival]
) -> list[Message]:
    """One Message for each thing said; media get an Attachment, whose job fetches the file."""
    messages = [
        Message(
            person_id=conversation.person_id,
            author=Author.PERSON,
            kind=arrival.kind if arrival.kind in WRITTEN else arrival.raw_type,
            text=arrival.text or None,
            place=vars(arrival.place) if arrival.place else None,
            **_ids(arrival),
            incoming_id=arrival.incoming_id,
            said_at=arrival.at,
            attachment=_attachment(arrival),
        )
        for arrival in arrivals
        if arrival.kind in WRITTEN or arrival.kind is Kind.OTHER
    ]
    session.add_all(messages)
    session.flush()  # their ids are what cases and search refer to
    return messages


def _ids(arrival: Arrival) -> dict[str, str | None]:
    """An edited message has the id of the one that it takes the place of: it points to that."""
    if arrival.kind is Kind.EDITED:
        return {"line_message_id": None, "quoted_message_id": arrival.message_id}
    return {
        "line_message_id": arrival.message_id, "quoted_message_id": arrival.quoted_message_id,
    }  # fmt: skip


def _attachment(arrival: Arrival) -> Attachment | None:
    if arrival.kind not in MEDIA:
        return None
    # What lies on an address of the sender's choice is never fetched (SSRF).
    refused = "" if arrival.fetchable else "lies outside LINE"
    if refusals.is_refused(arrival):
        refused = "a kind of file that is not taken"
    return Attachment(
        kind=arrival.kind,
        line_message_id=arrival.message_id,
        name=arrival.file_name,
        keeping=Keeping.REFUSED if refused else Keeping.WAITING,
        error=refused or None,
    )

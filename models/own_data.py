"""All that we hold about a person, for the person (PDPA s.30): a dictionary ready for JSON."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.base import now
from models.case import Case, cases_of, find_draft
from models.message import Author, Message
from models.person import Person
from models.volunteer import volunteer_of

OF_CASE = (
    "number", "state", "office", "category", "urgency", "anonymity", "language", "narrative",
    "respondent", "province", "district", "subdistrict", "place", "incident_date",
    "incident_when", "amount_baht", "remedy", "earlier_complaint", "on_behalf_of",
    "reporter_name", "reporter_phone", "created_at", "submitted_at", "reopened_count", "rating",
    "rating_text", "understood",
)  # fmt: skip
"""What a case holds of a person. Notes of staff among themselves are not the person's data."""


def collect(session: Session, person: Person) -> dict[str, Any]:
    """Returns everything: the person, their cases with the talk in them, the draft, the rest of
    the talk, what they added to others' cases by a code, and what they do as a volunteer. Moments
    and days are ISO strings."""
    draft = find_draft(session, person.id)
    return {
        "made_at": now().isoformat(),
        "person": _person(person),
        "cases": [_case(session, case) for case in reversed(cases_of(session, person.id))],
        "draft": _case(session, draft) if draft else None,
        "talk": _messages(session, (Message.person_id == person.id) & Message.case_id.is_(None)),
        "added_by_code": _messages(
            session,
            (Message.person_id == person.id)
            & (Message.author == Author.PERSON)
            & Message.case_id.in_(select(Case.id).where(Case.person_id != person.id)),
        ),
        "volunteer": _volunteer(session, person),
    }


def _person(person: Person) -> dict[str, Any]:
    accepted = {"version": person.notice_version, "at": _plain(person.notice_at)}
    return {
        "name": person.name,
        "line_user_id": person.line_user_id,
        "language": person.language,
        "province": person.province,
        "wants_news": person.wants_news,
        "reach": person.reach,
        "since": _plain(person.created_at),
        "notice": accepted if person.notice_version else None,
    }


def _case(session: Session, case: Case) -> dict[str, Any]:
    made = {name: _plain(getattr(case, name)) for name in OF_CASE}
    own = (Message.author != Author.PERSON) | (Message.person_id == case.person_id)
    messages = _messages(session, (Message.case_id == case.id) & own)
    return made | {
        "history": [
            {"at": _plain(c.at), "what": c.what, "from": c.from_value, "to": c.to_value}
            for c in case.changes
            if c.what == "state"
        ],
        "messages": messages,
        "attachments": [m["attachment"] for m in messages if m["attachment"]],
    }


def _messages(session: Session, which: Any) -> list[dict[str, Any]]:
    query = select(Message).where(which).order_by(Message.said_at, Message.id)
    found = session.scalars(query.options(selectinload(Message.attachment)))
    return [_message(message) for message in found]


def _message(message: Message) -> dict[str, Any]:
    file = message.attachment
    return {
        "at": _plain(message.said_at),
        "by": str(message.author),
        "kind": message.kind,
        "text": message.text,
        "place": message.place,
        "attachment": {
            "kind": file.kind,
            "name": file.name,
            "size": file.size,
            "sha256": file.sha256.hex() if file.sha256 else None,
        }
        if file
        else None,
    }


def _volunteer(session: Session, person: Person) -> dict[str, Any] | None:
    found = volunteer_of(session, person.id)
    if found is None:
        return None
    return {"office": str(found.office), "province": found.province, "district": found.district}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value

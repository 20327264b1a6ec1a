"""Deleting what was said: a draft with its talk, and all that a person said outside of cases.

A case that was lodged is deleted when two supervisors say so (models.approval): whether the law
wants it kept is for the offices (PDPA s.33), who are told that the person asked.
"""

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from models.base import now
from models.case import Case, cases_of, find_draft, note_change
from models.data_link import DataLink
from models.incoming import Incoming, Reading
from models.message import Attachment, Message
from models.outgoing import Delivery, Outgoing
from models.person import Conversation, Person

ASKED = "erase_asked"
"""The line in a case's history: the person asked to have it deleted."""


def erase_draft(session: Session, draft: Case) -> list[str]:
    """Delete a story that was not sent, with all that was said for it. Returns the paths of the
    files that the caller must erase."""
    session.flush()
    paths = _erase_talk(session, Message.case_id == draft.id, Outgoing.case_id == draft.id)
    session.expire(draft, ["changes"])
    session.delete(draft)
    session.flush()
    return paths


class Kept(Exception):
    """The case must be kept by law (legal hold), or the person has not asked to have it deleted."""


class StillSending(Exception):
    """Something about the case is on its way to LINE: it can be deleted in a minute."""


def may_be_erased(case: Case) -> bool:
    """Whether a lodged case may be deleted: the person asked, and no law keeps it."""
    return not case.legal_hold and any(change.what == ASKED for change in case.changes)


def erase_case(session: Session, case: Case) -> list[str]:
    """Delete a lodged case with all that was said in it. Returns the paths of the files that the
    caller must erase. The audit trail keeps that it was there, and who deleted it.

    Raises Kept, StillSending.
    """
    if not may_be_erased(case):
        raise Kept
    sending = select(Outgoing.id).where(Outgoing.case_id == case.id, Outgoing.leased_until > now())
    if session.scalars(sending.limit(1)).first() is not None:
        raise StillSending
    session.execute(update(Case).where(Case.duplicate_of == case.id).values(duplicate_of=None))
    of_case = update(Outgoing).where(
        Outgoing.case_id == case.id, Outgoing.delivery == Delivery.WAITING
    )
    session.execute(of_case.values(delivery=Delivery.STOPPED, settled_at=now()))
    paths = _erase_talk(session, Message.case_id == case.id, Outgoing.case_id == case.id)
    session.flush()
    session.execute(delete(Case).where(Case.id == case.id))
    session.expunge(case)
    return paths


def erase_person(session: Session, person: Person) -> tuple[list[str], list[Case]]:
    """Delete what we hold of a person, except the cases that were lodged: those are marked.

    Returns the paths of the files that the caller must erase, and the cases that remain. The
    conversation and what is just being answered stay: the person goes on talking with us.
    """
    draft = find_draft(session, person.id)
    paths = erase_draft(session, draft) if draft is not None else []
    outside = Outgoing.person_id == person.id, Outgoing.case_id.is_(None)
    paths += _erase_talk(
        session,
        (Message.person_id == person.id) & Message.case_id.is_(None),
        outside[0] & outside[1],
    )
    dead = Incoming.chat_key == person.line_key, Incoming.reading == Reading.DEAD
    session.execute(update(Incoming).where(*dead).values(raw=None))
    person.name, person.province, person.wants_news = None, None, False
    # Their `reach` stays: it says nothing of them, and keeps a shared telephone dark.
    person.notice_version = person.notice_at = None
    session.execute(delete(DataLink).where(DataLink.person_id == person.id))
    talk = session.get_one(Conversation, person.id)
    talk.notes = None
    kept = cases_of(session, person.id)
    for case in kept:
        if not any(change.what == ASKED for change in case.changes):
            note_change(case, ASKED, None, "asked", actor="person")
            case.heard_at = now()
    return paths, kept


def _erase_talk(
    session: Session, said: ColumnElement[bool], shown: ColumnElement[bool]
) -> list[str]:
    """Delete messages with their files and raw events, and what the bot had shown."""
    of_these = select(Message.id).where(said)
    files = select(Attachment.path).where(Attachment.message_id.in_(of_these))
    found = [path for path in session.scalars(files.with_for_update()) if path]
    events = select(Message.incoming_id).where(said, Message.incoming_id.is_not(None))
    session.execute(update(Incoming).where(Incoming.id.in_(events)).values(raw=None))
    session.execute(delete(Attachment).where(Attachment.message_id.in_(of_these)))
    session.execute(delete(Message).where(said))
    session.execute(delete(Outgoing).where(shown, Outgoing.delivery != Delivery.WAITING))
    return found

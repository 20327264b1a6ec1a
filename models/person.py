"""Person: someone on LINE. Conversation: where the talk with them stands."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from models.base import Base, Id, Moment
from models.reach import Reach
from models.sealing import SealedJSON, SealedText, vault


class Contact(StrEnum):
    """Whether we may write first."""

    FRIEND = "friend"
    WROTE = "wrote"
    """Wrote without adding us: LINE lets us push for 7 days after that."""
    LEFT = "left"
    """Blocked us, or the account is gone."""


class Person(Base):
    """Someone on LINE. Found by `line_key`, the keyed hash of the LINE user id."""

    __tablename__ = "person"

    id: Mapped[Id]
    line_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    line_user_id: Mapped[str] = mapped_column(SealedText)
    name: Mapped[str | None] = mapped_column(SealedText)
    language: Mapped[str] = mapped_column(default="th", server_default="th")
    contact: Mapped[Contact] = mapped_column(default=Contact.WROTE, server_default="wrote")
    reach: Mapped[Reach] = mapped_column(default=Reach.ANY, server_default="any")
    wants_news: Mapped[bool] = mapped_column(default=False, server_default="false")
    """Agreed to receive broadcasts (a volunteer receives them as part of the work)."""
    province: Mapped[str | None]
    muted_until: Mapped[datetime | None]
    notice_version: Mapped[str | None]
    """The privacy notice that was accepted last, and when (PDPA s.23)."""
    notice_at: Mapped[datetime | None]
    created_at: Mapped[Moment]


class Conversation(Base):
    """The state of the talk with one person. Its row is the lock of that person."""

    __tablename__ = "conversation"

    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[str | None]
    notes: Mapped[dict[str, Any] | None] = mapped_column(SealedJSON)
    round: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    touched_at: Mapped[Moment]

    person: Mapped[Person] = relationship()


def line_key(line_id: str) -> bytes:
    """Returns the keyed hash of a LINE user, group or room id."""
    return vault().trace("line", line_id)


_LOCK = (
    select(Conversation)
    .join(Conversation.person)
    .where(Person.line_key == bindparam("key"))
    .options(contains_eager(Conversation.person))
    .with_for_update(of=Conversation)
)
"""Built once, as all statements that every message needs: building them costs more than asking."""


_NEW_PERSON = insert(Person).on_conflict_do_nothing(index_elements=["line_key"])
_NEW_CONVERSATION = (
    insert(Conversation)
    .from_select(["person_id"], select(Person.id).where(Person.line_key == bindparam("key")))
    .on_conflict_do_nothing()
)


def lock_known(session: Session, key: bytes) -> Conversation | None:
    """Returns the conversation of the person with this `line_key`, locked until the transaction
    ends; None for somebody new."""
    return session.scalars(_LOCK, {"key": key}).first()


def lock_conversation(session: Session, line_user_id: str) -> Conversation:
    """Returns the person's conversation, locked until the transaction ends; made if new."""
    key = line_key(line_user_id)
    found = lock_known(session, key)
    if found is None:
        _make(session, key, line_user_id)
        found = session.scalars(_LOCK, {"key": key}).one()
    return found


def _make(session: Session, key: bytes, line_user_id: str) -> None:
    """Make person and conversation; somebody else making them at the same time is fine."""
    connection = session.connection()
    connection.execute(_NEW_PERSON, {"line_key": key, "line_user_id": line_user_id})
    connection.execute(_NEW_CONVERSATION, {"key": key})


def find_person(session: Session, line_user_id: str) -> Person | None:
    """Returns the person with this LINE user id, or None."""
    return session.scalars(select(Person).where(Person.line_key == line_key(line_user_id))).first()

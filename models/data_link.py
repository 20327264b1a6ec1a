"""Links to a page where a person takes a copy of their data: short-lived, and opened by a press."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, now
from models.person import Person
from models.sealing import vault

LIVES = timedelta(minutes=30)
PRESSES = 4
"""A copy may be taken as PDF and as JSON, and each once more where the download failed."""


class DataLink(Base):
    """A link; of its token only the keyed hash is kept. A person has one at a time."""

    __tablename__ = "data_link"

    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    token_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    until: Mapped[datetime]
    presses: Mapped[int]


def make_link(session: Session, person: Person) -> str:
    """Returns the token of a new link; the one before is void."""
    token = secrets.token_urlsafe(24)
    session.execute(delete(DataLink).where(DataLink.person_id == person.id))
    session.add(
        DataLink(person_id=person.id, token_key=_key(token), until=now() + LIVES, presses=PRESSES)
    )
    return token


def find_link(session: Session, token: str) -> DataLink | None:
    """Returns the link of a token, if it can still be opened."""
    query = select(DataLink).where(DataLink.token_key == _key(token), DataLink.until > now())
    found = session.scalars(query).one_or_none()
    return found if found and found.presses > 0 else None


def press(session: Session, token: str) -> Person | None:
    """Spend one press. Returns whose data may be shown, or None."""
    query = select(DataLink).where(DataLink.token_key == _key(token), DataLink.until > now())
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None or found.presses <= 0:
        return None
    found.presses -= 1
    return session.get_one(Person, found.person_id)


def _key(token: str) -> bytes:
    return vault().trace("data-link", token)

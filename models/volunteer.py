"""Volunteer: a person of the network, for an area. Invitation: how one becomes one."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    and_,
    func,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.base import Base, Id, Moment, now
from models.case import Office
from models.person import Person
from models.sealing import vault

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CODE_LIVES = timedelta(days=14)
GUESSES_AN_HOUR = 5
PAGE = 50


class Invitation(Base):
    """A code that makes people volunteers of an area. Only its keyed hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    code_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    office: Mapped[Office]
    province: Mapped[str]
    district: Mapped[str | None]
    uses_left: Mapped[int]
    expires_at: Mapped[datetime]
    created_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("staff.id"))
    created_at: Mapped[Moment]


class Volunteer(Base):
    """A person who serves an area until `ended_at`."""

    __tablename__ = "volunteer"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    invitation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("invitation.id"))
    office: Mapped[Office]
    province: Mapped[str]
    district: Mapped[str | None]
    since: Mapped[Moment]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("staff.id"))
    person: Mapped[Person] = relationship()


class CodeGuess(Base):
    """A code that a person sent and that opened nothing."""

    __tablename__ = "code_guess"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]


class TooManyGuesses(Exception):
    """The person must wait before trying another code."""


def code_key(code: str) -> bytes:
    """Returns the keyed hash of a code, however it was typed."""
    return vault().trace("invitation", "".join(code.upper().split()).replace("-", ""))


def invite(
    session: Session, *, office: Office, province: str, district: str | None, uses: int, by: int
) -> str:
    """Make an invitation. Returns the code (as ABCD-EFGH); it cannot be read again later."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    session.add(
        Invitation(
            code_key=code_key(code),
            office=office,
            province=province,
            district=district,
            uses_left=uses,
            expires_at=now() + CODE_LIVES,
            created_by=by,
        )
    )
    return f"{code[:4]}-{code[4:]}"


def volunteer_of(session: Session, person_id: int) -> Volunteer | None:
    """Returns the person's active volunteer entry, or None."""
    return session.scalars(
        select(Volunteer).where(Volunteer.person_id == person_id, Volunteer.ended_at.is_(None))
    ).first()


def accept(session: Session, person: Person, code: str) -> Volunteer | None:
    """Make the person a volunteer if the code is good; None if it is not. Raises TooManyGuesses.

    A volunteer who sends a second good code changes to its area.
    """
    guesses = session.scalar(
        select(func.count())
        .select_from(CodeGuess)
        .where(CodeGuess.person_id == person.id, CodeGuess.at > now() - timedelta(hours=1))
    )
    if (guesses or 0) >= GUESSES_AN_HOUR:
        raise TooManyGuesses
    invitation = _use(session, code)
    if invitation is None:
        session.add(CodeGuess(person_id=person.id))
        return None
    session.execute(
        update(Volunteer)
        .where(Volunteer.person_id == person.id, Volunteer.ended_at.is_(None))
        .values(ended_at=now())
    )
    volunteer = Volunteer(
        person=person,
        invitation_id=invitation.id,
        office=invitation.office,
        province=invitation.province,
        district=invitation.district,
    )
    session.add(volunteer)
    return volunteer


def _use(session: Session, code: str) -> Invitation | None:
    """Take one use of an invitation; the locked row makes two people at once count twice."""
    invitation = session.scalars(
        select(Invitation)
        .where(
            Invitation.code_key == code_key(code),
            Invitation.uses_left > 0,
            Invitation.expires_at > now(),
        )
        .with_for_update()
    ).first()
    if invitation is not None:
        invitation.uses_left -= 1
    return invitation


def end(volunteer: Volunteer, by: int) -> None:
    """The person no longer serves."""
    volunteer.ended_at, volunteer.ended_by = now(), by


def serving(
    session: Session, office: Office, province: str | None, page: int
) -> tuple[list[Volunteer], bool]:
    """Returns a page (from 1) of an office's volunteers, newest first; more follow?"""
    rows = session.scalars(
        select(Volunteer)
        .where(_serves(office, province))
        .options(joinedload(Volunteer.person))
        .order_by(Volunteer.id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return list(rows[:PAGE]), len(rows) > PAGE


def count_by_province(session: Session, office: Office) -> dict[str, int]:
    """Returns how many volunteers of an office serve in each province that has any."""
    rows = session.execute(
        select(Volunteer.province, func.count())
        .where(_serves(office))
        .group_by(Volunteer.province)
        .order_by(Volunteer.province)
    )
    return {row[0]: row[1] for row in rows}


def find_volunteer(session: Session, office: Office, volunteer_id: int) -> Volunteer | None:
    """Returns a volunteer of an office who has not ended, locked, or None."""
    query = select(Volunteer).where(_serves(office), Volunteer.id == volunteer_id)
    return session.scalars(query.with_for_update(of=Volunteer)).first()


def open_invitations(session: Session, office: Office) -> list[Invitation]:
    """Returns an office's invitations that still work, the soonest to expire first."""
    return list(
        session.scalars(
            select(Invitation)
            .where(
                Invitation.office == office,
                Invitation.uses_left > 0,
                Invitation.expires_at > now(),
            )
            .order_by(Invitation.expires_at)
        )
    )


def revoke(session: Session, office: Office, invitation_id: int) -> bool:
    """End an office's invitation. Returns False where there is none that is open."""
    ended = session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.office == office,
            Invitation.expires_at > now(),
        )
        .values(expires_at=now())
        .returning(Invitation.id)
    )
    return ended.first() is not None


def _serves(office: Office, province: str | None = None) -> ColumnElement[bool]:
    there = Volunteer.province == province if province else true()
    return and_(Volunteer.office == office, Volunteer.ended_at.is_(None), there)

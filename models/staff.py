"""Staff: who works the cases. Their sign-in, sessions and lockout live in the database."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, Moment
from models.case import Office
from models.sealing import SealedText

MAX_FAILURES = 5
LOCKOUT = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
SESSION_LIVES = timedelta(hours=10)


class Role(StrEnum):
    """What a member of staff is for."""

    SCREENER = "screener"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    BROADCASTER = "broadcaster"
    TRAINER = "trainer"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Staff(Base):
    """A member of staff of one office."""

    __tablename__ = "staff"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    office: Mapped[Office]
    role: Mapped[Role]
    password_hash: Mapped[str]
    totp_seed: Mapped[str | None] = mapped_column(SealedText)
    totp_confirmed: Mapped[bool] = mapped_column(default=False)
    totp_last_used: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code taken: a code opens the door once."""
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(default="th")
    person_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("person.id"))
    """Their own LINE account, for tests of broadcasts and for being paged."""
    link_code_key: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)
    link_code_until: Mapped[datetime | None]
    created_at: Mapped[Moment]


class StaffSession(Base):
    """A signed-in browser. The cookie holds the token, the table only its hash."""

    __tablename__ = "staff_session"

    token_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    staff_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    staff: Mapped[Staff] = relationship()


class SignInFailure(Base):
    """A failed try to sign in; `who_key` is the keyed hash of the e-mail or the address."""

    __tablename__ = "sign_in_failure"

    id: Mapped[Id]
    who_key: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    at: Mapped[Moment]


class CaseBar(Base):
    """A member of staff who must not see a case, because it names them."""

    __tablename__ = "case_bar"

    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )

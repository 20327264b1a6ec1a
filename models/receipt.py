"""Receipt codes: by one a case is followed without saying who one is, from any LINE account.

A code is a locator, which finds the case, and a secret, of which only a slow hash is kept: whoever
has the database cannot use it. Both are shown once, when the case is lodged.
"""

import re
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import BigInteger, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Moment, now
from models.case import Case
from models.person import Person
from models.sealing import vault
from models.volunteer import LETTERS, CodeGuess

LOCATOR, SECRET, PIECE = 8, 16, 4
TRIES_AN_HOUR = 5
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_APART = "[\\s\u200b-\u200f\u2010-\u2015\u2212._/\ufeff-]"
"""What people and keyboards put between the letters."""
_CODE = re.compile(rf"(?<![A-Z0-9])RC((?:{_APART}*[{LETTERS}]){{{LOCATOR + SECRET}}})(?![A-Z0-9])")


class Receipt(Base):
    """The receipt code of a case."""

    __tablename__ = "receipt"

    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True
    )
    locator: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    made_at: Mapped[Moment]


class TooManyTries(Exception):
    """The person must wait before trying another code."""


def make_receipt(session: Session, case: Case) -> str:
    """Returns a new code for a case, as RC-XXXX-...; it cannot be read again later."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LOCATOR + SECRET))
    session.merge(
        Receipt(
            case_id=case.id,
            locator=letters[:LOCATOR],
            secret_hash=_HASHER.hash(letters[LOCATOR:]),
            made_at=now(),
        )
    )
    return "-".join(("RC", *(letters[at : at + PIECE] for at in range(0, len(letters), PIECE))))


def find_code(text: str) -> str | None:
    """Returns the letters of the code in a text, however it was typed, or None."""
    found = _CODE.search(text.upper())
    return re.sub(_APART, "", found[1]) if found else None


def without_code(text: str) -> str:
    """Returns a text without the codes in it."""
    upper = text.upper()
    spans = [found.span() for found in _CODE.finditer(upper)] if len(upper) == len(text) else []
    for begin, end in reversed(spans):
        text = text[:begin] + text[end:]
    return text if spans or not find_code(text) else ""


def open_receipt(session: Session, person: Person, letters: str) -> Case | None:
    """Returns the case of a code; None where it opens nothing, which counts as a try.

    Raises TooManyTries after five wrong ones in an hour. A wrong locator takes as long as a wrong
    secret, so that nobody learns which locators exist.
    """
    hour = CodeGuess.at > now() - timedelta(hours=1)
    tries = select(func.count()).select_from(CodeGuess).where(CodeGuess.person_id == person.id)
    if (session.scalar(tries.where(hour)) or 0) >= TRIES_AN_HOUR:
        raise TooManyTries
    receipt = session.scalars(
        select(Receipt).where(Receipt.locator == letters[:LOCATOR])
    ).one_or_none()
    hashed = receipt.secret_hash if receipt else _HASHER.hash("nobody's")
    if not _fits(hashed, letters[LOCATOR:]) or receipt is None:
        session.add(CodeGuess(person_id=person.id))
        return None
    return session.get_one(Case, receipt.case_id)


def paper_mark(number: str) -> str:
    """Returns what must stand in the address of a case's receipt: nobody can guess it."""
    return vault().trace("receipt-paper", number)[:16].hex()


def _fits(hashed: str, secret: str) -> bool:
    try:
        return _HASHER.verify(hashed, secret)
    except VerificationError:
        return False

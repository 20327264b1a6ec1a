"""A member of staff ties their own LINE account to theirs here, by a code sent to the bot."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import now
from models.person import Person
from models.sealing import vault
from models.staff import Staff
from models.volunteer import GUESSES_AN_HOUR, LETTERS, CodeGuess

CODE_LENGTH = 6
CODE_LIVES = timedelta(minutes=15)


def make_link_code(session: Session, staff: Staff) -> str:
    """Returns a code of six letters that ties whoever sends it to the bot; an older one is void."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    staff.link_code_key, staff.link_code_until = _key(code), now() + CODE_LIVES
    session.flush()
    return code


def link_staff(session: Session, person: Person, code: str) -> Staff | None:
    """Tie the person to the member of staff whose code this is; None where it is nobody's.

    A wrong code counts as a guess while any code is open; after a few an hour nothing is taken.
    """
    open_codes = select(Staff).where(Staff.active, Staff.link_code_until > now())
    if session.scalars(open_codes.limit(1)).first() is None or _guessed_enough(session, person):
        return None
    member = session.scalars(
        open_codes.where(Staff.link_code_key == _key(code)).with_for_update()
    ).first()
    if member is None:
        session.add(CodeGuess(person_id=person.id))
        return None
    member.person_id, member.link_code_key, member.link_code_until = person.id, None, None
    return member


def unlink(staff: Staff) -> None:
    """Untie the account, and void a code that waits."""
    staff.person_id, staff.link_code_key, staff.link_code_until = None, None, None


def _guessed_enough(session: Session, person: Person) -> bool:
    hour = CodeGuess.at > now() - timedelta(hours=1)
    guesses = session.scalar(
        select(func.count()).select_from(CodeGuess).where(CodeGuess.person_id == person.id, hour)
    )
    return (guesses or 0) >= GUESSES_AN_HOUR


def _key(code: str) -> bytes:
    return vault().trace("staff-link", "".join(code.upper().split()))

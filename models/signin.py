"""How staff sign in: password, one-time code, lockout and sessions, all kept in the database."""

import secrets
import time
from datetime import timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from models.base import now
from models.sealing import vault
from models.staff import (
    IDLE,
    LOCKOUT,
    MAX_FAILURES,
    SESSION_LIVES,
    SignInFailure,
    Staff,
    StaffSession,
)

SHORTEST = 12
"""Characters of a password (NIST SP 800-63B asks for length, not for kinds of characters)."""
MAX_FAILURES_OF_ADDRESS = 4 * MAX_FAILURES
"""A whole office often shares one address."""
TOUCH_EVERY = timedelta(minutes=1)
STEP = 30
_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_hex(16))


class LockedOut(Exception):
    """Too many failures; no further try until some time has passed."""


class WeakPassword(Exception):
    """The password is too short."""


def hash_password(password: str) -> str:
    """Returns the argon2 hash of a new password. Raises WeakPassword."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"{SHORTEST} characters or more")
    return _hasher.hash(password)


def check_password(session: Session, email: str, password: str, address: str) -> Staff | None:
    """Returns the active member of staff with this e-mail and password, or None.

    The work is the same for an unknown e-mail and a wrong password. A failure is counted for the
    e-mail and the network address. Raises LockedOut.
    """
    _hold(session, email)
    if _locked(session, email, address):
        raise LockedOut
    member = session.scalars(select(Staff).where(Staff.email == email.strip().lower())).first()
    right = _verify(member.password_hash if member else _NOBODYS, password)
    if member is None or not right or not member.active:
        count_failure(session, email, address)
        return None
    if _hasher.check_needs_rehash(member.password_hash):
        member.password_hash = _hasher.hash(password)
    return member


def _verify(hash_: str, password: str) -> bool:
    try:
        return _hasher.verify(hash_, password)
    except (VerificationError, InvalidHashError):
        return False


def _hold(session: Session, email: str) -> None:
    """One try at a time for an e-mail: a burst of guesses must not outrun the count."""
    number = int.from_bytes(_who("email", email)[:8], "big", signed=True)
    session.execute(text("select pg_advisory_xact_lock(:number)"), {"number": number})


def _who(kind: str, value: str) -> bytes:
    return vault().trace(f"sign-in {kind}", value.strip().lower())


def _locked(session: Session, email: str, address: str) -> bool:
    limits = (("email", email, MAX_FAILURES), ("address", address, MAX_FAILURES_OF_ADDRESS))
    return any(_failures(session, _who(kind, value)) >= most for kind, value, most in limits)


def _failures(session: Session, who: bytes) -> int:
    counted = select(func.count()).where(
        SignInFailure.who_key == who, SignInFailure.at > func.clock_timestamp() - LOCKOUT
    )
    return session.scalar(counted) or 0


def count_failure(session: Session, email: str, address: str) -> None:
    """Remember a failed try for the e-mail and the address; forget those that no longer count."""
    session.execute(delete(SignInFailure).where(SignInFailure.at < now() - LOCKOUT))
    keys = (_who("email", email), _who("address", address))
    session.add_all(SignInFailure(who_key=key) for key in keys)


def new_seed(member: Staff) -> str:
    """Returns the seed that the member of staff is setting up, made if there is none."""
    if member.totp_seed is None:
        member.totp_seed = pyotp.random_base32()
        member.totp_confirmed = False
    return member.totp_seed


def seed_address(member: Staff, issuer: str) -> str:
    """Returns the otpauth: address that authenticator apps read from a QR code."""
    return pyotp.TOTP(new_seed(member)).provisioning_uri(name=member.email, issuer_name=issuer)


def check_code(session: Session, member: Staff, code: str, address: str) -> bool:
    """Whether the code is right now, a step early or late, and was not used before.

    A code opens the door once, also when it comes twice at the same moment (RFC 6238, 5.2). A
    wrong one counts as a failed sign-in. Raises LockedOut.
    """
    _hold(session, member.email)
    if _locked(session, member.email, address):
        raise LockedOut
    step = _step_of(member.totp_seed or "", "".join(code.split()))
    taken = step is not None and session.scalar(
        update(Staff)
        .where(Staff.id == member.id, Staff.totp_last_used < step)
        .values(totp_last_used=step, totp_confirmed=True)
        .returning(Staff.id)
    )
    if not taken:
        count_failure(session, member.email, address)
    return bool(taken)


def _step_of(seed: str, code: str) -> int | None:
    current = int(time.time()) // STEP
    totp = pyotp.TOTP(seed)
    for step in (current, current - 1, current + 1):
        if seed and secrets.compare_digest(totp.at(step * STEP).encode(), code.encode()):
            return step
    return None


def begin(session: Session, member: Staff) -> str:
    """Open a session after a full sign-in. Returns its token, which is kept nowhere."""
    session.execute(
        delete(SignInFailure).where(SignInFailure.who_key == _who("email", member.email))
    )
    session.execute(delete(StaffSession).where(StaffSession.created_at < now() - SESSION_LIVES))
    token = secrets.token_urlsafe(32)
    session.add(StaffSession(token_key=_token_key(token), staff_id=member.id))
    return token


def signed_in(session: Session, token: str, *, touch: bool) -> Staff | None:
    """Returns the active member of staff whose session this is; None where it is over.

    `touch`: they did something themselves, so the session is not idle.
    """
    moment = now()
    row = session.scalars(
        select(StaffSession).where(
            StaffSession.token_key == _token_key(token),
            StaffSession.seen_at > moment - IDLE,
            StaffSession.created_at > moment - SESSION_LIVES,
        )
    ).first()
    if row is None or not row.staff.active:
        return None
    if touch and row.seen_at < moment - TOUCH_EVERY:
        session.execute(
            update(StaffSession)
            .where(StaffSession.token_key == row.token_key)
            .values(seen_at=moment)
        )
    return row.staff


def end(session: Session, token: str) -> None:
    """End one session."""
    session.execute(delete(StaffSession).where(StaffSession.token_key == _token_key(token)))


def end_all(session: Session, staff_id: int, *, but: str = "") -> None:
    """End all sessions of a member of staff, `but` the one with this token."""
    session.execute(
        delete(StaffSession).where(
            StaffSession.staff_id == staff_id, StaffSession.token_key != _token_key(but)
        )
    )


def _token_key(token: str) -> bytes:
    return vault().trace("session", token)

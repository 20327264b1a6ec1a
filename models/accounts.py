"""Accounts of staff: made, changed, stopped. Every change ends the sessions it makes wrong."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Office
from models.signin import end_all, hash_password
from models.staff import Role, Staff


class Taken(Exception):
    """Another account has this e-mail."""


class WrongAddress(Exception):
    """This is no e-mail address."""


def add(
    session: Session,
    email: str,
    name: str,
    office: Office,
    role: Role,
    *,
    password: str | None = None,
) -> tuple[Staff, str]:
    """Make an account. Returns it and its first password (made up if none is given).

    Raises Taken, WrongAddress, WeakPassword.
    """
    address = email.strip().lower()
    before, at, after = address.partition("@")
    if not (before and at and "." in after) or any(map(str.isspace, address)):
        raise WrongAddress(address)
    if session.scalars(select(Staff.id).where(Staff.email == address)).first() is not None:
        raise Taken(address)
    password = password or new_password()
    member = Staff(
        email=address,
        name=name.strip() or address,
        office=office,
        role=role,
        password_hash=hash_password(password),
    )
    session.add(member)
    session.flush()
    return member, password


def new_password() -> str:
    """Returns a password to be handed over and changed."""
    return "-".join(secrets.token_hex(2) for _ in range(5))


def set_password(session: Session, member: Staff, password: str, *, keep: str = "") -> None:
    """Give a password; all sessions end but the one with the token `keep`. Raises WeakPassword."""
    member.password_hash = hash_password(password)
    end_all(session, member.id, but=keep)


def forget_totp(session: Session, member: Staff) -> None:
    """The second factor must be set up again at the next sign-in; all sessions end."""
    member.totp_seed, member.totp_confirmed = None, False
    end_all(session, member.id)


def set_active(session: Session, member: Staff, active: bool) -> None:
    """Open or close an account; closed, it is out at once."""
    member.active = active
    if not active:
        end_all(session, member.id)


def place(session: Session, member: Staff, office: Office, role: Role) -> None:
    """Give another office or role; they sign in anew."""
    member.office, member.role = office, role
    end_all(session, member.id)


def everybody(session: Session) -> list[Staff]:
    """Returns all accounts, active ones first."""
    return list(session.scalars(select(Staff).order_by(Staff.active.desc(), Staff.email)))

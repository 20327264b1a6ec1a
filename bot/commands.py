"""What each command of `python -m bot` does. Heavy imports are made where they are needed."""

import argparse
import getpass
import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from bot import log
from bot.database import open_database
from bot.settings import read_settings
from models import accounts, audit, signin
from models.case import Office
from models.staff import Role, Staff


class Refused(Exception):
    """The command cannot be carried out; the text says why."""


def run(options: argparse.Namespace) -> int:
    """Run a command. Returns the exit status. Raises Refused, WrongSettings."""
    return COMMANDS[options.command](options)


def _migrate(_: argparse.Namespace) -> int:
    from bot.migrate import migrate

    engine = create_engine(read_settings().sqlalchemy_url)
    migrate(engine)
    engine.dispose()
    return 0


def _worker(_: argparse.Namespace) -> int:
    from bot import worker

    settings = read_settings()
    log.set_up(settings.log_level)
    worker.work(settings)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from bot import demo

    return demo.run(Path(options.folder), reset=options.reset)


def _staff(options: argparse.Namespace) -> int:
    sessions = open_database(read_settings())
    with sessions.begin() as session:
        _STAFF[options.do](session, options)
    return 0


def _add(session: Session, options: argparse.Namespace) -> None:
    try:
        office, role = Office(options.office), Role(options.role)
        accounts.add(session, options.email, options.name, office, role, password=_password())
    except ValueError as error:
        raise Refused(f"{error}. Offices: {_names(Office)}. Roles: {_names(Role)}.") from error
    except accounts.Taken as error:
        raise Refused(f"{error} has an account already") from error
    except (accounts.WrongAddress, signin.WeakPassword) as error:
        raise Refused(f"not taken: {error}") from error
    audit.record(session, "staff.add", staff_id=None, by="command line", email=options.email)


def _names(kind: type[Office] | type[Role]) -> str:
    return ", ".join(kind)


def _password() -> str:
    return os.environ.get("STAFF_PASSWORD") or getpass.getpass("Password: ")


def _list(session: Session, _: argparse.Namespace) -> None:
    for one in session.scalars(select(Staff).order_by(Staff.email)):
        state = "active" if one.active else "disabled"
        print(f"{one.email}\t{one.name}\t{one.office}\t{one.role}\t{state}")


def _found(session: Session, options: argparse.Namespace) -> Staff:
    email = options.email.strip().lower()
    one = session.scalars(select(Staff).where(Staff.email == email)).first()
    if one is None:
        raise Refused(f"nobody has the e-mail {email}")
    audit.record(session, f"staff.{options.do}", staff_id=None, by="command line", email=email)
    return one


def _disable(session: Session, options: argparse.Namespace) -> None:
    one = _found(session, options)
    one.active = False
    signin.end_all(session, one.id)


def _reset_password(session: Session, options: argparse.Namespace) -> None:
    accounts.set_password(session, _found(session, options), _password())


def _reset_totp(session: Session, options: argparse.Namespace) -> None:
    one = _found(session, options)
    one.totp_seed, one.totp_confirmed, one.totp_last_used = None, False, 0
    signin.end_all(session, one.id)


_STAFF: dict[str, Callable[[Session, argparse.Namespace], None]] = {
    "add": _add,
    "list": _list,
    "disable": _disable,
    "reset-password": _reset_password,
    "reset-totp": _reset_totp,
}


def _doctor(_: argparse.Namespace) -> int:
    from bot import doctor

    return doctor.run()


def _export(options: argparse.Namespace) -> int:
    from bot import export

    try:
        return export.run(options)
    except export.Refused as error:
        raise Refused(str(error)) from error


def _rotate(_: argparse.Namespace) -> int:
    from bot import keys

    print(f"{keys.rotate(open_database(read_settings()))} rows are under the newest key")
    return 0


def _reindex(_: argparse.Namespace) -> int:
    from bot import keys

    print(f"{keys.reindex(open_database(read_settings()))} rows are found by the new key")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "migrate": _migrate,
    "worker": _worker,
    "demo": _demo,
    "staff": _staff,
    "doctor": _doctor,
    "export": _export,
    "rotate-keys": _rotate,
    "reindex": _reindex,
}

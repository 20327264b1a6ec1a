"""What each command of `python -m bot` does. Heavy imports are made where they are needed."""

import argparse
import gc
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot import log, startup
from bot.database import Sessions
from bot.settings import Settings, read_settings, staff_password
from models import accounts, audit, signin
from models.case import Office
from models.staff import Role, Staff


class Refused(Exception):
    """The command cannot be carried out; the text says why."""


def run(options: argparse.Namespace) -> int:
    """Run a command. Returns the exit status. Raises Refused, WrongSettings."""
    try:
        return COMMANDS[options.command](options)
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        raise Refused(f"the database cannot be used: {reason}") from error


def _migrate(_: argparse.Namespace) -> int:
    from bot.migrate import migrate

    with _checked(read_settings()) as engine:
        migrate(engine)
    return 0


def _worker(_: argparse.Namespace) -> int:
    gc.disable()  # a quarter of its start; its children collect again
    from bot import worker

    settings = read_settings()
    log.set_up(settings.log_level)
    with _checked(settings):
        pass
    worker.work(settings)
    return 0


@contextmanager
def _checked(settings: Settings) -> Iterator[Engine]:
    """Opens a database without open demo accounts, as far as it can be asked."""
    engine = create_engine(settings.sqlalchemy_url, connect_args={"connect_timeout": 5})
    try:
        with suppress(SQLAlchemyError):  # no tables yet, or away: the caller finds out
            startup.refuse_demo_accounts(settings, sessionmaker(engine))
        yield engine
    finally:
        engine.dispose()


def _demo(options: argparse.Namespace) -> int:
    from bot import demo

    return demo.run(Path(options.folder), reset=options.reset)


def _staff(options: argparse.Namespace) -> int:
    with startup.database() as sessions, sessions.begin() as session:
        _STAFF[options.do](session, options)
    return 0


def _add(session: Session, options: argparse.Namespace) -> None:
    office, role = Office(options.office), Role(options.role)
    try:
        one, _ = accounts.add(
            session, options.email, options.name, office, role, password=_password()
        )
    except accounts.Taken as error:
        raise Refused(f"{error} has an account already") from error
    except accounts.WrongAddress as error:
        raise Refused(f"{error} is no e-mail address") from error
    except signin.WeakPassword as error:
        raise Refused(f"the password is too short: {error}") from error
    _note(session, options, one)
    print(f"{one.email} can sign in as {one.role} of {one.office}")


def _password() -> str:
    given = staff_password()
    if given:
        return given
    typed = getpass.getpass("Password: ")
    if typed != getpass.getpass("Once more: "):
        raise Refused("the two were not the same; nothing was changed")
    return typed


def _note(session: Session, options: argparse.Namespace, one: Staff) -> None:
    audit.record(session, _ACTS[options.do], staff_id=None, by="command line", member=one.id)


def _list(session: Session, _: argparse.Namespace) -> None:
    for one in accounts.everybody(session):
        state = "active" if one.active else "disabled"
        demo = "\tdemo" if one.is_demo else ""
        print(f"{one.email}\t{one.name}\t{one.office}\t{one.role}\t{state}{demo}")


def _found(session: Session, options: argparse.Namespace) -> Staff:
    email = options.email.strip().lower()
    one = session.scalars(select(Staff).where(Staff.email == email)).first()
    if one is None:
        raise Refused(f"nobody has the e-mail {email}")
    _note(session, options, one)
    return one


def _disable(session: Session, options: argparse.Namespace) -> None:
    if not options.demo:
        accounts.set_active(session, _found(session, options), False)
        return
    for one in session.scalars(select(Staff).where(Staff.is_demo, Staff.active)).all():
        accounts.set_active(session, one, False)
        _note(session, options, one)
        print(f"{one.email} is disabled")


def _reset_password(session: Session, options: argparse.Namespace) -> None:
    one = _found(session, options)
    try:
        accounts.set_password(session, one, _password())
    except signin.WeakPassword as error:
        raise Refused(f"the password is too short: {error}") from error


def _reset_totp(session: Session, options: argparse.Namespace) -> None:
    accounts.forget_totp(session, _found(session, options))


_ACTS = {
    "add": "add_staff",
    "disable": "close_staff",
    "reset-password": "reset_password",
    "reset-totp": "reset_totp",
}
"""The names under which the console writes the same acts into the trail."""

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

    with startup.database() as sessions:
        made = keys.rotate(sessions)
        _note_keys(sessions, "rotate_keys", made)
    print(f"{made} rows are under the newest key")
    return 0


def _note_keys(sessions: Sessions, act: str, rows: int) -> None:
    with sessions.begin() as session:
        audit.record(session, act, staff_id=None, by="command line", rows=rows)


def _reindex(_: argparse.Namespace) -> int:
    from bot import keys

    with startup.database() as sessions:
        with sessions() as session:
            if startup.worker_runs(session):
                raise Refused("stop web and worker first, and wait 15 seconds")
        try:
            made = keys.reindex(sessions)
        except IntegrityError as error:
            raise Refused(
                "somebody wrote under the new INDEX_KEY before this command had run and is now in"
                " the database twice: go back to the backup, stop web and worker, run it again"
            ) from error
        _note_keys(sessions, "reindex", made)
    print(f"{made} rows are found by the new key; staff sign in anew; invitation codes have ended")
    return 0


def _richmenu(options: argparse.Namespace) -> int:
    from bot import richmenu, richmenu_apply
    from bot.line import Line, SendError
    from bot.richmenu_line import Menus

    settings = read_settings()
    token = settings.line_channel_access_token.get_secret_value()
    client = Menus(Line(token, settings.line_api_url, settings.line_data_api_url))
    try:
        for line in richmenu_apply.apply(client):
            print(line)
        if options.link:
            with startup.database() as sessions, sessions() as session:
                linked = richmenu_apply.link_people(client, richmenu_apply.friends(session))
                print(f"{linked} friends were shown the menu of their role and language")
    except (richmenu.Unfit, richmenu_apply.NotMoved, SendError) as error:
        raise Refused(str(error)) from error
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
    "richmenu": _richmenu,
}

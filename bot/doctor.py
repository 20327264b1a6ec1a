"""`python -m bot doctor`: says in plain words what is missing or wrong, and what to do."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Sessions, open_database
from bot.line import Line, Outcome, SendError
from bot.migrate import behind
from bot.settings import Settings, WrongSettings, read_settings
from models.incoming import Incoming, Reading
from models.person import Person
from models.sealing import BrokenSeal
from models.staff import Staff

MANAGER = "LINE Official Account Manager > Settings > Response settings"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    fine: bool
    says: str


def run() -> int:
    """Look at everything and print it. Returns 1 where something is wrong."""
    found = list(_examine())
    for finding in found:
        print(f"{'ok ' if finding.fine else '!! '} {finding.says}")
    return 0 if all(finding.fine for finding in found) else 1


def _examine() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except WrongSettings as error:
        yield from (Finding(False, f"Setting {line}") for line in str(error).splitlines())
        return
    yield Finding(True, "All settings are there.")
    yield from _database(open_database(settings))
    yield _folder(settings)
    line = Line(
        settings.line_channel_access_token.get_secret_value(),
        settings.line_api_url,
        settings.line_data_api_url,
    )
    yield from examine_line(line, settings)


def _database(sessions: Sessions) -> Iterator[Finding]:
    try:
        with sessions() as session:
            session.execute(text("select 1"))
            yield Finding(True, "The database answers.")
            yield from _inside(session)
    except SQLAlchemyError as error:
        yield Finding(
            False, f"The database does not answer ({type(error).__name__}): DATABASE_URL."
        )


def _inside(session: Session) -> Iterator[Finding]:
    if behind(session.connection()):
        yield Finding(False, "Migrations are missing: run `python -m bot migrate`.")
        return
    yield Finding(True, "The database has the newest schema.")
    yield _seals(session)
    yield _worker(session)
    dead = session.scalar(
        select(func.count()).select_from(Incoming).where(Incoming.reading == Reading.DEAD)
    )
    yield Finding(not dead, f"{dead} events were given up after three tries (dead letters).")
    demo = session.scalar(select(func.count()).select_from(Staff).where(Staff.is_demo))
    yield Finding(not demo, f"{demo} demo accounts: production does not start with them.")


def _seals(session: Session) -> Finding:
    try:
        session.scalars(select(Person.line_user_id).order_by(Person.id).limit(1)).all()
        session.scalars(select(Person.line_user_id).order_by(Person.id.desc()).limit(1)).all()
    except BrokenSeal:
        return Finding(False, "DATA_KEYS do not open what is in the database: a key is missing.")
    return Finding(True, "DATA_KEYS open what is in the database.")


def _worker(session: Session) -> Finding:
    alive = session.scalar(
        text(
            "select exists (select 1 from procrastinate_workers"
            " where last_heartbeat > now() - interval '15 seconds')"
        )
    )
    return Finding(
        bool(alive), "A worker runs." if alive else "No worker runs: nobody is answered."
    )


def _folder(settings: Settings) -> Finding:
    folder = settings.media_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(False, f"MEDIA_DIR {folder} cannot be written to ({error.strerror}).")
    free = shutil.disk_usage(folder).free // 1024**3
    return Finding(free >= 2, f"MEDIA_DIR can be written to; {free} GiB are free.")


def examine_line(line: Line, settings: Settings) -> Iterator[Finding]:
    """Yields what LINE says of the account, its webhook and its quota."""
    for look in (_account, _webhook, _quota):
        try:
            yield from look(line, settings)
        except SendError as error:
            yield _trouble(error)
            if error.outcome is Outcome.UNAUTHORISED:
                return


def _trouble(error: SendError) -> Finding:
    if error.outcome is Outcome.UNAUTHORISED:
        return Finding(False, "LINE does not take LINE_CHANNEL_ACCESS_TOKEN: issue a new one.")
    return Finding(False, f"LINE did not answer: {error.reason}.")


def _account(line: Line, _: Settings) -> Iterator[Finding]:
    account = line.account()
    yield Finding(True, f"The token is of the account {account.get('displayName')}.")
    chat = account.get("chatMode") == "chat"
    yield Finding(
        not chat,
        f"Chat is switched on in {MANAGER}: people would talk to two; switch it off."
        if chat
        else "Chat in the account manager is off, as it should be.",
    )
    # LINE's API does not tell whether these are on; they would use up reply tokens (T15).
    yield Finding(True, f"Please look yourself: auto-response and greeting are OFF in {MANAGER}.")


def _webhook(line: Line, settings: Settings) -> Iterator[Finding]:
    wanted = f"{settings.public_url}/line/webhook"
    address, active = line.webhook()
    right = f"The webhook's address is {wanted}."
    wrong = f"The webhook's address at LINE is {address or 'not set'}, it should be {wanted}."
    yield Finding(address == wanted, right if address == wanted else wrong)
    yield Finding(
        active,
        "The webhook is switched on."
        if active
        else "The webhook is switched OFF: switch on 'Use webhook' in the LINE Developers console.",
    )


def _quota(line: Line, _: Settings) -> Iterator[Finding]:
    quota = line.quota()
    if quota.limit is None:
        yield Finding(True, f"No monthly limit; {quota.used} messages were sent this month.")
        return
    share = 100 * quota.used // max(1, quota.limit)
    yield Finding(
        share < 90, f"{quota.used} of {quota.limit} messages used this month ({share} %)."
    )

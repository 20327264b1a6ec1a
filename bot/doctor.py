"""`python -m bot doctor`: says in plain words what is missing or wrong, and what to do."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, LargeBinary, and_, func, select, text, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.keys import sealed_tables
from bot.line import Line, Outcome, SendError
from bot.migrate import behind
from bot.settings import Settings, WrongSettings, read_settings
from bot.startup import database, worker_is_whole
from models.incoming import Incoming, Reading
from models.message import Attachment, Keeping
from models.outgoing import Delivery, Outgoing
from models.person import Person, line_key
from models.sealing import BrokenSeal, vault
from models.staff import Staff

MANAGER = "LINE Official Account Manager > Settings > Response settings"
CONSOLE = "LINE Developers console > your channel > Messaging API"
OLDEST_SERVER = 15
LITTLE_SPACE = 2


class Mark(StrEnum):
    """How a finding is shown."""

    FINE = "ok"
    LOOK = "?"
    """Somebody should look; the service works."""
    WRONG = "!"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    mark: Mark
    says: str


def _either(fine: bool, good: str, bad: str, mark: Mark = Mark.WRONG) -> Finding:
    return Finding(Mark.FINE, good) if fine else Finding(mark, bad)


def run() -> int:
    """Look at everything and print it. Returns 1 where something is wrong."""
    wrong = False
    for finding in _examine():
        print(f"{finding.mark:<3}{finding.says}", flush=True)
        wrong |= finding.mark is Mark.WRONG
    return int(wrong)


def _examine() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except WrongSettings as error:
        yield from (Finding(Mark.WRONG, f"Setting {line}") for line in str(error).splitlines())
        return
    yield Finding(Mark.FINE, f"All settings are there (ENVIRONMENT is {settings.environment}).")
    with database() as sessions:
        yield from _database(sessions, settings)
    yield from _folder(settings)
    line = Line(
        settings.line_channel_access_token.get_secret_value(),
        settings.line_api_url,
        settings.line_data_api_url,
    )
    yield from examine_line(line, settings)


def _database(sessions: Sessions, settings: Settings) -> Iterator[Finding]:
    try:
        with sessions() as session:
            version = int(session.scalar(text("show server_version_num"))) // 10_000
            good = f"The database answers (PostgreSQL {version})."
            yield _either(
                version >= OLDEST_SERVER, good, f"{good} It must be {OLDEST_SERVER} or newer."
            )
            yield from _inside(session, settings)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        yield Finding(Mark.WRONG, f"The database cannot be used, see DATABASE_URL: {reason}")


def _inside(session: Session, settings: Settings) -> Iterator[Finding]:
    if behind(session.connection()):
        yield Finding(Mark.WRONG, "Tables are missing or old: run `python -m bot migrate`.")
        return
    yield Finding(Mark.FINE, "The tables are the newest.")
    yield _seals(session)
    yield _index(session)
    yield _either(
        worker_is_whole(session),
        "A worker runs.",
        "No worker runs, so nobody is answered: start `python -m bot worker`.",
    )
    yield from _given_up(session)
    yield _demo_accounts(session, settings)


def _seals(session: Session) -> Finding:
    try:
        for mapper, columns in sealed_tables():
            raw = [type_coerce(column, LargeBinary) for column in columns]
            for order in (mapper.primary_key, [key.desc() for key in mapper.primary_key]):
                row = session.execute(select(*raw).order_by(*order).limit(1)).first() or ()
                for value in filter(None, row):
                    vault().open(bytes(value))
    except BrokenSeal:
        return Finding(
            Mark.WRONG,
            f"DATA_KEYS do not open table {mapper.local_table}: add the key that was used before.",
        )
    return Finding(Mark.FINE, "DATA_KEYS open the oldest and the newest row of each table.")


def _index(session: Session) -> Finding:
    try:
        newest = session.scalars(select(Person).order_by(Person.id.desc()).limit(1)).first()
        fits = newest is None or newest.line_key == line_key(newest.line_user_id)
    except BrokenSeal:
        fits = False
    return _either(
        fits,
        "INDEX_KEY finds people.",
        "INDEX_KEY is not the one people were filed under: put the old one back, or stop web and"
        " worker and run `python -m bot reindex`.",
    )


def _given_up(session: Session) -> Iterator[Finding]:
    for says, condition in (
        ("messages of people could not be read", Incoming.reading == Reading.DEAD),
        ("answers failed or are unsure in the last day", _failed_today()),
        ("pictures and files could not be fetched", Attachment.keeping == Keeping.FAILED),
    ):
        count = session.scalar(select(func.count()).where(condition)) or 0
        bad = f"{count} {says}: see 'Dead letters' in docs/operating.md."
        yield _either(not count, f"0 {says}.", bad)


def _failed_today() -> ColumnElement[bool]:
    recent = Outgoing.created_at > func.now() - timedelta(days=1)
    return and_(Outgoing.delivery.in_((Delivery.FAILED, Delivery.UNSURE)), recent)


def _demo_accounts(session: Session, settings: Settings) -> Finding:
    count = session.scalar(select(func.count()).where(Staff.is_demo, Staff.active)) or 0
    return _either(
        not count,
        "There are no open demo accounts.",
        f"{count} demo accounts are open: close them with `python -m bot staff disable --demo`.",
        Mark.WRONG if settings.production else Mark.LOOK,
    )


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.media_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield Finding(Mark.WRONG, f"MEDIA_DIR {folder} cannot be written to ({error.strerror}).")
        return
    yield Finding(Mark.FINE, f"MEDIA_DIR {folder} can be written to.")
    free = shutil.disk_usage(folder).free // 1024**3
    good = f"{free} GiB are free there."
    yield _either(free >= LITTLE_SPACE, good, f"Only {good} Make room: pictures need it.")


def examine_line(line: Line, settings: Settings) -> Iterator[Finding]:
    """Yields what LINE says of the account, its webhook and its quota."""
    for look in (_account, _webhook, _quota):
        try:
            yield from look(line, settings)
        except SendError as error:
            yield _trouble(error)
            if error.outcome in (Outcome.UNAUTHORISED, Outcome.NOT_SENT):
                return


def _trouble(error: SendError) -> Finding:
    if error.outcome is Outcome.UNAUTHORISED:
        says = f"LINE does not take LINE_CHANNEL_ACCESS_TOKEN: issue a new one in {CONSOLE}."
    else:
        says = f"LINE cannot be asked ({error.reason}): is the way to LINE_API_URL open?"
    return Finding(Mark.WRONG, says)


def _account(line: Line, _: Settings) -> Iterator[Finding]:
    account = line.account()
    name, id_ = account.get("displayName"), account.get("basicId")
    yield Finding(Mark.FINE, f"LINE takes the token: it is of {name} ({id_}).")
    yield _either(
        account.get("chatMode") != "chat",
        "Chat of the account manager is off, so LINE marks messages as read by itself.",
        f"Chat is on in {MANAGER}: people would talk to two, and messages stay unread"
        f" (markAsReadMode {account.get('markAsReadMode')}). Switch it off.",
    )
    # LINE's API does not tell whether these are on: they would answer beside the bot.
    yield Finding(
        Mark.LOOK, f"Look yourself: auto-response and greeting message are OFF in {MANAGER}."
    )


def _webhook(line: Line, settings: Settings) -> Iterator[Finding]:
    wanted = f"{settings.public_url}/line/webhook"
    address, active = _endpoint(line)
    yield _either(
        address == wanted,
        f"The webhook's address is {wanted}.",
        f"The webhook's address is {address or 'not set'}: set it to {wanted} in {CONSOLE}.",
    )
    yield _either(
        active,
        "The webhook is switched on.",
        f"The webhook is switched off: switch on 'Use webhook' in {CONSOLE}.",
    )


def _endpoint(line: Line) -> tuple[str, bool]:
    try:
        return line.webhook()
    except SendError as error:
        if error.status == 404:
            return "", False
        raise


def _quota(line: Line, _: Settings) -> Iterator[Finding]:
    quota = line.quota()
    if quota.limit is None:
        yield Finding(Mark.FINE, f"{quota.used} messages were sent this month; there is no limit.")
        return
    share = 100 * quota.used // max(1, quota.limit)
    says = f"{quota.used} of this month's {quota.limit} messages are used ({share} %)."
    more = f"{says} Buy more, or hold broadcasts back: answers that cannot be replies would stop."
    yield _either(share < 70, says, more, Mark.WRONG if share >= 90 else Mark.LOOK)

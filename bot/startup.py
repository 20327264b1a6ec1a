"""What is looked at before a process begins: demo accounts, the database, other workers."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.database import Sessions, open_database
from bot.settings import Settings, WrongSettings, read_settings
from models.staff import Staff

_WORKERS_ALIVE = text(
    "select count(*) from procrastinate_workers"
    " where last_heartbeat > now() - interval '15 seconds'"
)


def refuse_demo_accounts(settings: Settings, sessions: Sessions) -> None:
    """Raises WrongSettings where production would serve a database with open demo accounts."""
    if not settings.production:
        return
    with sessions() as session:
        demo = session.scalar(
            select(func.count()).select_from(Staff).where(Staff.is_demo, Staff.active)
        )
    if demo:
        raise WrongSettings(
            f"DATABASE_URL: this database has {demo} demo accounts, whose passwords were printed;"
            " close them with `python -m bot staff disable --demo` or use a database of your own"
        )


@contextmanager
def database() -> Iterator[Sessions]:
    """Opens the database of the settings for one command. Raises WrongSettings."""
    sessions = open_database(read_settings())
    try:
        yield sessions
    finally:
        sessions.kw["bind"].dispose()


def worker_runs(session: Session) -> bool:
    """Whether any part of a worker has given a sign of life within 15 seconds."""
    return bool(session.scalar(_WORKERS_ALIVE))


def worker_is_whole(session: Session) -> bool:
    """Whether a worker delivers (three queues) and somebody in it talks."""
    return (session.scalar(_WORKERS_ALIVE) or 0) > 3

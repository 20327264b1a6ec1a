"""The database as this process uses it: engine, sessions, and wake-ups that go with a commit."""

from collections.abc import Callable

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, UOWTransaction, sessionmaker

from bot.queue import wake
from bot.settings import Settings
from models import sealing
from models.case import Notice
from models.message import Attachment
from models.outgoing import Outgoing

Sessions = sessionmaker[Session]


def open_database(settings: Settings, *, pool: int = 8, statement_ms: int = 15_000) -> Sessions:
    """Returns the maker of sessions; also puts the sealing keys to use.

    Rows that somebody must act on (Outgoing, Attachment, Notice) wake their job in the same
    transaction, whichever room wrote them; only the one that `bot/sending.py` begins to send in
    that transaction needs none.
    """
    sealing.use(
        sealing.Vault(
            [key.get_secret_value() for key in settings.data_keys],
            settings.index_key.get_secret_value(),
        )
    )
    sessions = sessionmaker(make_engine(settings, pool, statement_ms), expire_on_commit=False)
    event.listen(sessions, "after_flush", _wake_for_new_rows)
    return sessions


def make_engine(settings: Settings, pool: int, statement_ms: int) -> Engine:
    """Returns an engine whose every wait is bounded: connecting, pool, lock and statement."""
    return create_engine(
        settings.sqlalchemy_url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=min(10, statement_ms / 1000),
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": 5,
            "options": f"-c statement_timeout={statement_ms} -c lock_timeout={statement_ms}"
            " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        },
    )


def answers(sessions: Sessions) -> bool:
    """Whether the database can be asked."""
    try:
        with sessions() as session:
            session.execute(text("select 1"))
    except OperationalError:
        return False
    return True


_TASKS: dict[type, tuple[str, Callable[..., str]]] = {
    Outgoing: ("send", lambda row: row.lane),
    Attachment: ("fetch", lambda _: "media"),
    Notice: ("tell", lambda _: "notice"),
}


def _wake_for_new_rows(session: Session, _: UOWTransaction) -> None:
    for row in session.new:
        task = _TASKS.get(type(row))
        if task is not None and row is not session.info.get("begun"):
            name, lane = task
            wake(session, name, lane(row), id=row.id)

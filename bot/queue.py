"""The job queue as every process sees it: names, lanes, and how to wake a job up.

A job is deferred on the connection of the transaction that writes the row it is about: both are
there or neither. The rows are the truth; a job only wakes somebody up and may run twice.
"""

from typing import Any

import procrastinate
from sqlalchemy.orm import Session

PRIORITY = {"people": 40, "answer": 30, "notice": 20, "media": 10, "broadcast": 0, "upkeep": 0}
QUEUES = {
    "people": "people",
    "answer": "sending",
    "notice": "sending",
    "media": "media",
    "broadcast": "broadcast",
    "upkeep": "upkeep",
}


def wake(session: Session, task: str, lane: str, **arguments: Any) -> None:
    """Defer a job inside the session's transaction."""
    connection = session.connection().connection.driver_connection
    _app().configure_task(
        task, queue=QUEUES[lane], priority=PRIORITY[lane], connection=connection
    ).defer(**arguments)


class _Holder:
    app: procrastinate.App | None = None


def _app() -> procrastinate.App:
    """The app that only defers: its connector is never opened, the sessions' connections serve."""
    if _Holder.app is None:
        _Holder.app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
    return _Holder.app

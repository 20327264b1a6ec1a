"""The job queue as every process sees it: names, lanes, and how to wake a job up.

A job is deferred on the connection of the transaction that writes the row it is about: both are
there or neither. The rows are the truth; a job only wakes somebody up and may run twice.
"""

from functools import cache
from typing import Any

import procrastinate
from procrastinate.jobs import Job
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
    defer_all(session.connection().connection.driver_connection, task, lane, [arguments])


def defer_all(connection: Any, task: str, lane: str, arguments: list[dict[str, Any]]) -> None:
    """Defer a job per set of arguments inside the transaction of a psycopg connection."""
    jobs = [
        Job(
            id=None,
            queue=QUEUES[lane],
            lock=None,
            queueing_lock=None,
            task_name=task,
            priority=PRIORITY[lane],
            task_kwargs=each,
        )
        for each in arguments
    ]
    _app().job_manager.batch_defer_jobs(jobs, connection=connection)


@cache
def _app() -> procrastinate.App:
    """The app that only defers: its connector is never opened, the callers' connections serve."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

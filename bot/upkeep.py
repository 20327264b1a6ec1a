"""What the worker does over and over: nothing here is needed for the first try to succeed."""

import logging
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.line import Line, SendError
from bot.media import Store
from bot.queue import wake
from handlers import lapsing, notices
from models import audit, broadcasting, delivering, incoming, slicing
from models.base import now
from models.broadcast import Broadcast, Stage
from models.case import Notice
from models.message import waiting_attachments
from models.outgoing import Lane
from models.quota import note_quota

FORGOTTEN = timedelta(seconds=8)
"""Settling takes up to 3 s: what still waits after this has lost its job."""
_log = logging.getLogger("upkeep")
_LIVE = text(
    "select args->>'id' as id, args->>'chat' as chat, task_name from procrastinate_jobs "
    "where status in ('todo', 'doing') and (scheduled_at is null or scheduled_at <= now())"
)


def sweep(sessions: Sessions) -> None:
    """Wake jobs again for rows that wait and have none: the rows are the truth."""
    with sessions.begin() as session:
        live = {(row.task_name, row.chat or row.id) for row in session.execute(_LIVE)}
        for chat in incoming.forgotten_chats(session, FORGOTTEN):
            _wake_once(session, live, "attend", "people", chat=chat.hex())
        delivering.release_due(session)
        for outgoing_id, lane in delivering.forgotten(session):
            _wake_once(session, live, "send", lane, id=outgoing_id)
        for attachment_id in waiting_attachments(session):
            _wake_once(session, live, "fetch", "media", id=attachment_id)


def _wake_once(
    session: Session, live: set[tuple[str, str]], task: str, lane: str, **arguments: object
) -> None:
    if (task, str(next(iter(arguments.values())))) not in live:
        wake(session, task, lane, **arguments)


def tell(sessions: Sessions, notice_id: int) -> None:
    """Word a notice for the citizen, once."""
    with sessions.begin() as session:
        notice = session.get(Notice, notice_id, with_for_update=True)
        if notice is None or notice.done_at is not None:
            return
        notice.done_at = now()
        said = notices.word(session, notice)
        if said is not None:
            session.add(said)


def begin_broadcasts(sessions: Sessions) -> None:
    """Begin what is due, go on with what was interrupted, end what is done."""
    with sessions.begin() as session:
        slicing.begin_due(session)
        live = {(row.task_name, row.id) for row in session.execute(_LIVE)}
        for broadcast_id in broadcasting.in_stage(session, Stage.SENDING):
            slicing.finish(session, broadcast_id)
            if not session.get_one(Broadcast, broadcast_id).cut_done:
                _wake_once(session, live, "cut", Lane.BROADCAST, id=broadcast_id)


def cut(sessions: Sessions, broadcast_id: int, public_url: str) -> bool:
    """Cut the next slice of a broadcast. Returns whether more remain."""
    with sessions.begin() as session:
        return slicing.cut(session, broadcast_id, public_url)


def read_quota(sessions: Sessions, line: Line) -> None:
    """Read the month's messages from LINE for the pages of staff."""
    try:
        quota = line.quota()
    except SendError as error:
        _log.warning("quota not read", extra={"outcome": error.outcome})
        return
    with sessions.begin() as session:
        note_quota(session, quota.limit, quota.used)


def chain_audit(sessions: Sessions) -> None:
    """Chain new audit rows and print the anchor, to be kept elsewhere with the logs."""
    with sessions.begin() as session:
        session.execute(text("select pg_advisory_xact_lock(697870)"))
        anchor = audit.chain(session)
    if anchor is not None:
        _log.info("audit anchor", extra={"position": anchor[0], "anchor": anchor[1]})


def tidy(sessions: Sessions, store: Store) -> None:
    """Forget what has been kept long enough: raw events, finished jobs, half-written files."""
    with sessions.begin() as session:
        incoming.drop_old_raw(session)
        session.execute(
            text(
                "delete from procrastinate_jobs where status in ('succeeded', 'failed', 'aborted',"
                " 'cancelled') and id < (select coalesce(max(id), 0) - 10000 from"
                " procrastinate_jobs)"
            )
        )
    store.sweep_unfinished()


def lapse_drafts(sessions: Sessions, store: Store) -> None:
    """Tell people of stories that they left unsent, and delete those left for a week."""
    people = [0]
    while people:
        with sessions() as session:
            people = lapsing.left_alone(session, after=people[-1])
        for person_id in people:
            with sessions.begin() as session:
                paths = lapsing.lapse(session, person_id)
            for path in paths:
                store.erase(path)

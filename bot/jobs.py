"""The worker's jobs. Every job may run twice and finds out by itself what there is to do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import procrastinate
from sqlalchemy.exc import OperationalError

from bot import attend as attending
from bot import fetching, profiles, sending, upkeep
from bot.attend import Settling
from bot.database import Sessions
from bot.line import Line, SendError
from bot.media import Store

HEARTBEAT, STALLED_AFTER = 1.0, 5.0
"""Seconds: together with the upkeep every second, a killed worker's jobs go on within 10 s."""
TURN_THREADS, SEND_THREADS, MEDIA_THREADS, SMALL_THREADS = 2, 12, 3, 4
MOST_COURTESIES = 4
_log = logging.getLogger("jobs")
AGAIN = procrastinate.RetryStrategy(max_attempts=30, exponential_wait=2)


@dataclass
class Services:
    """What jobs work with; made once per worker process."""

    sessions: Sessions
    line: Line
    store: Store
    settling: Settling
    public_url: str
    turns: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(TURN_THREADS, "turn")
    )
    sends: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(SEND_THREADS, "send")
    )
    media: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(MEDIA_THREADS, "media")
    )
    small: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(SMALL_THREADS, "small")
    )
    courteous: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "courtesy"))
    courtesies: set[asyncio.Future[Any]] = field(default_factory=set)
    calls: int = 0
    """Answers that are being written and sent in one go."""
    settling_chats: set[str] = field(default_factory=set)


def _in(pool: ThreadPoolExecutor, function: Callable[..., Any], *arguments: Any) -> Awaitable[Any]:
    return asyncio.get_running_loop().run_in_executor(pool, function, *arguments)


def make_app(conninfo: str, services: Services, pool: int) -> procrastinate.App:
    """Returns the Procrastinate app with all jobs on it."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=conninfo, min_size=2, max_size=pool, timeout=5, reconnect_timeout=5
        )
    )
    _people(app, services)
    _sending(app, services)
    return app


def _people(app: procrastinate.App, services: Services) -> None:
    @app.task(name="attend", queue="people", retry=AGAIN, pass_context=True)
    async def attend(context: procrastinate.JobContext, chat: str) -> None:
        """Let the person finish, attend to them and send the answers.

        Of several jobs for one chat, one waits: it looks again before it goes on, so it sees what
        the others were woken for. The mark is taken away before the turn begins: what comes later
        finds its own job.
        """
        job_id, key = context.job.id, bytes.fromhex(chat)
        if context.job.attempts:
            await _finish_earlier_run(services, key, job_id)
        wait: float | None = services.settling.quiet.total_seconds()
        shown = False
        while wait is not None:
            if chat in services.settling_chats:
                return
            services.settling_chats.add(chat)
            try:
                await asyncio.sleep(wait)
            finally:
                services.settling_chats.discard(chat)
            done = await _attend_and_answer(services, key, job_id)
            wait = done.wait
            if done.typing and not shown:
                shown = True
                _by_the_way(services, profiles.show_we_listen, services.line, done.typing)


async def _attend_and_answer(
    services: Services, key: bytes, job_id: int | None
) -> attending.Attended:
    """A call is begun only where a thread is free to make it at once; else its job makes it."""
    free = services.calls < SEND_THREADS
    services.calls += free
    try:
        done: attending.Attended = await _in(
            services.turns,
            attending.attend,
            services.sessions,
            key,
            services.settling,
            job_id if free else None,
        )
        if done.gave_up:
            await _in(services.small, attending.apologise, services.sessions, key)
        for path in done.erase:
            await _in(services.media, services.store.erase, path)
        if done.call is not None:
            await _in(
                services.sends, sending.go_on, services.sessions, services.line, done.call, job_id
            )
    finally:
        services.calls -= free
    if done.unnamed is not None:
        _by_the_way(services, profiles.learn_name, services.sessions, services.line, done.unnamed)
    if done.menu is not None:
        _by_the_way(services, profiles.show_menu, services.sessions, services.line, done.menu)
    return done


async def _finish_earlier_run(services: Services, key: bytes, job_id: int | None) -> None:
    """Do what an earlier run of this job still owed when it died."""
    await _in(services.small, attending.apologise, services.sessions, key)
    for outgoing_id in await _in(services.small, sending.left_by, services.sessions, job_id):
        await _send(services, outgoing_id, job_id)


async def _send(services: Services, outgoing_id: int, job_id: int | None) -> None:
    await _in(services.sends, sending.send, services.sessions, services.line, outgoing_id, job_id)


def _by_the_way(services: Services, courtesy: Callable[..., None], *arguments: Any) -> None:
    """Do a courtesy beside the work, or not at all when LINE is slow: nothing waits for it."""
    if len(services.courtesies) >= MOST_COURTESIES:
        return
    task = asyncio.ensure_future(_in(services.courteous, courtesy, *arguments))
    services.courtesies.add(task)
    task.add_done_callback(services.courtesies.discard)


def _sending(app: procrastinate.App, services: Services) -> None:
    @app.task(name="send", queue="sending", retry=AGAIN, pass_context=True)
    async def send(context: procrastinate.JobContext, id: int) -> None:
        await _send(services, id, context.job.id)

    @app.task(name="fetch", queue="media", retry=AGAIN, pass_context=True)
    async def fetch(context: procrastinate.JobContext, id: int) -> None:
        sessions, line, store = services.sessions, services.line, services.store
        await _in(services.media, fetching.fetch, sessions, line, store, id, context.job.id)

    @app.task(name="tell", queue="sending", retry=AGAIN)
    async def tell(id: int) -> None:
        await _in(services.small, upkeep.tell, services.sessions, id)

    @app.task(name="cut", queue="broadcast", retry=AGAIN)
    async def cut(id: int) -> None:
        while await _in(services.small, upkeep.cut, services.sessions, id, services.public_url):
            pass


async def upkeep_forever(app: procrastinate.App, services: Services) -> None:
    """All that is done over and over beside the jobs."""
    small = services.small
    await asyncio.gather(
        _over_and_over(1, retry_stalled, app),
        _over_and_over(5, _in, small, upkeep.sweep, services.sessions),
        _over_and_over(2, _in, small, upkeep.begin_broadcasts, services.sessions),
        _over_and_over(300, _in, small, upkeep.read_quota, services.sessions, services.line),
        _over_and_over(60, _in, small, upkeep.chain_audit, services.sessions),
        _over_and_over(3600, _in, small, upkeep.tidy, services.sessions, services.store),
        _over_and_over(600, _in, small, upkeep.lapse_drafts, services.sessions, services.store),
    )


async def _over_and_over(
    every: float, work: Callable[..., Awaitable[Any]], *arguments: Any
) -> None:
    """Do a piece of upkeep for ever; a database or a LINE that is away is waited for."""
    while True:
        try:
            await work(*arguments)
        except (OperationalError, procrastinate.exceptions.ConnectorException, SendError) as error:
            _log.warning("upkeep put off", extra={"error": type(error).__name__})
        except Exception:  # noqa: BLE001  housekeeping must not stop the answers
            _log.exception("upkeep failed")
        await asyncio.sleep(every)


async def retry_stalled(app: procrastinate.App) -> None:
    """Jobs of a worker that was killed: its heart has stopped, so they are tried again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)

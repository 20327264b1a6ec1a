"""The worker: a process that delivers, some that talk, and the one that watches over them.

A lost database ends the loop; it is begun again until the database is back, so that an outage of
any length needs nobody's help.
"""

import asyncio
import gc
import logging
import signal
import sys
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial

import procrastinate
from sqlalchemy.exc import SQLAlchemyError

from bot.attend import Settling
from bot.children import Children
from bot.database import answers, open_database
from bot.jobs import HEARTBEAT, STALLED_AFTER, Services, make_app, upkeep_forever
from bot.line import Line
from bot.media import Store
from bot.settings import Settings
from nlp import warm_up

PARTS = {
    "talk": {"people": 400},
    "delivery": {"sending": 24, "media": 4, "broadcast": 3},
}
"""Queues of each process, and how many of their jobs run at once. What the talk needs is mostly
processor time (the model): apart, neither a broadcast nor a slow LINE can hold up a turn."""
TALK = "talk"
POOL = {"talk": 8, "delivery": 16}
QUEUE_POOL = {"talk": 4, "delivery": 6}
"""Connections of a process for its work and for its jobs."""
POLL = 0.5
TALK_POLL = 0.1
"""People are waited for much longer than this before they are answered, so nobody notices; and at
a notification for each message, every process would look for a job of which one gets it."""
SWITCH = 0.001
"""Seconds that a thread may compute while others want to: with Python's 5 ms the loop, which needs
the interpreter for an instant at each step of a job, waits longer than it works."""
_log = logging.getLogger("worker")


def make_services(settings: Settings, pool: int) -> Services:
    """Returns what jobs work with. `pool`: connections to the database."""
    return Services(
        sessions=open_database(settings, pool=pool),
        line=Line(
            settings.line_channel_access_token.get_secret_value(),
            settings.line_api_url,
            settings.line_data_api_url,
            settings.public_url,
        ),
        store=Store(settings.media_dir),
        settling=Settling(
            timedelta(seconds=settings.settle_seconds),
            timedelta(seconds=settings.settle_at_most_seconds),
        ),
        public_url=settings.public_url,
    )


def work(settings: Settings) -> None:
    """Run every part until SIGTERM or SIGINT; one that dies is started again.

    What runs then is finished first (10 s at most). The model is loaded once, before those who
    talk are forked; sending and recovery need not wait for it. Raises nlp.shelf.ModelMissing,
    and ChildrenDie where they do not stay alive: whoever runs the worker should see it.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    children = Children()
    children.start("delivery", partial(be, settings, "delivery"))
    try:
        warm_up(settings.model_dir)
        for talker in range(settings.talk_processes):
            children.start(f"talk {talker}", partial(be, settings, "talk"))
        gc.enable()
        while not told:
            children.revive()
            time.sleep(0.2)
    finally:
        children.stop()


def be(settings: Settings, part: str) -> None:
    """Be one part until SIGTERM or SIGINT."""
    gc.freeze()  # what was loaded stays: to look through it would also make it a copy of one's own
    gc.enable()
    sys.setswitchinterval(SWITCH)
    asyncio.run(_supervised(settings, make_services(settings, POOL[part]), part))


async def _supervised(settings: Settings, services: Services, part: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            await _run_once(settings, services, part, stop)
        except (procrastinate.exceptions.ProcrastinateException, SQLAlchemyError, OSError) as error:
            _log.warning("worker begins again", extra={"error": type(error).__name__})
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.5)
    _log.info("worker stopped")


async def _run_once(settings: Settings, services: Services, part: str, stop: asyncio.Event) -> None:
    """Work until told to stop or until a part of the loop ends by itself."""
    if not await asyncio.to_thread(answers, services.sessions):
        await asyncio.sleep(0.5)
        return
    services.settling_chats.clear()
    app = make_app(settings.libpq_url, services, QUEUE_POOL[part])
    async with app.open_async():
        tasks = [asyncio.create_task(_queue(app, *queue)) for queue in PARTS[part].items()]
        if part != TALK:
            tasks.append(asyncio.create_task(upkeep_forever(app, services)))
        ended = asyncio.create_task(stop.wait())
        _log.info("worker runs", extra={"part": part})
        done, _ = await asyncio.wait([*tasks, ended], return_when=asyncio.FIRST_COMPLETED)
        for task in [*tasks, ended]:
            task.cancel()
        await asyncio.wait(tasks, timeout=10)
        for task in done - {ended}:
            task.result()  # raises what ended it


async def _queue(app: procrastinate.App, name: str, slots: int) -> None:
    await app.run_worker_async(
        queues=[name],
        name=name,
        concurrency=slots,
        fetch_job_polling_interval=TALK_POLL if name == "people" else POLL,
        listen_notify=name != "people",
        update_heartbeat_interval=HEARTBEAT,
        stalled_worker_timeout=STALLED_AFTER,
        delete_jobs="successful",
        install_signal_handlers=False,
        shutdown_graceful_timeout=8,
    )

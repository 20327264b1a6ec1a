"""Webhooks a second: ours beside the SDK's reply-inline bot and beside a bare insert."""

import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg

from benchmarks import bare
from benchmarks.client import Load, drive, rank
from benchmarks.rig import CORPUS, WEBHOOK, Rig, StandIn, report, rig, stand_in, wait_for
from tests.conftest import SECRET, TOKEN
from tests.service import environment_of, free_port

ROUNDS = 3
"""Each is measured in turn, so that what else the machine does falls on all three."""
LINE_SECONDS = 0.05
MOST_A_SECOND = {"ours": 4000, "echo": 250, "bare": 4000}
"""More than each can take: so many webhooks are prepared for a second."""
USERS = [f"U{number:032x}" for number in range(500)]


@dataclass
class Contender:
    """One web application under gunicorn, with 2 workers of 4 threads."""

    name: str
    path: str
    port: int
    load: Load = field(default_factory=Load)

    def requests(self, line: StandIn, count: int) -> list[bytes]:
        """Returns webhooks that were not sent before."""
        texts = itertools.cycle(CORPUS)
        said = [
            (user, next(texts), 0.0) for user in itertools.islice(itertools.cycle(USERS), count)
        ]
        return [raw for _, raw in line.prepare(self.path, said, lifetime=3600)]


def run(seconds: float) -> None:
    """Measure each for `seconds` at its maximum, then ours at half of its own."""
    with rig() as base, stand_in() as line, ExitStack() as stack:
        latency = {"type": "fixed", "seconds": LINE_SECONDS}
        line.control("POST", "/faults", kind="latency", on="replyMessage", distribution=latency)
        ours, echo, plain = contenders = [
            stack.enter_context(made) for made in (_ours(base, line), _echo(line), _bare(base))
        ]
        for _ in range(ROUNDS):
            for each in contenders:
                each.load.add(_flood(each, line, seconds / ROUNDS))
        _report_rates(ours, echo, plain)
        _report_half(ours, line, seconds)


def _flood(each: Contender, line: StandIn, seconds: float) -> Load:
    prepared = each.requests(line, round(MOST_A_SECOND[each.name] * seconds))
    plan = ((None, raw) for raw in prepared)
    return asyncio.run(drive(each.port, plan, seconds=seconds))


def _report_rates(ours: Contender, echo: Contender, plain: Contender) -> None:
    for each in (ours, echo, plain):
        report(
            "ingest",
            what=each.name,
            events_per_second=round(each.load.rate, 1),
            statuses=each.load.statuses,
            ack_p50_s=rank(each.load.acks, 0.5),
            ack_p99_s=rank(each.load.acks, 0.99),
        )
    to_echo, to_bare = ours.load.rate / echo.load.rate, ours.load.rate / plain.load.rate
    report(
        "ingest",
        what="ratios",
        ours_to_echo=round(to_echo, 2),
        ours_to_bare=round(to_bare, 2),
        held=to_echo >= 2.5 and to_bare >= 0.3,
    )


def _report_half(ours: Contender, line: StandIn, seconds: float) -> None:
    half = ours.load.rate / 2
    prepared = ours.requests(line, round(half * seconds))
    plan = ((number / half, raw) for number, raw in enumerate(prepared))
    load = asyncio.run(drive(ours.port, plan, connections=64))
    p99 = rank(load.acks, 0.99)
    report(
        "ingest",
        what="ours at half",
        events_per_second=round(load.rate, 1),
        statuses=load.statuses,
        ack_p50_s=rank(load.acks, 0.5),
        ack_p99_s=p99,
        held=p99 is not None and p99 <= 0.1 and set(load.statuses) == {200},
    )


@contextmanager
def _gunicorn(
    name: str, application: str, path: str, environment: dict[str, str]
) -> Iterator[Contender]:
    """Serve with the project's gunicorn.conf.py, which is read from the folder we are in."""
    port = free_port()
    own = {"PORT": str(port), "WEB_CONCURRENCY": "2"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--log-level", "warning"],
        env=os.environ | environment | own,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(name, lambda: _listens(port), 30)
        yield Contender(name, path, port)
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    load = asyncio.run(drive(port, [(None, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")], connections=1))
    return 0 not in load.statuses


def _ours(base: Rig, line: StandIn) -> AbstractContextManager[Contender]:
    environment = environment_of(base.settings("ingest"), line_api_url=line.url)
    return _gunicorn("ours", "bot.app:create_app()", WEBHOOK, environment)


def _echo(line: StandIn) -> AbstractContextManager[Contender]:
    environment = {
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_HOST": line.url,
    }
    return _gunicorn("echo", "line_standin.echo_bot:app", "/callback", environment)


def _bare(base: Rig) -> AbstractContextManager[Contender]:
    url = base.database("bare")
    with psycopg.connect(url) as connection:
        connection.execute(bare.TABLE)
    return _gunicorn("bare", "benchmarks.bare:app", "/callback", {"DATABASE_URL": url})

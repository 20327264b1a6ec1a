"""What a measurement stands on: a database, the stand-in for LINE and the service, each fresh."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from sqlalchemy import create_engine

from benchmarks.client import new_event_id, text_event, webhook
from bot import embedded
from bot.migrate import migrate
from bot.settings import Settings
from tests.conftest import SECRET, TOKEN, settings_for
from tests.service import Service

CORPUS = Path(__file__).with_name("corpus.txt").read_text(encoding="utf-8").splitlines()
WEBHOOK = "/line/webhook"
MEGA = 1024 * 1024


def report(bench: str, **values: Any) -> None:
    """Print one result as a line of JSON."""
    print(json.dumps({"bench": bench, **values}, ensure_ascii=False), flush=True)


def wait_for(what: str, condition: Callable[[], bool], timeout: float, every: float = 0.2) -> None:
    """Wait until something holds. Raises TimeoutError, naming it."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(every)


def megabytes(pid: int) -> float:
    """Returns the resident memory of a process."""
    return float(round(psutil.Process(pid).memory_info().rss / MEGA, 1))


class StandIn:
    """The stand-in for the LINE Platform, as a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "line_standin", "serve", "--port", "0",
             "--secret", SECRET, "--token", TOKEN],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        told = self.process.stdout.readline()
        if not told:
            raise SystemExit("line_standin does not start: put its folder on PYTHONPATH")
        self.url: str = json.loads(told)["url"]

    def control(self, method: str, path: str, **arguments: Any) -> Any:
        """Returns the answer of a call of its control API."""
        request = urllib.request.Request(  # noqa: S310  our own address
            f"{self.url}/_control{path}", json.dumps(arguments).encode(), method=method
        )
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310
            return json.load(answer)

    def prepare(
        self, path: str, said: list[tuple[str, str, float]], lifetime: float = 60
    ) -> list[tuple[str, bytes]]:
        """Make webhooks of (user, text, seconds until it is due), with reply tokens that work.

        Returns (event id, request) of each.
        """
        entries = [
            {"chat": user, "eventId": new_event_id(), "dueInSeconds": due} for user, _, due in said
        ]
        minted = self.control("POST", "/mint", events=entries, lifetimeSeconds=lifetime)["tokens"]
        events = [
            text_event(user, text, each["eventId"], each["replyToken"], due)
            for (user, text, due), each in zip(said, minted, strict=True)
        ]
        return [(event["webhookEventId"], webhook(path, event, SECRET)) for event in events]

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(20)


@dataclass
class Rig:
    """An embedded PostgreSQL and a folder, both gone when the measurement is over."""

    server_url: str
    folder: Path

    def database(self, name: str) -> str:
        """Returns the URL of a new, empty database."""
        return embedded.create_database(self.server_url, name, anew=True)

    def settings(self, name: str) -> Settings:
        """Returns settings of a service on a new database with the present schema."""
        settings = settings_for(self.database(name), self.folder)
        engine = create_engine(settings.sqlalchemy_url)
        migrate(engine)
        engine.dispose()
        return settings


@contextmanager
def rig() -> Iterator[Rig]:
    """Runs the database while the block lasts."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        embedded.server(Path(folder) / "postgres") as url,
    ):
        yield Rig(url, Path(folder))


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """Runs the stand-in while the block lasts."""
    running = StandIn()
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def service(settings: Settings, line: StandIn, folder: Path) -> Iterator[Service]:
    """Runs web (2 workers) and worker, with the model loaded, while the block lasts."""
    folder.mkdir()
    made = Service(settings, line.url, folder, settle_seconds="0.8", settle_at_most_seconds="3.0")
    made.environment["WEB_CONCURRENCY"] = "2"
    with made as running:
        running.start().wait_ready()
        line.control("POST", "/settings", bot_url=running.url + WEBHOOK)
        first = line.control("POST", "/users", count=1)["userIds"][0]
        line.control("POST", "/say", userId=first, text=CORPUS[0])
        wait_for("the first answer", lambda: answered(line, first), 90)
        time.sleep(2)
        yield running


def answered(line: StandIn, user: str) -> bool:
    """Whether something was delivered to the user."""
    return bool(line.control("GET", "/transcript", chat=user)["messages"])


def web_workers(running: Service) -> list[int]:
    """Returns the process ids of gunicorn's workers."""
    return [child.pid for child in psutil.Process(running.parts["web"].pid).children()]


def worker_processes(running: Service) -> list[int]:
    """Returns the process ids of the worker: the watching one first, then its children."""
    watching = running.parts["worker"].pid
    return [watching, *(child.pid for child in psutil.Process(watching).children())]

"""A broadcast to ten thousand, a hundred thousand, a million: time, memory, none twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import text

from benchmarks.rig import (
    Rig,
    StandIn,
    megabytes,
    report,
    rig,
    service,
    stand_in,
    wait_for,
    worker_processes,
)
from bot.database import Sessions, open_database
from models.person import Contact, line_key
from models.sealing import vault
from tests.crowd import approved

SIZES = (10_000, 100_000)
LARGE = 1_000_000
AT_ONCE = 100_000
WITHIN_SECONDS = {100_000: 60.0}
MORE_MEMORY = 20.0
"""Megabytes that a hundred thousand may need more than ten thousand."""
_COLUMNS = "line_key, line_user_id, wants_news, contact"
_TIMES = """
select count(*) as slices,
       extract(epoch from max(o.settled_at) - min(b.approved_at)) as seconds,
       extract(epoch from max(o.settled_at) - min(b.started_at)) as sending
from outgoing o join broadcast b on b.id = o.broadcast_id
where o.delivery = 'accepted'
"""


@dataclass
class Peak:
    """The most memory (MB) that a process has had."""

    idle: float
    most: float

    @property
    def over_idle(self) -> float:
        """What it needed more than at rest."""
        return round(self.most - self.idle, 1)


def run(sizes: tuple[int, ...]) -> None:
    """Measure each size on a database, a service and a stand-in of its own."""
    first: float | None = None
    for people in sizes:
        with rig() as base, stand_in() as line:
            over_idle = _measure(base, line, people, first)
        first = over_idle if first is None else first


def _measure(base: Rig, line: StandIn, people: int, first: float | None) -> float:
    """Returns the memory (MB) that the worker needed over idle."""
    settings = base.settings("broadcast")
    sessions = open_database(settings)
    users = _befriend(line, settings.libpq_url, people)
    with service(settings, line, base.folder / "broadcast") as running:
        with _watched(worker_processes(running)) as memory:
            _send(sessions, timeout=120 + people / 500)
        _report(line, sessions, users, memory, first)
    sessions.kw["bind"].dispose()
    return memory.over_idle


def _befriend(line: StandIn, url: str, people: int) -> list[str]:
    """Make people who agreed to receive news, here and at the stand-in. Returns their ids."""
    users: list[str] = []
    for start in range(0, people, AT_ONCE):
        number = min(AT_ONCE, people - start)
        users += line.control("POST", "/users", count=number)["userIds"]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        with cursor.copy(f"copy person ({_COLUMNS}) from stdin") as copy:
            for user in users:
                sealed = vault().seal(user.encode())
                copy.write_row((line_key(user), sealed, True, Contact.FRIEND.value))
        cursor.execute("analyze person")
    return users


def _send(sessions: Sessions, timeout: float) -> None:
    with sessions.begin() as session:
        approved(
            session,
            audience={"who": "citizens", "provinces": [], "languages": []},
            texts={"th": "ข่าวสิทธิแรงงาน: ค่าแรงขั้นต่ำอัตราใหม่เริ่มวันที่ 1 ม.ค. 2570 ค่ะ"},
        )

    def done() -> bool:
        with sessions() as session:
            return bool(session.scalar(text("select stage = 'done' from broadcast")))

    wait_for("the end of the broadcast", done, timeout, every=0.5)


@contextmanager
def _watched(pids: list[int]) -> Iterator[Peak]:
    """Follows the memory of all processes of a worker while the block lasts."""

    def needed() -> float:
        return sum(megabytes(pid) for pid in pids)

    peak, stop = Peak(needed(), needed()), threading.Event()

    def watch() -> None:
        while not stop.wait(0.1):
            peak.most = max(peak.most, needed())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()


def _report(
    line: StandIn, sessions: Sessions, users: list[str], memory: Peak, first: float | None
) -> None:
    delivered: dict[str, int] = line.control("GET", "/transcript")["chats"]
    twice = sum(delivered.get(user, 0) > 1 for user in users)
    missed = sum(delivered.get(user, 0) == 0 for user in users)
    violations = line.control("GET", "/violations")["count"]
    with sessions() as session:
        times = session.execute(text(_TIMES)).one()
    seconds, sending = float(times.seconds), float(times.sending)
    in_time = seconds <= WITHIN_SECONDS.get(len(users), float("inf"))
    lean = first is None or len(users) > SIZES[-1] or memory.over_idle - first <= MORE_MEMORY
    report(
        "broadcast",
        people=len(users),
        seconds=round(seconds, 1),
        slices=times.slices,
        slices_per_second=round(times.slices / sending, 1),
        people_per_second=round(len(users) / sending),
        worker_idle_mb=round(memory.idle, 1),
        worker_over_idle_mb=memory.over_idle,
        twice=twice,
        missed=missed,
        violations=violations,
        held=in_time and lean and not (twice or missed or violations),
    )

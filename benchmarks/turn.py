"""How long a person waits for an answer: 500 people at once, and one alone."""

import asyncio
import time
from functools import partial
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.client import Load, drive, rank
from benchmarks.rig import CORPUS, StandIn, report, rig, service, stand_in, wait_for
from benchmarks.talk import Saying, Script, answer_times, sayings, write
from bot.database import Sessions, open_database

PEOPLE, RATE = 500, 50.0
ALONE = 20
SETTLE = 0.8
_COUNTS = """
select (select count(*) from incoming) as events,
       (select count(*) from incoming where reading = 'done') as read,
       (select count(*) from message where incoming_id is not null) as written,
       (select count(distinct incoming_id) from message) as written_once,
       (select count(*) from outgoing) as answers,
       (select count(*) from outgoing where delivery = 'accepted') as accepted
"""
_STAGES = """
select percentile_cont(0.5) within group (order by written) as filed_to_written,
       percentile_cont(0.5) within group (order by tried) as written_to_tried,
       percentile_cont(0.5) within group (order by settled) as tried_to_accepted
from (
    select extract(epoch from o.created_at - max(i.received_at)) as written,
           extract(epoch from o.attempted_at - o.created_at) as tried,
           extract(epoch from o.settled_at - o.attempted_at) as settled
    from outgoing o join person p on p.id = o.person_id
    join incoming i on i.chat_key = p.line_key and i.received_at < o.created_at
    group by o.id
) each
"""
_BUSY = """
select exists (select from incoming where reading = 'waiting')
    or exists (select from outgoing where delivery = 'waiting')
"""


def run(seconds: float) -> None:
    """Measure one person alone, then `seconds` of many; check that nothing was lost or doubled."""
    with rig() as base, stand_in() as line:
        settings = base.settings("turn")
        sessions = open_database(settings)
        with service(settings, line, base.folder / "turn") as running:
            alone = _alone(line, running.port)
            _report_alone(alone)
            users = line.control("POST", "/users", count=PEOPLE)["userIds"]
            script = write(line, list(sayings(users, RATE, seconds)))
            load = asyncio.run(drive(running.port, script.plan, connections=64))
            wait_until_quiet(sessions)
        sent = 1 + ALONE + len(script.plan)  # the first is the rig's own
        _report_crowd(line, script, load, sessions, sent)
        sessions.kw["bind"].dispose()


def _alone(line: StandIn, port: int) -> list[float | None]:
    """One person writes, reads the answer, writes again."""
    user = line.control("POST", "/users", count=1)["userIds"][0]
    times = []
    for number in range(ALONE):
        script = write(line, [Saying(user, [number * 0.001])])
        load = asyncio.run(drive(port, script.plan, connections=1))
        wait_for("an answer", partial(_answered, line, script.events[0]), 15, every=0.05)
        times += answer_times(line, script, load.began)
    return times


def _answered(line: StandIn, events: list[str]) -> bool:
    found = line.control("POST", "/answers", eventIds=events)["answers"]
    return all(each["answeredAt"] is not None for each in found)


def _report_alone(times: list[float | None]) -> None:
    found = [each for each in times if each is not None]
    median = rank(found, 0.5)
    report(
        "turn",
        what="one alone",
        messages=len(times),
        unanswered=len(times) - len(found),
        median_s=median,
        slowest_s=rank(found, 1),
        held=median is not None and median <= 1.3 and len(found) == len(times),
    )


def wait_until_quiet(sessions: Sessions, timeout: float = 120) -> None:
    """Wait until everything is read and everything was sent. Raises TimeoutError."""

    def quiet() -> bool:
        with sessions() as session:
            return not session.scalar(text(_BUSY))

    wait_for("all to be answered", quiet, timeout)
    time.sleep(1)


def counts(sessions: Sessions) -> dict[str, int]:
    """Returns what the database says of events and answers."""
    with sessions() as session:
        return _row(session)


def _stages(sessions: Sessions) -> dict[str, float]:
    """Returns the median seconds that a turn spends in each of its stages, settling included."""
    with sessions() as session:
        found = session.execute(text(_STAGES)).mappings().one()
    return {name: round(float(seconds), 3) for name, seconds in found.items()}


def _row(session: Session) -> dict[str, int]:
    return dict(session.execute(text(_COUNTS)).mappings().one())


def _report_crowd(line: StandIn, script: Script, load: Load, sessions: Sessions, sent: int) -> None:
    kept = counts(sessions)
    times = answer_times(line, script, load.began)
    found = [each for each in times if each is not None]
    median, p99 = rank(found, 0.5), rank(found, 0.99)
    stats = line.control("GET", "/stats")
    wrong: dict[str, Any] = {
        "not_acknowledged": len(script.plan) - load.statuses[200],
        "unanswered": len(times) - len(found),
        "not_in_exactly_one_turn": sent - min(kept["read"], kept["written"], kept["written_once"])
        + max(kept["events"], kept["written"]) - sent,
        "answers_not_accepted": kept["answers"] - kept["accepted"],
        "twice": stats["duplicates"],
        "violations": stats["violations"],
    }  # fmt: skip
    in_time = None not in (median, p99) and median < SETTLE + 0.5 and p99 < SETTLE + 2  # type: ignore[operator]
    report(
        "turn",
        what="crowd",
        people=PEOPLE,
        messages=len(script.plan),
        messages_per_second=round(load.rate, 1),
        texts=len(CORPUS),
        bursts=sum(len(one.dues) > 1 for one in script.sayings),
        **wrong,
        median_s=median,
        p99_s=p99,
        median_stages_s=_stages(sessions),
        ack_p99_s=rank(load.acks, 0.99),
        recipients=stats["recipients"],
        held=in_time and not any(wrong.values()),
    )

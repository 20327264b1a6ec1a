"""Forked children: made again when they die, gone when their parent is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil  # type: ignore[import-untyped]
import pytest

PARENT = """
import signal, sys, time
from bot.children import Children

told = []
signal.signal(signal.SIGTERM, lambda *_: told.append(1))
children = Children()
for name in "ab":
    children.start(name, lambda: time.sleep(600))
print("ready", flush=True)
while not told:
    children.revive()
    time.sleep(0.05)
children.stop()
"""


@pytest.fixture
def parent() -> Iterator[psutil.Process]:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        yield psutil.Process(running.pid)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def living(parent: psutil.Process) -> set[int]:
    return {c.pid for c in parent.children() if c.status() != psutil.STATUS_ZOMBIE}


def gone(pids: set[int]) -> bool:
    _, alive = psutil.wait_procs([psutil.Process(p) for p in pids if psutil.pid_exists(p)], 5)
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


def test_a_child_that_dies_is_made_again(parent: psutil.Process) -> None:
    before = living(parent)
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while len(living(parent) - {min(before)}) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_children_end_when_their_parent_is_killed(parent: psutil.Process) -> None:
    children = living(parent)
    parent.kill()
    assert gone(children)


def test_all_end_at_once_when_the_whole_group_is_told_to(parent: psutil.Process) -> None:
    children, begun = living(parent), time.monotonic()
    os.killpg(parent.pid, signal.SIGTERM)
    parent.wait(10)
    assert gone(children)
    assert time.monotonic() - begun < 3

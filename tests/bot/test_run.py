"""`make run`: web and worker with real settings, until Ctrl-C."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from bot.settings import Settings
from tests.service import environment_of, free_port

NOBODY = "http://127.0.0.1:9"


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.mark.parametrize("dies", [None, "worker"])
def test_make_run_serves_until_it_is_stopped_or_a_part_dies(
    settings: Settings, tmp_path: Path, dies: str | None
) -> None:
    port = free_port()
    environment = environment_of(
        settings, port=str(port), line_api_url=NOBODY, line_data_api_url=NOBODY
    )
    log = tmp_path / "run.log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            ["make", "run"], env=environment, stdout=out, stderr=out, start_new_session=True
        )
    deadline = time.monotonic() + 60
    while not _ready(port):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
    if dies:
        members = _members(running.pid)
        part = next(p for p, said in members.items() if said.endswith(f"python -m bot {dies}"))
        os.kill(part, signal.SIGKILL)
    else:
        os.killpg(running.pid, signal.SIGINT)  # what Ctrl-C does
    ended = running.wait(20)
    assert ended == (2 if dies else -signal.SIGINT)
    assert _left(running.pid) == {}


def _members(group: int) -> dict[int, str]:
    """Returns the command of each living process of a group, oldest first."""
    found = {}
    for process in psutil.process_iter(["create_time", "cmdline", "status"]):
        with suppress(psutil.Error, ProcessLookupError):
            dead = process.info["status"] == psutil.STATUS_ZOMBIE
            if os.getpgid(process.pid) == group and not dead:
                found[process.pid] = (process.info["create_time"], process.info["cmdline"] or [])
    return {pid: " ".join(command) for pid, (_, command) in sorted(found.items(), key=_age)}


def _age(item: tuple[int, tuple[float, list[str]]]) -> float:
    return item[1][0]


def _left(group: int) -> dict[int, str]:
    """Returns what still runs of a group after some seconds."""
    deadline = time.monotonic() + 5
    while (left := _members(group)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left

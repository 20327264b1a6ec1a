"""`make run`: web and worker with real settings, until Ctrl-C."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

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
        asked = ["pgrep", "-o", "-g", str(running.pid), "-f", f"^[^ ]*python -m bot {dies}"]
        os.kill(int(subprocess.check_output(asked)), signal.SIGKILL)
    else:
        os.killpg(running.pid, signal.SIGINT)  # what Ctrl-C does
    ended = running.wait(20)
    assert ended == (2 if dies else -signal.SIGINT)
    assert _left(running.pid) == ""


def _left(group: int) -> str:
    """Returns what still runs of a group after some seconds; the dead may wait to be buried."""
    for _ in range(50):
        found = subprocess.run(
            ["ps", "-o", "stat=,args=", "-g", str(group)],
            check=False,
            capture_output=True,
            text=True,
        ).stdout
        alive = "\n".join(line for line in found.splitlines() if not line.startswith("Z"))
        if not alive:
            return ""
        time.sleep(0.1)
    return alive

"""Processes that belong together: started, started again when they die, stopped together."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a part has to finish what it does before it is ended."""
_log = logging.getLogger("parts")


class Parts:
    """Runs commands as processes, each in a session of its own.

    `environment` is added to ours; what a part logs goes to `logs`/NAME.log, or where ours goes.
    Their standard input is a leash: it ends when we do, however we end (see `end_with_parent`).
    """

    def __init__(
        self,
        commands: Mapping[str, list[str]],
        environment: Mapping[str, str] | None = None,
        logs: Path | None = None,
    ) -> None:
        self.commands = commands
        self.environment = environment
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start_all(self) -> None:
        """Start every part."""
        for name in self.commands:
            self.start(name)

    def start(self, name: str) -> None:
        """Start a part."""
        if self.logs is None:
            self.running[name] = self._popen(name, None)
            return
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = self._popen(name, log.fileno())

    def _popen(self, name: str, log: int | None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  our own commands
            self.commands[name], env=self.environment, stdin=subprocess.PIPE,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip

    def revive(self) -> list[str]:
        """Start again what has died. Returns the names."""
        dead = [name for name, part in self.running.items() if part.poll() is not None]
        for name in dead:
            _log.warning("part died", extra={"part": name, "pid": self.running[name].pid})
            time.sleep(0.5)
            self.start(name)
        return dead

    def stop_all(self) -> None:
        """Ask every part to stop; end it where it does not."""
        for part in self.running.values():
            signal_group(part.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for part in self.running.values():
            try:
                part.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(part.pid, signal.SIGKILL)
                part.wait()


def signal_group(pid: int, number: signal.Signals) -> None:
    """Send a signal to a part and to all that it started."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def end_with_parent() -> None:
    """Let this process end at once when the one that started it as a part is gone.

    Nobody would start it again, and nobody would stop it.
    """
    threading.Thread(target=_end_at_leash, name="leash", daemon=True).start()


def _end_at_leash() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)

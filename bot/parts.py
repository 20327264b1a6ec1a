"""Processes that belong together: started, started again when they die, stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a part has to finish what it does before it is ended."""


class Parts:
    """Runs commands as processes, each in a session of its own.

    What a part logs goes to `logs`/NAME.log.
    """

    def __init__(
        self, commands: Mapping[str, list[str]], environment: Mapping[str, str], logs: Path
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
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603  our own commands
                self.commands[name], env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def revive(self) -> list[str]:
        """Start again what has died. Returns the names."""
        dead = [name for name, part in self.running.items() if part.poll() is not None]
        for name in dead:
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

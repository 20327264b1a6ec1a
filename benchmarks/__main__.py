"""The command line: python -m benchmarks [ingest|turn|broadcast|memory|nlp ...]."""

import argparse
import signal
import sys

from benchmarks import broadcast, ingest, memory, nlp, turn

NAMES = ("ingest", "turn", "broadcast", "memory", "nlp")


def main() -> None:
    """Measure what is named, or everything."""
    top = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    top.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    top.add_argument("--large", action="store_true", help="broadcast to a million, too")
    top.add_argument("--people", type=int, nargs="+", help="sizes of the broadcasts")
    top.add_argument("--seconds", type=float, help="length of a load: 15 for ingest, 60 for turn")
    options = top.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then, too
    for name in options.names or NAMES:
        if name not in NAMES:
            top.error(f"there is no {name}; there are {', '.join(NAMES)}")
    for name in options.names or NAMES:
        _run(name, options)


def _run(name: str, options: argparse.Namespace) -> None:
    if name == "ingest":
        ingest.run(options.seconds or 15)
    elif name == "turn":
        turn.run(options.seconds or 60)
    elif name == "broadcast":
        sizes = broadcast.SIZES + ((broadcast.LARGE,) if options.large else ())
        broadcast.run(tuple(options.people or sizes))
    elif name == "memory":
        memory.run()
    else:
        nlp.run()


if __name__ == "__main__":
    main()

"""Command line: python -m nlp understand TEXT | evaluate FILE.jsonl [--json] | train."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 with the reason on standard error."""
    from nlp.model import ModelMissing

    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ModelMissing, OSError, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="Understanding messages.")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("understand", help="print what one message says, as JSON")
    one.add_argument("text")
    one.set_defaults(run=_understand)
    many = commands.add_parser("evaluate", help="measure on labelled messages")
    many.add_argument("file", type=Path)
    many.add_argument("--json", action="store_true")
    many.set_defaults(run=_evaluate)
    commands.add_parser("train", help="train on nlp/data, write nlp/model").set_defaults(run=_train)
    return parser


def _understand(options: argparse.Namespace) -> None:
    from nlp import understand

    _show(understand(options.text).to_dict())


def _evaluate(options: argparse.Namespace) -> None:
    from nlp.corpus import read_rows
    from nlp.evaluation import evaluate, lines

    report = evaluate(read_rows(options.file))
    if options.json:
        _show(report)
    else:
        print("\n".join(lines(report)))


def _train(_options: argparse.Namespace) -> None:
    from nlp.train import train

    _show(train(), indent=2)


def _show(value: dict[str, Any], indent: int | None = None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())

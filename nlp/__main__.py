"""Command line: python -m nlp understand | evaluate | train | rollback | compare | check."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 with the reason on standard error."""
    from nlp.shelf import ModelMissing

    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (ModelMissing, OSError, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 1


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
    learn = commands.add_parser("train", help="train on nlp/data, write nlp/model")
    learn.add_argument(
        "--with-corrections",
        action="store_true",
        help="learn from what staff corrected too; goes into service only if it is no worse",
    )
    learn.set_defaults(run=_train)
    commands.add_parser(
        "rollback", help="take the model before the present one back into service"
    ).set_defaults(run=_rollback)
    other = commands.add_parser("compare", help="train the same recipe on another labelled set")
    other.add_argument("--train", type=Path, required=True, help="CSV with columns text, label")
    other.add_argument("--test", type=Path, required=True)
    other.add_argument("--json", action="store_true")
    other.set_defaults(run=_compare)
    data = commands.add_parser("check", help="count the training messages, measure their sameness")
    data.add_argument("--json", action="store_true")
    data.set_defaults(run=_check)
    return parser


def _understand(options: argparse.Namespace) -> None:
    from nlp import understand

    _show(understand(options.text).to_dict())


def _evaluate(options: argparse.Namespace) -> None:
    from nlp.corpus import read_rows
    from nlp.evaluation import evaluate, lines

    _tell(evaluate(read_rows(options.file)), lines, options.json)


def _train(options: argparse.Namespace) -> int:
    if options.with_corrections:
        from bot.learning import learn  # the corrections lie in the database

        answer = learn()
        _show(answer, indent=1)
        return 0 if answer["adopted"] else 1
    from nlp.train import train

    _show(train(), indent=1)
    return 0


def _rollback(_options: argparse.Namespace) -> None:
    from bot.learning import roll_back

    _show(roll_back())


def _compare(options: argparse.Namespace) -> None:
    from nlp.compare import compare

    _show(compare(options.train, options.test), indent=None if options.json else 1)


def _check(options: argparse.Namespace) -> int:
    from nlp.samples import check, lines

    report = check()
    _tell(report, lines, options.json)
    return 1 if report["too_much"] or report["too_few"] else 0


def _tell(
    report: dict[str, Any], lines: Callable[[dict[str, Any]], list[str]], as_json: bool
) -> None:
    if as_json:
        _show(report)
    else:
        sys.stdout.buffer.write(("\n".join(lines(report)) + "\n").encode("utf-8", "replace"))


def _show(value: Any, indent: int | None = None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())

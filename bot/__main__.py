"""The command line: python -m bot COMMAND."""

import argparse
import sys

from bot import commands
from bot.settings import WrongSettings
from models.case import Office
from models.staff import Role


def parser() -> argparse.ArgumentParser:
    """Returns the parser of all commands."""
    top = argparse.ArgumentParser(prog="python -m bot", description="The grievance channel on LINE")
    add = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add.add_parser("migrate", help="bring the database to the newest schema")
    add.add_parser("worker", help="run jobs until stopped")
    demo = add.add_parser("demo", help="run everything with embedded defaults and a chat page")
    demo.add_argument("--reset", action="store_true", help="forget the demo's data first")
    demo.add_argument("--folder", default="var/demo", help="where the demo keeps its data")
    add.add_parser("doctor", help="say in plain words what is missing or wrong")
    add.add_parser("rotate-keys", help="seal everything under the newest key of DATA_KEYS")
    add.add_parser("reindex", help="make the keyed look-ups anew under INDEX_KEY")
    menus = add.add_parser("richmenu", help="bring the rich menus to LINE")
    menus.add_argument("do", choices=["apply"])
    menus.add_argument("--link", action="store_true", help="and show all friends their own, once")
    _staff(add.add_parser("staff", help="accounts of staff"))
    _export(add.add_parser("export", help="write cases to a file"))
    return top


def _staff(staff: argparse.ArgumentParser) -> None:
    do = staff.add_subparsers(dest="do", required=True)
    new = do.add_parser("add", help="password from STAFF_PASSWORD or a prompt")
    new.add_argument("--email", required=True)
    new.add_argument("--name", required=True)
    new.add_argument("--office", required=True, choices=[str(office) for office in Office])
    new.add_argument("--role", required=True, choices=[str(role) for role in Role])
    do.add_parser("list")
    who = do.add_parser("disable", help="close an account").add_mutually_exclusive_group(
        required=True
    )
    who.add_argument("--email")
    who.add_argument("--demo", action="store_true", help="close all accounts that a demo made")
    for name in ("reset-password", "reset-totp"):
        do.add_parser(name).add_argument("--email", required=True)


def _export(export: argparse.ArgumentParser) -> None:
    export.add_argument("what", choices=["cases"])
    export.add_argument("--format", choices=["jsonl", "csv", "xlsx"], default="jsonl")
    export.add_argument("--number", help="one case only")
    export.add_argument("--out", help="file to write (jsonl and csv: standard output if absent)")
    export.add_argument(
        "--with-personal", action="store_true", help="with reporter, narrative and messages"
    )
    export.add_argument(
        "--as", dest="as_", metavar="EMAIL", help="the supervisor who asks for personal data"
    )
    export.add_argument("--approved-by", metavar="EMAIL", help="another supervisor who agrees")


def main() -> int:
    """Run a command. Returns the exit status."""
    options = parser().parse_args()
    try:
        return commands.run(options)
    except WrongSettings as error:
        print(f"The service cannot start. Please set:\n{error}", file=sys.stderr)
    except commands.Refused as error:
        print(error, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m bot export cases`: what other programs read, without personal data unless approved."""

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import open_database
from bot.settings import read_settings
from models import audit
from models.case import Anonymity, Case
from models.message import Attachment, Author, Message, talk
from models.staff import Role, Staff
from models.states import State

FIELDS = [
    "number", "state", "created_at", "office", "category", "categories", "urgency",
    "urgent_safety", "anonymity", "language", "reporter", "narrative", "respondent", "province",
    "district", "subdistrict", "location", "incident_date", "amount_baht", "remedy",
    "earlier_complaint", "attachments", "messages", "history", "rating",
]  # fmt: skip
PERSONAL = ("reporter", "narrative", "messages")
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Refused(Exception):
    """The export is not allowed; the text says why."""


def run(options: argparse.Namespace) -> int:
    """Write the export. Returns the exit status. Raises Refused."""
    if options.with_personal and not options.out:
        raise Refused("personal data go into a file: --out FILE")
    sessions = open_database(read_settings())
    try:
        with sessions.begin() as session:
            _write(session, options)
    finally:
        sessions.kw["bind"].dispose()
    return 0


def _write(session: Session, options: argparse.Namespace) -> None:
    if options.with_personal:
        _approve(session, options)
    rows = (case_row(session, case, options.with_personal) for case in _cases(session, options))
    with _opened(options) as target:
        WRITERS[options.format](target, rows)


def _approve(session: Session, options: argparse.Namespace) -> None:
    """Two different supervisors stand for it, by name, in the audit trail."""
    asked, approved = (_supervisor(session, mail) for mail in (options.as_, options.approved_by))
    if asked.id == approved.id:
        raise Refused("somebody else must approve: --approved-by")
    audit.record(
        session,
        "export.personal",
        staff_id=asked.id,
        approved_by=approved.id,
        number=options.number,
    )


def _supervisor(session: Session, email: str | None) -> Staff:
    found = session.scalars(
        select(Staff).where(
            Staff.email == (email or "").strip().lower(),
            Staff.active,
            Staff.role == Role.SUPERVISOR,
        )
    ).first()
    if found is None:
        raise Refused("--as and --approved-by name active supervisors by e-mail")
    return found


def _cases(session: Session, options: argparse.Namespace) -> Iterator[Case]:
    query = select(Case).where(Case.state != State.DRAFT).order_by(Case.id)
    if options.number:
        query = query.where(Case.number == options.number)
    yield from session.scalars(query.execution_options(yield_per=200))


def case_row(session: Session, case: Case, personal: bool) -> dict[str, Any]:
    """Returns a case with all FIELDS; what may not be told is null."""
    row = {name: getattr(case, name, None) for name in FIELDS}
    row |= {
        "created_at": (case.submitted_at or case.created_at).isoformat(),
        "incident_date": case.incident_date.isoformat() if case.incident_date else None,
        "location": {key: case.place.get(key) for key in ("lat", "lon")} if case.place else None,
        "reporter": _reporter(case) if personal else None,
        "narrative": case.narrative if personal else None,
        "messages": _messages(session, case) if personal else None,
        "attachments": _attachments(session, case),
        "history": _history(case, personal),
    }
    return row


def _reporter(case: Case) -> dict[str, Any] | None:
    """Hidden and anonymous identities are never exported."""
    if case.anonymity is not Anonymity.OPEN:
        return None
    return {
        "name": case.reporter_name or case.person.name,
        "phone": case.reporter_phone,
        "line_linked": True,
        "on_behalf_of": case.on_behalf_of,
    }


def _messages(session: Session, case: Case) -> list[dict[str, Any]]:
    return [
        {"at": one.said_at.isoformat(), "by": one.author, "text": one.text}
        for one in talk(session, case.id)
        if one.author is not Author.BOT
    ]


def _attachments(session: Session, case: Case) -> list[dict[str, Any]]:
    found = session.scalars(
        select(Attachment)
        .join(Message)
        .where(Message.case_id == case.id, Attachment.sha256 != None)  # noqa: E711
    )
    return [
        {"kind": one.kind, "sha256": (one.sha256 or b"").hex(), "size": one.size} for one in found
    ]


def _history(case: Case, personal: bool) -> list[dict[str, Any]]:
    return [
        {
            "at": one.at.isoformat(),
            "by": one.actor,
            "from": one.from_value,
            "to": one.to_value,
            "reason": one.reason if personal else None,
        }
        for one in case.changes
        if one.what == "state"
    ]


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[IO[bytes]]:
    """The file, readable by its owner alone, or standard output."""
    if not options.out:
        yield sys.stdout.buffer
        return
    path = Path(options.out)
    unfinished = path.with_name(path.name + ".part")
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "wb") as file:
        yield file
    unfinished.rename(path)


def _jsonl(target: IO[bytes], rows: Iterator[dict[str, Any]]) -> None:
    for row in rows:
        target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _csv(target: IO[bytes], rows: Iterator[dict[str, Any]]) -> None:
    target.write(b"\xef\xbb\xbf")  # tells Excel that it is UTF-8

    class _Text:
        def write(self, line: str) -> int:
            return target.write(line.encode())

    writer = csv.writer(_Text())
    writer.writerow(FIELDS)
    writer.writerows([cell(row[name]) for name in FIELDS] for row in rows)


def _xlsx(target: IO[bytes], rows: Iterator[dict[str, Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("cases")
    sheet.append(FIELDS)
    for row in rows:
        sheet.append([cell(row[name]) for name in FIELDS])
    book.save(target)


def cell(value: Any) -> str | int | float | bool | None:
    """Returns a value for a cell; what a spreadsheet would take for a formula becomes text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "".join(c for c in text if c >= " " or c in "\n\t")
    return f"'{text}" if text.lstrip().startswith(_STARTERS) or text[:1] in "\t\r" else text


WRITERS = {"jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx}

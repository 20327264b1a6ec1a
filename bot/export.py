"""`python -m bot export cases`: what other programs read, without personal data unless approved."""

import argparse
import csv
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.startup import database
from models import access, audit
from models.case import Anonymity, Case
from models.message import Attachment, Author, Keeping, Message, talk
from models.staff import Role, Staff
from models.states import State

FIELDS = [
    "number", "state", "created_at", "office", "category", "categories", "urgency",
    "urgent_safety", "anonymity", "language", "reporter", "narrative", "respondent", "province",
    "district", "subdistrict", "location", "incident_date", "amount_baht", "remedy",
    "earlier_complaint", "attachments", "messages", "history", "rating",
]  # fmt: skip


class Refused(Exception):
    """The export is not allowed or not possible; the text says why."""


def run(options: argparse.Namespace) -> int:
    """Write the export. Returns the exit status. Raises Refused, WrongSettings."""
    if not options.out and (options.with_personal or options.format == "xlsx"):
        raise Refused("personal data and xlsx go into a file: --out FILE")
    with database() as sessions:
        with sessions.begin() as session:  # the trail is committed before anything leaves
            asker = _permit(session, options)
            if options.number and session.scalars(_query(options, asker)).first() is None:
                raise Refused(f"there is no case {options.number} that may be exported so")
        with sessions() as session, _opened(options) as target:
            WRITERS[options.format](target, _rows(session, options, asker))
    return 0


def _permit(session: Session, options: argparse.Namespace) -> Staff | None:
    """Returns who asks for personal data, None where nobody does; writes it into the trail.

    Two different supervisors stand for personal data, by name.
    """
    about = {"number": options.number, "format": options.format, "by": "command line"}
    if not options.with_personal:
        audit.record(session, "export", staff_id=None, **about)
        return None
    asked, approved = (_supervisor(session, mail) for mail in (options.as_, options.approved_by))
    if asked.id == approved.id:
        raise Refused("somebody else must approve: --approved-by")
    audit.record(session, "export_personal", staff_id=asked.id, approved_by=approved.id, **about)
    return asked


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


def _query(options: argparse.Namespace, asker: Staff | None) -> Select[Case]:
    """Lodged cases; with personal data only those that the asker may read."""
    query = select(Case).where(Case.state != State.DRAFT).order_by(Case.id)
    if asker is not None:
        query = query.where(access.within(asker, "read_case"))
    return query.where(Case.number == options.number) if options.number else query


def _rows(
    session: Session, options: argparse.Namespace, asker: Staff | None
) -> Iterator[dict[str, Any]]:
    query = _query(options, asker).options(joinedload(Case.person), selectinload(Case.changes))
    for case in session.scalars(query.execution_options(yield_per=200)):
        yield case_row(session, case, asker is not None)


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
    found = session.execute(
        select(Attachment.kind, Attachment.sha256, Attachment.size)
        .join(Message)
        .where(Message.case_id == case.id, Attachment.keeping == Keeping.STORED)
        .order_by(Attachment.id)
    )
    return [
        {"kind": kind, "sha256": bytes(sha or b"").hex(), "size": size} for kind, sha, size in found
    ]


def _history(case: Case, personal: bool) -> list[dict[str, Any]]:
    """Reasons are free text about people: without approval they stay here."""
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
    """A new file that its owner alone can read, in its place once it is whole; or standard output.

    Raises Refused where it cannot be written.
    """
    if not options.out:
        yield from _standard_output()
        return
    path = Path(options.out)
    if path.exists() and not path.is_file():
        raise Refused(f"{path} is no file")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _standard_output() -> Iterator[IO[bytes]]:
    try:
        yield sys.stdout.buffer
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has had enough (head, less); Python flushes once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _jsonl(target: IO[bytes], rows: Iterator[dict[str, Any]]) -> None:
    for row in rows:
        target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _csv(target: IO[bytes], rows: Iterator[dict[str, Any]]) -> None:
    """All cells are quoted: a spreadsheet that splits at semicolons must not find a formula."""
    target.write(b"\xef\xbb\xbf")  # tells Excel that it is UTF-8

    class _Text:
        def write(self, line: str) -> int:
            return target.write(line.encode())

    writer = csv.writer(_Text(), quoting=csv.QUOTE_ALL)
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
    """Returns a value for a cell; what a spreadsheet would take for a formula becomes text.

    OWASP, "CSV Injection": = + - @ tab and CR begin formulas, full-width variants included; so
    they may after blanks and characters that do not show.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    clean = "".join(c for c in text if c >= " " or c in "\n\t")
    return f"'{clean}" if text.startswith(("\t", "\r")) or _begins_formula(clean) else clean


def _begins_formula(text: str) -> bool:
    first = next((c for c in text if not c.isspace() and unicodedata.category(c) != "Cf"), " ")
    return unicodedata.normalize("NFKC", first)[:1] in "=+-@"


WRITERS = {"jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx}

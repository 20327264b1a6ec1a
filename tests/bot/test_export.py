"""What leaves the service has no personal data, unless two people stand for it."""

import argparse
import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import export
from bot.database import Sessions
from bot.export import FIELDS, Refused, cell
from bot.settings import Settings
from models.audit import Audit
from models.case import Anonymity, Case, Office, open_draft, submit
from models.person import lock_conversation
from models.staff import CaseBar, Role, Staff
from tests.service import environment_of

FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def lodged(session: Session) -> Case:
    person = lock_conversation(session, "U" + "d" * 32).person
    case = open_draft(session, person)
    case.narrative, case.respondent, case.reporter_name = "ความลับ", FORMULA, "สมหญิง"
    submit(session, case)
    session.commit()
    return case


@pytest.fixture
def export_to(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, sessions: Sessions, tmp_path: Path
) -> Any:
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)

    def run(format_: str, **more: Any) -> Path:
        out = tmp_path / f"cases.{format_}"
        values = {"number": None, "with_personal": False, "as_": None, "approved_by": None}
        export.run(argparse.Namespace(format=format_, out=str(out), **(values | more)))
        return out

    return run


def supervisors(session: Session) -> list[str]:
    for name in ("a", "b"):
        session.add(
            Staff(
                email=f"{name}@example.test", name=name, office=Office.OMBUDSMAN,
                role=Role.SUPERVISOR, password_hash="-",
            )
        )  # fmt: skip
    session.commit()
    return ["a@example.test", "b@example.test"]


def test_without_approval_nobody_can_be_told_from_it(lodged: Case, export_to: Any) -> None:
    row = json.loads(export_to("jsonl").read_text())
    assert list(row) == FIELDS
    assert (row["number"], row["state"]) == (lodged.number, "triage")
    assert (row["reporter"], row["narrative"], row["messages"]) == (None, None, None)


def test_two_supervisors_may_export_personal_data_and_it_is_audited(
    lodged: Case, export_to: Any, session: Session
) -> None:
    one, other = supervisors(session)
    out = export_to("jsonl", with_personal=True, as_=one, approved_by=other)
    row = json.loads(out.read_text())
    assert (row["narrative"], row["reporter"]["name"]) == ("ความลับ", "สมหญิง")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert session.scalars(select(Audit.action)).all() == ["export_personal"]
    assert list(out.parent.glob(".*.part")) == []


def test_personal_data_of_a_case_that_the_asker_may_not_read_stay_here(
    lodged: Case, export_to: Any, session: Session
) -> None:
    one, other = supervisors(session)
    asker = session.scalars(select(Staff.id).where(Staff.email == one)).one()
    session.add(CaseBar(case_id=lodged.id, staff_id=asker))
    session.commit()
    assert export_to("jsonl", with_personal=True, as_=one, approved_by=other).read_text() == ""
    lodged.office = Office.SSO
    session.commit()
    with pytest.raises(Refused, match="no case"):
        export_to("jsonl", with_personal=True, as_=other, approved_by=one, number=lodged.number)


def test_nobody_approves_their_own_export(lodged: Case, export_to: Any, session: Session) -> None:
    one, _ = supervisors(session)
    for second in (one, None, "nobody@example.test"):
        with pytest.raises(Refused):
            export_to("jsonl", with_personal=True, as_=one, approved_by=second)


def test_a_hidden_identity_is_never_exported(
    lodged: Case, export_to: Any, session: Session
) -> None:
    lodged.anonymity = Anonymity.HIDDEN
    session.commit()
    one, other = supervisors(session)
    out = export_to("jsonl", with_personal=True, as_=one, approved_by=other)
    assert json.loads(out.read_text())["reporter"] is None


def test_no_cell_is_a_formula(lodged: Case, export_to: Any) -> None:
    with export_to("csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["respondent"] == f"'{FORMULA}"
    sheet = load_workbook(export_to("xlsx"))["cases"]
    respondent = sheet.cell(2, FIELDS.index("respondent") + 1)
    assert (respondent.value, respondent.data_type) == (f"'{FORMULA}", "s")


@pytest.mark.parametrize(
    "said",
    [
        "=1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "  =1",
        "＝1",
        "＠x",
        "\n+1",
        "\u200b=1",
        "\ufeff-1",
        "\rx",
        "\tx",
    ],
)
def test_what_begins_like_a_formula_becomes_text(said: str) -> None:
    assert str(cell(said)).startswith("'")


@pytest.mark.parametrize("said", ["", "ค่าแรง", "a=b", 5, -5, 0.5, True, None])
def test_what_is_no_formula_stays_as_it_is(said: object) -> None:
    assert cell(said) == said


def test_a_semicolon_does_not_let_a_formula_out_of_its_cell(
    lodged: Case, export_to: Any, session: Session
) -> None:
    lodged.respondent = "ร้าน;=1+1"
    session.commit()
    assert '"ร้าน;=1+1"' in export_to("csv").read_text(encoding="utf-8-sig")


def test_drafts_stay_here_and_an_unknown_number_is_refused(
    session: Session, export_to: Any
) -> None:
    open_draft(session, lock_conversation(session, "U" + "e" * 32).person)
    session.commit()
    assert export_to("jsonl").read_text() == ""
    with pytest.raises(Refused, match="LV69-000123-K"):
        export_to("jsonl", number="LV69-000123-K")


def test_an_export_that_fails_leaves_no_file(
    lodged: Case, export_to: Any, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setitem(export.WRITERS, "jsonl", broken)
    with pytest.raises(OSError, match="disk full"):
        export_to("jsonl")
    assert [path.name for path in tmp_path.iterdir() if "cases" in path.name] == []
    assert session.scalars(select(Audit.action)).all() == ["export"]

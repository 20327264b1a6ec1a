"""python -m nlp, as an operator runs it."""

import json
from pathlib import Path

import pytest

from nlp.__main__ import main


def test_understand_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["understand", "นายจ้างไม่จ่ายค่าแรง \ud800"]) == 0
    assert json.loads(capsys.readouterr().out)["intent"]["label"] == "complaint"


def test_evaluate_reports_what_is_labelled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.jsonl"
    row = {"text": "นายจ้างไม่จ่ายค่าแรง", "category": "wages"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["evaluate", str(file), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["n"] == 1
    assert report["category"]["accuracy"] == report["category"]["top3"] == 1
    assert "intent" not in report
    assert main(["evaluate", str(file)]) == 0
    assert "category: n 1, accuracy 1.000" in capsys.readouterr().out


def test_evaluate_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err

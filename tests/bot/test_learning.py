"""A new model from what staff corrected: into service only if it is no worse, and back again."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import learning
from bot.learning import Verdict, learn, roll_back
from bot.settings import Settings
from models.audit import Audit
from models.case import Case, Office, Urgency, open_draft
from models.corrections import corrected_cases, counts
from models.person import lock_conversation
from models.staff import Role, Staff
from models.work import correct
from nlp import corpus, store
from nlp.__main__ import main
from nlp.shelf import BUILT_IN, ModelMissing, Shelf
from tests.service import environment_of

STORY = "เขาให้เซ็นใบลาออกเอง แล้วบอกว่าไม่ต้องมาแล้ว"


@pytest.fixture
def corrected(session: Session) -> Case:
    """A case whose subject and place somebody put right."""
    person = lock_conversation(session, "U" + "e" * 32).person
    case = open_draft(session, person)
    case.narrative, case.category, case.province = STORY, "wages", "ตาก"
    staff = Staff(
        email="t@example.test", name="t", office=Office.DLPW, role=Role.OFFICER, password_hash="-"
    )
    session.add(staff)
    session.flush()
    correct(
        session, case, staff, category="dismissal", office=None, urgency=Urgency.HIGH,
        urgent_safety=False, province="ตราด",
    )  # fmt: skip
    session.commit()
    return case


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Shelf:
    """The settings in the environment, and little to learn from, so that it takes seconds."""
    for name, value in (environment_of(settings) | {"MODEL_DIR": str(tmp_path / "models")}).items():
        monkeypatch.setenv(name, value)
    rows, extra = corpus.training_rows()[::25], corpus.phrases()[::60]
    monkeypatch.setattr(learning, "training_rows", lambda: rows)
    monkeypatch.setattr(learning, "phrases", lambda: extra)
    crying = corpus.cries()[::40]
    monkeypatch.setattr(learning, "cries", lambda: crying)
    return Shelf(tmp_path / "models")


def test_a_correction_is_a_training_row_with_who_and_when(
    session: Session, corrected: Case
) -> None:
    (row,) = corrected_cases(session)
    assert (row.text, row.right) == (
        STORY,
        {"category": "dismissal", "urgency": "high", "province": "ตราด"},
    )
    assert (row.staff_id, row.at is not None) == (session.scalars(select(Staff.id)).one(), True)
    assert ("category", "wages", "dismissal", 1) in [tuple(row) for row in counts(session)]
    corrected.narrative = None
    session.commit()
    assert corrected_cases(session) == []


def test_a_worse_candidate_is_refused_a_better_one_serves_and_can_be_rolled_back(
    here: Shelf, session: Session, corrected: Case, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert main(["train", "--with-corrections"]) == 1  # from so few messages it must be worse
    refused = json.loads(capsys.readouterr().out)
    assert not refused["adopted"]
    assert "category" in refused["worse"]
    assert here.current == BUILT_IN

    (here.directory / f"{refused['version']}.new").mkdir(parents=True)  # broken off before
    monkeypatch.setattr(learning, "SLACK", dict.fromkeys(learning.SLACK, 1.0))
    answer = learn()
    assert answer["adopted"]
    assert here.current.name == answer["version"]
    assert store.load(here.current).version == answer["version"]
    assert store.manifest(here.current)["corrections"] == 1

    assert main(["rollback"]) == 0
    assert here.current == BUILT_IN
    with pytest.raises(ModelMissing, match="none before it"):
        roll_back()
    acts = [row.action for row in session.scalars(select(Audit).order_by(Audit.id))]
    assert acts == ["train", "train", "roll_back"]


def test_where_the_learned_model_is_refused_the_built_in_one_serves(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    built_in = store.load().version
    shelf.adopt("of-an-older-version")
    assert store.load_serving(shelf).version == built_in
    (tmp_path / "history.json").write_text("[", encoding="utf-8")
    assert store.load_serving(shelf).version == built_in


def test_a_version_is_put_into_service_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.adopt("a")
    shelf.adopt("a")
    shelf.roll_back()
    assert shelf.current == BUILT_IN


@pytest.mark.parametrize(("history", "about"), [("[1]", "{}"), ('["a"]', '{"ver'), ('["a"]', "[]")])
def test_what_is_half_written_lets_the_built_in_model_serve(
    tmp_path: Path, history: str, about: str
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "manifest.json").write_text(about, encoding="utf-8")
    (tmp_path / "history.json").write_text(history, encoding="utf-8")
    assert store.load_serving(Shelf(tmp_path)).version == store.load().version


def test_about_a_quarter_of_the_corrections_is_kept_for_asking() -> None:
    stories = [f"เรื่องที่ {number}" for number in range(400)]
    kept = [story for story in stories if learning.is_kept_apart(story)]
    assert 60 <= len(kept) <= 140
    assert not learning.is_kept_apart(STORY)


def test_what_is_guarded() -> None:
    good: dict[str, Any] = dict.fromkeys(learning.SLACK, 0.9)
    assert Verdict(good, good).worse == []
    assert Verdict(good, good | {"critical recall": 0.89}).worse == ["critical recall"]
    assert Verdict(good, good | {"critical precision": 0.88}).worse == []
    assert Verdict(good, good | {"category": 0.5, "corrections": 0.8}).worse == [
        "category",
        "corrections",
    ]

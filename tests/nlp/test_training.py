"""Training: the same data and seed give the same model; any labelled set can be learned."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlp import shelf, store, train
from nlp.__main__ import main
from nlp.corpus import Row, cries, data_hash, phrases, training_rows
from nlp.model import Model
from nlp.reading import understand

FEW = 2  # messages of each label and hand: enough to learn something, and fast


@pytest.fixture(scope="module")
def some() -> list[Row]:
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for row in training_rows():
        key = (row.batch[:3], row.language, *sorted(row.labels.values()))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= FEW and row.language in ("th", "my"):
            kept.append(row)
    return kept


@pytest.fixture(scope="module")
def trained(some: Sequence[Row]) -> train.Trained:
    return train.fit(some, phrases()[::5], cries()[::20])


def test_the_same_messages_give_the_same_model(
    trained: train.Trained, some: Sequence[Row], tmp_path: Path
) -> None:
    again = train.fit(some, phrases()[::5], cries()[::20])
    assert again.about == trained.about
    files = []
    for name, made in (("one", trained), ("two", again)):
        store.save(made.model, made.about, tmp_path / name)
        files.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert files[0] == files[1]


def test_a_model_says_the_same_after_it_was_saved(trained: train.Trained, tmp_path: Path) -> None:
    store.save(trained.model, trained.about, tmp_path)
    loaded = store.load(tmp_path)
    for text in ("เถ้าแก่เบี้ยวค่าแรง", "อယူရ လစာ မရဘူး", "gaji tak dapat"):
        assert _answer(loaded, text) == pytest.approx(_answer(trained.model, text), abs=0.005)


def _answer(model: Model, text: str) -> dict[str, float]:
    found = understand(text, model=model)
    return {guess.label: guess.p for guess in (found.intent, *found.categories, found.urgency)}


def test_the_manifest_tells_what_the_model_is_made_of(
    trained: train.Trained, tmp_path: Path
) -> None:
    store.save(trained.model, trained.about, tmp_path)
    about = json.loads((tmp_path / shelf.MANIFEST).read_text(encoding="utf-8"))
    assert about["data_sha256"] == data_hash()
    assert {"version", "cleaner", "tokeniser", "recipe", "rows", "sha256"} <= set(about)
    assert 0.1 < about["dev"]["category"]["accuracy"] < 0.95
    assert set(about["dev"]["critical"]) >= {"recall", "precision"}
    assert set(about["dev"]["critical_in_few"]) >= {"recall", "precision"}


def test_the_model_in_the_repository_is_of_the_messages_in_the_repository() -> None:
    assert shelf.manifest(shelf.BUILT_IN)["data_sha256"] == data_hash()


def test_the_model_in_the_repository_is_small_and_holds_no_code() -> None:
    files = list(shelf.BUILT_IN.iterdir())
    assert sum(file.stat().st_size for file in files) < 15_000_000
    with np.load(shelf.BUILT_IN / store.ARRAYS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_compare_learns_any_labelled_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fruits = ["กล้วยหอมหวีละเท่าไหร่", "มะม่วงเขียวเสวยหมดสวน", "ทุเรียนหมอนทองลูกใหญ่", "ส้มโอหวานมาก",
              "ลำไยอบแห้งขายส่ง", "มังคุดโลละสี่สิบ"]  # fmt: skip
    boats = ["เรือหางยาวออกหกโมง", "ท่าเรือปิดคลื่นแรง", "ตั๋วเรือเฟอร์รี่ไปเกาะ", "เครื่องเรือดับกลางทะเล",
             "เรือประมงเข้าฝั่ง", "แพขนานยนต์รอสองชั่วโมง"]  # fmt: skip
    known = [(text, "fruit") for text in fruits] + [(text, "boat") for text in boats]
    _write(tmp_path / "a.csv", known)
    _write(tmp_path / "b.csv", [("ขายทุเรียนกับมังคุด", "fruit"), ("เรือออกจากท่าเรือกี่โมง", "boat")])
    arguments = ["compare", "--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "b.csv")]
    assert main([*arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["train"], report["test"], report["accuracy"]) == (12, 2, 1.0)


@pytest.mark.parametrize(
    ("rows", "said"),
    [([("x", "pear")], "labels without a training text: pear"), (None, "columns text and label")],
)
def test_compare_says_what_is_wrong(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    rows: list[tuple[str, str]] | None,
    said: str,
) -> None:
    _write(tmp_path / "a.csv", [("ก", "apple"), ("ข", "boat")])
    if rows:
        _write(tmp_path / "b.csv", rows)
    else:
        (tmp_path / "b.csv").write_text("words,kind\n", encoding="utf-8")
    files = ["--train", str(tmp_path / "a.csv"), "--test", str(tmp_path / "b.csv")]
    assert main(["compare", *files]) == 1
    assert said in capsys.readouterr().err


def _write(path: Path, rows: Sequence[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *rows])

"""Labelled messages: reading them, checking them, and naming their exact version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.taxonomy import CATEGORIES, INTENTS, URGENCIES

DATA = Path(__file__).parent / "data"
HONEST = "honest_*.jsonl"  # never trained on
PHRASES = "phrases.json"
CRIES = "cries.tsv"
CRY = ("danger", "none")
"""The labels of the question that is put to few words alone: does somebody cry for help?"""
GRAVE = frozenset(
    ("exploitation", "workplace_safety", "health_education", "private_dispute", "discrimination",
     "official_misconduct", "overseas_work", "migrant_work", "land_environment", "other")
)  # fmt: skip
"""Subjects whose phrases may tell of somebody in danger."""
HEADS = {"intent": tuple(INTENTS), "category": tuple(CATEGORIES), "urgency": tuple(URGENCIES)}


@dataclass(frozen=True)
class Row:
    """One labelled message. `labels` has those of intent, category, urgency that are known;
    `province` is compared only where the file has that field. `batch` is the hand it is by,
    `persona` the invented person who speaks."""

    text: str
    labels: dict[str, str]
    batch: str = ""
    province: str | None = None
    has_province: bool = False
    language: str = ""
    near_miss: bool = False
    persona: str = ""

    @property
    def group(self) -> str:
        """What it is never parted from when rows are held out: all of its hand, or, in languages
        with few hands, all of its persona."""
        return self.batch if self.language in ("th", "") else f"{self.batch} {self.persona}"


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a JSON-lines file.

    Raises ValueError naming file and line for a broken line, a missing text, an unknown label.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                rows.append(_row(json.loads(line), path.stem))
            except (ValueError, KeyError, TypeError) as wrong:
                raise ValueError(f"{path}, line {number}: {wrong}") from wrong
    return rows


def training_files(directory: Path = DATA) -> list[Path]:
    """Return the files that models are trained on, by name; the honest batches are not among
    them."""
    honest = set(directory.glob(HONEST))
    return sorted(set(directory.glob("*.jsonl")) - honest)


def training_rows(directory: Path = DATA) -> list[Row]:
    """Return all messages that models are trained on."""
    return [row for path in training_files(directory) for row in read_rows(path)]


def honest_rows(directory: Path = DATA) -> list[Row]:
    """Return all messages of the honest batches."""
    return [row for path in sorted(directory.glob(HONEST)) for row in read_rows(path)]


def phrases(directory: Path = DATA) -> list[Row]:
    """Return key phrases of each intent, category and urgency as rows of their own."""
    data: dict[str, list[str]] = json.loads((directory / PHRASES).read_text(encoding="utf-8"))
    return [
        Row(text, _phrase_labels(key), PHRASES) for key, texts in data.items() for text in texts
    ]


def cries(directory: Path = DATA) -> list[Row]:
    """Return few words of people in danger, and look-alikes, each with the hand that wrote them.

    Raises ValueError naming the line for an unknown label.
    """
    rows = []
    lines = (directory / CRIES).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        hand, label, text = line.split("\t")
        if label not in CRY:
            raise ValueError(f"{CRIES}, line {number}: unknown label {label!r}")
        rows.append(Row(text, {"cry": label}, hand))
    return rows


def data_hash(directory: Path = DATA, corrections: Sequence[Row] = ()) -> str:
    """Return a digest of everything that a training run reads."""
    digest = hashlib.sha256()
    for path in (*training_files(directory), directory / PHRASES, directory / CRIES):
        digest.update(path.read_bytes())
    for row in corrections:
        digest.update(json.dumps([row.text, row.labels], sort_keys=True).encode())
    return digest.hexdigest()


def _row(data: dict[str, Any], batch: str) -> Row:
    labels = {head: data[head] for head in HEADS if data.get(head)}
    for head, label in labels.items():
        if label not in HEADS[head]:
            raise ValueError(f"unknown {head} {label!r}")
    return Row(
        str(data["text"]),
        labels,
        batch,
        data.get("province"),
        "province" in data,
        str(data.get("lang") or ""),
        bool(data.get("near_miss")),
        str(data.get("persona") or ""),
    )


def _phrase_labels(key: str) -> dict[str, str]:
    """Phrases of a subject in which nobody is hurt are calm; of the others that is not known."""
    if key in URGENCIES:
        return {"urgency": key}
    calm = {} if key in GRAVE else {"urgency": "normal"}
    if key in CATEGORIES:
        return {"intent": "complaint", "category": key} | calm
    return {"intent": key} | calm

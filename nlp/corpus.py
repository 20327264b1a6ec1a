"""Labelled messages: reading them, checking them, and naming their exact version."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.taxonomy import CATEGORIES, INTENTS, URGENCIES

DATA = Path(__file__).parent / "data"
TRAINING = ("th_a.jsonl", "th_b.jsonl", "th_c.jsonl")
PHRASES = "phrases.json"
HEADS = {"intent": tuple(INTENTS), "category": tuple(CATEGORIES), "urgency": tuple(URGENCIES)}


@dataclass(frozen=True)
class Row:
    """One labelled message. `labels` has those of intent, category, urgency that are known;
    `province` is compared only where the file has that field."""

    text: str
    labels: dict[str, str]
    persona: str = ""
    province: str | None = None
    has_province: bool = False


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a JSON-lines file.

    Raises ValueError naming file and line for a broken line, a missing text, an unknown label.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(_row(json.loads(line)))
            except (ValueError, KeyError, TypeError) as wrong:
                raise ValueError(f"{path}, line {number}: {wrong}") from wrong
    return rows


def training_rows(directory: Path = DATA) -> list[Row]:
    """Return all messages that models are trained on; the honest batch is not among them."""
    return [row for name in TRAINING for row in read_rows(directory / name)]


def phrases(directory: Path = DATA) -> list[Row]:
    """Return key phrases of each intent and category as rows of their own."""
    data: dict[str, list[str]] = json.loads((directory / PHRASES).read_text(encoding="utf-8"))
    return [Row(text, _phrase_labels(key)) for key, texts in data.items() for text in texts]


def data_hash(directory: Path = DATA) -> str:
    """Return a digest of everything that a training run reads."""
    digest = hashlib.sha256()
    for name in (*TRAINING, PHRASES):
        digest.update((directory / name).read_bytes())
    return digest.hexdigest()


def _row(data: dict[str, Any]) -> Row:
    labels = {head: data[head] for head in HEADS if data.get(head)}
    for head, label in labels.items():
        if label not in HEADS[head]:
            raise ValueError(f"unknown {head} {label!r}")
    return Row(
        str(data["text"]),
        labels,
        str(data.get("persona", "")),
        data.get("province"),
        "province" in data,
    )


def _phrase_labels(key: str) -> dict[str, str]:
    if key in CATEGORIES:
        return {"intent": "complaint", "category": key}
    return {"intent": key}

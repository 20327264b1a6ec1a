"""The messages' labels, read a second time: blind, by the definitions alone.

second_reading.tsv has a line a message: the digest of its text, the label that the second reader
gave (the category of a complaint, else the intent; two, the better first, where the definitions
allow both), and the urgency.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.corpus import DATA, Row
from nlp.taxonomy import CATEGORIES

FILE = "second_reading.tsv"
DIGITS = 12


@dataclass(frozen=True)
class Reading:
    """What the second reader said of one message."""

    labels: tuple[str, ...]
    urgency: str

    @property
    def intent(self) -> str:
        """The intent of the label."""
        return "complaint" if self.labels[0] in CATEGORIES else self.labels[0]


def digest(text: str) -> str:
    """Return what a message is named by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def readings(directory: Path = DATA) -> dict[str, Reading]:
    """Return the second readings by digest; none where there is no file."""
    file = directory / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = (line.split("\t") for line in lines)
    return {name: Reading(tuple(labels.split("/")), urgency) for name, labels, urgency in rows}


def agreement(rows: Sequence[Row], directory: Path = DATA) -> dict[str, dict[str, Any]]:
    """Return by language, of the messages that were read twice: of, read, and the shares in which
    intent, label (first, either of two) and urgency agree."""
    second = readings(directory)
    by_language: dict[str, list[tuple[Row, Reading | None]]] = defaultdict(list)
    for row in rows:
        by_language[row.language].append((row, second.get(digest(row.text))))
    return {name: _shares(pairs) for name, pairs in by_language.items()}


def _shares(pairs: Sequence[tuple[Row, Reading | None]]) -> dict[str, Any]:
    read = [(row, reading) for row, reading in pairs if reading is not None]
    hits = {
        "intent": sum(row.labels["intent"] == reading.intent for row, reading in read),
        "label": sum(_label(row) == reading.labels[0] for row, reading in read),
        "either": sum(_label(row) in reading.labels for row, reading in read),
        "urgency": sum(row.labels["urgency"] == reading.urgency for row, reading in read),
    }
    shares = {key: round(count / len(read), 4) for key, count in hits.items()} if read else {}
    return {"of": len(pairs), "read": len(read), **shares}


def _label(row: Row) -> str:
    return row.labels.get("category") or row.labels["intent"]

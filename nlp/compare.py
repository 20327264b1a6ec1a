"""The same recipe on any labelled set, so that it can be held against published results."""

import csv
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp import recipe
from nlp.evaluation import scores
from nlp.recipe import Example

Labelled = tuple[str, str]  # text, label


def compare(train: Path, test: Path) -> dict[str, Any]:
    """Train on one file of (text, label), test on another; return scores and seconds.

    Both readers are always asked; their shares are chosen on folds of the training file.
    Raises ValueError for a file without these columns or for labels that were never trained.
    """
    known, asked = read_table(train), read_table(test)
    labels = sorted({label for _, label in known})
    if unknown := {label for _, label in asked} - set(labels):
        raise ValueError(f"{test}: labels without a training text: {', '.join(sorted(unknown))}")
    started = time.monotonic()
    learned = recipe.examples((text, str(i)) for i, (text, _) in enumerate(known))
    answers = verdicts(learned, [label for _, label in known], labels, _examples(asked))
    found = scores([(label, got) for (_, label), got in zip(asked, answers, strict=True)])
    return {
        "train": len(known),
        "test": len(asked),
        "labels": len(labels),
        **{key: found[key] for key in ("accuracy", "macro_f1", "confused")},
        "seconds": round(time.monotonic() - started, 1),
    }


def verdicts(
    known: Sequence[Example], wanted: Sequence[str], labels: Sequence[str], asked: Sequence[Example]
) -> list[str]:
    """Return the label that both readers together give each of the texts asked about."""
    held = recipe.hold_out(known, wanted, labels)
    one, two = held.temperatures()
    shares = held.shares()
    space, scale = recipe.space_of(known), recipe.scale_of(known)
    answer = recipe.Held(
        list(asked),
        [],
        tuple(labels),
        recipe.fit_first(space, known, wanted, labels).scores(recipe.matrix(space, asked)),
        recipe.fit_second(scale, known, wanted, labels).scores(recipe.gists(scale, asked)),
    ).verdicts(shares, (one, two))
    return [labels[i] for i in answer.argmax(axis=1)]


def read_table(path: Path) -> list[Labelled]:
    """Return (text, label) of a CSV file with these columns. Raises ValueError without them."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if not {"text", "label"} <= set(table.fieldnames or ()):
            raise ValueError(f"{path}: columns text and label are needed")
        return [(row["text"], row["label"]) for row in table]


def _examples(rows: Sequence[Labelled]) -> list[Example]:
    return recipe.examples((text, "") for text, _ in rows)

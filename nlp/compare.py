"""The same recipe on any labelled set, so that it can be held against published results."""

import csv
import time
from pathlib import Path
from typing import Any

from nlp import recipe
from nlp.evaluation import scores
from nlp.recipe import Task

Labelled = tuple[str, str]  # text, label


def compare(train: Path, test: Path) -> dict[str, Any]:
    """Train on one file of (text, label), test on another; return scores and seconds.

    Both readers are always asked; how they are put together is chosen on folds of the training
    file. Labels weigh as often as they occur: such files have the same shares in both halves.
    Raises ValueError for a file without these columns or for labels that were never trained.
    """
    known, asked = read_table(train), read_table(test)
    labels = tuple(sorted({label for _, label in known}))
    if unknown := {label for _, label in asked} - set(labels):
        raise ValueError(f"{test}: labels without a training text: {', '.join(sorted(unknown))}")
    started = time.monotonic()
    texts = recipe.examples((text, str(i)) for i, (text, _) in enumerate([*known, *asked]))
    task = Task(texts[: len(known)], [label for _, label in known], labels, balanced=False)
    answers = _verdicts(task, texts[len(known) :])
    found = scores([(label, got) for (_, label), got in zip(asked, answers, strict=True)])
    return {
        "train": len(known),
        "test": len(asked),
        "labels": len(labels),
        **{key: found[key] for key in ("accuracy", "macro_f1", "confused")},
        "seconds": round(time.monotonic() - started, 1),
    }


def _verdicts(task: Task, asked: list[recipe.Example]) -> list[str]:
    how = recipe.hold_out(task).blend
    verdicts = how.verdicts(recipe.learn(task).hear(asked))
    return [task.labels[i] for i in verdicts.argmax(axis=1)]


def read_table(path: Path) -> list[Labelled]:
    """Return (text, label) of a CSV file with these columns. Raises ValueError without them."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if not {"text", "label"} <= set(table.fieldnames or ()):
            raise ValueError(f"{path}: columns text and label are needed")
        return [(row["text"], row["label"]) for row in table]

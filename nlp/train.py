"""Training our model: all heads over nlp/data, the honest batches untouched.

What is chosen (temperatures, shares of the second reader, from which probability a message is
critical) is chosen on messages of hands that the model in question had not learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from nlp import recipe
from nlp.alarms import find_danger
from nlp.cleaning import clean
from nlp.corpus import HEADS, Row, data_hash, phrases, training_rows
from nlp.evaluation import scores, share
from nlp.model import Head, Model, SecondReader
from nlp.recipe import Example, Held
from nlp.shelf import BUILT_IN
from nlp.store import save

RECALL_WANTED = 0.97  # of critical messages, rules and model together, of hands not learned from
PRECISION_LEAST = 0.55


@dataclass(frozen=True)
class Trained:
    """A model and what was measured of it on hands that it had not learned from."""

    model: Model
    about: dict[str, Any]


def train(corrections: Sequence[Row] = (), directory: Path = BUILT_IN) -> dict[str, Any]:
    """Train on everything, write the model to `directory`, and return what its manifest says."""
    made = fit(training_rows(), phrases(), corrections)
    save(made.model, made.about, directory)
    return {"version": made.model.version, **made.about}


def fit(rows: Sequence[Row], extra: Sequence[Row], corrections: Sequence[Row] = ()) -> Trained:
    """Return the model of these rows; `extra` rows and corrections are learned from but not
    measured on."""
    learned = [*extra, *corrections]
    texts, more = _examples(rows), _examples(learned)
    held = {head: _hold_out(head, rows, texts, learned, more) for head in HEADS}
    shares = {head: found.shares() for head, found in held.items()}
    critical_from = _threshold(held["urgency"], shares["urgency"])
    digest = data_hash(corrections=corrections)
    model = _model(
        f"{date.today():%Y-%m-%d}-{digest[:4]}",
        critical_from,
        {head: _chosen(head, [*rows, *learned], [*texts, *more]) for head in HEADS},
        held,
        shares,
    )
    about = {
        "data_sha256": digest,
        "rows": len(rows),
        "corrections": len(corrections),
        "recipe": {
            "svm": recipe.SVM_STRENGTH,
            "regression": recipe.REGRESSION_STRENGTH,
            "least_seen": recipe.LEAST_SEEN,
            "folds": recipe.FOLDS,
            "seed": recipe.SEED,
        },
        "dev": {head: dev_scores(held[head], shares[head]) for head in HEADS}
        | {"critical": _critical(held["urgency"], shares["urgency"], critical_from)},
    }
    return Trained(model, about)


def dev_scores(held: Held, shares: tuple[float, float]) -> dict[str, Any]:
    """Return accuracy, macro-F1, top-3, confusion, and accuracy by language of held-out rows."""
    verdicts = held.verdicts(shares)
    labels = np.array(held.labels)
    best = labels[verdicts.argmax(axis=1)]
    three = labels[np.argsort(-verdicts, axis=1)[:, :3]]
    right = np.array(held.right)
    found = scores(list(zip(held.right, best.tolist(), strict=True)))
    languages = np.array([example.language for example in held.examples])
    return {
        "n": len(right),
        "accuracy": found["accuracy"],
        "macro_f1": found["macro_f1"],
        "top3": round(float((three == right[:, None]).any(axis=1).mean()), 4),
        "by_language": {
            str(name): round(float((best == right)[languages == name].mean()), 4)
            for name in np.unique(languages)
        },
        "labels": found["labels"],
        "confused": found["confused"],
    }


_Parts = tuple[list[Example], list[str]]


def _examples(rows: Sequence[Row]) -> list[Example]:
    return recipe.examples((row.text, row.batch) for row in rows)


def _chosen(head: str, rows: Sequence[Row], texts: Sequence[Example]) -> _Parts:
    pairs = [
        (t, row.labels[head]) for row, t in zip(rows, texts, strict=True) if head in row.labels
    ]
    return [t for t, _ in pairs], [label for _, label in pairs]


def _hold_out(
    head: str,
    rows: Sequence[Row],
    texts: Sequence[Example],
    learned: Sequence[Row],
    more: Sequence[Example],
) -> Held:
    known, wanted = _chosen(head, rows, texts)
    return recipe.hold_out(
        known, wanted, HEADS[head], list(zip(*_chosen(head, learned, more), strict=True))
    )


def _model(
    version: str,
    critical_from: float,
    parts: dict[str, _Parts],
    held: dict[str, Held],
    shares: dict[str, tuple[float, float]],
) -> Model:
    everything = parts["intent"][0]
    space, scale = recipe.space_of(everything), recipe.scale_of(everything)
    first: dict[str, Head] = {}
    second: dict[str, Head] = {}
    for head, (known, wanted) in parts.items():
        one, two = held[head].temperatures()
        first[head] = recipe.fit_first(space, known, wanted, HEADS[head]).head(one)
        second[head] = recipe.fit_second(scale, known, wanted, HEADS[head]).head(two)
    voices = SecondReader(
        scale,
        second,
        {head: pair[0] for head, pair in shares.items()},
        {head: pair[1] for head, pair in shares.items()},
    )
    return Model(version, critical_from, space, first, voices)


def _critical_p(
    held: Held, shares: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of each held-out message: probability of critical, whether a rule fires, and
    whether it is critical."""
    p = np.exp(held.verdicts(shares))[:, held.labels.index("critical")]
    fires = np.array(
        [bool(find_danger(clean(example.text), example.language)) for example in held.examples]
    )
    return p, fires, np.array(held.right) == "critical"


def _threshold(held: Held, shares: tuple[float, float]) -> float:
    """Return the highest probability from which model and rules together reach the wanted
    recall, or that of the least precision allowed, if it comes first."""
    p, fires, critical = _critical_p(held, shares)
    for threshold in np.arange(0.9, 0.02, -0.01):
        raised = fires | (p >= threshold)
        recall, precision = raised[critical].mean(), critical[raised].mean()
        if recall >= RECALL_WANTED or precision < PRECISION_LEAST:
            return round(float(threshold), 3)
    return 0.03


def _critical(held: Held, shares: tuple[float, float], threshold: float) -> dict[str, float]:
    p, fires, critical = _critical_p(held, shares)
    raised = fires | (p >= threshold)
    return {
        "recall": share(int((raised & critical).sum()), int(critical.sum())),
        "precision": share(int((raised & critical).sum()), int(raised.sum())),
        "rules_recall": share(int((fires & critical).sum()), int(critical.sum())),
        "rules_precision": share(int((fires & critical).sum()), int(fires.sum())),
    }

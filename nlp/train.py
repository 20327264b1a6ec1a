"""Training our model: all heads over nlp/data, the honest batches untouched.

What is chosen (temperatures, shares, from which probability a message is critical) is chosen
on messages of hands that the machines in question had not learned from.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from nlp import FEW, recipe
from nlp.blending import Blend, Flags, Positions, Scores
from nlp.cleaning import clean
from nlp.corpus import CRY, HEADS, Row, cries, data_hash, phrases, training_rows
from nlp.evaluation import scores
from nlp.features import Scale, Space
from nlp.model import CriticalFrom, Head, Model, SecondReader
from nlp.recipe import Example, HeldOut, Machines, Task
from nlp.shelf import BUILT_IN
from nlp.store import save
from nlp.vigilance import CRY_TOLD, HEARD_LEAST, TOLD, Vigilance


@dataclass(frozen=True)
class Trained:
    """A model and what was measured of it on hands that it had not learned from."""

    model: Model
    about: dict[str, Any]


def train(directory: Path = BUILT_IN) -> dict[str, Any]:
    """Train on everything, write the model to `directory`, and return what its manifest says."""
    made = fit(training_rows(), phrases(), cries())
    fresh = directory.with_name(f"{directory.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    save(made.model, made.about, fresh)
    shutil.rmtree(directory, ignore_errors=True)  # whole or not at all: no half of each
    fresh.rename(directory)
    return {"version": made.model.version, **made.about}


def fit(
    rows: Sequence[Row],
    extra: Sequence[Row],
    crying: Sequence[Row],
    corrections: Sequence[Row] = (),
) -> Trained:
    """Return the model of these rows; `extra` rows and corrections are learned from but not
    measured on. `crying` are few words, of which it is only asked whether somebody cries for help:
    that is learned from them and from all of the rest that is as short."""
    learned = [*extra, *corrections]
    texts, more, cried = _examples(rows), _examples(learned), _examples(crying)
    known = {head: _task(head, rows, texts) for head in HEADS} | {
        "cry": _cries([*rows, *crying], [*texts, *cried])
    }
    added = {head: _task(head, learned, more) for head in HEADS} | {"cry": _cries(learned, more)}
    held = {head: recipe.hold_out(known[head], added[head]) for head in known}
    blends = {head: found.blend for head, found in held.items()}
    alarm = Vigilance.of(held["urgency"], blends["urgency"]).stories()
    cry = Vigilance.of(held["cry"], blends["cry"], "danger", CRY_TOLD)
    thresholds, few = alarm.thresholds(), cry.thresholds(HEARD_LEAST)
    digest = data_hash(corrections=corrections)
    recipe_used = _recipe(blends)
    model = _model(
        f"{date.today():%Y-%m-%d}-{_short(digest, recipe_used)}",
        CriticalFrom(*thresholds, TOLD, *few, CRY_TOLD),
        {head: task.with_more(added[head]) for head, task in known.items()},
        blends,
    )
    about = {
        "data_sha256": digest,
        "base_sha256": data_hash(),
        "rows": len(rows),
        "corrections": len(corrections),
        "cries": len(crying),
        "recipe": recipe_used,
        "dev": {head: dev_scores(held[head], blends[head]) for head in held}
        | {"critical": alarm.scores(*thresholds), "critical_in_few": cry.scores(*few)},
    }
    return Trained(model, about)


def _recipe(blends: Mapping[str, Blend]) -> dict[str, Any]:
    return {
        "svm": recipe.SVM_STRENGTH,
        "smoothing": recipe.SMOOTHING,
        "regression": recipe.REGRESSION_STRENGTH,
        "least_seen": recipe.LEAST_SEEN,
        "folds": recipe.FOLDS,
        "seed": recipe.SEED,
        "bayes_share": {head: how.bayes_share for head, how in blends.items()},
    }


def _short(digest: str, recipe_used: dict[str, Any]) -> str:
    """Return what tells models of one day apart: of other data, or of another recipe."""
    text = digest + json.dumps(recipe_used, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def dev_scores(held: HeldOut, how: Blend) -> dict[str, Any]:
    """Return accuracy, macro-F1, top-3, confusion, and accuracy by language of held-out rows,
    and what the first reader alone would do."""
    verdicts = how.verdicts(held.heard)
    right = held.positions
    best = verdicts.argmax(axis=1)
    found = scores([(held.labels[i], held.labels[j]) for i, j in zip(right, best, strict=True)])
    languages = np.array([example.language for example in held.known])
    return {
        "n": len(right),
        "accuracy": found["accuracy"],
        "macro_f1": found["macro_f1"],
        "top3": _among_three(verdicts, right),
        "first_reader": _right_share(how.first_reader(held.heard).argmax(axis=1) == right),
        "by_language": {
            str(name): _right_share((best == right)[languages == name])
            for name in np.unique(languages)
        },
        "labels": found["labels"],
        "confused": found["confused"],
    }


def _examples(rows: Sequence[Row]) -> list[Example]:
    return recipe.examples((row.text, row.group) for row in rows)


def _task(head: str, rows: Sequence[Row], texts: Sequence[Example]) -> Task:
    pairs = [
        (text, row.labels[head])
        for row, text in zip(rows, texts, strict=True)
        if head in row.labels
    ]
    return Task([text for text, _ in pairs], [label for _, label in pairs], HEADS[head])


def _cries(rows: Sequence[Row], texts: Sequence[Example]) -> Task:
    """Return the question whether somebody cries for help, put to what is short; cries of any
    length are learned from."""
    pairs = [
        (text, label)
        for row, text in zip(rows, texts, strict=True)
        if (label := _cries_for_help(row)) is not None
    ]
    return Task([text for text, _ in pairs], [label for _, label in pairs], CRY)


def _cries_for_help(row: Row) -> str | None:
    if "cry" in row.labels:
        return row.labels["cry"]
    if "urgency" not in row.labels or len(clean(row.text)) >= FEW:
        return None
    return "danger" if row.labels["urgency"] == "critical" else "none"


def _model(
    version: str, critical_from: CriticalFrom, tasks: dict[str, Task], blends: dict[str, Blend]
) -> Model:
    everything = tasks["intent"].known
    space, scale = recipe.space_of(everything), recipe.scale_of(everything)
    heads = {head: _heads(task, space, scale, blends[head]) for head, task in tasks.items()}
    second = SecondReader(
        scale,
        {head: pair[1] for head, pair in heads.items()},
        {head: how.share for head, how in blends.items()},
        {head: how.share_alone for head, how in blends.items()},
    )
    return Model(
        version, critical_from, space, {head: pair[0] for head, pair in heads.items()}, second
    )


def _heads(task: Task, space: Space, scale: Scale, how: Blend) -> tuple[Head, Head]:
    return Machines.of(task, space, scale).heads(task.labels, how)


def _among_three(verdicts: Scores, right: Positions) -> float:
    three = np.argsort(-verdicts, axis=1)[:, :3]
    return _right_share((three == right[:, None]).any(axis=1))


def _right_share(hits: Flags) -> float:
    return round(float(hits.mean()), 4)

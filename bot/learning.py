"""`python -m nlp train --with-corrections` and `rollback`: a new model from what staff corrected.

Here, and not in nlp/, because the corrections lie in the database. A candidate is trained and
held against the model in service: on the dev folds, where each judges messages of hands that it
had not learned from, and on the latest corrections that neither learned from. It goes into service
only if it is worse in nothing that is guarded. The honest batches are not asked: what decides about
models is no honest score of them.
"""

import hashlib
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from bot.startup import database
from models import audit
from models.corrections import Corrected, corrected_cases
from nlp import store
from nlp.corpus import Row, cries, data_hash, phrases, training_rows
from nlp.evaluation import evaluate
from nlp.model import Model
from nlp.shelf import Shelf, manifest
from nlp.train import Trained, fit

RECENT = 200  # corrections that are asked about, of those kept apart
KEPT_APART = 4  # one in so many corrections is never learned from: it is asked about
_NUMBERS = re.compile(r"\d(?:[\s.–-]?\d){4,}")
SLACK = {
    "critical recall": 0.0,
    "critical precision": 0.03,
    "category": 0.01,
    "intent": 0.01,
    "corrected critical recall": 0.0,
    "corrections": 0.0,
}


@dataclass(frozen=True)
class Verdict:
    """How the candidate did against the model in service, and why it was refused, if it was."""

    was: dict[str, float]
    became: dict[str, float]

    @property
    def worse(self) -> list[str]:
        """The guarded figures in which the candidate is worse by more than is allowed."""
        return [
            name
            for name, slack in SLACK.items()
            if name in self.was and self.became.get(name, 0.0) < self.was[name] - slack
        ]


def learn() -> dict[str, Any]:
    """Train a candidate, compare, and put it into service if it is no worse.

    Returns {"version", "adopted", "worse", "was", "became", "corrections"}. Workers take it up
    when they are started again. Raises WrongSettings, ModelMissing.
    """
    shelf = Shelf(read_settings().model_dir)
    with database() as sessions:
        with sessions() as session:
            rows = [row for row in map(_row, corrected_cases(session)) if row.labels]
        answer = _learn(shelf, rows)
        with sessions.begin() as session:
            audit.record(session, "train", staff_id=None, by="command line", **answer)
    return answer


def roll_back() -> dict[str, Any]:
    """Take the model before the present one back into service; returns {"version"}.

    Raises ModelMissing where there is none, WrongSettings.
    """
    shelf = Shelf(read_settings().model_dir)
    shelf.roll_back()
    version = store.load_serving(shelf).version
    with database() as sessions, sessions.begin() as session:
        audit.record(session, "roll_back", staff_id=None, by="command line", version=version)
    return {"version": version}


def _learn(shelf: Shelf, rows: Sequence[Row]) -> dict[str, Any]:
    asked = [row for row in rows if is_kept_apart(row.text)][-RECENT:]
    learned = [row for row in rows if not is_kept_apart(row.text)]
    made = fit(training_rows(), phrases(), cries(), learned)
    present, about = store.serving(shelf)
    verdict = Verdict(
        figures(_measured(about), present, asked), figures(made.about["dev"], made.model, asked)
    )
    if not verdict.worse:
        _keep(made, shelf.directory / made.model.version)
        shelf.adopt(made.model.version)
    return {
        "version": made.model.version,
        "adopted": not verdict.worse,
        "worse": verdict.worse,
        "corrections": len(rows),
        "was": verdict.was,
        "became": verdict.became,
    }


def _keep(made: Trained, directory: Path) -> None:
    """Save the model whole or not at all; one that is there may be in service, and stays."""
    if not directory.exists():
        fresh = directory.with_name(f"{directory.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)  # of a training that was broken off
        store.save(made.model, made.about, fresh)
        fresh.rename(directory)


def is_kept_apart(text: str) -> bool:
    """Whether a corrected story is never learned from. The story decides, for ever: what one model
    learned is not what another is asked about."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % KEPT_APART == 0


def _measured(about: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the dev scores to hold a candidate against: the model's own, or, where it was measured
    on other messages than this release has, those of the built-in model."""
    same = about.get("base_sha256") == data_hash()
    dev: Mapping[str, Any] = (about if same else manifest())["dev"]
    return dev


def figures(dev: Mapping[str, Any], model: Model, asked: Sequence[Row]) -> dict[str, float]:
    """Return the guarded figures of a model, 0 to 1: those of the dev folds as its manifest has
    them, and how it does on corrections that it has not learned from."""
    of_dev = {
        "critical recall": ("critical", "recall"),
        "critical precision": ("critical", "precision"),
        "cries heard": ("critical_in_few", "recall"),
        "cries rightly heard": ("critical_in_few", "precision"),
        "category": ("category", "accuracy"),
        "intent": ("intent", "accuracy"),
    }
    found = {name: dev[a][b] for name, (a, b) in of_dev.items() if b in dev.get(a, {})}
    if asked:
        heads = [
            scores
            for name, scores in evaluate(asked, model).items()
            if name in ("category", "urgency")
        ]
        right = sum(scores["accuracy"] * scores["n"] for scores in heads)
        if critical := [row for row in asked if row.labels.get("urgency") == "critical"]:
            found["corrected critical recall"] = evaluate(critical, model)["urgency"]["accuracy"]
        found["corrections"] = round(right / sum(scores["n"] for scores in heads), 4)
    return found


def _row(corrected: Corrected) -> Row:
    """Returns a training row; places are found by rule, so they teach the model nothing."""
    labels = {
        key: value for key, value in corrected.right.items() if key in ("category", "urgency")
    }
    text = _NUMBERS.sub(" ", corrected.text)  # a model keeps words: none that is somebody's
    return Row(text, labels | ({"intent": "complaint"} if labels else {}), "corrections")

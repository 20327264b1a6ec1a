"""Training: the only file that needs scikit-learn, and never the one that serves.

The recipe was chosen by cross-validation with whole personas held out (no writer is in both
halves), the honest batch untouched: logistic regression over words, word pairs and characters,
balanced classes, key phrases as extra rows, one temperature a head.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from nlp.cleaning import clean
from nlp.corpus import HEADS, Row, data_hash, phrases, training_rows
from nlp.features import Vocabulary, character_terms, word_terms
from nlp.model import Head, Model, save

STRENGTH = 10.0  # C of the logistic regression
FOLDS = 5
RECALL_WANTED = 0.92  # of critical messages, by the model alone, on personas it has not seen
LEAST_SEEN = 1


@dataclass(frozen=True)
class Read:
    """A row with its terms, so that text is tokenised once for all folds."""

    row: Row
    words: list[str]
    characters: list[str]


def train() -> dict[str, Any]:
    """Train on everything, write the model, and return what the manifest says of it."""
    rows, extra = _read_all(training_rows()), _read_all(phrases())
    outcome = {head: _cross_validate(head, rows, extra) for head in HEADS}
    version = f"{date.today():%Y-%m-%d}-{data_hash()[:4]}"
    critical_from = _threshold(*outcome["urgency"])
    model = _fit(
        version,
        critical_from,
        rows,
        extra,
        {head: _temperature(head, *found) for head, found in outcome.items()},
    )
    about = {
        "data_sha256": data_hash(),
        "rows": len(rows),
        "recipe": {"C": STRENGTH, "least_seen": LEAST_SEEN, "folds": FOLDS},
        "dev": {head: _scores(head, *found) for head, found in outcome.items()},
    }
    save(model, about)
    return {"version": version, "critical_from": critical_from, **about}


def _read_all(rows: Sequence[Row]) -> list[Read]:
    return [_read(row) for row in rows]


def _read(row: Row) -> Read:
    cleaned = clean(row.text)
    return Read(row, word_terms(cleaned), character_terms(cleaned))


def _words(read: Read) -> list[str]:
    return read.words


def _characters(read: Read) -> list[str]:
    return read.characters


BLOCKS: tuple[Callable[[Read], list[str]], ...] = (_words, _characters)


def _vocabularies(rows: Sequence[Read]) -> tuple[Vocabulary, Vocabulary]:
    words, characters = (Vocabulary.of([get(r) for r in rows], LEAST_SEEN) for get in BLOCKS)
    return words, characters


def _matrix(rows: Sequence[Read], vocabularies: tuple[Vocabulary, Vocabulary]) -> csr_matrix:
    return hstack(
        [
            _block([get(r) for r in rows], vocabulary)
            for get, vocabulary in zip(BLOCKS, vocabularies, strict=True)
        ]
    ).tocsr()


def _block(documents: list[list[str]], vocabulary: Vocabulary) -> csr_matrix:
    vectors = [vocabulary.vector(terms) for terms in documents]
    ends = np.cumsum([0, *(len(v.at) for v in vectors)])
    values = np.concatenate([v.values for v in vectors])
    at = np.concatenate([v.at for v in vectors])
    return csr_matrix((values, at, ends), shape=(len(vectors), len(vocabulary.idf)))


def _regression(head: str, matrix: csr_matrix, rows: Sequence[Read]) -> LogisticRegression:
    weight = None if head == "category" else "balanced"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=STRENGTH, max_iter=400, class_weight=weight).fit(
            matrix, [r.row.labels[head] for r in rows]
        )


def _labelled(rows: Sequence[Read], head: str) -> list[Read]:
    return [r for r in rows if head in r.row.labels]


def _cross_validate(
    head: str, rows: Sequence[Read], extra: Sequence[Read]
) -> tuple[list[str], NDArray[np.float64]]:
    """Return true labels and log-probabilities, each from a model that knew no such persona."""
    mine, more = _labelled(rows, head), _labelled(extra, head)
    truth: list[str] = []
    scores = []
    groups = [r.row.persona for r in mine]
    for learn, check in GroupKFold(FOLDS).split(mine, groups=groups):
        known = [mine[i] for i in learn] + more
        vocabularies = _vocabularies(known)
        fitted = _regression(head, _matrix(known, vocabularies), known)
        held = [mine[i] for i in check]
        truth += [r.row.labels[head] for r in held]
        scores.append(_in_order(head, fitted, _matrix(held, vocabularies)))
    return truth, np.vstack(scores)


def _in_order(head: str, fitted: LogisticRegression, matrix: csr_matrix) -> NDArray[np.float64]:
    columns = [list(fitted.classes_).index(label) for label in HEADS[head]]
    scores: NDArray[np.float64] = fitted.predict_log_proba(matrix)[:, columns]
    return scores


def _temperature(head: str, truth: list[str], scores: NDArray[np.float64]) -> float:
    """Return the divisor of scores that makes held-out probabilities most honest."""
    right = np.array([HEADS[head].index(label) for label in truth])
    return float(min(np.geomspace(0.1, 3, 80), key=lambda t: _log_loss(scores / t, right)))


def _log_loss(scores: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    total = np.log(np.exp(scores).sum(axis=1))
    return float(np.mean(total - scores[np.arange(len(right)), right]))


def _threshold(truth: list[str], scores: NDArray[np.float64]) -> float:
    """Return the probability of critical from which the wanted recall is reached."""
    scores = scores / _temperature("urgency", truth, scores)
    odds = np.exp(scores)
    critical = (odds / odds.sum(axis=1, keepdims=True))[:, HEADS["urgency"].index("critical")]
    of_critical = sorted(critical[np.array(truth) == "critical"])
    return round(float(of_critical[int(len(of_critical) * (1 - RECALL_WANTED))]), 3)


def _scores(head: str, truth: list[str], scores: NDArray[np.float64]) -> dict[str, float]:
    labels = np.array(HEADS[head])
    best = labels[scores.argmax(axis=1)]
    three = labels[np.argsort(-scores, axis=1)[:, :3]]
    return {
        "accuracy": round(float(np.mean(best == truth)), 3),
        "macro_f1": round(float(f1_score(truth, best, average="macro")), 3),
        "top3": round(float(np.mean((three == np.array(truth)[:, None]).any(axis=1))), 3),
    }


def _fit(
    version: str,
    critical_from: float,
    rows: Sequence[Read],
    extra: Sequence[Read],
    temperatures: dict[str, float],
) -> Model:
    known = [*rows, *extra]
    vocabularies = _vocabularies(known)
    heads = {
        head: _head(head, _labelled(known, head), vocabularies, temperatures[head])
        for head in HEADS
    }
    return Model(version, critical_from, *vocabularies, heads)


def _head(
    head: str,
    rows: Sequence[Read],
    vocabularies: tuple[Vocabulary, Vocabulary],
    temperature: float,
) -> Head:
    fitted = _regression(head, _matrix(rows, vocabularies), rows)
    columns = [list(fitted.classes_).index(label) for label in HEADS[head]]
    weights = fitted.coef_[columns].T.astype(np.float32)
    border = len(vocabularies[0].idf)
    bias = fitted.intercept_[columns].astype(np.float32)
    return Head(HEADS[head], weights[:border], weights[border:], bias, round(temperature, 4))

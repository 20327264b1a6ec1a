"""How the verdicts of several machines are put together, chosen on texts they had not learned from.

All of them give scores (texts x labels). One temperature a machine makes its probabilities
honest; weighted geometric means put them together: first the two linear machines of the first
reader, then the first reader and the second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.int64]

SHARES = tuple(round(0.05 * n, 2) for n in range(19))
TEMPERATURES = np.geomspace(0.03, 6, 120)


@dataclass(frozen=True)
class Heard:
    """What the three machines said of the same texts; `alone` marks those in languages that
    the first reader's USE vector does not know."""

    svm: Scores
    bayes: Scores
    gist: Scores
    alone: Flags


@dataclass(frozen=True)
class Blend:
    """Temperatures of the machines and of the first reader as a whole, and the shares: of
    naive Bayes in the first reader; of the second reader, in languages that USE knows and in
    others."""

    svm: float
    bayes: float
    gist: float
    bayes_share: float
    first: float
    share: float
    share_alone: float

    def first_reader(self, heard: Heard) -> Scores:
        """Return the first reader's log-probabilities."""
        return logs(
            mixed(logs(heard.svm / self.svm), logs(heard.bayes / self.bayes), self.bayes_share)
            / self.first
        )

    def second_reader(self, heard: Heard) -> Scores:
        """Return the second reader's log-probabilities."""
        return logs(heard.gist / self.gist)

    def verdicts(self, heard: Heard) -> Scores:
        """Return the log-probabilities of both readers together."""
        share = np.where(heard.alone, self.share_alone, self.share)[:, None]
        return logs(mixed(self.first_reader(heard), self.second_reader(heard), share))


def blend(heard: Heard, right: Positions) -> Blend:
    """Return the blend under which the right labels (positions) are most probable."""
    svm, bayes, gist = (_temperature(s, right) for s in (heard.svm, heard.bayes, heard.gist))
    one, two = logs(heard.svm / svm), logs(heard.bayes / bayes)
    bayes_share = _best(SHARES, lambda share: losses(logs(mixed(one, two, share)), right))
    both = mixed(one, two, bayes_share)
    first = _temperature(both, right)
    lead, voice = logs(both / first), logs(heard.gist / gist)

    def loss_where(chosen: Flags) -> Callable[[float], Scores]:
        return lambda share: losses(logs(mixed(lead, voice, share)), right)[chosen]

    return Blend(
        svm, bayes, gist, bayes_share, first,
        _best(SHARES, loss_where(~heard.alone)), _best(SHARES, loss_where(heard.alone)),
    )  # fmt: skip


def mixed(first: Scores, second: Scores, share: float | Scores) -> Scores:
    """Return the weighted sum; `share` (0 to 1) is the second's."""
    made: Scores = first * (1 - share) + second * share
    return made


def logs(scores: Scores) -> Scores:
    """Return log-probabilities of rows of scores."""
    shifted: Scores = scores - scores.max(axis=1, keepdims=True)
    made: Scores = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return made


def losses(log_probabilities: Scores, right: Positions) -> Scores:
    """Return minus the log-probability of each right label."""
    made: Scores = -log_probabilities[np.arange(len(right)), right]
    return made


def _temperature(scores: Scores, right: Positions) -> float:
    return _best(list(TEMPERATURES), lambda t: losses(logs(scores / t), right))


def _best(candidates: Sequence[float], loss: Callable[[float], Scores]) -> float:
    return float(min(candidates, key=lambda candidate: float(loss(candidate).sum())))

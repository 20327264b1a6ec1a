"""From which probability a message is taken for critical, chosen on hands not learned from."""

from dataclasses import dataclass

import numpy as np

from nlp import FEW
from nlp.alarms import find_danger, is_told
from nlp.blending import Blend, Flags, Scores
from nlp.cleaning import clean
from nlp.evaluation import share
from nlp.recipe import HeldOut

PRECISION_LEAST = 0.5  # of critical, rules and model together, where
PREVALENCE = 0.1  # of messages are critical: so many of those of the batches and of bad weeks.
# Where one in a hundred is, four of five alarms are false. A doubtful one costs a person two lines
# of text and staff a glance (handlers/danger.mention), a missed one may cost a life.
HEARD_LEAST = (
    0.9  # of cries in few words, whatever the alarms: half of the calm ones that are asked
)
# about were written to sound like a cry (nlp/data/cries.tsv), in service hardly any are.
LOWEST_ALONE = 0.08  # where few messages were heard, chance is not trusted further
TOLD = 0.4  # what looks like a story; costs 4 in 1,000 of recall, gains 16 of precision
CRY_TOLD = 0.8  # the same of few words; costs 1 in 1,000 of recall, gains 9 of precision
THRESHOLDS = tuple(round(0.02 + 0.01 * n, 2) for n in range(89))


@dataclass(frozen=True)
class Vigilance:
    """Of each held-out message: probability of critical, whether a rule fires, whether it looks
    like a story, whether it is critical, whether the second reader leads in its language, and
    whether it has few words."""

    p: Scores
    fires: Flags
    told: Flags
    critical: Flags
    alone: Flags
    few: Flags
    told_from: float = TOLD

    @classmethod
    def of(
        cls, held: HeldOut, how: Blend, label: str = "critical", told: float = TOLD
    ) -> "Vigilance":
        """Return it for the held-out messages of a head that has this label for danger. What looks
        like a story is believed from the probability `told`."""
        p = np.exp(how.verdicts(held.heard))[:, held.labels.index(label)]
        texts = [(clean(e.text), e.language) for e in held.known]
        fires = np.array([bool(find_danger(*text)) for text in texts])
        looks_told = np.array([is_told(*text) for text in texts])
        few = np.array([len(text) < FEW for text, _ in texts])
        critical = np.array(held.right) == label
        return cls(p, fires, looks_told, critical, held.heard.alone, few, told)

    def stories(self) -> "Vigilance":
        """Return what is known of the messages that have more than few words."""
        return self._of(~self.few)

    def thresholds(self, heard_least: float = 0.0) -> tuple[float, float]:
        """Return the lowest probabilities from which model and rules together are right often
        enough, in languages that USE knows and in others: a danger that is missed costs more than
        a look at one that was none. So many of the dangers are heard in any case."""
        usual, alone = (
            min(which.lowest(), which.highest(heard_least))
            for which in map(self._of, (~self.alone, self.alone))
        )
        return usual, max(LOWEST_ALONE, alone)

    def lowest(self) -> float:
        """Return the lowest threshold that is right often enough, for all of these messages."""
        for threshold in THRESHOLDS:
            raised = self._raised(threshold)
            hits = PREVALENCE * float(raised[self.critical].mean())
            false = (1 - PREVALENCE) * float(raised[~self.critical].mean())
            if hits >= PRECISION_LEAST * (hits + false):
                return threshold
        return THRESHOLDS[-1]

    def highest(self, heard_least: float) -> float:
        """Return the highest threshold that hears so many of the dangers, 0 to 1."""
        hears = (t for t in reversed(THRESHOLDS) if self._hears(t) >= heard_least)
        return next(hears, THRESHOLDS[0])

    def _hears(self, threshold: float) -> float:
        return float(self._raised(threshold)[self.critical].mean()) if self.critical.any() else 1.0

    def scores(self, usual: float, alone: float) -> dict[str, float]:
        """Return recall, precision and false alarms in 1,000 calm messages of model and rules
        together, and recall and precision of the rules alone."""
        raised = self._raised(np.where(self.alone, alone, usual))
        hits, wanted = raised & self.critical, int(self.critical.sum())
        by_rule = self.fires & self.critical
        return {
            "recall": share(int(hits.sum()), wanted),
            "precision": share(int(hits.sum()), int(raised.sum())),
            "false_alarms_per_1000": round(1000 * float(raised[~self.critical].mean()), 1),
            "rules_recall": share(int(by_rule.sum()), wanted),
            "rules_precision": share(int(by_rule.sum()), int(self.fires.sum())),
        }

    def _raised(self, threshold: float | Scores) -> Flags:
        return self.fires | (
            self.p >= np.where(self.told, np.maximum(threshold, self.told_from), threshold)
        )

    def _of(self, chosen: Flags) -> "Vigilance":
        return Vigilance(
            self.p[chosen],
            self.fires[chosen],
            self.told[chosen],
            self.critical[chosen],
            self.alone[chosen],
            self.few[chosen],
            self.told_from,
        )

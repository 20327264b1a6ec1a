"""The trained model in memory: two readers of a message, and how their verdicts are put together.

The first reader sees words, characters and the USE vector of every message. The second sees
only the e5 vector: it is asked about the languages that USE does not know, and where the first
is in doubt, and may be missing (nlp/encoder.py). Nothing here needs scikit-learn.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.features import (
    Floats,
    Scale,
    Seen,
    Space,
    Sparse,
    averaged,
    character_terms,
    probabilities,
    word_terms,
)

Verdicts = dict[str, dict[str, float]]  # head -> label -> probability

DOUBT = 0.4  # of the first reader, below which the second is asked about Thai and English
_PIECE = re.compile(r"[^\d\s.,!?()\"'/:;-]{3,}")
LOUDEST, BESIDE = 12, 8  # pieces of letters; letters shown on both sides of one
TELLING = 3.0  # idf: words in one message of twenty or more tell a reader nothing
_LETTERS = re.compile(r"[^\W\d_][^\d_.,!?()\"'/:;-]{2,}")
ALWAYS_TWO = frozenset({"ms", "ms-Arab", "my", "km", "lo"})


@dataclass(frozen=True)
class Head:
    """One question to a message: labels, a column of weights for each (int8, with its step),
    and calibration."""

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    step: Floats
    bias: Floats
    temperature: float

    @classmethod
    def of(
        cls, labels: tuple[str, ...], weights: Floats, bias: Floats, temperature: float
    ) -> "Head":
        """Return the head with its weights (dimensions x labels) rounded to 255 steps."""
        step = (np.abs(weights).max(axis=0) / 127 + 1e-12).astype(np.float32)
        rounded = np.rint(weights / step).astype(np.int8)
        return cls(labels, rounded, step, bias.astype(np.float32), temperature)

    def verdict(self, vector: Sparse) -> dict[str, float]:
        """Return label -> probability for a message given as its vector."""
        scores = (vector.values @ self.weights[vector.at]) * self.step + self.bias
        return probabilities(scores / self.temperature, self.labels)


@dataclass(frozen=True)
class SecondReader:
    """What the e5 vector alone tells: a head for each question, and the weight of its voice,
    in languages that USE knows and in others."""

    scale: Scale
    heads: dict[str, Head]
    share: dict[str, float]
    share_alone: dict[str, float]

    def read(self, vector: Floats, language: str) -> Verdicts:
        """Return its verdict on a message given as its e5 vector."""
        scaled = self.scale.scaled(vector, language)
        sparse = Sparse(np.arange(len(scaled), dtype=np.int64), scaled)
        return {name: head.verdict(sparse) for name, head in self.heads.items()}


@dataclass(frozen=True)
class CriticalFrom:
    """From which probability a message is critical: in languages that USE knows, in others, and
    where it looks like the past, a story or a figure of speech. Few words have their own."""

    usual: float
    alone: float
    told: float
    cry: float
    cry_alone: float
    cry_told: float

    def of(self, language: str, told: bool, few: bool) -> float:
        """Return the threshold for a message."""
        if language in ALWAYS_TWO:
            least = self.cry_alone if few else self.alone
        else:
            least = self.cry if few else self.usual
        return max(least, self.cry_told if few else self.told) if told else least


@dataclass(frozen=True)
class Model:
    """One training run: both readers, and from which probability a message is critical."""

    version: str
    critical_from: CriticalFrom
    space: Space
    heads: dict[str, Head]
    second: SecondReader

    def read(self, cleaned: str, language: str, encode: Callable[[str], Floats | None]) -> Verdicts:
        """Return the verdict on cleaned text. `encode` gives its e5 vector, or None."""
        vector = self.space.vector(Seen.of(cleaned, language))
        first = {name: head.verdict(vector) for name, head in self.heads.items()}
        if language not in ALWAYS_TWO and not _in_doubt(first):
            return first
        gist = encode(cleaned)
        return (
            first if gist is None else self.both(first, self.second.read(gist, language), language)
        )

    def both(self, first: Verdicts, second: Verdicts, language: str) -> Verdicts:
        """Return the two readers' verdicts put together."""
        share = self.second.share_alone if language in ALWAYS_TWO else self.second.share
        return {name: averaged(first[name], second[name], share[name]) for name in first}

    def evidence(self, cleaned: str, head: str, label: str, most: int = 3) -> tuple[str, ...]:
        """Return up to `most` passages of the text whose words spoke loudest for `label`.

        Numbers and signs are left out: they tell a reader nothing, and may be somebody's.
        """
        asked = self.heads[head]
        column, words = asked.weights[:, asked.labels.index(label)], self.space.words
        weights = {
            term.replace(" ", ""): float(column[at] * words.idf[at])
            for term in word_terms(cleaned)
            if (at := words.index.get(term)) is not None and _LETTERS.fullmatch(term)
        }
        telling = {
            term.replace(" ", "")
            for term in word_terms(cleaned)
            if (at := words.index.get(term)) is not None and words.idf[at] >= TELLING
        }
        weights = {term: weight for term, weight in weights.items() if term in telling} or weights
        ranked = sorted(
            (t for t in weights if weights[t] > 0 and t in cleaned), key=lambda t: -weights[t]
        )
        if not ranked:  # Burmese, Khmer and Lao are not cut into words
            ranked = self._passages(cleaned, column)
        return tuple(_without_overlap(ranked)[:most])

    def _passages(self, cleaned: str, column: NDArray[np.int8]) -> list[str]:
        """Return where the letters stand that spoke loudest, loudest first."""
        known, first = self.space.characters, len(self.space.words.idf)
        weights = {
            piece.strip(): float(column[first + at] * known.idf[at])
            for piece in character_terms(cleaned)
            if (at := known.index.get(piece)) is not None and _PIECE.fullmatch(piece.strip())
        }
        loudest = sorted((p for p in weights if weights[p] > 0), key=lambda p: -weights[p])
        return [_around(cleaned, piece) for piece in loudest[:LOUDEST]]


def _in_doubt(verdicts: Verdicts) -> bool:
    """The category matters only where a grievance is likely."""
    asked = ["intent"] + ["category"] * (verdicts["intent"].get("complaint", 0) > 0.5)
    return any(max(verdicts[head].values()) < DOUBT for head in asked if head in verdicts)


def _around(text: str, piece: str) -> str:
    """Return a piece with some of its chunk on both sides, not cut before a mark."""
    at = text.find(piece)
    start, end = max(0, at - BESIDE), at + len(piece) + BESIDE
    start = max(start, text.rfind(" ", 0, at) + 1)
    end = min(end, stop if (stop := text.find(" ", at + len(piece))) >= 0 else len(text))
    while start < at and unicodedata.category(text[start]).startswith("M"):
        start += 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[start:end]


def _without_overlap(terms: list[str]) -> list[str]:
    kept: list[str] = []
    for term in terms:
        if not any(term in other or other in term for other in kept):
            kept.append(term)
    return kept

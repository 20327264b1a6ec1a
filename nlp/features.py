"""TF-IDF over words and over characters: the same few lines serve training and answering."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.tokens import tokens

READ_CHARACTERS = 1000
CHARACTER_GRAMS = (2, 3, 4)

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Sparse:
    """A vector with few entries: where they are, and what they are."""

    at: Indices
    values: Floats


def word_terms(cleaned: str) -> list[str]:
    """Return the words and pairs of neighbouring words of cleaned text."""
    found = tokens(cleaned[:READ_CHARACTERS])
    return [*found, *(f"{a} {b}" for a, b in pairwise(found))]


def character_terms(cleaned: str) -> list[str]:
    """Return the 2- to 4-character pieces of cleaned text, within space-separated chunks."""
    chunks = [f" {chunk} " for chunk in cleaned[:READ_CHARACTERS].split()]
    return [
        chunk[i : i + n]
        for chunk in chunks
        for n in CHARACTER_GRAMS
        for i in range(max(1, len(chunk) - n + 1))
    ]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one kind that the model knows, with their inverse document frequencies."""

    index: dict[str, int]
    idf: Floats

    @classmethod
    def of(cls, documents: Sequence[Iterable[str]], least: int = 2) -> "Vocabulary":
        """Return the terms found in at least `least` of the documents, in sorted order."""
        seen = Counter(term for terms in documents for term in set(terms))
        kept = sorted(term for term, count in seen.items() if count >= least)
        counts = np.array([seen[term] for term in kept], dtype=np.float64)
        idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        return cls({term: i for i, term in enumerate(kept)}, idf.astype(np.float32))

    def vector(self, terms: Iterable[str]) -> Sparse:
        """Return the terms as a unit vector of (1 + log count) * idf; unknown terms are dropped."""
        known = Counter(self.index[term] for term in terms if term in self.index)
        at = np.fromiter(known.keys(), dtype=np.int64, count=len(known))
        counts = np.fromiter(known.values(), dtype=np.float32, count=len(known))
        values = (1 + np.log(counts)) * self.idf[at]
        length = float(np.sqrt(values @ values)) or 1.0
        return Sparse(at, (values / length).astype(np.float32))

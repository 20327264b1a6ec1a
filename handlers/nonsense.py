"""Keys pressed for fun, or by a telephone in a pocket: nothing that could be understood."""

from collections.abc import Iterator
from itertools import pairwise

ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890",
    "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ", "ๅภถุึคตจขช",
)  # fmt: skip
"""Keys side by side: QWERTY and Kedmanee (TIS 820)."""
SHORTEST = 5
MOST_OF = 0.7
_BESIDE = frozenset(
    pair
    for row in ROWS
    for first, second in pairwise(row)
    for pair in (first + second, second + first)
)


def is_nonsense(text: str) -> bool:
    """Whether a text is a run over the keyboard, or one sign again and again."""
    said = "".join(text.lower().split())
    if len(said) < SHORTEST or said.isdecimal():
        return False
    if len(set(said)) == 1:
        return said[0].isalnum()
    beside = sum(pair in _BESIDE for pair in _pairs(said))
    return beside >= MOST_OF * (len(said) - 1)


def _pairs(said: str) -> Iterator[str]:
    return map("".join, pairwise(said))

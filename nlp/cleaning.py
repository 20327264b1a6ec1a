"""Text as people type it on a phone, made even enough to read by machine.

Two grades: `tidy` repairs encoding only, so that facts (amounts, numbers, names) survive as
written; `clean` also folds case and repeated letters, for the tokeniser and the model.
"""

import re
import unicodedata

VERSION = "1"
LONGEST = 5000

_ZEROS = "๐໐០၀０"
_DIGITS = {ord(zero) + n: str(n) for zero in _ZEROS for n in range(10)}
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LETTER_RUN = re.compile(r"([^\W\d_])\1{2,}")
_MARK_RUN = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{3})[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_SIGN_RUN = re.compile(r"([^\w\s])\1{2,}")
_LAUGH = re.compile(r"(?<![\d.,])5{3,}(?![\d.,])")
_DIGIT_RUN = re.compile(r"(\d{20})\d+")
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """Return `text` cut to 5,000 characters, in composed form, visible, with 0-9 digits.

    NFKC takes ำ apart, so it is put together again; the cut is made twice because some single
    characters unfold into eighteen.
    """
    text = _SURROGATE.sub(" ", text[:LONGEST])
    text = unicodedata.normalize("NFKC", text)[:LONGEST]
    text = _SPLIT_AM.sub("\\1\u0e33", text.translate(_DIGITS))
    return _INVISIBLE.sub("", text.replace("\u0e40\u0e40", "\u0e41"))


def clean(text: str) -> str:
    """Return `text` tidied, lower-cased, with runs of letters, signs and spaces collapsed.

    Digits keep their runs (10000 is not 1000) but for the laughing 555 and absurd lengths,
    on which tokenisers take quadratic time.
    """
    from pythainlp.util import normalize  # heavy: only where text is really read

    text = _LETTER_RUN.sub(r"\1", tidy(text).lower())
    text = _MARK_RUN.sub(r"\1", _SIGN_RUN.sub(r"\1", text))
    text = _DIGIT_RUN.sub(r"\1", _LAUGH.sub("555", text))
    return _SPACES.sub(" ", str(normalize(text))).strip()

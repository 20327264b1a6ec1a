"""Words of a message, by PyThaiNLP's newmm (Thai is written without spaces between words)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version

from nlp.cleaning import clean

_CONTENT = re.compile(r"[^\W_]")


def tokeniser_version() -> str:
    """Return the name and version that a model must have been trained with."""
    return f"newmm {version('pythainlp')}"


@lru_cache(maxsize=8)
def tokens(cleaned: str) -> tuple[str, ...]:
    """Return the words of text that `clean` has gone over, without white space.

    The last few are remembered: model, evidence and search index ask for the same text.
    """
    from pythainlp.tokenize import word_tokenize  # heavy: loads the dictionary

    return tuple(word for word in word_tokenize(cleaned, engine="newmm") if not word.isspace())


def words(text: str) -> list[str]:
    """Return the content words of `text`, each once, in order, lower-cased.

    Stop-words (PyThaiNLP's list), punctuation and emoji are left out. For search indexes.
    """
    return list(dict.fromkeys(_content_words(tokens(clean(text)))))


def _content_words(found: tuple[str, ...]) -> Iterator[str]:
    stop = _stop_words()
    return (word.strip() for word in found if word not in stop and _CONTENT.search(word))


@cache
def _stop_words() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())

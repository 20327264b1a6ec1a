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
    return tuple(word for word in cut(cleaned) if not word.isspace())


def cut(text: str) -> list[str]:
    """Return all of `text` in pieces: words, white space, signs."""
    from pythainlp.tokenize import word_tokenize

    known = _dictionary()
    return word_tokenize(text, engine="newmm", custom_dict=known)  # type: ignore[arg-type]


class Dictionary:
    """The words that newmm knows, looked up as it does: which of them begin at a place of a text.

    PyThaiNLP's own trie answers the same; making it takes a second, a third of the service's
    start, and a quarter of the model's memory.
    """

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {start: sorted(found) for start, found in lengths.items()}

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Return the words that begin at `start`, the shortest first."""
        longest = len(text) - start
        found = [text[start]] if start < len(text) and text[start] in self._words else []
        for length in self._lengths.get(text[start : start + 2], ()):
            if length > longest:
                break
            word = text[start : start + length]
            if length > 1 and word in self._words:
                found.append(word)
        return found


@cache
def _dictionary() -> Dictionary:
    from pythainlp.corpus import thai_words

    return Dictionary(thai_words())


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

"""Which language a message is written in: its script, then everyday words (languages.toml)."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.cleaning import tidy

READ = 1000  # characters
LANGUAGES = ("th", "en", "ms", "ms-Arab", "my", "km", "lo", "other")

_SCRIPTS = {
    "th": re.compile("[\u0e01-\u0e5b]"),
    "lo": re.compile("[\u0e81-\u0edf]"),
    "my": re.compile("[\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff]"),
    "km": re.compile("[\u1780-\u17ff\u19e0-\u19ff]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]"),
    "latin": re.compile("[a-z]"),
}
# Letters that Malay has and Arabic has not, and Malay words in letters that both have.
_JAWI = re.compile(
    "[ڠڤݢڬۏڽچۑڟ]|(?<!\\w)(?:ساي|تيدق|تيدا|تق|اورڠ|ان|دان|دي|اد|بوليه|كرج|كرجا|بولن|ايت|اين|بلوم|سوده|اكن|انق|"
    "رومه|واڠ|توان|هاري|تاهون|سمبيلن|كامي|كيت|اكو|دوا|تيݢ|ماو|بايار|دبايار|بياي|تولوڠ|كمڤوڠ|سكوله)(?!\\w)"
)
_NEIGHBOURS = ("my", "km", "lo")
_WORD = re.compile(r"[a-z][a-z'’-]*")


@dataclass(frozen=True)
class _Signs:
    words: frozenset[str]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]

    def weigh(self, word: str) -> float:
        """Return how much a word speaks for this language: 1 if it is known, less for a sign."""
        if word in self.words:
            return 1.0
        if len(word) > 4:
            return 0.4 * word.endswith(self.endings) + 0.3 * word.startswith(self.beginnings)
        return 0.0


def find_language(text: str) -> str:
    """Return th, en, ms, ms-Arab, my, km, lo or other; text without letters is taken for Thai.

    Any real share of Thai letters makes a message Thai: people mix in English words. Only Burmese,
    Khmer and Lao that is more than that mixes in Thai names of offices. Thai in Latin letters is
    Thai too. Arabic script is Malay (Jawi) where a letter or a word of Malay is found.
    """
    even = tidy(text[:READ]).lower()
    counts = Counter({name: len(script.findall(even)) for name, script in _SCRIPTS.items()})
    if not counts.total():
        return "other" if any(sign.isalpha() for sign in even) else "th"
    script = counts.most_common(1)[0][0]
    if counts["th"] * 4 >= counts.total() and script not in _NEIGHBOURS:
        return "th"
    if script == "arabic":
        return "ms-Arab" if _JAWI.search(even) else "other"
    return _latin(even) if script == "latin" else script


def _latin(text: str) -> str:
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    scores = {name: sum(map(signs.weigh, words)) for name, signs in _latin_signs().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else "other"


@cache
def _latin_signs() -> dict[str, _Signs]:
    data = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
    return {
        name: _Signs(
            frozenset(row["words"].split()), tuple(row["endings"]), tuple(row["beginnings"])
        )
        for name, row in data.items()
    }

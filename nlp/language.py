"""Which language a message is written in, from its script and a few everyday words."""

import re
from collections import Counter

from nlp.cleaning import tidy

_SCRIPTS = {
    "th": re.compile("[\u0e01-\u0e5b]"),
    "lo": re.compile("[\u0e81-\u0edf]"),
    "my": re.compile("[\u1000-\u109f\uaa60-\uaa7f]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f]"),
    "latin": re.compile("[a-z]"),
}
_JAWI = re.compile("[ڠڤݢۏڽچ]|ساي|تيدق|اورڠ")
_MALAY = re.compile(
    r"\b(?:saya|aku|tidak|tak|dan|yang|gaji|majikan|kerja|bulan|sudah|belum|tolong|di|dengan|ini|itu|"
    r"untuk|dia|kami|boleh|orang|nak|duit|bayar)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|my|i|to|and|of|not|have|was|for|me|you|in|it|work|please|help|hi|hello|thanks?|"
    r"can|how|what|they|he|she|we|with|paid|pay)\b"
)


def find_language(text: str) -> str:
    """Return th, en, ms, ms-Arab, my, km, lo or other; text without letters is taken for Thai.

    Any real share of Thai letters makes a message Thai: people mix in English words.
    """
    even = tidy(text[:1000]).lower()
    counts = Counter({name: len(script.findall(even)) for name, script in _SCRIPTS.items()})
    if not counts.total():
        return "other" if any(sign.isalpha() for sign in even) else "th"
    if counts["th"] * 4 >= counts.total():
        return "th"
    script = counts.most_common(1)[0][0]
    if script == "arabic":
        return "ms-Arab" if _JAWI.search(even) else "other"
    return _latin(even) if script == "latin" else script


def _latin(text: str) -> str:
    malay, english = len(_MALAY.findall(text)), len(_ENGLISH.findall(text))
    if malay > english:
        return "ms"
    return "en" if english else "other"

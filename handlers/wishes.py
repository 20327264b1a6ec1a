"""Words that work everywhere, typed loosely, in the languages we speak (wishes.toml).

A wish is only heard where the whole text is it: "เจ้าหน้าที่" in the middle of a story is not a
wish to talk to one.
"""

import re
import tomllib
from pathlib import Path

from locales import OWN_NAMES

# No letter or mark of a script that we read: emoji and signs.
_SIGNS = "[^\\w\u0600-\u06ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\\-]"
_POLITE = "นะ|คะ|ค่ะ|ค่า|คับ|ครับ|จ้า|จ้ะ|จ๊ะ|ลูก|หลาน|เด้อหล่า|เด้อ"
_TAIL = re.compile(rf"(?:\s|{_SIGNS}|{_POLITE}|หน่อย|please|[.!?…ๆ~,])++$")
_AT_END = 80
"""Characters in which polite words and signs are looked for: every text comes here, and a pattern
must not try thirty dots in every way there is."""
_HEAD = re.compile(r"^(?:ขอ|อยาก(?:จะ)?|ต้องการ(?:จะ)?|ช่วย(?!ด้วย|ที|ฉัน|ผม|หนู)|จะ)\s*")
_DATA = tomllib.loads(Path(__file__).with_name("wishes.toml").read_text(encoding="utf-8"))


def _words(by_language: dict[str, str]) -> list[str]:
    return [word.strip() for words in by_language.values() for word in words.split(" | ")]


_LANGUAGES = {
    "english": "en", "อังกฤษ": "en", "ภาษาอังกฤษ": "en", "thai": "th", "ไทย": "th",
    "มลายู": "ms", "ภาษามลายู": "ms", "melayu": "ms", "malay": "ms", "พม่า": "my", "ภาษาพม่า": "my",
    "burmese": "my", "เขมร": "km", "ภาษาเขมร": "km", "khmer": "km", "ลาว": "lo", "ภาษาลาว": "lo",
    "lao": "lo",
}  # fmt: skip
_LANGUAGES |= {name.lower(): language for language, name in OWN_NAMES.items()}
_WISHES = {word: wish for wish, words in _DATA["wish"].items() for word in _words(words)}
_SAYS = {kind: frozenset(_words(words)) for kind, words in _DATA["answer"].items()}


_FILL = rf"(?:\s|{_POLITE}|เลย|ละกัน|แล้วกัน|ก็|งั้น|[.!,~])*+"
"""Words that make a yes softer and change nothing."""
_LONGEST = 80
"""Characters; nothing longer is a yes, and no pattern should look for one in it."""


def _one_or_more(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"{_FILL}(?:(?:{longest_first}){_FILL})+")


_SAYS["enough"] |= _SAYS["thanks"]
_SAYS["sends"] = _SAYS["send"] | _SAYS["yes"] | _SAYS["thanks"] | {"อันนี้ถูกแล้ว", "อันนี้"}
_SAYS["noted"] |= _SAYS["laugh"]
_WHOLE = ("yes", "noted", "sends", "no", "later", "enough", "lost", "skip")
_SAID = {kind: _one_or_more(_SAYS[kind]) for kind in _WHOLE}
_KINDS = ("hello", "thanks", "laugh", "back", "wait")
_COURTESIES = {kind: _one_or_more(_SAYS[kind]) for kind in _KINDS}
_DRAWN_OUT = re.compile(r"(.)\1{2,}$")
_GOES_ON = 25
"""Characters that may follow "wait": why one has to."""


def plain(text: str) -> str:
    """Returns the text without polite words and signs at its end, lower-cased."""
    even = re.sub(r"\s+", " ", text.lower()).strip(" \"'“”‘’")
    return without_polite(even)


def without_polite(text: str) -> str:
    """Returns the text without polite words and signs at its end, as it is written on a card."""
    return (text[:-_AT_END] + _TAIL.sub("", text[-_AT_END:])) or text


def wish(text: str) -> str | None:
    """Returns the wish that the whole text is, or None."""
    said = plain(text)
    return _WISHES.get(said) or _WISHES.get(_HEAD.sub("", said))


def language(text: str) -> str | None:
    """Returns the language whose name the whole text is, or None."""
    return _LANGUAGES.get(plain(text))


def skips(text: str) -> bool:
    """Whether the person would rather not, or cannot, answer."""
    return _is_said("skip", text)


def agrees(text: str) -> bool:
    """Whether the text is a yes, or several."""
    return _is_said("yes", text)


def says_send(text: str) -> bool:
    """Whether the whole text says to send it; yes alone does not."""
    return _DRAWN_OUT.sub(r"\1", plain(text)) in _SAYS["send"]


def is_known(text: str) -> bool:
    """Whether the whole text is one of the words that are heard everywhere, or an answer to what
    we ask; not a call for help."""
    found = wish(text)
    return found not in (None, "help") or courtesy(text) is not None or _is_answer(text)


def _is_answer(text: str) -> bool:
    return any(_is_said(kind, text) for kind in (*_WHOLE, "enough"))


def takes_note(text: str) -> bool:
    """Whether the text says "all right", or laughs: an answer to what was said last."""
    return _is_said("noted", text)


def sends(text: str) -> bool:
    """Whether the text says to send it, or yes: "ใช่ค่ะ ส่งเลย"; thanks alone is neither."""
    return _is_said("sends", text) and courtesy(text) is None


def declines(text: str) -> bool:
    """Whether the text is a no, or several."""
    return _is_said("no", text)


def has_enough(text: str) -> bool:
    """Whether the text says that enough was told; thanks alone does not."""
    return _is_said("enough", text) and courtesy(text) is None


def is_lost(text: str) -> bool:
    """Whether the text says that the question was not understood."""
    return _is_said("lost", text)


def is_later(text: str) -> bool:
    """Whether the text says not to send it yet."""
    return _is_said("later", text)


def _is_said(kind: str, text: str) -> bool:
    said = plain(text)
    return said in _SAYS[kind] or bool(len(said) <= _LONGEST and _SAID[kind].fullmatch(said))


def after_greeting(text: str) -> str:
    """Returns what follows a greeting with which the text begins; nothing where it has none."""
    start = text.lstrip()
    found = _COURTESIES["hello"].match(start[:_LONGEST].lower())
    return start[found.end() :].strip() if found else ""


def courtesy(text: str) -> str | None:
    """Returns which courtesy the whole text is (hello, thanks, laugh, back, wait), or None."""
    said = plain(text)
    if len(said) > _LONGEST:
        return None
    for kind, pattern in _COURTESIES.items():
        found = pattern.match(said)
        rest = len(said) - found.end() if found else 0
        if found and (rest == 0 or (kind in ("back", "wait") and rest <= _GOES_ON)):
            return kind
    return None

"""Text for papers: what the fonts can show, and where its lines may be broken.

Thai, Lao, Khmer and Burmese are written without spaces between words. Thai is broken between the
words that newmm finds, the others between syllables, by rules that never part a letter from its
signs; a word that is longer than a line is cut between letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

LATIN, BOLD = "sarabun", "sarabun-bold"
FILES = {
    LATIN: ("fontpkg_sarabun", "files/Sarabun-Regular.ttf"),
    BOLD: ("fontpkg_sarabun", "files/Sarabun-Bold.ttf"),
    "lao": ("justmytype_intl_sea", "fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf"),
    "khmer": ("justmytype_intl_sea", "fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf"),
    "burmese": ("justmytype_intl_sea", "fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf"),
}
"""Where each font lies. Their packages are data: nothing of them is imported."""
SCRIPTS = {
    "lao": re.compile("[\u0e80-\u0eff]"),
    "khmer": re.compile("[\u1780-\u17ff\u19e0-\u19ff]"),
    "burmese": re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"),
}
"""What each font beside Sarabun is there for."""
UNKNOWN = "?"
MOST_MARKS = 10
"""Letters with more signs than this are made up to spoil the lines around them."""
_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_NEVER = {"Cc", "Cs", "Co", "Cn"}
_SILENT = {"Cc", "Cf", "Mn", "Me"}
_EMOJI = {"Sk", "So"}
"""Kinds of signs that are left out where no font has them, without a trace or for a space."""
_LETTERS = regex.compile("(?:\\X(?<=[\u1039\u17d2])){0,3}\\X")
"""A letter with its signs, and with those that are stacked under it."""
_AGAIN = regex.compile(r"(\p{M})\1+")
_BREAK = "\u200b"
_WORD = re.compile("[^ \u200b]+[ \u200b]*|[ \u200b]+")
_RUNS = re.compile(
    "(?P<thai>[\u0e01-\u0e5b]+)|(?P<lao>[\u0e80-\u0eff]+)|(?P<khmer>[\u1780-\u17ff]+)"
    "|(?P<burmese>[\u1000-\u109f]+)|(?P<other>[^\u0e01-\u0e5b\u0e80-\u0eff\u1780-\u17ff"
    "\u1000-\u109f]+)"
)
_LAO_SIGNS = "\u0eb0-\u0ebd\u0ec8-\u0ecd"
_SYLLABLES = {
    "lao": re.compile(
        "(?<!^)(?:(?=[\u0ec0-\u0ec4])|"
        f"(?<![\u0ec0-\u0ec4])(?<!\u0eab(?=[\u0e87\u0e8d\u0e99\u0ea1\u0ea3\u0ea5\u0ea7]))"
        f"(?=[\u0e81-\u0ea6\u0ea8-\u0eae\u0edc-\u0edf][{_LAO_SIGNS}]))"
    ),
    "khmer": re.compile("(?<!^)(?<!\u17d2)(?=[\u1780-\u17b3][\u17b6-\u17ca\u17d2])"),
    "burmese": re.compile(
        "(?<!^)(?<!\u1039)(?=(?!.$)[\u1000-\u102a\u103f\u1040-\u1049\u104c-\u104f]"
        "(?!\u1037?[\u1039\u103a]))(?<![\u1040-\u1049](?=[\u1040-\u1049]))"
    ),
}
"""Where a syllable begins; a bare consonant may end the one before."""
_STAYS = re.compile("[\"'\u0e2f\u0e46\u0eaf\u0ec6\u17d4-\u17d7\u104a\u104b.,:;!?%)\\]}”’»…/-]")
_LEADS = re.compile("[\"'(\\[{“‘«]+")

Width = Callable[[str], float]
"""Tells how wide a text is."""


def font_path(name: str) -> Path:
    """Returns where a font lies. Raises FileNotFoundError."""
    package, inside = FILES[name]
    found = find_spec(package)  # looks, and runs nothing of it
    for folder in (found and found.submodule_search_locations) or ():
        if (path := Path(folder) / inside).exists():
            return path
    raise FileNotFoundError(f"no {inside} of {package}: pip install -r requirements.txt")


@cache
def letters_of(name: str) -> frozenset[int]:
    """Returns the code points that a font has."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font_path(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def font_of(character: str) -> str:
    """Returns the name of the font that a letter is set in."""
    return next((name for name, own in SCRIPTS.items() if own.match(character)), LATIN)


def readable(text: str) -> str:
    """Returns what of a text the fonts can show.

    Emoji are left out; words in a script that no font has become a question mark.
    """
    text = _ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    shown = "".join(_shown(cluster) for cluster in _LETTERS.findall(text))
    shown = re.sub(r"\?\0(?: *\?\0)*", UNKNOWN, shown)
    shown = re.sub(r" ?\0+ ?", " ", shown)
    shown = re.sub(r"\n{3,}", "\n\n", shown).strip(f" \n{_BREAK}")
    return shown or (UNKNOWN if text.strip() else "")


@cache
def _is_known(character: str) -> bool:
    if character in f"\n{_BREAK}":
        return True
    if unicodedata.category(character) in _NEVER:
        return False
    return ord(character) in letters_of(font_of(character))


def _shown(cluster: str) -> str:
    """Returns a letter with its signs as it can be shown; NUL for emoji, ?NUL for the unknown."""
    cluster = _AGAIN.sub(r"\1", cluster)[:MOST_MARKS]
    if all(map(_is_known, cluster)):
        return cluster
    plain = unicodedata.normalize("NFKC", cluster)  # full-width and ornamental letters
    if all(map(_is_known, plain)):
        return plain
    if _is_known(cluster[0]):
        return "".join(filter(_is_known, cluster))
    kind = unicodedata.category(cluster[0])
    return "" if kind in _SILENT else "\0" if kind in _EMOJI else f"{UNKNOWN}\0"


def filled(text: str, room: float, width: Width) -> Iterator[str]:
    """Yields the lines of a text that `readable` has gone over, each no wider than `room`."""
    for paragraph in text.split("\n"):
        line, used = "", 0.0
        for piece in _fitting(paragraph, room, width):
            if line and used + width(piece.rstrip()) > room:
                yield line.rstrip()
                line, used = "", 0.0
            line, used = line + piece, used + width(piece)
        yield line.rstrip()


def _fitting(paragraph: str, room: float, width: Width) -> Iterator[str]:
    """Yields the pieces of a paragraph; those that no line could hold letter by letter."""
    for piece in pieces(paragraph):
        if len(piece) > 1 and width(piece.rstrip()) > room:
            yield from _LETTERS.findall(piece)
        else:
            yield piece


def pieces(paragraph: str) -> list[str]:
    """Returns the parts between which a line may be broken, with the spaces that follow them."""
    found: list[str] = []
    for word in _WORD.findall(paragraph):
        fresh = True
        for part in _parts(word):
            if not fresh and (_STAYS.match(part) or _LEADS.fullmatch(found[-1])):
                found[-1] += part
            else:
                found.append(part)
            fresh = False
    return [piece.replace(_BREAK, "") for piece in found]


def _parts(word: str) -> Iterator[str]:
    bare = word.rstrip(f" {_BREAK}")
    parts = [part for run in _RUNS.finditer(bare) for part in _of_run(run)] or [""]
    parts[-1] += word[len(bare) :]
    yield from parts


def _of_run(run: re.Match[str]) -> list[str]:
    if run.lastgroup == "other":
        return [run[0]]
    return _thai(run[0]) if run.lastgroup == "thai" else _syllables(run[0], str(run.lastgroup))


def _thai(run: str) -> list[str]:
    from nlp.tokens import tokens  # heavy: loads the dictionary

    found = list(tokens(run))
    return found if "".join(found) == run else _LETTERS.findall(run)


def _syllables(run: str, script: str) -> list[str]:
    return [part for part in _SYLLABLES[script].split(run) if part]

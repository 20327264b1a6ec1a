"""Reads dialogues out of text files. A dialogue is what was said and done, line by line.

    ## Title, one per dialogue; it names the test
    > words                 the person writes; the bot answers
    > [label]               taps the newest button (or line of a card) with this label
    > [label: 2026-11-03]   picks a day with it
    > (picture)             sends or does something; several in a row are one turn (see sending.py)
    >> a | (voice) | b      a burst: several messages in one breath, one turn
    < words                 must be on the screen now; `…` leaves something out, `||` means or
    < (nothing)             nothing new is on the screen
    <! words                must not be on the screen
    = fact value            what lies in the database now (see facts.py)
    (5 hours pass)          what happens meanwhile, or what staff do (see acts.py)
    Somchai> Somchai<       the same for somebody else; without a name it is still the last one
    # KNOWN: why            the next line is right and fails today; once it holds, the test fails
                            (`the same` after a first one with a reason)
    # anything else         a remark

`{number}` is the newest case number of who speaks, `{first}` that of their oldest case, `{id}` the
newest case's key in the database, `{code}` their receipt code; `{Mali.number}` is somebody else's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KNOWN = "# KNOWN:"
_LINE = re.compile(r"(?P<who>[A-Z][a-z]+)?(?P<mark>>>|>|<!|<|=)\s?(?P<text>.*)")


class Unreadable(Exception):
    """A line of a script that is no line of a dialogue."""


@dataclass(frozen=True)
class Line:
    """One line of a dialogue. `mark`: >, >>, <, <!, = or ( for what happens meanwhile."""

    at: int
    mark: str
    text: str
    who: str = ""
    """Empty: still the one of the line before."""
    known: str = ""
    """Why it fails today, if it does."""

    @property
    def is_act(self) -> bool:
        """Whether something is done, and not only looked at."""
        return self.mark in (">", ">>", "(")


@dataclass
class Dialogue:
    """A talk from its title to the next title."""

    title: str
    path: Path
    at: int
    lines: list[Line] = field(default_factory=list)

    @property
    def known(self) -> str:
        """What is known to be wrong with the bot here; empty where nothing is."""
        reasons = [line.known for line in self.lines if line.known]
        return "; ".join(reason for reason in reasons if reason != "the same")

    @property
    def turns(self) -> int:
        """How often somebody writes, taps or sends."""
        return sum(line.mark in (">", ">>") for line in self.lines)

    @property
    def name(self) -> str:
        """The name of the test: file and title."""
        return f"{self.path.stem}: {self.title}"


def read_all(folder: Path) -> list[Dialogue]:
    """Returns all dialogues of a folder, file by file."""
    return [found for path in sorted(folder.glob("*.txt")) for found in read(path)]


def read(path: Path) -> list[Dialogue]:
    """Returns the dialogues of one file. Raises Unreadable, naming the line."""
    return list(_read(path, path.read_text(encoding="utf-8")))


def _read(path: Path, text: str) -> Iterator[Dialogue]:
    dialogue: Dialogue | None = None
    known = ""
    for at, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("## "):
            if dialogue is not None:
                yield dialogue
            dialogue = Dialogue(line.removeprefix("## "), path, at)
        elif line.startswith(KNOWN):
            known = line.removeprefix(KNOWN).strip()
        elif line and not line.startswith("#"):
            if dialogue is None:
                raise Unreadable(f"{path.name}:{at}: a line before the first title")
            dialogue.lines.append(_line(path, at, line, known))
            known = ""
    if dialogue is not None:
        yield dialogue


def _line(path: Path, at: int, line: str, known: str) -> Line:
    if line.startswith("(") and line.endswith(")"):
        return Line(at, "(", line[1:-1], known=known)
    found = _LINE.fullmatch(line)
    if not found:
        raise Unreadable(f"{path.name}:{at}: {line}")
    return Line(at, found["mark"], found["text"].strip(), found["who"] or "", known)

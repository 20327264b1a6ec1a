"""Plays a dialogue line by line, and tells the talk so far where it goes wrong."""

import re
from collections.abc import Callable

from locales import OWN_NAMES
from tests.dialogues import acts, facts
from tests.dialogues.scene import Scene, Wrong
from tests.dialogues.screens import person_of
from tests.dialogues.script import Dialogue, Line

NEVER = re.compile(
    "(?<!เ)ท่าน|กรุณา|ประสงค์|ข้อมูลดังกล่าว|แจ้งความจำนง|ไม่เข้าใจคำสั่ง|None(?! of these)|[{}]|Traceback"
)
"""What no answer may hold, whatever it answers (reference/voice.md)."""
LABEL = re.compile(r"\[([^\[\]]*)\]")
OF_EVERY_LANGUAGE = frozenset({*OWN_NAMES.values(), "ภาษา · Language"})
"""Labels that hold letters of other languages on purpose."""


class KnownWrong(AssertionError):
    """All that went wrong is marked as KNOWN."""


class Talk:
    """One dialogue being played. `told` is the talk so far, as it is shown where it fails."""

    def __init__(self, dialogue: Dialogue, scene: Scene) -> None:
        self.dialogue, self.scene = dialogue, scene
        self.told: list[str] = []
        self.known: list[str] = []

    def play(self) -> None:
        """Play all lines. Raises Wrong at the first line that fails or no longer fails, and
        KnownWrong at the end where all that failed is known."""
        for line in self.dialogue.lines:
            self._play(line)
        if self.known:
            raise KnownWrong("\n".join([*self.told, "", *self.known]))

    def _play(self, line: Line) -> None:
        before = self.scene.who
        self.scene.turn_to(line.who)
        self.told.append(f"{line.who or ''}{line.mark} {line.text}")
        try:
            self._do(line)
        except Wrong as wrong:
            if not line.known:
                raise Wrong(self._report(line, str(wrong))) from None
            self.known.append(f"{self._place(line)}: {wrong} ({line.known})")
            return
        if line.known:
            raise Wrong(self._report(line, f"holds now; take the mark away: {line.known}"))
        if before != self.scene.who:
            self.told.append(f"    -- {self.scene.who}'s telephone --")

    def _do(self, line: Line) -> None:
        _DOING[line.mark](self.scene, line.text)
        if line.is_act:
            shown = self.scene.screens.get(self.scene.who, "")
            self.told += [f"    | {each}" for each in shown.splitlines()[:40]]
            _check_voice(shown, _language(self.scene))

    def _report(self, line: Line, wrong: str) -> str:
        place = self._place(line)
        return "\n".join([f"{self.dialogue.title}", *self.told, "", f"{place}: {wrong}"])

    def _place(self, line: Line) -> str:
        return f"{self.dialogue.path.name}:{line.at}"


def _check_voice(shown: str, language: str) -> None:
    if shown[:3].isdecimal():
        return  # a page of ours, not words of the bot
    if found := NEVER.search(shown):
        raise Wrong(f"the bot says {found[0]!r}")
    labels = set(LABEL.findall(shown)) - OF_EVERY_LANGUAGE
    if language == "th" and (odd := [each for each in labels if re.search("[A-Za-z]{3}", each)]):
        raise Wrong(f"a button is not in Thai: {odd}")


def _language(scene: Scene) -> str:
    person = (
        person_of(scene.session, scene.people[scene.who]) if scene.who in scene.people else None
    )
    return person.language if person else ""


def _write(scene: Scene, text: str) -> None:
    scene.write(text)


def _burst(scene: Scene, text: str) -> None:
    scene.write(*[piece.strip() for piece in text.split(" | ")])


def _sees(scene: Scene, text: str) -> None:
    shown = scene.screens.get(scene.who, "")
    if text == "(nothing)":
        if shown:
            raise Wrong("something is on the screen")
        return
    if not any(_holds(shown, each.strip()) for each in scene.fill(text).split("||")):
        raise Wrong(f"not on the screen: {scene.fill(text)}")


def _sees_not(scene: Scene, text: str) -> None:
    if _holds(scene.screens.get(scene.who, ""), scene.fill(text)):
        raise Wrong(f"on the screen: {scene.fill(text)}")


def _holds(shown: str, text: str) -> bool:
    """Whether the pieces between `…` are all shown, in this order."""
    at = 0
    for piece in filter(None, (piece.strip() for piece in text.split("…"))):
        found = shown.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


_DOING: dict[str, Callable[[Scene, str], None]] = {
    ">": _write,
    ">>": _burst,
    "<": _sees,
    "<!": _sees_not,
    "=": facts.check,
    "(": acts.act,
}

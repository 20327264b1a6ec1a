"""Conversations, as people have them: each dialogue of the .txt files beside this is a test."""

from pathlib import Path

import pytest

from tests.dialogues.playing import KnownWrong, Talk
from tests.dialogues.scene import Scene, Wrong
from tests.dialogues.script import Dialogue, read_all

DIALOGUES = read_all(Path(__file__).parent)
FEWEST_TURNS, MOST_TURNS, LEAST = 3, 15, 60
"""Shorter ones are there too, for a moment that is looked at alone; they are not counted."""


def _parameter(dialogue: Dialogue) -> object:
    """One test a dialogue. What is known to be wrong must fail, and only in that way."""
    known = pytest.mark.xfail(raises=KnownWrong, strict=True, reason=dialogue.known)
    return pytest.param(dialogue, id=dialogue.name, marks=[known] if dialogue.known else [])


@pytest.mark.parametrize("dialogue", [_parameter(each) for each in DIALOGUES])
def test_dialogue(dialogue: Dialogue, scene: Scene) -> None:
    """The talk goes as it is written down."""
    wrong = ""
    try:
        Talk(dialogue, scene).play()
    except Wrong as found:
        wrong = str(found)
    if wrong:
        pytest.fail(wrong, pytrace=False)


SHORT = """## A talk
> สวัสดีค่ะ
< สวัสดีค่ะ
{mark}
< {words}
"""


@pytest.mark.parametrize(
    ("mark", "words", "outcome"),
    [
        ("", "สวัสดีค่ะ", ""),
        ("", "ลาก่อน", "> สวัสดีค่ะ.*short.txt:5: not on the screen: ลาก่อน"),
        ("# KNOWN: why", "ลาก่อน", r"short.txt:5: not on the screen: ลาก่อน \(why\)"),
        ("# KNOWN: why", "สวัสดีค่ะ", "holds now; take the mark away: why"),
    ],
)
def test_the_runner_tells_right_from_wrong(
    scene: Scene, tmp_path: Path, mark: str, words: str, outcome: str
) -> None:
    """A failure shows the talk so far; what is known must fail, and be noticed once it holds."""
    path = tmp_path / "short.txt"
    path.write_text(SHORT.format(mark=mark, words=words), encoding="utf-8")
    (dialogue,) = read_all(tmp_path)
    talk = Talk(dialogue, scene)
    if not outcome:
        talk.play()
        return
    with pytest.raises((Wrong, KnownWrong), match=f"(?s){outcome}") as raised:
        talk.play()
    assert raised.type is (KnownWrong if "why\\)" in outcome else Wrong)


def test_the_dialogues_are_many_and_of_a_length_to_be_read() -> None:
    """Enough of them, each with a name of its own and something that is looked at."""
    names = [dialogue.name for dialogue in DIALOGUES]
    assert len(set(names)) == len(names)
    assert sum(dialogue.turns >= FEWEST_TURNS for dialogue in DIALOGUES) >= LEAST
    assert [d.name for d in DIALOGUES if not 1 <= d.turns <= MOST_TURNS] == []
    blind = [d.name for d in DIALOGUES if d.lines[-1].is_act]
    assert blind == [], "a dialogue ends with what is seen"

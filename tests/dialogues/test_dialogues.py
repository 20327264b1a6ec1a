"""Conversations, as people have them: each dialogue of the .txt files beside this is a test."""

from pathlib import Path

import pytest

from tests.dialogues.playing import KnownWrong, Talk
from tests.dialogues.scene import Scene, Wrong
from tests.dialogues.script import Dialogue, read_all

DIALOGUES = read_all(Path(__file__).parent)
MOST_TURNS, LEAST = 15, 60


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


def test_the_dialogues_are_many_and_of_a_length_to_be_read() -> None:
    """Enough of them, each with a name of its own and something that is looked at."""
    names = [dialogue.name for dialogue in DIALOGUES]
    assert len(names) >= LEAST
    assert len(set(names)) == len(names)
    odd = [d.name for d in DIALOGUES if not 1 <= d.turns <= MOST_TURNS or not d.lines]
    assert odd == []
    blind = [d.name for d in DIALOGUES if d.lines[-1].is_act]
    assert blind == [], "a dialogue ends with what is seen"

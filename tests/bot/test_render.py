"""What we show stays within LINE's limits, counted as LINE counts, and never cuts a Thai letter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import (
    BUTTON_LABEL,
    QUICK_LABEL,
    TEXT_UNITS,
    calls,
    cut_graphemes,
    graphemes,
    messages,
    split,
    units,
)
from models.bubble import Card, Cards, Choice, Words

THAI = "เจ้าหน้าที่รับเรื่องไว้แล้วนะคะ"


def test_a_long_thai_text_without_spaces_is_split_between_letters() -> None:
    text = THAI * 300
    pieces = split(text)
    assert "".join(pieces) == text
    assert all(units(piece) <= TEXT_UNITS for piece in pieces)
    marks = "ัิีึืุู็่้๊๋์ํ"
    assert not any(piece[0] in marks for piece in pieces)


@given(st.text(max_size=200).map(lambda text: text * 60))
@settings(max_examples=60, deadline=None)
def test_nothing_but_white_space_is_lost_and_no_piece_is_too_long(text: str) -> None:
    pieces = split(text)
    assert all(units(piece) <= TEXT_UNITS for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize("base", ["ก", "🧑‍🌾", "กี่"])
def test_labels_are_counted_in_what_people_see(base: str) -> None:
    exact, longer = base * QUICK_LABEL, base * (QUICK_LABEL + 1)
    assert cut_graphemes(exact, QUICK_LABEL) == exact
    cut = cut_graphemes(longer, QUICK_LABEL)
    assert len(graphemes(cut)) == QUICK_LABEL
    assert cut.endswith("…")


def test_sixteen_bubbles_are_four_calls_of_at_most_five() -> None:
    groups = calls([Words(f"{n}") for n in range(16)])
    assert [len(group) for group in groups] == [5, 5, 5, 1]


def test_one_text_of_many_pieces_is_never_more_than_five_bubbles_a_call() -> None:
    groups = calls([Words("ก" * 28_000)])
    assert [len(messages(group, [])) for group in groups] == [5, 1]


def test_quick_replies_ride_on_the_last_bubble() -> None:
    made = messages([Words("หนึ่ง"), Words("สอง")], [Choice("ข้าม", data="b:1:skip")])
    assert "quickReply" not in made[0]
    assert made[1]["quickReply"]["items"][0]["action"]["label"] == "ข้าม"


def test_more_choices_than_line_shows_are_cut_off() -> None:
    made = messages([Words("?")], [Choice(f"{n}", data=f"{n}") for n in range(20)])
    assert len(made[0]["quickReply"]["items"]) == 13


def test_an_address_with_thai_in_it_is_encoded() -> None:
    card = Card(
        title="ก", alt="ก", choices=[Choice("เว็บ", uri="https://example.go.th/ค่าจ้าง?q=ก ข")]
    )
    uri = messages([card], [])[0]["contents"]["footer"]["contents"][0]["action"]["uri"]
    assert uri.isascii()
    assert " " not in uri


def test_data_that_line_would_refuse_is_refused_here() -> None:
    with pytest.raises(ValueError, match="300"):
        messages([Words("?")], [Choice("ก", data="x" * 301)])


def test_cards_carry_full_labels_of_their_buttons() -> None:
    label = "ก" * BUTTON_LABEL
    card = Card(title="ก", alt="มีข้อความ", choices=[Choice(label, data="d")])
    made = messages([Cards([card] * 13, "มีข้อความ")], [])
    assert [len(one["contents"]["contents"]) for one in made] == [12, 1]
    button = made[0]["contents"]["contents"][0]["footer"]["contents"][0]
    assert button["action"]["label"] == label

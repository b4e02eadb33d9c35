"""What people write into answer cells, and what it is worth."""

import pytest

from zi_metrics.instruments.library import load_instrument
from zi_metrics.scoring.values import (
    index_meaning,
    is_blank,
    option_meaning,
    parse_count,
    parse_number,
    percent_meaning,
    ratio_meaning,
    written_meaning,
)

INSTRUMENT = load_instrument()


@pytest.mark.parametrize(
    ("written", "value"),
    [("A", 1), (" a ", 1), ("A.", 1), ("b)", 0.67), ("C", 0.33), ("d", 0), (None, None), ("", None), ("  ", None),
     ("Blm Diisi", None), ("-", None)],
)  # fmt: skip
def test_options_are_read_as_people_write_them(written, value):
    meaning = option_meaning(INSTRUMENT.skala["abcd"], written)
    assert meaning.value == value and not meaning.severity


@pytest.mark.parametrize(("written", "value"), [("Ya", 1), ("ya", 1), ("YA", 1), ("Tidak ", 0), ("tidak.", 0)])
def test_yes_and_no(written, value):
    assert option_meaning(INSTRUMENT.skala["ya_tidak"], written).value == value


@pytest.mark.parametrize("written", ["E", "AB", "Ya", "ok", 7.0])
def test_an_answer_outside_the_options_is_an_error_and_no_zero(written):
    meaning = option_meaning(INSTRUMENT.skala["abcd"], written)
    assert meaning.value is None and meaning.severity == "galat" and "A/B/C/D" in meaning.problem


@pytest.mark.parametrize(
    ("written", "number"),
    [("3,6", 3.6), ("3.6", 3.6), (3.6, 3.6), (" 12 ", 12), ("1.250", 1250), ("1.250,5", 1250.5), ("67%", 0.67),
     ("0.667", 0.667), ("tiga", None), ("", None), ("3,6,1", None), (True, None), ("1e5", None), (float("nan"), None)],
)  # fmt: skip
def test_numbers_are_read_as_indonesians_type_them(written, number):
    assert parse_number(written) == (pytest.approx(number) if number is not None else None)


def test_blank_words():
    assert all(is_blank(text) for text in (None, "", " - ", "Belum diisi", float("nan")))
    assert not any(is_blank(text) for text in ("0", 0.0, "Tidak"))


@pytest.mark.parametrize(
    ("written", "value"),
    [("3,60", 0.9), (4.0, 1.0), (0.0, 0.0), ("4,2", None), (-1.0, None), (88.3, None), ("x", None)],
)
def test_an_index_counts_on_its_scale_only(written, value):
    meaning = index_meaning(INSTRUMENT.skala["indeks_0_4"], written)
    assert meaning.value == (pytest.approx(value) if value is not None else None)
    assert bool(meaning.severity) == (value is None)


@pytest.mark.parametrize(
    ("written", "value", "severity"),
    [("85%", 0.85, ""), ("85,5 %", 0.855, ""), (0.85, 0.85, ""), ("0,85", 0.85, ""), (1, 1, ""), ("100%", 1, ""),
     ("0%", 0, ""), (0, 0, ""), (None, None, ""), ("-", None, ""), (85, 0.85, ""), ("120%", 1, "peringatan"),
     (1200, None, "galat"), (-0.1, None, "galat"), ("selesai", None, "galat")],
)  # fmt: skip
def test_a_percentage_is_read_as_a_share(written, value, severity):
    meaning = percent_meaning(written)
    assert meaning.value == (pytest.approx(value) if value is not None else None) and meaning.severity == severity


def test_written_meaning_follows_the_scale():
    old = load_instrument("permenpanrb-52-2014")
    assert written_meaning(old.skala["persentase"], "70%").value == pytest.approx(0.7)
    assert written_meaning(old.skala["indeks_0_4"], "3,60").value == 0.9
    assert written_meaning(old.skala["abcde"], "b").value == 0.75


def ratio(kode, **counts):
    return ratio_meaning(INSTRUMENT.question(kode), counts)


def test_ratios_come_from_their_counts():
    assert ratio("R.1.i.a", jumlah_agen=4.0, jumlah_perubahan=3.0).value == 0.75
    assert ratio("R.1.i.a", jumlah_agen=2.0, jumlah_perubahan=3.0).value == 1
    assert ratio("R.1.i.a", jumlah_agen=2.0, jumlah_perubahan=3.0).severity == "peringatan"
    assert ratio("R.5.ii.a", harus_ditindaklanjuti=8.0, diproses=None, selesai=6.0).value == 0.75


def test_nothing_due_is_full_marks_and_something_over_nothing_a_contradiction():
    assert ratio("R.4.i.a", sasaran=0.0, tercapai=0.0).value == 1
    contradiction = ratio("R.4.i.a", sasaran=0.0, tercapai=2.0)
    assert contradiction.value is None and contradiction.severity == "galat"


@pytest.mark.parametrize(
    ("before", "now", "value"),
    [(0.0, 0.0, 1), (10.0, 4.0, 0.6), (4.0, 4.0, 0), (4.0, 9.0, 0), (0.0, 3.0, 0), (5.0, 0.0, 1)],
)
def test_fewer_breaches_than_last_year(before, now, value):
    assert ratio("R.3.iii.a", tahun_lalu=before, tahun_ini=now).value == pytest.approx(value)


def test_blank_counts_are_unanswered_and_half_blank_ones_are_pointed_out():
    assert ratio("R.6.i.b").value is None and not ratio("R.6.i.b", terdaftar=None, dipermudah=None).severity
    half = ratio("R.6.i.b", terdaftar=5.0, dipermudah=None)
    assert half.value is None and half.severity == "peringatan" and "dipermudah" in half.problem


def test_a_sum_is_taken_from_its_parts_unless_typed():
    parts = {"kepala_satker": 1.0, "pejabat_wajib": 7.0, "lainnya": None, "sudah_melapor": 6.0}
    assert ratio("R.5.iii.1.a", **parts).value == 0.75
    typed = {**parts, "harus_melapor": 12.0}
    assert ratio("R.5.iii.1.a", **typed).value == 0.5


def test_negative_counts_are_refused():
    assert ratio("R.1.i.a", jumlah_agen=-2.0, jumlah_perubahan=3.0).severity == "galat"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("A - sudah", 1),
        ("(B)", 0.67),
        ("C. Jika sebagian kecil", 0.33),
        ("D; belum ada", 0),
        ("Opsi A", 1),
        ("B = sebagian", 0.67),
        ("A\nsudah ada SK", 1),
        ("a. Kriteria huruf b telah terpenuhi", 1),
        (100.0, 1),
        ("67", 0.67),
        ("1.000", 1),
    ],
)
def test_an_option_with_its_explanation_is_that_option(written, value):
    meaning = option_meaning(INSTRUMENT.skala["abcd"], written)
    assert meaning.value == value and not meaning.severity


@pytest.mark.parametrize(
    "written",
    [
        "A, B",
        "A. B",
        "A/B",
        "A - B",
        "A atau B",
        "a. Jika semua\nb. Jika sebagian\nc. Jika tidak",
        "C-level",
        "a.n. Kepala",
        "A B",
    ],
)
def test_two_options_or_none_are_an_error_and_no_guess(written):
    meaning = option_meaning(INSTRUMENT.skala["abcd"], written)
    assert meaning.value is None and meaning.severity == "galat"


@pytest.mark.parametrize(
    ("written", "value", "severity"),
    [
        ("Ya, sudah ada SK", 1, ""),
        ("Ya (SK terlampir)", 1, ""),
        ("Tidak ada", 0, ""),
        ("T", 0, ""),
        ("y", 1, ""),
        ("tdk", 0, ""),
        ("Ya, tetapi tidak lengkap", 1, "peringatan"),
        ("Ya/Tidak", None, "galat"),
        ("Ya, jika ada. Tidak, jika belum", None, "galat"),
        ("—", None, ""),
    ],
)
def test_yes_and_no_with_explanations(written, value, severity):
    meaning = option_meaning(INSTRUMENT.skala["ya_tidak"], written)
    assert (meaning.value, meaning.severity) == (value, severity)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.250", 1250),
        ("1,250", 1250),
        ("1 250", 1250),
        ("12,500.00", 12500),
        ("1.250,00", 1250),
        ("12 orang", 12),
        ("3,0", 3),
        (7.0, 7),
        (1.25, 1.25),
        ("2,5", 2.5),
        ("12 ribu", None),
        ("67%", None),
        ("0,500", 0.5),
    ],
)
def test_a_count_is_read_however_its_thousands_are_grouped(written, number):
    assert parse_count(written) == number


@pytest.mark.parametrize(
    ("written", "value", "severity"),
    [("90%", None, "galat"), (0.9, 0.225, "peringatan"), ("3.625", 0.90625, ""), (0.0, 0, "")],
)
def test_a_share_is_not_taken_for_an_index_in_silence(written, value, severity):
    meaning = index_meaning(INSTRUMENT.skala["indeks_0_4"], written)
    assert (meaning.value, meaning.severity) == (value, severity)

"""What people write into the fields of registers: dates, numbers, choices and codes as they really are written."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, codes_in, day, month_name, shown, understood, words_of
from zi_metrics.pembangunan.register import registers

ACTIONS = registers()["rencana_aksi"]
FORM = load_instrument()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("21 Mei 2026", date(2026, 5, 21)),
        ("Kamis, 21 Mei 2026", date(2026, 5, 21)),
        ("21/05/2026", date(2026, 5, 21)),
        ("21-5-26", date(2026, 5, 21)),
        ("2026-05-21", date(2026, 5, 21)),
        ("2026/05/21", date(2026, 5, 21)),
        ("2026.5.21", date(2026, 5, 21)),
        ("2026-05-21T00:00:00", date(2026, 5, 21)),
        ("1 Nopember 2026", date(2026, 11, 1)),
        ("30 Sept. 2026", date(2026, 9, 30)),
    ],
)
def test_dates_as_people_write_them(text, meant):
    assert day(text) == meant


@pytest.mark.parametrize("text", ["31/02/2026", "Mei", "2026", "21 Foo 2026", "12/13/2026", "21/05/1026", "besok"])
def test_what_is_no_date_is_told(text):
    with pytest.raises(NotUnderstood, match="tanggal"):
        day(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_that_is_shown_is_read_again(one):
    field = ACTIONS.field("selesai")
    assert understood(field, shown(field, one), FORM) == one == understood(field, datetime(*one.timetuple()[:3]), FORM)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1.250", 1250), ("1.250,5", 1250.5), ("3,5", 3.5), ("3.5", 3.5), (4.0, 4), ("−2", -2), ("-", None), ("", None)],
)
def test_numbers_as_people_write_them(written, meant):
    assert understood(ACTIONS.field("target"), written, FORM) == meant


@given(st.floats(-1e6, 1e6).map(lambda number: round(number, 2)))
def test_a_number_that_is_shown_is_read_again(number):
    field = ACTIONS.field("target")
    assert understood(field, shown(field, number), FORM) == pytest.approx(number)


@pytest.mark.parametrize(
    ("written", "meant"), [(0.75, 75), ("75%", 75), ("75", 75), (100.0, 100), ("0", 0), (1.0, 100)]
)
def test_percent_as_spreadsheets_keep_it(written, meant):
    assert understood(ACTIONS.field("persen"), written, FORM) == meant


@pytest.mark.parametrize("written", ["120", "-5%", "banyak"])
def test_what_is_no_percent_is_told(written):
    with pytest.raises(NotUnderstood):
        understood(ACTIONS.field("persen"), written, FORM)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Selesai", "selesai"),
        ("on progress", "berjalan"),
        ("BELUM DIMULAI", "belum"),
        ("selesei", "selesai"),
        ("", "belum"),
    ],
)
def test_choices_in_other_words(written, meant):
    assert understood(ACTIONS.field("status"), written, FORM) == meant


def test_a_choice_that_is_none_is_told_with_those_there_are():
    with pytest.raises(NotUnderstood, match="Belum dimulai, Berjalan, Selesai, Dibatalkan"):
        understood(ACTIONS.field("status"), "kuning", FORM)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("P.1.i.a", ["P.1.i.a"]),
        ("p1ia; R.5.ii", ["P.1.i.a", "R.5.ii"]),
        ("P 1 ii a dan P.1.ii.b", ["P.1.ii.a", "P.1.ii.b"]),
        ("P.1", ["P.1"]),
        ("P.1.i.a\nP.1.i.a", ["P.1.i.a"]),
    ],
)
def test_codes_as_people_write_them(text, meant):
    assert codes_in(text, FORM) == meant


@pytest.mark.parametrize("text", ["P.9.i.a", "SOP", "P.1.i.a, entah", "12"])
def test_a_code_that_the_form_does_not_have_is_told(text):
    with pytest.raises(NotUnderstood, match="kode LKE"):
        codes_in(text, FORM)


@pytest.mark.parametrize("kode", [*(q.kode for q in FORM.questions()), *(n.kode for n in FORM.nodes())])
def test_every_code_of_the_form_is_read(kode):
    assert codes_in(kode, FORM) == [kode]


def test_texts_keep_their_lines_and_have_a_length():
    assert understood(ACTIONS.field("kendala"), "satu\r\ndua ", FORM) == "satu\ndua"
    with pytest.raises(NotUnderstood, match="terlalu panjang"):
        understood(ACTIONS.field("kendala"), "x" * 2_001, FORM)


@pytest.mark.parametrize("register", registers().values(), ids=registers())
def test_every_word_of_a_choice_means_its_own_code(register):
    for field in register.shown:
        for code, word in words_of(field).items():
            assert understood(field, word, FORM) == code, (field.nama, word)
        if field.jenis == "bulan":
            assert [understood(field, month_name(number), FORM) for number in range(1, 13)] == list(range(1, 13))

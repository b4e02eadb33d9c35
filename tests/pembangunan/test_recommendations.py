"""TPI's recommendations: which are late, which wait, and which question each concerns."""

from datetime import date

import pytest
from quality_cases import INSTRUMENT, YEAR
from registers import NAME, UNIT, add_unit

from zi_metrics.pembangunan.recommendations import (
    STATES,
    by_question,
    concerning,
    count_states,
    open_ones,
    recommendations,
    sentence,
)
from zi_metrics.pembangunan.register import register
from zi_metrics.store.registers import RowChange, save_rows

TODAY = date(YEAR, 6, 15)


def asked(store, *rows, unit_id=UNIT):
    """Store recommendations: (text, code, due, status)."""
    changes = [
        RowChange(
            {"nomor": str(number), "rekomendasi": text, "kode": kode, "tenggat": due, "status": status},
            unit_id=unit_id,
            tahun=YEAR,
        )
        for number, (text, kode, due, status) in enumerate(rows, 1)
    ]
    save_rows(store, register("rekomendasi").table, changes)


@pytest.mark.parametrize(
    ("due", "status", "state"),
    [
        (date(YEAR, 6, 14), "terbuka", "terlambat"),
        (TODAY, "terbuka", "terbuka"),
        (None, "terbuka", "terbuka"),
        # The unit did its part; TPI has to look at it.
        (date(YEAR, 6, 14), "ditindaklanjuti", "ditindaklanjuti"),
        (date(YEAR, 6, 14), "terverifikasi", "terverifikasi"),
    ],
)
def test_late_is_what_nobody_followed_up_by_its_day(store, due, status, state):
    add_unit(store)
    asked(store, ("Lengkapi", "P.1.i", due, status))
    (found,) = recommendations(store, YEAR, today=TODAY)["keadaan"]
    assert found == state


def test_the_most_pressing_stand_first_and_none_is_left_out(store):
    add_unit(store)
    late, later, soon = (date(YEAR, month, 1) for month in (2, 5, 12))
    asked(
        store, ("verifikasi", "", late, "terverifikasi"), ("tunggu", "", late, "ditindaklanjuti"),
        ("tanpa", "", None, "terbuka"), ("nanti", "", soon, "terbuka"), ("kemudian", "", later, "terbuka"),
        ("dahulu", "", late, "terbuka"),
    )  # fmt: skip
    table = recommendations(store, YEAR, today=TODAY)
    assert list(table["rekomendasi"]) == ["dahulu", "kemudian", "nanti", "tanpa", "tunggu", "verifikasi"]
    assert count_states(table) == dict(zip(STATES, (2, 2, 1, 1), strict=True))
    assert len(open_ones(table)) == 5
    assert sentence(table) == (
        "4 dari 6 rekomendasi TPI masih terbuka, 2 di antaranya terlambat; 1 menunggu verifikasi, 1 terverifikasi."
    )


def test_nothing_asked_is_said(store):
    table = recommendations(store, YEAR, today=TODAY)
    assert table.empty and "Belum ada" in sentence(table) and set(count_states(table).values()) == {0}


def test_a_question_is_concerned_by_itself_and_by_every_node_above_it(store):
    add_unit(store)
    rows = [
        ("soal", "P.1.i.a"),
        ("sub", "P.1.i"),
        ("area", "P.1, R.1"),
        ("lain", "P.1.ii"),
        ("semua", "A"),
        ("tanpa", ""),
    ]
    asked(store, *((text, kode, None, "terbuka") for text, kode in rows))
    found = by_question(recommendations(store, YEAR, today=TODAY), INSTRUMENT)
    assert [one.teks for one in found["P.1.i.a"]] == ["soal", "sub", "area", "semua"]
    assert [one.teks for one in found["P.1.i.b"]] == ["sub", "area", "semua"]
    assert [one.teks for one in found["R.1.i.a"]] == ["area", "semua"]
    assert "B.I.a.1" not in found
    # Of many units the same, without taking each apart.
    table = recommendations(store, YEAR, today=TODAY)
    many = concerning(table, ["P.1.i.a", "P.1.ii.a", "B.I.a.1"], INSTRUMENT)
    assert dict(zip(many["rekomendasi"], many["tentang"], strict=True)) == {
        "soal": "P.1.i.a",
        "sub": "P.1.i.a",
        "area": "P.1.i.a, P.1.ii.a",
        "lain": "P.1.ii.a",
        "semua": "P.1.i.a, P.1.ii.a",
    }
    assert concerning(table, [], INSTRUMENT).empty


def test_of_other_units_and_years_nothing_is_told(store):
    add_unit(store)
    other = add_unit(store, "Kantor Lain")
    asked(store, ("sini", "P.1", None, "terbuka"))
    asked(store, ("sana", "P.1", None, "terbuka"), unit_id=other)
    assert list(recommendations(store, YEAR, [UNIT], TODAY)["rekomendasi"]) == ["sini"]
    assert recommendations(store, YEAR - 1, [UNIT], TODAY).empty
    assert set(recommendations(store, today=TODAY)["unit"]) == {NAME, "Kantor Lain"}

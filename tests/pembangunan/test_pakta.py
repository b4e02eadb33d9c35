"""Who signed the Pakta Integritas: January for the year, more on top of it, nothing counted twice."""

from datetime import date

import pandas as pd
import pytest

from zi_metrics.pembangunan import pakta

UNITS = {"Kantor A": "a", "Kantor B": "b"}


def rows(*signings):
    """Rows of the register: unit, day, occasion, employees, signed; of 2026 unless the day says otherwise."""
    said = [
        {"unit_id": unit, "unit": f"Kantor {unit.upper()}", "tahun": day.year, "tanggal": day, "sebab": why,
         "pegawai": staff, "menandatangani": signed}
        for unit, day, why, staff, signed in signings
    ]  # fmt: skip
    columns = ["unit_id", "unit", "tahun", "tanggal", "sebab", "pegawai", "menandatangani"]
    return pd.DataFrame(said, columns=columns)


def standing(*signings):
    (row,) = pakta.coverage(rows(*signings)).to_dict("records")
    return row["pegawai"], row["menandatangani"]


def test_inaugurations_and_transfers_add_to_januarys_counts_whatever_order_they_are_written_in():
    signings = [
        ("a", date(2026, 6, 1), "mutasi", 3, 2),
        ("a", date(2026, 1, 10), "januari", 40, 38),
        ("a", date(2026, 4, 9), "pelantikan", 2, 2),
    ]
    assert standing(*signings) == (45, 42)
    table = pakta.over_time(rows(*signings))
    assert list(zip(table["pegawai"], table["menandatangani"], strict=True)) == [(40, 38), (42, 40), (45, 42)]
    assert table["bagian"].tolist() == pytest.approx([38 / 40, 40 / 42, 42 / 45])


def test_of_two_januarys_the_later_one_counts_and_never_both():
    assert standing(("a", date(2026, 1, 5), "januari", 40, 20), ("a", date(2026, 1, 20), "januari", 41, 41)) == (41, 41)


def test_another_occasion_counts_only_where_there_was_no_january():
    other = ("a", date(2026, 3, 1), "lain", 40, 40)
    assert standing(other) == (40, 40)
    assert standing(("a", date(2026, 1, 5), "januari", 40, 30), other) == (40, 30)


def test_units_and_years_stand_apart_and_are_summed_for_all():
    table = rows(
        ("a", date(2025, 1, 5), "januari", 10, 5),
        ("a", date(2026, 1, 5), "januari", 10, 10),
        ("b", date(2026, 1, 5), "januari", 30, 20),
    )
    years = pakta.by_year(table).set_index("tahun")
    assert years.loc[2026, ["unit", "pegawai", "menandatangani"]].tolist() == [2, 40, 30]
    assert years.loc[2025, "bagian"] == 0.5 and years.loc[2026, "bagian"] == 0.75


def test_the_sentence_says_how_many_and_who_is_silent():
    assert "Belum ada" in pakta.sentence(pakta.coverage(rows()), 2026, UNITS)
    one = pakta.coverage(rows(("a", date(2026, 1, 5), "januari", 40, 40)))
    assert pakta.sentence(one, 2026, UNITS) == (
        "40 dari 40 pegawai (100%) menandatangani Pakta Integritas 2026; 1 dari 2 unit belum mencatat."
    )
    both = pakta.coverage(rows(("a", date(2026, 1, 5), "januari", 40, 40), ("b", date(2026, 1, 5), "januari", 10, 9)))
    assert "1 unit belum seluruhnya" in pakta.sentence(both, 2026, UNITS)
    assert pakta.sentence(one, 2026, {"Kantor A": "a"}).endswith("Pakta Integritas 2026.")


def test_occasions_are_told_as_they_were_written():
    table = pakta.by_occasion(
        rows(("a", date(2026, 1, 5), "januari", 40, 30), ("b", date(2026, 1, 5), "januari", 10, 10))
    )
    assert table[["kali", "pegawai", "menandatangani", "bagian"]].values.tolist() == [[2, 50, 40, 0.8]]

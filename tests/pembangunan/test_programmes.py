"""The seventeen programmes: told by name or number, one row each, and which run."""

from datetime import date, datetime

import pandas as pd
import pytest

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan import programme_matrix
from zi_metrics.pembangunan.field_values import NotUnderstood, shown, understood
from zi_metrics.pembangunan.programmes import programme_named, programmes
from zi_metrics.pembangunan.register import registers

FIELD, FORM = registers()["program"].field("program"), load_instrument()
UNITS = {"Kantor A": "a", "Kantor B": "b"}


def rows(*said):
    """Rows of the register: unit, programme, status, more."""
    empty = {"angka": None, "satuan": "", "bukti": "", "tautan": "", "tanggal": None, "waktu": datetime(2026, 1, 1)}
    columns = ["unit_id", "program", "status", *empty]
    return pd.DataFrame(
        [{**empty, "unit_id": unit, "program": kode, "status": status, **more} for unit, kode, status, more in said],
        columns=columns,
    )


def test_there_are_seventeen_numbered_through_in_areas_that_there_are():
    assert list(programmes()) == [str(number) for number in range(1, 18)]
    assert {one.pokja for one in programmes().values()} <= set(FORM.pokja())


@pytest.mark.parametrize("one", programmes().values(), ids=lambda one: one.kode)
def test_every_way_of_calling_a_programme_means_it_and_no_other(one):
    for way in (one.kode, f"0{one.kode}"[-2:], f"Program {one.kode}", one.nama, one.nama.upper(), *one.alias,
                f"{one.kode}. {one.nama}", shown(FIELD, one.kode)):  # fmt: skip
        assert programme_named(way) == one.kode, way


@pytest.mark.parametrize(
    ("text", "kode"),
    [("Whistle Blower Sistem", "8"), ("keterbukaan informasi publik (KIP)", "17"), ("Disiplin Pegawei", "5"),
     ("Penanganan Bentura Kepentingan", "10")],
)  # fmt: skip
def test_names_written_a_little_differently_are_understood(text, kode):
    assert programme_named(text) == kode


def test_beside_a_name_the_name_counts_as_agencies_number_them_otherwise():
    assert programme_named("3. Pakta Integritas") == "1"
    assert programme_named("3. Entah apa") is None


@pytest.mark.parametrize(
    "text", ["0", "18", "Pelaporan", "Anggaran", "pengaduan dan gratifikasi", "Pakta Integritas dan LHKPN"]
)
def test_what_means_none_or_several_is_refused_with_what_was_expected(text):
    with pytest.raises(NotUnderstood, match="tujuh belas program"):
        understood(FIELD, text, FORM)


def test_a_number_in_a_cell_is_the_programmes():
    assert understood(FIELD, 8.0, FORM) == "8"


def test_the_row_of_the_latest_day_counts():
    table = rows(
        ("a", "1", "belum", {"tanggal": date(2026, 6, 1)}),
        ("a", "1", "ada", {"tanggal": date(2026, 9, 1)}),
        ("a", "1", "berjalan", {"waktu": datetime(2026, 12, 1)}),
    )
    assert programme_matrix.newest(table)["status"].tolist() == ["ada"]


def test_units_and_programmes_cross_and_what_nobody_wrote_is_empty():
    table = programme_matrix.matrix(rows(("b", "17", "ada", {})), UNITS)
    assert table.shape == (2, 17) and table.loc["Kantor B", "17"] == "ada"
    assert (table.to_numpy() != "").sum() == 1
    own = programme_matrix.of_unit(rows(("b", "2", "ada", {"angka": 100.0, "satuan": "%"}), ("b", "3", "belum", {})))
    assert len(own) == 17 and own["status"].tolist()[:3] == ["", "ada", "belum"] and own["angka"][1] == 100


def test_the_sentence_counts_what_runs_and_what_has_no_evidence():
    whole = [("a", str(number), "ada", {"bukti": "SK"}) for number in range(1, 18)]
    said = programme_matrix.sentence(rows(*whole, ("b", "1", "berjalan", {})), UNITS)
    assert said == "1 dari 2 unit menjalankan seluruh 17 program dengan penuh. 1 yang berjalan belum menyebut bukti."
    said = programme_matrix.sentence(rows(("a", "1", "ada", {"tautan": "https://x.invalid"})), {"Kantor A": "a"})
    assert said == "1 dari 17 program ada dan berjalan penuh, 0 berjalan sebagian, 16 belum dicatat."

"""Whatever is written into the registers of the work between two assessments, no stored score changes by it."""

import numpy as np
import pytest

from zi_metrics.pembangunan.register import registers
from zi_metrics.store import tables
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.settings import AGENCY, ROAD, change_setting

_WORDS = ("", "Selesai", "R.5.ii", "P.1.i.a, P.1.ii", "tidak ada", "=1+1", "pembangunan")


def scores(store):
    """Every stored score and answer, and who is judged how."""
    with store.cursor() as cursor:
        return [
            cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
            for table in ("nilai_simpul", "penilaian", "jawaban", "masukan")
        ]


def something(rng, field):
    """A value that a field may hold."""
    if field.jenis in ("angka", "bulat", "persen"):
        return int(rng.integers(0, 11))
    if field.jenis == "bulan":
        return int(rng.integers(1, 13))
    if field.jenis == "tanggal":
        return np.datetime64("2026-01-01", "D").astype(object) if rng.random() < 0.5 else None
    if field.pilihan:
        return str(rng.choice(list(field.pilihan)))
    return str(rng.choice(_WORDS))


@pytest.mark.parametrize("seed", range(2))
def test_no_row_of_any_register_changes_a_score(sample_store, seed):
    rng = np.random.default_rng(seed)
    before, units = scores(sample_store), list(tables.units_of(sample_store))
    version = tables.version(sample_store)
    for register in registers().values():
        for _ in range(2):
            isi = {field.nama: something(rng, field) for field in register.bidang}
            row = RowChange({"pokja": 1, **isi}, unit_id=str(rng.choice(units)), tahun=2026)
            (saved,) = save_rows(sample_store, register.table, [row]).baris
            save_rows(sample_store, register.table, [RowChange({}, saved.baris_id, saved.versi, dibuang=True)])
            save_rows(sample_store, register.table, [row])
        assert len(register_rows(sample_store, register.table)) >= 2
    assert tables.version(sample_store) == version, "nothing that rests on assessments became stale"
    change_setting(sample_store, ROAD, "ringkas")
    change_setting(sample_store, AGENCY, "kl")
    assert scores(sample_store) == before

"""The sample units' commitments: the same at every run, right by every rule, and with every case that screens show."""

from datetime import date

from registers import add_unit

from zi_metrics.pembangunan import complaints, pakta, risk
from zi_metrics.pembangunan.name_doubts import name_doubts
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.samples.commitments import fill_with_sample_commitments
from zi_metrics.store.connection import open_store
from zi_metrics.store.registers import register_rows

KINDS = ("pakta", "program", "tim", "pendampingan", "rencana_survei", "inovasi", "manfaat", "risiko", "pengaduan",
         "layanan_online")  # fmt: skip
UNITS = [f"Contoh {number:02d}" for number in range(1, 25)]


def content(store):
    """What was written, without what differs at every run."""
    away = ["baris_id", "versi", "oleh", "waktu", "dibuat"]
    return {
        kode: sorted(map(repr, register_rows(store, registers()[kode].table).drop(columns=away).values.tolist()))
        for kode in KINDS
    }


def test_all_is_the_same_at_every_run_right_by_every_rule_and_nobody_is_named(store, tmp_path):
    other = open_store(tmp_path / "lain.duckdb")
    for one in (store, other):
        for name in UNITS:
            add_unit(one, name)
        fill_with_sample_commitments(one, UNITS, 2026)
    assert content(store) == content(other)
    for kode in KINDS:
        register = registers()[kode]
        rows = register_rows(store, register.table).to_dict("records")
        assert rows and not [wrong for row in rows for wrong in contradictions(register, row)]
        assert name_doubts(register, [("x", row) for row in rows]) == []
        bounds = [(one.nama, one.min, one.maks) for one in register.bidang if one.min is not None]
        for name, least, most in bounds:
            told = [row[name] for row in rows if row[name] is not None and row[name] == row[name]]
            assert all(least <= value and (most is None or value <= most) for value in told), name


def test_every_case_occurs(store):
    for name in UNITS:
        add_unit(store, name)
    fill_with_sample_commitments(store, UNITS, 2026)
    rows = {kode: register_rows(store, registers()[kode].table, tahun=2026) for kode in KINDS}
    shares = pakta.coverage(rows["pakta"])["bagian"]
    assert (shares == 1).any() and (shares < 1).any() and {"januari", "pelantikan"} <= set(rows["pakta"]["sebab"])
    assert {"ada", "berjalan", "belum"} <= set(rows["program"]["status"])
    levels = risk.with_levels(rows["risiko"], date(2026, 11, 1))
    assert all(levels[name].any() and not levels[name].all() for name in ("di_atas_batas", "tanpa_pic", "terlambat"))
    months = rows["pengaduan"].groupby("unit_id")["bulan"].nunique()
    assert months.nunique() > 1 and complaints.sentence(rows["pengaduan"], 2026, date(2026, 11, 1))

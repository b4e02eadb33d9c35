"""Registers from files: new rows and what changes, nothing doubled, nothing emptied, whose it is asked where unsaid."""

import json
from datetime import date

import pandas as pd
import pytest
from acting import acting
from grids import grid
from registers import ACTIONS, UNIT, new

from zi_metrics.pembangunan.importing import RegisterRefused, lacks, plan_import, store_register
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_sheet import read_register
from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reports.register_workbook import register_csv, register_json, write_register
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store.audit import search
from zi_metrics.store.register_counts import registers_version
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.unit_tree import TreeNode, save_nodes

HEAD = ["Unit kerja", "Tahun", "Kode LKE", "Rencana aksi", "PIC", "Tenggat", "Status"]
OTHER = unit_key("Kantor Lain")
# One row of each register with something in every kind of field that a file might spoil.
FULL = {
    "rencana_aksi": {
        "rencana": "=1+1 dua\nbaris", "kode": "P.1.i.a, R.5.ii", "isu": "-x", "target": 1.125, "target_tw1": 1250.0,
        "realisasi_tw4": 0.5, "selesai": date(2026, 5, 31), "status": "berjalan", "persen": 0.5, "pic": "@Kepala",
        "tautan": "https://contoh.invalid/a?b=1", "sumber": "tpi", "unsur": "budaya", "satuan": "007", "pokja": None,
    },
    "rekomendasi": {
        "rekomendasi": "Perbaiki", "nomor": "01", "kode": "P.2.i.a", "tenggat": date(2026, 6, 1), "pokja": 2,
        "status": "terverifikasi", "diverifikasi_tanggal": date(2026, 7, 1),
    },
    "bukti": {
        "kode": "P.3.i.a", "nama_dokumen": "SK 1", "nomor": "1.50", "tanggal_dokumen": date(2026, 1, 2), "pokja": 4,
        "verifikasi": "kurang",
    },
    "rapat": {"periode": "TW I", "tanggal": date(2026, 4, 2), "peserta": 12, "pimpinan_hadir": "tidak", "pokja": None},
    "pakta": {"tanggal": date(2026, 1, 9), "sebab": "mutasi", "pegawai": 3, "menandatangani": 0, "pokja": 1},
    "program": {"program": "12", "status": "ada", "angka": 99.5, "satuan": "%", "bukti": "=SK", "pokja": 5},
    "pendampingan": {"tanggal": date(2026, 2, 3), "jenis": "bimtek", "topik": "@LKE", "peserta": 0, "pokja": None},
    "tim": {"jabatan": "-Kepala", "tugas": "Ketua", "agen": "ya", "tanggal_surat": date(2026, 1, 2), "pokja": None},
    "rencana_survei": {
        "jenis": "SPAK", "populasi": 100, "sampel": 100, "mulai": date(2026, 3, 1), "selesai": date(2026, 3, 1),
        "pelaksana": "independen", "pokja": 6,
    },
    "inovasi": {"nama_inovasi": "007", "sebelum": -1.5, "sesudah": 1250.25, "pengguna": 0, "pokja": 2},
    "manfaat": {"indikator": "Lama\nlayanan", "kelompok": "efisiensi", "sebelum": 0.0, "pokja": None},
    "risiko": {"proses": "Loket", "jenis": "layanan", "risiko": "Lama", "kemungkinan": 1, "dampak": 5, "pokja": 6},
    "pengaduan": {
        "bulan": 12, "jenis": "wbs", "kanal": "SP4N-LAPOR", "masuk": 3, "diproses": 0, "selesai": 3, "tepat_waktu": 3,
        "pokja": 5,
    },
    "layanan_online": {
        "bulan": 1, "layanan": "Izin", "alamat": "https://contoh.invalid/", "pemohon_online": 0, "pemohon": 0,
        "pokja": 6,
    },
}  # fmt: skip


def trail(store):
    with store.cursor() as cursor:
        return search(cursor)


def read(*rows, register=ACTIONS):
    return read_register(grid([HEAD, *rows]), register)


def stored(store, register=ACTIONS):
    return register_rows(store, register.table).drop(columns=["versi", "waktu", "dibuat", "oleh"])


@pytest.mark.parametrize("many", [2, 30])
def test_the_trail_names_the_file_and_the_sheet_that_rows_came_from(kept, many):
    rows = [["Kantor Uji", 2026, "P.2.i.a", f"Tindakan {number}", None, None, None] for number in range(many)]
    half = many // 2
    reading = read_register(
        grid([HEAD, *rows[:half]], [HEAD, *rows[half:]], names=["Pokja 2", "Tambahan"], file_name="aksi.xlsx"), ACTIONS
    )
    known = len(trail(kept))
    store_register(kept, plan_import(kept, reading))
    told = trail(kept).head(len(trail(kept)) - known)
    assert set(told["nama_berkas"]) == {"aksi.xlsx"} and set(told["sha256"]) == {"0" * 64}
    sheets = {json.loads(after)["lembar"] for after in told["sesudah"]}
    assert sheets == ({"Pokja 2", "Tambahan"} if many == 2 else {"Pokja 2, Tambahan"})
    # What is typed comes from no file.
    save_rows(kept, ACTIONS.table, [new("Diketik")])
    assert trail(kept)["nama_berkas"].isna().iloc[0] and "lembar" not in trail(kept)["sesudah"].iloc[0]


def test_rows_are_new_once_and_the_same_file_again_changes_nothing(kept):
    reading = read(
        ["Kantor Uji", 2026, "P.2.i.a", "Menyusun SOP", "Kepala", "31 Mei 2026", "Berjalan"],
        ["kantor  lain", 2026, None, "Sosialisasi", None, None, None],
        ["Kantor Uji", 2025, "P.2.i.a", "Menyusun SOP", None, None, None],
    )
    plan = plan_import(kept, reading)
    assert (plan.problems, plan.baru, plan.berubah, plan.sama) == ((), 3, 0, 0)
    assert stored(kept).empty, "planning stores nothing"
    store_register(kept, plan)
    rows = stored(kept)
    assert set(zip(rows["unit_id"], rows["tahun"], strict=True)) == {(UNIT, 2026), (OTHER, 2026), (UNIT, 2025)}
    before = registers_version(kept)
    again = plan_import(kept, reading)
    assert (again.baru, again.berubah, again.sama) == (0, 0, 3)
    store_register(kept, again)
    assert registers_version(kept) == before


def test_what_is_there_is_changed_where_the_file_says_something_and_emptied_nowhere(kept):
    save_rows(kept, ACTIONS.table, [new("Menyusun  SOP", kode="P.2.i.a", pic="Kepala", kendala="waktu", pokja=2)])
    plan = plan_import(kept, read(["Kantor Uji", 2026, "p2ia", "menyusun sop", None, "2026-06-30", "-"]))
    assert (plan.baru, plan.berubah) == (0, 1)
    store_register(kept, plan)
    (row,) = stored(kept).to_dict("records")
    assert (row["pic"], row["kendala"], row["status"], row["rencana"]) == ("Kepala", "waktu", "belum", "menyusun sop")
    assert row["selesai"] == pd.Timestamp("2026-06-30") and row["pokja"] == 2


def test_the_same_words_for_another_code_are_another_row_and_without_a_code_the_same(kept):
    save_rows(kept, ACTIONS.table, [new("SOP", kode="P.2.i.a"), new("SOP", kode="P.2.i.b")])
    plan = plan_import(
        kept,
        read(
            ["Kantor Uji", 2026, "P.2.i.b", "SOP", "B", None, None],
            ["Kantor Uji", 2026, "P.2.i.c", "SOP", "C", None, None],
            ["Kantor Uji", 2026, None, "SOP", "A", None, None],
        ),
    )
    assert (plan.baru, plan.berubah) == (1, 2)
    store_register(kept, plan)
    rows = stored(kept)
    assert dict(zip(rows["kode"], rows["pic"], strict=True)) == {"P.2.i.a": "A", "P.2.i.b": "B", "P.2.i.c": "C"}


def test_unit_and_year_are_asked_for_where_the_rows_do_not_say_them(kept):
    reading = read([None, None, None, "Satu", None, None, None], ["Kantor Lain", 2025, None, "Dua", None, None, None])
    assert lacks(reading) == (True, True)
    said = "\n".join(plan_import(kept, reading).problems)
    assert "unit kerjanya" in said and "tahunnya" in said
    store_register(kept, plan_import(kept, reading, "Kantor Uji", 2026))
    rows = stored(kept)
    assert set(zip(rows["rencana"], rows["unit_id"], rows["tahun"], strict=True)) == {
        ("Satu", UNIT, 2026),
        ("Dua", OTHER, 2025),
    }


def test_a_unit_that_nobody_knows_is_told_with_the_nearest_and_nothing_is_stored(kept):
    plan = plan_import(kept, read(["Kantor Ujii", 2026, None, "Satu", None, None, None]))
    (problem,) = plan.problems
    assert "lembar 'Lembar1', baris 2" in problem and "yang mirip: Kantor Uji" in problem
    with pytest.raises(RegisterRefused):
        store_register(kept, plan)
    assert stored(kept).empty


def test_a_unit_that_only_stands_in_the_tree_may_begin_its_work(kept):
    save_nodes(kept, [TreeNode("Kantor Baru", "unit")])
    plan = plan_import(kept, read(["Kantor Baru", 2026, None, "Satu", None, None, None]))
    store_register(kept, plan)
    assert list(register_rows(kept, ACTIONS.table)["unit"]) == ["Kantor Baru"]


def test_what_is_not_this_persons_to_write_is_told_with_its_row(kept):
    save_rows(kept, ACTIONS.table, [new("Milik dua", pokja=2), new("Milik tiga", pokja=3)])
    mine = Scope(Person("uji:x", "X"), {Act.LIHAT: (Extent(),), Act.RENCANA_AKSI: (Extent(None, frozenset({2})),)})
    plan = plan_import(
        kept.seen_by(mine),
        read(
            ["Kantor Uji", 2026, None, "Milik dua", "A", None, None],
            ["Kantor Uji", 2026, None, "Milik tiga", "B", None, None],
            ["Kantor Uji", 2026, "P.3.i.a", "Baru", None, None, None],
        ),
    )
    said = "\n".join(plan.problems)
    assert "baris 3" in said and "baris 4" in said and "baris 2" not in said


def test_what_another_changes_between_looking_and_saving_is_not_written_over(kept):
    save_rows(kept, ACTIONS.table, [new("Satu")])
    plan = plan_import(kept, read(["Kantor Uji", 2026, None, "Satu", "Kepala", None, None]))
    (row,) = stored(kept).to_dict("records")
    save_rows(acting(kept, "Ani"), ACTIONS.table, [RowChange({"pic": "Ketua"}, row["baris_id"], 1)])
    assert store_register(kept, plan).konflik
    assert list(stored(kept)["pic"]) == ["Ketua"]


@pytest.mark.parametrize("kode", list(FULL))
@pytest.mark.parametrize(("suffix", "write"), [("xlsx", write_register), ("csv", register_csv)])
def test_what_goes_out_comes_in_again_unchanged_and_into_an_empty_database_the_same(
    kept, tmp_path, kode, suffix, write
):
    register = registers()[kode]
    save_rows(kept, register.table, [RowChange(FULL[kode], unit_id=UNIT, tahun=2026)])
    rows = register_rows(kept, register.table)
    content = write(register, rows)
    if suffix == "csv":
        assert not [line for line in content.decode().splitlines() if line.lstrip(",").startswith(("=", "@", "+"))]
    reading = read_register(read_spreadsheet(f"x.{suffix}", content), register)
    assert reading.problems == () and reading.unread == ()
    plan = plan_import(kept, reading)
    assert (plan.problems, plan.changes, plan.sama) == ((), (), 1)
    # Written out of nothing, it is the same row.
    save_rows(kept, register.table, [RowChange({}, rows["baris_id"][0], 1, dibuang=True)])
    store_register(kept, plan_import(kept, reading))
    left, right = (table.drop(columns=["baris_id", "versi", "waktu", "dibuat"]) for table in (
        rows, register_rows(kept, register.table)))  # fmt: skip
    pd.testing.assert_frame_equal(left, right)


@pytest.mark.parametrize("kode", list(FULL))
def test_a_blank_sheet_has_no_rows_and_its_other_sheet_is_none(kode):
    register = registers()[kode]
    reading = read_register(read_spreadsheet("x.xlsx", write_register(register)), register)
    assert reading.rows == () and len(reading.problems) == 1 and "tidak ada baris" in reading.problems[0]


def test_json_has_the_fields_names_and_plain_values(kept):
    save_rows(kept, ACTIONS.table, [RowChange(FULL["rencana_aksi"], unit_id=UNIT, tahun=2026)])
    (row,) = json.loads(register_json(ACTIONS, register_rows(kept, ACTIONS.table)))
    assert (row["unit"], row["tahun"], row["pokja"], row["selesai"]) == ("Kantor Uji", 2026, None, "2026-05-31")
    assert (row["target"], row["target_tw1"], row["status"]) == (1.125, 1250, "berjalan") and "sumber_id" not in row


def test_a_choice_that_the_file_leaves_out_is_the_one_that_it_made_before(kept):
    head = ["Unit kerja", "Tahun", "Tanggal", "Pegawai", "Menandatangani"]
    reading = read_register(grid([head, ["Kantor Uji", 2026, "9 Januari 2026", 40, 40]]), registers()["pakta"])
    store_register(kept, plan_import(kept, reading))
    again = plan_import(kept, reading)
    assert (again.changes, again.sama) == ((), 1)

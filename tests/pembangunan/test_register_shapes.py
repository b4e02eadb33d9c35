"""Which register a file holds, and rencana aksi in the shapes that agencies publish: one row per action."""

from datetime import date

import pytest
from grids import grid
from messy.generator import make
from messy_survey.generator import make_survey
from places import DATA, READY, ROOT
from registers import UNIT

from zi_metrics.file_contents import contents_of
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_shapes import register_in
from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reading.grid import UnreadableFile
from zi_metrics.reports.register_workbook import write_register
from zi_metrics.store.registers import RowChange, register_rows, save_rows

QUARTERLY = ["No", "Uraian", "Output", "Jumlah", "Quarter", "PIC", "Keterangan", "Link laporan", "Realisasi Quarter",
             "Realisasi Jumlah"]  # fmt: skip
MONTHLY = ["No", "Rencana Aksi", "Unit Kerja", "Target Waktu", "Realisasi (tanggal)", "Status", "Nilai", "Keterangan"]
CODES = [question.kode for question in load_instrument().questions()]


def rows_of(reading):
    assert reading is not None and reading.register.kode == "rencana_aksi" and reading.problems == (), reading
    return {row.isi["rencana"]: row.isi for row in reading.rows}


def test_quarters_say_where_the_amounts_go_and_an_activity_of_several_is_one_action():
    found = rows_of(
        register_in(
            grid(
                [
                    ["RINCIAN KEGIATAN"],
                    QUARTERLY,
                    [1, "Menyusun SOP", "SOP", 2, "TW I", "Kepala", "awal", "https://contoh.invalid/1", "TW I", 1],
                    [2, "Menyusun SOP", "SOP", 3, "Q3", "Kepala", None, None, "IV", "2,5"],
                    [3, "Sosialisasi", "kegiatan", 1, "triwulan 2", None, None, None, None, None],
                ]
            )
        )
    )
    sop = found["Menyusun SOP"]
    assert (sop["target_tw1"], sop["target_tw3"], sop["target"]) == (2, 3, 5)
    assert (sop["realisasi_tw1"], sop["realisasi_tw4"]) == (1, 2.5) and "realisasi_tw3" not in sop
    assert (sop["pic"], sop["keterangan"], sop["tautan"]) == ("Kepala", "awal", "https://contoh.invalid/1")
    assert found["Sosialisasi"]["target_tw2"] == 1


def test_a_quarter_that_is_none_is_told_with_its_row():
    reading = register_in(grid([QUARTERLY, [1, "SOP", "SOP", 2, "akhir", None, None, None, None, "banyak"]]))
    said = "\n".join(reading.problems)
    assert "baris 2: quarter 'akhir'" in said and "realisasi jumlah 'banyak' bukan angka" in said


def test_months_are_sheets_and_the_newest_word_counts():
    found = rows_of(
        register_in(
            grid(
                [MONTHLY, [1, "Menyusun SOP", "Kantor Uji", "31 Mei 2026", None, "Proses", 50, "draf"],
                 [2, "Sosialisasi", "Kantor Uji", "Maret 2026", "15 Maret 2026", None, None, None]],
                [MONTHLY, [1, "menyusun  SOP", "Kantor Uji", "31 Mei 2026", "20 Mei 2026", "Selesai", 100, None]],
                [["catatan"]],
                names=["Januari", "Mei 2026", "Lain"],
            )
        )
    )  # fmt: skip
    assert len(found) == 2
    sop = found["menyusun SOP"]
    assert (sop["status"], sop["persen"], sop["selesai"]) == ("selesai", 100, date(2026, 5, 31))
    assert sop["keterangan"] == "Terlaksana 20 Mei 2026"
    assert (found["Sosialisasi"]["status"], found["Sosialisasi"]["selesai"]) == ("selesai", date(2026, 3, 31))


def test_what_is_no_day_is_kept_in_words_and_blocks_nothing():
    (isi,) = rows_of(
        register_in(grid([MONTHLY, [1, "SOP", None, "awal tahun", "bertahap", "Proses", "baik", None]], names=["Juni"]))
    ).values()
    assert isi["keterangan"] == "Target waktu: awal tahun; Realisasi: bertahap; Nilai: baik"


def workbooks():
    for path in (*READY.values(), *(ROOT / "data" / "contoh").glob("*.xlsx"), *sorted(DATA.rglob("*"))):
        if path.suffix in (".xlsx", ".xls", ".ods", ".csv", ".xlsm"):
            yield pytest.param(path, id=path.name)


@pytest.mark.parametrize("path", list(workbooks()))
def test_no_sample_file_is_a_register(path):
    try:
        read = read_spreadsheet(path.name, path.read_bytes())
    except UnreadableFile:
        # Some are there to be refused.
        return
    assert register_in(read) is None


@pytest.mark.parametrize("seed", range(12))
def test_a_messy_lke_or_survey_never_becomes_a_register(seed):
    for made in (make(seed), make_survey(seed)):
        try:
            read = read_spreadsheet(made.file_name, made.content)
        except UnreadableFile:
            continue
        assert contents_of(read, made.content).registers == (), made.file_name


@pytest.mark.parametrize("kode", list(registers()))
def test_a_register_never_becomes_an_lke_or_a_survey(kode, kept):
    """Even one that names every question, with words that are answers elsewhere."""
    register = registers()[kode]
    text = {"panjang": "Ya", "teks": "A", "angka": 1.0, "bulat": 3, "persen": 75.0, "tanggal": date(2026, 5, 1)}
    changes = []
    named = register.main.jenis in ("teks", "panjang")
    for number, code in enumerate(CODES if kode != "rapat" else CODES[:20]):
        isi = {one.nama: text[one.jenis] for one in register.shown if one.jenis in text}
        isi |= {one.nama: next(iter(one.pilihan)) for one in register.shown if one.pilihan and one.wajib}
        isi |= {one.nama: number % 12 + 1 for one in register.shown if one.jenis == "bulan"}
        isi |= {"kode": code} if "kode" in register.table.bidang else {}
        isi |= {register.main.nama: f"Ya {code}"} if named else {}
        changes.append(RowChange(isi, unit_id=UNIT, tahun=2026))
    save_rows(kept, register.table, changes)
    content = write_register(register, register_rows(kept, register.table))
    found = contents_of(read_spreadsheet("daftar.xlsx", content), content)
    (reading,) = found.registers
    assert reading.register.kode == kode and len(reading.rows) == len(changes) and reading.problems == ()
    assert found.items == () and found.surveys == ()


@pytest.mark.parametrize(
    ("head", "kode"),
    [
        (["No", "Rencana aksi", "Penanggung jawab", "Batas waktu", "Status", "Kendala"], "rencana_aksi"),
        (["No", "Kode", "Catatan TPI", "Rekomendasi", "Tindak lanjut", "Batas waktu"], "rekomendasi"),
        (["Kode", "Nama dokumen", "Nomor dokumen", "Tanggal dokumen", "Link", "Pemilik"], "bukti"),
        (["Periode", "Hari/tanggal", "Tempat", "Pimpinan rapat", "Jumlah peserta", "Notulen"], "rapat"),
        (["Nama", "NIP", "Jabatan", "Status", "Keterangan"], None),
    ],
)
def test_a_sheet_of_somebody_elses_is_known_by_its_headings(head, kode):
    found = contents_of(grid([head, ["x"] * len(head)]), b"")
    assert [one.register.kode for one in found.registers] == ([kode] if kode else [])


@pytest.mark.parametrize("said", ["TW I s.d. TW IV", "I, II", "Triwulan I dan III", "Semester 1", "Bulan 3"])
def test_what_names_several_quarters_or_none_is_asked_about(said):
    """Never the last one named: its amount would stand in a quarter that nobody meant."""
    (problem,) = register_in(grid([QUARTERLY, [1, "SOP", "SOP", 4, said, None, None, None, None, None]])).problems
    assert f"quarter '{said}' tidak dikenal" in problem


def test_a_figure_of_a_cell_is_no_text_with_points_for_thousands():
    rows = [[1, "SOP", "SOP", 0.125, "TW 2", None, None, None, "TW II", 1.125]]
    (isi,) = rows_of(register_in(grid([QUARTERLY, *rows]))).values()
    assert (isi["target_tw2"], isi["realisasi_tw2"]) == (0.125, 1.125)
    (isi,) = rows_of(
        register_in(grid([MONTHLY, [1, "SOP", None, "31 Mei 2026", None, "Proses", 0.875, None]], names=["Juni"]))
    ).values()
    assert isi["persen"] == 87.5

"""A TPI's berita acara: notes become recommendations with the code of what they stand beside, in every shape."""

import random

import pytest
from places import READY
from registers import add_unit

from zi_metrics.file_contents import contents_of
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.berita_acara import read_berita_acara
from zi_metrics.pembangunan.importing import lacks, plan_import, store_register
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_headings import template_headings
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, read_register
from zi_metrics.reading import read_spreadsheet
from zi_metrics.reading.grid import Grid, Sheet
from zi_metrics.store.registers import RowChange, register_rows, save_rows

INSTRUMENT = load_instrument()
ADVICE = registers()["rekomendasi"]
HEAD = ["No", "Uraian", "Bobot", "Nilai Unit", "Nilai TPI", "Nilai Minimal", "%", "Catatan"]


def grid(*sheets, name="Berita Acara.xlsx"):
    made = [
        Sheet(f"Lembar{number}", False, {
            (r, c): float(value) if isinstance(value, int) else value
            for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value is not None
        })
        for number, rows in enumerate(sheets, 1)
    ]  # fmt: skip
    return Grid(name, "0" * 64, tuple(made))


def line(number, name, note=None, minimal=None):
    return [number, name, 4, 3.5, 3, minimal, None, note]


def read(*rows, name="Berita Acara.xlsx"):
    """The reading of one sheet; and code -> what is asked for."""
    reading = read_berita_acara(grid(list(rows), name=name))
    assert reading is not None
    return reading, {row.isi["kode"]: row.isi["rekomendasi"] for row in reading.rows}


def test_pemenuhan_and_reform_with_their_areas_below():
    reading, found = read(
        ["BERITA ACARA HASIL EVALUASI PEMBANGUNAN ZI TAHUN 2026"],
        ["Unit Kerja: Kantor Uji"],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        line("A", "PENGUNGKIT"),
        line("I", "Pemenuhan"),
        line("1", "MANAJEMEN PERUBAHAN", minimal=2.4),
        line("i", "Penyusunan Tim Kerja", "SK belum memuat tugas"),
        line("ii", "Rencana ZI", "Target belum terukur"),
        line("2", "Penataan Tatalaksana", "Peta proses belum ditinjau"),
        line("II", "Reform"),
        line("1", "Manajemen Perubahan", "Agen perubahan belum berhasil"),
        line("ii", "Komitmen Pimpinan", "Capaian belum 80%"),
        line("B", "HASIL"),
        line("1", "Birokrasi yang Bersih dan Akuntabel"),
        line("a", "Nilai Survei Persepsi Korupsi", "Responden kurang"),
        line(None, "Jumlah"),
        ["Kesimpulan: belum memenuhi syarat"],
        ["Ketua Tim", "Penyusunan Tim Kerja", None, None, None, None, None, "tanda tangan"],
    )
    assert reading.problems == ()
    assert found == {
        "P.1.i": "SK belum memuat tugas",
        "P.1.ii": "Target belum terukur",
        "P.2": "Peta proses belum ditinjau",
        "R.1": "Agen perubahan belum berhasil",
        "R.1.ii": "Capaian belum 80%",
        "B.I.a": "Responden kurang",
    }
    first = reading.rows[0]
    assert (first.unit, first.tahun, first.pokja) == ("Kantor Uji", 2026, 1) and reading.rows[-1].pokja == EVERY_AREA
    # What has been followed up since stays so when the file comes again.
    assert "status" not in first.isi and first.isi["nomor"] == "1" and "baris 8" in first.place
    assert first.isi["catatan"] == "Berita acara TPI: bobot 4, nilai unit 3,5, nilai TPI 3."


def test_areas_with_pemenuhan_and_reform_inside():
    reading, found = read(
        HEAD,
        line("I", "Area 1: Manajemen Perubahan", "Di bawah minimum"),
        line(None, "Pemenuhan"),
        line("1", "Tim", "Tim belum lengkap"),
        line(None, "Reform"),
        line("2", "Komitmen Pimpinan", "Belum 80%"),
        line("II", "Penataan Tatalaksana", "Di bawah minimum, dua"),
        line(None, "Reform", "Reform rendah"),
        line("1", "Proses bisnis", "Belum sederhana"),
    )
    assert reading.problems == ()
    assert list(found) == ["P.1, R.1", "P.1.i", "R.1.ii", "P.2, R.2", "R.2", "R.2.i"]
    assert [row.pokja for row in reading.rows] == [1, 1, 1, 2, 2, 2]


def test_a_heading_in_two_rows_names_in_two_columns_and_recommendations_beside_notes():
    reading, found = read(
        ["No", "Uraian", None, "Bobot", "Nilai", None, "Minimal", "Keterangan", "Rekomendasi"],
        [None, None, None, None, "Unit", "TPI"],
        ["A", "Pemenuhan", None, 30, 1, 1],
        ["5", "Penguatan Pengawasan", None, 7.5, 5, 4],
        [
            None,
            "a.",
            "Pengendalian Gratifikasi",
            1,
            1,
            0.5,
            None,
            "Belum ada unit pengendali",
            "Bentuk unit pengendali",
        ],
    )
    assert reading.problems == () and found == {"P.5.i": "Bentuk unit pengendali"}
    assert reading.rows[0].isi["catatan"].splitlines() == [
        "Belum ada unit pengendali",
        "Berita acara TPI: bobot 1, nilai unit 1, nilai TPI 0,5.",
    ]


def test_codes_go_before_names_and_a_note_may_take_several_rows():
    _, found = read(
        HEAD,
        line("P.3.ii", "Mutasi", "Belum ada pola"),
        [None, None, None, None, None, None, None, "dan belum dievaluasi"],
        line(None, "R.4.i Capaian", "Belum meningkat"),
    )
    assert found == {"P.3.ii": "Belum ada pola\ndan belum dievaluasi", "R.4.i": "Belum meningkat"}


@pytest.mark.parametrize("nothing", ["-", "Nihil", "tidak ada", "Sudah sesuai", "  ", None, 3])
def test_what_asks_for_nothing_is_no_recommendation(nothing):
    reading, found = read(HEAD, line("1", "Pemenuhan"), line("1", "Manajemen Perubahan", nothing))
    assert found == {} and "tidak ada catatan TPI" in reading.problems[0]


def test_a_name_that_nobody_knows_is_told_with_its_cell_and_only_where_there_is_a_note():
    reading, found = read(
        HEAD,
        line("A", "Pemenuhan"),
        line(None, "Kekhasan kantor ini"),
        line(None, "Kekhasan lain", "Perbaiki"),
        line("1", "Manajemen Perubahan", "Tetap terbaca"),
    )
    (problem,) = reading.problems
    assert "sel B4" in problem and "'Kekhasan lain'" in problem and "Lembar1" in problem
    assert found == {"P.1": "Tetap terbaca"}


def test_a_note_that_is_too_long_is_told_with_its_cell():
    reading, found = read(HEAD, line("A", "Pemenuhan", "x" * 3000), line("1", "Manajemen Perubahan"))
    assert found == {} and "sel H2" in reading.problems[0] and "terlalu panjang" in reading.problems[0]


def test_a_sheet_for_each_unit():
    def sheet(unit, note):
        return [
            [f"Unit Kerja: {unit}"],
            ["Tahun: 2025"],
            HEAD,
            line("A", "Pemenuhan"),
            line("1", "Penataan Tatalaksana", note),
        ]

    reading = read_berita_acara(grid(sheet("Kantor Satu", "satu"), [["catatan"]], sheet("Kantor Dua", "dua")))
    assert [(row.unit, row.tahun, row.isi["rekomendasi"], row.isi["kode"]) for row in reading.rows] == [
        ("Kantor Satu", 2025, "satu", "P.2"),
        ("Kantor Dua", 2025, "dua", "P.2"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Nama", "NIP"], ["x", "y"]],
        [["No", "Uraian", "Bobot", "Jawaban", "Nilai Unit", "%", "Catatan"], ["1", "Pemenuhan", 30, "A", 1, 1, "x"]],
        [["No", "Uraian", "Catatan"], ["1", "Pemenuhan", "x"]],
        [],
        *([template_headings(register)] for register in registers().values()),
    ],
)
def test_what_is_no_berita_acara_is_none(rows):
    assert read_berita_acara(grid(rows)) is None


MINUTES = [
    ["BERITA ACARA HASIL EVALUASI TAHUN 2026"],
    ["Unit Kerja: Kantor Uji"],
    HEAD,
    line("A", "Pemenuhan"),
    line("1", "Manajemen Perubahan", "Lengkapi dokumen area ini"),
    line("i", "Penyusunan Tim Kerja", "SK belum memuat tugas"),
    line("B", "Hasil", "Survei diulang"),
]


def test_among_uploads_it_is_a_register_and_stored_once_whatever_was_done_since(store):
    add_unit(store)
    (reading,) = contents_of(grid(MINUTES), b"").registers
    plan = plan_import(store, reading)
    assert plan.problems == () and (plan.baru, plan.berubah, plan.sama) == (3, 0, 0)
    store_register(store, plan)
    rows = register_rows(store, ADVICE.table).sort_values("nomor")
    assert rows["kode"].tolist() == ["P.1", "P.1.i", "B"] and rows["tahun"].tolist() == [2026] * 3
    assert rows["pokja"].astype(object).where(rows["pokja"].notna(), None).tolist() == [1, 1, None]
    first = rows.iloc[0]
    save_rows(store, ADVICE.table, [RowChange({"status": "ditindaklanjuti"}, first["baris_id"], 1)])
    again = plan_import(store, contents_of(grid(MINUTES), b"").registers[0])
    assert (again.baru, again.berubah, again.sama) == (0, 0, 3)


def test_without_a_units_name_it_is_asked_for():
    reading = read_berita_acara(grid([row for row in MINUTES if row[0] != MINUTES[1][0]]))
    assert lacks(reading) == (True, False)


@pytest.mark.parametrize("name", list(READY))
def test_an_lke_is_no_berita_acara(name):
    path = READY[name]
    assert read_berita_acara(read_spreadsheet(path.name, path.read_bytes())) is None


def test_a_table_of_questions_is_no_berita_acara_whatever_its_headings():
    asked = [line("a", question.teks, "ada") for question in INSTRUMENT.questions()]
    above = [line("1", node.nama) for node in INSTRUMENT.nodes()]
    assert read_berita_acara(grid([HEAD, *above, *asked])) is None
    assert read_berita_acara(grid([HEAD, *above, *asked[:3]])) is not None


def test_a_berita_acara_is_no_sheet_of_the_register():
    reading = read_register(grid([HEAD, line("1", "Pemenuhan", "x")]), registers()["rekomendasi"])
    assert reading.rows == () and reading.problems


@pytest.mark.parametrize("seed", range(8))
def test_every_sub_indicator_is_found_by_its_name_whatever_its_case_and_number(seed):
    draw = random.Random(seed)
    rows, expected = [HEAD], []
    for part in ("A.P", "A.R"):
        node = next(one for one in INSTRUMENT.nodes() if one.kode == part)
        rows.append(line(None, node.nama))
        for area in node.anak:
            name = draw.choice([area.nama, area.nama.upper(), f"AREA {area.nama}"])
            rows.append(line(draw.choice(["1", "a", None]), name))
            for sub in area.anak:
                if not sub.pertanyaan or draw.random() < 0.3:
                    continue
                name = draw.choice([sub.nama, sub.nama.upper(), f"a. {sub.nama}", f"{sub.nama}."])
                rows.append(line(draw.choice(["i", "1", None]), name, f"Perbaiki {sub.kode}"))
                expected.append((sub.kode, f"Perbaiki {sub.kode}"))
    reading, found = read(*rows)
    assert reading.problems == () and list(found.items()) == expected and len(expected) > 15


def test_a_number_beside_a_name_that_is_another_things_tells_no_place():
    """'Sistem Merit' as number 3 of Penguatan Pengawasan is no complaint handling."""
    reading, _ = read(
        HEAD, line("I", "Pemenuhan"), line("5", "Penguatan Pengawasan"), line("i", "Pengendalian Gratifikasi", "UPG"),
        line("3", "Sistem Merit", "apa ini"),
    )  # fmt: skip
    (problem,) = reading.problems
    assert "'Sistem Merit' tidak dikenali" in problem and len(reading.rows) == 1

"""Personal data in an LKE workbook, hidden or not, is noticed, named, and not kept unless somebody asks for it."""

import io
from dataclasses import replace

import openpyxl
import pytest
from places import READY

from zi_metrics.lke.importing import Label, prepare_file, store_prepared
from zi_metrics.lke.personal_sheets import KINDS
from zi_metrics.store import tables
from zi_metrics.store.personal_originals import personal_originals

NIKS = [f"32010{i}45{10 + i % 3}90000{i}" for i in range(5)]
COLUMNS = {
    "nik": ["NIK", *NIKS],
    "nip": ["NIP", *(f"19800{i}122005011001" for i in range(1, 5))],
    "telepon": ["Kontak", "0812-3456-7890", "+62 812 3456 7891", "081234567892"],
    "surel": ["Surat", *(f"orang{i}@contoh.go.id" for i in range(4))],
    "orang": ["Nama Responden", "Siti Rahmawati", "Budi Santoso", "Agus Salim"],
}


def with_sheet(columns, state="hidden", title="Responden"):
    """The ready workbook with one more sheet that has these columns."""
    book = openpyxl.load_workbook(READY["setengah"])
    sheet = book.create_sheet(title)
    sheet.sheet_state = state
    for number, column in enumerate(columns, 2):
        for row, value in enumerate(column, 3):
            sheet.cell(row, number, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("state", ["hidden", "veryHidden", "visible"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_noticed_and_the_finding_names_sheet_and_cell(kind, state):
    columns = [COLUMNS[kind]] if kind != "orang" else [COLUMNS[kind], ["Alamat", "x", "y", "z"]]
    (item,) = prepare_file("LKE.xlsx", with_sheet(columns, state))
    (sheet,) = item.pribadi
    assert sheet.jenis == (kind,) and sheet.lembar == "Responden" and sheet.tersembunyi == (state != "visible")
    finding = item.findings[item.findings["pesan"].str.contains("data pribadi")].iloc[0]
    assert finding["lembar"] == "Responden" and finding["sel"] == ("B3" if kind == "orang" else "B4")
    assert KINDS[kind] in finding["pesan"] and "berkas asli" in finding["saran"]
    assert ("tersembunyi" in finding["pesan"]) == (state != "visible")
    assert not item.simpan_asli


@pytest.mark.parametrize("name", READY)
def test_an_ordinary_workbook_holds_none(name):
    (item,) = prepare_file("LKE.xlsx", READY[name].read_bytes())
    assert item.pribadi == () and item.simpan_asli


def test_figures_money_and_a_single_contact_are_no_personal_data():
    columns = [
        ["Pagu", *range(1_000_000_000, 1_000_000_009)],
        ["Kode", *(f"{i}234567890123456" for i in range(1, 9))],
        ["Kontak pengaduan", "081234567890", "lapor@contoh.go.id"],
        ["Tanggal", *(f"2025-03-0{i}" for i in range(1, 9))],
        ["Nama Kegiatan", "Rapat", "Monev", "Sosialisasi"],
    ]
    (item,) = prepare_file("LKE.xlsx", with_sheet(columns))
    assert item.pribadi == ()


def test_numbers_that_a_workbook_keeps_as_figures_are_told_as_well():
    (item,) = prepare_file("LKE.xlsx", with_sheet([["NIK", *(int(nik) for nik in NIKS)]]))
    assert [sheet.jenis for sheet in item.pribadi] == [("nik",)]


def originals(store):
    with store.cursor() as cursor:
        return [sha for (sha,) in cursor.execute("SELECT sha256 FROM berkas").fetchall()]


def test_without_a_word_the_original_is_not_kept_and_the_same_file_is_still_known(store):
    content = with_sheet([COLUMNS["nik"]])
    (item,) = prepare_file("LKE.xlsx", content)
    label = Label("Kantor Uji", 2026, "tpi")
    first, again = (store_prepared(store, [(item, label)])[0] for _ in range(2))
    assert first.new and not again.new
    assert originals(store) == [] and personal_originals(store).empty
    row = tables.assessments(store).iloc[0]
    assert row["sha256"] and tables.original_file(store, row["sha256"]) is None
    assert any("data pribadi" in text for text in tables.findings(store, row["penilaian_id"])["pesan"])


def test_kept_on_request_it_is_marked_so_that_its_download_can_be_narrowed(store):
    (item,) = prepare_file("LKE.xlsx", with_sheet([COLUMNS["nik"], COLUMNS["telepon"]]))
    store_prepared(store, [(replace(item, simpan_asli=True), Label("Kantor Uji", 2026, "tpi"))])
    (sha,) = originals(store)
    table = personal_originals(store, sha)
    assert set(table["jenis"]) == {"nik", "telepon"} and table["tersembunyi"].all()
    assert personal_originals(store, "lain").empty

"""Units as a tree: what may hang where, renaming and merging with their history, lists in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.access.unit_list import COLUMNS, apply_unit_list, read_unit_list, unit_table
from zi_metrics.lke.unit import find_assessment
from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.store import tables
from zi_metrics.store.unit_names import folded_name, unit_id_of, unit_key
from zi_metrics.store.unit_tree import (
    TreeNode,
    TreeProblem,
    branch_of_units,
    merge_units,
    nodes,
    remove_node,
    save_nodes,
    units_below,
    units_where,
)


def grid(text, name="unit.csv"):
    return read_spreadsheet(name, text.encode())


def test_a_renamed_unit_keeps_its_history_and_is_found_by_every_name_it_had(agency):
    old, store = agency.own, agency.whole
    parent = agency.simpul["Cabang Genap"]
    for name in ("Nama Kedua", "Nama Ketiga"):
        save_nodes(store, [TreeNode(name, "unit", parent, simpul_id=agency.ids[old])])
    for name in (old, "nama  KEDUA", "Nama Ketiga"):
        assert unit_id_of(store, name) == agency.ids[old]
        assert find_assessment(store, name, 2026).unit == "Nama Ketiga"
    assert old not in tables.unit_names(store) and len(tables.assessments(store)) == 148
    save_nodes(store, [TreeNode(old, "unit", parent, simpul_id=agency.ids[old])])
    assert find_assessment(store, "Nama Ketiga", 2026).unit == old, "and back again"


def test_no_name_means_two_units(agency):
    store, parent = agency.whole, agency.simpul["Cabang Genap"]
    with pytest.raises(TreeProblem, match="dipakai dua simpul"):
        save_nodes(store, [TreeNode(agency.near, "unit", parent, simpul_id=agency.ids[agency.own])])
    save_nodes(store, [TreeNode("Nama Baru", "unit", parent, simpul_id=agency.ids[agency.own])])
    # The first unit's earlier name goes on meaning it, so nobody else may take it.
    with pytest.raises(TreeProblem, match="milik unit lain"):
        save_nodes(store, [TreeNode(agency.own, "unit", parent, simpul_id=agency.ids[agency.near])])


def test_everything_that_is_wrong_with_a_tree_is_said_at_once(agency):
    genap = agency.simpul["Cabang Genap"]
    below = TreeNode("Bawah", "cabang", genap, simpul_id="bawah")
    save_nodes(agency.whole, [below])
    wrong = [
        TreeNode("Cabang Genap", "cabang", "bawah", simpul_id=genap),
        TreeNode("A", "unit", "tidak ada"),
        TreeNode("B", "unit", agency.ids[agency.own]),
        TreeNode("C", "raja"),
        TreeNode("Instansi Lain", "instansi", genap),
    ]
    before = len(nodes(agency.whole))
    with pytest.raises(TreeProblem) as problem:
        save_nodes(agency.whole, wrong)
    said = "\n".join(problem.value.problems)
    for words in (
        "di bawah simpul ini sendiri",
        "induknya tidak ada",
        "adalah unit kerja",
        "bukan 'raja'",
        "paling atas",
    ):
        assert words in said
    assert len(nodes(agency.whole)) == before, "nothing of it was written"


def test_a_merged_unit_shows_where_it_went_and_leaves_again(agency):
    store, one, into = agency.whole, agency.far, agency.own
    whole = tables.assessments(store)
    mine = whole[whole["unit"] == into]
    theirs = whole[whole["unit"] == one]
    assert merge_units(store, agency.ids[one], agency.ids[into])
    assert not merge_units(store, agency.ids[one], agency.ids[into]), "once is enough"
    merged = tables.assessments(store)
    now = merged[merged["unit"] == into]
    lines = {(row.tahun, row.penilai) for row in mine.itertuples()} | {
        (r.tahun, r.penilai) for r in theirs.itertuples()
    }
    assert {(row.tahun, row.penilai) for row in now.itertuples()} == lines
    assert set(mine["penilaian_id"]) <= set(now["penilaian_id"]), "the unit's own count first"
    assert one not in tables.unit_names(store) and find_assessment(store, one, 2026).unit == into
    for wrong in ((agency.ids[into], agency.ids[into]), (agency.ids[into], agency.ids[agency.near])):
        with pytest.raises(TreeProblem):
            merge_units(store, *wrong)
    assert merge_units(store, agency.ids[one], None)
    assert tables.assessments(store).equals(whole)


def test_a_branch_is_taken_out_only_when_nothing_hangs_below(agency):
    with pytest.raises(TreeProblem, match="masih mempunyai bawahan"):
        remove_node(agency.whole, agency.simpul["Cabang Genap"])
    remove_node(agency.whole, agency.ids[agency.own])
    assert agency.own in tables.unit_names(agency.whole), "its assessments stay"
    assert agency.ids[agency.own] not in units_below(agency.whole, agency.simpul["Cabang Genap"])


def test_units_by_kind_tag_year_and_branch(agency):
    store, own = agency.whole, agency.ids[agency.own]
    branch = agency.simpul["Cabang Genap"]
    save_nodes(store, [TreeNode(agency.own, "unit", branch, "Kantor", ("prioritas", "pantau"), (2026,), own)])
    assert units_where(store, jenis="Kantor") == units_where(store, tanda="pantau", tahun=2026) == {own}
    assert not units_where(store, tahun=2025)
    assert len(units_where(store)) == len(nodes(store))
    found = branch_of_units(store)
    assert len(found) == 24 and found[own] == "Cabang Genap"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_written_as_a_list_reads_back_as_it_was(agency, kind):
    table = unit_table(agency.whole)
    assert list(table.columns) == list(COLUMNS) and len(table) == 27
    content = csv_bytes(table) if kind == "csv" else write_table("Pohon", {"Cara": "lihat panduan"}, table)
    asked = read_unit_list(read_spreadsheet(f"pohon.{kind}", content), agency.whole)
    assert apply_unit_list(agency.whole, asked) == 0, "nothing is new"
    assert unit_table(agency.whole).equals(table)


def test_a_list_renames_moves_and_merges(agency):
    text = (
        "Nama,Induk,Tingkat,Jenis,Tanda,Tahun diusulkan,Nama lama,Digabung ke\n"
        f'Nama Baru,Cabang Ganjil,unit,Kantor,"a; b","2026, 2027",{agency.own},\n'
        f"{agency.far},Cabang Ganjil,Unit kerja,,,,,Nama Baru\n"
    )
    assert apply_unit_list(agency.whole, read_unit_list(grid(text), agency.whole)) == 2
    row = nodes(agency.whole).set_index("nama").loc["Nama Baru"]
    assert (row["simpul_id"], list(row["tanda"]), list(row["diusulkan"])) == (
        agency.ids[agency.own],
        ["a", "b"],
        [2026, 2027],
    )
    assert unit_id_of(agency.whole, agency.far) == agency.ids[agency.own]


def test_every_row_that_cannot_be_understood_is_named_with_its_place(agency):
    text = (
        "Nama;Induk;Tingkat;Tahun diusulkan;Nama lama;Digabung ke\n"
        "Satu;Tidak Ada;unit;;;\n"
        "Dua;;kecamatan;;;\n"
        ";Cabang Genap;unit;;;\n"
        "Satu;Cabang Genap;unit;dua ribu;;\n"
        "Tiga;Cabang Genap;unit;;Tak Pernah Ada;Entah\n"
    )
    with pytest.raises(TreeProblem) as problem:
        read_unit_list(grid(text), agency.whole)
    said = problem.value.problems
    assert [text.rpartition("baris ")[2][0] for text in said if "baris" in text]
    for place, words in {
        2: "induk 'Tidak Ada' tidak ada",
        3: "tingkat 'kecamatan' tidak dikenal",
        4: "kolom Nama kosong",
        5: "satu baris per nama",
        6: "nama lama 'Tak Pernah Ada' tidak dikenal",
    }.items():
        assert any(f"baris {place}: " in text and words in text for text in said), (place, said)
    assert any("'dua ribu' bukan tahun" in text for text in said) and any("'Entah' tidak ada" in text for text in said)


def test_a_file_that_is_no_list_is_told_what_one_looks_like(agency):
    with pytest.raises(TreeProblem, match="tidak ada lembar dengan judul kolom"):
        read_unit_list(grid("Kode,Wilayah\n1,Timur\n"), agency.whole)


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_a_name_means_the_same_unit_in_any_case_and_spacing(name):
    assert unit_key(name) == unit_key(f"  {name.upper()}  ") or folded_name(name) != folded_name(name.upper())

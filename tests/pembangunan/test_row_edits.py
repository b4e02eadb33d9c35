"""Edits of a table, taken over by row, checked, and decided about where two people met."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.row_edits import (
    NewRows,
    RowEdit,
    ShownRow,
    cell,
    checked,
    edits_of,
    late_edits,
    nearest_words,
)
from zi_metrics.scope import everything

ACTIONS, FORM = registers()["rencana_aksi"], load_instrument()
UNITS = {"Kantor Uji": "u1", "Kantor Lain": "u2"}
NOWHERE = NewRows(UNITS)


def rows(**more):
    empty = {field.nama: field.empty for field in ACTIONS.bidang}
    whose = {"baris_id": "a", "versi": 3, "unit_id": "u1", "unit": "Kantor Uji", "tahun": 2026, "pokja": 2}
    return pd.DataFrame([{**empty, **whose, "rencana": "Menyusun SOP", "kode": "P.2.i.a", **more}])


def check(edits, new=NOWHERE, **more):
    return checked({edit.kunci: edit for edit in edits}, rows(**more), ACTIONS, new, FORM, everything())


def test_a_new_row_says_whose_it_is_where_the_table_does_not():
    found = check([RowEdit("baru-1", 0, {"rencana": "Satu", "kode": "R.5.ii", "unit": "kantor  lain", "tahun": 2026})])
    (change,) = found.changes.values()
    assert (change.unit_id, change.tahun, change.isi["pokja"], change.isi["kode"]) == ("u2", 2026, 5, "R.5.ii")
    found = check([RowEdit("baru-1", 0, {"rencana": "Satu", "unit": "Kantor Uij"}), RowEdit("baru-2", 0, {"pic": "x"})])
    said = "\n".join(found.problems)
    assert not found.changes and said.count("\n") == 6
    for part in ("'Kantor Uij' tidak dikenal; yang mirip: Kantor Uji",
                 "Baris 'Satu' (Kantor Uij), kolom Tahun: belum diisi",
                 "Baris 'Satu' (Kantor Uij), kolom Pokja", "Baris baru 2, kolom Unit kerja: belum dipilih",
                 "Baris baru 2, kolom Rencana aksi: belum diisi"):  # fmt: skip
        assert part in said, part


def test_what_the_page_knows_fills_in_new_rows_and_the_row_itself_goes_before():
    new = NewRows(UNITS, "u1", 2026, 3, {"sumber": "rapat"})
    (one,) = check([RowEdit("baru-1", 0, {"rencana": "Satu"})], new).changes.values()
    assert (one.unit_id, one.tahun, one.isi["pokja"], one.isi["sumber"]) == ("u1", 2026, 3, "rapat")
    (two,) = check(
        [RowEdit("baru-1", 0, {"rencana": "Satu", "kode": "P.1.i.a", "sumber": "tpi"})], new
    ).changes.values()
    assert (two.isi["pokja"], two.isi["sumber"]) == (1, "tpi")


def test_a_row_moves_with_its_code_unless_its_area_was_typed_or_was_another():
    edit = RowEdit("a", 3, {"kode": "P.4.i.a"})
    assert check([edit]).changes["a"].isi == {"kode": "P.4.i.a", "pokja": 4}
    assert check([RowEdit("a", 3, {"kode": "P.4.i.a", "pokja": 0})]).changes["a"].isi["pokja"] is None
    assert check([edit], pokja=6).changes["a"].isi == {"kode": "P.4.i.a"}


def test_a_stored_row_stays_where_it_is_and_keeps_what_it_must_have():
    said = "\n".join(check([RowEdit("a", 3, {"unit": "Kantor Lain", "rencana": "", "pokja": None})]).problems)
    assert "tidak dapat dipindah" in said and "Rencana aksi: belum diisi" in said and "Pokja: dikosongkan" in said


def test_what_is_so_already_is_no_change():
    same = {"selesai": "2026-05-31", "target": 2, "status": None, "pic": "", "pokja": 2.0, "unit": "Kantor Uji"}
    assert check([RowEdit("a", 3, same)], selesai=pd.Timestamp("2026-05-31"), target=2.0).changes == {}
    assert check([RowEdit("a", 3, {**same, "selesai": "2026-06-01"})], selesai=pd.Timestamp("2026-05-31"),
                 target=2.0).changes["a"].isi == {"selesai": date(2026, 6, 1)}  # fmt: skip


def test_nothing_is_said_of_names_where_none_is_alike():
    assert nearest_words("Zzz", UNITS) == ""


NAMES = ["a", "b", "c", "d"]


@given(st.permutations(NAMES), st.permutations(NAMES), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_edits_follow_their_rows_through_any_order_of_the_table(first, second, typed, removed):
    """Typed into one table, then, when it was drawn in another order, into that: each edit is of the row it was on."""
    one = edits_of(
        {"edited_rows": {first.index(typed): {"pic": "x"}}}, [ShownRow(n, 1, {"pic": None}) for n in first], {}
    )
    kept = [ShownRow(name, 2, {"pic": None}) for name in second]
    both = edits_of({"edited_rows": {}, "deleted_rows": [second.index(removed)]}, kept, one)
    assert both[typed].isi == {"pic": "x"} and both[typed].dibuka == 1, "the version that they saw, not today's"
    assert {name for name, edit in both.items() if edit.dibuang} == {removed}
    back = edits_of({"edited_rows": {second.index(typed): {"pic": None}}}, kept, one)
    assert typed not in back


def test_new_rows_keep_apart_from_those_that_were_added_before():
    one = edits_of({"added_rows": [{"rencana": "Satu"}, {}, {"rencana": ""}]}, [], {})
    assert [edit.isi for edit in one.values()] == [{"rencana": "Satu"}]
    two = edits_of({"added_rows": [{"rencana": "Dua"}]}, [], one)
    assert [edit.isi["rencana"] for edit in two.values()] == ["Satu", "Dua"]
    assert edits_of({"deleted_rows": [0]}, [ShownRow("baru-1", 0)], one) == {}


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA, ""])
def test_nothing_is_nothing_in_every_way_of_saying_it(value):
    assert cell(value) is None


def test_what_a_table_tells_after_it_was_put_away_is_kept_and_what_was_saved_is_not_written_twice():
    shown = [ShownRow("a", 1, {"pic": None}), ShownRow("b", 4, {"pic": None})]
    before = {"edited_rows": {0: {"pic": "x"}}, "added_rows": [{"rencana": "Satu"}]}
    after = {
        "edited_rows": {0: {"pic": "x"}, 1: {"pic": "y"}},
        "added_rows": [{"rencana": "Satu", "pic": "z"}, {"rencana": "Dua"}],
    }
    late = late_edits(after, before, shown, {"a": ("a", 2), "baru-3": ("neu", 1)}, 3)
    assert {key: (edit.dibuka, dict(edit.isi)) for key, edit in late.items()} == {
        "b": (4, {"pic": "y"}),
        "neu": (1, {"pic": "z"}),
        "baru-4": (0, {"rencana": "Dua"}),
    }
    assert late_edits(before, before, shown, {}, 3) == {}


def test_a_percentage_typed_with_three_decimals_is_no_thousand():
    (change,) = check([RowEdit("a", 3, {"persen": 12.125})]).changes.values()
    assert change.isi == {"persen": 12.125}

"""A register's rows typed into on screen: no edit reaches another row, nothing typed is lost, both texts are told."""

import pandas as pd
import pytest
from acting import acting
from registers import ACTIONS, UNIT, new
from screen_parts import PATIENCE, as_read, button
from streamlit.testing.v1 import AppTest

from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store.registers import RowChange, register_rows, row_versions, save_rows


def page():
    import streamlit as st

    from zi_metrics.pembangunan.register import register
    from zi_metrics.pembangunan.row_edits import NewRows
    from zi_metrics.scope import Act
    from zi_metrics.store.connection import open_store
    from zi_metrics.store.registers import register_rows
    from zi_metrics.store.unit_names import unit_key
    from zi_ui.pembangunan.register_editor import edit_register

    store, actions = open_store(), register("rencana_aksi")
    if scope := st.session_state.get("scope"):
        store = store.seen_by(scope)
    rows = register_rows(store, actions.table)
    if status := st.session_state.get("hanya"):
        rows = rows[rows["status"] == status].reset_index(drop=True)
    unit = unit_key("Kantor Uji")
    edit_register(store, actions, rows, NewRows({"Kantor Uji": unit}, unit, 2026), "aksi", act=Act.RENCANA_AKSI)


def opened(**state):
    test = AppTest.from_function(page, default_timeout=PATIENCE)
    for name, value in state.items():
        test.session_state[name] = value
    test.run()
    assert not test.exception
    return test


def type_in(test, edited=None, added=(), deleted=()):
    """As the browser tells what was typed into the table that it shows, by place."""
    (table,) = test.data_editor
    test.session_state[table.key] = {
        "edited_rows": edited or {},
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }
    test.run()
    assert not test.exception


def press(test, label):
    button(test, label).click().run()
    assert not test.exception


def stored(store):
    return {row["rencana"]: row for row in register_rows(store, ACTIONS.table).to_dict("records")}


def order(test):
    return list(test.data_editor[0].value["rencana"])


def test_what_is_typed_is_saved_only_when_asked_and_says_how_many_rows(two_actions):
    test = opened()
    assert button(test, "Simpan perubahan").disabled and button(test, "Batalkan perubahan").disabled
    first = order(test)[0]
    type_in(test, {0: {"pic": "Sekretaris", "selesai": "2026-05-31", "target": 2, "persen": 0.5, "status": "berjalan"}},
            [{"rencana": "Tiga", "kode": "p1ia"}])  # fmt: skip
    assert set(stored(two_actions)) == {"Satu", "Dua"} and stored(two_actions)[first]["pic"] == ""
    press(test, "Simpan perubahan (2 baris)")
    assert "2 baris tersimpan." in test.success[0].value.replace("\\", "")
    row, new = stored(two_actions)[first], stored(two_actions)["Tiga"]
    assert (row["pic"], str(row["selesai"])[:10], row["target"], row["status"]) == (
        "Sekretaris",
        "2026-05-31",
        2,
        "berjalan",
    )
    assert row["persen"] == 0.5, "a small number that was typed is no share"
    assert (new["kode"], new["pokja"], new["tahun"], new["unit_id"]) == ("P.1.i.a", 1, 2026, UNIT)
    assert button(test, "Simpan perubahan").disabled, "nothing is left to be saved"


def test_what_is_pasted_means_what_indonesians_mean_by_it(two_actions):
    test = opened()
    first = order(test)[0]
    table = test.data_editor[0].value
    # The browser itself reads dates and numbers the American way, and knows no word of a choice.
    assert {name for name in table if not pd.api.types.is_string_dtype(table[name])} <= {"pokja", "tahun"}
    type_in(test, {0: {"selesai": "05/02/2026", "mulai": "5 Januari 2026", "target": "1.250", "target_tw1": "12,5",
                       "persen": "75%", "status": "Berjalan"}})  # fmt: skip
    press(test, "Simpan perubahan (1 baris)")
    row = stored(two_actions)[first]
    assert [str(row[name])[:10] for name in ("mulai", "selesai")] == ["2026-01-05", "2026-02-05"]
    assert (row["target"], row["target_tw1"], row["persen"], row["status"]) == (1250, 12.5, 75, "berjalan")
    shown = test.data_editor[0].value.set_index("rencana").loc[first]
    assert (shown["selesai"], shown["target"], shown["target_tw1"], shown["status"]) == (
        "05/02/2026", "1.250", "12,5", "Berjalan",
    )  # fmt: skip
    # What is typed as it stands there already is no change.
    type_in(test, {order(test).index(first): {"target": "1.250", "selesai": "05/02/2026"}})
    assert button(test, "Simpan perubahan").disabled
    type_in(test, {order(test).index(first): {"selesai": "31/02/2026", "target": "banyak"}})
    press(test, "Simpan perubahan (1 baris)")
    said = as_read(test.error[0].value)
    assert "kolom Tenggat: '31/02/2026' bukan tanggal yang ada" in said and "kolom Target: 'banyak' bukan angka" in said


def test_what_another_saves_meanwhile_never_moves_an_edit_to_another_row(two_actions):
    test = opened()
    place = order(test).index("Dua")
    (before,) = test.data_editor
    # Typed while another adds a row that comes first and removes one: the browser tells it of the old table's places.
    ani = acting(two_actions, "Ani")
    save_rows(ani, ACTIONS.table, [RowChange({}, stored(two_actions)["Satu"]["baris_id"], 1, dibuang=True), new("Nol")])
    type_in(test, {place: {"pic": "Kepala"}}, [{"rencana": "Baru"}], ())
    (after,) = test.data_editor
    assert after.key != before.key
    assert dict(zip(after.value["rencana"], after.value["pic"], strict=True)) == {
        "Dua": "Kepala",
        "Nol": "",
        "Baru": "",
    }
    # The new table knows them as rows; both are saved as they were typed.
    type_in(test, {order(test).index("Baru"): {"pokja": 0}})
    press(test, "Simpan perubahan (2 baris)")
    after = stored(two_actions)
    assert {name: row["pic"] for name, row in after.items()} == {"Dua": "Kepala", "Nol": "", "Baru": ""}
    assert pd.isna(after["Baru"]["pokja"]), "Lintas area is none of the six"


def test_an_edit_outlives_a_filter_that_hides_its_row(two_actions):
    test = opened()
    type_in(test, {order(test).index("Satu"): {"pic": "Kepala"}})
    test.session_state["hanya"] = "selesai"
    test.run()
    assert "1 baris yang Anda ubah sedang tidak tampil" in test.caption[0].value
    press(test, "Simpan perubahan (1 baris)")
    assert stored(two_actions)["Satu"]["pic"] == "Kepala"


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(two_actions):
    test = opened()
    type_in(
        test,
        {0: {"kode": "entah", "rencana": None}, 1: {"kode": "Z.9"}},
        [{"pic": "Kepala", "persen": 150}],
    )
    press(test, "Simpan perubahan (3 baris)")
    said = as_read(test.error[0].value)
    for part in ("kolom Kode LKE: 'entah'", "kolom Rencana aksi: belum diisi", "'Z.9' bukan kode LKE", "Baris baru 1",
                 "kolom Persen: '150' harus antara 0 dan 100", "kolom Pokja: belum dipilih"):  # fmt: skip
        assert part in said, part
    assert {row["versi"] for row in stored(two_actions).values()} == {1}
    assert not button(test, "Simpan perubahan (3 baris)").disabled
    press(test, "Batalkan perubahan")
    assert not test.error and button(test, "Simpan perubahan").disabled


def test_two_texts_for_one_field_are_shown_and_whose_stays_is_asked(two_actions):
    test = opened()
    row = stored(two_actions)["Satu"]
    type_in(test, {order(test).index("Satu"): {"kendala": "waktu", "pic": "Ketua"}})
    theirs = RowChange({"kendala": "anggaran", "pic": "Wakil"}, row["baris_id"], 1)
    save_rows(acting(two_actions, "Ani_*"), ACTIONS.table, [theirs])
    press(test, "Simpan perubahan (1 baris)")
    said = [as_read(one.value) for one in test.markdown]
    assert {"waktu", "anggaran", "Ketua", "Wakil"} <= set(said)
    assert any(as_read(one.value).startswith("Kendala · Isian Ani_*, ") for one in test.caption)
    assert stored(two_actions)["Satu"]["kendala"] == "anggaran", "nothing is written before it is decided"
    assert "waktu" in list(test.data_editor[0].value["kendala"]), "what was typed stays typed"
    (mine, _), (_, theirs) = ([one for one in test.button if one.key and one.key.startswith(f"milik_{who}_")]
                              for who in ("saya", "lain"))  # fmt: skip
    mine.click().run()
    assert stored(two_actions)["Satu"]["kendala"] == "anggaran", "the other field is still to be decided"
    next(one for one in test.button if one.key == theirs.key).click().run()
    after = stored(two_actions)["Satu"]
    assert (after["kendala"], after["pic"], after["versi"]) == ("waktu", "Wakil", 3)
    assert not [one for one in test.button if one.key and one.key.startswith("milik_")]


@pytest.mark.parametrize(("who", "there"), [("milik_saya_", True), ("milik_lain_", False)])
def test_a_row_that_another_removed_is_brought_back_or_stays_removed(two_actions, who, there):
    test = opened()
    row = stored(two_actions)["Satu"]
    type_in(test, {order(test).index("Satu"): {"pic": "Ketua"}})
    save_rows(acting(two_actions, "Ani"), ACTIONS.table, [RowChange({}, row["baris_id"], 1, dibuang=True)])
    press(test, "Simpan perubahan (1 baris)")
    next(one for one in test.button if one.key and one.key.startswith(who)).click().run()
    assert not test.exception and ("Satu" in stored(two_actions)) == there
    assert not there or stored(two_actions)["Satu"]["pic"] == "Ketua"


def test_removing_asks_nothing_and_is_taken_back(two_actions):
    test = opened()
    place = order(test).index("Satu")
    type_in(test, {1 - place: {"pic": "Ketua"}}, (), [place])
    press(test, "Simpan perubahan (2 baris)")
    assert set(stored(two_actions)) == {"Dua"}
    press(test, "Urungkan simpanan terakhir")
    after = stored(two_actions)
    assert set(after) == {"Satu", "Dua"} and after["Dua"]["pic"] == "" and after["Dua"]["versi"] == 3
    assert button(test, "Urungkan simpanan terakhir").disabled


def test_what_another_changed_since_is_not_taken_back_and_that_is_told(two_actions):
    test = opened()
    row = stored(two_actions)["Satu"]
    type_in(test, {order(test).index("Satu"): {"pic": "Ketua"}})
    press(test, "Simpan perubahan (1 baris)")
    save_rows(acting(two_actions, "Ani"), ACTIONS.table, [RowChange({"pic": "Wakil"}, row["baris_id"], 2)])
    press(test, "Urungkan simpanan terakhir")
    assert "Ani mengubahnya sesudah Anda" in as_read(test.warning[0].value)
    assert stored(two_actions)["Satu"]["pic"] == "Wakil"


def test_typing_a_text_back_to_what_it_was_leaves_nothing_to_save(two_actions):
    test = opened()
    type_in(test, {0: {"pic": "Ketua"}})
    type_in(test, {0: {"pic": ""}})
    assert button(test, "Simpan perubahan").disabled
    type_in(test, {0: {"status": "Belum dimulai", "target": None}})
    assert button(test, "Simpan perubahan").disabled
    assert len(row_versions(two_actions, ACTIONS.table, stored(two_actions)["Satu"]["baris_id"])) == 1


def test_who_may_change_one_area_is_told_which_row_is_not_theirs_and_who_may_nothing_types_nowhere(two_actions):
    save_rows(two_actions, ACTIONS.table, [new("Lain", pokja=3)])
    grants = {Act.LIHAT: (Extent(),), Act.RENCANA_AKSI: (Extent(frozenset({UNIT}), frozenset({2})),)}
    test = opened(scope=Scope(Person("uji:x", "X"), grants))
    assert test.data_editor[0].editing_mode == "dynamic"
    type_in(test, {order(test).index("Lain"): {"pic": "Ketua"}, order(test).index("Satu"): {"pic": "Ketua"}})
    press(test, "Simpan perubahan (2 baris)")
    said = as_read(test.error[0].value)
    assert "Baris 'Lain'" in said and "bukan hak Anda" in said and "Satu" not in said
    assert stored(two_actions)["Satu"]["pic"] == ""
    watching = opened(scope=Scope(Person("uji:y", "Y"), {Act.LIHAT: (Extent(),)}))
    (table,) = watching.data_editor
    assert table.editing_mode == "fixed"
    assert button(watching, "Simpan perubahan").disabled

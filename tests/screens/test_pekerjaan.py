"""The page Pekerjaan: the sentence, what narrows it, how it begins, and that it never reads more than anybody reads."""

from registers import ACTIONS, UNIT, add_unit
from sample_plans import PLAN
from sample_plans import UNIT as PLANNED
from screen_parts import app_on, as_read, button, select, texts, upload

from zi_metrics.as_of import today
from zi_metrics.lke.unit import find_assessment
from zi_metrics.samples.lke import YEARS
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.registers import register_rows
from zi_metrics.store.scenarios import save_scenario
from zi_ui.pembangunan import work

DAY = today()


def opened(**parameters):
    test = app_on({"unit": "Kantor Uji", **parameters}, "pekerjaan").run()
    assert not test.exception
    return test


def shown(test):
    return sorted(test.data_editor[0].value["rencana"])


def test_the_sentence_counts_and_what_is_chosen_narrows_the_table(this_years_work):
    test = opened(tahun=DAY.year)
    assert "1 tindakan terlambat, 0 jatuh tempo sampai akhir bulan ini, 1 tanpa bukti; " in texts(test)
    everything = shown(test)
    assert {"Telat", "Tanpa", "Area lain"} <= set(everything)
    assert shown(opened(tahun=DAY.year, keadaan="terlambat")) == ["Telat"]
    assert shown(opened(tahun=DAY.year, keadaan="tanpa_bukti")) == ["Tanpa"]
    assert shown(opened(tahun=DAY.year, status="selesai")) == ["Tanpa"]
    test = opened(tahun=DAY.year, pokja=3)
    assert shown(test) == ["Area lain"] and "0 tindakan terlambat" in texts(test)
    test = opened(tahun=DAY.year, pokja=0)
    assert "Belum ada rencana aksi." in texts(test)
    assert test.query_params["pokja"] == "0" and test.query_params["tahun"] == str(DAY.year)


def test_mine_is_what_i_may_change(this_years_work, at_work):
    grants = {Act.LIHAT: (Extent(),), Act.RENCANA_AKSI: (Extent(frozenset({UNIT}), frozenset({3})),)}
    at_work(Scope(Person("uji:x", "X"), grants))
    assert shown(opened(tahun=DAY.year, milik="saya")) == ["Area lain"]


def test_what_is_typed_on_the_page_is_stored_for_its_unit_year_and_area(this_years_work):
    test = opened(tahun=DAY.year, pokja=2)
    table = test.data_editor[0]
    test.session_state[table.key] = {"edited_rows": {}, "added_rows": [{"rencana": "Baru"}], "deleted_rows": []}
    test.run()
    button(test, "Simpan perubahan (1 baris)").click().run()
    assert not test.exception and "1 baris tersimpan." in [as_read(one.value) for one in test.success]
    rows = register_rows(this_years_work, ACTIONS.table).set_index("rencana")
    assert (rows.loc["Baru", "unit_id"], rows.loc["Baru", "tahun"], rows.loc["Baru", "pokja"]) == (UNIT, DAY.year, 2)
    assert "Baru" in shown(test), "what is kept of the table is asked anew"


def test_an_empty_page_says_what_it_is_for_and_how_to_begin(this_years_work, made_files):
    add_unit(this_years_work, "Kantor Kosong")
    test = opened(unit="Kantor Kosong", tahun=DAY.year)
    said = texts(test)
    assert "Belum ada rencana aksi." in said and "Jadikan rencana aksi" in said
    assert test.data_editor[0].editing_mode == "dynamic"
    assert "Rencana aksi kosong.xlsx" in made_files


def test_what_is_taken_away_is_read_again(this_years_work, made_files, tmp_path):
    opened(tahun=DAY.year)
    name, content = next((name, content) for name, content in made_files.items() if name.endswith(".csv"))
    path = tmp_path / name
    path.write_bytes(content)
    test = app_on({}, "unggah").run()
    upload(test, path)
    assert not test.exception and "baris sudah tersimpan seperti di berkas" in texts(test)


def test_a_register_without_unit_and_year_is_asked_for_them_and_saved(two_actions, tmp_path):
    path = tmp_path / "aksi.csv"
    path.write_text("Rencana aksi,PIC,Tenggat,Anggaran\nSatu,Ketua,2026-05-31,5\n=Tiga,,,\n", encoding="utf-8")
    test = app_on({}, "unggah").run()
    upload(test, path)
    assert not test.exception and "Rencana aksi: 2 baris terbaca" in texts(test) and "Anggaran" in texts(test)
    assert "unit kerjanya" in as_read(test.error[0].value)
    select(test, "Unit kerja baris-baris ini").set_value("Kantor Uji").run()
    test.number_input[0].set_value(2026).run()
    assert "1 baru, 1 berubah" in texts(test)
    button(test, "Simpan Rencana aksi (2 baris)").click().run()
    assert "Rencana aksi: 2 baris tersimpan." in texts(test)
    rows = register_rows(two_actions, ACTIONS.table).set_index("rencana")
    assert rows.loc["Satu", "pic"] == "Ketua" and "=Tiga" in rows.index
    assert "tidak ada yang berubah" in texts(test)


def test_of_very_many_rows_none_is_read_before_something_is_chosen(this_years_work, monkeypatch):
    monkeypatch.setattr(work, "MOST_ROWS", 2)
    read = []
    real = work.cached.register_table
    monkeypatch.setattr(work.cached, "register_table", lambda *args: read.append(args[2]) or real(*args))
    test = opened(unit="", tahun=DAY.year)
    assert "Pilih satu unit kerja" in texts(test) and not test.data_editor and not read
    assert len(opened(tahun=DAY.year).data_editor) == 1
    assert {one for one in read} == {(UNIT,)}


def test_a_plans_steps_and_a_kept_scenario_become_actions_in_one_click_and_not_twice(app, sample_path):
    store = open_store(sample_path)
    tahun = max(PLANNED["tahun"], DAY.year)
    (unit_id,) = tables.assessments(store).query("unit == @PLANNED['unit']")["unit_id"].unique()

    def codes(sumber):
        rows = register_rows(store, ACTIONS.table, [unit_id], tahun)
        return set(rows.loc[rows["sumber"] == sumber, "kode"])

    test = app(sample_path, "rencana", **PLANNED, predikat="wbk")
    next(one for one in test.button if one.key == "aksi_terbaik").click().run()
    assert not test.exception and f"ditambahkan ke rencana aksi {tahun}" in texts(test)
    assert set(PLAN.steps) <= codes("rencana")
    next(one for one in test.button if one.key == "aksi_terbaik").click().run()
    assert f"{len(PLAN.steps)} sudah ada di sana." in texts(test) and "ditambahkan" not in texts(test)

    penilaian = find_assessment(store, *PLANNED.values())
    code = next(iter(PLAN.steps))
    kept = save_scenario(store, penilaian.penilaian_id, "Uji", {code: PLAN.steps[code]})
    test = app(sample_path, "simulasi", **PLANNED, tampil="skenario")
    next(one for one in test.button if one.key == f"aksi_skenario_{kept.skenario_id}").click().run()
    assert not test.exception and "1 tindakan ditambahkan" in texts(test)
    assert codes("skenario") == {code}


def test_what_is_reached_is_told_beside_its_question(app, sample_path):
    test = app(sample_path, "unit_kerja", **(PLANNED | {"tahun": YEARS[-1]}), bagian="R.1")
    said = texts(test)
    assert "R.1.ii.a" in said and "tindakan tercapai" in said and "jawabannya tetap Anda yang menulis" in said

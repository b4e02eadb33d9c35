"""Rencana and Simulasi under Streamlit's test harness: the core's plan on screen, locks, scenarios, nothing lost."""

import re
from urllib.parse import parse_qs, urlparse

import by_hand
import drawn_html
import oracle
import pandas as pd
import pytest
from acting import acting
from forms import old_form, random_answers
from places import READY
from sample_plans import EFFORTS, PLAN, PLAN_WBBM, PLAN_WITHOUT_TWO, UNIT, changed, stored, wbk
from screen_parts import as_read, button, field, select, texts

from zi_metrics.bahasa import format_number, read_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment
from zi_metrics.plan.learned_effort import LearnedEffort
from zi_metrics.scope import operator
from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.scenarios import save_scenario, scenarios
from zi_ui import paging
from zi_ui import tables as shown_tables
from zi_ui.plan import portfolio

INSTRUMENT = load_instrument()


def shown(test):
    return texts(test).replace("\\", "")


def table_with(test, column):
    return pd.DataFrame(drawn_html.table_with(test, column))


def steps_of(test):
    """The codes of the plan's steps, in their order: each leads to its own address."""
    asked = [parse_qs(urlparse(href).query) for href in drawn_html.links(test)]
    return [one["langkah"][0] for one in asked if "langkah" in one]


def with_settings(test):
    """The same page with its settings open."""
    test.session_state["_plan_settings_open"] = True
    return test.run()


def row_of(database):
    """UNIT's stored assessment."""
    return find_assessment(open_store(database), *UNIT.values())


def everything_stored(database):
    """All that is stored about assessments, as text; scenarios are not among it."""
    store = open_store(database)
    names = ("unit_kerja", "impor", "berkas", "penilaian", "jawaban", "masukan", "temuan", "nilai_simpul")
    with store.cursor() as cursor:
        return {name: cursor.execute(f"SELECT * FROM {name} ORDER BY ALL").df().to_csv() for name in names}


@pytest.mark.parametrize("predikat", ["wbk", "wbbm"])
def test_the_plan_on_screen_is_the_cores(app, sample_path, predikat):
    test = app(sample_path, "rencana", **UNIT, predikat=predikat)
    told = {"wbk": PLAN, "wbbm": PLAN_WBBM}[predikat]
    before = stored(open_store(sample_path))
    after = changed(before, told.steps)
    assert [oracle.verdict(oracle.RAW, predikat, values) for values in (before, after)] == ["belum", "memenuhi"]
    assert not test.exception and not test.error
    assert told.sentence in shown(test) and "terbukti paling kecil" in shown(test)
    assert steps_of(test) == list(told.steps)
    assert table_with(test, "Total sesudah")["Total sesudah"].iloc[-1] == format_number(by_hand.total(after))
    assert sum(line.startswith("- ✔") for line in shown(test).splitlines()) == 12


def test_locks_in_the_link_and_in_the_form_give_another_plan_and_stay_with_their_unit(app, sample_path):
    first, second, *_ = PLAN.steps
    test = with_settings(app(sample_path, "rencana", **UNIT, kunci=f"{first},TIDAK.ADA"))
    assert first not in steps_of(test) and not test.exception
    (locks,) = [box for box in test.multiselect if box.label.startswith("Tidak tahun ini")]
    assert locks.value == [first]
    locks.set_value([first, second]).run()
    assert steps_of(test) == list(PLAN_WITHOUT_TWO.steps)
    assert test.query_params["kunci"] in (f"{first},{second}", [f"{first},{second}"])
    select(test, "Unit kerja").set_value("Contoh 14 – Rumah Sakit").run()
    assert "kunci" not in test.query_params and "berlaku" not in test.expander[0].label
    select(test, "Unit kerja").set_value(UNIT["unit"]).run()
    assert PLAN_WITHOUT_TWO.sentence in shown(test)


def test_other_settings_reach_the_plan(app, sample_path):
    # Of PLAN the first step that goes from C to A.
    kode = "R.6.ii.a"
    test = with_settings(app(sample_path, "rencana", **UNIT))
    (caps,) = [box for box in test.multiselect if box.label.startswith("Pertanyaan yang targetnya")]
    caps.set_value([kode]).run()
    assert select(test, f"{kode} paling tinggi").value == "B"
    capped = wbk(14, "24,2", "75,02")
    assert capped in shown(test)
    factor = next(box for box in test.number_input if box.label.startswith("Pengali Pokja 1"))
    factor.set_value(10.0).run()
    assert not test.exception and capped not in shown(test)
    assert "2 berlaku" in test.expander[0].label
    button(test, "Kembalikan semua ke bawaan").click().run()
    assert PLAN.sentence in shown(test)


def test_contradicting_settings_are_told_not_thrown(app, sample_path):
    test = with_settings(app(sample_path, "rencana", **UNIT, kunci="P.1.i.a"))
    (required,) = [box for box in test.multiselect if box.label.startswith("Wajib dinaikkan")]
    required.set_value(["P.1.i.a"]).run()
    assert not test.exception
    assert "wajib dinaikkan dan sekaligus dikunci" in test.error[0].value.replace("\\", "")


def test_an_impossible_plan_names_the_gates_and_the_button_makes_it_possible(app, sample_path):
    test = app(sample_path, "rencana", **UNIT, kunci="A")
    words = test.warning[0].value.replace("\\", "")
    areas = ("Manajemen Perubahan", "Penguatan Akuntabilitas", "Penguatan Pengawasan")
    gates = ["Nilai total", "Komponen Pengungkit", *areas, "Peningkatan Kualitas Pelayanan Publik"]
    assert all(gate in words for gate in gates)
    button(test, "Bebaskan 6 pertanyaan ini").click().run()
    assert not test.exception and not test.warning
    codes = set(steps_of(test))
    freed = {"R.1.i.b", "R.1.ii.a", "R.1.iii.a", "R.4.i.a", "R.5.ii.a", "R.6.ii.a"}
    assert {kode for kode in codes if kode[0] in "PR"} == freed


def test_a_unit_that_holds_every_gate_needs_no_plan_and_has_a_margin(app, sample_path):
    held = {"unit": "Contoh 01 – Kantor Pelayanan", "tahun": 2025}
    test = app(sample_path, "rencana", **held)
    assert "tidak ada yang harus dinaikkan" in shown(test) and not test.exception
    test = app(sample_path, "rencana", **held, lihat="aman")
    three = "3 jawaban yang diturunkan sudah dapat menggugurkan WBK (lewat syarat Area Penataan Sistem Manajemen SDM"
    assert f"{three} Aparatur); dengan lebih sedikit tidak mungkin." in shown(test)
    listed = table_with(test, "Turun ke")
    assert {"P.3.iv.d", "R.3.i.a", "R.3.ii.a"} <= set(listed["Kode"])
    margins = table_with(test, "Gugur oleh")
    assert len(margins) == 12


def test_chances_say_what_they_rest_on_and_that_there_is_nothing_to_rest_on(app, sample_path, tmp_path):
    test = app(sample_path, "rencana", **UNIT, penilai="unit", lihat="peluang")
    assert "Bila dikoreksi seperti pada" in shown(test) and "pasangan penilaian yang lalu" in shown(test)
    assert "Rentang 90%" in shown(test)
    select(test, "Penilai").set_value("tpi").run()
    assert not test.exception
    database = tmp_path / "sendiri.duckdb"
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(open_store(database), [(item, Label("Kantor Uji", 2026, "tpi"))])
    alone = app(database, "rencana", unit="Kantor Uji", lihat="peluang")
    assert not alone.exception and "paling sedikit 3 pasangan" in shown(alone)
    error = next(box for box in alone.number_input if "B.I.a.1" in as_read(box.label))
    error.set_value(0.05).run()
    assert "Dengan ketidakpastian surveinya" in shown(alone) and "paling sedikit 3 pasangan" in shown(alone)


def test_the_last_judge_has_no_one_after_him(app, sample_path):
    store = open_store(sample_path)
    known = tables.assessments(store)
    row = known[known["penilai"] == "tpn"].iloc[0]
    test = app(sample_path, "rencana", unit=row.unit, tahun=row.tahun, penilai="tpn", lihat="peluang")
    assert not test.exception and "TPN menilai paling akhir" in shown(test)


def test_points_still_to_be_had_add_up_to_what_is_missing(app, sample_path, monkeypatch):
    # All rows on one page.
    monkeypatch.setattr(paging, "ROWS", 500)
    monkeypatch.setattr(shown_tables, "rows_within", lambda *_: 500)
    test = app(sample_path, "rencana", **UNIT, lihat="asal", menurut="semua")
    assert not test.exception and not test.error
    rows = next(frame.value for frame in test.dataframe if "Bagian dari total" in frame.value.columns)
    top = rows[rows["Kode"].isin(["A", "B"])]
    points = by_hand.total(stored(open_store(sample_path)))
    # A table's numbers are those that are read: two parts, each with two decimals.
    read = pytest.approx((points, 100 - points), abs=2 * 0.005001)
    assert (top["Nilai"].sum(), top["Masih ada"].sum()) == read
    area = app(sample_path, "rencana", **UNIT, lihat="asal", menurut="area")
    assert len(table_with(area, "Ke maksimum")) == 6


def test_all_units_stand_by_effort_and_many_only_when_asked(app, sample_path, monkeypatch):
    test = app(sample_path, "rencana", tahun=2025, lihat="semua")
    assert not test.exception and not test.error
    table = table_with(test, "Upaya")
    open_ones = table.loc[table["Status"] == "✘ belum", "Upaya"].map(read_number)
    assert len(table) == 24 and open_ones.is_monotonic_increasing and len(open_ones) == 18
    assert table.index[table["Status"] == "✘ belum"].tolist() == list(range(18)), "what is left to do stands first"
    for unit, own in EFFORTS.items():
        listed = table.set_index("Unit kerja").loc[unit]
        said, (effort, after) = (read_number(listed["Upaya"]), read_number(listed["Total sesudah"])), own
        assert said == pytest.approx((round(effort, 1), round(after, 2))), (
            "the list and the unit's own plan say the same"
        )
    assert "Paling dekat menurut upaya" in shown(test) and "bila bernilai penuh di semua unit" in shown(test)
    later = app(sample_path, "rencana", tahun=2025, lihat="semua", rincian_semua="peluang")
    assert "unit memenuhi semua syarat nilai WBK (kini" in shown(later)
    area = app(sample_path, "rencana", tahun=2025, lihat="semua", lingkup=5)
    assert "WBK Pokja 5" in shown(area) and not area.exception
    monkeypatch.setattr(portfolio, "MANY", 10)
    many = app(sample_path, "rencana", tahun=2025, lihat="semua", lingkup=4)
    assert "24 unit dihitung satu per satu" in shown(many) and not drawn_html.tables(many)
    button(many, "Hitung rencana semua unit").click().run()
    assert len(table_with(many, "Upaya")) == 24
    many.run()
    assert len(table_with(many, "Upaya")) == 24, "asked once, it stays"


def test_a_plan_is_kept_as_a_scenario_and_its_steps_can_be_taken_away(app, sample_path):
    before = everything_stored(sample_path)
    test = app(sample_path, "rencana", **UNIT)
    button(test, "Simpan skenario").click().run()
    assert not test.exception and "tersimpan sebagai versi 1" in shown(test)
    row = row_of(sample_path)
    (kept,) = scenarios(open_store(sample_path), row.unit_id, 2025).to_dict("records")
    assert kept["perubahan"] == PLAN.changes() and kept["oleh"] == operator().nama
    assert any("Unduh langkah" in element.proto.label for element in test.get("download_button"))
    assert everything_stored(sample_path) == before


def answer_box(test, kode):
    return next(box for box in test.selectbox if box.key == f"sim_{kode}")


def total(test):
    """The total that stays in sight."""
    (body,) = [body for body in drawn_html.bodies(test) if "zi-sticky" in body]
    return re.search(r"<strong>(.*?)</strong>", body).group(1)


def part(test, code):
    """Choose what stands below the simulation."""
    next(box for box in test.get("button_group") if box.label == "Tampilkan").set_value(code).run()


def test_a_changed_answer_moves_the_total_and_can_be_undone(app, sample_path):
    before = everything_stored(sample_path)
    values = stored(open_store(sample_path))
    at_first = by_hand.total(values)
    test = app(sample_path, "simulasi", **UNIT, bagian="P.1")
    assert total(test) == format_number(at_first) and "Belum ada yang diubah" in shown(test)
    answer_box(test, "P.1.i.a").set_value("Ya").run()
    answer_box(test, "P.1.i.b").set_value("A").run()
    both = by_hand.total(changed(values, {"P.1.i.a": "Ya", "P.1.i.b": "A"}))
    assert not test.exception and total(test) == format_number(both)
    assert "Dengan 2 jawaban yang diubah" in shown(test)
    next(b for b in test.button if b.key == "urung_P.1.i.a").click().run()
    one = by_hand.total(changed(values, {"P.1.i.b": "A"}))
    assert total(test) == format_number(one) and answer_box(test, "P.1.i.a").value == "Tidak"
    answer_box(test, "P.1.i.b").set_value("").run()
    assert "A → belum dijawab" not in shown(test) and "P.1.i.b C → belum dijawab" in shown(test).replace("*", "")
    button(test, "Kembali ke awal").click().run()
    assert total(test) == format_number(at_first) and "Belum ada yang diubah" in shown(test)
    assert everything_stored(sample_path) == before


def test_indices_and_raw_counts_are_typed_and_half_typed_ones_are_explained(app, sample_path):
    values = stored(open_store(sample_path))
    test = app(sample_path, "simulasi", **UNIT, bagian="B.I")
    index = next(box for box in test.number_input if box.key == "sim_B.I.a.1")
    assert index.value == pytest.approx(4 * values["B.I.a.1"])
    index.set_value(3.9).run()
    moved = by_hand.total(changed(values, {"B.I.a.1": 3.9}))
    assert total(test) == format_number(moved)
    test = app(sample_path, "simulasi", **UNIT, bagian="R.6")
    boxes = {box.key: box for box in test.number_input}
    ratio = INSTRUMENT.question("R.6.i.b")
    first, second = (f"sim_R.6.i.b_{count.kunci}" for count in ratio.masukan)
    assert ratio.masukan[0].kunci == "terdaftar" and boxes[first].value == 24
    boxes[first].set_value(None).run()
    assert not test.exception and any("angka belum lengkap" in e.value.replace("\\", "") for e in test.error)
    assert second in {box.key for box in test.number_input}
    next(b for b in test.button if b.key == "urung_R.6.i.b").click().run()
    assert not test.error


def test_a_count_that_is_asked_for_twice_is_typed_once(app, sample_path):
    values = stored(open_store(sample_path))
    test = app(sample_path, "simulasi", **UNIT, bagian="R.1")

    def count(key):
        return next(box for box in test.number_input if box.key == f"sim_{key}")

    agents, done = count("R.1.i.a_jumlah_agen").value, count("R.1.i.b_jumlah_terintegrasi").value
    for typed, number, other in (("R.1.i.b", 30.0, "R.1.i.a"), ("R.1.i.a", 25.0, "R.1.i.b")):
        count(f"{typed}_jumlah_perubahan").set_value(number).run()
        assert count(f"{other}_jumlah_perubahan").value == number and not test.exception
        moved = by_hand.total(values | {"R.1.i.a": number / agents, "R.1.i.b": done / number})
        assert total(test) == format_number(moved) and "Dengan 2 jawaban yang diubah" in shown(test)
    next(b for b in test.button if b.key == "urung_R.1.i.b").click().run()
    assert total(test) == format_number(by_hand.total(values)) and "Belum ada yang diubah" in shown(test)


def test_scenarios_are_opened_compared_versioned_and_discarded(app, sample_path):
    before = everything_stored(sample_path)
    row, values = row_of(sample_path), stored(open_store(sample_path))
    store = open_store(sample_path)
    kept = save_scenario(store, row.penilaian_id, "Indeks naik", {"B.I.a.1": 4, "P.1.i.a": "Ya"})
    other = save_scenario(store, row.penilaian_id, "Indeks naik", {"B.II.a.1": 4})
    test = app(sample_path, "simulasi", **UNIT, tampil="banding")
    assert "Belum ada yang diubah" in shown(test)
    compared = table_with(test, "Tersimpan")
    assert {"Indeks naik [1]", "Indeks naik [2]"} <= set(compared.columns)
    test = app(sample_path, "simulasi", **UNIT, tampil="skenario")
    listed = table_with(test, "Jawaban diubah").set_index("Skenario")["Jawaban diubah"]
    assert listed.to_dict() == {"Indeks naik [1]": "2", "Indeks naik [2]": "1"}, "the list tells which is which"
    select(test, "Skenario").set_value(kept.skenario_id)
    button(test, "Buka").click().run()
    opened = by_hand.total(changed(values, {"B.I.a.1": 4, "P.1.i.a": "Ya"}))
    assert not test.exception and total(test) == format_number(opened) and "dibuka" in shown(test)
    part(test, "banding")
    compared = table_with(test, "Simulasi ini").set_index("Syarat")
    assert compared.loc["Nilai total", "Simulasi ini"].split()[1] == format_number(opened)
    part(test, "ubah")
    answer_box(test, "P.1.i.b").set_value("A").run()
    assert field(test, "Nama skenario").value == "Indeks naik"
    button(test, "Simpan skenario").click().run()
    assert not test.error
    newest = scenarios(store, row.unit_id, 2025).set_index("skenario_id")
    assert newest.loc[kept.skenario_id, "versi"] == 2 and newest.loc[kept.skenario_id, "perubahan"]["P.1.i.b"] == "A"
    part(test, "skenario")
    select(test, "Skenario").set_value(other.skenario_id).run()
    button(test, "Buang skenario ini").click().run()
    assert not test.exception and scenarios(store, row.unit_id, 2025)["skenario_id"].tolist() == [kept.skenario_id]
    assert everything_stored(sample_path) == before


def test_two_people_who_change_one_scenario_do_not_overwrite_each_other(app, sample_path):
    row = row_of(sample_path)
    store = open_store(sample_path)
    kept = save_scenario(acting(store, "Ani"), row.penilaian_id, "Bersama", {"B.I.a.1": 4})
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id)
    save_scenario(acting(store, "Ani"), row.penilaian_id, "Bersama", {"B.I.a.1": 3}, kept.skenario_id, 1)
    answer_box(test, "P.1.i.b").set_value("A").run()
    button(test, "Simpan skenario").click().run()
    assert any("Sementara itu Ani menyimpan versi 2" in error.value for error in test.error)
    (own,) = scenarios(store, row.unit_id, 2025)["perubahan"]
    assert own == {"B.I.a.1": 3}
    next(box for box in test.checkbox if box.label.startswith("Sebagai versi baru dari Bersama")).uncheck()
    button(test, "Simpan skenario").click().run()
    assert not test.error and len(scenarios(store, row.unit_id, 2025)) == 2
    part(test, "skenario")
    listed = table_with(test, "Jawaban diubah")["Skenario"]
    assert sorted(listed) == ["Bersama [1]", "Bersama [2]"]


def test_a_simulation_can_be_kept_again_and_again(app, sample_path):
    row = row_of(sample_path)
    store = open_store(sample_path)
    kept = save_scenario(acting(store, "Ani"), row.penilaian_id, "Satu [1]", {"B.I.a.1": 4})
    for index in (2, 3):
        save_scenario(acting(store, "Ani"), row.penilaian_id, "Satu", {"B.I.a.1": index})
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id, tampil="skenario")
    assert len(set(table_with(test, "Jawaban diubah")["Skenario"])) == 3, "every scenario has a name of its own"
    part(test, "ubah")
    for versi, option in enumerate(("A", "C"), 2):
        answer_box(test, "P.1.i.b").set_value(option).run()
        button(test, "Simpan skenario").click().run()
        assert not test.error and f"tersimpan sebagai versi {versi}" in test.success[0].value
    assert len(scenarios(store, row.unit_id, 2025)) == 3


def test_a_link_opens_a_scenario_and_a_wrong_one_is_passed_over(app, sample_path):
    row, values = row_of(sample_path), stored(open_store(sample_path))
    kept = save_scenario(open_store(sample_path), row.penilaian_id, "Bagus", {"B.I.a.1": 4})
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id)
    moved = by_hand.total(changed(values, {"B.I.a.1": 4}))
    assert total(test) == format_number(moved)
    wrong = app(sample_path, "simulasi", **UNIT, skenario="tidak-ada")
    assert not wrong.exception and "Belum ada yang diubah" in shown(wrong) and "skenario" not in wrong.query_params


def test_a_scenario_whose_question_is_gone_is_told_and_stops_nothing(app, sample_path):
    row = row_of(sample_path)
    save_scenario(open_store(sample_path), row.penilaian_id, "Rusak", {"LAMA.1": "A"})
    test = app(sample_path, "simulasi", **UNIT, tampil="banding")
    assert not test.exception
    assert any("bukan kode pertanyaan" in error.value for error in test.error)


def test_the_older_instrument_is_planned_and_simulated_by_its_own_gates(app, tmp_path):
    database = tmp_path / "lama.duckdb"
    instrument = load_instrument("permenpanrb-52-2014")
    content = old_form(instrument, random_answers(instrument, filled=0.9))
    store = open_store(database)
    store_prepared(store, [(prepare("LKE 2019.xlsx", content), Label("Kantor Lama", 2019, "tpi"))])
    test = app(database, "rencana", unit="Kantor Lama", tahun=2019)
    told = "11 perbaikan dengan upaya 12,8 cukup untuk memenuhi semua syarat nilai WBK: total 64,92 menjadi 75,01."
    assert not test.exception and told in shown(test)
    for section in ("aman", "peluang", "asal", "semua"):
        part = app(
            database, "rencana", unit="Kantor Lama", tahun=2019, lihat=section, lingkup=3 if section == "semua" else 0
        )
        assert not part.exception and not part.error, section
    assert "tidak menetapkan syarat WBK bagi area itu" in shown(part)
    test = app(database, "simulasi", unit="Kantor Lama", tahun=2019, bagian="B.I")
    assert not test.exception and any("Persentase" in box.label for box in test.number_input)


def test_a_question_can_have_an_effort_of_its_own(app, sample_path):
    first = next(iter(PLAN.steps))
    test = with_settings(app(sample_path, "rencana", **UNIT))
    next(box for box in test.multiselect if box.label == "Pertanyaan dengan upayanya sendiri").set_value([first]).run()
    own = next(box for box in test.number_input if as_read(box.label).startswith(f"Upaya {first}"))
    assert own.value == 2.0 and PLAN.sentence in shown(test)
    assert "Baru ada 45 peralihan tahun dari 22 unit" in shown(test), "too few for a habit of the portfolio"
    own.set_value(500.0).run()
    assert first not in steps_of(test)
    assert not test.exception and wbk(14, "25,8", "75,00") in shown(test)


def test_choices_become_settings():
    from zi_ui.plan.choices import PlanChoices

    choices = PlanChoices(kunci=["P.1"], batas={"B.I.a.1": 3.6}, pokja={1: 2.0})
    assert choices.count() == 3 and choices.kunci == ["P.1"]
    settings = choices.settings(INSTRUMENT, {}, None)
    assert settings.upaya.pokja[1] == 2.0 and settings.kunci == {"P.1"}
    assert pd.notna(settings.upaya.skala["indeks"])
    # The portfolio's habit only where it was taken, and never in place of a person's own figure.
    learned = LearnedEffort({"P.1.i.a": 0.5, "P.1.i.b": 3.0}, {}, {})
    choices.pertanyaan = {"P.1.i.b": 7.0}
    assert choices.settings(INSTRUMENT, {}, learned).upaya.pertanyaan == {"P.1.i.b": 7.0}
    choices.kebiasaan = True
    assert choices.settings(INSTRUMENT, {}, learned).upaya.pertanyaan == {"P.1.i.a": 0.5, "P.1.i.b": 7.0}
    assert choices.count() == 5


def test_the_page_begins_at_the_nearest_unit_and_stays_with_one_that_was_chosen(app, sample_path):
    """By hand: of the newest year, by the last judges, the fewest points missing to 75, then the fewest gates."""
    test = app(sample_path, "rencana")
    store = open_store(sample_path)
    overview = portfolio.cached_portfolio.overview(store, 2026, "terakhir", True).to_dict("records")
    missing = [row for row in overview if row["gagal_wbk"]]
    near = min(missing, key=lambda row: (row["kurang_wbk"], len(row["gagal_wbk"])))
    assert len(missing) < len(overview) and select(test, "Unit kerja").value == near["unit"]
    chosen = app(sample_path, "rencana", unit="Contoh 24 – Laboratorium")
    assert select(chosen, "Unit kerja").value == "Contoh 24 – Laboratorium"


def test_an_aim_above_the_minimum_is_in_the_link_and_costs_more_for_a_better_chance(app, sample_path):
    test = app(sample_path, "rencana", **UNIT, sasaran="2", rincian="sasaran")
    assert not test.exception and not test.error
    after = by_hand.total(stored(open_store(sample_path)))
    assert f"dengan ruang 2 poin: total {format_number(after)} menjadi 77," in shown(test)
    aims = table_with(test, "Sasaran")
    effort, chance = (aims[name].map(lambda said: read_number(said.rstrip("%"))) for name in ("Upaya", "Peluang"))
    assert effort.is_monotonic_increasing and chance.is_monotonic_increasing and len(aims) == 5
    assert "2 poin di atas minimum (tampak di atas)" in aims["Sasaran"].tolist()
    assert any("sasaran=3" in href and "unit=Contoh+11" in href for href in drawn_html.links(test))
    least = app(sample_path, "rencana", **UNIT)
    assert "peluang memenuhi semua syarat nilai WBK" in shown(least) and "Tanpa rencana ini" in shown(least)
    assert "1 = satu pertanyaan berpilihan naik satu tingkat" in shown(least)


def test_a_step_leads_to_its_answer_and_becomes_an_action_by_itself(app, sample_path):
    first = next(iter(PLAN.steps))
    test = app(sample_path, "rencana", **UNIT)
    assert any(href.startswith("unit_kerja?") and "bagian=R.6" in href for href in drawn_html.links(test))
    test = app(sample_path, "rencana", **UNIT, langkah=first)
    next(b for b in test.button if b.key == f"aksi_langkah_{first}").click().run()
    assert not test.exception and "1 tindakan ditambahkan" in shown(test)
    wrong = app(sample_path, "rencana", **UNIT, langkah="<b>tidak ada")
    assert not wrong.exception and "langkah" not in wrong.query_params


def test_where_nothing_has_to_be_raised_the_margin_the_chance_and_the_next_aim_are_told(app, sample_path):
    test = app(sample_path, "rencana", unit="Contoh 01 – Kantor Pelayanan", tahun=2025)
    told = shown(test)
    assert "3 jawaban yang diturunkan sudah dapat menggugurkan WBK" in told and "Berikutnya" in told
    assert any("predikat=wbbm" in href for href in drawn_html.links(test))
    assert sum(line.startswith("- ✔") for line in told.splitlines()) == 12

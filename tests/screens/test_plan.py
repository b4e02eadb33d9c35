"""Rencana and Simulasi under Streamlit's test harness: the core's plan on screen, locks, scenarios, nothing lost."""

import pandas as pd
import pytest
from forms import old_form, random_answers
from places import READY
from screen_parts import button, field, select, texts

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.lke.unit import find_assessment
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.margin import margin
from zi_metrics.plan.plan import plan
from zi_metrics.plan.scenario import apply_changes, outcome
from zi_metrics.plan.settings import PlanSettings, cases_of
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.scenarios import save_scenario, scenarios
from zi_ui.plan import portfolio

UNIT = {"unit": "Contoh 11 – Sekolah", "tahun": 2025}
INSTRUMENT = load_instrument()


def assessment(database, unit=UNIT["unit"], tahun=2025, penilai="terakhir"):
    """A unit's stored assessment, its values and raw counts."""
    store = open_store(database)
    row = find_assessment(store, unit, tahun, penilai)
    return row, answer_values(store, row.penilaian_id), counts_by_question(store, row.penilaian_id)


def core_plan(database, predikat="wbk", unit=UNIT["unit"], **settings):
    _, values, counts = assessment(database, unit)
    return plan(gate_system(INSTRUMENT, predikat), values, PlanSettings(kasus=cases_of(INSTRUMENT, counts), **settings))


def shown(test):
    return texts(test).replace("\\", "")


def table_with(test, column):
    return next(frame.value for frame in test.dataframe if column in frame.value.columns)


def everything_stored(database):
    """All that is stored about assessments, as text; scenarios are not among it."""
    store = open_store(database)
    names = ("unit_kerja", "impor", "berkas", "penilaian", "jawaban", "masukan", "temuan", "nilai_simpul")
    with store.cursor() as cursor:
        return {name: cursor.execute(f"SELECT * FROM {name} ORDER BY ALL").df().to_csv() for name in names}


@pytest.mark.parametrize("predikat", ["wbk", "wbbm"])
def test_the_plan_on_screen_is_the_cores(app, sample_path, predikat):
    test = app(sample_path, "rencana", **UNIT, predikat=predikat)
    found = core_plan(sample_path, predikat)
    assert not test.exception and not test.error
    assert found.sentence(predikat.upper()) in shown(test) and "terbukti paling kecil" in shown(test)
    steps = table_with(test, "Yang diminta")
    assert steps["Kode"].tolist() == [step.kode for step in found.langkah]
    metrics = {metric.label: metric.value for metric in test.metric}
    assert metrics["Total sesudah"] == format_number(found.total_sesudah)
    assert metrics["Syarat terpenuhi"] == "12 dari 12"


def test_locks_in_the_link_and_in_the_form_give_another_plan_and_stay_with_their_unit(app, sample_path):
    first, second = (step.kode for step in core_plan(sample_path).langkah[:2])
    test = app(sample_path, "rencana", **UNIT, kunci=f"{first},TIDAK.ADA")
    assert first not in set(table_with(test, "Yang diminta")["Kode"]) and not test.exception
    (locks,) = [box for box in test.multiselect if box.label.startswith("Tidak tahun ini")]
    assert locks.value == [first]
    locks.set_value([first, second]).run()
    expected = core_plan(sample_path, kunci=frozenset({first, second}))
    assert table_with(test, "Yang diminta")["Kode"].tolist() == [step.kode for step in expected.langkah]
    assert test.query_params["kunci"] in (f"{first},{second}", [f"{first},{second}"])
    select(test, "Unit kerja").set_value("Contoh 14 – Rumah Sakit").run()
    assert "kunci" not in test.query_params and "berlaku" not in test.expander[0].label
    select(test, "Unit kerja").set_value(UNIT["unit"]).run()
    assert expected.sentence("WBK") in shown(test)


def test_other_settings_reach_the_plan(app, sample_path):
    step = next(s for s in core_plan(sample_path).langkah if s.dari == "C" and s.ke == "A")
    test = app(sample_path, "rencana", **UNIT)
    (caps,) = [box for box in test.multiselect if box.label.startswith("Pertanyaan yang targetnya")]
    caps.set_value([step.kode]).run()
    assert select(test, f"{step.kode} paling tinggi").value == "B"
    capped = core_plan(sample_path, batas={step.kode: "B"})
    assert capped.sentence("WBK") in shown(test)
    factor = next(box for box in test.number_input if box.label.startswith("Pengali Pokja 1"))
    factor.set_value(10.0).run()
    assert not test.exception and capped.sentence("WBK") not in shown(test)
    assert "2 berlaku" in test.expander[0].label
    button(test, "Kembalikan semua ke bawaan").click().run()
    assert core_plan(sample_path).sentence("WBK") in shown(test)


def test_contradicting_settings_are_told_not_thrown(app, sample_path):
    test = app(sample_path, "rencana", **UNIT, kunci="P.1.i.a")
    (required,) = [box for box in test.multiselect if box.label.startswith("Wajib dinaikkan")]
    required.set_value(["P.1.i.a"]).run()
    assert not test.exception
    assert "wajib dinaikkan dan sekaligus dikunci" in test.error[0].value.replace("\\", "")


def test_an_impossible_plan_names_the_gates_and_the_button_makes_it_possible(app, sample_path):
    test = app(sample_path, "rencana", **UNIT, kunci="A")
    found = core_plan(sample_path, kunci=frozenset({"A"}))
    words = test.warning[0].value.replace("\\", "")
    assert all(gate.nama in words for gate in found.hambatan)
    button(test, f"Bebaskan {len(found.buka)} pertanyaan ini").click().run()
    assert not test.exception and not test.warning
    codes = set(table_with(test, "Yang diminta")["Kode"])
    assert {kode for kode in codes if kode[0] in "PR"} == set(found.buka)


def test_a_unit_that_holds_every_gate_needs_no_plan_and_has_a_margin(app, sample_path):
    held = {"unit": "Contoh 01 – Kantor Pelayanan", "tahun": 2025}
    test = app(sample_path, "rencana", **held)
    assert "tidak ada yang harus dinaikkan" in shown(test) and not test.exception
    test = app(sample_path, "rencana", **held, lihat="aman")
    _, values, _ = assessment(sample_path, held["unit"])
    found = margin(gate_system(INSTRUMENT, "wbk"), values)
    assert found.sentence("WBK") in shown(test)
    listed = table_with(test, "Turun ke")
    assert set(found.penentu) <= set(listed["Kode"])
    margins = table_with(test, "Gugur oleh")
    assert len(margins) == 12


def test_chances_say_what_they_rest_on_and_that_there_is_nothing_to_rest_on(app, sample_path, tmp_path):
    test = app(sample_path, "rencana", **UNIT, penilai="unit", lihat="aman")
    assert "Bila dikoreksi seperti pada" in shown(test) and "pasangan penilaian yang lalu" in shown(test)
    assert "Rentang 90%" in shown(test)
    select(test, "Penilai").set_value("tpi").run()
    assert not test.exception
    database = tmp_path / "sendiri.duckdb"
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(open_store(database), [(item, Label("Kantor Uji", 2026, "tpi"))], "Penguji")
    alone = app(database, "rencana", unit="Kantor Uji", lihat="aman")
    assert not alone.exception and "belum ada pasangan penilaian" in shown(alone)
    error = next(box for box in alone.number_input if "B.I.a.1" in box.label)
    error.set_value(0.05).run()
    assert "Dengan ketidakpastian surveinya" in shown(alone) and "koreksi penilai belum diperhitungkan" in shown(alone)


def test_the_last_judge_has_no_one_after_him(app, sample_path):
    store = open_store(sample_path)
    known = tables.assessments(store)
    row = known[known["penilai"] == "tpn"].iloc[0]
    test = app(sample_path, "rencana", unit=row.unit, tahun=row.tahun, penilai="tpn", lihat="aman")
    assert not test.exception and "TPN menilai paling akhir" in shown(test)


def test_points_still_to_be_had_add_up_to_what_is_missing(app, sample_path):
    test = app(sample_path, "rencana", **UNIT, lihat="asal")
    assert not test.exception and not test.error
    rows = table_with(test, "Bagian dari total")
    top = rows[rows["Kode"].isin(["A", "B"])]
    _, values, _ = assessment(sample_path)
    assert (top["Nilai"].sum(), top["Masih ada"].sum()) == pytest.approx(
        (outcome(INSTRUMENT, values).total, 100 - outcome(INSTRUMENT, values).total)
    )
    assert len(table_with(test, "Ke maksimum")) == 6


def test_all_units_stand_by_effort_and_many_only_when_asked(app, sample_path, monkeypatch):
    test = app(sample_path, "rencana", tahun=2025, lihat="semua")
    assert not test.exception and not test.error
    table = table_with(test, "Upaya")
    assert len(table) == 24 and table["Upaya"].is_monotonic_increasing
    for unit in (UNIT["unit"], "Contoh 07 – Kantor Pelayanan", "Contoh 17 – Sekolah", "Contoh 22 – Kantor Wilayah"):
        listed = table.set_index("Unit kerja").loc[unit]
        own = core_plan(sample_path, unit=unit)
        assert listed["Upaya"] == pytest.approx(own.upaya_total), "the list and the unit's own plan say the same"
        assert listed["Total sesudah"] == pytest.approx(own.total_sesudah)
    assert "Paling dekat menurut upaya" in shown(test) and "bila bernilai penuh di semua unit" in shown(test)
    assert "Bila dikoreksi sekali lagi seperti dulu" in shown(test)
    area = app(sample_path, "rencana", tahun=2025, lihat="semua", lingkup=5)
    assert "WBK Pokja 5" in shown(area) and not area.exception
    monkeypatch.setattr(portfolio, "MANY", 10)
    many = app(sample_path, "rencana", tahun=2025, lihat="semua", lingkup=4)
    assert "24 unit dihitung satu per satu" in shown(many) and not many.dataframe
    button(many, "Hitung rencana semua unit").click().run()
    assert len(table_with(many, "Upaya")) == 24
    many.run()
    assert len(table_with(many, "Upaya")) == 24, "asked once, it stays"


def test_a_plan_is_kept_as_a_scenario_and_its_steps_can_be_taken_away(app, sample_path):
    before = everything_stored(sample_path)
    test = app(sample_path, "rencana", **UNIT)
    button(test, "Simpan skenario").click().run()
    assert "Disimpan oleh" in test.error[0].value
    field(test, "Disimpan oleh").set_value("Penguji")
    button(test, "Simpan skenario").click().run()
    assert not test.exception and "tersimpan sebagai versi 1" in shown(test)
    row, _, _ = assessment(sample_path)
    (kept,) = scenarios(open_store(sample_path), row.unit_id, 2025).to_dict("records")
    found = core_plan(sample_path)
    assert kept["perubahan"] == {step.kode: step.ke for step in found.langkah} and kept["oleh"] == "Penguji"
    assert any("Unduh langkah" in element.proto.label for element in test.get("download_button"))
    assert everything_stored(sample_path) == before


def answer_box(test, kode):
    return next(box for box in test.selectbox if box.key == f"sim_{kode}")


def total(test):
    return {metric.label: metric.value for metric in test.metric}["Total"]


def test_a_changed_answer_moves_the_total_and_can_be_undone(app, sample_path):
    before = everything_stored(sample_path)
    _, values, _ = assessment(sample_path)
    stored = outcome(INSTRUMENT, values).total
    test = app(sample_path, "simulasi", **UNIT, bagian="P.1")
    assert total(test) == format_number(stored) and "Belum ada yang diubah" in shown(test)
    answer_box(test, "P.1.i.a").set_value("Ya").run()
    answer_box(test, "P.1.i.b").set_value("A").run()
    changed = apply_changes(INSTRUMENT, values, {"P.1.i.a": "Ya", "P.1.i.b": "A"})
    assert not test.exception and total(test) == format_number(outcome(INSTRUMENT, changed).total)
    assert "Dengan 2 jawaban yang diubah" in shown(test)
    next(b for b in test.button if b.key == "urung_P.1.i.a").click().run()
    one = outcome(INSTRUMENT, apply_changes(INSTRUMENT, values, {"P.1.i.b": "A"})).total
    assert total(test) == format_number(one) and answer_box(test, "P.1.i.a").value == "Tidak"
    answer_box(test, "P.1.i.b").set_value("").run()
    assert "A → belum dijawab" not in shown(test) and "P.1.i.b C → belum dijawab" in shown(test).replace("*", "")
    button(test, "Kembali ke awal").click().run()
    assert total(test) == format_number(stored) and "Belum ada yang diubah" in shown(test)
    assert everything_stored(sample_path) == before


def test_indices_and_raw_counts_are_typed_and_half_typed_ones_are_explained(app, sample_path):
    _, values, counts = assessment(sample_path)
    test = app(sample_path, "simulasi", **UNIT, bagian="B.I")
    index = next(box for box in test.number_input if box.key == "sim_B.I.a.1")
    assert index.value == pytest.approx(4 * values["B.I.a.1"])
    index.set_value(3.9).run()
    moved = outcome(INSTRUMENT, apply_changes(INSTRUMENT, values, {"B.I.a.1": 3.9})).total
    assert total(test) == format_number(moved)
    test = app(sample_path, "simulasi", **UNIT, bagian="R.6")
    boxes = {box.key: box for box in test.number_input}
    ratio = INSTRUMENT.question("R.6.i.b")
    first, second = (f"sim_R.6.i.b_{count.kunci}" for count in ratio.masukan)
    assert boxes[first].value == counts["R.6.i.b"][ratio.masukan[0].kunci]
    boxes[first].set_value(None).run()
    assert not test.exception and any("angka belum lengkap" in e.value.replace("\\", "") for e in test.error)
    assert second in {box.key for box in test.number_input}
    next(b for b in test.button if b.key == "urung_R.6.i.b").click().run()
    assert not test.error


def test_scenarios_are_opened_compared_versioned_and_discarded(app, sample_path):
    before = everything_stored(sample_path)
    row, values, _ = assessment(sample_path)
    store = open_store(sample_path)
    kept = save_scenario(store, row.penilaian_id, "Indeks naik", {"B.I.a.1": 4, "P.1.i.a": "Ya"}, "Penguji")
    other = save_scenario(store, row.penilaian_id, "Indeks naik", {"B.II.a.1": 4}, "Penguji")
    test = app(sample_path, "simulasi", **UNIT)
    assert "Belum ada yang diubah" in shown(test)
    compared = table_with(test, "Tersimpan")
    assert {"Indeks naik [1]", "Indeks naik [2]"} <= set(compared.columns)
    listed = table_with(test, "Jawaban diubah").set_index("Skenario")["Jawaban diubah"]
    assert listed.to_dict() == {"Indeks naik [1]": 2, "Indeks naik [2]": 1}, "the list tells which is which"
    select(test, "Skenario").set_value(kept.skenario_id)
    button(test, "Buka").click().run()
    opened = outcome(INSTRUMENT, apply_changes(INSTRUMENT, values, {"B.I.a.1": 4, "P.1.i.a": "Ya"}))
    assert not test.exception and total(test) == format_number(opened.total) and "dibuka" in shown(test)
    compared = table_with(test, "Simulasi ini").set_index("Syarat")
    assert compared.loc["Nilai total", "Simulasi ini"].split()[1] == format_number(opened.total)
    answer_box(test, "P.1.i.b").set_value("A").run()
    assert field(test, "Nama skenario").value == "Indeks naik"
    field(test, "Disimpan oleh").set_value("Penguji")
    button(test, "Simpan skenario").click().run()
    assert not test.error
    newest = scenarios(store, row.unit_id, 2025).set_index("skenario_id")
    assert newest.loc[kept.skenario_id, "versi"] == 2 and newest.loc[kept.skenario_id, "perubahan"]["P.1.i.b"] == "A"
    select(test, "Skenario").set_value(other.skenario_id).run()
    field(test, "Dibuang oleh").set_value("Penguji")
    button(test, "Buang skenario ini").click().run()
    assert not test.exception and scenarios(store, row.unit_id, 2025)["skenario_id"].tolist() == [kept.skenario_id]
    assert everything_stored(sample_path) == before


def test_two_people_who_change_one_scenario_do_not_overwrite_each_other(app, sample_path):
    row, _, _ = assessment(sample_path)
    store = open_store(sample_path)
    kept = save_scenario(store, row.penilaian_id, "Bersama", {"B.I.a.1": 4}, "Ani")
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id)
    save_scenario(store, row.penilaian_id, "Bersama", {"B.I.a.1": 3}, "Ani", kept.skenario_id, 1)
    answer_box(test, "P.1.i.b").set_value("A").run()
    field(test, "Disimpan oleh").set_value("Budi")
    button(test, "Simpan skenario").click().run()
    assert any("Sementara itu Ani menyimpan versi 2" in error.value for error in test.error)
    (own,) = scenarios(store, row.unit_id, 2025)["perubahan"]
    assert own == {"B.I.a.1": 3}
    next(box for box in test.checkbox if box.label.startswith("Sebagai versi baru dari Bersama")).uncheck()
    button(test, "Simpan skenario").click().run()
    assert not test.error and len(scenarios(store, row.unit_id, 2025)) == 2
    listed = table_with(test, "Jawaban diubah")["Skenario"]
    assert sorted(listed) == ["Bersama [1]", "Bersama [2]"]


def test_a_simulation_can_be_kept_again_and_again(app, sample_path):
    row, _, _ = assessment(sample_path)
    store = open_store(sample_path)
    kept = save_scenario(store, row.penilaian_id, "Satu [1]", {"B.I.a.1": 4}, "Ani")
    for index in (2, 3):
        save_scenario(store, row.penilaian_id, "Satu", {"B.I.a.1": index}, "Ani")
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id)
    assert len(set(table_with(test, "Jawaban diubah")["Skenario"])) == 3, "every scenario has a name of its own"
    for versi, option in enumerate(("A", "C"), 2):
        answer_box(test, "P.1.i.b").set_value(option).run()
        field(test, "Disimpan oleh").set_value("Ani")
        button(test, "Simpan skenario").click().run()
        assert not test.error and f"tersimpan sebagai versi {versi}" in test.success[0].value
    assert len(scenarios(store, row.unit_id, 2025)) == 3


def test_a_link_opens_a_scenario_and_a_wrong_one_is_passed_over(app, sample_path):
    row, values, _ = assessment(sample_path)
    kept = save_scenario(open_store(sample_path), row.penilaian_id, "Bagus", {"B.I.a.1": 4}, "Penguji")
    test = app(sample_path, "simulasi", **UNIT, skenario=kept.skenario_id)
    moved = outcome(INSTRUMENT, apply_changes(INSTRUMENT, values, {"B.I.a.1": 4})).total
    assert total(test) == format_number(moved)
    wrong = app(sample_path, "simulasi", **UNIT, skenario="tidak-ada")
    assert not wrong.exception and "Belum ada yang diubah" in shown(wrong) and "skenario" not in wrong.query_params


def test_a_scenario_whose_question_is_gone_is_told_and_stops_nothing(app, sample_path):
    row, _, _ = assessment(sample_path)
    save_scenario(open_store(sample_path), row.penilaian_id, "Rusak", {"LAMA.1": "A"}, "Penguji")
    test = app(sample_path, "simulasi", **UNIT)
    assert not test.exception
    assert any("bukan kode pertanyaan" in error.value for error in test.error)


def test_the_older_instrument_is_planned_and_simulated_by_its_own_gates(app, tmp_path):
    database = tmp_path / "lama.duckdb"
    instrument = load_instrument("permenpanrb-52-2014")
    content = old_form(instrument, random_answers(instrument, filled=0.9))
    store = open_store(database)
    store_prepared(store, [(prepare("LKE 2019.xlsx", content), Label("Kantor Lama", 2019, "tpi"))], "Penguji")
    row = find_assessment(store, "Kantor Lama", 2019)
    found = plan(gate_system(instrument, "wbk"), answer_values(store, row.penilaian_id))
    test = app(database, "rencana", unit="Kantor Lama", tahun=2019)
    assert not test.exception and found.sentence("WBK") in shown(test)
    for section in ("aman", "asal", "semua"):
        part = app(
            database, "rencana", unit="Kantor Lama", tahun=2019, lihat=section, lingkup=3 if section == "semua" else 0
        )
        assert not part.exception and not part.error, section
    assert "tidak menetapkan syarat WBK bagi area itu" in shown(part)
    test = app(database, "simulasi", unit="Kantor Lama", tahun=2019, bagian="B.I")
    assert not test.exception and any("Persentase" in box.label for box in test.number_input)


def test_a_question_can_have_an_effort_of_its_own(app, sample_path):
    first = core_plan(sample_path).langkah[0].kode
    test = app(sample_path, "rencana", **UNIT)
    next(box for box in test.multiselect if box.label == "Pertanyaan dengan upayanya sendiri").set_value([first]).run()
    own = next(box for box in test.number_input if box.label.startswith(f"Upaya {first}"))
    effort = load_effort(INSTRUMENT.kode)
    usual = dict(zip([q.kode for q in INSTRUMENT.questions()], effort.per_question(INSTRUMENT), strict=True))
    assert own.value == usual[first] and core_plan(sample_path).sentence("WBK") in shown(test)
    own.set_value(500.0).run()
    changed = core_plan(sample_path, upaya=effort.model_copy(update={"pertanyaan": {first: 500.0}}))
    assert first not in [step.kode for step in changed.langkah]
    assert not test.exception and changed.sentence("WBK") in shown(test)


def test_choices_become_settings():
    from zi_ui.plan.choices import PlanChoices

    choices = PlanChoices(kunci=["P.1"], batas={"B.I.a.1": 3.6}, pokja={1: 2.0})
    assert choices.count() == 3 and choices.kunci == ["P.1"]
    settings = choices.settings(INSTRUMENT, {})
    assert settings.upaya.pokja[1] == 2.0 and settings.kunci == {"P.1"}
    assert pd.notna(settings.upaya.skala["indeks"])

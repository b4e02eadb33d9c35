"""What is chosen among stored things is what is acted on, also when others store and take away meanwhile."""

import ast
from types import SimpleNamespace

import pandas as pd
from acting import acting
from assessments import INSTRUMENT, save_values
from places import ROOT
from screen_parts import WORKED_ON, button, field, select, texts

from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.scenarios import discard_scenario, save_scenario, scenarios
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys, survey_versions
from zi_metrics.store.versions import restore, versions, withdraw_import
from zi_ui import tables as ui_tables

VALUES = {question.kode: 0.5 for question in INSTRUMENT.questions()}


def lines(store):
    """All versions of the unit that is worked on, by their number."""
    unit_id = tables.assessments(store)["unit_id"].iloc[0]
    return versions(store, unit_id, WORKED_ON["tahun"], WORKED_ON["penilai"]).set_index("versi")


def save(store, value):
    save_values(store, WORKED_ON["unit"], WORKED_ON["tahun"], WORKED_ON["penilai"], dict.fromkeys(VALUES, value))


def multiselect(test, label):
    return next(box for box in test.multiselect if box.label == label)


def test_the_version_on_the_screen_is_withdrawn_though_a_newer_one_came(app, database):
    store = open_store(database)
    test = app(database, "unit_kerja", **WORKED_ON, tab="riwayat")
    assert select(test, "Versi yang dicabut").value == lines(store).loc[2, "penilaian_id"], (
        "nobody chose it; it is shown"
    )
    field(test, "Alasan").set_value("salah berkas")
    save(store, 0.9)
    button(test, "Cabut impor ini").click().run()
    assert lines(store)["dicabut"].to_dict() == {3: False, 2: True, 1: False}
    assert not test.warning, "whoever withdrew it knows that it is gone"
    assert select(test, "Versi yang dicabut").value == lines(store).loc[3, "penilaian_id"]


def test_nothing_is_withdrawn_when_the_chosen_version_is_gone(app, database):
    store = open_store(database)
    test = app(database, "unit_kerja", **WORKED_ON, tab="riwayat")
    field(test, "Alasan").set_value("salah berkas")
    withdraw_import(acting(store, "Budi"), lines(store).loc[2, "impor_id"], "lebih dahulu")
    button(test, "Cabut impor ini").click().run()
    assert lines(store)["dicabut"].to_dict() == {2: True, 1: False}
    assert any("tidak ada lagi" in warning.value for warning in test.warning)
    assert select(test, "Versi yang dicabut").value is None


def test_the_version_that_is_compared_stays_and_is_the_one_restored(app, database):
    store = open_store(database)
    save(store, 0.7)
    test = app(database, "unit_kerja", **WORKED_ON, tab="riwayat")
    oldest = lines(store).loc[1, "penilaian_id"]
    select(test, "Bandingkan versi yang berlaku dengan").set_value(oldest).run()
    save(store, 0.8)
    button(test, "Pulihkan versi ini").click().run()
    assert lines(store).loc[5, "dipulihkan_dari"] == 1


def test_what_is_restored_from_unggah_is_what_was_chosen(app, database):
    store = open_store(database)
    for unit in ("Kantor Cabut", "Kantor Lain"):
        save_values(store, unit, 2025, "tpi", VALUES)
    table = tables.assessments(store).set_index("unit")
    by_unit = {unit: table.loc[unit, "penilaian_id"] for unit in ("Kantor Cabut", "Kantor Lain")}
    imports = {unit: versions(store, table.loc[unit, "unit_id"], 2025, "tpi")["impor_id"].iloc[0] for unit in by_unit}
    for unit in by_unit:
        withdraw_import(acting(store, "Budi"), imports[unit], "salah")
    test = app(database, "unggah")
    select(test, "Penilaian").set_value(by_unit["Kantor Cabut"]).run()
    restore(acting(store, "Budi"), by_unit["Kantor Cabut"])
    button(test, "Pulihkan").click().run()
    assert "Kantor Lain" not in set(tables.assessments(store)["unit"]), "nor another one in its place"


def test_the_scenario_that_was_chosen_is_discarded_though_the_names_were_numbered_anew(app, database):
    store = open_store(database)
    (base,) = tables.assessments(store)["penilaian_id"]
    unit_id = tables.assessments(store)["unit_id"].iloc[0]
    kept = [save_scenario(acting(store, "Ani"), base, "Sama", {"B.I.a.1": index}).skenario_id for index in (1, 2, 3)]
    test = app(database, "simulasi", **WORKED_ON, tampil="skenario")
    select(test, "Skenario").set_value(kept[1]).run()
    discard_scenario(acting(store, "Budi"), kept[0])
    test.run()
    assert select(test, "Skenario").value == kept[1]
    button(test, "Buang skenario ini").click().run()
    left = set(scenarios(store, unit_id, WORKED_ON["tahun"])["skenario_id"])
    assert kept[1] not in left and kept[2] in left


def test_the_scenarios_that_are_compared_stay_when_others_save_one(app, database):
    store = open_store(database)
    (base,) = tables.assessments(store)["penilaian_id"]
    first, second = (
        save_scenario(acting(store, "Ani"), base, name, {"B.I.a.1": 3}).skenario_id for name in ("Satu", "Dua")
    )
    test = app(database, "simulasi", **WORKED_ON, tampil="banding")
    box = multiselect(test, "Skenario yang dibandingkan")
    box.set_value([first]).run()
    save_scenario(acting(store, "Budi"), base, "Tiga", {"B.I.a.1": 2})
    test.run()
    assert multiselect(test, "Skenario yang dibandingkan").value == [first]
    discard_scenario(acting(store, "Budi"), first)
    test.run()
    assert multiselect(test, "Skenario yang dibandingkan").value == [] and not test.exception
    assert second in set(scenarios(store, tables.assessments(store)["unit_id"].iloc[0], 2025)["skenario_id"])


def test_the_survey_on_the_screen_is_withdrawn_though_a_newer_one_came(app, database):
    store = open_store(database)
    test = app(database, "survei", **WORKED_ON, tab="riwayat")
    field(test, "Alasan").set_value("salah berkas")
    new = NewSurvey(unit=WORKED_ON["unit"], tahun=2025, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.9)
    save_surveys(acting(store, "Budi"), [(SurveySource("b.csv", "bb"), [new])])
    button(test, "Cabut impor survei ini").click().run()
    table = survey_versions(store, tables.assessments(store)["unit_id"].iloc[0], 2025, "spak").set_index("versi")
    assert table["dicabut"].to_dict() == {2: False, 1: True}


def test_the_index_goes_into_the_assessment_that_was_chosen(app, database):
    store = open_store(database)
    save_values(store, WORKED_ON["unit"], 2025, "unit", VALUES)
    test = app(database, "survei", **WORKED_ON, tab="lke")
    box = select(test, "Penilaian yang diganti indeksnya")
    kept = tables.assessments(store).set_index("penilai").loc["tpi", "penilaian_id"]
    box.set_value(kept).run()
    save_values(store, WORKED_ON["unit"], 2025, "tpn", VALUES)
    button(test, "Pakai indeks survei di LKE").click().run()
    assert "kini memakai IPAK" in texts(test)
    by = tables.assessments(store).set_index("penilai")
    assert by.loc["tpi", "versi"] == 3 and by.loc["unit", "versi"] == 1 and by.loc["tpn", "versi"] == 1


def test_a_pick_is_never_taken_for_its_neighbour(monkeypatch):
    picked, drawn = {}, []

    def show_table(_table, key, *_, **__):
        drawn.append(key)
        selection = SimpleNamespace(rows=picked.get(key, []), cells=[])
        return ui_tables.Shown(SimpleNamespace(selection=selection), 0)

    monkeypatch.setattr(ui_tables, "show_table", show_table)

    def page(units):
        return ui_tables.show_pickable(pd.DataFrame({"Unit kerja": units}), "unit", "Unit", units)

    assert page(["Satu", "Dua"]) is None
    # The browser says that the second row of the table that it shows was tapped.
    picked[drawn[-1]] = [1]
    assert page(["Satu", "Dua"]) == "Dua"
    assert page(["Baru", "Satu", "Dua"]) is None, "the second row is another unit's by now"


def test_every_choice_among_things_has_a_key_so_that_it_stays_when_they_change():
    kinds = {"selectbox", "multiselect", "pills", "segmented_control", "data_editor", "radio"}
    for path in [*(ROOT / "zi_ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in kinds:
                # None stands for `**`: the pieces that give a key to others' widgets.
                assert {"key", None} & {keyword.arg for keyword in node.keywords}, f"{path.name}:{node.lineno}"

"""Who is at work is known, never typed: it is recorded as such, and who may not do something is offered no button."""

import pytest
from places import PAGES, READY
from screen_parts import WORKED_ON, button, field, select, texts, upload

from zi_metrics.scope import ACT_WORDS, Act, Extent, Person, Scope, everything, operator
from zi_metrics.store import audit, tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.prerequisites import recorded_prerequisites
from zi_metrics.store.scenarios import scenario_versions, scenarios
from zi_metrics.store.surveys import survey_versions
from zi_metrics.store.versions import versions

SARI = Person("sari@instansi.test", "Sari", "layar")
# Of each page the buttons that change something, and the acts that they are.
BUTTONS = {
    "unit_kerja": {
        "Pulihkan versi ini": Act.PULIHKAN_LKE,
        "Cabut impor ini": Act.CABUT_LKE,
        "Catat": Act.PRASYARAT_INSTANSI,
    },
    "rencana": {"Simpan skenario": Act.SKENARIO},
    "simulasi": {"Simpan skenario": Act.SKENARIO, "Buang skenario ini": Act.SKENARIO},
    "survei": {"Pakai indeks survei di LKE": Act.IMPOR_LKE, "Cabut impor survei ini": Act.CABUT_SURVEI},
    "unggah": {"Pulihkan": Act.PULIHKAN_LKE},
}
# In which tab of its page a button stands, where its page has tabs.
TAB = {
    "Pakai indeks survei di LKE": "lke",
    "Cabut impor survei ini": "riwayat",
    "Pulihkan versi ini": "riwayat",
    "Cabut impor ini": "riwayat",
    "Catat": "syarat",
}
# Where these stand behind a choice.
SHOWN = {"simulasi": {"tampil": "skenario"}}
# What is asked for as a text, on all pages together; none of it is who somebody is.
ASKED = {"Alasan", "Bukti", "Tautan bukti", "Nama skenario", "Cari dalam komentar", "Cari dalam jawaban"}
# What every screen seeks in; of a meeting an office, and a place.
ASKED |= {"Cari unit, pertanyaan, tindakan, istilah"}
ASKED |= {"Dipimpin oleh (jabatan)", "Tempat"}
# Which units are looked for.
ASKED |= {"Cari unit"}


def may_only(*acts, **extent):
    """A scope of Sari's that sees everything and allows these acts alone; and surveys, which opens Unggah."""
    always = dict.fromkeys((Act.LIHAT, Act.IMPOR_SURVEI), (Extent(),))
    return Scope(SARI, {**always, **{act: (Extent(**extent),) for act in acts}})


def labels(*tests):
    return {one.label for test in tests for one in test.button}


def views(app, database, page, *buttons):
    """A page on what is worked on, once for each tab in which one of its buttons (or of these) stands."""
    tabs = dict.fromkeys(TAB.get(label) for label in buttons or BUTTONS.get(page, ())) or {None: None}
    return [
        app(database, page, **WORKED_ON, **SHOWN.get(page, {}), **({} if tab is None else {"tab": tab})) for tab in tabs
    ]


def said(tests):
    return "\n".join(map(texts, tests))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_who_somebody_is(app, withdrawn, page):
    tests = views(app, withdrawn, page)
    if page == "unggah":
        upload(tests[0], READY["lengkap"])
    for test in tests:
        assert not test.exception and {box.label for box in test.text_input} <= ASKED
        assert page not in BUTTONS or f"atas nama {operator().nama}." in texts(test)
    assert set(BUTTONS.get(page, ())) <= labels(*tests) or page == "unggah", "else this test looks at too little"


def test_on_ones_own_machine_it_is_the_operating_systems_user(app, database):
    store = open_store(database)
    unit_id = tables.assessments(store)["unit_id"].iloc[0]
    test = app(database, "unit_kerja", **WORKED_ON, tab="riwayat")
    field(test, "Alasan").set_value("salah berkas")
    button(test, "Cabut impor ini").click().run()
    assert not test.exception and not test.error
    assert versions(store, unit_id, 2025, "tpi").set_index("versi").loc[2, "dicabut_oleh"] == operator().nama


def test_everything_that_is_done_is_recorded_in_the_name_of_who_is_at_work(app, at_work, database):
    at_work(everything(SARI))
    store = open_store(database)
    unit_id = tables.assessments(store)["unit_id"].iloc[0]

    test = app(database, "unit_kerja", **WORKED_ON, tab="riwayat")
    button(test, "Pulihkan versi ini").click().run()
    field(test, "Alasan").set_value("salah berkas")
    button(test, "Cabut impor ini").click().run()
    test = app(database, "unit_kerja", **WORKED_ON, tab="syarat")
    select(test, "Nilai").set_value("WTP")
    button(test, "Catat").click().run()
    assert not test.exception and not test.error
    table = versions(store, unit_id, 2025, "tpi").set_index("versi")
    assert table.loc[3, "oleh"] == "Sari" and table.loc[table["dicabut"], "dicabut_oleh"].tolist() == ["Sari"]
    assert recorded_prerequisites(store, unit_id, 2025)["oleh"].tolist() == ["Sari"]

    test = app(database, "simulasi", **WORKED_ON, **SHOWN["simulasi"])
    kept = select(test, "Skenario").value
    button(test, "Buang skenario ini").click().run()
    test = app(database, "rencana", **WORKED_ON)
    button(test, "Simpan skenario").click().run()
    assert not test.exception and not test.error
    assert scenario_versions(store, kept)["oleh"].tolist() == ["Sari", "Ani"]
    assert scenarios(store, unit_id, 2025)["oleh"].tolist() == ["Sari"]

    test = app(database, "survei", **WORKED_ON, tab="lke")
    button(test, "Pakai indeks survei di LKE").click().run()
    assert not test.exception and not test.error
    test = app(database, "survei", **WORKED_ON, tab="riwayat")
    field(test, "Alasan").set_value("salah berkas")
    button(test, "Cabut impor survei ini").click().run()
    assert not test.exception and not test.error
    assert tables.assessments(store)["oleh"].tolist() == ["Sari"]
    assert survey_versions(store, unit_id, 2025, "spak")["dicabut_oleh"].tolist() == ["Sari"]

    test = app(database, "unggah")
    upload(test, READY["lengkap"])
    button(test, "Simpan").click().run()
    assert not test.exception and not test.error
    assert tables.assessments(store).query("tahun == 2026")["oleh"].tolist() == ["Sari"]


@pytest.mark.parametrize("page", BUTTONS)
def test_who_may_only_look_sees_a_sentence_instead_of_a_button(app, at_work, withdrawn, page):
    assert set(BUTTONS[page]) <= labels(*views(app, withdrawn, page)), "else none is missed below"
    at_work(may_only())
    tests = views(app, withdrawn, page)
    assert not any(test.exception for test in tests) and not set(BUTTONS[page]) & labels(*tests)
    for act in BUTTONS[page].values():
        assert f"Peran Anda tidak mencakup {ACT_WORDS[act]}" in said(tests)


@pytest.mark.parametrize(
    ("page", "label", "act"), [(p, b, a) for p, these in BUTTONS.items() for b, a in these.items()]
)
def test_a_button_is_there_for_its_act_and_not_for_another_units(app, at_work, withdrawn, page, label, act):
    at_work(may_only(act))
    assert label in labels(*views(app, withdrawn, page, label))
    if act == Act.PRASYARAT_INSTANSI:
        return
    at_work(may_only(act, units=frozenset({"lain"})))
    (test,) = views(app, withdrawn, page, label)
    assert not test.exception and label not in labels(test)
    assert f"Peran Anda tidak mencakup {ACT_WORDS[act]}" in texts(test)


def test_what_is_not_theirs_to_upload_is_refused(app, at_work, database):
    at_work(may_only(Act.IMPOR_LKE, units=frozenset({"lain"})))
    test = app(database, "unggah")
    upload(test, READY["lengkap"])
    button(test, "Simpan").click().run()
    # The page is drawn without app.py here, which tells it in words; `test_failures.py` tries how.
    assert test.exception
    with open_store(database).cursor() as cursor:
        table = audit.search(cursor, "Sari")
    assert table[["tindakan", "hasil", "siapa"]].values.tolist() == [["impor_lke", "ditolak", SARI.id]]
    assert len(tables.assessments(open_store(database))) == 1


def test_the_form_of_a_record_is_blank_again(app, database):
    test = app(database, "unit_kerja", **WORKED_ON, tab="syarat")
    field(test, "Bukti").set_value("LHP BPK 2025")
    button(test, "Catat").click().run()
    assert "Nilai" in test.error[0].value and field(test, "Bukti").value == "LHP BPK 2025", "nothing typed is lost"
    select(test, "Nilai").set_value("WTP")
    button(test, "Catat").click().run()
    assert not test.error and "Tercatat" in test.success[0].value and field(test, "Bukti").value == ""

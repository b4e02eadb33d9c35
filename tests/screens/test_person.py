"""Who is at work is told once: typed into any field, the name stands in all others, on every page of the session."""

import re

from places import PAGES, READY, ROOT
from screen_parts import WORKED_ON, button, field, upload
from streamlit.testing.v1 import AppTest

from zi_metrics.store import tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.scenarios import scenarios

ASKED = {
    "unit_kerja": {"Dipulihkan oleh", "Dicabut oleh", "Dicatat oleh"},
    "rencana": {"Disimpan oleh"},
    "simulasi": {"Disimpan oleh", "Dibuang oleh"},
    "survei": {"Dipakai oleh", "Dicabut oleh"},
}


def go(test, page):
    test.switch_page(PAGES[page])
    for key, value in WORKED_ON.items():
        test.query_params[key] = str(value)
    return test.run()


def names(test):
    """What stands in each field that asks for a name, by its label."""
    found = {}
    for box in test.text_input:
        if box.label.endswith(" oleh"):
            found.setdefault(box.label, set()).add(box.value)
    return found


def test_typed_on_unggah_it_stands_on_every_page_and_can_be_changed_on_any(app, database):
    test = app(database, "unggah")
    upload(test, READY["lengkap"])
    field(test, "Diunggah oleh").set_value("Sari").run()
    for page, labels in ASKED.items():
        assert names(go(test, page)) == {label: {"Sari"} for label in labels}, page
        assert not test.exception
    field(test, "Dipakai oleh").set_value("Budi").run()
    for page, labels in ASKED.items():
        assert names(go(test, page)) == {label: {"Budi"} for label in labels}, page
    go(test, "unggah")
    upload(test, READY["lengkap"])
    assert names(test) == {"Diunggah oleh": {"Budi"}}


def test_typed_in_a_form_it_is_told_with_the_forms_button(app, database):
    test = go(app(database), "simulasi")
    field(test, "Disimpan oleh").set_value("Sari")
    field(test, "Nama skenario").set_value("Tanpa perubahan")
    button(test, "Simpan skenario").click().run()
    assert "Belum ada jawaban" in test.error[0].value
    assert names(test) == {"Disimpan oleh": {"Sari"}, "Dibuang oleh": {"Sari"}}, "at once, on the same page too"
    go(test, "rencana")
    assert names(test) == {"Disimpan oleh": {"Sari"}}
    button(test, "Simpan skenario").click().run()
    assert not test.error and not test.exception
    store = open_store(database)
    kept = scenarios(store, tables.assessments(store)["unit_id"].iloc[0], 2025)
    assert set(kept["oleh"]) == {"Ani", "Sari"}


def test_the_form_of_a_record_is_blank_again_but_for_the_name(app, database):
    test = go(app(database), "unit_kerja")
    field(test, "Dicatat oleh").set_value("Sari")
    field(test, "Bukti").set_value("LHP BPK 2025")
    button(test, "Catat").click().run()
    assert "Nilai" in test.error[0].value and field(test, "Bukti").value == "LHP BPK 2025", "nothing typed is lost"
    next(box for box in test.selectbox if box.label == "Nilai").set_value("WTP")
    button(test, "Catat").click().run()
    assert not test.error and "Tercatat" in test.success[0].value
    assert (field(test, "Bukti").value, field(test, "Dicatat oleh").value) == ("", "Sari")


def test_another_session_is_another_person(app, database):
    test = go(app(database), "survei")
    field(test, "Dicabut oleh").set_value("Sari").run()
    assert set().union(*names(go(app(database), "survei")).values()) == {""}


def two_fields():
    """A page with the field of a form and one beside it."""
    import streamlit as st

    from zi_ui import person

    with st.form("simpan"):
        inside = person.ask_in_form("Disimpan oleh", "di_dalam")
        st.form_submit_button("Simpan", on_click=person.remember, args=("di_dalam",))
    outside = person.ask("Dibuang oleh", "di_luar")
    st.button("Lain")
    st.write(f"{inside}|{outside}|{person.name()}")


def test_a_field_is_set_anew_only_when_another_name_was_told_elsewhere():
    test = AppTest.from_function(two_fields).run()
    test.text_input(key="di_luar").set_value("  Sari ").run()
    assert test.markdown[0].value == "Sari|Sari|Sari" and test.text_input(key="di_dalam").proto.set_value
    button(test, "Lain").click().run()
    for key in ("di_dalam", "di_luar"):
        assert not test.text_input(key=key).proto.set_value, "what is being typed would be lost"
    test.text_input(key="di_luar").set_value("").run()
    assert test.markdown[0].value == "||"


def test_no_other_place_asks_for_the_name():
    for path in [*(ROOT / "zi_ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        if path.name != "person.py":
            assert not re.search(r'text_input\(\s*"\w+ oleh"', path.read_text(encoding="utf-8")), path

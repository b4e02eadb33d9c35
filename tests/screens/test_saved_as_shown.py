"""What is saved on Unggah is what the page showed, also when somebody else saves meanwhile."""

from assessments import INSTRUMENT, save_values
from places import READY, ROOT
from screen_parts import PATIENCE, button, select
from streamlit.testing.v1 import AppTest

from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables

SURVEY = ROOT / "data" / "contoh" / "Survei Contoh 02 2026 SPAK (ekspor formulir).xlsx"
CHOSEN = "Kantor pilihan"
UNIT = "Unit kerja (pilih, atau ketik nama baru)"
SURVEYED = "Unit kerja yang disurvei (pilih, atau ketik nama baru)"


def give(test, *paths):
    files = [(path.name, path.read_bytes(), "application/octet-stream") for path in paths]
    test.file_uploader[0].set_value(files).run()


def press_save(test):
    button(test, "Simpan").click().run()


def somebody_else_saves(store, *units):
    """Others save meanwhile: the options of the select boxes change, before and after the chosen one."""
    for unit in units:
        save_values(store, unit, 2025, "tpi", dict.fromkeys((q.kode for q in INSTRUMENT.questions()), 1.0))


def test_an_assessment_goes_to_the_unit_on_the_screen_though_the_options_change(upload_page):
    test, store = upload_page
    give(test, READY["lengkap"])
    guessed = select(test, UNIT).value
    select(test, UNIT).set_value(CHOSEN).run()
    test.text_input[0].set_value("Saya").run()
    somebody_else_saves(store, "Aaa lebih dahulu", guessed, "Zzz kemudian")
    press_save(test)
    assert not test.error and not test.exception
    table = tables.assessments(store)
    (row,) = table[table["oleh"] == "Saya"].to_dict("records")
    assert row["unit"] == CHOSEN
    assert set(table["versi"]) == {1}, "nobody else's assessment got a new version"


def test_a_survey_goes_to_the_unit_on_the_screen_though_the_options_change(upload_page):
    test, store = upload_page
    give(test, SURVEY)
    select(test, SURVEYED).set_value(CHOSEN).run()
    test.text_input(key="_uploaded_by").set_value("Saya").run()
    somebody_else_saves(store, "Aaa lebih dahulu", "Contoh 02", "Zzz kemudian")
    press_save(test)
    assert not test.error and not test.exception
    assert set(stored_surveys.surveys(store)["unit"]) == {CHOSEN}


def test_the_choice_stays_on_the_screen_when_the_options_change(upload_page):
    test, store = upload_page
    give(test, READY["lengkap"])
    select(test, UNIT).set_value(CHOSEN).run()
    select(test, "Penilai").set_value("tpn").run()
    somebody_else_saves(store, "Aaa lebih dahulu", "Zzz kemudian")
    test.run()
    assert (select(test, UNIT).value, select(test, "Penilai").value) == (CHOSEN, "tpn")
    assert {"Aaa lebih dahulu", "Zzz kemudian"} <= set(select(test, UNIT).options)


def form_that_loses_its_choice():
    """A form as it was once: without a key, its select box is another one as soon as its options change."""
    import streamlit as st

    from zi_ui.upload.shown import Field, changed_unseen, remember_shown

    options = st.session_state.setdefault("options", ["Tebakan", "Pilihan"])
    unit = st.selectbox("Unit", options, index=0, accept_new_options=True)
    # Of this select box the person's own change is known, as `kept` tells it.
    meant = st.button("Diubah orangnya")
    fields = [] if meant else [Field("unit", "Unit", unit)]
    pressed = st.button("Simpan")
    unseen = changed_unseen(fields) if pressed else []
    remember_shown([Field("unit", "Unit", unit)])
    if pressed:
        st.write("|".join(unseen) or f"disimpan: {unit}")


def test_a_value_that_changes_by_itself_is_not_saved_and_the_page_says_so():
    test = AppTest.from_function(form_that_loses_its_choice, default_timeout=PATIENCE).run()
    test.selectbox[0].set_value("Pilihan").run()
    test.session_state["options"] = ["Tebakan", "Milik orang lain"]
    press_save(test)
    assert test.selectbox[0].value == "Tebakan", "the form lost the choice, or this test shows nothing"
    assert test.markdown[0].value == "Unit: yang terakhir tampil 'Pilihan', sekarang 'Tebakan'."
    press_save(test)
    assert test.markdown[0].value == "disimpan: Tebakan", "what the page shows now may be saved"


def test_nothing_is_saved_when_a_field_lost_its_choice(upload_page):
    test, store = upload_page
    give(test, READY["lengkap"])
    select(test, UNIT).set_value(CHOSEN).run()
    test.text_input[0].set_value("Saya").run()
    # A fault of some other kind: the page comes to another unit than the one it showed.
    test.session_state["_shown_fields"] = {
        key: "Yang tampil" if "unit" in key else value for key, value in test.session_state["_shown_fields"].items()
    }
    press_save(test)
    assert "Belum ada yang disimpan" in test.error[0].value and "Yang tampil" in test.error[0].value
    assert "Saya" not in set(tables.assessments(store)["oleh"])
    press_save(test)
    table = tables.assessments(store)
    assert not test.error and set(table[table["oleh"] == "Saya"]["unit"]) == {CHOSEN}

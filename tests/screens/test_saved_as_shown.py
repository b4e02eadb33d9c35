"""What is saved on Unggah is what the page showed, also when somebody else saves meanwhile."""

import drawn_html
import pytest
from acting import acting
from assessments import INSTRUMENT, save_values
from places import PAGES, READY, ROOT
from screen_parts import PATIENCE, as_read, button, select, texts
from streamlit.testing.v1 import AppTest
from survey_files import SPAK, one, responses

from zi_metrics.answers import Answer
from zi_metrics.lke.comparison import answers_table, compare_answers
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.scope import operator
from zi_metrics.store import surveys as stored_surveys
from zi_metrics.store import tables
from zi_metrics.surveys.importing import SurveyLabel, store_surveys
from zi_ui.upload import kept_files

SURVEY = ROOT / "data" / "contoh" / "Survei Contoh 02 2026 SPAK (ekspor formulir).xlsx"
CHOSEN = "Kantor pilihan"
CODES = [question.kode for question in INSTRUMENT.questions()]
UNIT = "Unit kerja (pilih, atau ketik nama baru)"
MINE = operator().nama
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
    somebody_else_saves(store, "Aaa lebih dahulu", guessed, "Zzz kemudian")
    press_save(test)
    assert not test.error and not test.exception
    table = tables.assessments(store)
    (row,) = table[table["oleh"] == MINE].to_dict("records")
    assert row["unit"] == CHOSEN
    assert set(table["versi"]) == {1}, "nobody else's assessment got a new version"


def test_a_survey_goes_to_the_unit_on_the_screen_though_the_options_change(upload_page):
    test, store = upload_page
    give(test, SURVEY)
    select(test, SURVEYED).set_value(CHOSEN).run()
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
    # A fault of some other kind: the page comes to another unit than the one it showed.
    test.session_state["_shown_fields"] = {
        key: "Yang tampil" if "unit" in key else value for key, value in test.session_state["_shown_fields"].items()
    }
    press_save(test)
    assert "Belum ada yang disimpan" in test.error[0].value and "Yang tampil" in test.error[0].value
    assert MINE not in set(tables.assessments(store)["oleh"])
    press_save(test)
    table = tables.assessments(store)
    assert not test.error and set(table[table["oleh"] == MINE]["unit"]) == {CHOSEN}


def one_more_version(store, worth):
    """Somebody else saves CHOSEN's assessment of 2026 by the TPI."""
    save_values(store, CHOSEN, 2026, "tpi", dict.fromkeys(CODES, worth), oleh="Budi")


def ready_to_save(test):
    give(test, READY["lengkap"])
    select(test, UNIT).set_value(CHOSEN).run()


def of_mine(store):
    table = tables.assessments(store)
    return table[table["oleh"] == MINE]


def test_what_was_compared_with_an_older_version_is_not_saved_before_that_is_said(upload_page):
    test, store = upload_page
    one_more_version(store, 0.5)
    ready_to_save(test)
    assert "Dibandingkan versi 1 yang tersimpan" in texts(test)
    one_more_version(store, 0.6)
    press_save(test)
    (told,) = [error.value.replace("\\", "") for error in test.error]
    assert "Belum ada yang disimpan" in told
    assert f"Untuk {CHOSEN}, 2026, Tim Penilai Internal (TPI) kini berlaku versi 2, disimpan Budi." in told
    assert "Dibandingkan versi 2 yang tersimpan" in texts(test) and of_mine(store).empty
    press_save(test)
    assert not test.error and of_mine(store)["versi"].tolist() == [3]


def test_a_first_version_of_somebody_else_is_said_as_well(upload_page):
    test, store = upload_page
    ready_to_save(test)
    assert "Belum ada versi tersimpan" in texts(test)
    one_more_version(store, 0.5)
    press_save(test)
    assert "kini berlaku versi 1, disimpan Budi" in test.error[0].value.replace("\\", "") and of_mine(store).empty
    press_save(test)
    assert of_mine(store)["versi"].tolist() == [2]


def test_the_very_same_file_saved_by_somebody_else_is_no_quarrel(upload_page):
    test, store = upload_page
    ready_to_save(test)
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(acting(store, "Budi"), [(item, Label(CHOSEN, 2026, "tpi"))])
    press_save(test)
    assert not test.error and "sudah tersimpan" in texts(test)


def survey_by_somebody_else(store, shift):
    """Somebody else saves CHOSEN's survey of 2026, of the same kind, with answers of his own."""
    item = one(responses(SPAK, lambda i, q: 1 + (i + q + shift) % 4), name=f"{shift}.csv")
    store_surveys(acting(store, "Budi"), [(item, SurveyLabel(CHOSEN, 2026, ""))])


def test_a_survey_compared_with_an_older_version_is_not_saved_before_that_is_said(upload_page):
    test, store = upload_page
    survey_by_somebody_else(store, 0)
    give(test, SURVEY)
    select(test, SURVEYED).set_value(CHOSEN).run()
    assert "SPAK dibandingkan versi 1 yang tersimpan: IPAK" in texts(test)
    survey_by_somebody_else(store, 1)
    press_save(test)
    (told,) = [error.value.replace("\\", "") for error in test.error]
    assert "Belum ada yang disimpan" in told and f"SPAK {CHOSEN}, 2026 kini berlaku versi 2, disimpan Budi." in told
    assert "dibandingkan versi 2 yang tersimpan" in texts(test)
    assert set(stored_surveys.surveys(store)["oleh"]) == {"Budi"}
    press_save(test)
    assert not test.error
    (row,) = stored_surveys.surveys(store).to_dict("records")
    assert (row["oleh"], row["versi"]) == (MINE, 3)
    give(test, SURVEY)
    select(test, SURVEYED).set_value(CHOSEN).run()
    assert button(test, "Simpan").proto.type == "secondary" and "tidak perlu disimpan lagi" in texts(test)


def test_simpan_stands_out_only_where_something_would_change(upload_page):
    test, _ = upload_page
    ready_to_save(test)
    assert button(test, "Simpan").proto.type == "primary"
    press_save(test)
    ready_to_save(test)
    assert button(test, "Simpan").proto.type == "secondary" and "tidak perlu disimpan lagi" in texts(test)
    select(test, "Penilai").set_value("tpn").run()
    assert button(test, "Simpan").proto.type == "primary"


def test_the_preview_names_the_gates_that_fail(upload_page):
    test, _ = upload_page
    give(test, READY["setengah"])
    item = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    wbk = item.gates[(item.gates["predikat"] == "wbk") & ~item.gates["terpenuhi"]]
    assert len(wbk) > 3
    shown = texts(test).replace("\\", "")
    assert f"{len(wbk)} dari 12 syarat nilai" in shown
    for name in wbk["nama"]:
        assert any(line.startswith(f"- {name}") for line in shown.splitlines()), name


@pytest.mark.parametrize("with_a_good_one", [True, False])
def test_a_wrong_file_is_a_line_where_another_can_be_used(upload_page, with_a_good_one):
    test, _ = upload_page
    wrong = ("foto.xlsx", b"\xff\xd8\xff\xe0 JPEG", "image/jpeg")
    good = (READY["lengkap"].name, READY["lengkap"].read_bytes(), "application/octet-stream")
    test.file_uploader[0].set_value([wrong, good] if with_a_good_one else [wrong]).run()
    mending = [box for box in test.expander if any("Unggah berkas Excel" in text.value for text in box.markdown)]
    (box,) = mending
    said = as_read(box.label) if with_a_good_one else as_read(test.error[0].value)
    assert said.removeprefix(":red[").rstrip("]") == "Berkas 'foto.xlsx' bukan buku kerja Excel, melainkan gambar JPEG."
    assert box.proto.expanded is not with_a_good_one, "told whole where it is all there is"


def test_the_answers_that_change_are_a_table_as_soon_as_it_is_opened(upload_page):
    test, _ = upload_page
    give(test, READY["setengah"])
    select(test, UNIT).set_value("Kantor pilihan").run()
    select(test, "Penilai").set_value("tpi").run()
    test.number_input[0].set_value(2025).run()
    (title,) = [box.label for box in test.expander if "Jawaban yang berubah" in box.label]
    assert not test.dataframe, "closed, it is not made"
    test.session_state["buka_perubahan_unggah"] = True
    test.run()
    (table,) = [one.value for one in test.dataframe]
    assert title == f"Jawaban yang berubah ({len(table)})" and len(table) > 50 and not test.exception
    assert list(table) == ["Kode", "Dari", "Menjadi", "Poin", "Pertanyaan"]
    before = compare_answers(
        INSTRUMENT,
        answers_table(Answer(kode, "A", 1.0) for kode in CODES),
        answers_table(prepare(READY["setengah"].name, READY["setengah"].read_bytes()).reading.answers),
    )
    assert table["Kode"].tolist() == before["kode"].tolist()
    press_save(test)
    assert not test.exception and "(versi 2)" in texts(test)


def test_the_columns_that_were_read_are_corrected_where_somebody_opens_them(upload_page):
    test, _ = upload_page
    give(test, READY["setengah"])
    assert not test.multiselect, "closed, they are not asked for"
    item = prepare(READY["setengah"].name, READY["setengah"].read_bytes())
    test.session_state[f"perbaiki_{item.reading.shape.shape}"] = True
    test.run()
    (notes,) = [box for box in test.multiselect if box.label == "Kolom catatan"]
    notes.set_value([])
    button(test, "Baca ulang dengan pilihan ini").click().run()
    assert not test.exception and "Dibaca dengan pilihan kolom" in texts(test)


def elsewhere_and_back(test):
    test.switch_page(PAGES["pokja"]).run()
    test.switch_page(PAGES["unggah"]).run()


def test_a_preview_is_there_again_after_a_look_elsewhere_until_it_is_thrown_away(upload_page):
    test, _ = upload_page
    give(test, READY["setengah"])
    told = "Belum dapat dinilai untuk WBK"
    assert told in texts(test) and "Pratinjau yang tadi" not in texts(test)
    elsewhere_and_back(test)
    assert told in texts(test) and READY["setengah"].name in texts(test) and not test.exception
    button(test, "Buang").click().run()
    assert told not in texts(test) and "Pratinjau yang tadi" not in texts(test)
    elsewhere_and_back(test)
    assert told not in texts(test), "thrown away, it stays away"


def test_files_above_the_bound_are_not_kept_and_that_is_said(upload_page, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST", 1000)
    test, _ = upload_page
    give(test, READY["setengah"])
    assert "pratinjaunya hilang" in texts(test)
    elsewhere_and_back(test)
    assert "Belum dapat dinilai" not in texts(test)


def test_of_several_files_the_gates_that_fail_are_named_for_each(upload_page):
    test, _ = upload_page
    give(test, READY["setengah"], READY["lengkap"])
    rows = drawn_html.table_with(test, "Syarat yang belum")
    for path in (READY["setengah"], READY["lengkap"]):
        gates = prepare(path.name, path.read_bytes()).gates
        key = next(k for k in ("wbk", "wbbm") if not gates[gates["predikat"] == k]["terpenuhi"].all())
        missed = gates[(gates["predikat"] == key) & ~gates["terpenuhi"]]["nama"].str.removeprefix("Area ")
        assert f"{key.upper()}: {', '.join(missed)}" in [row["Syarat yang belum"] for row in rows]


def test_on_an_empty_database_three_steps_and_three_ways_in(app, tmp_path):
    test = app(tmp_path / "kosong.duckdb", "unggah")
    told = texts(test)
    assert "tiga langkah" in told and all(name in told for name in ("LKE", "Survei", "Daftar pekerjaan"))
    offered = {element.proto.label for element in test.get("download_button")}
    assert {"SKM kosong", "SPAK kosong", "Rencana aksi kosong"} <= offered and len(offered) == 9

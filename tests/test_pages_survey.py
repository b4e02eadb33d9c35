"""Survey files on the upload screen: recognised, asked about where they leave something open, labelled and saved."""

from messy_survey.generator import make_survey
from test_pages import app, button, field, texts  # noqa: F401  (app: the fixture that starts the app)

from zi_metrics.store import surveys
from zi_metrics.store.connection import open_store

# Seeds of the generator: a file that tells all but its unit, one that tells its unit too, and one whose answers are
# letters, whose meaning a person has to say.
NO_UNIT, TOLD, LETTERS = 0, 4, 1


def upload(test, messy):
    test.file_uploader[0].set_value((messy.file_name, messy.content, "application/octet-stream")).run()


def test_a_survey_file_is_recognised_shown_and_saved(app, tmp_path):  # noqa: F811
    database = tmp_path / "survei.duckdb"
    test = app(database, "unggah")
    upload(test, make_survey(TOLD))
    assert not test.exception and "Dikenali: Survei Kepuasan Masyarakat" in texts(test)
    assert surveys.surveys(open_store(database)).empty, "nothing may be stored before the person says so"
    field(test, "Diunggah oleh").set_value("Penguji")
    button(test, "Simpan").click().run()
    assert not test.exception and "Tersimpan: survei SKM Kantor Contoh Satu, 2026" in texts(test)
    (row,) = surveys.surveys(open_store(database)).to_dict("records")
    assert row["unit"] == "Kantor Contoh Satu" and row["oleh"] == "Penguji"


def test_what_is_missing_is_named_all_at_once(app, tmp_path):  # noqa: F811
    database = tmp_path / "survei.duckdb"
    test = app(database, "unggah")
    upload(test, make_survey(NO_UNIT))
    button(test, "Simpan").click().run()
    words = " ".join(error.value for error in test.error)
    assert "Nama unit kerja belum diisi" in words and "Diunggah oleh" in words
    assert surveys.surveys(open_store(database)).empty


def test_what_a_survey_leaves_open_is_asked_and_remembered(app, tmp_path):  # noqa: F811
    database = tmp_path / "survei.duckdb"
    test = app(database, "unggah")
    messy = make_survey(LETTERS)
    upload(test, messy)
    asked = [box for box in test.selectbox if "Apa artinya?" in box.label]
    assert asked and "Mutu" not in [metric.label for metric in test.metric]
    for box in asked:
        box.set_value(box.options and "turun")
    button(test, "Baca ulang dengan jawaban ini").click().run()
    assert not test.exception and "Mutu" in [metric.label for metric in test.metric]
    again = app(database, "unggah")
    upload(again, messy)
    assert "Mutu" in [metric.label for metric in again.metric]

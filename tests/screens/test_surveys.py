"""Surveys on the screens: asked about and saved on Unggah; every part of Survei for answers, averages, mere indices."""

import by_hand
import numpy as np
import pytest
from acting import acting
from messy_survey.generator import make_survey
from screen_parts import button, field, select, texts
from survey_files import SKM, as_text, one, responses

from zi_metrics.bahasa import format_number
from zi_metrics.explanations.library import explanation
from zi_metrics.scope import operator
from zi_metrics.store import surveys, tables
from zi_metrics.store.connection import open_store
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

# Seeds of the generator: a file that tells all but its unit, one that tells its unit too, and one whose answers are
# letters, whose meaning a person has to say.
NO_UNIT, TOLD, LETTERS = 0, 4, 1


def upload(test, messy):
    test.file_uploader[0].set_value((messy.file_name, messy.content, "application/octet-stream")).run()


def test_a_survey_file_is_recognised_shown_and_saved(app, tmp_path):
    database = tmp_path / "survei.duckdb"
    test = app(database, "unggah")
    upload(test, make_survey(TOLD))
    assert not test.exception and "Dikenali: Survei Kepuasan Masyarakat" in texts(test)
    assert surveys.surveys(open_store(database)).empty, "nothing may be stored before the person says so"
    button(test, "Simpan").click().run()
    assert not test.exception and "Tersimpan: survei SKM Kantor Contoh Satu, 2026" in texts(test)
    (row,) = surveys.surveys(open_store(database)).to_dict("records")
    assert row["unit"] == "Kantor Contoh Satu" and row["oleh"] == operator().nama


def test_services_may_tell_how_many_they_served_all_or_none(app, tmp_path):
    database = tmp_path / "survei.duckdb"
    rows = responses(SKM, lambda i, q: 1 + (i + q) % 4, lead=("Unit Kerja", "Jenis layanan"))
    for place, row in enumerate(rows[1:]):
        row[:2] = ["Kantor Uji", "KTP" if place % 4 else "KK"]
    test = app(database, "unggah")
    test.file_uploader[0].set_value(("SKM 2026.csv", as_text(rows), "text/csv")).run()
    (served,) = [n for n in test.number_input if n.label == "Dilayani: KTP"]
    served.set_value(900).run()
    button(test, "Simpan").click().run()
    assert "sebut juga untuk KK" in " ".join(error.value for error in test.error)
    (other,) = [n for n in test.number_input if n.label == "Dilayani: KK"]
    other.set_value(100).run()
    button(test, "Simpan").click().run()
    assert not test.exception and [error.value for error in test.error] == []
    (row,) = surveys.surveys(open_store(database)).to_dict("records")
    assert row["populasi"] == 1000
    told = surveys.survey_served(open_store(database), [row["survei_id"]])
    assert dict(zip(told["layanan"], told["dilayani"], strict=True)) == {"KTP": 900, "KK": 100}


def test_what_is_missing_is_named_all_at_once(app, tmp_path):
    database = tmp_path / "survei.duckdb"
    test = app(database, "unggah")
    upload(test, make_survey(NO_UNIT))
    button(test, "Simpan").click().run()
    assert "Nama unit kerja belum diisi" in test.error[0].value
    assert surveys.surveys(open_store(database)).empty


def test_what_a_survey_leaves_open_is_asked_and_remembered(app, tmp_path):
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


UNIT = {"unit": "Contoh 11 – Sekolah", "tahun": 2025}
INDEX = {"skm": "IKM", "spak": "IPAK", "spkp": "IPKP"}
PARTS = (
    "Nilai tiap unsur", "Sebaran jawaban", "Kepentingan dan kinerja", "Komentar",
    "Menurut layanan, periode, dan kelompok", "Dapatkah dipercaya?", "Perkembangan", "Ke dalam nilai LKE",
    "Riwayat versi",
)  # fmt: skip
CASES = {
    "raw": {"unit": "Contoh 11 – Sekolah", "tahun": 2026, "jenis": "spkp"},
    "raw without gate": {"unit": "Contoh 01 – Kantor Pelayanan", "tahun": 2026, "jenis": "skm"},
    "averages": {"unit": "Contoh 05 – Sekolah", "tahun": 2026, "jenis": "skm"},
    "index only": {"unit": "Contoh 15 – Balai Pelatihan", "tahun": 2025, "jenis": "spak"},
}


def shown(test):
    return texts(test).replace("\\", "")


def metric(test, label):
    return next(m.value for m in test.metric if m.label == label)


@pytest.mark.parametrize("case", list(CASES))
def test_every_part_of_the_survey_screen_renders(app, sample_path, case):
    test = app(sample_path, "survei", **CASES[case])
    assert not test.exception and not test.error
    heads = [element.value for element in test.subheader]
    assert heads[:-1] == list(PARTS) and heads[-1].startswith("Semua unit")
    store, asked = open_store(sample_path), CASES[case].values()
    # The index of SKM is published on a scale to 100.
    published = by_hand.survey_index(store, *asked) * (25 if CASES[case]["jenis"] == "skm" else 1)
    assert metric(test, INDEX[CASES[case]["jenis"]]) == format_number(published)
    assert metric(test, "Responden") == format_number(by_hand.respondents(store, *asked), 0)
    assert "Data survei contoh (dibuat program)" in shown(test) and "data contoh" in shown(test)
    assert ("hanya rata-rata unsur" in shown(test)) == (case == "averages")
    assert ("memuat hanya indeks" in shown(test)) == (case == "index only")
    is_aggregate = case in ("averages", "index only")
    assert (metric(test, "Selang 95%") == "–") == is_aggregate
    assert ("tidak dapat diperiksa" in shown(test)) == is_aggregate


def test_the_one_sentence_and_the_points_are_shown(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spak")
    index = by_hand.survey_index(open_store(sample_path), *UNIT.values(), "spak")
    assert "Keyakinan bahwa indeks sebenarnya mencapai syarat WBK dan WBBM (3,60): " in shown(test)
    assert "Survei berikutnya yang sebesar ini" in shown(test)
    for kode in ("selang_indeks", "keyakinan_syarat", "responden_lagi"):
        assert explanation(kode).terbukti in shown(test), "how it is found stands beside the figure"
    assert metric(test, "Poin LKE") == format_number(index / 4 * 17.5)
    assert "paling menurunkan indeks" in shown(test)


def test_choosing_a_service_changes_the_index_and_stands_in_the_link(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spkp")
    whole = metric(test, "IPKP")
    service = select(test, "Layanan").options[1]
    select(test, "Layanan").set_value(service).run()
    asked = (open_store(sample_path), *UNIT.values(), "spkp", service)
    assert metric(test, "IPKP") == format_number(by_hand.survey_index(*asked)) != whole
    assert metric(test, "Responden") == str(by_hand.respondents(*asked)) and f"{service}: IPKP" in shown(test)
    assert test.query_params["layanan"] in (service, [service])
    link = app(sample_path, "survei", **UNIT, jenis="spkp", layanan="<b>tidak ada</b>")
    assert not link.exception and metric(link, "IPKP") == whole


def test_rounded_weights_lower_the_index_of_skm(app, sample_path):
    test = app(sample_path, "survei", **CASES["raw without gate"])
    exact = metric(test, "IKM")
    select(test, "Bobot unsur").set_value("2").run()
    rounded = by_hand.survey_index(open_store(sample_path), *CASES["raw without gate"].values(), weight=0.11)
    assert metric(test, "IKM") == format_number(25 * rounded) < exact and "0,11" in shown(test)


def test_a_term_or_a_search_narrows_the_comments(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spak")
    comments = by_hand.comments(open_store(sample_path), *UNIT.values(), "spak")
    total = len(comments)
    assert f"{total} komentar dari {total}" in shown(test)
    field(test, "Cari dalam komentar").set_value("antrean").run()
    found = sum("antrean" in text.casefold() for text in comments)
    assert 0 < found < total and f"{found} komentar dari {total}" in shown(test)
    field(test, "Cari dalam komentar").set_value("zzz").run()
    assert f"0 komentar dari {total}" in shown(test) and not test.exception


def test_using_the_index_in_the_lke_makes_a_version_and_shows_both_figures(app, sample_path):
    store = open_store(sample_path)
    stored = 4 * by_hand.judged(store, UNIT["tahun"], "unit")[UNIT["unit"]]["B.I.a.1"]
    test = app(sample_path, "survei", **UNIT, jenis="spak")
    table = next(f.value for f in test.dataframe if "Indeks di LKE" in f.value)
    assert {"Indeks survei", "Selisih poin", "Sumber di LKE", "Sumber survei"} <= set(table.columns)
    button(test, "Pakai indeks survei di LKE").click().run()
    assert not test.exception and "kini memakai IPAK" in shown(test)
    assert f"semula {format_number(stored)} (versi 1)" in shown(test)
    (newest,) = tables.assessments(store).query("versi == 2").to_dict("records")
    answer = tables.answers(store, newest["penilaian_id"]).set_index("kode").loc["B.I.a.1"]
    assert newest["penilai"] == "unit" and answer["catatan"].startswith("IPAK")
    assert 4 * answer["nilai"] == pytest.approx(by_hand.survey_index(store, *UNIT.values(), "spak"), abs=1e-9)


def test_a_survey_import_is_withdrawn_with_a_reason(app, tmp_path):
    database = tmp_path / "cabut.duckdb"
    for sha, index in (("aa", 3.5), ("bb", 3.7)):
        new = NewSurvey(unit="Kantor Uji", tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=index)
        save_surveys(open_store(database), [(SurveySource(f"{sha}.csv", sha), [new])])
    test = app(database, "survei")
    assert metric(test, "IPAK") == "3,70" and metric(test, "Responden") == "–"
    button(test, "Cabut impor survei ini").click().run()
    assert "Alasan" in test.error[0].value and metric(test, "IPAK") == "3,70"
    for index, left in ((0, "3,50"), (1, None)):
        field(test, "Alasan").set_value("salah berkas")
        button(test, "Cabut impor survei ini").click().run()
        assert not test.exception and "dicabut" in shown(test), index
        assert left is None or metric(test, "IPAK") == left
    assert "Belum ada survei" in test.info[0].value


def test_without_surveys_the_screen_leads_to_the_upload(app, tmp_path):
    test = app(tmp_path / "kosong.duckdb", "survei")
    assert not test.exception and not test.error
    assert "Belum ada survei" in test.info[0].value


def test_words_of_users_are_shown_as_written(app, tmp_path):
    database = tmp_path / "kata.duckdb"
    name = "Kantor *tebal* <b>x</b> [klik](http://a.b)"
    new = NewSurvey(unit=name, tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5)
    save_surveys(acting(open_store(database), "<i>P</i>"), [(SurveySource("**a**.csv", "aa"), [new])])
    test = app(database, "survei")
    assert not test.exception
    kinds = ("title", "subheader", "markdown", "caption")
    marked_up = "\n".join(str(element.value) for kind in kinds for element in getattr(test, kind))
    assert "[klik](http" not in marked_up and "**a**" not in marked_up and "<i>P" not in marked_up
    assert "**a**.csv" in texts(test), "read as it was written"


@pytest.mark.parametrize(("people", "hidden"), [(1, True), (4, True), (5, False)])
def test_how_very_few_people_answered_is_not_shown(app, tmp_path, people, hidden):
    database = tmp_path / "sedikit.duckdb"
    rows = [SKM, *([1 + (i + q) % 4 for q in range(9)] for i in range(people))]
    store_surveys(open_store(database), [(one(rows), SurveyLabel("Kantor Contoh", 2026))])
    test = app(database, "survei", unit="Kantor Contoh", tahun="2026", jenis="skm")
    assert not test.exception
    assert (f"Hanya {people} responden" in texts(test)) == hidden
    labels = [metric.label for metric in test.metric]
    assert (labels == ["Responden"]) == hidden and test.metric[-1].value == str(people)
    # The attack: every figure and every table of the page.
    assert (len(test.get("plotly_chart")) == 0) == hidden
    assert "Riwayat versi" in [heading.value for heading in test.subheader]


def test_the_preview_hides_few_people_and_warns_of_a_version_few_people_apart(app, tmp_path):
    database = tmp_path / "pratinjau.duckdb"
    rows = [[1 + (i * 7 + q * 3) % 4 for q in range(9)] for i in range(40)]
    store_surveys(open_store(database), [(one([SKM, *rows]), SurveyLabel("Kantor Contoh", 2026))])
    test = app(database, "unggah")
    test.file_uploader[0].set_value(("SKM 2026.csv", as_text([SKM, *rows, [4, 2, 1, 4, 3, 2, 1, 3, 4]]), "text/csv"))
    test.run()
    select(test, "Unit kerja yang disurvei (pilih, atau ketik nama baru)").set_value("Kantor Contoh").run()
    assert "hanya berbeda 1 responden dari versi 1" in texts(test)
    alone = app(database, "unggah")
    alone.file_uploader[0].set_value(
        ("SKM 2026.csv", as_text([SKM, [4, 2, 1, 4, 3, 2, 1, 3, 4], *rows[:2]]), "text/csv")
    )
    alone.run()
    assert "Hanya 3 responden" in texts(alone) and not [m for m in alone.metric if m.label in ("IKM", "Mutu")]


def test_fields_are_named_where_they_are_sure_and_explained(app, tmp_path):
    database = tmp_path / "kuadran.duckdb"
    rng = np.random.default_rng(4)
    feeling = rng.normal(size=(300, 1))
    loadings, low = np.linspace(0.9, 0.4, 9), np.array([0, -1.6] * 4 + [0])
    latent = feeling * loadings + rng.normal(size=(300, 9)) * np.sqrt(1 - loadings**2)
    rows = 1 + (latent[:, :, None] > np.add.outer(low, [-1.5, -0.8, 0.2])).sum(axis=2)
    store_surveys(open_store(database), [(one([SKM, *rows.tolist()]), SurveyLabel("Kantor Contoh", 2026))])
    test = app(database, "survei", unit="Kantor Contoh", tahun="2026", jenis="skm")
    assert not test.exception
    words = texts(test)
    assert "Kepentingan unsur dan kuadrannya" in words and "belum dapat dibedakan (titik kosong)" in words
    assert "Jawaban lurus" in words and "Jawaban kembar dan salinan berurutan" in words

"""Surveys on the screens: asked about and saved on Unggah; every part of Survei for answers, averages, mere indices."""

import re

import by_hand
import numpy as np
import pytest
from acting import acting
from messy_survey.generator import make_survey
from screen_parts import button, drawn, field, select, texts
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
TABS = ("sebaran", "penting", "komentar", "kelompok", "percaya", "tren", "lke", "riwayat", "semua")
CASES = {
    "raw": {"unit": "Contoh 11 – Sekolah", "tahun": 2026, "jenis": "spkp"},
    "raw without gate": {"unit": "Contoh 01 – Kantor Pelayanan", "tahun": 2026, "jenis": "skm"},
    "averages": {"unit": "Contoh 05 – Sekolah", "tahun": 2026, "jenis": "skm"},
    "index only": {"unit": "Contoh 15 – Balai Pelatihan", "tahun": 2025, "jenis": "spak"},
}


def shown(test):
    return f"{texts(test)} {drawn(test)}".replace("\\", "")


def bodies(test):
    """What the page draws itself, as HTML, without its style sheet."""
    return [element.proto.body for element in test.get("html") if "<style>" not in element.proto.body]


def figure(test, name):
    """A figure beside the answer, under its name; None where there is none."""
    found = re.search(f"<dt>{name}</dt><dd>([^<]*)", "".join(bodies(test)))
    return found and found[1]


def index(test, name):
    """The index in the answer: 'IPAK 3,58 [3,49–3,66].' -> '3,58'."""
    found = re.search(rf"{name} ([\d,]+)( \[| \(|: mutu)", drawn(test))
    return found and found[1]


@pytest.mark.parametrize("case", list(CASES))
def test_the_head_of_the_survey_screen_says_index_respondents_and_whether_it_can_be_trusted(app, sample_path, case):
    test = app(sample_path, "survei", **CASES[case])
    assert not test.exception and not test.error
    store, asked = open_store(sample_path), CASES[case].values()
    # The index of SKM is published on a scale to 100, and so is everything on its page.
    scale = 25 if CASES[case]["jenis"] == "skm" else 1
    assert index(test, INDEX[CASES[case]["jenis"]]) == format_number(by_hand.survey_index(store, *asked) * scale)
    assert ("berskala 25–100" in shown(test)) == (scale == 25) and ("berskala 1–4" in shown(test)) == (scale == 1)
    assert figure(test, "Responden") == format_number(by_hand.respondents(store, *asked), 0)
    assert "Data survei contoh (dibuat program)" in shown(test) and "data contoh" in shown(test)
    assert ("hanya rata-rata unsur" in shown(test)) == (case == "averages")
    assert ("memuat hanya indeks" in shown(test)) == (case == "index only")
    is_aggregate = case in ("averages", "index only")
    assert ("Jawaban belum dapat diperiksa" in shown(test)) == is_aggregate
    assert ("zi-span" in "".join(bodies(test))) != is_aggregate


@pytest.mark.parametrize("case", list(CASES))
def test_every_tab_of_the_survey_screen_is_drawn_alone(app, sample_path, case):
    test = app(sample_path, "survei", **CASES[case])
    for tab in TABS:
        test.query_params["tab"] = tab
        test.run()
        assert not test.exception and not test.error, tab
        assert len(test.get("plotly_chart")) <= 1, "what is behind other tabs is not drawn"
        (nav,) = [body for body in bodies(test) if "zi-tabs" in body]
        assert nav.count("aria-current") == 1 and all(f"tab={other}" in nav for other in TABS)
        if tab == "percaya":
            assert ("tidak dapat diperiksa" in shown(test)) == (case in ("averages", "index only"))


def test_the_screen_begins_with_a_survey_that_gives_points_and_keeps_a_wish_for_another(app, sample_path):
    test = app(sample_path, "survei", unit=UNIT["unit"], tahun=2026)
    assert select(test, "Jenis survei").value == "spak" and figure(test, "Poin LKE")
    select(test, "Jenis survei").set_value("skm").run()
    assert select(test, "Jenis survei").value == "skm" and figure(test, "Poin LKE") is None


def test_what_is_doubtful_stands_beside_the_index(app, sample_path):
    test = app(sample_path, "survei", unit="Contoh 01 – Kantor Pelayanan", tahun=2026, jenis="spak")
    (head,) = [body for body in bodies(test) if "zi-answer" in body]
    assert head.index("zi-answer") < head.index("Meragukan") < head.index("Poin LKE")
    assert "97 responden dari 1.940 yang dilayani" in head and "Tambah responden" in head
    calm = app(sample_path, "survei", **UNIT, jenis="spak")
    assert "Tidak ada yang meragukan" in drawn(calm) and "Meragukan." not in drawn(calm)


def test_unsur_are_drawn_the_weakest_first_with_what_each_must_rise(app, sample_path):
    test = app(sample_path, "survei", unit="Contoh 23 – Sekolah", tahun=2026, jenis="spak")
    (table,) = [body for body in bodies(test) if "Mengurangi indeks" in body]
    values = [float(value.replace(",", ".")) for value in re.findall(r'data-head="Nilai">([\d,]+)<', table)]
    assert len(values) == 5 and values == sorted(values)
    alike = re.findall(r'data-head="Naik bersama">\+([\d,]+)<', table)
    gap = 3.6 - by_hand.survey_index(open_store(sample_path), "Contoh 23 – Sekolah", 2026, "spak")
    # A shortfall is written so that it never seems less than it is.
    assert len(set(alike)) == 1 and float(alike[0].replace(",", ".")) == pytest.approx(gap, abs=0.0051)


def test_comments_come_twenty_at_a_time(app, sample_path):
    comments = by_hand.comments(open_store(sample_path), *UNIT.values(), "spak")
    assert len(comments) > 20
    last = -(-len(comments) // 20)
    seen = []
    for number in (1, last):
        test = app(sample_path, "survei", **UNIT, jenis="spak", tab="komentar", hal=number)
        (body,) = [body for body in bodies(test) if "zi-comments" in body]
        seen.append(body.count("<li>"))
        assert ("Berikutnya" in body) == (number < last) and ("Sebelumnya" in body) == (number > 1)
    assert seen == [20, len(comments) - 20 * (last - 1)]
    beyond = app(sample_path, "survei", **UNIT, jenis="spak", tab="komentar", hal="99999<b>")
    assert not beyond.exception and "1–20 dari" in drawn(beyond)


def test_units_are_in_the_order_of_the_link_and_each_index_leads_to_its_survey(app, sample_path):
    drawn_in = {}
    for order in ("tertinggi", "terendah", "nama"):
        test = app(sample_path, "survei", unit=UNIT["unit"], tahun=2026, jenis="spkp", tab="semua", urutan_survei=order)
        (drawn_in[order],) = [body for body in bodies(test) if "Ketuk indeksnya" in body]
    names = {order: re.findall(r'<th scope="row"><a[^>]*>([^<]*)<', body) for order, body in drawn_in.items()}
    assert names["nama"] == sorted(names["nama"]) and len(names["nama"]) == 12
    assert names["tertinggi"] == names["terendah"][::-1]
    assert 'aria-sort="descending"' in drawn_in["tertinggi"] and 'aria-sort="ascending"' in drawn_in["terendah"]
    assert "unit=Contoh+05" in drawn_in["nama"] and 'href="unit_kerja?unit=Contoh+05' in drawn_in["nama"]


def test_the_one_sentence_and_the_points_are_shown(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spak")
    value = by_hand.survey_index(open_store(sample_path), *UNIT.values(), "spak")
    assert "Keyakinan bahwa indeks sebenarnya mencapai syarat WBK dan WBBM (3,60): " in shown(test)
    assert "Survei berikutnya yang sebesar ini" in shown(test)
    assert drawn(test).count("Keyakinan bahwa indeks sebenarnya") == 1, "no figure twice"
    for kode in ("selang_indeks", "keyakinan_syarat", "responden_lagi"):
        assert explanation(kode).terbukti in shown(test), "how it is found stands beside the figure"
    assert figure(test, "Poin LKE") == format_number(value / 4 * 17.5)
    assert "paling menurunkan indeks" in shown(test)


def test_choosing_a_service_changes_the_index_and_stands_in_the_link(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spkp")
    whole = index(test, "IPKP")
    service = select(test, "Layanan").options[1]
    select(test, "Layanan").set_value(service).run()
    asked = (open_store(sample_path), *UNIT.values(), "spkp", service)
    assert index(test, "IPKP") == format_number(by_hand.survey_index(*asked)) != whole
    assert figure(test, "Responden") == str(by_hand.respondents(*asked)) and f"{service}: IPKP" in shown(test)
    assert test.query_params["layanan"] in (service, [service])
    link = app(sample_path, "survei", **UNIT, jenis="spkp", layanan="<b>tidak ada</b>")
    assert not link.exception and index(link, "IPKP") == whole


def test_rounded_weights_lower_the_index_of_skm(app, sample_path):
    test = app(sample_path, "survei", **CASES["raw without gate"])
    exact = index(test, "IKM")
    select(test, "Bobot unsur").set_value("2").run()
    rounded = by_hand.survey_index(open_store(sample_path), *CASES["raw without gate"].values(), weight=0.11)
    assert index(test, "IKM") == format_number(25 * rounded) < exact and "0,11" in shown(test)


def test_a_term_or_a_search_narrows_the_comments(app, sample_path):
    test = app(sample_path, "survei", **UNIT, jenis="spak", tab="komentar")
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
    test = app(sample_path, "survei", **UNIT, jenis="spak", tab="lke")
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
    for sha, value in (("aa", 3.5), ("bb", 3.7)):
        new = NewSurvey(unit="Kantor Uji", tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=value)
        save_surveys(open_store(database), [(SurveySource(f"{sha}.csv", sha), [new])])
    test = app(database, "survei", tab="riwayat")
    assert index(test, "IPAK") == "3,70" and figure(test, "Responden") == "–"
    button(test, "Cabut impor survei ini").click().run()
    assert "Alasan" in test.error[0].value and index(test, "IPAK") == "3,70"
    for left in ("3,50", None):
        field(test, "Alasan").set_value("salah berkas")
        button(test, "Cabut impor survei ini").click().run()
        assert not test.exception and "dicabut" in shown(test), left
        assert left is None or index(test, "IPAK") == left
    assert "Belum ada survei" in test.info[0].value


def test_without_surveys_the_screen_leads_to_the_upload(app, tmp_path):
    test = app(tmp_path / "kosong.duckdb", "survei")
    assert not test.exception and not test.error
    assert "Belum ada survei" in texts(test) and "Unggah" in texts(test)


def test_words_of_users_are_shown_as_written(app, tmp_path):
    database = tmp_path / "kata.duckdb"
    name = "Kantor *tebal* <b>x</b> <img src=x onerror=alert(1)> [klik](http://a.b)"
    new = NewSurvey(unit=name, tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5)
    save_surveys(acting(open_store(database), "<i>P</i>"), [(SurveySource("**a**.csv", "aa"), [new])])
    test = app(database, "survei", tab="riwayat")
    assert not test.exception
    kinds = ("title", "subheader", "markdown", "caption")
    marked_up = "\n".join(str(element.value) for kind in kinds for element in getattr(test, kind))
    assert "[klik](http" not in marked_up and "**a**" not in marked_up and "<i>P" not in marked_up
    assert f"{name} , 2026: IPAK 3,50" in drawn(test) and "**a**.csv" in drawn(test), "read as it was written"
    assert not re.search(r"<(b|i)>|<img", "".join(bodies(test)))


@pytest.mark.parametrize(("people", "hidden"), [(1, True), (4, True), (5, False)])
def test_how_very_few_people_answered_is_not_shown(app, tmp_path, people, hidden):
    database = tmp_path / "sedikit.duckdb"
    rows = [SKM, *([1 + (i + q) % 4 for q in range(9)] for i in range(people))]
    store_surveys(open_store(database), [(one(rows), SurveyLabel("Kantor Contoh", 2026))])
    test = app(database, "survei", unit="Kantor Contoh", tahun="2026", jenis="skm")
    assert not test.exception
    assert (f"Hanya {people} responden. Angka survei" in texts(test)) == hidden
    assert figure(test, "Responden") == str(people) and (figure(test, "Mutu") is None) == hidden
    # The attack: every figure and every table of the page.
    assert ("zi-bar" in "".join(bodies(test))) != hidden and ("zi-tabs" in "".join(bodies(test))) != hidden
    assert ([heading.value for heading in test.subheader] == ["Riwayat versi"]) == hidden


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
    asked = {"unit": "Kantor Contoh", "tahun": "2026", "jenis": "skm"}
    test = app(database, "survei", **asked, tab="penting")
    assert not test.exception
    words = texts(test)
    assert "Kepentingan unsur dan kuadrannya" in words and "belum dapat dibedakan (titik kosong)" in words
    words = texts(app(database, "survei", **asked, tab="percaya"))
    assert "Jawaban lurus" in words and "Jawaban kembar dan salinan berurutan" in words

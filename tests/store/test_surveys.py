"""Surveys in the store: whole transactions, versions, the same file twice, withdrawals, and reports on what is kept."""

from dataclasses import replace

import duckdb
import numpy as np
import pytest
from acting import acting
from survey_files import SKM, SPAK, one, responses

from zi_metrics.bahasa import format_number
from zi_metrics.lke.importing import mappings_from
from zi_metrics.lke.recognition.mapping import ColumnMapping
from zi_metrics.store import surveys, tables
from zi_metrics.store.lineage import VersionMoved
from zi_metrics.store.mappings import remember_mapping
from zi_metrics.store.survey_rows import survey_values
from zi_metrics.store.versions import withdraw_import
from zi_metrics.surveys.held_before import held_before
from zi_metrics.surveys.importing import SurveyLabel, line_of, store_surveys, with_near_findings
from zi_metrics.surveys.parts import breakdown, importance
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.report import CERTAINTY_COLUMNS, survey_kinds, survey_report
from zi_metrics.surveys.said_before import survey_mappings_from

LABEL = SurveyLabel("Kantor Uji", 2026)


def skm(shift=0, count=40, lead=("Jenis Layanan", "Jenis Kelamin")):
    rows = responses(SKM, lambda i, q: "" if i == q == 0 else 1 + (i + q + shift) % 4, count, lead)
    for i, row in enumerate(rows[1:]):
        row[: len(lead)] = ["Akta" if i % 3 else "KTP", "L" if i < 3 else "P"][: len(lead)]
    return one(rows)


def test_what_is_stored_is_what_was_read(store):
    item = skm()
    (stored,) = store_surveys(store, [(item, LABEL)])
    assert stored.new and stored.versi == 1
    values = survey_values(store, stored.penilaian_id)
    assert np.array_equal(values, item.reading.responses.values(), equal_nan=True)
    report = survey_report(store, "kantor  UJI", 2026, "skm")
    assert report.figure.indeks == pytest.approx(item.figure.indeks) and report.responden == 40
    assert report.nrr["nrr"].tolist() == pytest.approx(item.nrr["nrr"].tolist())
    assert report.interval.bawah < report.figure.indeks < report.interval.atas
    assert survey_kinds(store, "Kantor Uji", 2026) == ["skm"]


def test_the_same_file_twice_changes_nothing_and_another_is_a_version(store):
    item = skm()
    store_surveys(store, [(item, LABEL)])
    before = tables.version(store)
    (again,) = store_surveys(store, [(item, LABEL)])
    assert not again.new and again.versi == 1 and tables.version(store) == before
    (newer,) = store_surveys(store, [(skm(shift=1), LABEL)])
    assert newer.versi == 2 and len(surveys.surveys(store)) == 1
    current = surveys.surveys(store).iloc[0]
    withdraw_import(store, current["impor_id"], "salah berkas")
    assert surveys.surveys(store).iloc[0]["versi"] == 1
    (back,) = store_surveys(store, [(skm(shift=1), LABEL)])
    assert back.new and back.versi == 3


def test_what_was_looked_at_before_another_version_came_is_not_saved(store):
    first, second, third = (skm(shift) for shift in range(3))
    line = line_of(first, LABEL)

    def save_seen(item, looked_at, oleh):
        seen = None if looked_at is None else {line: looked_at}
        return store_surveys(acting(store, oleh), [(item, LABEL)], seen)[0]

    assert save_seen(first, 0, "Ani").versi == 1
    for nothing_seen in ({line: 0}, {}):
        with pytest.raises(VersionMoved, match="SKM Kantor Uji, 2026 kini berlaku versi 1, disimpan Ani"):
            store_surveys(acting(store, "Budi"), [(second, LABEL)], nothing_seen)
    assert not save_seen(first, 0, "Budi").new, "the same file changes nothing, and quarrels with nobody"
    assert save_seen(second, 1, "Budi").versi == 2
    assert save_seen(third, None, "Citra").versi == 3, "nobody looked"
    for version in surveys.survey_versions(store, line.unit_id, 2026, "skm").itertuples():
        withdraw_import(acting(store, "Ani"), version.impor_id, "salah")
    with pytest.raises(VersionMoved, match=r"versi 3 .* sementara itu dicabut"):
        save_seen(first, 3, "Dewi")
    # Another period is another line.
    assert store_surveys(acting(store, "Dewi"), [(first, replace(LABEL, periode="Semester 1"))], {})[0].versi == 1


def test_what_is_stored_under_a_label_is_compared_with_what_is_to_be_saved(store):
    first, second = skm(), skm(shift=1, count=50)
    other = SurveyLabel("Kantor Lain", 2025)
    line, elsewhere = line_of(second, LABEL), line_of(second, other)
    assert held_before(store, [(first, LABEL)]) == {line: None}
    store_surveys(store, [(first, LABEL)])
    found = held_before(store, [(second, LABEL), (second, other)])
    assert found[elsewhere] is None and found[line].versi == 1 and not found[line].is_same
    before, now = (format_number(item.figure.nilai) for item in (first, second))
    assert f"{before} menjadi {now}" in found[line].sentence and "responden 40 menjadi 50" in found[line].sentence
    assert held_before(store, [(first, LABEL)])[line].is_same


@pytest.mark.parametrize("count", [3, 41])
def test_figures_that_together_tell_of_a_person_are_not_compared(store, count):
    first, second = skm(), skm(count=count)
    store_surveys(store, [(first, LABEL)])
    (told,) = with_near_findings(store, [(second, LABEL)])
    sentence = held_before(store, [told])[line_of(second, LABEL)].sentence
    assert sentence == f"responden 40 menjadi {count}."


def test_the_file_itself_is_not_kept(store):
    item = skm()
    store_surveys(store, [(item, LABEL)])
    assert tables.original_file(store, item.sha256) is None
    assert surveys.surveys(store).iloc[0]["sha256"] == item.sha256


def test_all_or_nothing_is_stored(store, monkeypatch):
    monkeypatch.setattr(surveys, "_write_answers", lambda *_: (_ for _ in ()).throw(duckdb.Error("penuh")))
    with pytest.raises(duckdb.Error):
        store_surveys(store, [(skm(), LABEL)])
    assert tables.is_empty(store) and surveys.surveys(store).empty


def test_what_is_open_is_not_stored(store):
    item = one(responses(SKM, lambda i, q: 1 + (i + q) % 3))
    with pytest.raises(ValueError, match="Pada skala berapa"):
        store_surveys(store, [(item, LABEL)])
    with pytest.raises(ValueError, match="salah satu saja"):
        store_surveys(store, [(skm(), LABEL), (skm(1), LABEL)])
    assert tables.is_empty(store)


def test_what_a_person_said_is_remembered_beside_what_an_lke_means(store):
    lke = ColumnMapping(rows={"baris": "P.1.i.a"})
    remember_mapping(store, "bentuk", SurveyMapping({"skala:skm": "1-5"}).as_mapping() | lke.as_mapping())
    assert survey_mappings_from(store)("bentuk").get("skala:skm") == "1-5"
    assert mappings_from(store)("bentuk") == lke
    assert not survey_mappings_from(store)("lain")


def test_periods_add_up_and_a_whole_year_takes_their_place(store):
    first, second = skm(count=30), skm(shift=2, count=60)
    store_surveys(store, [(first, SurveyLabel("Kantor Uji", 2026, "Triwulan 1"))])
    store_surveys(store, [(second, SurveyLabel("Kantor Uji", 2026, "Triwulan 2"))])
    report = survey_report(store, "Kantor Uji", 2026, "skm")
    both = np.vstack([i.reading.responses.values() for i in (first, second)])
    assert report.responden == 90
    assert report.figure.indeks == pytest.approx(np.nanmean(both, axis=0).mean())
    assert report.interval.indeks == pytest.approx(report.figure.indeks)
    store_surveys(store, [(skm(shift=1), LABEL)])
    whole = survey_report(store, "Kantor Uji", 2026, "skm")
    assert whole.responden == 40 and "setahun penuh" in whole.catatan[0]


def test_small_groups_are_hidden_in_reports(store):
    store_surveys(store, [(skm(), LABEL)])
    report = survey_report(store, "Kantor Uji", 2026, "skm")
    people = breakdown(store, report, "jenis_kelamin").set_index("jenis_kelamin")
    assert people.loc["Laki-laki", "responden"] == 3 and people["disembunyikan"].all()
    services = breakdown(store, report, "layanan")
    assert not services["disembunyikan"].any() and services["responden"].sum() == 40
    assert breakdown(store, report, "usia").empty


def test_gates_carry_the_interval_to_points_and_sentences(store):
    item = one(responses(SPAK, lambda i, q: 3 + (i * 7 + q) % 5 // 2 if i % 9 else 2, count=240))
    store_surveys(store, [(item, LABEL)])
    report = survey_report(store, "Kantor Uji", 2026, "spak")
    low, high = report.interval_points
    assert low <= report.points <= high and report.points == pytest.approx(report.figure.indeks / 4 * 17.5)
    gate = report.gates.iloc[0]
    assert 0 <= gate["survei_berikutnya"] <= 1 and gate["keyakinan"] == report.interval.confidence(3.6)
    assert report.rises_needed(3.9)["bersama"].gt(0).all() and len(importance(store, report)) == 5


def test_results_only_are_kept_as_such_and_join_raw_answers_by_their_respondents(store):
    names = ["Diskriminasi", "Kecurangan", "Imbalan", "Percaloan", "Pungutan liar"]
    rows = [["SPAK 2026"], ["No", "Aspek", "NRR"], *[[i + 1, n, 3.5] for i, n in enumerate(names)]]
    aggregate = one([*rows, ["", "Jumlah responden", 60]])
    assert aggregate.reading.agregat.tingkat == "unsur"
    raw = one(responses(SPAK, lambda i, q: 1 + (i + q) % 4))
    store_surveys(store, [(aggregate, SurveyLabel("Kantor Uji", 2026, "Semester 1"))])
    only = survey_report(store, "Kantor Uji", 2026, "spak")
    assert only.is_aggregate and only.interval is None and only.figure.indeks == 3.5
    assert only.gates[list(CERTAINTY_COLUMNS)].isna().all(axis=None) and importance(store, only).empty
    store_surveys(store, [(raw, SurveyLabel("Kantor Uji", 2026, "Semester 2"))])
    both = survey_report(store, "Kantor Uji", 2026, "spak")
    assert both.responden == 100 and both.interval is None, "of sixty only the result is known"
    assert both.figure.indeks == pytest.approx((60 * 3.5 + 40 * raw.figure.indeks) / 100)

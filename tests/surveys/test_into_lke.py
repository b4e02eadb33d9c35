"""A survey's index in the LKE: never silently, never without its origin, and the earlier version stays."""

import numpy as np
import pytest
from acting import acting
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import RAW, nilai
from survey_files import SPAK, one

from zi_metrics.answers import Answer, Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.lke import sample_answers
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score
from zi_metrics.store import tables
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.store.survey_rows import survey_values
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.versions import restore, versions, withdraw_import
from zi_metrics.surveys.importing import SurveyLabel, store_surveys
from zi_metrics.surveys.index_errors import survey_errors
from zi_metrics.surveys.into_lke import (
    CannotUse,
    lke_of,
    side_by_side,
    use_index,
    with_index,
)
from zi_metrics.surveys.report import survey_report

UNIT, YEAR = "Contoh 11 – Sekolah", 2025
INSTRUMENT = load_instrument()
IPAK = "B.I.a"


def values_of(store, penilaian_id):
    return {kode: answer.nilai for kode, answer in stored_answers(store, penilaian_id).items()}


def total(values):
    return sum(nilai(component, values) for component in RAW["komponen"])


def test_both_figures_stand_side_by_side_with_their_difference(sample_store, report):
    table = side_by_side(sample_store, report)
    known = tables.assessments(sample_store)
    own = known[(known["unit"] == UNIT) & (known["tahun"] == YEAR)]
    assert set(table["penilai"]) == set(own["penilai"]) and len(table) >= 2
    for row in table.itertuples():
        answer = stored_answers(sample_store, row.penilaian_id)[row.kode]
        assert row.indeks_lke == pytest.approx(4 * answer.nilai) and row.tertulis == answer.tertulis
        assert row.poin_survei == pytest.approx(report.points)
        assert row.selisih == pytest.approx(17.5 * (report.figure.indeks / 4 - answer.nilai))


def test_using_it_makes_a_new_version_that_differs_in_this_answer_only(sample_store, report):
    row = side_by_side(sample_store, report).iloc[-1]
    before = stored_answers(sample_store, row["penilaian_id"])
    stored = use_index(acting(sample_store, "Penguji"), report, row["penilaian_id"])
    assert stored.new and stored.versi == row["versi"] + 1
    after = stored_answers(sample_store, stored.penilaian_id)
    assert {k for k in before if before[k] != after[k]} == {row["kode"]} and set(before) == set(after)
    changed = after[row["kode"]]
    assert changed.nilai == pytest.approx(report.figure.indeks / 4, abs=1e-11)
    survey = report.surveys.iloc[0]
    for word in (survey["nama_berkas"], f"{report.responden} responden", "IPAK", before[row["kode"]].catatan):
        assert word in changed.catatan
    # The score is what an independent calculation gives for these answers.
    nodes = tables.node_scores(sample_store, [stored.penilaian_id], [c.kode for c in INSTRUMENT.komponen])
    assert nodes["nilai"].sum() == pytest.approx(total(values_of(sample_store, stored.penilaian_id)))
    listed = versions(sample_store, survey["unit_id"], YEAR, row["penilai"])
    assert listed["berlaku"].tolist() == [True, False] and listed.iloc[0]["oleh"] == "Penguji"
    found = tables.findings(sample_store, stored.penilaian_id)
    assert found["pesan"].str.contains("semula").any()


def test_it_can_be_undone_by_restoring_or_withdrawing(sample_store, report):
    first, *others = side_by_side(sample_store, report).to_dict("records")
    stored = use_index(sample_store, report, first["penilaian_id"])
    restore(sample_store, first["penilaian_id"])
    now = side_by_side(sample_store, report).iloc[0]
    assert now["versi"] == stored.versi + 1 and now["indeks_lke"] == pytest.approx(first["indeks_lke"])
    again = use_index(sample_store, report, now["penilaian_id"])
    (impor,) = versions(sample_store, report.surveys.iloc[0]["unit_id"], YEAR, first["penilai"]).query("berlaku")[
        "impor_id"
    ]
    withdraw_import(sample_store, impor, "keliru")
    assert again.new and side_by_side(sample_store, report).iloc[0]["versi"] == now["versi"]
    # The other judges' assessments were never touched.
    assert side_by_side(sample_store, report)["penilaian_id"].tolist()[1:] == [row["penilaian_id"] for row in others]


def test_a_second_press_changes_nothing_and_an_old_version_is_refused(sample_store, report):
    row = side_by_side(sample_store, report).iloc[0]
    stored = use_index(sample_store, report, row["penilaian_id"])
    again = use_index(sample_store, report, stored.penilaian_id)
    assert not again.new and again.penilaian_id == stored.penilaian_id
    with pytest.raises(CannotUse, match="berganti versi"):
        use_index(sample_store, report, row["penilaian_id"])


def test_the_official_workbook_carries_the_index_out_and_back_in(sample_store, report):
    stored = use_index(sample_store, report, side_by_side(sample_store, report).iloc[0]["penilaian_id"])
    answers = stored_answers(sample_store, stored.penilaian_id)
    content = write_official(INSTRUMENT, "lampiran-iii", {"unit": answers}, Identity(UNIT, YEAR, "unit"))
    read = {a.kode: a for a in prepare("LKE.xlsx", content).reading.answers}
    assert read[IPAK_QUESTION].nilai == pytest.approx(report.figure.indeks / 4, abs=1e-11)
    assert read[IPAK_QUESTION].catatan == answers[IPAK_QUESTION].catatan


def test_one_services_index_is_not_the_units(sample_store, report):
    part = survey_report(sample_store, UNIT, YEAR, "spak", layanan=report.services[0])
    with pytest.raises(CannotUse, match="layanan"):
        use_index(sample_store, part, side_by_side(sample_store, part).iloc[0]["penilaian_id"])


def test_surveys_that_the_lke_does_not_ask_for_are_not_offered(sample_store):
    skm = survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", 2026, "skm")
    assert side_by_side(sample_store, skm).empty and skm.points is None


def test_an_index_from_another_file_keeps_the_first_note_once(sample_store, report):
    row = side_by_side(sample_store, report).iloc[0]
    use_index(sample_store, report, row["penilaian_id"])
    new = NewSurvey(unit=UNIT, tahun=YEAR, jenis="spak", instrumen_versi=1, agregat="indeks", responden=50, indeks=3.21)
    save_surveys(sample_store, [(SurveySource("rekap.csv", "ff"), [new])])
    later = survey_report(sample_store, UNIT, YEAR, "spak")
    stored = use_index(sample_store, later, side_by_side(sample_store, later).iloc[0]["penilaian_id"])
    answer = stored_answers(sample_store, stored.penilaian_id)[IPAK_QUESTION]
    assert answer.catatan.count("Catatan semula") == 1 and "rekap.csv" in answer.catatan
    assert answer.tertulis == "3,21" and "Data survei contoh" not in answer.catatan


def test_a_unit_without_lke_is_held_against_the_instrument_in_use(sample_store):
    known = tables.assessments(sample_store)
    assert lke_of(known, "Tidak ada", 2026) == INSTRUMENT.kode
    assert lke_of(known.assign(instrumen="permenpanrb-52-2014"), UNIT, YEAR) == "permenpanrb-52-2014"


IPAK_QUESTION = next(q.kode for n in INSTRUMENT.nodes() if n.kode == IPAK for q in n.questions())
ANSWERS = {a.kode: a for a in sample_answers(INSTRUMENT, 3, 2025, "unit")}


@settings(deadline=None)
@given(
    st.one_of(st.floats(1, 4), st.integers(1, 4), st.sampled_from([3.6, 3.2, 3.6 - 1e-10, 3.6 + 1e-10, 179.9999 / 50]))
)
def test_a_gate_holds_with_the_answer_exactly_when_it_holds_for_the_index(index):
    answers = with_index(ANSWERS, INSTRUMENT, IPAK_QUESTION, float(index), "asal")
    matrix = compile_points(INSTRUMENT)
    values = {a.kode: a.nilai for a in answers}
    gates = gate_table(INSTRUMENT, node_table(matrix, score(matrix, answer_row(matrix, values))))
    own = gates[gates["kode"].eq(next(g.kode for g in INSTRUMENT.syarat if g.simpul == [IPAK]))]
    assert own["nilai"].to_numpy() == pytest.approx(index / 4 * 17.5, abs=1e-9)
    if abs(index - 3.6) > 1e-9:
        assert (own["terpenuhi"] == (index > 3.6)).all()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.none(), max_size=20), st.floats(1, 4))
def test_nothing_else_is_changed_whatever_is_answered(missing, index):
    answers = {k: a for k, a in ANSWERS.items() if k not in missing}
    found = {a.kode: a for a in with_index(answers, INSTRUMENT, IPAK_QUESTION, index, "asal")}
    assert {k: a for k, a in found.items() if k != IPAK_QUESTION} == {
        k: a for k, a in answers.items() if k != IPAK_QUESTION
    }
    new = found[IPAK_QUESTION]
    assert new.nilai == pytest.approx(index / 4, abs=1e-11) and new.catatan.startswith("asal")
    old = answers.get(IPAK_QUESTION, Answer(IPAK_QUESTION, None, None))
    assert (new.bukti, new.tautan) == (old.bukti, old.tautan) and new.sel is None


def test_an_unknown_question_is_refused():
    with pytest.raises(KeyError):
        with_index(ANSWERS, INSTRUMENT, "tidak ada", 3.0, "asal")
    assert not np.isnan(ANSWERS[IPAK_QUESTION].nilai)


def test_the_sampling_error_of_a_stored_survey_is_known_to_the_question_that_it_answers(sample_store, report):
    found = survey_errors(sample_store, unit_key(UNIT), YEAR, INSTRUMENT).standard_errors
    (question,) = next(n for n in INSTRUMENT.nodes() if n.kode == IPAK).pertanyaan
    values = survey_values(sample_store, report.ids[0])
    # The index is the mean of the aspects' means; every aspect of the sample has one question.
    means = np.nanmean(values, axis=1)
    plain = np.std(means, ddof=1) / np.sqrt(len(means))
    # The finite number of people served makes it smaller, never larger.
    assert 0 < found[question.kode] <= plain * 1.15
    assert survey_errors(sample_store, unit_key("Tidak ada"), YEAR, INSTRUMENT).standard_errors == {}


def test_errors_of_two_surveys_go_together_where_the_same_people_answered_both(both_store):
    store, spak, spkp = both_store
    found = survey_errors(store, unit_key("Kantor Contoh"), 2026, INSTRUMENT)
    assert len(found.kode) == 2
    one, other = spak.mean(axis=1), spkp.mean(axis=1)
    shown = found.kovarians[0, 1] / np.sqrt(found.kovarians[0, 0] * found.kovarians[1, 1])
    assert shown == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-9)
    assert found.standard_errors == survey_errors(store, unit_key("Kantor Contoh"), 2026, INSTRUMENT).standard_errors
    assert np.linalg.eigvalsh(found.kovarians).min() > 0
    (said,) = found.asumsi
    assert said.startswith("60 orang menjawab IPAK dan IPKP sekaligus")


def test_errors_of_surveys_of_other_people_are_apart_and_that_is_said(sample_store):
    found = survey_errors(sample_store, unit_key(UNIT), YEAR, INSTRUMENT)
    assert found.kovarians.shape == (2, 2) and found.kovarians[0, 1] == found.kovarians[1, 0] == 0
    assert "tidak diketahui apakah respondennya orang yang sama" in found.asumsi[0]
    empty = survey_errors(sample_store, unit_key("Tidak ada"), YEAR, INSTRUMENT)
    assert empty.kode == () and empty.kovarians.shape == (0, 0) and empty.asumsi == ()


def test_few_respondents_are_shown_no_interval_but_their_error_counts(both_store, store):
    for count in (7, 1):
        values = np.array([[4, 3, 4, 4, 3], [3, 3, 4, 2, 4]] * 4)[:count]
        new = one([SPAK, *values.tolist()], {"tunggal": "ya"}, name=f"{count}.csv")
        store_surveys(store, [(new, SurveyLabel(f"Kantor {count}", 2026))])
        errors = list(survey_errors(store, unit_key(f"Kantor {count}"), 2026, INSTRUMENT).standard_errors.values())
        if count < 5:
            # So few are not shown at all, nor counted.
            assert survey_report(store, f"Kantor {count}", 2026, "spak") is None and errors == []
        else:
            assert survey_report(store, f"Kantor {count}", 2026, "spak").interval is None
            # At least what their spread says.
            assert np.std(values.mean(axis=1), ddof=1) / np.sqrt(count) <= errors[0] <= 1.5


def test_full_marks_have_an_error_and_results_without_answers_are_told(store):
    item = one([SPAK, *[[4] * 5] * 30], {"skala:spak": "1-4"})
    store_surveys(store, [(item, SurveyLabel("Kantor Uji", 2026))])
    new = NewSurvey("Kantor Uji", 2026, "spkp", 1, agregat="indeks", responden=50, indeks=3.21)
    save_surveys(store, [(SurveySource("rekap.csv", "ff"), [new])])
    found = survey_errors(store, unit_key("Kantor Uji"), 2026, INSTRUMENT)
    assert found.kode == (IPAK_QUESTION,) and found.kovarians[0, 0] > 0.05**2
    assert found.asumsi == (
        "Galat IPKP tidak diketahui, karena hanya hasil surveinya yang ada (semua atau sebagian); dianggap tidak ada.",
    )

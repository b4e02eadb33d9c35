"""Every table that surveys hand out has exactly the columns that are declared beside the function that makes it."""

import pytest
from tables import assert_columns

from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, load_instrument
from zi_metrics.samples.lke import sample_units
from zi_metrics.samples.surveys import sample_responses, write_survey_workbook
from zi_metrics.survey_answers import COMMENT_COLUMNS, KELOMPOK
from zi_metrics.surveys import counts, improvement, index
from zi_metrics.surveys import importance as importance_performance
from zi_metrics.surveys.comments import TERM_COLUMNS, search, term_counts, with_term
from zi_metrics.surveys.history import HISTORY_COLUMNS, by_period, by_year
from zi_metrics.surveys.importance import FEWEST_FOR_IMPORTANCE
from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.into_lke import SIDE_BY_SIDE_COLUMNS, side_by_side
from zi_metrics.surveys.moments import MOMENT_COLUMNS, moments_of, moments_table
from zi_metrics.surveys.parts import FOUND_COMMENT_COLUMNS, breakdown, find_comments, importance
from zi_metrics.surveys.portfolio import UNIT_COLUMNS, survey_portfolio
from zi_metrics.surveys.recognition.respondents import EMPTY_COMMENTS
from zi_metrics.surveys.report import survey_report

INSTRUMENTS = load_survey_instruments()
LKE = load_instrument(DEFAULT_INSTRUMENT)
YEAR = 2026


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS)
def test_what_is_counted_from_answers(instrument):
    responses = sample_responses(instrument, 0, YEAR, 3.4, 60)
    table = counts.answer_counts(responses)
    kode = tuple(question.kode for question in responses.questions)
    moments = moments_of(kode, responses.values())
    nrr = index.nrr_table(instrument, table)
    by_unsur = dict(zip(nrr["kode"], nrr["nrr"], strict=True))
    people = counts.respondent_counts(responses)
    services = people[people["dimensi"] == "layanan"].set_index("kategori")["responden"]
    assert_columns(table, counts.COUNT_COLUMNS)
    assert_columns(people, counts.RESPONDENT_COLUMNS)
    assert_columns(responses.komentar, COMMENT_COLUMNS) and assert_columns(EMPTY_COMMENTS, COMMENT_COLUMNS)
    assert_columns(moments_table(moments), MOMENT_COLUMNS)
    assert_columns(nrr, index.NRR_COLUMNS)
    assert_columns(index.distribution(instrument, table), index.DISTRIBUTION_COLUMNS)
    assert_columns(index.index_by(instrument, table, "layanan", services), ("layanan", *index.INDEX_BY_COLUMNS))
    assert_columns(improvement.pulling_down(instrument, by_unsur), improvement.PULLING_COLUMNS)
    for groups in (responses.kelompok, {}):
        assert_columns(counts.group_counts(respondents_in(responses, groups)), counts.GROUP_COUNT_COLUMNS)
    for indeks in (1.0, 3.4, 4.0):
        assert_columns(index.survey_gates(instrument, LKE, indeks), index.GATE_COLUMNS)
    for minimum in (1.0, 3.6, 4.1):
        rises = improvement.rises_needed(instrument, by_unsur, minimum)
        assert_columns(rises, improvement.RISE_COLUMNS)
    for people in (FEWEST_FOR_IMPORTANCE, 20):
        answers = sample_responses(instrument, 0, YEAR, 3.4, people)
        found = importance_performance.importance(instrument, kode, answers.values())
        assert_columns(found, importance_performance.IMPORTANCE_COLUMNS)
        assert found.empty == (people == 20)


def respondents_in(responses, groups):
    """The responses with these groups only."""
    return type(responses)(
        responses.questions, responses.levels, responses.baris, responses.tanggal, responses.layanan,
        responses.periode, groups, responses.komentar,
    )  # fmt: skip


def test_what_reports_of_the_sample_portfolio_hand_out(sample_store, sample_surveys):
    for unit, jenis in sample_surveys[["unit", "jenis"]].drop_duplicates().itertuples(index=False):
        report = survey_report(sample_store, unit, YEAR, jenis, with_interval=False)
        assert_columns(report.nrr, index.NRR_COLUMNS)
        assert_columns(report.distribution, index.DISTRIBUTION_COLUMNS)
        assert_columns(report.pulling_down, improvement.PULLING_COLUMNS)
        assert_columns(report.rises_needed(3.6), improvement.RISE_COLUMNS)
        assert_columns(side_by_side(sample_store, report), SIDE_BY_SIDE_COLUMNS)
        for dimension in ("layanan", "periode", *KELOMPOK):
            table = breakdown(sample_store, report, dimension)
            assert_columns(table, (dimension, *index.INDEX_BY_COLUMNS))
        if not report.is_aggregate:
            assert_columns(importance(sample_store, report), importance_performance.IMPORTANCE_COLUMNS)


def test_comments_terms_and_history(sample_store, sample_surveys):
    unit, jenis = sample_surveys[sample_surveys["agregat"] == ""][["unit", "jenis"]].iloc[0]
    report = survey_report(sample_store, unit, YEAR, jenis)
    comments = find_comments(sample_store, report)
    found = term_counts(comments)
    assert len(comments) and assert_columns(comments, FOUND_COMMENT_COLUMNS)
    assert_columns(found, TERM_COLUMNS) and assert_columns(term_counts(comments.iloc[:0]), TERM_COLUMNS)
    assert_columns(with_term(comments, found["istilah"].iloc[0]), FOUND_COMMENT_COLUMNS)
    assert_columns(search(comments, "antrean"), FOUND_COMMENT_COLUMNS)
    assert_columns(by_year(sample_store, unit, jenis), HISTORY_COLUMNS)
    assert_columns(by_period(sample_store, unit, jenis), HISTORY_COLUMNS)


def test_all_units_beside_one_another(sample_store):
    for jenis, instrument in INSTRUMENTS.items():
        portfolio = survey_portfolio(sample_store, YEAR, jenis, samples=True)
        assert_columns(portfolio.units, UNIT_COLUMNS)
        assert_columns(portfolio.grid, [u.kode for u in instrument.unsur if u.kode in portfolio.grid])


def test_what_is_read_from_a_file():
    for item in prepare_survey("contoh.xlsx", write_survey_workbook(sample_units())):
        assert_columns(item.counts, counts.COUNT_COLUMNS)
        assert_columns(item.nrr, index.NRR_COLUMNS)
        assert_columns(item.reading.responses.komentar, COMMENT_COLUMNS)

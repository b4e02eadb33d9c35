"""Doubts about answers are raised where more is alike than chance brings, and only there."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion
from zi_metrics.surveys import coincidences
from zi_metrics.surveys.answer_doubts import answer_findings
from zi_metrics.surveys.coincidences import in_sequence, in_the_same_moment
from zi_metrics.surveys.recognition.distinct_rows import row_codes
from zi_metrics.surveys.straight_lines import MOST_ROWS, straight_lines
from zi_metrics.surveys.trust import trust_rules

START = np.datetime64("2026-03-02T08:00:00")


def answers_of(rng, n, questions=9, connection=0.5, cuts=(-2.0, -1.2, -0.3)):
    """Levels 0 to 3 of people with one common feeling."""
    feeling = rng.normal(size=(n, 1)) * connection**0.5
    latent = feeling + rng.normal(size=(n, questions)) * (1 - connection) ** 0.5
    return np.searchsorted(cuts, latent)


def responses_of(levels, services=None, groups=None):
    """Responses with four levels a question."""
    levels = np.asarray(levels, dtype=np.uint16)
    n, count = levels.shape
    questions = tuple(
        SurveyQuestion(f"U{q + 1}", f"Pertanyaan {q + 1}", "Data", "A1", 1, 4, False, (1.0, 2.0, 3.0, 4.0))
        for q in range(count)
    )
    none = pd.Categorical.from_codes(np.full(n, -1), [])
    layanan = pd.Categorical(services) if services is not None else none
    days = np.full(n, np.datetime64("NaT"), "datetime64[D]")
    kelompok = {} if groups is None else {"usia": pd.Categorical(groups)}
    return Responses(questions, levels, np.arange(n), days, layanan, none, kelompok)


def doubts(levels, moments=None, services=None, groups=None):
    return " | ".join(f.pesan for f in answer_findings(responses_of(levels, services, groups), moments))


def test_each_doubt_is_raised_where_it_is_due_and_only_there():
    rng = np.random.default_rng(5)
    fine = rng.integers(0, 4, size=(100, 9))
    spread = START + np.arange(100) * np.timedelta64(1, "h")
    even = ["Akta", "KTP"] * 50
    assert doubts(fine, spread, even) == ""
    assert "satu layanan: Akta" in doubts(fine, spread, ["Akta"] * 90 + ["KTP"] * 10)
    twins = np.vstack([fine[:50], fine[:50]])
    assert "sama persis, waktunya pun sama" in doubts(twins, np.concatenate([spread[:50], spread[:50]]), even)
    burst = spread.copy()
    burst[:20] = START + np.arange(20)
    assert "dalam lima menit" in doubts(fine, burst, even)
    holes = fine.copy()
    holes[:20, 4] = MISSING
    assert "20% responden tidak menjawab 'Pertanyaan 5'" in doubts(holes, spread, even)


@pytest.mark.parametrize("questions", [5, 9])
def test_satisfied_people_are_not_doubted_and_forged_ones_are(questions):
    rng = np.random.default_rng(7)
    satisfied = answers_of(rng, 200, questions, 0.7, (-3.0, -2.5, -1.5))
    assert (satisfied == 3).all(axis=1).mean() > 0.6, "more than the old limit"
    assert doubts(satisfied) == ""
    forged = answers_of(rng, 200, questions)
    forged[rng.permutation(200)[:80]] = 2
    text = doubts(forged)
    assert "menjawab semua pertanyaan dengan nilai yang sama (3)" in text and "yang wajar sekitar" in text


def test_every_doubt_that_is_a_test_tells_how_often_it_is_wrong():
    rng = np.random.default_rng(7)
    forged = answers_of(rng, 200)
    forged[rng.permutation(200)[:80]] = 2
    (finding,) = [f for f in answer_findings(responses_of(forged)) if "nilai yang sama" in f.pesan]
    assert "temuan ini keliru muncul pada " in finding.pesan and "survei jujur" in finding.pesan
    assert finding.saran == trust_rules().aturan["jawaban_lurus"].saran


def test_copies_sent_soon_after_are_found_by_the_clock_and_without_it_by_their_rows():
    rng = np.random.default_rng(3)
    honest = answers_of(rng, 60)
    seconds = np.sort(rng.integers(0, 40 * 8 * 3600, 60))
    order = np.repeat(np.arange(60), np.where(np.arange(60) < 40, 2, 1))
    late = np.where(np.diff(order, prepend=-1) == 0, rng.integers(5, 60, len(order)), 0)
    copied, when = honest[order], START + (seconds[order] + late).astype("timedelta64[s]")
    assert "dalam satu menit) sama persis" in doubts(copied, when)
    shuffled = rng.permutation(len(copied))
    assert "dalam satu menit) sama persis" in doubts(copied[shuffled], when[shuffled]), "whatever the rows' order"
    minutes = when.astype("datetime64[m]").astype("datetime64[s]")
    assert "dalam satu menit) sama persis" in doubts(copied, minutes)
    assert "baris yang berurutan) sama persis" in doubts(copied)
    assert "baris yang berurutan) sama persis" in doubts(copied, when.astype("datetime64[D]").astype("datetime64[s]"))
    assert "berurutan" not in doubts(copied[np.argsort(copied[:, 0], kind="stable")]), "put in order by an answer"
    assert "sama persis" not in doubts(honest, START + seconds.astype("timedelta64[s]"))


def test_of_fewer_than_five_people_nothing_is_said():
    levels = np.full((4, 9), MISSING)
    levels[:, 0] = 3
    assert answer_findings(responses_of(levels)) == []
    assert "tidak menjawab" in doubts(np.vstack([levels, levels]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=4, max_size=40))
def test_coincidences_and_their_expectation_are_those_counted_pair_by_pair(rows):
    patterns, moments = (np.array(column) for column in zip(*rows, strict=True))
    found = in_the_same_moment(row_codes(patterns), row_codes(moments))
    pairs = list(combinations(range(len(rows)), 2))
    together = [(a, b) for a, b in pairs if moments[a] == moments[b]]
    alike = np.mean([patterns[a] == patterns[b] for a, b in pairs])
    assert found.pairs == sum(patterns[a] == patterns[b] for a, b in together)
    assert found.expected == pytest.approx(len(together) * alike)


def test_expectation_and_variance_are_those_of_dealing_at_random():
    rng = np.random.default_rng(11)
    patterns = rng.choice(6, 60, p=(0.5, 0.2, 0.1, 0.1, 0.06, 0.04))
    seconds = np.sort(rng.integers(0, 1500, 60))
    dealt = [in_sequence(row_codes(rng.permutation(patterns)), seconds).pairs for _ in range(3000)]
    assert in_sequence(row_codes(patterns), seconds).expected == pytest.approx(np.mean(dealt), rel=0.03)
    wrong = [in_sequence(row_codes(rng.permutation(patterns)), seconds).surprising for _ in range(3000)]
    # Once in a thousand; far more than three of three thousand would be the bound of something else.
    assert sum(wrong) <= stats.poisson.isf(0.001, 3) + 6


def test_neighbours_in_a_file_are_judged_as_answers_that_follow_one_another():
    rng = np.random.default_rng(4)
    for n in (2, 3, 4, 5, 60, 400):
        patterns = row_codes(rng.choice(5, n))
        # So far apart that only the next one came within a minute.
        assert in_sequence(patterns) == in_sequence(patterns, 59 * np.arange(n))


def test_only_coincidences_that_may_be_rare_have_their_bound_computed(monkeypatch):
    shapes = np.logspace(0, 9, 400)
    bounds = stats.gamma.isf(coincidences._RARELY, shapes)
    assert ((bounds - shapes) / np.sqrt(shapes) > coincidences._NEVER_RARE).all()
    rng = np.random.default_rng(6)
    samples = [row_codes(rng.choice(4, 300)) for _ in range(200)]
    samples += [np.repeat(sample, 1 + number % 2) for number, sample in enumerate(samples)]
    found = [in_sequence(patterns) for patterns in samples]
    monkeypatch.setattr(coincidences, "_NEVER_RARE", -np.inf)
    assert found == [in_sequence(patterns) for patterns in samples]
    assert {one.surprising for one in found} == {True, False}


def test_what_is_likely_agrees_with_a_simulation():
    rng = np.random.default_rng(2)
    few, many = answers_of(rng, 400, 5, 0.6), answers_of(rng, 200_000, 5, 0.6)
    (lines,) = [found for found in straight_lines(few.astype(float), 0.1) if found.nilai == 3]
    truth = (many == 3).all(axis=1).mean()
    assert not lines.surprising and lines.bagian == pytest.approx(truth, abs=0.08)
    forged = few.copy()
    forged[:160] = 2
    (lines,) = [found for found in straight_lines(forged.astype(float), 0.1) if found.nilai == 2]
    assert lines.surprising and lines.excess == pytest.approx(0.4, abs=0.06)


def test_a_million_people_are_looked_at_in_seconds():
    rng = np.random.default_rng(1)
    levels = np.tile(answers_of(rng, 1_000), (MOST_ROWS // 5, 1))
    assert len(levels) == 1_000_000
    when = START + rng.integers(0, 200 * 86_400, len(levels)).astype("timedelta64[s]")
    began = pd.Timestamp.now()
    answer_findings(responses_of(levels), when)
    assert (pd.Timestamp.now() - began).total_seconds() < 30

"""What is said of how certain an index is: nothing is certain that is not, and where there is no interval, why."""

import numpy as np
import pytest
from simple_samples import correlated
from survey_files import SPAK, one, responses

from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys, survey_served
from zi_metrics.surveys.certainty import confidence_words, design_sentences, why_no_interval
from zi_metrics.surveys.importing import SurveyLabel, store_surveys, survey_problems
from zi_metrics.surveys.parts import survey_findings
from zi_metrics.surveys.portfolio import survey_portfolio
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.sentences import gate_sentences, headline

UNIT, YEAR = "Kantor Uji", 2026


def kept(store, values, populasi=None, lead=(), dilayani=(), periode=""):
    """The report on these answers to SPAK, stored; lead: columns before them, (heading, cell of each respondent)."""
    heads = [heading for heading, _ in lead]
    rows = [
        [*(str(cells[place]) for _, cells in lead), *("" if np.isnan(v) else int(v) for v in row)]
        for place, row in enumerate(values)
    ]
    item = one([[*heads, *SPAK], *rows], name=f"survei {periode}.csv")
    store_surveys(store, [(item, SurveyLabel(UNIT, YEAR, periode, populasi, tuple(dilayani)))])
    return survey_report(store, UNIT, YEAR, "spak")


def said(report):
    return " ".join([headline(report), *gate_sentences(report), *design_sentences(report)])


def test_few_respondents_have_no_interval_and_the_reason_is_said_everywhere(store):
    report = kept(store, np.full((7, 5), 4.0))
    why = "selangnya belum dihitung: baru 7 responden, paling sedikit 10"
    assert report.interval is None and why_no_interval(report) == why
    assert why in headline(report) and why.capitalize() in said(report) and "pasti" not in said(report)
    assert (
        survey_portfolio(store, YEAR, "spak").no_intervals() == "1 unit tanpa selang: 1 dijawab kurang dari 10 orang."
    )


def test_full_marks_are_not_called_certain(store):
    text = said(kept(store, np.full((30, 5), 4.0)))
    assert "IPAK 4,00 [3,63–4,00]" in text and "98%" in text and "100%" not in text


def test_more_respondents_than_served_are_a_finding_and_the_number_is_not_used(store):
    values = correlated(65)
    report = kept(store, values, populasi=60)
    found = survey_findings(store, report)
    assert "65 responden, padahal yang dilayani disebut 60" in " ".join(found["pesan"])
    assert report.interval.bawah < report.interval.indeks < report.interval.atas
    assert "angka itu tidak dipakai dalam selang" in said(report)


def test_a_period_with_more_respondents_than_it_served_is_named(store):
    kept(store, correlated(40), populasi=30, periode="Triwulan 1")
    report = kept(store, correlated(40, seed=2), populasi=500, periode="Triwulan 2")
    found = survey_findings(store, report)["pesan"].tolist()
    assert any(text.startswith("Triwulan 1: 40 responden, padahal yang dilayani disebut 30") for text in found)


def test_a_census_is_told_as_one_and_silence_as_silence(store):
    values = correlated(80)
    report = kept(store, values, populasi=80)
    assert report.interval.bawah == report.interval.atas
    assert "Semua 80 yang dilayani menjawab" in said(report) and "yang dilayani orang lain" in said(report)


@pytest.mark.parametrize(("served", "spoken"), [(100, True), (1000, False)])
def test_where_most_answered_it_is_told_what_the_others_would_have_to_say(store, served, spoken):
    values = np.full((80, 5), 4.0)
    values[:20] = 3
    report = kept(store, values, populasi=served)
    text = said(report)
    assert ("20 dari 100 yang dilayani tidak ada jawabannya" in text) == spoken
    # 0,8 x 3,75 + 0,2 x 3,00 = 3,60.
    assert ("hanya selama rata-rata mereka sedikitnya 3,00" in text) == spoken


def test_many_blanks_are_told_with_their_bounds(store):
    values = correlated(60)
    values[:30, :2] = np.nan
    report = kept(store, values)
    low, high = (np.where(np.isnan(values), end, values).mean() for end in (1, 4))
    assert "20% jawaban kosong" in said(report)
    assert f"IPAK {low:.2f}, bila tertinggi {high:.2f}".replace(".", ",") in said(report)


def test_days_that_differ_are_told_with_the_design_effect(store):
    rng = np.random.default_rng(4)
    days = np.repeat(np.arange(12), 10)
    mood = rng.normal(0, 0.5, 12)[days][:, None]
    values = np.clip(np.round(3.2 + mood + rng.normal(0, 0.6, (120, 5))), 1, 4)
    dates = [f"{day + 1:02d}/03/2026" for day in days]
    report = kept(store, values, lead=[("Tanggal", dates)])
    effect = report.interval.sampel.efek_desain
    assert effect > 1.5 and f"efek desain {effect:.2f}".replace(".", ",") in said(report)
    assert "(12 hari)" in said(report)


def test_services_that_tell_whom_they_served_weigh_the_index(store):
    values = correlated(100)
    values[80:] = np.clip(values[80:] - 1, 1, 4)
    names = ["KTP"] * 80 + ["KK"] * 20
    report = kept(store, values, lead=[("Jenis layanan", names)], dilayani=[("KTP", 500), ("KK", 500)])
    assert report.populasi == 1000 and report.figure.indeks == pytest.approx(values.mean())
    weighted = values[:80].mean() / 2 + values[80:].mean() / 2
    assert report.interval.indeks == pytest.approx(weighted)
    assert f"seluruh yang dilayani diperkirakan {weighted:.2f}".replace(".", ",") in said(report)
    part = survey_report(store, UNIT, YEAR, "spak", layanan="KK")
    assert part.populasi == 500 and part.interval.sampel.sisa == pytest.approx(1 - 20 / 500)
    assert survey_served(store, report.ids)["dilayani"].sum() == 1000


def test_services_of_which_only_some_are_told_are_refused():
    rows = responses(SPAK, lambda i, q: 3 + (i + q) % 2, lead=("Jenis layanan",))
    for place, row in enumerate(rows[1:]):
        row[0] = "KTP" if place % 2 else "KK"
    item = one(rows)
    assert sorted(item.services) == ["KK", "KTP"]
    assert survey_problems([(item, SurveyLabel(UNIT, YEAR, dilayani=(("KK", 5),)))])[0].endswith(
        "sebut juga untuk KTP, atau jumlah seluruhnya saja."
    )
    assert survey_problems([(item, SurveyLabel(UNIT, YEAR, dilayani=(("KK", 5), ("KTP", 9))))]) == []


def test_periods_are_weighted_by_those_they_served(store):
    first, second = correlated(40), np.clip(correlated(40, seed=2) - 1, 1, 4)
    second[0] = 4
    kept(store, first, populasi=900, periode="Triwulan 1")
    report = kept(store, second, populasi=100, periode="Triwulan 2")
    assert report.interval.indeks == pytest.approx(0.9 * first.mean() + 0.1 * second.mean())
    assert report.figure.indeks == pytest.approx((first.mean() + second.mean()) / 2)


def test_below_the_gate_more_respondents_are_not_asked_for(store):
    report = kept(store, correlated(60, seed=3))
    report_below = report.figure.indeks < 3.6
    assert report_below and "responden lagi" not in said(report)


def test_above_the_gate_but_not_surely_two_numbers_are_told(store):
    rng = np.random.default_rng(2)
    values = np.clip(np.round(3.8 + rng.normal(0, 0.35, (60, 1)) + rng.normal(0, 0.5, (60, 5))), 1, 4)
    report = kept(store, values)
    gate = report.gates.iloc[0]
    assert report.interval.bawah < 3.6 < report.interval.indeks
    half, most = gate["tambah_50"], gate["tambah_80"]
    assert 0 < half < most
    assert f"perlu sekitar {half:.0f} responden lagi" in said(report) and f"atau {most:.0f} dengan peluang 80%" in said(
        report
    )
    assert "ragamnya dua kali" in said(report)


def test_the_next_survey_is_never_surer_than_this_one(store):
    # Five of a hundred in a service that served half: nearly all the error is theirs, and skewed.
    values = correlated(100)
    values[95:] = [[2] * 5, [3] * 5, [3] * 5, [2] * 5, [4] * 5]
    names = ["KTP"] * 95 + ["KK"] * 5
    report = kept(store, values, lead=[("Jenis layanan", names)], dilayani=[("KTP", 500), ("KK", 500)])
    interval = report.interval
    assert interval.cara == "hall" and interval.kemencengan > 0.1
    for minimum in np.linspace(2.9, 3.9, 41):
        sure, following = interval.confidence(minimum), interval.next_reaches(minimum)
        assert abs(following - 0.5) <= abs(sure - 0.5) + 1e-12


def test_results_alone_say_why_they_have_no_interval(store):
    new = NewSurvey(UNIT, YEAR, "spak", 1, agregat="indeks", responden=50, indeks=3.7)
    save_surveys(store, [(SurveySource("rekap.csv", "ff"), [new])])
    report = survey_report(store, UNIT, YEAR, "spak")
    assert "berkasnya hanya memuat hasil" in headline(report)
    assert survey_portfolio(store, YEAR, "spak").no_intervals() == "1 unit tanpa selang: 1 hanya memuat hasil."


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.001, "kurang dari 1%"), (0.81, "81%"), (0.9964, "lebih dari 99%"), (1, "100%")]
)
def test_a_confidence_is_never_rounded_to_never_or_always(share, words):
    assert confidence_words(share) == words

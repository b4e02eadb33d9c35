"""What one person answered is told by no figure: not of few people, not by subtraction, not by another version."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_files import SPAK, one

from zi_metrics.instruments.library import load_instrument
from zi_metrics.store import surveys as stored
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.versions import withdraw_import
from zi_metrics.surveys.chosen import withheld
from zi_metrics.surveys.counted import moments
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, hidden_answers, suppressed
from zi_metrics.surveys.history import by_year
from zi_metrics.surveys.importing import SurveyLabel, store_surveys, with_near_findings
from zi_metrics.surveys.index_errors import survey_errors
from zi_metrics.surveys.near_versions import people_apart
from zi_metrics.surveys.parts import breakdown
from zi_metrics.surveys.portfolio import survey_portfolio
from zi_metrics.surveys.raw_answers import RawAnswers
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.sentences import weight_sentence

UNIT, YEAR = "Kantor Uji", 2026
LABEL = SurveyLabel(UNIT, YEAR)


def people(count, seed=1):
    return np.random.default_rng(seed).integers(2, 5, size=(count, 5)).tolist()


def spak(rows, services=None):
    lead = [] if services is None else ["Jenis Layanan"]
    told = [[]] * len(rows) if services is None else [[name] for name in services]
    return one([[*lead, *SPAK], *([*who, *row] for who, row in zip(told, rows, strict=True))])


def keep(store, item, label=LABEL):
    (new,) = store_surveys(store, [(item, label)])
    return new


def report_on(store, **wishes):
    return survey_report(store, UNIT, YEAR, "spak", **wishes)


def withdraw_newest(store):
    table = stored.survey_versions(store, unit_key("Kantor Uji"), YEAR, "spak")
    withdraw_import(store, table.loc[table["versi"].idxmax(), "impor_id"], "salah berkas")


@pytest.mark.parametrize("count", [1, 4, 5])
def test_of_fewer_than_five_people_only_their_number_is_told_anywhere(store, count):
    item = spak(people(count))
    keep(store, item)
    keep(store, spak(people(40)), SurveyLabel("Kantor Lain", YEAR))
    hidden, portfolio = withheld(store, UNIT, YEAR, "spak"), survey_portfolio(store, YEAR, "spak")
    few = count < FEWEST_SHOWN
    assert item.shown != few
    assert (report_on(store) is None) == few == (hidden is not None)
    assert by_year(store, UNIT, "spak").empty == few
    assert (UNIT in portfolio.grid.index, UNIT in set(portfolio.units["unit"])) == (not few, not few)
    assert (
        survey_errors(store, unit_key(UNIT), YEAR, load_instrument("permenpanrb-90-2021")).standard_errors == {}
    ) == few
    if hidden is not None:
        assert hidden.responden == count and f"Hanya {count} responden" in hidden.kalimat


def test_many_units_at_once_hide_the_same(store, monkeypatch):
    monkeypatch.setattr("zi_metrics.surveys.portfolio.MOST_INTERVALS", 1)
    for number, count in enumerate((40, 40, 1, 4, 40)):
        keep(store, spak(people(count, number)), SurveyLabel(f"Kantor {number}", YEAR))
    keep(store, spak([*people(40, 4), [1, 1, 1, 1, 1]]), SurveyLabel("Kantor 4", YEAR))
    table = stored.survey_versions(store, unit_key("Kantor 4"), YEAR, "spak")
    withdraw_import(store, table.loc[table["versi"].idxmax(), "impor_id"], "salah")
    portfolio = survey_portfolio(store, YEAR, "spak")
    assert set(portfolio.units["unit"]) == set(portfolio.grid.index) == {"Kantor 0", "Kantor 1"}
    assert portfolio.tertutup == ("Kantor 2", "Kantor 3", "Kantor 4") and "Kantor 3" in portfolio.withheld()


def test_a_question_of_few_answers_counts_nowhere_and_cannot_be_worked_out(store):
    rows = people(40)
    for row in rows[4:]:
        row[2] = ""
    keep(store, spak(rows))
    report = report_on(store)
    assert report.nrr["kode"].tolist() == ["A1", "A2", "A4", "A5"] and report.sedikit == ("A3",)
    # The attack: the index times the number of unsur, less all that is shown.
    assert report.figure.indeks * report.figure.unsur - report.nrr["nrr"].sum() == pytest.approx(0)
    others = np.array([[row[q] for q in (0, 1, 3, 4)] for row in rows], dtype=float)
    assert report.figure.indeks == pytest.approx(others.mean()) == pytest.approx(report.interval.indeks)
    assert set(report.distribution["kode"]) == {"A1", "A2", "A4", "A5"} == set(moments(store, report).kode)
    assert "dijawab kurang dari 5 orang" in weight_sentence(report) and "A3" in " ".join(report.catatan)


def test_one_answer_of_a_service_cannot_be_worked_out_from_the_whole_and_the_others(store):
    rows = people(60, 3)
    services = ["KTP"] * 30 + ["KK"] * 20 + ["Akta"] * 10
    # Of Akta one answered the first question; of KTP and KK many did.
    for row in rows[51:]:
        row[0] = ""
    keep(store, spak(rows, services))
    whole = report_on(store)
    parts = {name: report_on(store, layanan=name) for name in whole.services}
    assert set(parts) == {"KTP", "KK", "Akta"}
    telling = [name for name, part in parts.items() if "A1" in set(part.nrr["kode"])]
    # Those that do not tell it are together enough that nobody's answer is what is left.
    silent = [name for name in parts if name not in telling]
    answers = sum(row[0] != "" for row, name in zip(rows, services, strict=True) if name in silent)
    assert "Akta" in silent and len(silent) > 1 and answers >= FEWEST_SHOWN
    table = breakdown(store, whole, "layanan").set_index("layanan")
    for name, part in parts.items():
        assert part.figure.indeks == pytest.approx(table.loc[name, "indeks"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=6))
def test_no_question_of_any_group_is_the_difference_of_what_is_shown(table):
    groups = [f"g{i}" for i in range(len(table))]
    rows = [(q, g, n) for g, counts in zip(groups, table, strict=True) for q, n in enumerate(counts) if n]
    if not rows:
        return
    counts = pd.DataFrame(rows, columns=["kolom", "layanan", "banyak"])
    answered = pd.Series([max(own) for own in table], groups)
    hidden = hidden_answers(counts, "layanan", answered)
    assert not hidden.loc[:, suppressed(answered)].eq(False).to_numpy().any()
    for kolom, own in counts.groupby("kolom"):
        answers = own.set_index("layanan")["banyak"].reindex(groups, fill_value=0)
        away = answers[hidden.loc[kolom] & (answers > 0)]
        assert (answers[~hidden.loc[kolom] & (answers > 0)] >= FEWEST_SHOWN).all()
        some_shown = (answers[~hidden.loc[kolom]] > 0).any()
        if len(away) and some_shown and away.min() < FEWEST_SHOWN:
            assert len(away) > 1 and away.sum() >= FEWEST_SHOWN


@pytest.mark.parametrize("more", [1, 4, 5])
def test_two_versions_a_few_people_apart_are_never_both_given_out(store, more):
    first = people(56)
    keep(store, spak(first))
    newer = spak([*first, *people(more, 9)])
    ((told, _),) = with_near_findings(store, [(newer, LABEL)])
    near = more < FEWEST_SHOWN
    words = " ".join(told.findings["pesan"]) + " ".join(told.findings["saran"])
    assert (f"hanya berbeda {more} responden dari versi 1" in words) == near
    assert len(with_near_findings(store, [(told, LABEL)])[0][0].findings) == len(told.findings), "said once"
    keep(store, newer)
    assert ("hanya berbeda" in " ".join(stored.survey_findings(store, report_on(store).ids[0])["pesan"])) == near
    assert report_on(store).responden == 56 + more
    withdraw_newest(store)
    # The attack: both versions' figures, the second by withdrawing the first.
    before = report_on(store)
    assert (before is None) == near == (withheld(store, UNIT, YEAR, "spak") is not None)
    if near:
        assert f"hanya berbeda {more} responden" in withheld(store, UNIT, YEAR, "spak").kalimat
        assert by_year(store, UNIT, "spak").empty and survey_portfolio(store, YEAR, "spak") is None


def test_a_corrected_answer_and_versions_further_on_are_near_too(store):
    rows = people(56)
    keep(store, spak(rows))
    keep(store, spak([*rows[:-1], [1, 1, 1, 1, 1]]))
    withdraw_newest(store)
    assert report_on(store) is None, "one person replaced"
    keep(store, spak([*rows, *people(8, 5)]))
    assert report_on(store).responden == 64
    keep(store, spak([*rows, *people(11, 5)]))
    withdraw_newest(store)
    assert report_on(store) is None


def test_who_means_the_older_version_uploads_it_again(store):
    rows = people(56)
    right = spak(rows)
    keep(store, right)
    keep(store, spak([*rows, [1, 1, 1, 1, 1]]))
    withdraw_newest(store)
    assert report_on(store) is None
    new = keep(store, right)
    assert (new.new, new.versi) == (True, 3) and report_on(store).responden == 56


def test_small_periods_wait_until_they_are_enough_together(store):
    for period, count in (("Januari", 40), ("Februari", 3)):
        keep(store, spak(people(count, count)), SurveyLabel(UNIT, YEAR, period))
    report = report_on(store)
    assert report.responden == 40 and "3 responden dari survei" in " ".join(report.catatan)
    keep(store, spak(people(2, 2)), SurveyLabel(UNIT, YEAR, "Maret"))
    assert report_on(store).responden == 45 and not report_on(store).catatan
    keep(store, spak(people(4, 4)), SurveyLabel(UNIT, YEAR, "April"))
    assert report_on(store).responden == 45


def test_a_withdrawn_year_does_not_give_away_what_its_parts_lack(store):
    parts = people(30, 1), people(28, 2)
    for period, rows in zip(("Triwulan 1", "Triwulan 2"), parts, strict=True):
        keep(store, spak(rows), SurveyLabel(UNIT, YEAR, period))
    assert report_on(store).responden == 58
    keep(store, spak([*parts[0], *parts[1], [1, 1, 1, 1, 1]]))
    assert report_on(store).responden == 59
    withdraw_newest(store)
    assert report_on(store) is None


def test_people_apart_are_counted_whatever_the_order_of_rows_and_questions():
    rng = np.random.default_rng(0)
    values = rng.integers(1, 5, size=(50, 3)).astype(float)
    values[3, 1] = np.nan
    one_way = RawAnswers(("A1/1", "A2/1", "A3/1"), values)
    other = RawAnswers(("A3/1", "A1/1", "A2/1", "A4/1"), np.column_stack([values[:, [2, 0, 1]], values[:, 0]])[::-1])
    assert people_apart(one_way, other) == 0
    assert people_apart(one_way, RawAnswers(other.keys, other.values[2:])) == 2
    assert people_apart(one_way, RawAnswers(("B1/1",), values[:, :1])) == 50

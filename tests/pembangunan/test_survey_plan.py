"""Planned surveys and benefits: what a sample needs, what is stored of it, and what changed."""

import pandas as pd
import pytest

from zi_metrics.pembangunan import benefits, survey_plan
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.store.unit_names import unit_key


def planned(*rows):
    """Rows of the plan: kind, served, sample."""
    table = pd.DataFrame([dict(zip(("jenis", "populasi", "sampel"), row, strict=True)) for row in rows])
    return survey_plan.with_needs(table.assign(unit_id="a", unit="Kantor A"))


@pytest.mark.parametrize(
    ("served", "needed"), [(10, 10), (29, 29), (30, 30), (31, 30), (100, 80), (1000, 278), (None, 30), (1, 1)]
)
def test_where_no_sample_is_written_it_follows_from_those_served(served, needed):
    # 80 of 100 and 278 of 1,000 stand in Krejcie and Morgan's table.
    (row,) = planned(("SPAK", served, None)).to_dict("records")
    assert (row["perlu"], row["dihitung"], row["kurang_rencana"]) == (needed, True, 0)


@pytest.mark.parametrize(("sample", "short"), [(79, 1), (80, 0), (100, 0)])
def test_a_sample_too_small_for_those_served_is_told(sample, short):
    (row,) = planned(("SKM", 100, sample)).to_dict("records")
    assert (row["perlu"], row["dihitung"], row["kurang_rencana"]) == (sample, False, short)


@pytest.mark.parametrize(
    ("text", "kode"),
    [("SPAK", "spak"), ("Survei Persepsi Anti Korupsi (SPAK)", "spak"), ("ipkp", "spkp"), ("SKM Triwulan I", "skm"),
     ("Survei Kepuasan Masyarakat", "skm"), ("Survei budaya kerja", None), ("SKM dan SPAK", None)],
)  # fmt: skip
def test_the_kind_of_a_survey_is_understood_as_people_write_it(text, kode):
    assert survey_plan.kind_of(text) == kode


def test_plan_is_held_against_what_is_really_stored(store):
    new = [
        NewSurvey(unit="Kantor A", tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5,
                  responden=count, periode=period)
        for count, period in ((50, "TW I"), (29, "TW II"))
    ]  # fmt: skip
    save_surveys(store, [(SurveySource("a.csv", "aa"), new)])
    stored = survey_plan.stored_respondents(store, 2026)
    assert survey_plan.stored_respondents(store, 2025).empty
    plan = planned(("SPAK", 100, None), ("SKM", None, None), ("Survei budaya", None, 10)).assign(
        unit_id=unit_key("Kantor A")
    )
    table = survey_plan.against_stored(plan, stored)
    assert table[["jenis", "perlu", "terkumpul", "kurang"]].values.tolist() == [["spak", 80, 79, 1], ["skm", 30, 0, 30]]
    assert survey_plan.sentence(plan, table) == (
        "3 survei direncanakan untuk 120 responden; 2 belum cukup, kurang 31 responden. 1 "
        "sampelnya lebih kecil dari yang diperlukan."
    )


def test_nothing_planned_and_kinds_that_nobody_knows_are_held_against_nothing(store):
    stored = survey_plan.stored_respondents(store, 2026)
    plan = planned(("Survei budaya", 20, None))
    assert survey_plan.against_stored(plan, stored).empty and survey_plan.against_stored(plan[:0], stored).empty
    assert survey_plan.sentence(plan[:0], stored) == "Belum ada survei yang direncanakan."
    assert survey_plan.sentence(plan, survey_plan.against_stored(plan, stored)).startswith("1 survei direncanakan")


def changes(*rows):
    table = pd.DataFrame([dict(zip(("sebelum", "sesudah", "satuan"), row, strict=True)) for row in rows])
    return benefits.with_change(table.assign(direplikasi=""))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(12.0, 7.0, "12 → 7 hari (−5; −42%)"), (0.0, 3.0, "0 → 3 hari (+3)"), (-2.0, -1.0, "-2 → -1 hari (+1; +50%)"),
     (3.2, 3.5, "3,2 → 3,5 hari (+0,30; +9%)"), (5.0, 5.0, "5 → 5 hari (0; 0%)"), (None, 3.0, "–")],
)  # fmt: skip
def test_a_change_has_its_sign_and_no_share_of_nothing(before, after, words):
    (row,) = changes((before, after, "hari")).to_dict("records")
    assert benefits.change_words(row) == words


def test_benefits_are_counted_by_where_they_moved():
    table = changes((1.0, 2.0, ""), (2.0, 1.0, ""), (1.0, 1.0, ""), (None, 1.0, ""))
    assert benefits.benefit_sentence(table).endswith("3 dengan angka sebelum dan sesudah: 1 naik, 1 turun, 1 tetap.")
    assert benefits.innovation_sentence(table) == "4 inovasi; 3 menyebut angka sebelum dan sesudahnya."

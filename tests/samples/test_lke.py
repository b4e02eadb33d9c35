"""The sample portfolio: the same every time, plainly samples, and varied enough to show every case."""

from dataclasses import replace

import pytest
from places import READY

from zi_metrics.lke import portfolio
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.samples.lke import (
    READY_WORKBOOKS,
    YEARS,
    DatabaseInUse,
    fill_with_samples,
    sample_units,
    write_workbook,
)
from zi_metrics.scoring import standing
from zi_metrics.store import tables


def test_24_units_over_three_years_with_all_judges_in_part(sample_store):
    table = tables.assessments(sample_store)
    assert table["unit"].nunique() == 24 and sorted(table["tahun"].unique()) == list(YEARS) and len(YEARS) == 3
    assert table["contoh"].all() and table["unit"].str.startswith("Contoh ").all()
    per_judge = table["penilai"].value_counts()
    assert per_judge["unit"] == 72 > per_judge["tpi"] > per_judge["tpn"] > 0


def test_every_case_occurs(sample_store):
    overview = portfolio.overview(sample_store, YEARS[-1])
    counts = overview["status"].value_counts()
    assert all(counts.get(status, 0) >= 2 for status in standing.STATUS), counts
    assert overview["total"].min() < 65 and overview["total"].max() > 90
    assert (overview["terjawab"] < overview["pertanyaan"]).any()
    assert (overview["perubahan"] > 0).any() and (overview["perubahan"] < 0).any()


def test_answers_with_source_cells_are_among_them(sample_store):
    table = tables.assessments(sample_store)
    filed = table[table["sha256"].notna()]
    assert len(filed) == 2
    answers = tables.answers(sample_store, filed.iloc[0]["penilaian_id"])
    assert answers["sel"].notna().all()


@pytest.mark.parametrize("workbook", READY_WORKBOOKS, ids=lambda w: w.file_name)
def test_the_ready_workbooks_are_what_the_code_writes(workbook):
    path = next(p for p in READY.values() if p.name == workbook.file_name)
    # Bytes differ between compression libraries, the last digit of a sum between processors; nothing else may.
    ours, shipped = (prepare("a.xlsx", content).reading for content in (write_workbook(workbook), path.read_bytes()))
    figures, shipped_figures = (
        {(kode, lembar, sel): figure for kode, (figure, lembar, sel) in reading.own_figures.items()}
        for reading in (ours, shipped)
    )
    assert figures and figures == pytest.approx(shipped_figures, abs=1e-9, rel=0)
    assert replace(ours, own_figures={}) == replace(shipped, own_figures={})


def test_filling_twice_adds_nothing_and_real_units_are_never_mixed_with_samples(sample_store, store):
    assert fill_with_samples(sample_store) == 0
    item = prepare("uji.xlsx", READY["lengkap"].read_bytes())
    store_prepared(store, [(item, Label("Kantor Uji", 2026, "unit"))])
    with pytest.raises(DatabaseInUse):
        fill_with_samples(store)


def test_units_are_the_same_at_every_run():
    assert sample_units() == sample_units()

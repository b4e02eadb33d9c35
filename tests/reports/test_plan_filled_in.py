"""A plan, filled into the official workbook as its steps say, holds every gate when LibreOffice calculates it."""

import math

import numpy as np
import pytest
from assessments import INSTRUMENT
from counted_answers import MADE, RATIOS, USED, counted_answers, counts_of, filled_in, values
from official_answers import answer
from recalculation import by_libreoffice, cell, require_libreoffice

from zi_metrics.answers import Identity
from zi_metrics.lke.importing import prepare
from zi_metrics.plan.plan import plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.reports.lke_rows import layout_rows
from zi_metrics.reports.official_workbook import LAYOUTS, write_official
from zi_metrics.scoring.gates import gate_system

LAYOUT = "lampiran-iii"


def planned():
    """Assessments with the plan for each: what is written after its steps, and the plan."""
    for seed in range(24):
        rng = np.random.default_rng(seed)
        predikat = ("wbk", "wbbm")[seed % 2]
        written = counted_answers(rng, rng.uniform(0.4, 0.8))
        now = values(written)
        # Otherwise the shared count is too dear to be worked on by most plans.
        duty = frozenset(kode for kode in (MADE, USED)[: seed % 3] if now[kode] < 1)
        found = plan(gate_system(INSTRUMENT, predikat), now, PlanSettings(wajib=duty, hitungan=counts_of(written)))
        yield filled_in(written, found.langkah), found


def as_answers(written):
    """What is written, as the workbook takes it."""
    return {
        kode: answer(INSTRUMENT, kode, counts=given) if kode in RATIOS else answer(INSTRUMENT, kode, str(given))
        for kode, given in written.items()
    }


@pytest.mark.libreoffice
def test_all_gates_hold_when_libreoffice_calculates_the_filled_in_plan(tmp_path):
    require_libreoffice()
    plans = list(planned())
    assert sum(any(step.kode == MADE for step in found.langkah) for _, found in plans) > 6
    contents = [
        write_official(INSTRUMENT, LAYOUT, {"unit": as_answers(written)}, Identity("Kantor Contoh", 2026))
        for written, _ in plans
    ]
    form = LAYOUTS[LAYOUT]
    column = form.columns_of("unit").nilai
    rows = layout_rows(INSTRUMENT, form.header_row + 1)
    for (_, found), content, sheets in zip(plans, contents, by_libreoffice(contents, tmp_path), strict=True):
        sheet = sheets[form.lembar]
        shown = {row.simpul: cell(sheet, f"{column}{row.row}") for row in rows if row.jenis == "simpul"}
        # Where a node and its only question share a row, its Nilai cell shows the question's value.
        shown |= {
            row.simpul: cell(sheet, f"{column}{row.row}") * cell(sheet, f"H{row.row}")
            for row in rows
            if row.jenis == "simpul-pertanyaan"
        }
        promised = found.syarat.set_index("kode")
        for gate in INSTRUMENT.syarat:
            points = math.fsum(shown[kode] for kode in gate.simpul)
            if gate.kode in promised.index:
                assert points >= promised.loc[gate.kode, "minimum"] - 1e-9, gate.kode
                assert points == pytest.approx(promised.loc[gate.kode, "sesudah"], abs=1e-9), gate.kode
        # Read back, it is the plan's promise again, and the counts agree with one another.
        item = prepare("LKE.xlsx", content)
        assert item.total == pytest.approx(found.total_sesudah, abs=1e-9)
        assert not item.findings["pesan"].str.contains("satu hitungan|melebihi").any()

"""A form filled in by any judge of the list comes back as that judge's, with the place for his signature."""

from io import BytesIO

import openpyxl
import pytest

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare_file
from zi_metrics.penilai import JUDGES
from zi_metrics.reports.official_workbook import judges_of, write_official
from zi_metrics.samples.lke import sample_answers

INSTRUMENT = load_instrument()


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.kode)
def test_the_form_of_every_judge_comes_back(judge):
    answers = {answer.kode: answer for answer in sample_answers(INSTRUMENT, 3, 2025, judge.kode)}
    whose = Identity("Kantor Contoh", 2025, judge.kode)
    content = write_official(INSTRUMENT, "lampiran-iii", {judge.kode: answers}, whose)
    assert judge.kode in judges_of("lampiran-iii")
    (item,) = prepare_file("berkas.xlsx", content)
    assert item.reading.identity == whose
    assert {a.kode: a.nilai for a in item.reading.answers} == pytest.approx({k: a.nilai for k, a in answers.items()})
    cells = openpyxl.load_workbook(BytesIO(content))["LKE ZI"].iter_rows(values_only=True)
    assert f"{judge.tanda_tangan}," in {cell for row in cells for cell in row}

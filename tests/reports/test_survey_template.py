"""A blank survey sheet, filled in, is read as that survey with every answer."""

import io

import openpyxl
import pytest

from zi_metrics.reports.survey_template import write_survey_blank
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.upload import prepare_upload

PEOPLE = 31


@pytest.mark.parametrize("kode", list(load_survey_instruments()))
def test_a_blank_survey_filled_in_is_read_back(kode):
    survey = load_survey_instruments()[kode]
    book = openpyxl.load_workbook(io.BytesIO(write_survey_blank(survey)))
    sheet = book.active
    assert sheet.max_row == 1, "nobody has answered yet"
    for person in range(PEOPLE):
        given = [3 + (person + column) % 2 for column in range(len(survey.unsur))]
        sheet.append([f"2026-03-{person % 28 + 1:02d}", "Loket A", *given])
    out = io.BytesIO()
    book.save(out)
    found = prepare_upload("isian.xlsx", out.getvalue())
    (read,) = found.surveys
    assert (read.jenis, read.reading.responden, len(read.asks)) == (kode, PEOPLE, 0) and not found.problems
    means = [sum(3 + (person + column) % 2 for person in range(PEOPLE)) / PEOPLE for column in range(len(survey.unsur))]
    assert read.nrr["nrr"].tolist() == pytest.approx(means)

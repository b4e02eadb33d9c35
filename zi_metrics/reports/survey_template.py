"""A blank sheet for a survey's answers: a row for each respondent, a column for each unsur, read again as it is."""

import io
from datetime import UTC, datetime

import xlsxwriter

from zi_metrics.reports.cell_texts import fitting
from zi_metrics.surveys.instruments.library import SurveyInstrument

# A fixed date: the same survey gives the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
# So many rows may be filled in with the scale's bounds.
_FILLABLE = 1_000
_ABOUT = ("Tanggal", "Layanan")


def write_survey_blank(survey: SurveyInstrument) -> bytes:
    """The workbook of a survey with nobody's answers; its cells take the whole figures of the scale."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": _CREATED, "title": survey.nama})
        sheet = workbook.add_worksheet(survey.singkatan)
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, words in enumerate((*_ABOUT, *(f"{unsur.kode} {unsur.nama}" for unsur in survey.unsur))):
            sheet.write_string(0, column, fitting(words), head)
        sheet.set_column(0, len(_ABOUT) + len(survey.unsur) - 1, 18)
        sheet.freeze_panes(1, 0)
        bounds = {
            "validate": "integer",
            "criteria": "between",
            "minimum": int(survey.skala.minimum),
            "maximum": int(survey.skala.maksimum),
            "error_title": "Jawaban",
            "error_message": f"Isi angka {survey.skala.minimum:g} sampai {survey.skala.maksimum:g}.",
        }
        sheet.data_validation(1, len(_ABOUT), _FILLABLE, len(_ABOUT) + len(survey.unsur) - 1, bounds)
    return out.getvalue()

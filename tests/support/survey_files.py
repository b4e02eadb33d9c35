"""Small survey files for tests: rows of cells as CSV or workbook bytes, and readings of them."""

import csv
import io

from messy_survey.cells import as_xlsx

from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.recognition.mapping import SurveyMapping

SKM = [
    "Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya/Tarif", "Produk Layanan", "Kompetensi Pelaksana",
    "Perilaku Pelaksana", "Penanganan Pengaduan", "Sarana dan Prasarana",
]  # fmt: skip
SPAK = [
    "Tidak ada diskriminasi pelayanan", "Tidak ada kecurangan pelayanan", "Tidak ada imbalan di luar ketentuan",
    "Tidak ada percaloan", "Tidak ada pungutan liar",
]  # fmt: skip
SPKP = [
    "Persyaratan pelayanan yang diinformasikan sesuai dengan persyaratan yang ditetapkan unit layanan ini",
    "Prosedur/alur pelayanan yang ditetapkan unit layanan ini mudah diikuti/dilakukan",
    "Jangka waktu penyelesaian pelayanan yang diterima Bapak/Ibu sesuai dengan yang ditetapkan unit layanan ini",
    "Tarif/biaya pelayanan yang dibayarkan pada unit layanan ini sesuai dengan tarif/biaya yang ditetapkan",
    "Layanan konsultasi dan pengaduan yang disediakan unit layanan ini mudah digunakan/diakses",
]  # fmt: skip


def as_text(rows, delimiter=",", encoding="utf-8"):
    """Rows as CSV bytes."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def read(rows, answers=None, name="survei.csv"):
    """The surveys of a CSV made of these rows; answers: what a person said about the file (key -> answer)."""
    return prepare_survey(name, as_text(rows), lambda shape: SurveyMapping(answers or {}))


def one(rows, answers=None, name="survei.csv"):
    """The only survey of a file."""
    (item,) = read(rows, answers, name)
    return item


def read_sheets(sheets, answers=None, name="survei.xlsx"):
    """The surveys of a workbook made of these sheets."""
    return prepare_survey(name, as_xlsx(sheets), lambda shape: SurveyMapping(answers or {}))


def responses(heads, answers, count=40, lead=()):
    """A header and `count` respondents: answers(respondent, question) gives a cell."""
    return [
        [*lead, *heads],
        *[[*("x" for _ in lead), *(answers(i, q) for q in range(len(heads)))] for i in range(count)],
    ]

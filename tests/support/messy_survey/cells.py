"""What all layouts share: a laid-out file, cells of answers and time stamps, and the bytes of a file."""

import csv
import io
from dataclasses import dataclass

import xlsxwriter


@dataclass
class Made:
    """A laid-out file; truth as of the generator; is_result: it holds no answers; is_personal: personal data."""

    file_name: str
    content: bytes
    truth: dict
    open: str = ""
    is_result: bool = False
    is_personal: bool = True


def joined(draft, truth) -> dict:
    """A recap does not tell units apart: all its answers are one survey."""
    if all(unit is None for _, unit in truth):
        return truth
    from messy_survey.generator import _truth

    return {(jenis, None): _truth(draft, jenis, list(range(len(draft.people)))) for jenis in draft.kinds}


def answer(draft, person: int, place: int, column) -> str:
    """How a person's answer to a question stands in its cell, at times with blanks around or in small letters."""
    level = draft.levels[person][place]
    if level is None:
        return draft.rng.choice(["", "-"]) if column.answers[0][0].isalpha() else ""
    text = column.answers[level]
    return f" {text} " if draft.rng.random() < 0.02 else text.lower() if draft.rng.random() < 0.02 else text


def stamp(moment, habit: str) -> str:
    """A time stamp by a habit: iso, gmt (as Google exports it), dmy or mdy."""
    year, month, day, hour, minute = moment
    if habit == "iso":
        return f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}:07"
    if habit == "gmt":
        half = "AM" if hour < 12 else "PM"
        return f"{year}/{month:02}/{day:02} {(hour - 1) % 12 + 1}:{minute:02}:07 {half} GMT+7"
    first, second = (day, month) if habit == "dmy" else (month, day)
    return f"{first:02}/{second:02}/{year} {hour}:{minute:02}:07"


def as_csv(rows: list[list], delimiter: str) -> bytes:
    """Rows as CSV bytes."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: dict[str, list[list]], hidden: list[str] = ()) -> bytes:
    """Sheets of rows as a workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value != "":
                        sheet.write(r, c, value)
    return buffer.getvalue()

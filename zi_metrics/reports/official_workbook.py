"""The official LKE workbook back out: blank, or filled with stored answers, in any of the layouts in use.

Its formulas work and carry their results, so that a program that does not recalculate shows the right figures too.
What the form asks, and how, comes from the instrument; where it stands comes from the layout.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from zi_metrics.answers import PENILAI, Answer, Identity
from zi_metrics.instruments.library import Instrument
from zi_metrics.reports.lampiran_iii import LAMPIRAN_III
from zi_metrics.reports.lke_cells import Cells
from zi_metrics.reports.lke_filling import Filling, fill_in
from zi_metrics.reports.lke_layout import FormLayout
from zi_metrics.reports.lke_recap import Recap
from zi_metrics.reports.lke_rows import layout_rows
from zi_metrics.reports.lke_sheet import Judged, write_answers
from zi_metrics.reports.lke_signature import write_signature
from zi_metrics.reports.lke_style import Styles, set_up_page
from zi_metrics.reports.siklus_2026 import SIKLUS_2026
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score

LAYOUTS: dict[str, FormLayout] = {layout.kode: layout for layout in (LAMPIRAN_III, SIKLUS_2026)}
# Of the document, not of its making: the same answers must give the same bytes.
_CREATED = datetime(2021, 1, 1, tzinfo=UTC)


def write_official(
    instrument: Instrument, layout: str, answers: Mapping[str, Mapping[str, Answer]], whose: Identity
) -> bytes:
    """The workbook as .xlsx bytes; the same input gives the same bytes.

    layout: a key of LAYOUTS.
    answers: judge (a key of `answers.PENILAI`) -> question code -> answer, as `stored_answers` gives them; empty for a
        blank form. A question that is absent, or has neither text nor value, is left blank. A ratio question is filled
        in through its raw counts; a sum of counts stays a formula, unless another number was written over it.
    whose: unit, year and judge as far as known; the rest is left to be filled in. A judge who answers is the judge.

    The figures in it are those of the form's own rule (the mean over answered questions, `nilai_rumus_lke`); 0 of 0
    counts as reached (1), where the ministry's own file shows #DIV/0!.
    Raises KeyError for an unknown layout, and for an answer or a raw count that the instrument has no place for;
    ValueError for a judge whom the layout has no place for, or more judges than it has.
    """
    form = LAYOUTS[layout]
    whose = _with_judge(form, answers, whose)
    rows = layout_rows(instrument, form.header_row + 1)
    judged = [_judged(instrument, form, columns.penilai or whose.penilai, answers) for columns in form.judges]
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Lembar Kerja Evaluasi Zona Integritas", "created": _CREATED})
        styles = Styles(workbook)
        names = ["Utama", *([form.node_recap] if form.node_recap else []), form.lembar]
        sheets = [Cells(workbook.add_worksheet(name), styles) for name in names]
        main, recaps = sheets[-1], sheets[:-1]
        write_answers(main, instrument, form, rows, judged)
        identity, last_row = write_signature(main, form, rows[-1].row + 2, whose)
        set_up_page(main.sheet, styles, form, last_row)
        recap = Recap(instrument, rows, judged, f"'{form.lembar}'!")
        recap.write_main(recaps[0], identity)
        if form.node_recap:
            recap.write_nodes(recaps[1])
        main.sheet.activate()
        if form.recap_hidden:
            main.sheet.set_first_sheet()
            for cells in recaps:
                cells.sheet.hide()
    return stream.getvalue()


def judges_of(layout: str) -> list[str]:
    """The judges whom a layout has a place for, in their order. Raises KeyError for an unknown layout."""
    named = [columns.penilai for columns in LAYOUTS[layout].judges]
    return [penilai for penilai in PENILAI if penilai in named or None in named]


def _with_judge(form: FormLayout, answers: Mapping[str, Mapping[str, Answer]], whose: Identity) -> Identity:
    """`whose` with the judge who answers; refuses judges without a place."""
    known = [*answers, *([whose.penilai] if whose.penilai else [])]
    unknown = sorted({penilai for penilai in known if penilai not in judges_of(form.kode)})
    if unknown:
        raise ValueError(f"layout {form.kode} has no place for penilai {', '.join(unknown)}")
    if len(answers) > len(form.judges):
        raise ValueError(f"layout {form.kode} has room for {len(form.judges)} penilai, not {len(answers)}")
    if len(form.judges) == 1 and answers:
        return Identity(whose.unit, whose.tahun, next(iter(answers)))
    return whose


def _judged(
    instrument: Instrument, form: FormLayout, penilai: str | None, answers: Mapping[str, Mapping[str, Answer]]
) -> Judged:
    given = answers.get(penilai, {}) if penilai else {}
    fillings = fill_in(instrument, given)
    return Judged(form.columns_of(penilai), given, fillings, _points(instrument, fillings))


def _points(instrument: Instrument, fillings: Mapping[str, Filling]) -> dict[str, float]:
    """Node code -> points as the form's formulas give them; nodes without any answer are absent."""
    matrix = compile_points(instrument)
    values = answer_row(matrix, {kode: filling.nilai for kode, filling in fillings.items()})
    figures = node_table(matrix, score(matrix, values)).set_index("kode")["nilai_rumus_lke"].dropna()
    return {str(kode): float(nilai) for kode, nilai in figures.items()}

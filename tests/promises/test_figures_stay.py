"""The figures of ten units stay as they were recorded: on screen, on the command line, in exports, in the derivation.

The records stand in figures/, a file per kind and unit. When one differs, the test names the place, what stood there
and what stands there now. Numbers may differ by 1e-9, texts not at all; times of import, paths and random ids are left
out. A change of structure must leave all of this as it is.

Recording anew is right only when a change of figures or of their wording is intended and CHANGELOG explains it:

    ZI_RECORD_FIGURES=1 python -m pytest tests/promises/test_figures_stay.py

The difference in figures/ then belongs in the same commit as the change, and is to be read line by line.
"""

import io
import json
import re
from dataclasses import dataclass

import openpyxl
import pytest
from docx import Document
from drawn_html import words
from recorded_figures import chart, check, differences, lasting, marked, recordable, short, table
from screen_parts import app_on
from streamlit import dataframe_util

from zi_metrics import NAME_AND_VERSION
from zi_metrics.answers import Identity
from zi_metrics.lke.derivation import TOTAL, derive
from zi_metrics.lke.importing import prepare_file
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.plan.plan import plan
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.reports.derivation_document import write_derivation
from zi_metrics.reports.findings_workbook import write_findings
from zi_metrics.reports.official_workbook import LAYOUTS, judges_of, write_official
from zi_metrics.reports.plan_workbook import write_plan
from zi_metrics.scoring.gates import gate_system
from zi_metrics.store.connection import open_store
from zi_metrics.store.stored_answers import stored_answers


@dataclass(frozen=True)
class Case:
    """One unit's assessment, and what of it is asked for on screen.

    predikat: the one that is aimed at; jenis: the kind of survey shown; pokja, bagian: the area and the part shown
    """

    unit: str
    tahun: int
    penilai: str
    predikat: str
    jenis: str
    pokja: int
    bagian: str

    @property
    def name(self) -> str:
        """What the records of this unit are called."""
        return f"contoh_{self.unit.split()[1]}_{self.tahun}_{self.penilai}"

    @property
    def whose(self) -> dict[str, str]:
        """The unit, year and judge as a link names them."""
        return {"unit": self.unit, "tahun": str(self.tahun), "penilai": self.penilai}


# From the best to the worst; complete, with open questions, half filled; all years and judges; with all kinds of
# surveys, with results of surveys only, with too few respondents, and without any survey.
CASES = [
    Case("Contoh 01 – Kantor Pelayanan", 2026, "unit", "wbbm", "skm", 1, "P.1"),
    Case("Contoh 02 – Rumah Sakit", 2026, "tpi", "wbk", "spak", 2, "B.II"),
    Case("Contoh 03 – Balai Pelatihan", 2025, "tpn", "wbk", "spkp", 3, "R.3"),
    Case("Contoh 05 – Sekolah", 2026, "unit", "wbbm", "skm", 4, "P.4"),
    Case("Contoh 08 – Rumah Sakit", 2024, "tpi", "wbbm", "spak", 5, "R.5"),
    Case("Contoh 11 – Sekolah", 2026, "tpi", "wbk", "skm", 6, "P.6"),
    Case("Contoh 12 – Laboratorium", 2026, "unit", "wbk", "spak", 1, "R.1"),
    Case("Contoh 15 – Balai Pelatihan", 2025, "tpi", "wbk", "spak", 2, "P.2"),
    Case("Contoh 17 – Sekolah", 2026, "tpi", "wbbm", "spak", 3, "B.I"),
    Case("Contoh 23 – Sekolah", 2024, "tpi", "wbk", "spkp", 4, "R.4"),
]
# Exports are long: a complete one, the half filled one, and one that three judges saw.
EXPORTED = CASES[0], CASES[1], CASES[2]
# Plans for every unit at once take a while.
ALL_UNITS = (CASES[5],)

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
each_exported = pytest.mark.parametrize("case", EXPORTED, ids=lambda case: case.name)


def report_of(path, case):
    """A case's whole assessment."""
    store = open_store(path)
    return unit_report(store, find_assessment(store, case.unit, case.tahun, case.penilai))


# --- on screen ---------------------------------------------------------------------------------------------------


def screens_of(case):
    """What is opened for a unit, in this order: a name -> the page and the link's further parameters."""
    aim = {"predikat": case.predikat}
    screens = {
        "unit_kerja": ("unit_kerja", {**aim, "bagian": case.bagian}),
        "pokja": ("pokja", {"pokja": case.pokja}),
        "penilai": ("penilai", {}),
        "survei": ("survei", {"jenis": case.jenis}),
        "rencana": ("rencana", {**aim, "lihat": "rencana"}),
        "rencana, jarak aman": ("rencana", {**aim, "lihat": "aman"}),
        "rencana, peluang": ("rencana", {**aim, "lihat": "peluang"}),
        "rencana, poin": ("rencana", {**aim, "lihat": "asal"}),
        "simulasi": ("simulasi", {**aim, "bagian": case.bagian}),
    }
    if case in ALL_UNITS:
        screens["rencana, semua unit"] = ("rencana", {**aim, "lihat": "semua"})
    return screens


def screen(test, unit):
    """What a page says in numbers: its texts in their order, its tables, charts and filled in inputs."""
    assert not test.exception and not any("kesalahan aplikasi" in error.value for error in test.error)
    texts, tables, charts, asked = [], {}, {}, []
    for node in test._tree:
        if node.type == "dataframe":
            tables[f"{len(tables) + 1:02} {node.proto.alt}"] = screen_table(node, unit)
        elif node.type == "plotly_chart":
            charts[f"{len(charts) + 1:02} {node.proto.alt}"] = chart(node.proto.spec)
        elif node.type == "html":
            texts += drawn_figures(node.proto.body)
        elif node.type in ASKED:
            asked.append(lasting(f"{node.label} = {node.value}"))
        elif text := screen_text(node):
            # What TPI asked for is late or not by today's date, and so is what the way to a proposal asks for.
            lines = [line for line in lasting(text).splitlines() if line.strip() and not PASSING.search(line)]
            texts += map(short, lines)
    answers = marked(f"{len(asked)} inputs", "\n".join(asked))
    return {"texts": texts, "tables": tables, "charts": charts, "inputs": answers}


# Of what a page draws itself: the pieces with figures of Ringkasan; in them, what hangs on today's date.
OVERVIEW = re.compile(r'class="zi-(?:overview|tiles|units|bars)\b')
TODAYS = re.compile(r'<section class="zi-panel.*?</section>|<td[^>]*data-head="Langkah berikut".*?</td>', re.DOTALL)


def drawn_figures(body):
    """The words of Ringkasan's HTML with their figures, as one text each piece."""
    if not OVERVIEW.search(body) or "<style" in body:
        return []
    said = lasting(words(TODAYS.sub("", body)))
    return [marked("drawn", said)]


PASSING = re.compile(r"Rekomendasi TPI|Kesiapan diusulkan|hari lagi|lewat [\d.]+ hari|pengingat")
SAID = ("title", "header", "subheader", "markdown", "caption", "toast", "code", "text")
ALERTS = ("success", "info", "warning", "error")
BLOCKS = ("expander", "tab", "popover")
ASKED = ("selectbox", "number_input", "multiselect", "button_group", "slider", "toggle", "checkbox")


def screen_text(node):
    """One element's text, '' when it has none or none with a digit (alerts and metrics always count); not the foot."""
    if node.type == "caption" and node.value == NAME_AND_VERSION:
        return ""
    if node.type == "metric":
        return f"{node.label}: {node.value} ({node.proto.delta})"
    if node.type in ALERTS:
        return f"{node.type}: {node.value}"
    if node.type in SAID:
        text = str(node.value)
    elif node.type in BLOCKS:
        text = f"{node.type}: {node.proto.popover.label if node.type == 'popover' else node.label}"
    else:
        return ""
    return text if re.search(r"\d", lasting(text)) else ""


def screen_table(node, unit):
    """A table's figures, and a digest of the texts that are shown for them where they are formatted."""
    frame, data = node.value, node.proto.arrow_data
    kept = table(frame.columns, frame.itertuples(index=False, name=None), own=unit)
    if data.HasField("styler"):
        shown = dataframe_util.convert_arrow_bytes_to_pandas_df(data.styler.display_values)
        kept["shown"] = marked("texts", shown.set_axis(frame.columns, axis=1).to_csv(index=False))
    return kept


@each_case
@pytest.mark.usefixtures("portfolio", "on_the_recorded_day")
def test_screens_show_the_recorded_figures(case):
    test = app_on({"tahun": case.tahun, "penilai": case.penilai, "predikat": case.predikat})
    seen = {"ringkasan": screen(test.run(), case.unit)}
    for name, (page, more) in screens_of(case).items():
        test.switch_page(f"pages/{page}.py")
        for key, value in {**case.whose, **more}.items():
            test.query_params[key] = str(value)
        seen[name] = screen(test.run(), case.unit)
    check(f"screens_{case.name}", seen)


# --- on the command line -----------------------------------------------------------------------------------------


def told(text):
    """What a command printed: a document as a record, or lines."""
    if not text.startswith("{"):
        # The lines without the spaces that align them; those are in the digest of the whole.
        lines = [short(" ".join(line.split())) for line in text.splitlines()]
        return {"lines": lines, "whole": marked("whole output", lasting(text))}
    document = json.loads(text)
    nodes = document.pop("simpul", [])
    record = recordable(document)
    if nodes:
        record["simpul"] = recordable(nodes)
        # Those above the questions one by one: names and weights are in the sums.
        record["nodes"] = {node["kode"]: node_figures(node) for node in nodes if node["pertanyaan"] > 1}
    return record


def node_figures(node):
    """A node's points; with what they could become, the workbook's own figure and the counts where some are open."""
    names = ("nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")
    points, *others, answered, asked = (recordable(node[name]) for name in names)
    same = answered == asked and others == pytest.approx([points, points], abs=1e-8)
    return points if same else [points, *others, answered, asked]


def commands_say(command, case):
    whose = ["--unit", case.unit, "--tahun", case.tahun, "--penilai", case.penilai]
    aim = ["--predikat", case.predikat]
    said = {}
    for form in ([], ["--json"]):
        for name, options in (("score", []), ("plan", aim), ("margin", aim)):
            said[" ".join([name, *form])] = told(command(name, *whose, *options, *form))
        said[" ".join(["survey", *form])] = told(command("survey", *whose[:4], *form))
    return said


@each_case
def test_the_command_line_prints_the_recorded_figures(command, case):
    check(f"commands_{case.name}", commands_say(command, case))


@each_case
def test_a_restored_backup_prints_the_recorded_figures(restored_command, case):
    check(f"commands_{case.name}", commands_say(restored_command, case))


# --- in exports --------------------------------------------------------------------------------------------------


def cells(content):
    """What a workbook holds, per sheet: how many cells are filled, and of each row its number and a digest."""
    formulas, results = (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    return {sheet.title: sheet_cells(sheet, results[sheet.title]) for sheet in formulas}


def sheet_cells(formulas, results):
    """One sheet: its texts, numbers, and formulas with the results that are kept in the file."""
    filled, rows = 0, []
    for row in formulas.iter_rows():
        texts = []
        for cell in row:
            if cell.value is not None:
                result = results[cell.coordinate].value
                written = [cell.value] if result == cell.value else [cell.value, result]
                texts.append(f"{cell.coordinate}: {' → '.join(cell_text(value) for value in written)}")
        filled += len(texts)
        if texts:
            rows.append(marked(str(row[0].row), " | ".join(texts)))
    return {"state": formulas.sheet_state, "filled": filled, "rows": in_lines(rows)}


def cell_text(value):
    """A cell's content as text; a number to nine decimals."""
    return f"{value:.9f}" if isinstance(value, float) else lasting(str(value))


def in_lines(items, each=8):
    """Short items, several on a line of the record."""
    return [items[first : first + each] for first in range(0, len(items), each)]


def official_of(store, report, layout):
    """The official workbook of a report in a layout, with every judge that the layout has room for."""
    source = report.assessment
    judges = judges_of(layout) if len(LAYOUTS[layout].judges) > 1 else [source.penilai]
    found = {judge: find_assessment(store, source.unit, source.tahun, judge) for judge in judges}
    answers = {judge: stored_answers(store, row.penilaian_id) for judge, row in found.items() if row is not None}
    return write_official(report.instrument, layout, answers, Identity(source.unit, source.tahun))


@each_exported
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_the_official_workbook_holds_the_recorded_cells(portfolio, case, layout):
    content = official_of(open_store(portfolio), report_of(portfolio, case), layout)
    check(f"workbook_{layout}_{case.name}", cells(content))


@each_exported
def test_the_plan_workbook_holds_the_recorded_cells(portfolio, case):
    store, report = open_store(portfolio), report_of(portfolio, case)
    penilaian_id, gates = report.assessment.penilaian_id, gate_system(report.instrument, case.predikat)
    counts = counts_by_question(store, penilaian_id)
    found = plan(gates, answer_values(store, penilaian_id), PlanSettings(hitungan=counts))
    head = {"Rencana": found.sentence(case.predikat.upper()), "Bukti": found.certificate()}
    (sheet,) = openpyxl.load_workbook(io.BytesIO(write_plan(found, head)))
    check(f"plan_workbook_{case.name}", [recordable(row) for row in sheet.iter_rows(values_only=True)])


def test_the_findings_workbook_holds_the_recorded_cells(portfolio):
    report = report_of(portfolio, CASES[0])
    book = openpyxl.load_workbook(io.BytesIO(official_of(open_store(portfolio), report, "lampiran-iii")))
    places = report.nodes.set_index("kode")
    for kode, wrong in {"P.1.i.a": "F", "P.1.i.b": None, "R.3.i.a": "Z9", "B.I.a.1": 7.5, "B.II.a.1": "banyak"}.items():
        book[places.loc[kode, "lembar"]][places.loc[kode, "sel"]] = wrong
    spoilt = io.BytesIO()
    book.save(spoilt)
    (item,) = prepare_file("LKE rusak.xlsx", spoilt.getvalue())
    findings = item.findings.assign(berkas=item.file_name)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(write_findings(findings)))
    rows = [recordable(row) for row in sheet.iter_rows(values_only=True)]
    assert len(rows) > 3
    check("findings_workbook", {"rows": rows, "total": recordable(item.total), "sheet": sheet.title})


# --- in the derivation -------------------------------------------------------------------------------------------


@each_exported
def test_the_derivation_document_holds_the_recorded_texts(portfolio, case):
    document = Document(io.BytesIO(write_derivation(report_of(portfolio, case))))
    paragraphs = [(paragraph.style.name, lasting(paragraph.text)) for paragraph in document.paragraphs]
    digests = [marked(str(number), f"{style}: {text}") for number, (style, text) in enumerate(paragraphs, 1)]
    rows = [" | ".join(cell.text for cell in row.cells) for each in document.tables for row in each.rows]
    gates = [marked(str(number), lasting(text)) for number, text in enumerate(rows, 1)]
    record = {"gates": in_lines(gates), "paragraphs": in_lines(digests)}
    check(f"document_{case.name}", record)


@each_case
def test_the_derivation_tells_the_recorded_figures(portfolio, case):
    report = report_of(portfolio, case)
    lines, below = [short(report.sentence())], []
    for kode in dict.fromkeys([TOTAL, *(gate.kode for gate in report.instrument.syarat)]):
        step = derive(report, kode)
        lines.append(f"{step.nama} ({len(step.parts)}): {step.nilai:.9f} / {step.bobot:.9f}")
        lines += [short(sentence) for sentence in step.sentences]
    for kode in report.nodes.loc[report.nodes["jenis"] != "pertanyaan", "kode"]:
        step = derive(report, kode)
        way = " > ".join(code or name for code, name in step.path)
        below.append(marked(kode, f"{way}: {step.nilai:.9f} / {step.bobot:.9f}. {lasting(' '.join(step.sentences))}"))
    check(f"derivation_{case.name}", {"total and gates": lines, "nodes": in_lines(below)})


# --- the comparison itself ---------------------------------------------------------------------------------------


def test_a_difference_is_told_with_its_place_and_both_figures():
    before = {"penilai": {"rows": [["Total", 76.17], ["P.1", 5.5]], "columns": ["Bagian", "Nilai"]}, "teks": ["a", "b"]}
    after = {"penilai": table(["Bagian", "Nilai"], [["Total", 76.17 + 1e-8], ["P.1", 5.5 + 1e-11]]), "teks": ["b", "c"]}
    told_of = list(differences(before, after))
    assert len(told_of) == 3
    assert told_of[0] == "penilai / row 1 (Total) / Nilai\n    before: 76.17\n    now:    76.17000001"


def test_what_passes_with_the_day_is_left_out():
    assert lasting("diimpor 21 November 2026 14.05 oleh X") == lasting("diimpor 2 Mei 2031 04.59 oleh X")
    assert lasting("(versi 1, diimpor 2 Mei 2031)") == "(versi 1, diimpor ‹tanggal›)"
    assert lasting("/tmp/x/contoh.duckdb tidak ada") == "‹basis data› tidak ada"
    assert lasting("2026-11-21T14:05:09.123456+00:00") == "‹waktu›" and lasting("2 Mei 2031") == "2 Mei 2031"

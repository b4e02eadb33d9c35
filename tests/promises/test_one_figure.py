"""One and the same figure everywhere: screen, command line, derivation, and the exported workbook read back."""

import io
import json
import re

import drawn_html
import pandas as pd
import pytest
from docx import Document
from screen_parts import drawn, headlines, texts

from zi_metrics.answers import PENILAI_SHORT, Identity
from zi_metrics.bahasa import format_chance, format_chances, format_number, read_number
from zi_metrics.cli import main as cli
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke import portfolio
from zi_metrics.lke.importing import prepare_file
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.plan.chance import Probability
from zi_metrics.reports.derivation_document import write_derivation
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.scoring.points import load_points
from zi_metrics.store import tables
from zi_metrics.store.connection import close_store, open_store
from zi_metrics.store.stored_answers import stored_answers

YEAR = 2026
# Ten units from the best to the worst, complete and half filled.
UNITS = range(0, 24, 5), range(1, 24, 5)
NUMBERS = sorted(number for part in UNITS for number in part)[:10]


def drawn_with(test, heading):
    """A drawn table with this heading, its chances and totals as the numbers that are read."""
    table = pd.DataFrame(drawn_html.table_with(test, heading))
    numbers = {name: [read_number(text.strip("<>%")) for text in table[name]] for name in ("Peluang", "Perkiraan")}
    return table.assign(**numbers)


def names(store):
    units = sorted(name for name in tables.unit_names(store) if name.startswith("Contoh"))
    return [units[number] for number in NUMBERS]


def independent_total(answers):
    """The total by the rule of the regulation, walked through the tree with no code of the scoring."""
    values = {kode: answer.nilai for kode, answer in answers.items()}

    def points(node):
        if node.anak:
            return sum(points(child) for child in node.anak)
        return node.bobot * sum(values.get(q.kode) or 0 for q in node.pertanyaan) / len(node.pertanyaan)

    return sum(points(component) for component in load_instrument().komponen)


@pytest.mark.parametrize("place", range(10))
def test_screen_command_line_exports_and_derivation_say_the_same(app, sample_path, capsys, place):
    store = open_store(sample_path)
    unit = names(store)[place]
    report = unit_report(store, find_assessment(store, unit, YEAR))
    judge = report.assessment.penilai
    answers = stored_answers(store, report.assessment.penilaian_id)
    total = independent_total(answers)
    nodes = report.nodes.set_index("kode")

    workbook = write_official(report.instrument, "lampiran-iii", {judge: answers}, Identity(unit, YEAR))
    (back,) = prepare_file("LKE.xlsx", workbook)
    assert back.total == pytest.approx(total, abs=1e-9)
    read = back.nodes.set_index("kode")
    for column in ("nilai", "nilai_rumus_lke"):
        assert read[column].to_dict() == pytest.approx(nodes[column].to_dict(), abs=1e-9, nan_ok=True)
    # The workbook's own figures, as it shows them.
    own = {kode: figure for kode, (figure, _, _) in back.reading.own_figures.items() if kode not in answers}
    # A sum over nothing but blanks shows 0 in the workbook; here it is missing.
    shown = {kode: figure for kode, figure in own.items() if nodes.loc[kode, "terjawab"]}
    assert len(shown) > 30
    assert shown == pytest.approx({kode: nodes.loc[kode, "nilai_rumus_lke"] for kode in shown}, abs=1e-9)

    words = "\n".join(p.text for p in Document(io.BytesIO(write_derivation(report))).paragraphs)
    assert re.search(rf"^{re.escape(format_number(total))} = ", words, re.MULTILINE)

    close_store(sample_path)
    arguments = ["score", "--unit", unit, "--tahun", str(YEAR), "--database", str(sample_path), "--json"]
    assert cli.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == pytest.approx(total, abs=1e-9)
    assert {n["kode"]: n["nilai"] for n in told["simpul"]} == pytest.approx(nodes["nilai"].to_dict(), abs=1e-9)
    assert len(told["simpul"]) == len(load_points(report.instrument.kode).nodes)

    test = app(sample_path, "unit_kerja", unit=unit, tahun=YEAR)
    assert headlines(test)["Total"] == format_number(total)
    test = app(sample_path, "penilai", unit=unit, tahun=YEAR)
    assert f" {PENILAI_SHORT[judge]} {format_number(total)} " in drawn(test)


def test_the_chance_after_the_next_judge_is_one_figure_everywhere(app, sample_path, capsys):
    store = open_store(sample_path)
    overview = portfolio.overview(store, YEAR, "unit", samples=True).set_index("unit")
    chosen = names(store)
    close_store(sample_path)
    told = {}
    for unit in chosen:
        arguments = ["peluang", "--unit", unit, "--tahun", str(YEAR), "--penilai", "unit"]
        assert cli.main([*arguments, "--database", str(sample_path), "--json"]) == 0
        told[unit] = json.loads(capsys.readouterr().out)
    # Some are nearly certain, some open, some nearly lost: else ten units show little.
    shares = [found["predikat"]["wbk"]["peluang"] for found in told.values()]
    assert min(shares) < 0.1 and max(shares) > 0.9 and any(0.1 < share < 0.9 for share in shares)

    test = app(
        sample_path, "rencana", tahun=YEAR, penilai="unit", predikat="wbk", lihat="semua", rincian_semua="peluang"
    )
    planned = drawn_with(test, "Rentang 90%").set_index("Unit kerja")
    test = app(sample_path, tahun=YEAR, penilai="unit", predikat="wbk")
    shown = {row["Unit kerja"]: row["Peluang"] for row in drawn_html.table_with(test, "Terhadap minimum")}
    for unit, found in told.items():
        own, total = found["predikat"]["wbk"], found["total_perkiraan"]
        # A table reads '<1%' and '>99%' where a whole percent would say nothing or certain.
        assert planned.loc[unit, "Peluang"] == pytest.approx(100 * own["peluang"], abs=1.0001)
        assert planned.loc[unit, "Perkiraan"] == pytest.approx(total["perkiraan"], abs=0.005001)
        between = format_chances(own["rendah"], own["tinggi"])
        assert planned.loc[unit, "Rentang 90%"] == between
        chance = format_chance(own["peluang"])
        assert shown[unit] == (chance if chance == between else chance + between)
    # The sum over all units, as Ringkasan says it, is that of the table.
    whole = planned["Peluang"].sum() / 100
    said = float(re.search(r"sekitar (\d+) \[[^]]*\] dari 24 unit", texts(test))[1])
    assert said == pytest.approx(whole, abs=0.5 + 24 * 0.01)
    assert overview.index.size == 24

    for unit, found in told.items():
        own = Probability(**{key: found["predikat"]["wbk"][key] for key in ("peluang", "rendah", "tinggi")})
        test = app(sample_path, "rencana", unit=unit, tahun=YEAR, penilai="unit", predikat="wbk", lihat="peluang")
        assert f"peluang memenuhi semua syarat nilai WBK {own.about()}" in texts(test)
        # Penilai tells of the last judge's; where that is the unit itself, it is the same.
        test = app(sample_path, "penilai", unit=unit, tahun=YEAR)
        if "Baru satu penilai" in drawn(test):
            assert f"WBK {own.text()}" in texts(test)

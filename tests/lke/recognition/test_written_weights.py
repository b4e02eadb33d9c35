"""The column Bobot of a form: which instrument it is the weights of, and every weight that is another than ours."""

import io
import re

import openpyxl
import pytest
from forms import old_form, random_answers
from places import READY

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare
from zi_metrics.lke.recognition.items import weight_in

OLD, MIXED, NEW = (load_instrument(f"permenpanrb-{kode}") for kode in ("52-2014", "10-2019", "90-2021"))
AREAS = {"52/2014": (5, 5, 15, 10, 15, 10), "10/2019": (8, 7, 10, 10, 15, 10)}
SAID = re.compile(r"^bobot (\S+) .* di berkas ([\d.,]+), bukan ([\d.,]+) ")


def reweighed(content, change):
    """The form with each weight replaced by what `change` makes of it (row, weight); the first is in column D or H."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["LKE ZI"]
    header = next(c for row in sheet.iter_rows(max_row=30) for c in row if str(c.value).strip() == "Bobot")
    for row in range(header.row + 1, sheet.max_row + 1):
        cell = sheet.cell(row, header.column)
        if isinstance(cell.value, int | float):
            cell.value = change(row, cell.value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_areas(content, areas):
    """The old form with these weights of the six areas; components keep theirs, what is below has none."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    headings = [cell.row for cell in book["LKE ZI"]["A"] if re.match(r"[IV]+\. ", str(cell.value))]
    weights = dict(zip(headings[:6], areas, strict=True))
    return reweighed(content, lambda row, weight: weights.get(row, weight if weight in (60, 40) else None))


def said(item):
    """Node code -> (the form's weight, ours), of the findings."""
    found = (SAID.match(text) for text in item.findings["pesan"])
    return {m[1]: tuple(float(m[n].replace(".", "").replace(",", ".")) for n in (2, 3)) for m in found if m}


@pytest.mark.parametrize("instrument", [OLD, MIXED], ids=["52/2014", "10/2019"])
@pytest.mark.parametrize("tahun", [2018, 2020, 2021, 2023])
def test_the_weights_tell_which_form_it_is_whatever_the_year(instrument, tahun):
    answers = random_answers(instrument, seed=2)
    item = prepare(f"LKE Kantor Uji {tahun}.xlsx", old_form(instrument, answers))
    assert item.instrument is instrument and not said(item)
    assert {a.kode: a.nilai for a in item.reading.answers} == {k: pytest.approx(v) for k, (_, v) in answers.items()}
    late = not instrument.is_used_in(tahun)
    assert item.findings["pesan"].str.contains(f"tahunnya {tahun}, tetapi formulirnya").any() == late


@pytest.mark.parametrize("written", ["{:.2f}", "({:g})", "{:g}%", "{:g} poin"])
def test_weights_written_as_text_tell_the_same(written):
    content = reweighed(old_form(MIXED, random_answers(MIXED)), lambda _, w: written.format(w).replace(".", ","))
    item = prepare("LKE 2020.xlsx", content)
    assert item.instrument is MIXED and not said(item)


def test_weights_written_as_shares_tell_the_same():
    item = prepare("LKE 2020.xlsx", reweighed(old_form(MIXED, random_answers(MIXED)), lambda _, w: w / 100))
    assert item.instrument is MIXED and not said(item)


@pytest.mark.parametrize(("name", "instrument"), [("52/2014", OLD), ("10/2019", MIXED)])
def test_the_weights_of_the_six_areas_are_enough(name, instrument):
    """The questions are those of 52/2014 in both."""
    item = prepare("LKE 2020.xlsx", with_areas(old_form(OLD, random_answers(OLD)), AREAS[name]))
    assert item.instrument is instrument


def test_a_form_of_inferred_weights_is_told_to_be_one():
    notes = prepare("LKE 2020.xlsx", old_form(MIXED, random_answers(MIXED))).findings
    (note,) = notes.loc[notes["tingkat"] == "peringatan", "pesan"]
    # 38 nodes: 60 and 40 are certain, nine are printed in documents; of 24 minima one is.
    assert "27 dari 38 bobot dan 23 minimum syaratnya disimpulkan" in note


def test_without_weights_the_questions_tell_and_never_an_instrument_of_inferred_minima():
    content = reweighed(old_form(MIXED, random_answers(MIXED)), lambda *_: None)
    assert prepare("LKE 2020.xlsx", content).instrument is not MIXED


def test_every_weight_that_is_typed_over_is_told_with_what_it_does():
    answers, rows = random_answers(OLD, seed=5), []

    def change(row, weight):
        # The first four are those of Pengungkit, I, I.1 and I.2.
        rows.append(row)
        return 6.5 if len(rows) == 4 else weight

    item = prepare("LKE 2019.xlsx", reweighed(old_form(OLD, answers), change))
    assert item.instrument is OLD and said(item) == {"I.2": (6.5, 1)}
    (finding,) = item.findings[item.findings["pesan"].str.startswith("bobot I.2 ")].itertuples()
    share = sum(answers[f"I.2.{letter}"][1] for letter in "abc") / 3
    points = [f"{weight * share:.2f}".replace(".", ",") for weight in (6.5, 1)]
    assert f"nilainya {points[0]} dengan bobot di berkas, {points[1]} dengan bobot instrumen" in finding.pesan
    assert (finding.kode, finding.lembar, finding.sel) == ("I.2", "LKE ZI", f"D{rows[3]}")
    assert "samakan bobot" in finding.saran and finding.tingkat == "peringatan"
    # Our figure follows the instrument.
    assert item.total == pytest.approx(prepare("LKE 2019.xlsx", old_form(OLD, answers)).total)


def test_without_an_answer_the_difference_is_that_of_full_marks():
    content = reweighed(old_form(OLD, {}), lambda _, weight: 16 if weight == 15 else weight)
    told = prepare("LKE 2019.xlsx", content).findings["pesan"]
    told = told[told.str.startswith("bobot")]
    assert len(told) == 3 and told.str.endswith("nilai penuhnya berbeda +1,00 poin").all()


def test_a_form_with_more_questions_stays_what_it_is_when_its_areas_weigh_as_in_another():
    content = READY["lengkap"].read_bytes()
    areas = {4: 8, 3.5: 7, 5: 10, 7.5: 15}
    firsts = []

    def change(row, weight):
        if weight in areas and row < 130:
            firsts.append(row)
            return areas[weight]
        return weight

    item = prepare(READY["lengkap"].name, reweighed(content, change))
    assert item.instrument is NEW
    assert len(said(item)) == len(firsts) > 5
    assert item.total == pytest.approx(prepare(READY["lengkap"].name, content).total)


def test_an_areas_weight_once_for_both_its_parts_is_right():
    book = openpyxl.load_workbook(io.BytesIO(READY["lengkap"].read_bytes()))
    sheet = book["LKE ZI"]
    parts = [n for number in NEW.pokja() for n in NEW.area_nodes(number)]
    whole = {n.nama.casefold(): sum(m.bobot for m in parts if m.nama == n.nama) for n in parts}
    seen = set()
    for row in range(3, sheet.max_row + 1):
        names = [str(sheet.cell(row, c).value).casefold() for c in range(2, 8)]
        name = next((n for n in names if n in whole), None)
        if name:
            sheet.cell(row, 8).value = None if name in seen else whole[name]
            seen.add(name)
    assert len(seen) == 6
    stream = io.BytesIO()
    book.save(stream)
    item = prepare(READY["lengkap"].name, stream.getvalue())
    assert item.instrument is NEW and not said(item)


@pytest.mark.parametrize("name", list(READY))
def test_the_right_forms_have_no_such_finding(name):
    item = prepare(READY[name].name, READY[name].read_bytes())
    assert not item.reading.own_weights and not item.findings["pesan"].str.contains("tidak dibandingkan").any()


@pytest.mark.parametrize(
    ("cell", "weight"),
    [(8.0, 8), ("8,00", 8), ("4.5", 4.5), (" (8) ", 8), ("8%", 8), ("0,5 %", 0.5), ("8 poin", 8), ("3.625", 3.625),
     ("Bobot", None), (None, None)],
)  # fmt: skip
def test_a_weight_is_read_as_people_write_it(cell, weight):
    assert weight_in(cell) == (None if weight is None else pytest.approx(weight))

"""The generator of messy workbooks is itself right: its files hold what it says is true of them."""

import io
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache

import openpyxl
import pytest
from messy import DISORDERS, Truth, make, make_tidy, write_all
from messy.disorders import disturb
from messy.generator import draft_of
from messy.model import INSTRUMENT, Formula, Percent, question, scale
from messy.render import to_bytes
from places import ROOT

SEEDS = range(300)
LAYOUTS = {"lampiran-iii", "siklus-2026", "daftar-panjang", "daftar-lebar"}


@cache
def many():
    """A messy workbook of each seed."""
    return [make(seed) for seed in SEEDS]


def disturbed(seed):
    draft = draft_of(seed)
    disturb(draft, draft.rng.randint(2, 6))
    return draft


def number(written):
    """A number as people write it here, read without the product."""
    if not isinstance(written, str):
        return float(written)
    text = written.replace("\u00a0", " ").strip()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        return float(text.replace(".", ""))
    share = text.endswith("%")
    return float(text.rstrip("% ").replace(",", ".")) / (100 if share else 1)


def meaning(kode, written):
    """Value of one cell that is not in doubt."""
    if written is None or str(written).strip() in ("", "-", "Blm Diisi", "Belum diisi"):
        return None
    kind = scale(kode)
    if kind.jenis == "pilihan":
        name = str(written).replace("\u00a0", " ").strip(" .)").casefold()
        named = {option.casefold(): value for option, value in kind.pilihan.items()}
        if set(named) == {"ya", "tidak"}:
            named |= {"true": 1.0, "benar": 1.0, "false": 0.0, "salah": 0.0}
        return named[name] if name in named else number(written)
    return number(written) / kind.maksimum if kind.jenis == "indeks" else min(number(written), 1)


def ratio_meaning(draft, group):
    """Value of a ratio from the cells of its counts."""
    asked = question(group[1])
    cells = {kunci: slot.written for kunci, slot in draft.count_slots(group).items()}
    total = draft.sums.get(group)
    if total and not isinstance(total.written, Formula):
        cells[total.kunci] = total.written
    counts = {kunci: number(c) for kunci, c in cells.items() if c is not None and str(c).strip() not in ("", "-")}
    for count in asked.masukan:
        parts = [counts[part] for part in count.jumlah_dari if part in counts]
        if parts and count.kunci not in counts:
            counts[count.kunci] = sum(parts)
    if not counts:
        return None
    above = sum(factor * counts[key] for key, factor in asked.rasio.pembilang.items())
    below = sum(factor * counts[key] for key, factor in asked.rasio.penyebut.items())
    return max(0, min(1, above / below)) if below else float(above == 0)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_seed_gives_the_same_bytes(seed):
    assert make(seed) == make(seed)
    assert make(seed).content != make(seed + 1).content


def test_another_run_of_python_gives_the_same_bytes():
    """Nothing may hang on the order of a set, which differs from run to run."""
    code = (
        "import hashlib; from messy import make; "
        "print(hashlib.sha256(b''.join(make(seed).content for seed in range(40))).hexdigest())"
    )
    paths = os.pathsep.join((str(ROOT / "tests" / "support"), str(ROOT)))
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_every_layout_and_every_disorder_occurs():
    made = many()
    assert {m.layout for m in made} == LAYOUTS
    applied = Counter(name for m in made for name in m.disorders)
    assert set(applied) == set(DISORDERS), set(DISORDERS) - set(applied)
    # At most two of them in the column Bobot, beside the others.
    assert all(2 <= len(m.disorders) <= 8 and len(set(m.disorders)) == len(m.disorders) for m in made)


def test_the_truth_names_every_question_of_every_assessment():
    kodes = {q.kode for q in INSTRUMENT.questions()}
    for m in many():
        assert m.truth
        for (unit, tahun, penilai), answers in m.truth.items():
            assert unit.startswith("Contoh") and 2020 < tahun < 2030 and penilai in ("unit", "tpi", "tpn")
            assert set(answers) == kodes
            assert all(t.value is None or 0 <= t.value <= 1 for t in answers.values())


def test_every_file_opens_and_shows_a_sheet():
    for m in many():
        book = openpyxl.load_workbook(io.BytesIO(m.content), read_only=True)
        assert m.file_name.endswith(".xlsx")
        names = [sheet.title.casefold() for sheet in book.worksheets]
        assert len(names) == len(set(names)) and max(map(len, names)) <= 31
        assert any(sheet.sheet_state == "visible" for sheet in book.worksheets)


def test_the_file_says_whose_answers_they_are():
    for m in many()[:80]:
        book = openpyxl.load_workbook(io.BytesIO(m.content))
        cells = [str(c) for s in book.worksheets for row in s.iter_rows(values_only=True) for c in row if c is not None]
        said = " ".join([m.file_name, *book.sheetnames, *cells])
        for unit, tahun, _ in m.truth:
            assert unit in said and str(tahun) in said, m.file_name


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_is_what_is_written(seed):
    """Each answer's cell, found again in the saved file, means what the truth says."""
    draft = disturbed(seed)
    groups = {(s.key, s.kode) for s in draft.slots if s.kunci}
    for slot in draft.slots:
        truth = draft.truth[slot.key][slot.kode]
        if truth.why == "merged_answers":
            assert slot.written is None
        elif (slot.key, slot.kode) not in groups and truth.why not in (
            "outside_options",
            "numbering_doubled",
            "error_values",
        ):
            assert truth.value == pytest.approx(meaning(slot.kode, slot.written)), (slot.key, slot.kode)
    for group in groups:
        truth = draft.truth[group[0]][group[1]]
        if not truth.doubtful:
            assert truth.value == pytest.approx(ratio_meaning(draft, group)), group
    for key, answers in draft.truth.items():
        held = {s.kode for s in draft.slots if s.key == key}
        missing = {kode for kode, truth in answers.items() if truth.why == "deleted_questions"}
        assert held | missing == set(answers) and not held & missing


@pytest.mark.parametrize("seed", range(0, 300, 6))
def test_the_saved_file_holds_the_answers_where_they_were_put(seed):
    draft = disturbed(seed)
    book = openpyxl.load_workbook(io.BytesIO(to_bytes(draft)))
    places = {id(row): place for s in draft.mains for place, row in enumerate(s.rows, start=1)}
    for slot in draft.slots:
        column = slot.sheet.columns.index(slot.column) + 1
        found = book[slot.sheet.name].cell(places[id(slot.row)], column).value
        assert (found or None) == (slot.written or None), (slot.key, slot.kode)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_weights_are_those_that_are_written(seed):
    """Each heading's weight is the instrument's, or what the truth says; one that was left out is in neither."""
    draft = disturbed(seed)
    ours = {node.kode: node.bobot for node in INSTRUMENT.nodes()}
    written = {}
    for sheet in draft.mains:
        for row in (row for row in sheet.rows if row.node in ours and row.kind in ("node", "question")):
            cell = row.cells.get("bobot")
            if cell is not None:
                figure = number(cell)
                shared = isinstance(cell, Percent) or str(cell).endswith("%")
                written[row.node] = 100 * figure if shared else figure
    other = {kode: weight for kode, weight in written.items() if weight != pytest.approx(ours[kode])}
    for area in INSTRUMENT.pokja():
        parts = [node.kode for node in INSTRUMENT.area_nodes(area)]
        left = [kode for kode in parts if kode in written]
        # Written once, the weight of all its parts together is an area's, too.
        if len(left) == 1 and written[left[0]] == pytest.approx(sum(ours[kode] for kode in parts)):
            other.pop(left[0])
    assert other == pytest.approx(draft.weights)


def test_a_tidy_2026_workbook_has_its_rows_and_columns_where_they_belong():
    tidy = next(m for m in map(make_tidy, SEEDS) if m.layout == "siklus-2026")
    sheet = openpyxl.load_workbook(io.BytesIO(tidy.content))["Jawaban"]
    texts = {row: str(sheet.cell(row, 7).value) for row in (6, 126, 179, 194)}
    assert texts[6].startswith("Unit kerja telah membentuk tim") and texts[194].startswith("Penanganan pengaduan")
    assert texts[126] == "- Jumlah agen perubahan" and texts[179] == "- Jumlah yang sudah melaporkan"
    assert "Persepsi" in sheet["E199"].value and "Persepsi" in sheet["E202"].value
    assert "Unit" in sheet["K1"].value.title() or "Satker" in sheet["K1"].value
    assert "TPI" in sheet["N1"].value or "Internal" in sheet["N1"].value
    assert sheet["K125"].value is None and isinstance(sheet["K126"].value, int | None)


def test_what_a_reader_may_give():
    plain, open_, both = Truth(0.5), Truth(None), Truth(0.5, True, (1.0,))
    assert plain.accepts(0.5) and not plain.accepts(None) and not plain.accepts(1)
    assert open_.accepts(None) and not open_.accepts(0)
    assert both.accepts(0.5) and both.accepts(1) and both.accepts(None) and not both.accepts(0)


def test_files_for_looking_at(tmp_path):
    write_all(tmp_path / "contoh", range(3))
    assert len(list((tmp_path / "contoh").glob("*.xlsx"))) == 3
    assert len(list((tmp_path / "contoh").glob("*.txt"))) == 3

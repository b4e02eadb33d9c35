"""The command `workbook`: a file that the importer reads back, or status 2 with a helpful message in Indonesian."""

import json

import official_answers
import pytest

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import prepare_file
from zi_metrics.samples.lke import sample_answers, sample_units

INSTRUMENT = load_instrument()
UNIT = sample_units()[3].nama


def made(tahun, penilai):
    return {answer.kode: answer for answer in sample_answers(INSTRUMENT, 3, tahun, penilai)}


@pytest.mark.parametrize(
    ("options", "judges"),
    [
        (["--layout", "lampiran-iii"], ["tpn"]),
        (["--layout", "lampiran-iii", "--penilai", "unit"], ["unit"]),
        (["--layout", "siklus-2026"], ["unit", "tpi"]),
        (["--layout", "siklus-2026", "--penilai", "tpi"], ["tpi"]),
    ],
)
def test_a_stored_assessment_is_written_and_can_be_read_back(write_workbook, options, judges):
    status, out, err, path = write_workbook("--unit", UNIT.lower(), "--tahun", 2025, *options)
    assert (status, err) == (0, "") and UNIT in out and str(path) in out
    items = prepare_file(path.name, path.read_bytes())
    assert [item.reading.identity.penilai for item in items] == judges
    assert {(item.reading.identity.unit, item.reading.identity.tahun) for item in items} == {(UNIT, 2025)}
    official_answers.assert_read_back(INSTRUMENT, path.name, path.read_bytes(), {j: made(2025, j) for j in judges})


@pytest.mark.parametrize("layout", ["lampiran-iii", "siklus-2026"])
def test_a_blank_form_needs_neither_unit_nor_database(write_workbook, layout):
    status, out, err, path = write_workbook("--layout", layout, "--kosong")
    assert (status, err) == (0, "") and "kosong" in out
    assert all(item.total == 0 for item in prepare_file("a.xlsx", path.read_bytes()))
    status, _, _, path = write_workbook("--layout", layout, "--kosong", "--unit", "Balai Baru", "--tahun", 2026)
    identity = prepare_file("a.xlsx", path.read_bytes())[0].reading.identity
    assert (identity.unit, identity.tahun) == ("Balai Baru", 2026)


def test_json_tells_what_was_written(write_workbook):
    status, out, _, path = write_workbook("--unit", UNIT, "--tahun", 2025, "--layout", "siklus-2026", "--json")
    assert status == 0
    assert json.loads(out) == {
        "berkas": str(path), "layout": "siklus-2026", "instrumen": INSTRUMENT.kode, "unit": UNIT, "tahun": 2025,
        "penilai": ["unit", "tpi"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], ["--unit NAMA", "--tahun TAHUN", "lampiran-iii, siklus-2026"]),
        (["--unit", UNIT, "--tahun", "25", "--layout", "excel"], ["empat angka", "bukan 'excel'"]),
        (["--unit", UNIT, "--tahun", 2025, "--layout", "siklus-2026", "--penilai", "tpn"], ["Unit dan TPI"]),
        (["--unit", UNIT, "--tahun", 2019, "--layout", "siklus-2026"], ["tidak punya penilaian 2019"]),
        (["--unit", "Tidak Ada", "--tahun", 2025, "--layout", "lampiran-iii"], ["'Tidak Ada' tidak ada"]),
    ],
)
def test_what_is_wrong_is_told_all_at_once_and_nothing_is_written(write_workbook, options, words):
    status, out, err, path = write_workbook(*options)
    assert (status, out) == (2, "") and not path.exists()
    assert all(word in err for word in words)


@pytest.mark.parametrize(("name", "word"), [("tiada/lke.xlsx", "folder"), ("lke.pdf", ".xlsx"), ("", "-o")])
def test_a_file_that_cannot_be_written_is_told(write_workbook, tmp_path, name, word):
    output = tmp_path / name if name else ""
    status, out, err, _ = write_workbook("--layout", "lampiran-iii", "--kosong", output=output)
    assert (status, out) == (2, "") and word in err

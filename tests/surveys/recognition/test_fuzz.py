"""Whatever stands in a table, reading it as a survey ends in surveys or in a refusal, never in an error."""

import random

import pytest
from survey_files import SKM, SPAK

from zi_metrics.reading import Grid, Sheet
from zi_metrics.surveys.importing import survey_in

HEADS = [*SKM, *SPAK, "U1", "U2", "P3", "SPAK 4", "7", "Timestamp", "Nama", "NIK", "Email", "Usia", "Jenis Kelamin"]
HEADS += [
    "Unit Kerja",
    "Jenis Layanan",
    "Periode",
    "Saran",
    "Jumlah",
    "Responden",
    "Kepuasan secara keseluruhan",
    "x",
    "",
]
CELLS = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0, 3.5, 88.0, -1.0, 1e12, True, "", "-", "Baik", "Sangat Baik", "Tidak Pernah"]
CELLS += [
    "Setuju",
    "a",
    "d",
    "3 - Baik",
    "NRR per unsur",
    "Jumlah",
    "2026-03-01",
    "31/12/2026 25:61",
    "TW I",
    "[",
    "\\",
]
CELLS += ["Ya", "Tidak", "3,5", "U1", "Persyaratan", "IKM : 88,5", "Jumlah Responden", "\u0000", "é" * 50, "1" * 40]


def table(rng, name):
    width, height, first = rng.randint(1, 16), rng.randint(0, 45), rng.randint(1, 6)
    cells = {(first, c): h for c in range(1, width + 1) if (h := rng.choice(HEADS))}
    palette = rng.sample(CELLS, rng.randint(1, 8))
    for row in range(first + 1, first + height + 1):
        for column in range(1, width + 1):
            value = rng.choice(CELLS if rng.random() < 0.1 else palette)
            if value != "":
                cells[row, column] = value
    if rng.random() < 0.3:
        cells[1, 1] = rng.choice(["SPAK 2026", "skala 1-6", "Unit Kerja", "Nilai IKM", 4.0])
    return Sheet(name, rng.random() < 0.1, cells)


@pytest.mark.parametrize("first", range(0, 1200, 200))
def test_any_table_ends_in_surveys_or_a_refusal(first):
    for seed in range(first, first + 200):
        rng = random.Random(seed)
        sheets = tuple(table(rng, rng.choice(["Data", "Maret", "Sheet1"]) + str(i)) for i in range(rng.randint(1, 3)))
        for item in survey_in(Grid("uji.xlsx", "0" * 64, sheets)):
            assert item.asks or item.figure is None or 0 <= item.figure.indeks <= 4 + 1e-9, seed
            assert not (item.asks and item.figure), seed

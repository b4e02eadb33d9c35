"""Result tables and tables of answers as agencies lay them out, drawn by seed, with what must come out of each.

Nothing here uses the product: figures are worked out from what was drawn.
"""

import random
from collections.abc import Callable

from odd_surveys import CODES, NAMES, QUESTIONS, OddSurvey, People, Truth

NUMBERS = ("I", "II", "III", "IV")


def _drawn(rng: random.Random) -> float:
    return round(rng.uniform(70, 95), 2)


def _nrr(rng: random.Random) -> list[float]:
    return [round(rng.uniform(2.8, 3.9), 2) for _ in range(9)]


def _several_times(rng: random.Random) -> OddSurvey:
    """Answers of several years: below one another under titles, on sheets, or by a column."""
    years = sorted(rng.sample(range(2019, 2027), rng.randint(2, 3)))
    people = {year: People.drawn(rng, rng.randint(6, 30)) for year in years}
    truth: Truth = {("skm", None, year, ""): own.truth()["skm", None, None, ""] for year, own in people.items()}
    heads = rng.choice((CODES, NAMES, QUESTIONS))
    shape = rng.choice(("judul", "lembar", "judul lembar", "kolom", "kolom periode", "dua kolom"))
    tables = {y: [["No", *heads], *[[i, *a] for i, a in enumerate(own.answers, 1)]] for y, own in people.items()}
    title = rng.choice(("SURVEI KEPUASAN MASYARAKAT TAHUN {}", "HASIL SKM {}", "Tahun {}"))
    if shape == "judul":
        rows = [row for year in years for row in ([title.format(year)], *tables[year], [])]
        return OddSurvey(rows, truth)
    if shape in ("lembar", "judul lembar"):
        name = rng.choice(("SKM {}", "Data {}", "TW I {}")) if shape == "lembar" else "Loket {}"
        sheets = {name.format(year if shape == "lembar" else "ABC"[n]): tables[year] for n, year in enumerate(years)}
        if shape == "judul lembar":
            sheets = {s: [[title.format(y)], *rows] for (s, rows), y in zip(sheets.items(), years, strict=True)}
        return OddSurvey([], truth, sheets=sheets)
    lines = [(year, answers) for year, own in people.items() for answers in own.answers]
    if shape == "kolom":
        rows = [["No", "Tahun", *heads], *[[i, y, *a] for i, (y, a) in enumerate(lines, 1)]]
    elif shape == "kolom periode":
        rows = [["Periode", *heads], *[[f"Semester {rng.choice(NUMBERS[:2])} {y}", *a] for y, a in lines]]
    else:
        rows = [["Semester", "Tahun", *heads], *[[rng.choice(NUMBERS[:2]), y, *a] for y, a in lines]]
    return OddSurvey(rows, truth)


def _two_units(rng: random.Random) -> OddSurvey:
    """Answers of several units on sheets that name them."""
    units = rng.sample(("Puskesmas Mawar", "Dinas Melati", "Kecamatan Kenanga", "RSUD Cempaka"), rng.randint(2, 3))
    people = {unit: People.drawn(rng, rng.randint(6, 30)) for unit in units}
    truth: Truth = {("skm", unit, None, ""): own.truth()["skm", None, None, ""] for unit, own in people.items()}
    titled = rng.random() < 0.5
    sheets = {}
    for unit, own in people.items():
        rows = [["No", *NAMES], *[[i, *a] for i, a in enumerate(own.answers, 1)]]
        sheets[unit] = [[f"Unit Pelayanan : {unit}"], *rows] if titled else rows
    return OddSurvey([], truth, sheets=sheets)


def _grouped_units(rng: random.Random) -> OddSurvey:
    """Units below headings of groups, with numbered columns, subtotals, empty rows and units without a figure."""
    truth: Truth = {}
    rows: list[list] = [["No", "Perangkat Daerah", "Nilai IKM"]]
    if rng.random() < 0.5:
        rows.append(rng.choice((["1", "2", "3"], ["(1)", "(2)", "(3)"], [1, 2, 3])))
    number = 0
    for group in ("Dinas", "Kecamatan", "Puskesmas")[: rng.randint(1, 3)]:
        if rng.random() < 0.6:
            rows.append([rng.choice("ABC"), group.upper()])
        figures = []
        for n in range(rng.randint(2, 5)):
            number += 1
            unit, figure = f"{group} Contoh {n + 1}", _drawn(rng)
            if rng.random() < 0.15:
                rows.append([number, unit, rng.choice(("-", "belum survei", "n/a"))])
                continue
            figures.append(figure)
            truth["skm", unit, None, ""] = (figure, None)
            rows.append([number, unit, figure])
        if figures and rng.random() < 0.5:
            mean = round(sum(figures) / len(figures), 2)
            rows.append(["", rng.choice((f"Rata-rata {group}", "Sub Total", "Nilai tertinggi")), mean])
        if rng.random() < 0.3:
            rows.append([])
    rows += rng.choice(
        ([], [[], ["", "Nilai terendah", 70.5]], [[], ["Sumber: laporan survei"], ["", "Catatan", 80.0]])
    )
    return OddSurvey(rows, truth)


def _two_heading_rows(rng: random.Random) -> OddSurvey:
    """Targets and realisations under headings of two rows, with letters, money, parts of the year or years below."""
    figure, other = _drawn(rng), _drawn(rng)
    lead = rng.choice((["Indikator"], ["Sasaran", "Indikator"]))
    named = [*(["Meningkatnya mutu pelayanan"] if len(lead) == 2 else []), "Indeks Kepuasan Masyarakat"]
    blank = [""] * len(lead)
    shape = rng.choice(("anggaran", "huruf", "tahun", "akhir", "capaian", "per tahun"))
    years = [2024, 2025]
    per_year: Truth = {("skm", None, 2024, ""): (figure, None), ("skm", None, 2025, ""): (other, None)}
    if shape == "anggaran":
        rows = [
            [*lead, "Target", "", "Realisasi", ""],
            [*blank, *(2 * rng.choice((["K", "Rp"], ["Kinerja", "Anggaran"], ["Fisik", "Rp"])))],
            [*named, 96.5, 15_000_000, figure, 14_000_000],
        ]
        return OddSurvey(rows, {("skm", None, None, ""): (figure, None)})
    if shape == "huruf":
        return OddSurvey(
            [[*lead, 2024, "", 2025, ""], [*blank, "T", "R", "T", "R"], [*named, 96.5, figure, 97.5, other]], per_year
        )
    if shape == "per tahun":
        part = ["Target", "Realisasi", "Capaian"]
        rows = [[*lead, 2024, "", "", 2025, "", ""], [*blank, *part, *part]]
        return OddSurvey([*rows, [*named, 96.5, figure, 98.1, 97.5, other, 99.2]], per_year)
    if shape == "tahun":
        rows = [[*lead, "Target", "", "Realisasi", ""], [*blank, *years, *years], [*named, 96.5, 97.5, figure, other]]
        return OddSurvey(rows, per_year)
    if shape == "akhir":
        rows = [
            [*lead, "Kondisi Awal", "Realisasi 2024", "Target 2025", "Kondisi Akhir"],
            [*named, 70.1, figure, 96, 97],
        ]
        return OddSurvey(rows, {("skm", None, 2024, ""): (figure, None)})
    rows = [[*lead, "Target", "Realisasi", "Capaian"], [*named, 3.5, round(figure / 25, 2), 93.4]]
    return OddSurvey(rows, {("skm", None, None, ""): (25 * round(figure / 25, 2), None)})


def _lists_of_unsur(rng: random.Random) -> OddSurvey:
    """Averages of several years: tables below one another, or one long list, by year or by unsur."""
    years = sorted(rng.sample(range(2019, 2027), 2))
    nrr = {year: _nrr(rng) for year in years}
    truth: Truth = {("skm", None, year, ""): (25 * sum(values) / 9, None) for year, values in nrr.items()}
    shape = rng.choice(("bertumpuk", "judul sekali", "daftar", "daftar per unsur", "lembar"))
    names = list(enumerate(NAMES))
    if shape in ("bertumpuk", "judul sekali"):
        heads = [["No", "Unsur", "NRR"]]
        rows = []
        for n, year in enumerate(years):
            own = heads if shape == "bertumpuk" or not n else []
            rows += [[f"Tahun {year}"], *own, *[[q + 1, name, nrr[year][q]] for q, name in names], []]
        return OddSurvey(rows, truth)
    if shape == "lembar":
        sheets = {f"{y}": [["Unsur", "NRR"], *[[name, nrr[y][q]] for q, name in names]] for y in years}
        return OddSurvey([], truth, sheets=sheets)
    lines = [(q, name, y) for y in years for q, name in names]
    if shape == "daftar per unsur":
        lines.sort(key=lambda line: line[0])
    rows = [["id", "unsur_pelayanan", "nilai_indeks", "tahun"]]
    return OddSurvey([*rows, *[[n, name, nrr[y][q], y] for n, (q, name, y) in enumerate(lines, 1)]], truth)


def _rows_of_averages(rng: random.Random) -> OddSurvey:
    """Averages under question headings, of rows whose kind no heading tells: never people."""
    nrr = _nrr(rng)
    shape = rng.choice(("target", "wilayah", "tanpa label"))
    if shape == "target":
        rows = [["Uraian", *CODES], ["Target", *[3.55] * 9], ["Realisasi", *nrr]]
        return OddSurvey(rows, {("skm", None, None, ""): (25 * sum(nrr) / 9, None)})
    parts = [_nrr(rng) for _ in range(rng.randint(3, 6))]
    means = [sum(p[q] for p in parts) / len(parts) for q in range(9)]
    if shape == "wilayah":
        rows = [["No", "Distrik", *CODES], *[[i, f"Distrik {i}", *p] for i, p in enumerate(parts, 1)]]
        means = [round(m, 2) for m in means]
        return OddSurvey([*rows, ["", "Rata-rata", *means]], {("skm", None, None, ""): (25 * sum(means) / 9, None)})
    rows = [["No", *CODES], *[[i, *p] for i, p in enumerate(parts, 1)]]
    return OddSurvey(rows, {("skm", None, None, ""): (25 * sum(means) / 9, None)}, ("bobot sama",))


def _anonymous(rng: random.Random) -> OddSurvey:
    """People who left their name out, many of whom gave the same answer to everything; one may be called Rata."""
    people = People.drawn(rng, rng.randint(20, 50))
    names = ["Rata", "Siti", "Budi", "Ketut", "Maria", "Asep"]
    empty = rng.uniform(0, 0.3)
    lines = [["" if rng.random() < empty else rng.choice(names), *a] for a in people.answers]
    return OddSurvey([["Nama", *rng.choice((CODES, NAMES))], *lines], people.truth())


TABLE_KINDS: dict[str, Callable[[random.Random], OddSurvey]] = {
    "beberapa tahun": _several_times,
    "beberapa unit": _two_units,
    "unit berkelompok": _grouped_units,
    "judul dua baris": _two_heading_rows,
    "unsur berulang": _lists_of_unsur,
    "baris rata-rata": _rows_of_averages,
    "tanpa nama": _anonymous,
}

"""Survey files with what real ones have beside plain answers, drawn by seed, with what must come out of each.

Nothing here uses the product: figures are worked out from the answers that were drawn.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

# (instrument, unit, year, period), None and '' where the file does not tell -> published figure, respondents
Truth = dict[tuple[str, str | None, int | None, str], tuple[float, int | None]]

NAMES = [
    "Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya/Tarif", "Produk Pelayanan", "Kompetensi Pelaksana",
    "Perilaku Pelaksana", "Penanganan Pengaduan", "Sarana dan Prasarana",
]  # fmt: skip
QUESTIONS = [
    "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
    "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
    "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
    "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
    "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan dengan hasil yang diberikan?",
    "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
    "Bagaimana pendapat Saudara tentang perilaku petugas terkait kesopanan dan keramahan?",
    "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
    "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
]
CODES = [f"U{i}" for i in range(1, 10)]


@dataclass(frozen=True)
class OddSurvey:
    """A file and what must come out of it.

    rows: its only sheet
    truth: the figures that may be read from it
    must_tell: words that a finding must have, where something is left out
    sheets: name -> its rows, where there are several instead
    """

    rows: list[list]
    truth: Truth
    must_tell: tuple[str, ...] = ()
    title: str = "Data"
    sheets: dict[str, list[list]] = field(default_factory=dict)


@dataclass
class People:
    """Answers of so many people, 1 to 4."""

    answers: list[list[int]] = field(default_factory=list)

    @classmethod
    def drawn(cls, rng: random.Random, count: int) -> "People":
        # Among the satisfied most answers are the same.
        satisfied = rng.choice((0.0, 0.0, 0.5, 0.8))
        best = rng.choice((3, 4))
        people = []
        for _ in range(count):
            level = rng.uniform(2.3, 3.7)
            drawn = [min(4, max(1, round(rng.gauss(level, 0.7)))) for _ in range(9)]
            people.append([best] * 9 if rng.random() < satisfied else drawn)
        # Somebody gives the best answer, else the scale is in doubt.
        people[-1] = [4, 3, 4, 4, 3, 4, 2, 4, 1]
        return cls(people)

    def truth(self) -> Truth:
        means = [sum(a[q] for a in self.answers) / len(self.answers) for q in range(9)]
        return {("skm", None, None, ""): (25 * sum(means) / 9, len(self.answers))}


def _header_codes(rng: random.Random) -> OddSurvey:
    """Entries like codes ('R1', 'S1', 'L01') beside the first answers, under headings in words."""
    people = People.drawn(rng, rng.randint(12, 50))
    letter, width = rng.choice("RSKNP"), rng.choice((1, 2))
    columns: list[tuple[str, Callable[[int], str]]] = [
        (
            rng.choice(("Responden", "Kode Responden", "No. Responden")),
            lambda i: f"{letter}{i + 1:0{width}}",
        )
    ]
    if rng.random() < 0.6:
        columns.append(("Pendidikan Terakhir", lambda i: ("S1", "SMA", "D3", "S2")[(i * 7) % 4]))
    if rng.random() < 0.5:
        columns.append(("Loket", lambda i: f"L{i % 3 + 1:02}"))
    rng.shuffle(columns)
    heads = rng.choice((QUESTIONS, NAMES))
    rows = [["SURVEI KEPUASAN MASYARAKAT"], []] if rng.random() < 0.4 else []
    rows.append([*(name for name, _ in columns), *heads])
    rows += [[*(entry(i) for _, entry in columns), *answers] for i, answers in enumerate(people.answers)]
    return OddSurvey(rows, people.truth())


_TOTAL_LABELS = {
    "rata-rata": (
        "Rata-rata {g}", "{g} Total", "NRR {g}", "Rerata {g}", "{g} Average", "Nilai rata-rata {g}", "Rata-rata",
    ),
    "jumlah": ("Jumlah {g}", "{g} Total", "Subtotal", "Total {g}", "Sub Total {g}", "Subtotal hal. {n}"),
}  # fmt: skip


def _totals(rng: random.Random) -> OddSurvey:
    """Sums and averages with and without a name among the answers, below or above their group."""
    people = People.drawn(rng, rng.randint(20, 60))
    groups, left = [], people.answers
    while left:
        size = rng.randint(4, 12)
        groups, left = [*groups, left[:size]], left[size:]
    style, where = rng.choice(("rata-rata", "jumlah")), rng.choice(("bawah", "bawah", "atas"))
    digits = rng.choice((1, 2, 3))
    labels = {
        "rata-rata": (
            "Rata-rata {g}",
            "{g} Total",
            "NRR {g}",
            "Rerata {g}",
            "{g} Average",
            "Nilai rata-rata {g}",
            "Rata-rata",
        ),
        "jumlah": ("Jumlah {g}", "{g} Total", "Subtotal", "Total {g}", "Sub Total {g}", "Subtotal hal. {n}"),
    }[style]
    label = rng.choice(labels)
    in_number = rng.random() < 0.5
    nameless = style == "rata-rata" and digits > 1 and rng.random() < 0.2
    rows: list[list] = [["No", "Loket", *rng.choice((CODES, NAMES))]]
    number = 0

    def summary(of: list[list[int]], name: str) -> list:
        values = [sum(a[q] for a in of) for q in range(9)]
        figures = values if style == "jumlah" else [round(v / len(of), digits) for v in values]
        if nameless:
            return ["", "", *figures]
        return [name, "", *figures] if in_number else ["", name, *figures]

    for n, group in enumerate(groups):
        loket = f"Loket {'ABCDEFGHIJKLMNOP'[n]}"
        total = summary(group, label.format(g=loket, n=n + 1))
        if where == "atas":
            rows.append(total)
        for answers in group:
            number += 1
            rows.append([number, loket, *answers])
        if where == "bawah":
            rows.append(total)
    if rng.random() < 0.5:
        rows.append(summary(people.answers, rng.choice(("Grand Total", "Total", "Rata-rata keseluruhan"))))
    return OddSurvey(rows, people.truth(), ("tidak dihitung sebagai responden",) if len(groups) > 1 else ())


def _legend_below(rng: random.Random) -> OddSurvey:
    """What the regulation's form has below the answers: results, a legend, a table of unsur, a signature."""
    people = People.drawn(rng, rng.randint(12, 40))
    lead = rng.choice((0, 1, 2))
    blank = [""] * lead
    means = [sum(a[q] for a in people.answers) / len(people.answers) for q in range(9)]
    rows: list[list] = [[*blank, "NO.", *CODES]]
    rows += [[*blank, i + 1, *answers] for i, answers in enumerate(people.answers)]
    if rng.random() < 0.6:
        rows.append([*blank, "NRR / Unsur", *(round(m, 3) for m in means)])
        rows.append([*blank, "NRR tertimbang", *(round(m / 9, 3) for m in means)])
    rows.append([])
    if rng.random() < 0.5:
        rows += [["Keterangan", ":"], ["-", "U1 s.d. U9", "= Unsur-unsur pelayanan"], ["-", "NRR", "= Nilai rata-rata"]]
    shift = [""] * rng.choice((0, 1, 2))
    with_codes, with_values = rng.random() < 0.7, rng.random() < 0.6
    rows.append([*shift, "No.", "UNSUR PELAYANAN", *(["NILAI RATA-RATA"] if with_values else [])])
    for q, name in enumerate(NAMES):
        rows.append([*shift, CODES[q] if with_codes else q + 1, name, *([round(means[q], 3)] if with_values else [])])
    if rng.random() < 0.5:
        rows += [[], ["", "", "", "Kota Contoh, 21 November 2026"], ["", "", "", "Kepala Kantor Contoh"]]
    return OddSurvey(rows, people.truth())


def _no_answer_codes(rng: random.Random) -> OddSurvey:
    """Numbers that stand for no answer, with and without a legend that says so."""
    people = People.drawn(rng, rng.randint(30, 60))
    code = rng.choice((8, 9, 99, 98, 88, 77))
    written: list[list] = [
        [code if rng.random() < 0.07 else a for a in answers] for answers in people.answers[:-1]
    ] + people.answers[-1:]
    kept = [[row[q] for row in written if row[q] != code] for q in range(9)]
    index = 25 * sum(sum(k) / len(k) for k in kept) / 9
    legend = rng.choice(
        (f"Keterangan: 1 = Tidak Baik, 2 = Kurang Baik, 3 = Baik, 4 = Sangat Baik, {code} = Tidak Menjawab", "")
    )
    rows: list[list] = [[legend]] if legend else []
    rows.append(["No", *rng.choice((CODES, NAMES))])
    rows += [[i + 1, *row] for i, row in enumerate(written)]
    people_counted = sum(any(v != code for v in row) for row in written)
    return OddSurvey(rows, {("skm", None, None, ""): (index, people_counted)})


def _quiz(rng: random.Random) -> OddSurvey:
    """A form scored as a quiz: points and feedback beside each question."""
    people = People.drawn(rng, rng.randint(12, 40))
    points, feedback = rng.choice((("Points", "Feedback"), ("Poin", "Umpan balik")))
    heads = [
        "ID",
        f"Total {points.lower()}",
        *(x for q in QUESTIONS for x in (q, f"{points} - {q}", f"{feedback} - {q}")),
    ]
    score = rng.choice((0, 1))
    rows = [
        heads,
        *[[i + 1, 0, *(x for a in answers for x in (a, score, ""))] for i, answers in enumerate(people.answers)],
    ]
    return OddSurvey(rows, people.truth())


def _errors(rng: random.Random) -> OddSurvey:
    """Error values among the answers: told, and counted as not answered."""
    people = People.drawn(rng, rng.randint(20, 50))
    error = rng.choice(("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"))
    rows: list[list] = [["No", *rng.choice((CODES, NAMES))]]
    written: list[list] = [[error if rng.random() < 0.06 else a for a in answers] for answers in people.answers]
    written[0][rng.randrange(9)] = error
    rows += [[i + 1, *row] for i, row in enumerate(written)]
    kept = [[row[q] for row in written if row[q] != error] for q in range(9)]
    people_counted = sum(any(v != error for v in row) for row in written)
    return OddSurvey(
        rows, {("skm", None, None, ""): (25 * sum(sum(k) / len(k) for k in kept) / 9, people_counted)}, (error,)
    )


def _figure(rng: random.Random, jenis: str) -> float:
    return round(rng.uniform(70, 95), 2) if jenis == "skm" else round(rng.uniform(2.9, 3.9), 2)


_INDICES = {
    "skm": ("IKM", "Indeks Kepuasan Masyarakat (IKM)", "Nilai IKM", "Indeks Kepuasan Masyarakat"),
    "spak": ("IPAK", "Indeks Persepsi Anti Korupsi (IPAK)"),
}


def _years(rng: random.Random) -> OddSurvey:
    """Results of several years or periods: in columns, in rows, of units, of indicators, of unsur."""
    years = sorted(rng.sample(range(2019, 2027), rng.randint(2, 4)))
    units = [f"Dinas Contoh {i}" for i in range(1, rng.randint(3, 9))]
    shape = rng.choice(
        ("unit x tahun", "kolom tahun", "indikator x tahun", "tahun x indeks", "unsur x tahun", "semester")
    )
    figures = {(unit, year): _figure(rng, "skm") for unit in units for year in years}
    name = rng.choice(_INDICES["skm"])
    if shape == "unit x tahun":
        rows = [[f"REKAP {name} KOTA CONTOH"], ["No", "Unit Kerja", *years]]
        rows += [[i + 1, u, *(figures[u, y] for y in years)] for i, u in enumerate(units)]
        if rng.random() < 0.5:
            means = [round(sum(figures[u, y] for u in units) / len(units), 2) for y in years]
            rows.append(["", rng.choice(("Rata-rata", "Rata-rata Kota", "Kota Contoh Rata-rata")), *means])
        return OddSurvey(rows, {("skm", u, y, ""): (v, None) for (u, y), v in figures.items()})
    if shape == "kolom tahun":
        heads = rng.choice(
            (
                ["No", "Unit Kerja", "Tahun", name],
                ["id", "nama_perangkat_daerah", "tahun", "indeks_kepuasan_masyarakat"],
            )
        )
        lines = [(u, y) for y in years for u in units]
        rows = [heads, *[[i + 1, u, y, figures[u, y]] for i, (u, y) in enumerate(lines)]]
        return OddSurvey(rows, {("skm", u, y, ""): (v, None) for (u, y), v in figures.items()})
    one = {y: figures[units[0], y] for y in years}
    if shape == "indikator x tahun":
        rows = [
            ["No", "Indikator", *map(str, years)],
            [1, name, *one.values()],
            [2, "Nilai SAKIP", *(80.1 + i for i in range(len(years)))],
        ]
        return OddSurvey(rows, {("skm", None, y, ""): (v, None) for y, v in one.items()})
    if shape == "tahun x indeks":
        rows = [["Tahun", name], *[[y, v] for y, v in one.items()]]
        return OddSurvey(rows, {("skm", None, y, ""): (v, None) for y, v in one.items()})
    if shape == "unsur x tahun":
        nrr = {y: [round(rng.uniform(2.8, 3.9), 2) for _ in range(9)] for y in years}
        rows = [
            ["HASIL SKM"],
            ["Unsur", *(f"NRR {y}" for y in years)],
            *[[n, *(nrr[y][q] for y in years)] for q, n in enumerate(NAMES)],
        ]
        return OddSurvey(rows, {("skm", None, y, ""): (25 * sum(v) / 9, None) for y, v in nrr.items()})
    halves = {f"Semester {i}": _figure(rng, "skm") for i in (1, 2)}
    rows = [["Indikator", "Semester I", "Semester II"], [name, *halves.values()]]
    return OddSurvey(rows, {("skm", None, None, period): (v, None) for period, v in halves.items()})


def _targets(rng: random.Random) -> OddSurvey:
    """Performance tables: target, realisation and achievement of indices among other indicators, in any order."""
    year = rng.randint(2022, 2026)
    parts = [rng.choice(("Target", f"Target {year}")), rng.choice(("Realisasi", f"Realisasi {year}", "Hasil"))]
    told = year if parts[1].endswith(str(year)) else None
    extra = rng.choice(([], ["Capaian (%)"], ["Capaian %"], ["Selisih"], ["Tahun Lalu"]))
    columns = [*parts, *extra]
    rng.shuffle(columns)
    truth: Truth = {}
    lines = []
    others = [("Nilai SAKIP", 80, 78.5), ("Indeks Reformasi Birokrasi", 75, 71.2), ("Nilai Maturitas SPIP", 3, 3.1)]
    wanted = [(jenis, rng.choice(_INDICES[jenis])) for jenis in ("skm", "spak")]
    for jenis, label in rng.sample(wanted, rng.randint(1, 2)):
        target, real = (90.0, _figure(rng, jenis)) if jenis == "skm" else (3.9, _figure(rng, jenis))
        truth[jenis, None, told, ""] = (real, None)
        lines.append((label, target, real))
    lines += rng.sample(others, rng.randint(1, 3))
    rng.shuffle(lines)
    rows = [["No", rng.choice(("Indikator", "Indikator Kinerja", "Uraian", "Sasaran/Indikator")), *columns]]
    for n, (label, target, real) in enumerate(lines):
        cells = {
            "Target": target,
            "Realisasi": real,
            "Hasil": real,
            "Capaian": round(100 * real / target, 2),
            "Selisih": round(real - target, 2),
            "Tahun": round(real * 0.97, 2),
        }
        rows.append([n + 1, label, *(cells[c.split()[0]] for c in columns)])
    return OddSurvey(rows, truth)


KINDS: dict[str, Callable[[random.Random], OddSurvey]] = {
    "kode di baris pertama": _header_codes,
    "jumlah di antara jawaban": _totals,
    "keterangan di bawah": _legend_below,
    "kode tidak menjawab": _no_answer_codes,
    "kuis": _quiz,
    "galat": _errors,
    "tahun": _years,
    "target": _targets,
}

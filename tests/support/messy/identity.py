"""Invented units, and the words by which files say whose answers they hold."""

from random import Random

from messy.model import Key

_KINDS = ("Kantor Pelayanan", "Rumah Sakit", "Balai Pelatihan", "Puskesmas", "Sekolah", "Laboratorium", "Samsat")
JUDGES = {
    "unit": ("Unit Kerja", "Unit", "Penilaian Mandiri", "Mandiri"),
    "tpi": ("TPI", "Tim Penilai Internal", "Tim Penilai Internal (TPI)"),
    "tpn": ("TPN", "Tim Penilai Nasional", "Tim Penilai Nasional (TPN)"),
}
# In file names and headings there is room for little.
SHORT = {"unit": "Unit", "tpi": "TPI", "tpn": "TPN"}


def draw_units(rng: Random, count: int) -> list[str]:
    """Names of so many different units; short enough for the name of a sheet."""
    return [f"Contoh {number:02d} {rng.choice(_KINDS)}" for number in sorted(rng.sample(range(1, 60), count))]


def draw_year(rng: Random) -> int:
    """The year judged."""
    return rng.choice((2023, 2024, 2025, 2026))


def draw_judge(rng: Random) -> str:
    """A judge: mostly the unit itself."""
    return rng.choices(("unit", "tpi", "tpn"), (5, 3, 1))[0]


def telling_file_name(rng: Random, key: Key) -> str:
    """A file name that says whose answers they are."""
    unit, tahun, penilai = key
    form = rng.choice(("LKE {u} {t} {p}.xlsx", "LKE ZI {t} - {u} ({p}).xlsx", "{p}_LKE_{u}_{t}_final rev2.xlsx"))
    return form.format(u=unit, t=tahun, p=SHORT[penilai])


def plain_file_name(rng: Random) -> str:
    """A file name that says nothing."""
    return rng.choice(("LKE ZI final.xlsx", "LKE (1).xlsx", "Copy of lke zi fix banget.xlsx", "rekap.xlsx"))


def identity_lines(rng: Random, key: Key) -> list[tuple[str, str]]:
    """Label and text of unit, year and judge, as people write them above a table or below it."""
    unit, tahun, penilai = key
    labels = rng.choice((("Nama Unit Kerja", "Tahun", "Penilai"), ("Unit Kerja", "Tahun Penilaian", "Penilai")))
    return list(zip(labels, (unit, str(tahun), rng.choice(JUDGES[penilai])), strict=True))

"""Words that several screens share: judges, standings, explanations of terms."""

from typing import Literal

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.lke.chosen import LATEST
from zi_metrics.penilai import JUDGES
from zi_metrics.scoring.score import UNDECIDED

PENILAI_LABEL = {LATEST: "Penilai terakhir", **PENILAI}
PENILAI_FILTER = {LATEST: "Penilai terakhir", **PENILAI_SHORT}
Colour = Literal["orange", "red", "gray", "green"]
STATUS_COLOUR: dict[str, Colour] = {
    "hampir": "orange",
    "belum": "red",
    UNDECIDED: "gray",
}
STATUS_MARK = {"wbbm": "✔✔", "hampir": "▲", "belum": "✘", UNDECIDED: "○"}
GATE_MARK = {True: "✔ terpenuhi", False: "✘ belum"}

HELP_PENILAI = (
    f"LKE yang sama diisi berurutan oleh {', lalu '.join(judge.nama for judge in JUDGES)}. "
    "'Penilai terakhir' memakai yang paling akhir menilai tiap unit."
)
HELP_BOBOT = (
    "Bobot tiap unsur adalah 1 dibagi banyaknya unsur. Formulir yang menulisnya 0,111 atau 0,11 mendapat indeks "
    "sedikit lebih rendah."
)
HELP_RUMUS = (
    "Lembar kerja menghitung rata-rata hanya dari pertanyaan yang sudah dijawab, sehingga LKE yang belum lengkap "
    "tampak lebih baik. Nilai kami menghitung pertanyaan kosong sebagai 0."
)

LAYOUT_LABEL = {
    "lampiran-iii": "LKE Lampiran III",
    "siklus-2026": "LKE siklus 2026 (beberapa penilai)",
    "daftar-panjang": "daftar (satu baris per pertanyaan)",
    "daftar-lebar": "rekap (kolom atau baris per unit)",
}

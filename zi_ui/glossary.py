"""Words that several screens share: judges, standings, explanations of terms."""

from zi_metrics.answers import PENILAI
from zi_metrics.portfolio import LATEST, STATUS

PENILAI_LABEL = {LATEST: "Penilai terakhir", **PENILAI}
STATUS_LABEL = STATUS
# The same on a card half a phone wide.
STATUS_SHORT = {"wbbm": "WBK + WBBM", "wbk": "WBK saja", "hampir": "Gagal syarat", "belum": "Total kurang"}
STATUS_ICON = {
    "wbbm": ":material/verified:",
    "wbk": ":material/check_circle:",
    "hampir": ":material/warning:",
    "belum": ":material/cancel:",
}
STATUS_COLOUR = {"wbbm": "green", "wbk": "green", "hampir": "orange", "belum": "red"}
STATUS_MARK = {"wbbm": "✔✔", "wbk": "✔", "hampir": "▲", "belum": "✘"}
GATE_MARK = {True: "✔ terpenuhi", False: "✘ belum"}

HELP_PENILAI = (
    "LKE yang sama diisi berurutan oleh unit sendiri, TPI, lalu TPN. 'Penilai terakhir' memakai yang paling akhir "
    "menilai tiap unit."
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

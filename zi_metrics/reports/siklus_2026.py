"""The layout of the LKE workbook of the 2026 cycle: one sheet `Jawaban` for the unit and the TPI side by side.

The rows are those of Lampiran III without its title. Columns K, L, M (the unit's answer, note and evidence) and N to Q
(the TPI's answer, nilai, % and note) are where the ministry's file has them; a public dashboard that reads this file
(Kanwil BPN Provinsi Gorontalo) takes O, P and Q for the same. What that file has no place for stands right of them: the
unit's nilai and the link of its evidence, and the TPI's evidence.
"""

from zi_metrics.reports.lke_layout import FormLayout, JudgeColumns

SIKLUS_2026 = FormLayout(
    kode="siklus-2026",
    nama="Siklus 2026 (lembar Jawaban)",
    lembar="Jawaban",
    header_row=1,
    columns={
        "A": ("No", 5),
        "B": ("", 4),
        "C": ("", 4),
        "D": ("", 4),
        "E": ("", 4),
        "F": ("", 5),
        "G": ("", 46),
        "H": ("Bobot", 8),
        "I": ("Penjelasan", 46),
        "J": ("Pilihan Jawaban", 11),
        "K": ("Jawaban Unit Kerja", 11),
        "L": ("Catatan Unit Kerja", 30),
        "M": ("Bukti Dukung Unit Kerja", 26),
        "N": ("Jawaban TPI", 11),
        "O": ("Nilai TPI", 10),
        "P": ("% TPI", 10),
        "Q": ("Catatan TPI", 30),
        "R": ("Nilai Unit Kerja", 10),
        "S": ("% Unit Kerja", 10),
        "T": ("Tautan Bukti Dukung Unit Kerja", 26),
        "U": ("Bukti Dukung TPI", 26),
        "V": ("Tautan Bukti Dukung TPI", 26),
    },
    judges=(
        JudgeColumns("unit", jawaban="K", nilai="R", persen="S", catatan="L", bukti="M", tautan="T"),
        JudgeColumns("tpi", jawaban="N", nilai="O", persen="P", catatan="Q", bukti="U", tautan="V"),
    ),
    last_printed="S",
    node_recap="",
    recap_hidden=False,
    frozen=7,
)

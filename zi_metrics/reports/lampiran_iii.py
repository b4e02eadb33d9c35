"""The layout of the official LKE workbook since 2021: PermenPANRB 90/2021, Lampiran III, one judge per workbook.

Columns, headings and hidden recap sheets are those of the ministry's file; P and Q have no heading there, and agencies
put into them what the evidence is and its link.
"""

from zi_metrics.reports.lke_layout import FormLayout, JudgeColumns

LAMPIRAN_III = FormLayout(
    kode="lampiran-iii",
    nama="Lampiran III (lembar LKE ZI)",
    lembar="LKE ZI",
    header_row=2,
    columns={
        "A": ("No", 5),
        "B": ("", 4),
        "C": ("", 4),
        "D": ("", 4),
        "E": ("", 4),
        "F": ("", 5),
        "G": ("", 46),
        "H": ("Bobot", 8),
        "I": ("Penjelasan", 54),
        "J": ("Pilihan Jawaban", 11),
        "K": ("Jawaban", 11),
        "L": ("Nilai", 10),
        "M": (" %", 10),
        "N": ("", 2),
        "O": ("Catatan/Keterangan/Penjelasan", 32),
        "P": ("Bukti Dukung", 26),
        "Q": ("Tautan Bukti Dukung", 26),
    },
    judges=(JudgeColumns(None, jawaban="K", nilai="L", persen="M", catatan="O", bukti="P", tautan="Q"),),
    last_printed="Q",
    node_recap="Ctt Eval",
    recap_hidden=True,
    frozen=0,
)

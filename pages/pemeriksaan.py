"""The quality of what was answered: which answers and documents are to be looked at again, before others do?"""

import streamlit as st

from zi_metrics.findings import TINGKAT
from zi_metrics.lke import portfolio
from zi_metrics.pembangunan.quality import narrowed
from zi_ui import cached, filters, stated, whose
from zi_ui.drawn.markup import show, tag
from zi_ui.page import nothing_yet, open_page
from zi_ui.pembangunan import doubts

store = open_page(
    "Pemeriksaan", "Jawaban dan bukti mana yang patut dilihat lagi sebelum diperiksa orang lain?", by_branch=True
)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet(
        "Belum ada penilaian. Halaman ini memeriksa jawaban, bukti, dan angka sebuah LKE, lalu membuat daftar periksa "
        "tiap Pokja. Unggah LKE pertama untuk memulai."
    )

samples = filters.choose_samples(assessments)
shown = portfolio.in_scope(assessments, samples)
with filters.row():
    unit = filters.choose_unit_or_all(shown)
    own = shown if unit is None else shown[shown["unit"] == unit]
    year = filters.choose_year(own, assessments)
    judged = own[own["tahun"] == year]
    pokja = filters.choose_area_or_all(portfolio.instruments_of(shown))
    tingkat = filters.choose_code("Tingkat", "tingkat", {"semua": "Semua", **TINGKAT})
if judged.empty:
    whose.say_no_year(unit or "Bagian ini", year, own, assessments, "penilaian", "LKE")

stated.as_recorded("LKE yang berlaku dan data dukung yang tercatat")
found = narrowed(cached.quality(store, year, samples, unit), pokja, None if tingkat == "semua" else tingkat)
doubts.say_left_out(found)
show(tag("p", found.sentence(), class_="zi-answer"))
st.caption(
    "Pemeriksaan tidak mengubah nilai. Yang diperiksa: LKE unit sendiri (bila belum ada, LKE penilai terakhir), "
    "dibandingkan dengan LKE TPI, beserta data dukung yang tertulis di LKE dan di daftar data dukung."
)
if not found.doubts.empty:
    doubts.offer_todo(found, unit or "semua unit", year)
if unit is not None:
    doubts.show_list(found)
    if not found.doubts.empty:
        doubts.show_whole(found, key="temuan_mutu")
else:
    doubts.show_units(found, key="unit_mutu")
    st.subheader("Menurut pemeriksaan")
    doubts.show_checks(found, key="periksa_mutu")

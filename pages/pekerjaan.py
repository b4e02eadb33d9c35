"""A coordinator's Monday: what is late, what is due, what has no evidence, and the table to write it in."""

from zi_metrics.pembangunan.register import register
from zi_ui import filters
from zi_ui.page import open_page
from zi_ui.pembangunan import actions, advice_section, evidence_section, work

# What the page shows, one at a time: code -> its words, its register and what draws it.
SECTIONS = {
    "aksi": ("Rencana aksi", register("rencana_aksi"), actions.show),
    "rekomendasi": ("Rekomendasi TPI", register("rekomendasi"), advice_section.show),
    "bukti": ("Data dukung", register("bukti"), evidence_section.show),
}

store = open_page("Pekerjaan", "Apa yang harus dikerjakan, oleh siapa, dan apa yang terlambat?", by_branch=True)
section = filters.choose_code("Tampilkan", "kerja", {code: words for code, (words, *_) in SECTIONS.items()})
_, own, show = SECTIONS[section]
with filters.row():
    chosen = work.choose(store, own)
show(chosen)

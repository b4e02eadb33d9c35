"""A coordinator's Monday: what is late, what is due, what has no evidence, and the table to write it in."""

from zi_metrics.pembangunan.register import register
from zi_ui import filters
from zi_ui.page import open_page
from zi_ui.pembangunan import actions, work

# What the page shows, one at a time: code -> its words and what draws it.
SECTIONS = {"aksi": ("Rencana aksi", actions.show)}

store = open_page("Pekerjaan", "Apa yang harus dikerjakan, oleh siapa, dan apa yang terlambat?", by_branch=True)
section = "aksi"
if len(SECTIONS) > 1:
    section = filters.choose_code("Tampilkan", "kerja", {code: words for code, (words, _) in SECTIONS.items()})
with filters.row():
    chosen = work.choose(store, register("rencana_aksi"))
SECTIONS[section][1](chosen)

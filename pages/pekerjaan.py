"""A coordinator's Monday: what is late, what is due, what has no evidence, and the tables to write it in."""

from zi_ui import filters
from zi_ui.page import open_page
from zi_ui.pembangunan import work
from zi_ui.pembangunan.sections import SECTIONS

store = open_page("Pekerjaan", "Apa yang harus dikerjakan, oleh siapa, dan apa yang terlambat?", by_branch=True)
with filters.row():
    words = {code: section.words for code, section in SECTIONS.items()}
    section = SECTIONS[filters.choose_code("Register", "kerja", words, listed=True)]
    chosen = work.choose(store, section.registers, section.by_area)
section.show(chosen)

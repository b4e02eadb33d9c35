"""Leadership, in a review meeting: which units will make it, which will not, why, and is it getting better?"""

from zi_metrics.lke.chosen import in_scope, instruments_of
from zi_ui import cached, filters
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.overview import asked, first_screen, sections
from zi_ui.page import nothing_yet, open_page
from zi_ui.provenance import show_data_date

store = open_page("Ringkasan", "Unit mana yang memenuhi syarat nilai, mana yang belum, dan mengapa?", by_branch=True)
assessments = cached.assessments(store)
if assessments.empty:
    nothing_yet("Belum ada penilaian. Unggah LKE pertama untuk memulai.")

samples = filters.choose_samples(assessments)
assessments = in_scope(assessments, samples)
choices = filters.row()
with choices:
    year = filters.choose_year(assessments)
    judge = filters.choose_judge(assessments)
judged = cached.judged(store, year, judge, samples)
if judged.empty:
    nothing_yet(f"Tidak ada penilaian tahun {year} oleh {PENILAI_LABEL[judge]}. Pilih tahun atau penilai lain.")
with choices:
    predikat, short = filters.choose_predikat(instruments_of(judged))
    asked.ask_search()
show_data_date(judged)

whole = first_screen.Screen(
    store,
    (year, judge, samples, predikat, short),
    instruments_of(judged),
    len(judged),
    mixed=judged["penilai"].nunique() > 1,
    real_too=not judged["contoh"].all(),
)
whole.draw()
sections.show_sections(store, year, judge, samples, predikat, short)

"""What happened: who did what, when, from which file, before and after; and whether anything of that was changed."""

from zi_ui.access import trail
from zi_ui.page import open_page

store = open_page("Jejak", "Siapa mengubah apa, kapan, dari berkas mana, dan masih utuhkah catatannya?")
trail.show_state(store)
trail.show(store)

"""Online services on the page Pekerjaan: who applies online, and who is served in time, by service."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number, format_percent
from zi_metrics.pembangunan import online_services
from zi_metrics.pembangunan.register import register
from zi_ui import cached
from zi_ui.markdown import plain
from zi_ui.pembangunan.register_parts import edit, in_order, say_how_to_begin, say_sentence
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

_FORMATS = {
    **dict.fromkeys(("Bulan tercatat", "Pemohon daring", "Seluruh pemohon"), lambda count: format_number(count, 0)),
    **dict.fromkeys(("Bagian daring", "Tepat waktu"), lambda share: format_percent(share, 1)),
}


def show(work: Work) -> None:
    """The section."""
    own = register("layanan_online")
    if is_too_much(work, own):
        return
    rows = work.rows(own)
    say_sentence(online_services.sentence(rows, work.tahun))
    if rows.empty:
        say_how_to_begin(own, "language")
    else:
        table = online_services.by_service(rows)
        shown = pd.DataFrame(
            {
                "Layanan": table["layanan"],
                "Bulan tercatat": table["bulan"],
                "Pemohon daring": table["pemohon_online"],
                "Seluruh pemohon": table["pemohon"],
                "Bagian daring": table["bagian_online"],
                "Tepat waktu": table["bagian_tepat"],
            }
        )
        show_table(shown, "layanan_daring", "Pemohon daring dan ketepatan waktu tiap layanan", _FORMATS)
    edit(work, own, in_order(rows, "layanan", "bulan"))
    if work.unit and len(rows):
        unit_id = work.units[work.unit]
        for kode, one in cached.count_suggestions(work.store, unit_id, work.tahun, work.instrument, today()).items():
            if not one.hitungan:
                st.info(f"{plain(kode)}: {plain(one.kalimat)}", icon=":material/lightbulb:")

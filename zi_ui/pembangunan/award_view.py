"""After the award: what is due, who holds what, and the table to write it in."""

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import MISSING, format_date, format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan import after_award
from zi_metrics.pembangunan.after_award import AWARDS
from zi_ui import cached, cached_portfolio
from zi_ui.markdown import plain
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work, is_too_much
from zi_ui.tables import show_table

# So many reminders are written out.
_WRITTEN = 10


def show(work: Work) -> None:
    """The section: what is due, the table of awards, the register."""
    found = cached_portfolio.awards(work.store, work.unit_ids)
    if not found:
        st.info(
            f"{AWARDS.arti} Belum ada yang dicatat. Tulis predikat yang sudah dipegang di tabel di bawah; laporan, "
            "survei internal, dan jeda sesudah pencabutan lalu diingatkan di sini dan di Ringkasan.",
            icon=":material/workspace_premium:",
        )
    else:
        _show_due(found)
        _show_table(found)
    st.subheader("Catat predikat")
    if not is_too_much(work, AWARDS):
        rows = cached.register_table(work.store, AWARDS.table, work.unit_ids, None)
        edit_register(
            work.store,
            AWARDS,
            rows,
            work.new_rows(AWARDS.hak),
            f"setelah_predikat_{work.unit}",
            instrument=work.instrument,
        )
        register_files.offer(work, AWARDS, "register", rows=rows)


def _show_due(found: list[after_award.Award]) -> None:
    due = after_award.reminders(found, today())
    held = len([one for one in after_award.current(found) if one.dicabut is None])
    st.markdown(
        f"##### {format_number(held, 0)} unit memegang predikat; {format_number(len(due), 0)} hal perlu dikerjakan "
        "atau diingat."
    )
    lines = [f"- **{plain(one.unit)}**: {plain(one.kalimat)}" for one in due[:_WRITTEN]]
    if len(due) > _WRITTEN:
        lines.append(f"- dan {format_number(len(due) - _WRITTEN, 0)} lainnya")
    st.markdown("\n".join(lines))


def _show_table(found: list[after_award.Award]) -> None:
    names = {code: one.singkatan for code, one in load_instrument().predikat.items()}
    table = pd.DataFrame(
        {
            "Unit kerja": [one.unit for one in found],
            "Predikat": [names.get(one.predikat, one.predikat) for one in found],
            "SK": [" ".join(filter(None, (one.nomor_sk, format_date(one.tanggal_sk)))) for one in found],
            "Laporan berikut": [format_date(one.report_due) for one in found],
            "Survei terakhir": [format_date(one.survei) for one in found],
            "Survei berikut": [format_date(one.survey_due) for one in found],
            "Maladministrasi terbuka": [
                MISSING if one.maladministrasi is None else format_number(one.maladministrasi, 0) for one in found
            ],
            "Dicabut": [format_date(one.dicabut) for one in found],
            "Boleh diusulkan lagi": [format_date(one.again_from) for one in found],
            "Ditiru oleh": [one.ditiru_oleh or MISSING for one in found],
        }
    )
    st.caption(
        "Laporan TPI jatuh tempo dua tahun sesudah keputusan atau laporan terakhir; survei internal setahun sekali, "
        "dan SKM yang tersimpan di sini ikut dihitung."
    )
    show_table(
        table,
        "setelah_predikat",
        "Predikat yang dipegang unit",
        column_config={"Unit kerja": st.column_config.TextColumn(pinned=True, width="medium")},
    )

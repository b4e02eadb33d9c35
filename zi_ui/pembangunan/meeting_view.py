"""A meeting on the projector: one unit, then one Pokja per step, what is decided typed as it is decided."""

import streamlit as st

from zi_metrics.bahasa import MISSING, format_change, format_date, format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, codes_in
from zi_metrics.pembangunan.meeting_picture import Figure, Picture
from zi_metrics.pembangunan.meetings import Decision, decide
from zi_metrics.scope import Act, Target
from zi_metrics.store.connection import Store
from zi_metrics.texts import name_problems, text_problems
from zi_ui import address, papers
from zi_ui.markdown import plain
from zi_ui.pembangunan import large
from zi_ui.pembangunan.meeting_list import STEP, open_meeting

WHOLE, END = "unit", "keputusan"
_DECIDED = "_meeting_decided"


def show(store: Store, picture: Picture, instrument: Instrument) -> None:
    """The step that the address names, with the ways to the others."""
    meeting = picture.meeting
    steps = [str(meeting.pokja)] if meeting.pokja else [WHOLE, *map(str, instrument.pokja())]
    steps.append(END)
    step = address.asked(STEP)
    step = step if step in steps else steps[0]
    _walk(steps, step, instrument)
    if step == END:
        _show_end(store, picture)
        return
    area = None if step == WHOLE else int(step)
    here = picture.of_area(area)
    name = meeting.unit if area is None else f"Pokja {area} – {instrument.pokja()[area]}"
    st.header(plain(name), divider="gray")
    st.caption(plain(f"{meeting.unit}, {meeting.title}, {format_date(meeting.tanggal)}"))
    _show_figures(here, area)
    left, right = st.columns(2, gap="large")
    with left:
        large.listed("Yang berubah", here.changes(), "Tidak ada.")
        large.listed("Kendala", [f"{row['rencana']}: {row['kendala']}" for row in _rows(here.blocked)], "Tidak ada.")
    with right:
        large.listed("Terlambat", [_due(row, "rencana", "selesai") for row in _rows(here.late)], "Tidak ada.")
        large.listed(
            "Rekomendasi TPI yang terbuka",
            [_due(row, "rekomendasi", "tenggat") for row in _rows(here.advice)],
            "Tidak ada.",
        )
        large.listed(
            "Keputusan lalu yang belum selesai",
            [_due(row, "rencana", "selesai") for row in _rows(here.earlier)],
            "Tidak ada.",
        )
    _ask_decision(store, picture, area, instrument)
    _show_taken(here)


def _walk(steps: list[str], step: str, instrument: Instrument) -> None:
    """The ways to the other steps: buttons, the arrow keys, and back to the list."""
    place = steps.index(step)
    words = {WHOLE: "Unit", END: "Keputusan", **{str(n): f"Pokja {n}" for n in instrument.pokja()}}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            "Sebelumnya",
            icon=":material/arrow_back:",
            key="rapat_mundur",
            shortcut="Left",
            disabled=place == 0,
            on_click=address.choose,
            args=(STEP, steps[place - 1]),
        )
        st.markdown(f"**{plain(words[step])}** ({place + 1} dari {len(steps)})", width="content")
        st.button(
            "Berikutnya",
            icon=":material/arrow_forward:",
            icon_position="right",
            key="rapat_maju",
            shortcut="Right",
            disabled=place == len(steps) - 1,
            on_click=address.choose,
            args=(STEP, steps[min(place + 1, len(steps) - 1)]),
        )
        st.button("Daftar rapat", icon=":material/list:", key="rapat_daftar", on_click=open_meeting, args=(None,))


def _show_figures(here: Picture, area: int | None) -> None:
    """The step's own figure then, now and to be reached; the other gates below."""
    if not here.figures:
        st.info(plain(here.not_compared or "Belum ada penilaian untuk dibahas."), icon=":material/info:")
        return
    first, *others = here.figures
    since = f"rapat {here.before.title}" if here.before else "belum ada rapat sebelumnya"
    left = f"kurang {format_number(first.short)}" if first.short else "sudah tercapai"
    large.figures(
        [
            ("Rapat lalu", format_number(first.dulu), since),
            (
                "Kini",
                format_number(first.kini),
                f"perubahan {format_change(first.change)}" if first.dulu is not None else "",
            ),
            ("Minimum", format_number(first.minimum), left),
        ]
    )
    if here.not_compared:
        st.caption(plain(here.not_compared))
    if others and area is None:
        large.table(
            "Syarat nilai", ("Syarat", "Rapat lalu", "Kini", "Minimum", "Kurang"), [_gate(one) for one in others]
        )


def _gate(one: Figure) -> tuple[str, ...]:
    sign = f"✘ {format_number(one.short)}" if one.short else "✔"
    return one.nama, format_number(one.dulu), format_number(one.kini), format_number(one.minimum), sign


def _ask_decision(store: Store, picture: Picture, area: int | None, instrument: Instrument) -> None:
    """What was decided, typed as it is decided."""
    meeting = picture.meeting
    if not store.scope.may(Act.RAPAT, Target(meeting.unit_id, meeting.unit, frozenset({area}) if area else None)):
        return
    with st.form(f"keputusan_{area}", clear_on_submit=True, border=True):
        st.markdown("##### Keputusan")
        rencana = st.text_area("Apa yang diputuskan", height=80, max_chars=2_000, key=f"putus_rencana_{area}")
        left, middle, right = st.columns(3)
        pic = left.text_input("PIC (jabatan)", key=f"putus_pic_{area}")
        selesai = middle.date_input("Tenggat", value=None, format="DD/MM/YYYY", key=f"putus_tenggat_{area}")
        kode = right.text_input("Kode LKE (boleh kosong)", placeholder="P.1.i.a", key=f"putus_kode_{area}")
        sent = st.form_submit_button("Catat keputusan", type="primary", icon=":material/gavel:")
    if not sent:
        return
    problems = name_problems(rencana, "Keputusan", 2_000) + text_problems(pic, "PIC", 200)
    codes: list[str] = []
    try:
        codes = codes_in(kode, instrument) if kode.strip() else []
    except NotUnderstood as why:
        problems.append(f"Kode LKE {why}.")
    if problems:
        for problem in problems:
            st.error(plain(problem), icon=":material/error:")
        # The form is empty by now: what was typed is not lost.
        st.caption(plain(f"Yang tadi diketik: {rencana}"))
        return
    decide(store, meeting, Decision(rencana, pic, selesai, area, ", ".join(codes)), instrument)
    st.session_state[_DECIDED] = f"Keputusan tercatat sebagai rencana aksi: {rencana}"
    st.rerun()


def show_decided() -> None:
    """Confirm what was decided last."""
    if said := st.session_state.pop(_DECIDED, None):
        st.success(plain(said), icon=":material/check_circle:")


def _show_taken(here: Picture) -> None:
    if len(here.taken):
        large.table(
            "Keputusan rapat ini",
            ("Keputusan rapat ini", "PIC", "Tenggat"),
            [(row["rencana"], row["pic"] or MISSING, format_date(row["selesai"])) for row in _rows(here.taken)],
        )


def _show_end(store: Store, picture: Picture) -> None:
    """All that was decided, and the report."""
    meeting = picture.meeting
    st.header("Keputusan", divider="gray")
    st.caption(plain(f"{meeting.unit}, {meeting.title}, {format_date(meeting.tanggal)}"))
    if picture.taken.empty:
        st.info("Rapat ini belum mencatat keputusan.", icon=":material/info:")
    _show_taken(picture)
    large.listed(
        "Keputusan lalu yang belum selesai",
        [_due(row, "rencana", "selesai") for row in _rows(picture.earlier)],
        "Tidak ada.",
    )
    papers.offer_monev(store, picture)


def _rows(table) -> list[dict]:
    return table.to_dict("records")


def _due(row: dict, text: str, until: str) -> str:
    who = row["pic"] or "PIC belum ditentukan"
    when = format_date(row[until])
    return f"{row[text]} ({who}{'' if when == MISSING else f', {when}'})"

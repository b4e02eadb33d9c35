"""Units on their road: how many are at which stage, one unit's stages with their checklists, and which road it is."""

from datetime import date

import pandas as pd
import streamlit as st

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_date, format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan import stages
from zi_metrics.pembangunan.road import Road, roads
from zi_metrics.pembangunan.stages import STAGES, STATE_SIGN, STATE_WORDS, StageState, UnitRoad
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.settings import AGENCY, ROAD, change_setting, setting
from zi_metrics.web_address import is_web_address
from zi_ui import cached, caching
from zi_ui.markdown import plain, web_link
from zi_ui.naming import named
from zi_ui.pembangunan import register_files
from zi_ui.pembangunan.register_editor import edit_register
from zi_ui.pembangunan.work import Work
from zi_ui.tables import show_pickable, show_table

_CHANGED = "_road_changed"
_COLUMNS = [
    *("mulai", "selesai", "dokumen", "nomor", "tanggal_dokumen", "saksi", "tempat", "publikasi", "tautan"),
    *("daftar_periksa", "catatan"),
]
_SHORTENED = 14


def show_all(work: Work, road: Road) -> str | None:
    """How many units are where, and each of them; gives the name of the one that the reader picked."""
    counts, matrix = _standing(work.store, work.tahun, road.kode, today())
    if matrix.empty:
        st.info(
            f"{STAGES.arti} Belum ada yang dicatat sampai {work.tahun}. Pilih satu unit kerja di atas untuk mulai, "
            "atau unggah lembar tahapan.",
            icon=":material/signpost:",
        )
        register_files.offer(work, STAGES, "register")
        return None
    shown = pd.DataFrame(
        {
            "Tahap": counts["nama"],
            "Sedang di sini": counts["di_sini"],
            "Selesai": counts["selesai"],
            "Berjalan": counts["berjalan"],
            "Belum dimulai": counts["belum"],
        }
    )
    st.caption(plain(f"{format_number(len(matrix), 0)} unit dengan catatan tahapan; jalan: {road.nama}."))
    show_table(shown, "tahap_jumlah", "Banyaknya unit pada tiap tahap")
    st.subheader("Tiap unit")
    st.caption("✔ selesai, ▶ berjalan, ○ belum dimulai. Ketuk satu baris untuk membuka jalan unit itu.")
    narrow = {name: st.column_config.TextColumn(width=95) for name in matrix.columns[1:]}
    narrow["Unit kerja"] = st.column_config.TextColumn(pinned=True, width="medium")
    picked = show_pickable(
        matrix,
        "tahap_unit",
        "Keadaan tiap tahap menurut unit kerja",
        matrix["Unit kerja"],
        column_config=narrow,
    )
    register_files.offer(work, STAGES, "register")
    return picked


def _stand(store: Store, tahun: int, kode: str, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`stages.count_by_stage` of a year, and for each unit how far it is at each stage of a road, by name."""
    road, units = roads()[kode], cached.units_with_work(store)
    found = cached.unit_roads(store, tahun)
    ordered = [(name, found[unit_id]) for name, unit_id in units.items() if unit_id in found]
    counts = stages.count_by_stage([one for _, one in ordered], road, day)
    signs = [[STATE_SIGN[stage.state(day)] for stage in one.tahap] for _, one in ordered]
    headings = [f"{place + 1}. {_short(stage.nama)}" for place, stage in enumerate(road.tahap)]
    matrix = pd.DataFrame(signs, columns=headings)
    matrix.insert(0, "Unit kerja", [name for name, _ in ordered])
    return counts, matrix


_standing = caching.cached(_stand, caching.key_of_registers)


def show_one(work: Work) -> None:
    """One unit's road as a list, and the table to write it in."""
    unit_id = work.units[work.unit]
    own = cached.unit_roads(work.store, work.tahun, (unit_id,))[unit_id]
    now = today()
    standing, days = own.standing(now), own.days_in(now)
    if standing is not None and days is not None:
        st.markdown(f"Sekarang di tahap **{plain(standing.nama)}**, sejak {format_number(days, 0)} hari lalu.")
    elif not own.is_recorded:
        st.info("Belum ada tahapan yang dicatat untuk unit ini. Tulis di tabel di bawah.", icon=":material/signpost:")
    st.markdown("\n\n".join(_line(stage) for stage in own.tahap))
    if own.lain:
        st.markdown("**Tercatat di luar jalan yang dipilih** (tetap tersimpan)")
        st.markdown("\n\n".join(_line(stage) for stage in own.lain))
    _show_public(own)
    st.subheader("Catat tahapan")
    st.caption("Daftar periksa: tulis butir yang sudah ada, dipisah titik koma, persis seperti pada daftar di atas.")
    rows = stages.in_order(cached.register_table(work.store, STAGES.table, (unit_id,), None), own.road)
    edit_register(
        work.store,
        STAGES,
        rows,
        work.new_rows(STAGES.hak),
        f"tahapan_{work.unit}_{work.tahun}",
        _COLUMNS,
        instrument=work.instrument,
    )
    register_files.offer(work, STAGES, "register", rows=rows)


def ask_settings(store: Store, road: Road) -> None:
    """Which road the units take, and what kind of agency it is: to be read by all, changed by an admin."""
    if said := st.session_state.pop(_CHANGED, None):
        st.success(plain(said), icon=":material/check_circle:")
    if not store.scope.may(Act.PENGATURAN):
        st.caption(plain(f"Jalan yang dipakai: {road.nama}. Sumber: {road.sumber}."))
        return
    known, kinds = roads(), {"": "Belum ditentukan", **load_instrument().instansi}
    with st.popover("Jalan dan jenis instansi", icon=":material/settings:"):
        st.caption("Berlaku untuk seluruh instansi. Mengganti jalan tidak menghilangkan tanggal dan dokumen.")
        names = {code: one.nama for code, one in known.items()}
        chosen = st.selectbox("Jalan", list(names), list(names).index(road.kode), format_func=named(names), key="jalan")
        now = setting(store, AGENCY) or ""
        place = list(kinds).index(now) if now in kinds else 0
        kind = st.selectbox("Jenis instansi", list(kinds), place, format_func=named(kinds), key="jenis_instansi")
        if st.button("Simpan", type="primary", icon=":material/save:", key="simpan_jalan"):
            changed = [change_setting(store, key, value) for key, value in ((ROAD, chosen), (AGENCY, kind))
                       if value != (setting(store, key) or "")]  # fmt: skip
            st.session_state[_CHANGED] = "Pengaturan tersimpan." if any(changed) else "Pengaturannya sudah seperti itu."
            st.rerun()


def _line(stage: StageState) -> str:
    """One stage: sign, name, when; its document and witnesses; its checklist."""
    said, state = stage.catatan, stage.state(today())
    when = STATE_WORDS[state]
    if said is not None and said.begun is not None:
        when = f"{format_date(said.begun)} – {'sekarang' if said.selesai is None else format_date(said.selesai)}"
        when = format_date(said.begun) if said.selesai == said.begun else when
    lines = [f"{STATE_SIGN[state]} **{plain(stage.nama)}** ({plain(when)})"]
    if said is not None:
        document = " ".join(filter(None, (said.dokumen, said.nomor)))
        parts = (document, said.saksi and f"saksi: {said.saksi}", said.tempat, said.catatan)
        if told := "; ".join(part for part in parts if part):
            lines.append(plain(told))
    if stage.ticked:
        lines.append(" · ".join(f"{'☑' if there else '☐'} {plain(item)}" for item, there in stage.ticked))
    return "  \n".join(lines)


def _show_public(own: UnitRoad) -> None:
    """What the public can read, with dates."""
    public = [
        f"- {plain(stage.nama)}, {plain(format_date(stage.catatan.begun))}: {web_link(link)}"
        for stage in (*own.tahap, *own.lain)
        if stage.catatan is not None
        for link in (stage.catatan.publikasi,)
        if is_web_address(link)
    ]
    if public:
        st.markdown("**Publikasi**")
        st.markdown("\n".join(public))


def _short(name: str) -> str:
    return name if len(name) <= _SHORTENED else f"{name[: _SHORTENED - 1].rstrip()}…"

"""Whose answers an upload holds: asked for, with the file's own hints filled in, and compared with what is stored."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI, PENILAI_SHORT, Identity
from zi_metrics.as_of import MONEV, default_date, today
from zi_metrics.bahasa import capitalised
from zi_metrics.lke.importing import FIRST_YEAR, Label, label_of, label_problems, proposed_date
from zi_metrics.lke.own_areas import in_own_areas
from zi_metrics.lke.prepared import Prepared
from zi_metrics.store.connection import Store
from zi_metrics.store.lineage import VersionMoved
from zi_metrics.surveys.importing import SurveyLine
from zi_ui.findable import findable
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.upload.comparison import NOTHING_COMPARED, Compared
from zi_ui.upload.failing import show_failing
from zi_ui.upload.shown import Field, changed_unseen, kept, remember_shown

# The versions that the page showed the comparison with: label -> version.
_COMPARED = "_compared_versions"
_NO_MONEV = "tidak ada"
_COLUMNS = ("Simpan", "Unit kerja", "Tahun", "Penilai", "Monev", "Per tanggal")


def ask_one(item: Prepared, known_units: list[str]) -> list[tuple[Prepared, Identity]]:
    """Ask whose answers one item holds; fields may still be empty."""
    guess, key = item.reading.identity, _keys(item)
    names = unit_options(findable(known_units, "cari_unit_lke"), guess.unit, key["unit"])
    unit = st.selectbox(
        "Unit kerja (pilih, atau ketik nama baru)",
        names,
        index=names.index(guess.unit) if guess.unit in names else None,
        accept_new_options=True,
        placeholder="Pilih atau ketik nama unit kerja",
        **kept(key["unit"]),
    )
    left, right = st.columns(2)
    year = left.number_input(
        "Tahun penilaian",
        value=guess.tahun,
        step=1,
        format="%d",
        placeholder="misalnya 2026",
        **kept(key["tahun"]),
    )
    judges = list(PENILAI)
    judge = right.selectbox(
        "Penilai",
        judges,
        index=judges.index(guess.penilai) if guess.penilai else None,
        format_func=named(PENILAI_LABEL),
        placeholder="Pilih penilai",
        **kept(key["penilai"]),
    )
    whose = Identity(unit, None if year is None else int(year), judge)
    monev, day = _ask_as_of(item, whose.tahun)
    return [(item, replace(whose, per_tanggal=day, monev=monev))]


def _ask_as_of(item: Prepared, tahun: int | None) -> tuple[str, date | None]:
    """Ask what monev an assessment of a year is made for, and as of when it speaks."""
    key, told = _keys(item), item.reading.identity.monev or ""
    left, right = st.columns(2)
    options = ["", *MONEV]
    monev = left.selectbox(
        "Monev",
        options,
        index=options.index(told),
        format_func=named({"": _NO_MONEV}),
        help="Untuk monev mana LKE ini diisi; boleh tidak ada.",
        **kept(key["monev"]),
    )
    # A proposal of its own for each year and period, which fills in the field anew.
    proposal = (proposed_date(item, tahun, monev) or default_date(tahun)) if tahun else today()
    day = right.date_input(
        "Per tanggal",
        value=proposal,
        min_value=date(FIRST_YEAR, 1, 1),
        max_value=today(),
        format="DD/MM/YYYY",
        help="Keadaan per tanggal berapa yang dinilai. Yang berlaku adalah yang tanggalnya terbaru; yang lebih lama "
        "tetap tersimpan sebagai titik waktu.",
        **kept(f"{key['per_tanggal']}_{tahun}_{monev}"),
    )
    return monev, day if isinstance(day, date) else None


def unit_options(listed: list[str], guess: str | None, key: str) -> list[str]:
    """What a select box of units offers: those listed, and what the file says and the box says already.

    key: of the select box.
    """
    own = [name for name in (guess, st.session_state.get(key)) if name and name not in listed]
    return [*dict.fromkeys(own), *listed]


def ask_several(items: tuple[Prepared, ...]) -> list[tuple[Prepared, Identity]]:
    """Ask whose answers several items hold, in a table to be corrected; gives those ticked to be saved."""
    rows = pd.DataFrame([_row(item) for item in items])
    judges = list(PENILAI)
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=[column for column in rows.columns if column not in _COLUMNS],
        column_config={
            "Penilai": st.column_config.SelectboxColumn(options=judges, format_func=named(PENILAI_SHORT)),
            "Tahun": st.column_config.NumberColumn(format="%d", step=1),
            "Unit kerja": st.column_config.TextColumn(width="medium"),
            "Monev": st.column_config.SelectboxColumn(options=[_NO_MONEV, *MONEV]),
            "Per tanggal": st.column_config.DateColumn(
                format="DD/MM/YYYY", help="Kosong: hari ini, atau akhir tahun penilaian yang sudah lewat."
            ),
        },
        **kept(_table_key(items)),
    )
    show_failing(items)
    chosen = []
    for item, row in zip(items, edited.to_dict("records"), strict=True):
        if row["Simpan"]:
            year = None if pd.isna(row["Tahun"]) else int(row["Tahun"])
            unit = row["Unit kerja"] if isinstance(row["Unit kerja"], str) else None
            judge = row["Penilai"] if isinstance(row["Penilai"], str) else None
            monev = row["Monev"] if row["Monev"] in MONEV else ""
            day = None if pd.isna(row["Per tanggal"]) else pd.Timestamp(row["Per tanggal"]).date()
            chosen.append((item, Identity(unit, year, judge, day, monev)))
    return chosen


def fields_of_one(item: Prepared, whose: Identity) -> list[Field]:
    """What the form of `ask_one` says."""
    key = _keys(item)
    return [
        Field(key["unit"], "Unit kerja", whose.unit),
        Field(key["tahun"], "Tahun penilaian", whose.tahun),
        Field(key["penilai"], "Penilai", PENILAI_LABEL.get(whose.penilai or "", whose.penilai)),
        Field(key["monev"], "Monev", whose.monev or _NO_MONEV),
        Field(f"{key['per_tanggal']}_{whose.tahun}_{whose.monev}", "Per tanggal", whose.per_tanggal),
    ]


def fields_of_several(items: tuple[Prepared, ...], chosen: Sequence[tuple[Prepared, Identity]]) -> list[Field]:
    """What the table of `ask_several` says."""
    rows = "; ".join(
        f"{whose.unit}, {whose.tahun}, {whose.penilai}, {whose.per_tanggal}, {whose.monev} ({item.file_name})"
        for item, whose in chosen
    )
    return [Field(_table_key(items), "Tabel penilaian", rows)]


def _keys(item: Prepared) -> dict[str, str]:
    """A key for each field, of this file and what it tells of itself: the widget stays whatever becomes its options."""
    guess = repr((item.reading.lembar, item.reading.identity)).encode()
    whose = hashlib.sha256(hashlib.sha256(item.content).digest() + guess).hexdigest()
    return {field: f"lke_{field}_{whose}" for field in ("unit", "tahun", "penilai", "monev", "per_tanggal")}


def _table_key(items: tuple[Prepared, ...]) -> str:
    """A key for the table of these files."""
    files = hashlib.sha256(b"".join(hashlib.sha256(item.content).digest() for item in items)).hexdigest()
    return f"items_{len(items)}_{files}"


def as_allowed(store: Store, chosen: Sequence[tuple[Prepared, Identity]]) -> list[tuple[Prepared, Identity]]:
    """The items as the person at work may save them: of who answers for some areas only those areas' answers."""
    found = []
    for item, whose in chosen:
        label = label_of(whose)
        allowed = item if label is None else in_own_areas(store, item, label)
        if allowed is not item and len(allowed.findings) > len(item.findings):
            told = allowed.findings.iloc[0]
            st.info(plain(f"{capitalised(told['pesan'])}; {told['saran']}."), icon=":material/lock:")
        found.append((allowed, whose))
    return found


def _problems(whose: Identity) -> list[str]:
    return label_problems(whose.unit, whose.tahun, whose.penilai, whose.per_tanggal, whose.monev)


def ask_save(
    store: Store,
    whose: list[Identity],
    fields: Sequence[Field],
    compared: Compared = NOTHING_COMPARED,
    more: Sequence[str] = (),
    others: bool = False,
) -> dict[Label | SurveyLine, int] | None:
    """The save button; gives, once everything needed is there, label -> the version it was compared with on the screen
    before (0 = none), and names all that is missing otherwise.

    fields: what the form says now, compared with what it showed last; compared: what the assessments differ from; more:
    what else is missing (Indonesian); others: something besides these is to be saved.
    """
    st.caption(f"Disimpan atas nama {plain(store.person.nama)}.")
    worth = compared.changes
    if not worth:
        st.caption(
            "Tidak ada jawaban yang berubah, jadi tidak perlu disimpan lagi, kecuali untuk mencatat keadaan "
            "yang sama pada tanggal lain."
        )
    pressed = st.button(
        "Simpan", type="primary" if worth else "secondary", icon=":material/save:", key="simpan_unggahan"
    )
    unseen = changed_unseen(fields) if pressed else []
    seen = st.session_state.get(_COMPARED, {})
    st.session_state[_COMPARED] = compared.versions
    remember_shown(fields)
    if not pressed:
        return None
    if unseen:
        st.error(
            "Belum ada yang disimpan, karena isian berikut berubah sejak terakhir ditampilkan, tanpa Anda ubah. "
            "Periksa isian di atas, lalu tekan Simpan lagi.\n\n" + "\n".join(f"- {plain(text)}" for text in unseen),
            icon=":material/error:",
        )
        return None
    problems = [p for one in whose for p in _problems(one)] + list(more)
    if not whose and not others:
        problems.append("Pilih sedikitnya satu baris untuk disimpan.")
    for problem in dict.fromkeys(problems):
        st.error(plain(problem), icon=":material/error:")
    return None if problems else seen


def say_moved(moved: VersionMoved) -> None:
    """Nothing was saved, as somebody else saved after the comparison that the person saw."""
    st.error(
        "Belum ada yang disimpan: yang tersimpan berubah sejak perbandingan yang Anda lihat. Perbandingan di atas kini "
        "terhadap yang terbaru; periksa, lalu tekan Simpan lagi.\n\n"
        + "\n".join(f"- {plain(capitalised(text))}." for text in moved.moved),
        icon=":material/error:",
    )


def _proposal(item: Prepared) -> date | None:
    told = item.reading.identity
    return None if told.tahun is None else proposed_date(item, told.tahun, told.monev) or default_date(told.tahun)


def _row(item: Prepared) -> dict:
    identity, outcome = item.reading.identity, item.outcome
    return {
        "Simpan": True,
        "Unit kerja": identity.unit,
        "Tahun": identity.tahun,
        "Penilai": identity.penilai,
        "Monev": identity.monev or _NO_MONEV,
        "Per tanggal": _proposal(item),
        "Total": outcome.total_text(),
        "Terjawab": f"{outcome.terjawab}/{outcome.pertanyaan}",
        "Temuan": len(item.findings),
        "Berkas": item.file_name,
        "Lembar": item.reading.lembar,
    }

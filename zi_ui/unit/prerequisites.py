"""What no score shows but a proposal needs: audit opinion, SAKIP, LHKPN and the rest; shown and recorded."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_date
from zi_metrics.instruments.library import Instrument, Prerequisite
from zi_metrics.lke.known_prerequisites import known_prerequisites
from zi_metrics.lke.prerequisites import evaluate_prerequisites, value_problem
from zi_metrics.lke.unit import UnitReport
from zi_metrics.scope import Act
from zi_metrics.store.connection import Store
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.texts import LONGEST_LINK, clean_name, text_problems
from zi_ui import filters, person
from zi_ui.markdown import plain
from zi_ui.tables import show_table

_MARK = {True: "✔ terpenuhi", False: "✘ belum", None: "– belum tercatat"}
_SCOPE = {"instansi": "Instansi", "unit": "Unit kerja"}
_ROUND = "_prerequisites_round"
_DONE = "_prerequisites_done"


def show_prerequisites(store: Store, report: UnitReport, predikat: str) -> None:
    """The prerequisites of a predicate for the report's unit and year, and a form to record one."""
    instrument, source = report.instrument, report.assessment
    if not instrument.prasyarat:
        st.caption("Instrumen ini tidak memuat syarat pengusulan.")
        return
    if done := st.session_state.pop(_DONE, None):
        st.success(done, icon=":material/check_circle:")
    agency = filters.choose_agency(instrument)
    records = known_prerequisites(store, instrument, source.unit_id, source.tahun)
    table = evaluate_prerequisites(instrument, records, agency)
    own = table[table["predikat"] == predikat]
    counts = {met: int((own["terpenuhi"].map(lambda v, met=met: v is met)).sum()) for met in _MARK}
    st.markdown(
        f"Terpenuhi {counts[True]} dari {len(own)} syarat pengusulan {plain(instrument.predikat[predikat].singkatan)}; "
        f"{counts[False]} belum, {counts[None]} belum tercatat atau belum dapat dipastikan."
    )
    _show(own, records)
    with st.expander("Catat syarat pengusulan", icon=":material/edit_note:"):
        _record(store, report)


def _show(own: pd.DataFrame, records: pd.DataFrame) -> None:
    by = records.set_index("kode")["oleh"].to_dict()
    shown = pd.DataFrame(
        {
            "Keadaan": [_MARK[met] for met in own["terpenuhi"]],
            "Syarat": own["nama"],
            "Tercatat": [MISSING if value is None else value for value in own["nilai"]],
            "Minimum": own["minimum"],
            "Lingkup": own["lingkup"].map(_SCOPE),
            "Tanggal": [format_date(day) for day in own["tanggal"]],
            "Bukti": _or_missing(own["bukti"]),
            "Tautan": _or_missing(own["tautan"]),
            "Dicatat oleh": [by.get(kode, MISSING) for kode in own["kode"]],
            "Sumber": own["sumber"],
            "Pengecualian": _or_missing(own["pengecualian"]),
        }
    )
    wide = {"Minimum": st.column_config.TextColumn(width="medium")}
    show_table(shown, "prasyarat", "Syarat pengusulan dan keadaannya", column_config=wide)


def _or_missing(texts: Iterable[str]) -> list[str]:
    return [text or MISSING for text in texts]


def _record(store: Store, report: UnitReport) -> None:
    instrument, source = report.instrument, report.assessment
    items = {item.kode: item for item in instrument.prasyarat}
    kode = st.selectbox("Syarat", list(items), format_func=lambda kode: items[kode].nama, key="prasyarat_kode")
    item = items[kode]
    whole_agency = item.lingkup == "instansi"
    for_whom = "semua unit kerja instansi" if whole_agency else source.unit
    st.caption(f"Berlaku untuk {plain(for_whom)}, {source.tahun}. {plain(item.pengecualian)}")
    act, target = (Act.PRASYARAT_INSTANSI, None) if whole_agency else (Act.PRASYARAT, source.target)
    if not person.may(store, act, target):
        return
    # Each record has a form of its own, so that the next one is blank.
    form = f"prasyarat_{kode}_{st.session_state.setdefault(_ROUND, 0)}"
    with st.form(form, border=False):
        left, right = st.columns(2)
        nilai = _ask_value(left, item, f"{form}_nilai")
        day = right.date_input("Tanggal bukti", value=None, format="DD/MM/YYYY")
        bukti = left.text_input("Bukti", placeholder="misalnya: LHP BPK 2025")
        tautan = right.text_input("Tautan bukti", placeholder="https://…")
        sent = st.form_submit_button("Catat", icon=":material/save:")
    if not sent:
        return
    problems = _value_problems(instrument, kode, nilai)
    problems += text_problems(bukti, "Bukti") + text_problems(tautan, "Tautan bukti", LONGEST_LINK)
    for problem in problems:
        st.error(plain(problem), icon=":material/error:")
    if problems:
        return
    record = PrerequisiteRecord(kode, nilai, clean_name(bukti), clean_name(tautan), day)
    unit_id = None if whole_agency else source.unit_id
    added = record_prerequisites(store, unit_id, source.tahun, [record])
    st.session_state[_ROUND] += 1
    st.session_state[_DONE] = plain(f"Tercatat: {item.nama} {nilai}." if added else "Sudah tercatat sama persis.")
    st.rerun()


def _ask_value(place, item: Prerequisite, key: str) -> str | None:
    options = item.urutan or (["Ya", "Tidak"] if item.jenis == "ya_tidak" else None)
    if options:
        return place.selectbox("Nilai", options, index=None, placeholder="Pilih", key=key)
    examples = {"persentase": "misalnya: 100%", "tahun": "misalnya: 2"}
    return place.text_input("Nilai", placeholder=examples.get(item.jenis), key=key)


def _value_problems(instrument: Instrument, kode: str, nilai: str | None) -> list[str]:
    if not nilai:
        return ["Isi atau pilih 'Nilai'."]
    problem = value_problem(instrument, kode, nilai)
    return [problem] if problem else []

"""Plans over many units: who is nearest by effort, and what lifts the most."""

from collections.abc import Hashable, Mapping

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_change, format_number
from zi_metrics.figures import plan as plan_figures
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.values import stored_counts, stored_values
from zi_metrics.near_minimum import format_beside, format_shortfall
from zi_metrics.plan.portfolio import effort_sentence, lifting_sentence
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.scoring.levers import Counts
from zi_metrics.store.connection import Store
from zi_ui import cached, charts, filters
from zi_ui.markdown import plain
from zi_ui.tables import show_pickable, show_table

# More units than this are planned for only when asked: it takes some tenths of a second each.
MANY = 60
# The nearest ones in the picture; the table has all.
_DRAWN = 15
# So many plans take some minutes; of more units the nearest ones are planned for.
_PLANNED = 500
# So many names stand in a cell.
_NAMED = 20
_MARK = {True: "✔ memenuhi", False: "✘ belum"}
# Units planned for at a time: one kept answer, and one step of the progress bar.
_BATCH = 10
# The units' raw counts (`PlanSettings.hitungan`), by their names.
UnitCounts = Mapping[Hashable, Mapping[str, Counts]]


def values_of(store: Store, instrument: Instrument, overview: pd.DataFrame) -> pd.DataFrame:
    """`lke.values.stored_values` of an overview's assessments, the index being the units' names."""
    table = stored_values(store, instrument, overview["penilaian_id"].tolist())
    return table.set_axis(overview["unit"].tolist(), axis=0)


def counts_by_unit(store: Store, overview: pd.DataFrame) -> UnitCounts:
    """The raw counts of an overview's assessments, by the units' names."""
    counts = stored_counts(store, overview["penilaian_id"].tolist())
    pairs = zip(overview["unit"], overview["penilaian_id"], strict=True)
    return {unit: counts[penilaian_id] for unit, penilaian_id in pairs}


def as_many_as_planned(own: pd.DataFrame, predikat: str, short: str) -> pd.DataFrame:
    """All units where they can be planned for in some minutes; else those nearest to the predicate, with a word on it.

    own: the units' rows of an overview; short: the predicate's short name.
    """
    if len(own) <= _PLANNED:
        return own
    failed = own[f"gagal_{predikat}"].str.len()
    missing = own[failed > 0].assign(_failed=failed)
    near = missing.sort_values([f"kurang_{predikat}", "_failed"], kind="stable").head(_PLANNED)
    st.info(
        f"Dari {format_number(len(own), 0)} unit, {format_number(len(own) - len(missing), 0)} memenuhi semua syarat "
        f"nilai {plain(short)}. Bagian ini menghitung {format_number(len(near), 0)} unit yang belum dan paling dekat "
        "ke total minimumnya.",
        icon=":material/filter_alt:",
    )
    return near.drop(columns="_failed").reset_index(drop=True)


def wanted(count: int, scope: str) -> bool:
    """Whether the plans of so many units are to be computed now: always for few, once asked for many."""
    key = f"_plans_wanted_{scope}"
    if count <= MANY or st.session_state.get(key):
        return True
    st.info(
        f"Rencana {count} unit dihitung satu per satu dan dapat memakan waktu beberapa menit.", icon=":material/timer:"
    )
    st.session_state[key] = st.button("Hitung rencana semua unit", icon=":material/play_arrow:", type="primary")
    return st.session_state[key]


def show_efforts(
    gates: GateSystem, values: pd.DataFrame, hitungan: UnitCounts, pokja: int | None, own: pd.DataFrame, short: str
) -> str | None:
    """Units by effort to the predicate; gives the one that the reader picked.

    values: index = unit names; hitungan: unit name -> its raw counts; own: the units' rows of an overview.
    """
    units = own.set_index("unit")
    missing, judges = units[f"kurang_{gates.predikat}"], units["penilai"].to_dict()
    # An area's gates are no verdict on the predicate.
    notes = units[f"catatan_{gates.predikat}"].to_dict() if pokja is None else {}
    table = _efforts(gates, values, hitungan)
    what = short if pokja is None else f"{short} Pokja {pokja}"
    st.markdown(f"##### {plain(effort_sentence(table, what, judges, notes))}")
    near = table[~table["terpenuhi"] & table["upaya"].notna()].rename_axis("unit").reset_index()
    if not near.empty:
        st.subheader("Paling dekat menurut upaya")
        charts.show(
            plan_figures.effort_bars(near.head(_DRAWN), charts.is_dark()),
            key="upaya_unit",
            alt="Upaya tiap unit sampai memenuhi syarat",
        )
    st.caption("Ketuk satu baris untuk membuka rencananya.")
    short_of = missing.reindex(table.index).tolist()
    shown = pd.DataFrame(
        {
            "Unit kerja": table.index,
            "Upaya": table["upaya"].to_numpy(),
            "Perbaikan": table["langkah"].to_numpy(),
            "Status": [_status(held, notes.get(unit, "")) for unit, held in table["terpenuhi"].items()],
            "Total": table["total"].to_numpy(),
            "Total sesudah": table["total_sesudah"].to_numpy(),
            "Kurang ke total minimum": short_of,
            "Penilai": [PENILAI_SHORT[judges[unit]] for unit in table.index],
        }
    )
    formats = dict.fromkeys(["Total", "Total sesudah", "Kurang ke total minimum"], format_number)
    return show_pickable(
        shown,
        "daftar_upaya",
        "Unit menurut upaya sampai memenuhi syarat",
        shown["Unit kerja"],
        formats | {"Upaya": lambda v: "tidak mungkin" if pd.isna(v) else format_number(v, 1)},
        {
            # Who misses nothing stands beside no minimum: it would be its own.
            "Total": [
                format_beside(now, now + points if points > 0 else [])
                for now, points in zip(table["total"], short_of, strict=True)
            ],
            "Kurang ke total minimum": [format_shortfall(points) for points in short_of],
        },
    )


def _status(held: bool, note: str) -> str:
    return _MARK[held] + (f" ({note})" if held and note else "")


def _efforts(gates: GateSystem, values: pd.DataFrame, hitungan: UnitCounts) -> pd.DataFrame:
    """`plan.portfolio.effort_table` piece by piece, with a progress bar while there is something to compute."""
    parts, place = [], st.empty()
    for first in range(0, len(values), _BATCH):
        place.progress(first / len(values), f"Menghitung rencana tiap unit… {first} dari {len(values)}")
        some = values.iloc[first : first + _BATCH]
        parts.append(cached.efforts(gates, some, hitungan={unit: hitungan[unit] for unit in some.index}))
    place.empty()
    return pd.concat(parts).sort_values("upaya", kind="stable")


def show_lifting(gates: GateSystem, values: pd.DataFrame, own: pd.DataFrame) -> None:
    """The few questions that, raised everywhere, bring the most units over one gate."""
    st.subheader("Pertanyaan yang mengangkat paling banyak unit")
    failing = (values.shape[0] - gates.holds(gates.nilai(values.to_numpy(dtype=float))).sum(axis=0)).tolist()
    judges = own.set_index("unit")["penilai"].to_dict()
    order = sorted(range(len(failing)), key=lambda number: -failing[number])
    words = {gates.gates[n].kode: f"{gates.gates[n].nama} ({failing[n]} unit belum)" for n in order}
    with filters.row():
        syarat = filters.choose_code("Syarat", "syarat", words, listed=True)
        banyak = filters.choose_code("Sekaligus", "banyak", {"2": "2 pertanyaan", "3": "3 pertanyaan"})
    name = next(gate.nama for gate in gates.gates if gate.kode == syarat)
    with st.spinner("Mencoba semua kemungkinan…"):
        table = cached.lifting(gates, values, syarat, int(banyak))
    st.markdown(f"**{plain(lifting_sentence(table, name, judges))}**")
    if table.empty:
        return
    shown = pd.DataFrame(
        {
            "Pertanyaan": table["kode"].map(", ".join),
            "Unit terangkat": table["jumlah"],
            "Rata-rata poin": table["poin"],
            "Unit": table["unit"].map(_names),
            "Bunyinya": table["pertanyaan"].map(" / ".join),
        }
    )
    show_table(shown, "mengangkat", "Pertanyaan yang mengangkat paling banyak unit", {"Rata-rata poin": format_change})
    st.caption("Poin: rata-rata tambahan bagi unit yang belum memenuhi syarat itu. Indeks survei tidak dihitung.")


def _names(units: list[str]) -> str:
    rest = len(units) - _NAMED
    return "; ".join(units[:_NAMED]) + (f"; dan {format_number(rest, 0)} lainnya" if rest > 0 else "")

"""Plans over many units: who is nearest by effort, and what lifts the most."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_change, format_number
from zi_metrics.figures.plan import effort_bars
from zi_metrics.figures.style import PICTURE
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_by
from zi_metrics.lke.values import stored_values
from zi_metrics.near_minimum import format_beside, format_shortfall
from zi_metrics.plan.portfolio import effort_sentence, lifting_sentence, nearest
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_portfolio, filters
from zi_ui.chart_pictures import Drawn, most_words
from zi_ui.drawn.bars import bar
from zi_ui.drawn.markup import EMPTY, tag
from zi_ui.drawn.status import word
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.page import nothing_yet
from zi_ui.plan import outlook
from zi_ui.plan.steps import say_answer
from zi_ui.plan.ways import to_plan
from zi_ui.provenance import show_data_date
from zi_ui.read_table import show_read

# More units than this are planned for only when asked.
MANY = 200
# So many rows are drawn; the download has all.
_ROWS = 60
_EFFORT = "Upaya 1: naik satu tingkat pilihan. Unit yang sudah memenuhi dan yang tidak mungkin tidak tampak."
# Of more units the nearest ones are planned for.
_PLANNED = 1_000
# What stands below the list, one at a time.
_PARTS = {"angkat": "Yang mengangkat paling banyak unit", "peluang": "Sesudah penilai berikutnya"}
# So many names stand in a cell.
_NAMED = 20
_MARK = {True: "✔ memenuhi", False: "✘ belum"}
# Units planned for at a time: one kept answer, and one step of the progress bar.
_BATCH = 50


def values_of(store: Store, instrument: Instrument, overview: pd.DataFrame) -> pd.DataFrame:
    """`lke.values.stored_values` of an overview's assessments, the index being the units' names."""
    table = stored_values(store, instrument, overview["penilaian_id"].tolist())
    return table.set_axis(overview["unit"].tolist(), axis=0)


def as_many_as_planned(own: pd.DataFrame, predikat: str, short: str) -> pd.DataFrame:
    """All units where they are not too many to be planned for; else those nearest to the predicate, with a word on it.

    own: the units' rows of an overview; short: the predicate's short name.
    """
    if len(own) <= _PLANNED:
        return own
    missing = nearest(own, predikat)
    near = missing.head(_PLANNED)
    st.info(
        f"Dari {format_number(len(own), 0)} unit, {format_number(len(own) - len(missing), 0)} memenuhi semua syarat "
        f"nilai {plain(short)}. Bagian ini menghitung {format_number(len(near), 0)} unit yang belum dan paling dekat "
        "ke total minimumnya.",
        icon=":material/filter_alt:",
    )
    return near.reset_index(drop=True)


def wanted(count: int, scope: str) -> bool:
    """Whether the plans of so many units are to be computed now: always for few, once asked for many."""
    key = f"_plans_wanted_{scope}"
    if count <= MANY or st.session_state.get(key):
        return True
    st.info(f"Rencana {count} unit dihitung satu per satu dan memakan waktu beberapa detik.", icon=":material/timer:")
    st.session_state[key] = st.button("Hitung rencana semua unit", icon=":material/play_arrow:", type="primary")
    return st.session_state[key]


def beginning_with(store: Store, assessments: pd.DataFrame, samples: bool) -> Callable[[], str | None]:
    """Gives the unit nearest to its lowest predicate by the newest year's last judges; None where all hold it."""

    def first() -> str | None:
        scope = in_scope(assessments, samples)
        overview = (
            pd.DataFrame()
            if scope.empty
            else cached_portfolio.overview(store, int(scope["tahun"].max()), LATEST, samples)
        )
        if overview.empty:
            return None
        near = nearest(overview, next(iter(instruments_of(overview)[0].predikat)))
        return None if near.empty else str(near["unit"].iloc[0])

    return first


def show_all_units(store: Store, assessments: pd.DataFrame, samples: bool, choices: DeltaGenerator) -> None:
    """Every unit of a year: by effort to the predicate, and what would lift or cost them most.

    choices: the place of the page's filters
    """
    scope = in_scope(assessments, samples)
    with choices:
        year = filters.choose_year(scope)
        judge = filters.choose_judge(scope)
    overview = cached_portfolio.overview(store, year, judge, samples)
    if overview.empty:
        nothing_yet(f"Tidak ada penilaian tahun {year} oleh {PENILAI_LABEL[judge]}. Pilih tahun atau penilai lain.")
    with choices:
        instrument = filters.choose_instrument(instruments_of(overview))
        predikat, short = filters.choose_predikat([instrument])
        pokja = filters.choose_scope(instrument)
    own = judged_by(overview, instrument)
    show_data_date(own)
    gates = gate_system(instrument, predikat, pokja)
    if not gates.gates:
        st.info(f"Instrumen ini tidak menetapkan syarat {plain(short)} bagi area itu.", icon=":material/info:")
        return
    own = as_many_as_planned(own, predikat, short)
    if not wanted(len(own), f"{year}_{judge}_{predikat}_{pokja}"):
        return
    _show_efforts(store, gates, pokja, own, short)
    parts = _PARTS if pokja is None else {"angkat": _PARTS["angkat"]}
    if filters.choose_detail("Rincian semua unit", "rincian_semua", parts) == "angkat":
        _show_lifting(gates, values_of(store, instrument, own), own)
    else:
        outlook.show_outlooks(store, own, predikat, short, f"{year}_{judge}_{predikat}")


def _show_efforts(store: Store, gates: GateSystem, pokja: int | None, own: pd.DataFrame, short: str) -> None:
    """Units by effort to the predicate, each with the way to its plan. own: the units' rows of an overview."""
    units = own.set_index("unit")
    missing, judges = units[f"kurang_{gates.predikat}"], units["penilai"].to_dict()
    # An area's gates are no verdict on the predicate.
    notes = units[f"catatan_{gates.predikat}"].to_dict() if pokja is None else {}
    table = _efforts(store, gates, own)
    what = short if pokja is None else f"{short} Pokja {pokja}"
    say_answer(effort_sentence(table, what, judges, notes))
    # First those with something left to do, the nearest at the top.
    table = pd.concat([table[~table["terpenuhi"]], table[table["terpenuhi"]]])
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
    most = float(table["upaya"].max() or 0.0)
    years = units["tahun"].to_dict()
    cells = {
        "Unit kerja": [to_plan(u, years[u], judges[u], gates.predikat) for u in table.index],
        "Upaya": [_effort_cell(upaya, most) for upaya in table["upaya"]],
        "Status": [_status_cell(held, notes.get(unit, "")) for unit, held in table["terpenuhi"].items()],
    }
    formats = dict.fromkeys(["Total", "Total sesudah", "Kurang ke total minimum"], format_number)
    texts = {
        # Who misses nothing stands beside no minimum: it would be its own.
        "Total": [
            format_beside(now, now + points if points > 0 else [])
            for now, points in zip(table["total"], short_of, strict=True)
        ],
        "Kurang ke total minimum": [format_shortfall(points) for points in short_of],
    }
    lean = ("Perbaikan", "Total sesudah", "Kurang ke total minimum", "Penilai")
    title = "Unit menurut upaya sampai memenuhi syarat; ketuk namanya untuk membuka rencananya"
    told = formats | {"Upaya": _effort_words}
    show_read(shown, "daftar_upaya", title, told, texts, cells, lean=lean, most=_ROWS, chart=_drawn(table, what))
    if len(shown) > _ROWS:
        st.caption(f"Tampak {_ROWS} dari {format_number(len(shown), 0)} unit; semuanya ada dalam unduhan.")


def _drawn(table: pd.DataFrame, what: str) -> Drawn | None:
    """The efforts as bars; None where no unit has one to draw."""
    missing = table[(table["upaya"] > 0)]
    if missing.empty:
        return None
    first = missing.head(_ROWS).rename_axis("unit").reset_index()
    title = f"Upaya tiap unit sampai memenuhi syarat {what}{most_words(len(missing), _ROWS)}"
    return Drawn(title, lambda: effort_bars(first, wide=PICTURE), _EFFORT)


def _effort_words(upaya: float) -> str:
    return "tidak mungkin" if pd.isna(upaya) else format_number(upaya, 1)


def _effort_cell(upaya: float, most: float) -> Markup:
    drawn = EMPTY if pd.isna(upaya) or not upaya else bar(upaya, most, "upaya")
    return tag("span", tag("b", _effort_words(upaya)), drawn, class_="zi-beside")


def _status_cell(held: bool, note: str) -> Markup:
    return word("memenuhi" if held else "belum", _status(held, note)[2:])


def _status(held: bool, note: str) -> str:
    return _MARK[held] + (f" ({note})" if held and note else "")


def _efforts(store: Store, gates: GateSystem, own: pd.DataFrame) -> pd.DataFrame:
    """`plan.portfolio.effort_table` piece by piece, with a progress bar while there is something to compute."""
    units, parts, place = list(zip(own["unit"], own["penilaian_id"], strict=True)), [], st.empty()
    for first in range(0, len(units), _BATCH):
        place.progress(first / len(units), f"Menghitung rencana tiap unit… {first} dari {len(units)}")
        parts.append(cached.efforts(store, gates, tuple(units[first : first + _BATCH])))
    place.empty()
    return pd.concat(parts).sort_values("upaya", kind="stable")


def _show_lifting(gates: GateSystem, values: pd.DataFrame, own: pd.DataFrame) -> None:
    """The few questions that, raised everywhere, bring the most units over one gate."""
    failing = (values.shape[0] - gates.holds(gates.nilai(values.to_numpy(dtype=float))).sum(axis=0)).tolist()
    judges = own.set_index("unit")["penilai"].to_dict()
    order = sorted(range(len(failing)), key=lambda number: -failing[number])
    words = {gates.gates[n].kode: f"{gates.gates[n].nama} ({failing[n]} unit belum)" for n in order}
    with st.container(horizontal=True, gap="small"):
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
    title = "Pertanyaan yang mengangkat paling banyak unit"
    show_read(shown, "mengangkat", title, {"Rata-rata poin": format_change}, lean=("Unit",))
    st.caption("Poin: rata-rata tambahan bagi unit yang belum memenuhi syarat itu. Indeks survei tidak dihitung.")


def _names(units: list[str]) -> str:
    rest = len(units) - _NAMED
    return "; ".join(units[:_NAMED]) + (f"; dan {format_number(rest, 0)} lainnya" if rest > 0 else "")

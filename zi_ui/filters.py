"""The choices that narrow a page, kept in the URL so that every state is a link.

Streamlit's own binding writes an option's label into the URL; links would break with every rewording, so the short
code is written here instead. A link edited by hand may hold anything: what is no option is ignored, and where that
changes whose figures are shown, the page says so.
"""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.portfolio import ORDERS
from zi_metrics.store.assessments import folded_name
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_metrics.surveys.portfolio import ORDERS as SURVEY_ORDERS
from zi_ui.glossary import HELP_BOBOT, HELP_PENILAI, PENILAI_FILTER
from zi_ui.markdown import plain

# Pixels: two narrow ones fit beside each other on a phone of 390, a wide one fills its width.
_NARROW, _WIDE = 170, 358
# The choices that say whose figures are shown; and where a page tells that one of them was not to be had.
_WHOSE = ("unit", "tahun", "penilai", "pokja")
_NOTES = "_notes_on_choices"
_WRITTEN_LENGTH = 80
# More options than this make a list slow to send and to open.
_LISTED = 1000


def row():
    """The place for a page's filters: side by side, two in a row on a phone."""
    st.session_state[_NOTES] = st.container()
    return st.container(horizontal=True, gap="small")


def choose_samples(assessments: pd.DataFrame) -> bool:
    """Whether sample units are shown beside real ones; asked only when there are both."""
    if assessments["contoh"].all() or not assessments["contoh"].any():
        return False
    link = st.query_params.get("contoh")
    key, remembered = "choose_contoh", st.session_state.get("last_contoh", False)
    st.session_state[key] = link == "1" if link in ("0", "1") else remembered

    def changed() -> None:
        st.query_params["contoh"] = str(int(st.session_state[key]))

    chosen = st.toggle("Sertakan data contoh", key=key, on_change=changed)
    st.session_state["last_contoh"] = chosen
    st.query_params["contoh"] = str(int(chosen))
    return chosen


def choose_year(assessments: pd.DataFrame) -> int:
    """A year that has assessments; the newest one unless chosen otherwise."""
    years = sorted(assessments["tahun"].unique().tolist(), reverse=True)
    return _choose("Tahun", "tahun", years)


def choose_judge(assessments: pd.DataFrame) -> str:
    """'terakhir' or a judge who judged something in scope; in short, as the full names are wider than a filter."""
    options = [LATEST, *(judge for judge in PENILAI if judge in set(assessments["penilai"]))]
    return _choose("Penilai", "penilai", options, PENILAI_FILTER.get, help=HELP_PENILAI)


def choose_unit(assessments: pd.DataFrame) -> str:
    """The name of a unit that has assessments; among very many, one of those that a search leaves."""
    return _choose("Unit kerja", "unit", _findable(list(dict.fromkeys(assessments["unit"]))), width=_WIDE)


def _findable(names: list[str]) -> list[str]:
    """All names while a list can hold them; else those with the words that the reader seeks, and the present one."""
    if len(names) <= _LISTED:
        return names
    sought = st.text_input("Cari unit kerja", key="cari_unit", placeholder="sebagian namanya", width=_WIDE)
    words = (sought or "").casefold().split()
    fits = [name for name in names if all(word in name.casefold() for word in words)]
    present = {folded_name(str(st.query_params.get("unit"))), folded_name(str(st.session_state.get("last_unit")))}
    kept = [name for name in names if folded_name(name) in present]
    listed = list(dict.fromkeys([*fits[:_LISTED], *kept])) or names[:1]
    if len(fits) > _LISTED:
        st.caption(f"Tampak {_LISTED} dari {len(fits)} unit; ketik sebagian namanya untuk mencari.")
    return listed


def choose_pokja(instruments: Sequence[Instrument]) -> int:
    """The number of an area of some of these instruments; named as in the first that has it."""
    areas = {number: name for instrument in reversed(instruments) for number, name in instrument.pokja().items()}
    return _choose("Pokja", "pokja", sorted(areas), lambda number: f"Pokja {number} – {areas[number]}", width=_WIDE)


def choose_agency(instrument: Instrument) -> str | None:
    """The kind of agency (a key of the instrument's `instansi`), None = not told: some minima hang on it."""
    kinds = {"": "Belum ditentukan", **instrument.instansi}
    return _choose("Jenis instansi", "instansi", list(kinds), kinds.get, width=_WIDE) or None


def choose_pair(pairs: Sequence[tuple[str, str]], label: str = "Bandingkan", name: str = "pasangan") -> tuple[str, str]:
    """Two judges to compare, out of these pairs."""
    words = {"-".join(pair): pair for pair in pairs}
    chosen = _choose(
        label,
        name,
        list(words),
        lambda key: " → ".join(PENILAI_SHORT[judge] for judge in words[key]),
        widget=_segments,
    )
    return words[chosen]


def choose_order() -> str:
    """How units are ordered: a key of `lke.portfolio.ORDERS`."""
    return _choose("Urutan", "urutan", list(ORDERS), ORDERS.get)


def choose_part(instrument: Instrument) -> str:
    """The code of a part of the form (`parts_of`)."""
    parts = parts_of(instrument)
    return _choose("Bagian LKE", "bagian", list(parts), parts.get, width=_WIDE)


def parts_of(instrument: Instrument) -> dict[str, str]:
    """The parts of the form, code -> name: areas of Pemenuhan or Reform, and the parts of Hasil."""
    parts = {}
    for component in instrument.komponen:
        if component.pertanyaan:
            parts[component.kode] = f"{component.kode} {component.nama}"
        # Pengungkit has its areas one level deeper than Hasil its parts.
        for child in component.anak:
            nested = [node for node in child.anak if node.pokja is not None]
            parts |= {n.kode: f"{n.kode} {child.nama} – {n.nama}" for n in nested} or {
                child.kode: f"{child.kode} {component.nama} – {child.nama}"
            }
    return parts


def choose_instrument(instruments: Sequence[Instrument]) -> Instrument:
    """One of the instruments; asked only when there are several."""
    if len(instruments) == 1:
        return instruments[0]
    known = {f"{instrument.kode}.v{instrument.versi}": instrument for instrument in instruments}
    names = {code: instrument.nama for code, instrument in known.items()}
    return known[choose_code("Instrumen", "instrumen", names, listed=True)]


def choose_predikat(instruments: Sequence[Instrument]) -> tuple[str, str]:
    """A predicate of some of these instruments: its key ('wbk', 'wbbm') and its short name."""
    names = {key: predikat.singkatan for instrument in instruments for key, predikat in instrument.predikat.items()}
    key = _choose("Predikat", "predikat", list(names), names.get, widget=_segments)
    return key, names[key]


def choose_code(label: str, name: str, words: dict[str, str], listed: bool = False) -> str:
    """One of some codes (code -> words), side by side or, when listed, in a select; in the URL under `name`."""
    if listed:
        return _choose(label, name, list(words), words.get, width=_WIDE)
    return _choose(label, name, list(words), words.get, widget=_segments)


def choose_scope(instrument: Instrument) -> int | None:
    """The number of an area, or None = the whole form."""
    areas = {str(number): f"Pokja {number} – {name}" for number, name in instrument.pokja().items()}
    chosen = choose_code("Lingkup", "lingkup", {"semua": "Seluruh LKE", **areas}, listed=True)
    return None if chosen == "semua" else int(chosen)


def choose_survey(surveys: pd.DataFrame) -> SurveyInstrument:
    """A survey instrument of which there are surveys."""
    have = set(surveys["jenis"])
    known = {kode: own for kode, own in load_survey_instruments().items() if kode in have}
    return known[_choose("Jenis survei", "jenis", list(known), lambda kode: known[kode].singkatan)]


def choose_service(services: Sequence[str]) -> str | None:
    """One service, None = all of them; asked only where there are several."""
    if len(services) < 2:
        return None
    return _choose("Layanan", "layanan", ["", *services], lambda name: name or "Semua layanan", width=_WIDE) or None


def choose_weight(instrument: SurveyInstrument) -> int | None:
    """To how many decimals the weight of an unsur is rounded, None = not at all; asked only where forms differ."""
    words = {"tepat" if d is None else str(d): d for d in instrument.bobot_desimal}
    if len(words) < 2:
        return None
    names = {"tepat": "Tepat", "3": "0,111", "2": "0,11"}
    return words[_choose("Bobot unsur", "bobot", list(words), lambda key: names.get(key, key), help=HELP_BOBOT)]


def choose_survey_order() -> str:
    """How units are ordered by their surveys: a key of `surveys.portfolio.ORDERS`."""
    return _choose("Urutan unit", "urutan_survei", list(SURVEY_ORDERS), SURVEY_ORDERS.get, width=220)


def _segments(label: str, options: Sequence, **kwargs):
    # Unlike those of a select box, these options are Markdown.
    shown = kwargs.pop("format_func", str)
    return st.segmented_control(
        label, options, required=True, format_func=lambda option: plain(shown(option)), **{**kwargs, "width": "content"}
    )


def _choose(
    label: str,
    name: str,
    options: Sequence,
    format_func: Callable = str,
    widget: Callable = st.selectbox,
    **kwargs,
):
    """A select whose choice lives in the URL under `name` and is remembered from page to page."""
    asked = st.query_params.get(name)
    # As written first: two options may differ in capitals alone.
    codes = {folded_name(str(option)): option for option in options} | {str(option): option for option in options}
    found = codes.get(asked, codes.get(folded_name(asked))) if asked is not None else None
    remembered = st.session_state.get(f"last_{name}")
    fallback = remembered if remembered in options else options[0]
    key = f"choose_{name}"
    st.session_state[key] = fallback if found is None else found

    def changed() -> None:
        st.query_params[name] = str(st.session_state[key])

    kwargs = {"width": _NARROW, **kwargs}
    choice = widget(label, options, key=key, format_func=format_func, on_change=changed, **kwargs)
    st.session_state[f"last_{name}"] = choice
    if asked and found is None and name in _WHOSE and _NOTES in st.session_state:
        st.session_state[_NOTES].warning(
            f"{label} “{plain(asked[:_WRITTEN_LENGTH])}” tidak ada di sini; yang ditampilkan: "
            f"{plain(format_func(choice))}.",
            icon=":material/link_off:",
        )
    # Defaults too: the newest year or the first unit of today will be another one tomorrow.
    st.query_params[name] = str(choice)
    return choice

"""The choices that narrow a page, kept in the URL so that every state is a link.

Streamlit's own binding writes an option's label into the URL; links would break with every rewording, so the short
code is written here instead. A link edited by hand may hold anything: what is no option is ignored, and where that
changes whose figures are shown, the page says so.

What a person wished for, by choosing it or following a link to it, stays wished for on every page. Where there is
nothing of it (this unit was never surveyed, that judge did not judge it), it stays chosen all the same, and the page
says so (`whose.py`), instead of showing something else under it.
"""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.chosen import LATEST
from zi_metrics.store.unit_names import folded_name
from zi_metrics.surveys.instruments.library import SurveyInstrument, load_survey_instruments
from zi_ui import address, folded, stated
from zi_ui.findable import findable
from zi_ui.glossary import HELP_BOBOT, HELP_PENILAI, PENILAI_FILTER
from zi_ui.markdown import plain
from zi_ui.remembered import remembered

# Pixels: two narrow ones fit beside each other on a phone of 390, a wide one fills its width.
_NARROW, _MIDDLE, _WIDE = 170, 250, 358
# Signs that are read whole in these.
_IN_NARROW, _IN_MIDDLE = 12, 24
# The choices that say whose figures are shown; and where a page tells that one of them was not to be had.
_WHOSE = ("unit", "tahun", "penilai", "pokja")
_NOTES = "_notes_on_choices"
# What a person wished for: name in the URL -> code, for the session.
_WISHED = "_wished"
_WRITTEN_LENGTH = 80


def row():
    """The place for a page's filters: side by side, two in a row on a phone."""
    st.session_state[_NOTES] = st.container()
    line = st.container(key="saringan", horizontal=True, gap="small")
    folded.begin(line)
    return line


def choose_samples(assessments: pd.DataFrame) -> bool:
    """Whether sample units are shown beside real ones; asked only when there are both."""
    if assessments["contoh"].all() or not assessments["contoh"].any():
        return False
    return _choose("Sertakan data contoh", "contoh", (0, 1), {0: "tidak", 1: "ya"}.get, widget=_toggle) == 1


def choose_year(assessments: pd.DataFrame, known: pd.DataFrame | None = None, first: int | None = None) -> int:
    """A year that has assessments; unless wished otherwise `first`, or the newest one.

    known: all assessments, whose years may be wished for although there is nothing of them here.
    """
    everything = _years(assessments if known is None else known)
    return _choose("Tahun", "tahun", _years(assessments) or everything, known=everything, first=first)


def _years(assessments: pd.DataFrame) -> list[int]:
    return sorted(assessments["tahun"].unique().tolist(), reverse=True)


def choose_judge(assessments: pd.DataFrame, known: pd.DataFrame | None = None) -> str:
    """'terakhir' or a judge who judged something in scope; in short, as the full names are wider than a filter.

    known: all assessments, whose judges may be wished for although they judged nothing here.
    """
    everything = _judges(assessments if known is None else known)
    options = [LATEST, *_judges(assessments)]
    return _choose("Penilai", "penilai", options, PENILAI_FILTER.get, known=everything, help=HELP_PENILAI)


def _judges(assessments: pd.DataFrame) -> list[str]:
    have = set(assessments["penilai"].unique())
    return [judge for judge in PENILAI if judge in have]


def choose_unit(
    assessments: pd.DataFrame, known: Sequence[str] = (), first: Callable[[], str | None] | None = None
) -> str:
    """The name of a unit that has assessments; or of one of the known units, where it was wished for.

    Among very many, one of those that a search leaves. first: the unit to begin with, asked where none is wished for.
    """
    present = (address.asked("unit"), _wishes().get("unit"))
    if first is not None and not any(present) and (unit := first()) is not None:
        _wishes()["unit"] = unit
        present = (unit,)
    options = findable(assessments["unit"].unique().tolist(), "cari_unit", present, width=_WIDE)
    unit = _choose("Unit kerja", "unit", options, known=known, width=_WIDE)
    # Whoever looks at a unit, chosen or not, goes on looking at it on the next page.
    _wishes()["unit"] = unit
    return unit


def choose_unit_or_all(assessments: pd.DataFrame) -> str | None:
    """The name of a unit that has assessments, or None = all of them."""
    present = (address.asked("unit"), _wishes().get("unit"))
    names = findable(assessments["unit"].unique().tolist(), "cari_unit", present, width=_WIDE)
    return _choose("Unit kerja", "unit", ["", *names], lambda name: name or "Semua unit", width=_WIDE) or None


def choose_pokja(instruments: Sequence[Instrument]) -> int:
    """The number of an area of some of these instruments; named as in the first that has it."""
    areas = {number: name for instrument in reversed(instruments) for number, name in instrument.pokja().items()}
    return _choose("Pokja", "pokja", sorted(areas), lambda number: f"Pokja {number} – {areas[number]}", width=_WIDE)


def choose_area_or_all(instruments: Sequence[Instrument]) -> int | None:
    """The number of an area of some of these instruments, or None = all of them."""
    areas = {number: name for instrument in reversed(instruments) for number, name in instrument.pokja().items()}
    words = {"": "Semua Pokja", **{str(number): f"Pokja {number} – {areas[number]}" for number in sorted(areas)}}
    chosen = _choose("Pokja", "pokja", list(words), words.get, width=_WIDE)
    return int(chosen) if chosen else None


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


def choose_code(label: str, name: str, words: dict[str, str], listed: bool = False, help: str | None = None) -> str:
    """One of some codes (code -> words), side by side or, when listed, in a select; in the URL under `name`."""
    if listed:
        return _choose(label, name, list(words), words.get, width=_width_of(words.values()), help=help)
    return _choose(label, name, list(words), words.get, widget=_segments, help=help)


def _width_of(words: Iterable[str]) -> int:
    """Of a select: so wide that its words are read whole, and no wider."""
    longest = max(map(len, words), default=0)
    return _NARROW if longest <= _IN_NARROW else _MIDDLE if longest <= _IN_MIDDLE else _WIDE


def choose_detail(label: str, name: str, words: dict[str, str]) -> str:
    """The same for what stands below: the label is heard, not seen, as what is shown names itself."""
    with folded.elsewhere():
        return _choose(label, name, list(words), words.get, widget=_segments, label_visibility="collapsed")


def choose_scope(instrument: Instrument) -> int | None:
    """The number of an area, or None = the whole form."""
    areas = {str(number): f"Pokja {number} – {name}" for number, name in instrument.pokja().items()}
    chosen = choose_code("Lingkup", "lingkup", {"semua": "Seluruh LKE", **areas}, listed=True)
    return None if chosen == "semua" else int(chosen)


def choose_survey(surveys: pd.DataFrame, known: pd.DataFrame) -> SurveyInstrument:
    """A survey instrument of which there are surveys; or one of those known, where it was wished for.

    Those that give points in an LKE come first, and one of them is the beginning.
    """
    instruments = sorted(load_survey_instruments().items(), key=lambda pair: not pair[1].lke)
    of_any, of_these = (set(table["jenis"].unique()) for table in (known, surveys))
    everything = {kode: own for kode, own in instruments if kode in of_any}
    have = [kode for kode in everything if kode in of_these]
    kode = _choose(
        "Jenis survei", "jenis", have or list(everything), lambda kode: everything[kode].singkatan, known=everything
    )
    return everything[kode]


def kinds_of(surveys: pd.DataFrame) -> dict[str, str]:
    """The kinds of some surveys, code -> short name."""
    have = set(surveys["jenis"].unique())
    return {kode: own.singkatan for kode, own in load_survey_instruments().items() if kode in have}


def choose_service(services: Sequence[str]) -> str | None:
    """One service, None = all of them; asked only where there are several."""
    if len(services) < 2:
        return None
    # Beside the four others of its page in one line of 1.280 pixels.
    return _choose("Layanan", "layanan", ["", *services], lambda name: name or "Semua layanan", width=250) or None


def choose_weight(instrument: SurveyInstrument) -> int | None:
    """To how many decimals the weight of an unsur is rounded, None = not at all; asked only where forms differ."""
    words = {"tepat" if d is None else str(d): d for d in instrument.bobot_desimal}
    if len(words) < 2:
        return None
    names = {"tepat": "Tepat", "3": "0,111", "2": "0,11"}
    return words[_choose("Bobot unsur", "bobot", list(words), lambda key: names.get(key, key), help=HELP_BOBOT)]


def choose(name: str, value: object) -> None:
    """For the callback of a button: this is chosen from now on, as if it had been picked in its filter."""
    _wishes()[name] = str(value)
    address.choose(name, str(value))


def wished(name: str) -> str | None:
    """What was chosen last under a name of the address, on whatever page of this visit; None = nothing yet."""
    return address.asked(name) or _wishes().get(name)


def _segments(label: str, options: Sequence, **kwargs):
    # Unlike those of a select box, these options are Markdown.
    shown = kwargs.pop("format_func", str)
    return st.segmented_control(
        label, options, required=True, format_func=lambda option: plain(shown(option)), **{**kwargs, "width": "content"}
    )


def _toggle(label: str, _options: Sequence, key: str, **kwargs) -> int:
    # The state of a toggle is a truth value, which 0 and 1 are as well.
    st.session_state[key] = bool(st.session_state[key])
    return int(st.toggle(label, key=key, on_change=kwargs["on_change"]))


def _choose(
    label: str,
    name: str,
    options: Sequence,
    format_func: Callable = str,
    widget: Callable = st.selectbox,
    known: Iterable = (),
    first: object = None,
    **kwargs,
):
    """A select whose choice lives in the URL under `name` and is remembered from page to page.

    known: what is no option here, but stays chosen where it was wished for; first: the option to begin with, where it
    is one.
    """
    asked = address.asked(name)
    option_of = _Written([*known, *options])
    found = option_of.get(asked) if asked is not None else None
    if found is not None and address.is_link(name):
        _wishes()[name] = str(found)
    wished = option_of.get(_wishes()[name]) if name in _wishes() else None
    if wished is None and name not in _wishes() and (kept := remembered(name)) is not None:
        # Kept from an earlier visit, as it was written: a beginning, no wish; it may be of another database.
        kept_option = option_of.as_written(kept)
        wished = kept_option if kept_option in options else None
    choice = wished if found is None else found
    if choice is None or (choice not in options and choice != wished):
        choice = first if first in options else options[0]
    shown = [*options] if choice in options else [*options, choice]
    key, present = f"choose_{name}", set(options)
    st.session_state[key] = choice

    def words(option) -> str:
        return format_func(option) if option in present else f"{format_func(option)} (belum ada)"

    def changed() -> None:
        picked = st.session_state[key]
        choose(name, int(picked) if isinstance(picked, bool) else picked)

    kwargs = {"width": _NARROW, **kwargs}
    choice = widget(label, shown, key=key, format_func=words, on_change=changed, **kwargs)
    if asked and found is None and name in _WHOSE and _NOTES in st.session_state:
        st.session_state[_NOTES].warning(
            f"{label} “{plain(asked[:_WRITTEN_LENGTH])}” tidak ada di sini; yang ditampilkan: "
            f"{plain(format_func(choice))}.",
            icon=":material/link_off:",
        )
    # Defaults too: the newest year or the first unit of today will be another one tomorrow.
    address.write(name, str(choice))
    stated.choose(label, format_func(choice))
    folded.say(format_func(choice))
    return choice


class _Written:
    """Options by what a link may say: as they are written first, since two may differ in capitals alone."""

    def __init__(self, options: Sequence) -> None:
        self._options = options
        # Names of units are their own codes, and there may be very many.
        self._codes = {str(option): option for option in options if not isinstance(option, str)}

    def as_written(self, code: str) -> object | None:
        """The option of a code; None where there is none."""
        return self._codes.get(code, code) if code in self._codes or code in self._options else None

    def get(self, code: str) -> object | None:
        """The option of a code, in whatever capitals; None where there is none."""
        if (found := self.as_written(code)) is not None:
            return found
        # Folding the names of very many units takes longer than all else, and hardly any link needs it.
        folded = {folded_name(str(option)): option for option in self._options}
        return folded.get(code, folded.get(folded_name(code)))


def _wishes() -> dict[str, str]:
    return st.session_state.setdefault(_WISHED, {})

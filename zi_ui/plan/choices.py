"""What a plan has to respect, as a person sets it: locks, duties, caps, effort. Kept per unit; locks in the URL too."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument, OptionScale, Question
from zi_metrics.plan.effort import Effort, load_effort
from zi_metrics.plan.learned_effort import LearnedEffort, Transitions
from zi_metrics.plan.settings import PlanSettings
from zi_metrics.scoring.words import full_figure
from zi_ui import address
from zi_ui.explained import how_computed
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.tables import show_table

_KEPT, _SCOPE, _LOCKS = "_plan_choices", "_plan_scope", "kunci"
_BOX, _OPEN = "pengaturan_rencana", "_plan_settings_open"
_EFFORT_NAMES = {
    "pilihan": "Satu tingkat pilihan (misalnya C ke B)",
    "ya_tidak": "Tidak menjadi Ya",
    "rasio": "Rasio dari 0 ke 100%",
    "persentase": "Persentase dari 0 ke 100%",
    "indeks": "Indeks survei dari 0 ke angka tertinggi",
}
_NAME_LENGTH = 70


@dataclass
class PlanChoices:
    """One unit's choices: kunci, wajib (codes), batas (question -> top answer); efforts: pokja, skala, pertanyaan.

    kebiasaan: whether the portfolio's habit takes the place of the default efforts
    """

    kunci: list[str] = field(default_factory=list)
    wajib: list[str] = field(default_factory=list)
    batas: dict[str, str | float] = field(default_factory=dict)
    pokja: dict[int, float] = field(default_factory=dict)
    skala: dict[str, float] = field(default_factory=dict)
    pertanyaan: dict[str, float] = field(default_factory=dict)
    kebiasaan: bool = False

    def count(self) -> int:
        """How many settings differ from the defaults."""
        kept = asdict(self)
        return sum(map(len, (value for name, value in kept.items() if name != "kebiasaan"))) + self.kebiasaan

    def settings(
        self, instrument: Instrument, counts: dict, learned: LearnedEffort | None, ruang: float = 0.0
    ) -> PlanSettings:
        """What the plan is computed with.

        counts: raw counts of the assessment, question -> key -> number; learned: the portfolio's habit, if known;
        ruang: points to aim above the minima.
        """
        return PlanSettings(
            kunci=frozenset(self.kunci),
            batas=dict(self.batas),
            wajib=frozenset(self.wajib),
            hitungan=counts,
            upaya=self._effort(instrument, learned),
            ruang=ruang,
        )

    def effort_sentence(self, instrument: Instrument, learned: LearnedEffort | None) -> str:
        """What upaya means, and whose figures it rests on."""
        if self.kebiasaan and learned:
            source = "Angkanya menurut kebiasaan portofolio ini"
        elif self.pokja or self.skala or self.pertanyaan:
            source = "Angkanya sebagian diganti untuk unit ini"
        else:
            source = "Angkanya bawaan aplikasi ini, bukan peraturan"
        return f"{self._effort(instrument, learned).sentence(instrument)} {source}; gantilah pada Pengaturan rencana."

    def _effort(self, instrument: Instrument, learned: LearnedEffort | None) -> Effort:
        effort = load_effort(instrument.kode)
        if self.kebiasaan and learned:
            effort = learned.beside(effort)
        return effort.model_copy(
            update={name: getattr(effort, name) | getattr(self, name) for name in ("pokja", "skala", "pertanyaan")}
        )

    def lock(self, codes: Iterable[str]) -> None:
        """Lock some more questions or nodes."""
        self.kunci = list(dict.fromkeys([*self.kunci, *codes]))
        _write_link(self)

    def replace(self, kunci: Iterable[str], batas: Mapping[str, str | float]) -> None:
        """Take other locks and caps instead."""
        self.kunci, self.batas = sorted(kunci), dict(batas)
        _write_link(self)

    def reset(self) -> None:
        """Go back to the defaults."""
        vars(self).update(vars(PlanChoices()))
        _write_link(self)


def choices_of(unit_id: str, instrument: Instrument) -> PlanChoices:
    """The choices kept for a unit; a link's locks come first, as long as the unit was not changed since."""
    scope = f"{unit_id}|{instrument.kode}|{instrument.versi}"
    choices = st.session_state.setdefault(_KEPT, {}).setdefault(scope, PlanChoices())
    linked = address.asked(_LOCKS)
    if linked is not None and st.session_state.get(_SCOPE, scope) == scope:
        names = _names(instrument)
        choices.kunci = [kode for kode in linked.split(",") if kode in names]
    st.session_state[_SCOPE] = scope
    _write_link(choices)
    return choices


def ask(choices: PlanChoices, instrument: Instrument, seen: Transitions | None, learned: LearnedEffort | None) -> None:
    """The settings in an expander, drawn only while it is open; a change draws the page anew, with its plan.

    seen, learned: what the portfolio's own history tells of efforts.
    """
    count = choices.count()
    title = f"Pengaturan rencana{f' · {count} berlaku' if count else ''}"
    # Whether it is open is remembered here: with another count in its title it is another box to Streamlit, and closed.
    st.session_state[_BOX] = st.session_state.get(_OPEN, False)
    box = st.expander(title, icon=":material/tune:", key=_BOX, on_change=_toggled)
    if not box.open:
        return
    with box:
        locks, limits, figures, effort = st.tabs(["Tidak tahun ini", "Batas jawaban", "Survei dan rasio", "Upaya"])
        with locks:
            _ask_locks(choices, instrument)
        with limits:
            _ask_caps(choices, instrument)
        with figures:
            _ask_figures(choices, instrument)
        with effort:
            _ask_effort(choices, instrument)
            _ask_habit(choices, instrument, seen, learned)
        if count and st.button("Kembalikan semua ke bawaan", icon=":material/restart_alt:"):
            choices.reset()
            st.rerun()


def _toggled() -> None:
    st.session_state[_OPEN] = st.session_state[_BOX]


def _ask_locks(choices: PlanChoices, instrument: Instrument) -> None:
    names = _names(instrument)
    questions = [question.kode for question in instrument.questions()]

    def locked(codes: list[str]) -> None:
        choices.kunci = codes
        _write_link(choices)

    def required(codes: list[str]) -> None:
        choices.wajib = codes

    _several(
        "Tidak tahun ini: pertanyaan atau seluruh bagian yang tidak diubah",
        list(names),
        names,
        choices.kunci,
        locked,
        "kunci",
    )
    _several(
        "Wajib dinaikkan, sedikitnya satu tingkat",
        questions,
        names,
        choices.wajib,
        required,
        "wajib",
    )
    st.caption("Kunci ikut dalam alamat halaman; pengaturan lain diingat selama aplikasi ini terbuka.")


def _ask_caps(choices: PlanChoices, instrument: Instrument) -> None:
    names = _names(instrument)
    scales = {question.kode: instrument.scale_of(question) for question in instrument.questions()}
    options = {kode: list(scale.pilihan) for kode, scale in scales.items() if isinstance(scale, OptionScale)}
    capped = [kode for kode in choices.batas if kode in options]

    def chosen(codes: list[str]) -> None:
        others = {kode: cap for kode, cap in choices.batas.items() if kode not in options}
        # Capping at the best option would cap nothing.
        choices.batas = others | {kode: choices.batas.get(kode, options[kode][1]) for kode in codes}

    _several("Pertanyaan yang targetnya dibatasi", list(options), names, capped, chosen, "dibatasi")
    for kode in capped:
        key = f"plan_batas_{kode}"
        st.session_state[key] = choices.batas[kode]
        words = instrument.question(kode).kriteria
        st.selectbox(
            plain(f"{kode} paling tinggi"),
            options[kode],
            format_func=lambda option, words=words: f"{option} – {words[option]}" if option in words else option,
            key=key,
            on_change=lambda key=key, kode=kode: choices.batas.update({kode: st.session_state[key]}),
        )


def _ask_figures(choices: PlanChoices, instrument: Instrument) -> None:
    st.caption("Angka paling tinggi yang masuk akal tahun ini. Bawaannya angka tertinggi skalanya.")
    for question in _questions(instrument, "indeks", "rasio", "persentase"):
        scale = instrument.scale_of(question)
        index = scale.jenis == "indeks"
        # Shares are asked for in percent.
        full = float(full_figure(scale)) if index else 100.0
        unit = full_figure(scale) / full

        def changed(number: float, kode=question.kode, full=full, unit=unit) -> None:
            choices.batas.pop(kode, None)
            if number < full:
                choices.batas[kode] = round(number * unit, 4)

        _figure(
            _cut(f"{question.kode} {question.teks}") + ("" if index else " (%)"),
            float(choices.batas.get(question.kode, full * unit)) / unit,
            changed,
            f"angka_{question.kode}",
            most=full,
            step=0.01 if index else 1.0,
        )


def _ask_effort(choices: PlanChoices, instrument: Instrument) -> None:
    effort = load_effort(instrument.kode)
    st.caption(
        "Upaya adalah perbandingan: 1 berarti menaikkan satu pertanyaan berpilihan sebanyak satu tingkat. Tidak ada "
        "peraturan yang menetapkannya. Pengali 2 berarti dua kali lebih berat bagi unit ini."
    )
    for number, name in instrument.pokja().items():
        _effort(choices.pokja, number, effort.pokja.get(number, 1.0), f"Pengali Pokja {number} – {name}")
    for name, worth in effort.skala.items():
        _effort(choices.skala, name, worth, _EFFORT_NAMES.get(name, f"Skala {name}"))
    _ask_own_efforts(choices, instrument)


def _ask_habit(
    choices: PlanChoices, instrument: Instrument, seen: Transitions | None, learned: LearnedEffort | None
) -> None:
    """The portfolio's own habit beside the default: offered, never taken in silence."""
    st.markdown("**Kebiasaan portofolio**")
    how_computed("upaya_kebiasaan", "kebiasaan")
    if seen is None or learned is None:
        st.caption(
            plain(seen.sentence()) if seen else "Belum ada unit yang dinilai penilai yang sama dua tahun berurut."
        )
        return
    st.caption(
        f"{plain(seen.sentence())} {len(learned.upaya)} pertanyaan cukup sering di bawah nilai tertinggi; yang lain "
        "tetap memakai bawaan. Pengali tidak ikut."
    )
    st.session_state["plan_kebiasaan"] = choices.kebiasaan

    def changed() -> None:
        choices.kebiasaan = st.session_state["plan_kebiasaan"]

    st.toggle("Pakai kebiasaan portofolio", key="plan_kebiasaan", on_change=changed)
    codes = [question.kode for question in instrument.questions()]
    usual = dict(zip(codes, load_effort(instrument.kode).per_question(instrument).tolist(), strict=True))
    shown = pd.DataFrame(
        {
            "Kode": list(learned.upaya),
            "Upaya bawaan": [usual[kode] for kode in learned.upaya],
            "Menurut kebiasaan": list(learned.upaya.values()),
            "Naik": [f"{learned.naik[kode]} dari {count}" for kode, count in learned.kesempatan.items()],
        }
    )
    formats = dict.fromkeys(["Upaya bawaan", "Menurut kebiasaan"], format_number)
    show_table(shown, "upaya_kebiasaan", "Upaya bawaan dan menurut kebiasaan portofolio", formats)


def _ask_own_efforts(choices: PlanChoices, instrument: Instrument) -> None:
    """Single questions that are harder or easier than their kind; they start from what they cost by default."""
    names = _names(instrument)
    codes = [question.kode for question in instrument.questions()]
    per_question: list[float] = load_effort(instrument.kode).per_question(instrument).tolist()
    usual = dict(zip(codes, per_question, strict=True))

    def chosen(picked: list[str]) -> None:
        choices.pertanyaan = {kode: choices.pertanyaan.get(kode, usual[kode]) for kode in picked}

    _several("Pertanyaan dengan upayanya sendiri", codes, names, list(choices.pertanyaan), chosen, "upaya_pertanyaan")
    for kode in choices.pertanyaan:

        def changed(number: float, kode=kode) -> None:
            choices.pertanyaan[kode] = number

        step = "satu tingkat" if instrument.scale_of(instrument.question(kode)).jenis == "pilihan" else "sampai penuh"
        label = f"Upaya {kode}, {step} (pengali tidak ikut)"
        _figure(label, choices.pertanyaan[kode], changed, f"upaya_{kode}", least=0.1, most=10_000.0, step=0.5)


def _effort(kept: dict, name: str | int, default: float, label: str) -> None:
    def changed(number: float) -> None:
        kept.pop(name, None)
        if number != default:
            kept[name] = number

    _figure(label, kept.get(name, default), changed, f"upaya_{name}", least=0.1, most=10_000.0, step=0.5)


def _figure(
    label: str, value: float, changed: Callable, name: str, most: float, step: float, least: float = 0.0
) -> None:
    key = f"plan_{name}"
    st.session_state[key] = float(value)
    st.number_input(
        plain(label),
        min_value=least,
        max_value=most,
        step=step,
        # Whole numbers without a decimal sign, which browsers write in their own language.
        format="%.10g",
        key=key,
        on_change=lambda: changed(st.session_state[key]),
    )


def _several(label: str, options: list[str], names: dict[str, str], value: list[str], changed: Callable, name: str):
    key = f"plan_{name}"
    st.session_state[key] = list(value)
    st.multiselect(
        label,
        options,
        format_func=named(names),
        key=key,
        on_change=lambda: changed(st.session_state[key]),
        placeholder="Ketik kode atau kata",
        select_all=False,
    )


def _questions(instrument: Instrument, *kinds: str) -> list[Question]:
    return [question for question in instrument.questions() if instrument.scale_of(question).jenis in kinds]


def _names(instrument: Instrument) -> dict[str, str]:
    """Every node and question by its code, with its name."""
    nodes = {node.kode: _cut(f"{node.kode} {node.nama} (seluruhnya)") for node in instrument.nodes()}
    return nodes | {question.kode: _cut(f"{question.kode} {question.teks}") for question in instrument.questions()}


def _cut(text: str) -> str:
    return text if len(text) <= _NAME_LENGTH else text[: _NAME_LENGTH - 1] + "…"


def _write_link(choices: PlanChoices) -> None:
    address.write(_LOCKS, ",".join(choices.kunci) or None)

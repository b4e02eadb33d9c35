"""How safe a predicate is: which few answers it hangs on, and how likely it survives the next judge."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number, format_percent
from zi_metrics.figures import plan as plan_figures
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.plan.margin import FALLS, Margin
from zi_metrics.plan.next_judge import next_judge_of
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store.connection import Store
from zi_ui import cached, charts, filters
from zi_ui.markdown import plain
from zi_ui.tables import show_table

# As many answers are listed as the verdict hangs on at most in practice; the list is by share, so the rest weigh less.
_LISTED = 20


def choose_values(values: dict, found: Plan | Impossible) -> dict:
    """The stored answers, or those after the plan, where there is one that changes something."""
    if isinstance(found, Impossible) or not found.langkah:
        return values
    chosen = filters.choose_code("Jawaban", "jawaban", {"kini": "Seperti sekarang", "rencana": "Setelah rencana"})
    return found.nilai if chosen == "rencana" else values


def show_margin(gates: GateSystem, values: dict, short: str) -> None:
    """The fewest answers whose fall loses the predicate, which they are, and the margin of every gate."""
    st.subheader("Jarak aman")
    turun = filters.choose_code("Penilai yang lebih ketat", "turun", FALLS)
    with st.spinner("Menghitung jarak aman…"):
        found = cached.safety(gates, values, turun)
    st.markdown(f"##### {plain(found.sentence(short))}")
    st.caption("Indeks survei dan rasio dianggap tetap: keduanya berasal dari survei dan hitungan.")
    if found.terpenuhi and found.jumlah is not None:
        _show_decisive(found)
    st.markdown("**Jarak aman tiap syarat**")
    _show_gate_margins(found)


def _show_decisive(found: Margin) -> None:
    """The answers that are in every, or in many, of the smallest sets that lose the predicate."""
    shares = dict.fromkeys(found.penentu, 1.0) | found.bagian
    if not shares:
        st.caption("Himpunan terkecilnya terlalu banyak untuk didaftar: tidak ada satu jawaban pun yang menentukan.")
        return
    st.markdown("**Jawaban tempat putusan bergantung**")
    if found.lengkap:
        st.caption(
            f"Ada {len(found.himpunan)} himpunan berisi {found.jumlah} jawaban yang menggugurkan. Bagian: berapa "
            "persen di antaranya memuat jawaban itu."
        )
    codes = list(shares)[:_LISTED]
    falls = [found.turun[kode] for kode in codes]
    shown = pd.DataFrame(
        {
            "Kode": codes,
            "Dari": [fall.dari for fall in falls],
            "Turun ke": [fall.ke for fall in falls],
            "Poin": [-fall.poin for fall in falls],
            "Bagian": [shares[kode] for kode in codes],
            "Pertanyaan": [fall.pertanyaan for fall in falls],
        }
    )
    show_table(
        shown,
        "penentu",
        "Jawaban yang bila turun ikut menggugurkan predikat",
        {"Poin": format_change, "Bagian": format_percent},
    )


def _show_gate_margins(found: Margin) -> None:
    shown = pd.DataFrame(
        [
            {
                "Syarat": gate.nama,
                "Sisa": gate.sisa,
                "Gugur oleh": _fall_words(gate.jumlah),
                "Nilai": gate.nilai,
                "Minimum": gate.minimum,
                "Misalnya": ", ".join(gate.contoh) or MISSING,
            }
            for gate in found.syarat
        ]
    )
    formats = dict.fromkeys(["Nilai", "Minimum", "Sisa"], format_number)
    texts = {
        "Nilai": [format_beside(gate.nilai, gate.minimum) for gate in found.syarat],
        "Minimum": [format_minimum(gate.minimum) for gate in found.syarat],
        "Sisa": [_left(gate.sisa) for gate in found.syarat],
    }
    show_table(shown, "jarak_syarat", "Sisa poin tiap syarat", formats, texts)


def _left(sisa: float) -> str:
    return format_number(sisa) if sisa >= 0 else f"-{format_shortfall(-sisa)}"


def _fall_words(count: int | None) -> str:
    if count is None:
        return "tidak dapat gugur"
    return f"{count} jawaban" if count else "belum terpenuhi"


def show_chance(store: Store, report: UnitReport, gates: GateSystem, values: dict, short: str, samples: bool) -> None:
    """The chance of the predicate after the next judge's corrections, as a range with what it rests on."""
    source = report.assessment
    st.subheader("Peluang")
    judge = next_judge_of(store, source)
    if judge is None:
        last = PENILAI_SHORT[source.penilai]
        st.caption(f"{last} menilai paling akhir; sesudahnya tidak ada koreksi lagi, hanya ketidakpastian survei.")
    known = cached.survey_errors(store, source.unit, source.tahun, gates.instrument)
    errors = _ask_errors(gates, known, source.penilaian_id)
    pair = None if judge is None else (source.penilai, judge)
    own = f"{source.unit_id} {source.tahun}"
    try:
        with st.spinner("Menyimulasikan koreksi penilai…"):
            found = cached.chances(store, gates, values, pair, samples or source.contoh, source.tahun, own, errors)
    except SettingsProblem as problem:
        st.info(plain(problem), icon=":material/info:")
        return
    st.markdown(f"##### {plain(found.sentence(short))}")
    if pair and not found.pasangan:
        st.info(
            f"Belum ada pasangan penilaian {PENILAI_SHORT[pair[0]]} dan {PENILAI_SHORT[pair[1]]} dari masa lalu, jadi "
            "koreksi penilai belum diperhitungkan.",
            icon=":material/info:",
        )
    names = {gate.kode: gate.nama.removeprefix("Area ") for gate in gates.gates}
    rows = [(f"Semua syarat {short}", found.semua), *((names[kode], chance) for kode, chance in found.syarat.items())]
    table = pd.DataFrame([{"nama": name} | vars(chance) for name, chance in rows])
    st.caption("Titik: peluang; garis: rentang 90%.")
    charts.show(plan_figures.chance_ranges(table, charts.is_dark()), key="peluang", alt="Peluang tiap syarat")
    with st.expander("Dasar dan anggapan hitungan ini", icon=":material/functions:"):
        st.markdown("\n".join(f"- {plain(line)}" for line in found.asumsi))


def _ask_errors(gates: GateSystem, known: dict[str, float], scope: str) -> dict[str, float]:
    """The standard errors of the surveys, as far as known: index question -> standard error above 0.

    known: those of stored surveys, filled in beforehand; scope: what the fields belong to.
    """
    instrument = gates.instrument
    errors = {}
    with st.expander("Galat baku survei, bila diketahui", icon=":material/poll:"):
        st.caption(
            "Kesalahan penarikan sampel indeks survei, pada skala indeksnya; terisi dari survei unit ini bila jawaban "
            "respondennya tersimpan. 0,00 berarti dianggap tepat."
        )
        for question in instrument.questions():
            scale = instrument.scale_of(question)
            if scale.jenis == "indeks":
                errors[question.kode] = st.number_input(
                    plain(f"{question.kode} {question.teks}"),
                    min_value=0.0,
                    max_value=float(scale.maksimum),
                    step=0.01,
                    format="%.2f",
                    value=round(known.get(question.kode, 0.0), 2),
                    key=f"galat_{scope}_{question.kode}",
                )
    return {kode: error for kode, error in errors.items() if error}

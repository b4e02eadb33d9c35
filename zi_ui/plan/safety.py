"""How safe a predicate is at worst: which few answers it hangs on. No probability; that is the outlook's."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_change, format_number, format_percent
from zi_metrics.lke.unit import UnitReport
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.plan.margin import FALLS, Margin
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.scoring.gates import GateSystem
from zi_ui import cached, filters
from zi_ui.plan.steps import say_answer
from zi_ui.plan.ways import to_answer
from zi_ui.read_table import show_read

# As many answers are listed as the verdict hangs on at most in practice; the list is by share, so the rest weigh less.
_LISTED = 20


def choose_values(values: dict, found: Plan | Impossible) -> dict:
    """The stored answers, or those after the plan, where there is one that changes something."""
    if isinstance(found, Impossible) or not found.langkah:
        return values
    chosen = filters.choose_code("Jawaban", "jawaban", {"kini": "Seperti sekarang", "rencana": "Setelah rencana"})
    return found.nilai if chosen == "rencana" else values


def show_margin(gates: GateSystem, values: dict, report: UnitReport, short: str) -> None:
    """The fewest answers whose fall loses the predicate, which they are, and the margin of every gate.

    values: the report's answers, or those after a plan
    """
    turun = filters.choose_code("Penilai yang lebih ketat", "turun", FALLS)
    with st.spinner("Menghitung jarak aman…"):
        found = cached.safety(gates, values, turun)
    say_answer(
        found.sentence(short),
        "Keadaan terburuk, bukan kemungkinan: penilai jarang menurunkan justru jawaban itu. Seberapa mungkin "
        "predikatnya bertahan ada di bagian Peluang. Indeks survei dan rasio dianggap tetap.",
    )
    if found.terpenuhi and found.jumlah is not None:
        _show_decisive(found, report)
    _show_gate_margins(found)


def _show_decisive(found: Margin, report: UnitReport) -> None:
    """The answers that are in every, or in many, of the smallest sets that lose the predicate."""
    shares = dict.fromkeys(found.penentu, 1.0) | found.bagian
    if not shares:
        st.caption("Himpunan terkecilnya terlalu banyak untuk didaftar: tidak ada satu jawaban pun yang menentukan.")
        return
    if found.lengkap:
        st.caption(
            f"Ada {len(found.himpunan)} himpunan berisi {found.jumlah} jawaban yang menggugurkan. Bagian: berapa "
            "persen di antaranya memuat jawaban itu."
        )
    codes = list(shares)[:_LISTED]
    falls = [found.turun[kode] for kode in codes]
    shown = pd.DataFrame(
        {
            "Pertanyaan": [fall.pertanyaan for fall in falls],
            "Kode": codes,
            "Dari": [fall.dari for fall in falls],
            "Turun ke": [fall.ke for fall in falls],
            "Poin": [-fall.poin for fall in falls],
            "Bagian": [shares[kode] for kode in codes],
        }
    )
    cells = {"Kode": [to_answer(report, kode) for kode in codes]}
    formats = {"Poin": format_change, "Bagian": format_percent}
    show_read(
        shown, "penentu", "Jawaban tempat putusan bergantung: yang bila turun ikut menggugurkan", formats, {}, cells
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
    show_read(shown, "jarak_syarat", "Jarak aman tiap syarat", formats, texts)


def _left(sisa: float) -> str:
    return format_number(sisa) if sisa >= 0 else f"-{format_shortfall(-sisa)}"


def _fall_words(count: int | None) -> str:
    if count is None:
        return "tidak dapat gugur"
    return f"{count} jawaban" if count else "belum terpenuhi"

"""How safe a predicate is at worst: which few answers it hangs on. No probability; that is the outlook's."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_change, format_number, format_percent
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.plan.margin import FALLS, Margin
from zi_metrics.plan.plan import Impossible, Plan
from zi_metrics.scoring.gates import GateSystem
from zi_ui import cached, filters
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
    st.subheader("Jarak aman: keadaan terburuk")
    st.caption(
        "Berapa jawaban yang paling merugikan harus turun supaya predikatnya gugur. Ini bukan kemungkinan: penilai "
        "jarang menurunkan justru jawaban itu. Seberapa mungkin predikatnya bertahan ada di bagian Peluang."
    )
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

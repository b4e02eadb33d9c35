"""How the judges stand beside each other: totals, differing answers, every node, and the estimate of the next judge."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number, format_percent, format_time
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.judges import Sides
from zi_metrics.outlook.unit import Outlook
from zi_ui import stated
from zi_ui.explained import how_computed
from zi_ui.glossary import PENILAI_LABEL
from zi_ui.markdown import plain
from zi_ui.tables import show_table


def show_totals(sides: Sides) -> None:
    """Each judge's total as a card, with what changed against the judge before, and where it came from."""
    before = None
    with st.container(horizontal=True, gap="small"):
        for judge in sides.assessments:
            total, (answered, asked) = sides.total(judge), sides.answered(judge)
            # Open questions count 0: the difference to a whole form would not be the judge's correction.
            whole = answered == asked
            moved = None if before is None else f"{format_change(total - before)} poin"
            st.metric(
                PENILAI_LABEL[judge],
                sides.total_text(judge),
                delta=moved if whole else f"{answered} dari {asked} dijawab",
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
            )
            before = total if whole else None
    sources = [
        (PENILAI_SHORT[judge], assessment.nama_berkas, format_time(assessment.waktu))
        for judge, assessment in sides.assessments.items()
    ]
    st.caption(" · ".join(f"{judge}: {plain(name)}, {time}" for judge, name, time in sources))
    stated.say("Sumber", " · ".join(f"{judge}: {name}, {time}" for judge, name, time in sources))
    if sides.left_out:
        names = ", ".join(PENILAI_SHORT[judge] for judge in sides.left_out)
        st.caption(f"Tidak disandingkan karena memakai instrumen lain: {names}.")


def show_estimate(estimate: Outlook | None, instrument: Instrument, no_judge: str) -> None:
    """What the next judge would probably say, with the method in words.

    no_judge: said where no judge's corrections are in it (`outlook.unit.why_no_judge`).
    """
    if estimate is None:
        return
    notes = {key: f", {note}" if note else "" for key, note in estimate.catatan.items()}
    met = "; ".join(
        f"{instrument.predikat[key].singkatan} {found.semua.text()}{notes.get(key, '')}"
        for key, found in estimate.peluang.items()
    )
    words = plain(f"{estimate.sentence()} Peluang memenuhi semua syarat nilai: {met}.")
    st.info(words, icon=":material/balance:")
    if estimate.ke is None:
        st.caption(plain(no_judge))
    how_computed("peluang_predikat", "peluang")


def show_differences(sides: Sides, dari: str, ke: str, key: str) -> None:
    """The questions on which two judges differ, first what lost the most points."""
    table = sides.differences(dari, ke)
    if not sides.common(dari, ke):
        return
    if table.empty:
        st.success(
            f"Kedua penilai memberi jawaban yang sama pada {sides.common(dari, ke)} pertanyaan yang dijawab keduanya.",
            icon=":material/check_circle:",
        )
        return
    written = {side: table[side].fillna(table[f"nilai_{side}"].map(format_percent)) for side in ("dari", "ke")}
    shown = pd.DataFrame(
        {
            "Kode": table["kode"],
            "Poin": table["poin"],
            PENILAI_SHORT[dari]: written["dari"],
            PENILAI_SHORT[ke]: written["ke"],
            "Pertanyaan": table["nama"],
            "Pokja": [MISSING if pd.isna(number) else f"{number:.0f}" for number in table["pokja"]],
        }
    )
    show_table(shown, key, "Pertanyaan yang dinilai berbeda", {"Poin": format_change})


def show_nodes(sides: Sides, key: str) -> None:
    """Every node down to the question, with each judge's points and, for questions, the answer as written."""
    nodes = sides.nodes
    shown = pd.DataFrame({"Kode": nodes["kode"], "Simpul atau pertanyaan": nodes["nama"], "Bobot": nodes["bobot"]})
    columns = {PENILAI_SHORT[judge]: nodes[f"nilai_{judge}"] for judge in sides.assessments}
    written = {
        f"Jawaban {PENILAI_SHORT[judge]}": nodes[f"tertulis_{judge}"].fillna(MISSING) for judge in sides.assessments
    }
    with st.expander("Semua simpul dan jawaban, berdampingan", icon=":material/account_tree:"):
        show_table(
            shown.assign(**columns, **written),
            key,
            "Nilai setiap simpul menurut tiap penilai",
            dict.fromkeys(["Bobot", *columns], format_number),
        )


def show_corrected(table: pd.DataFrame, key: str) -> None:
    """The questions that a judge corrects most (`lke.judges.corrected_questions`)."""
    shown = pd.DataFrame(
        {
            "Kode": table["kode"],
            "Rata-rata koreksi": table["koreksi"],
            "Pertanyaan": table["nama"],
            "Diturunkan": [f"{down} dari {of} unit" for down, of in zip(table["turun"], table["unit"], strict=True)],
            "Dinaikkan": table["naik"],
            "Bobot": table["bobot"],
        }
    )
    show_table(
        shown,
        key,
        "Pertanyaan yang paling banyak dikoreksi",
        {"Rata-rata koreksi": format_change, "Bobot": format_number},
    )

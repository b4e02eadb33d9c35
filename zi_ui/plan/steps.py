"""One unit's way to a predicate on the screen: the answer, its chance, the steps, and what can be done with them."""

from collections.abc import Collection, Iterable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_change, format_number
from zi_metrics.pembangunan.made_actions import steps_as_origins
from zi_metrics.plan.plan import Impossible, Plan, Step
from zi_metrics.plan.scenario import changes_of
from zi_metrics.plan.settings import without_limits
from zi_metrics.reports.plan_workbook import write_plan
from zi_ui import address, advice, given, taken
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.failures import told
from zi_ui.file_names import file_name
from zi_ui.markdown import plain
from zi_ui.plan import into_actions, scenarios, simulation, ways
from zi_ui.plan.asked import Asked
from zi_ui.plan.choices import PlanChoices
from zi_ui.read_table import show_read

# The step that is open, in the page's address.
_STEP = "langkah"


def say_answer(sentence: str, *more: str) -> None:
    """The sentence that matters, as the largest text, and what supports it."""
    show(join([tag("p", sentence, class_="zi-answer"), *(tag("p", text, class_="zi-said") for text in more if text)]))


def show_impossible(found: Impossible, asked: Asked, choices: PlanChoices) -> None:
    """Which gates cannot be met, and a button that frees what stands in the way."""
    first, *rest = map(plain, found.sentences(asked.short))
    reasons = len(found.hambatan)
    st.warning("\n".join([first, "", *(f"- {line}" for line in rest[:reasons])]), icon=":material/block:")
    for remedy in rest[reasons:]:
        st.markdown(remedy)
    if found.buka and st.button(f"Bebaskan {len(found.buka)} pertanyaan ini", icon=":material/lock_open:"):
        freed = without_limits(asked.report.instrument, asked.settings, found.buka)
        choices.replace(freed.kunci, freed.batas)
        st.rerun()


def show_plan(asked: Asked, found: Plan, choices: PlanChoices, effort: str) -> None:
    """The best plan: the answer with its chance, what can be done with it, and its steps. effort: what upaya means."""
    into_actions.show_done()
    with st.spinner("Menyimulasikan koreksi penilai…"):
        chance = _chance_sentence(asked, found)
    say_answer(found.sentence(asked.short), chance, f"{found.certificate()} {effort}")
    show_actions(asked, found, "terbaik")
    beside = advice.advice_on(asked.store, asked.report.assessment)
    show_steps(asked, found, "langkah", details=True)
    advice.show_on_steps(beside, [step.kode for step in found.langkah])
    opened = address.asked(_STEP)
    step = next((step for step in found.langkah if step.kode == opened), None)
    if step is None:
        address.write(_STEP, None)
    else:
        _step_dialog(asked, found, step, choices, beside)


def show_steps(asked: Asked, found: Plan, key: str, details: bool = False) -> None:
    """The steps as a table: which question, from what to what, for how many points, at what effort, for which gate.

    details: each with the way to read it whole, to put it off, or to make an action of it.
    """
    steps = found.langkah
    shown = pd.DataFrame(
        {
            "Pertanyaan": [step.pertanyaan for step in steps],
            "Kode": [step.kode for step in steps],
            "Dari → menjadi": [f"{step.teks_dari} → {step.teks_ke}" for step in steps],
            "Poin": [step.poin for step in steps],
            "Upaya": [step.upaya for step in steps],
            "Total sesudah": [step.total_sesudah for step in steps],
            "Syarat yang terbantu": ["; ".join(step.syarat) for step in steps],
            "Yang diminta": [step.arti_ke for step in steps],
        }
    )
    everywhere = set(steps[0].syarat).intersection(*(step.syarat for step in steps))
    cells = {
        "Pertanyaan": [_question(asked, step, number) for number, step in enumerate(steps, 1)],
        "Dari → menjadi": [tag("span", f"{step.teks_dari} → {step.teks_ke}", class_="zi-whole") for step in steps],
        "Syarat yang terbantu": [tag("small", _names(step.syarat, but=everywhere)) for step in steps],
    }
    if details:
        cells["Rincian"] = [_open(step) for step in steps]
    formats = {"Poin": format_change, "Upaya": lambda v: format_number(v, 1), "Total sesudah": format_number}
    texts = {"Total sesudah": [found.total_text(step.total_sesudah) for step in steps]}
    title = "Langkah rencana, poin per upaya terbesar di atas"
    if everywhere and len(steps) > 1:
        title += f"; setiap langkah membantu {_names(name for name in steps[0].syarat if name in everywhere)}"
    # What the first column says already stands in the download only.
    show_read(
        shown,
        key,
        title,
        formats,
        texts,
        cells,
        lean=("Syarat yang terbantu", "Total sesudah"),
        hidden=("Kode", "Yang diminta"),
    )


def show_actions(asked: Asked, found: Plan, key: str) -> None:
    """What can be done with a plan: try it, make actions of it, take it away, keep it."""
    report, short = asked.report, asked.short
    source = report.assessment
    who = {"unit": source.unit, "tahun": str(source.tahun), "penilai": source.penilai}
    note = report.catatan.get(asked.predikat, "")
    with st.container(horizontal=True, gap="small"):
        if st.button("Coba di Simulasi", key=f"coba_{key}", icon=":material/science:", type="primary"):
            simulation.begin(source.penilaian_id, simulation.Draft(changes_of(found)))
            st.switch_page("pages/simulasi.py", query_params=who)
        into_actions.offer(asked.store, report, lambda: steps_as_origins(found.langkah, source.penilaian_id), key)
        taken.offer(
            "Unduh langkah (.xlsx)",
            lambda: write_plan(
                found,
                {
                    "Rencana": found.sentence(short),
                    "Unit kerja": source.unit,
                    "Penilaian": f"{source.tahun}, {PENILAI_SHORT[source.penilai]}, versi {source.versi}",
                    "Bukti": found.certificate(),
                    **({"Catatan": note} if note else {}),
                    **({"Kepastian": doubt} if (doubt := report.uncertainty()) else {}),
                },
            ),
            file_name(f"Rencana {short} {source.unit} {source.tahun}", ".xlsx"),
            "rencana",
            target=source.target,
            key=f"unduh_{key}",
        )
        with st.popover("Simpan sebagai skenario", icon=":material/bookmark_add:"):
            scenarios.ask_keep(asked.store, report, simulation.Draft(changes_of(found)), f"Rencana {short}", key)


def _chance_sentence(asked: Asked, found: Plan) -> str:
    """The chance after the plan, beside that without it; '' where nothing is known to rest on."""
    after, now = asked.outlook(found.nilai), asked.outlook()
    if after is None or now is None:
        return ""
    without = now.peluang[asked.predikat].semua.about()
    return f"{after.peluang[asked.predikat].sentence(asked.short)} Tanpa rencana ini {without}."


def _question(asked: Asked, step: Step, number: int) -> Markup:
    meaning = tag("small", f"Diminta: {step.arti_ke}") if step.arti_ke else EMPTY
    code = tag("small", ways.to_answer(asked.report, step.kode))
    return tag("span", f"{number}. {step.pertanyaan} ", code, " ", meaning, class_="zi-asked")


def _names(gates: Iterable[str], but: Collection[str] = ()) -> str:
    return ", ".join(name.removeprefix("Area ") for name in gates if name not in but) or MISSING


def _open(step: Step) -> Markup:
    title = f"{step.kode}: baca utuh, tunda, jadikan rencana aksi"
    return link("Buka", here("rencana", langkah=step.kode), title=title)


def _closed() -> None:
    address.choose(_STEP, None)


@st.dialog("Langkah rencana", width="large", on_dismiss=_closed)
@given.asked_again
@told("Langkah rencana")
def _step_dialog(asked: Asked, found: Plan, step: Step, choices: PlanChoices, beside: advice.Advice) -> None:
    report = asked.report
    st.markdown(f"#### {plain(step.kode)} {plain(step.pertanyaan)}")
    for label, text, meaning in (
        ("Sekarang", step.teks_dari, step.arti_dari),
        ("Menjadi", step.teks_ke, step.arti_ke),
    ):
        st.markdown(f"{label} **{plain(text)}**{': ' + plain(meaning) if meaning else ''}")
    st.markdown(
        f"Menambah **{format_number(step.poin)} poin** dengan upaya {format_number(step.upaya, 1)}; total sesudahnya "
        f"{found.total_text(step.total_sesudah)}."
    )
    if step.syarat:
        st.markdown(f"Membantu syarat: {plain('; '.join(step.syarat))}.")
    advice.show_beside(beside.get(step.kode, ()))
    node = str(report.nodes.set_index("kode")["induk"][step.kode])
    with st.container(horizontal=True, gap="small"):
        for label, kode in ((f"Tunda {step.kode}", step.kode), (f"Tunda seluruh {node}", node)):
            if st.button(plain(label), icon=":material/lock:"):
                address.write(_STEP, None)
                choices.lock([kode])
                st.rerun()
        origin = report.assessment.penilaian_id
        into_actions.offer(asked.store, report, lambda: steps_as_origins([step], origin), f"langkah_{step.kode}")
    st.caption("Yang ditunda tidak diubah tahun ini; rencana dihitung ulang tanpanya.")

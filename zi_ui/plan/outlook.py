"""What the next judge will probably make of units: one unit's chance with its basis, and all units' side by side."""

import pandas as pd
import streamlit as st

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import MISSING, format_chance, format_chances, format_number
from zi_metrics.figures.plan import chance_ranges
from zi_metrics.figures.style import PICTURE
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.lke.unit import UnitReport
from zi_metrics.outlook.unit import Outlook, why_no_judge, why_none
from zi_metrics.outlook.units import expected, expected_sentence, outlook_table
from zi_metrics.plan.chance import SurveyErrors
from zi_metrics.plan.settings import SettingsProblem
from zi_metrics.scoring.gates import GateSystem
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_outlooks
from zi_ui.chart_pictures import Drawn, most_words
from zi_ui.drawn.bars import interval
from zi_ui.explained import how_computed
from zi_ui.markdown import plain
from zi_ui.plan.chance_ranges import CHANCES, chances_drawn
from zi_ui.plan.steps import say_answer
from zi_ui.plan.ways import to_plan
from zi_ui.read_table import show_read

# So many outlooks are computed without being asked for where they are what the page is about: each takes some tenths
# of a second the first time.
MANY = 60


def show_chance(store: Store, report: UnitReport, gates: GateSystem, values: dict, short: str) -> None:
    """The chance of the predicate after the next judge's corrections, as a range with what it rests on.

    values: the stored answers, or those after a plan.
    """
    source, place = report.assessment, st.container()
    errors = _ask_errors(gates, cached_outlooks.survey_errors(store, source), source.penilaian_id)
    with place:
        _show_chance(store, report, gates, values, errors, short)


def _show_chance(
    store: Store, report: UnitReport, gates: GateSystem, values: dict, errors: SurveyErrors, short: str
) -> None:
    source = report.assessment
    try:
        with st.spinner("Menyimulasikan koreksi penilai…"):
            found = cached_outlooks.outlook(store, source, errors, values)
    except SettingsProblem as problem:
        st.info(plain(problem), icon=":material/info:")
        return
    judges = cached_outlooks.judges_of(store, source)
    if found is None:
        st.info(plain(why_none(store, source, judges)), icon=":material/info:")
        return
    own = found.peluang[gates.predikat]
    say_answer(own.sentence(short), why_no_judge(store, source, judges) if found.ke is None else "")
    how_computed("peluang_predikat", "peluang")
    names = {gate.kode: gate.nama.removeprefix("Area ") for gate in gates.gates}
    rows = [(f"Semua syarat {short}", own.semua), *((names[kode], chance) for kode, chance in own.syarat.items())]
    shown = pd.DataFrame(
        {
            "Syarat": [name for name, _ in rows],
            "Peluang": [chance.peluang for _, chance in rows],
            "Rentang 90%": [_range(chance.rendah, chance.tinggi) for _, chance in rows],
        }
    )
    cells = {"Titik: peluang; garis: rentang": [interval(c.rendah, c.tinggi, c.peluang) for _, c in rows]}
    drawn = Drawn(f"Peluang {short} dan tiap syaratnya", lambda: chances_drawn(rows), CHANCES)
    show_read(shown, "peluang_syarat", "Peluang tiap syarat", {"Peluang": format_chance}, {}, cells, chart=drawn)
    with st.expander("Dasar dan anggapan hitungan ini", icon=":material/list:"):
        st.markdown("\n".join(f"- {plain(line)}" for line in own.asumsi))


def _ask_errors(gates: GateSystem, known: SurveyErrors, scope: str) -> SurveyErrors:
    """The standard errors of the surveys, those of stored surveys filled in beforehand in full precision.

    scope: what the fields belong to.
    """
    instrument = gates.instrument
    errors = {}
    with st.expander("Galat baku survei, bila diketahui", icon=":material/poll:"):
        st.caption(
            "Kesalahan penarikan sampel indeks survei, pada skala indeksnya; terisi dari survei unit ini bila jawaban "
            "respondennya tersimpan. 0 berarti dianggap tepat."
        )
        for question in instrument.questions():
            scale = instrument.scale_of(question)
            if scale.jenis == "indeks":
                errors[question.kode] = st.number_input(
                    plain(f"{question.kode} {question.teks}"),
                    min_value=0.0,
                    max_value=float(scale.maksimum),
                    step=0.01,
                    format="%.4f",
                    value=known.galat_baku.get(question.kode, 0.0),
                    key=f"galat_{scope}_{question.kode}",
                )
    return SurveyErrors({kode: error for kode, error in errors.items() if error}, known.korelasi)


def outlooks_of(
    store: Store, own: pd.DataFrame, scope: str, at_once: int
) -> tuple[list[Assessment], list[Outlook | None]] | None:
    """The outlook of each assessment of an overview; None while more than `at_once` wait to be asked for.

    scope: what is asked for, so that another choice asks anew.
    """
    key = f"_outlooks_wanted_{scope}"
    if len(own) > at_once and not st.session_state.get(key):
        text = f"Peluang {format_number(len(own), 0)} unit dihitung satu per satu, sekitar setengah detik tiap unit."
        st.info(text, icon=":material/timer:")
        st.session_state[key] = st.button("Hitung peluang semua unit", icon=":material/play_arrow:", key=f"tombol{key}")
        if not st.session_state[key]:
            return None
    stored = cached.assessments(store)
    chosen = assessments_of(stored[stored["penilaian_id"].isin(own["penilaian_id"])])
    found, bar = [], st.progress(0.0, "Menghitung peluang…")
    for number, assessment in enumerate(chosen, 1):
        found.append(cached_outlooks.outlook(store, assessment))
        bar.progress(number / len(chosen), "Menghitung peluang…")
    bar.empty()
    return chosen, found


def show_outlooks(store: Store, own: pd.DataFrame, predikat: str, short: str, scope: str, at_once: int = MANY) -> None:
    """How many units are to be expected to make it after their next judges, and each unit's chance.

    own: the units' rows of an overview; scope, at_once: as of `outlooks_of`.
    """
    st.subheader("Sesudah penilai berikutnya")
    computed = outlooks_of(store, own, scope, at_once)
    if computed is None:
        return
    table = outlook_table(*computed, predikat).sort_values("peluang", ascending=False, kind="stable")
    units = own.set_index("unit")
    holds, years, judges = units[f"gagal_{predikat}"].str.len().eq(0), units["tahun"], units["penilai"]
    st.markdown(
        f"**{plain(expected_sentence(table, expected(table, lambda unit: bool(holds[unit])), short, len(own)))}**"
    )
    how_computed("peluang_predikat", "peluang")
    if table.empty:
        return
    shown = pd.DataFrame(
        {
            "Unit kerja": table["unit"],
            # First what the table is about: a phone shows two columns.
            "Peluang": table["peluang"],
            "Rentang 90%": [_range(low, high) for low, high in zip(table["rendah"], table["tinggi"], strict=True)],
            "Penilai berikutnya": [PENILAI_SHORT.get(judge, MISSING) for judge in table["ke"]],
            "Total kini": table["total"],
            "Perkiraan": table["perkiraan"],
            "Rentang 80%": [
                f"{format_number(low)}–{format_number(high)}"
                for low, high in zip(table["total_rendah"], table["total_tinggi"], strict=True)
            ],
            f"{short} kini": ["✔ memenuhi" if holds[unit] else "✘ belum" for unit in table["unit"]],
        }
    )
    formats = {"Peluang": format_chance} | dict.fromkeys(["Total kini", "Perkiraan"], format_number)
    cells = {
        "Unit kerja": [to_plan(u, years[u], judges[u], predikat) for u in table["unit"]],
        "Titik: peluang; garis: rentang": [
            interval(*three) for three in zip(table["rendah"], table["tinggi"], table["peluang"], strict=True)
        ],
    }
    title = f"Peluang {short} tiap unit sesudah penilai berikutnya"
    few = table.rename(columns={"unit": "nama"}).head(MANY)
    drawn = Drawn(title + most_words(len(table), MANY), lambda: chance_ranges(few, wide=PICTURE), CHANCES)
    lean = ("Perkiraan", "Rentang 80%")
    show_read(shown, "peluang_unit", title, formats, {}, cells, lean=lean, most=MANY, chart=drawn)


def _range(low: float, high: float) -> str:
    return format_chances(low, high)

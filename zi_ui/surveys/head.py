"""The head of the survey screen: where the figures come from, the one sentence, the index, and the way to the gates."""

import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_time
from zi_metrics.figures import surveys as survey_figures
from zi_metrics.figures.survey_bars import index_row
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.surveys.certainty import design_sentences
from zi_metrics.surveys.chosen import Withheld
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import (
    aggregate_sentence,
    gate_sentences,
    headline,
    published_index,
    published_interval,
    scale_sentences,
    targets,
    weight_sentence,
)
from zi_metrics.surveys.trust import needed_respondents, trust_rules
from zi_ui import charts, stated
from zi_ui.explained import how_computed
from zi_ui.markdown import plain


def show_source(store: Store, report: SurveyReport) -> None:
    """File, version, day and person of each survey behind the figures, and how answers were made comparable."""
    files = []
    for survey in report.surveys.to_dict("records"):
        period = f"{plain(survey['periode'])} · " if survey["periode"] else ""
        sample = " · data contoh" if survey["contoh"] else ""
        files.append(f"{survey['nama_berkas']} (versi {survey['versi']}, diimpor {format_time(survey['waktu'])})")
        st.caption(
            f"{plain(report.instrument.nama)} · {period}{plain(survey['nama_berkas'])} · versi {survey['versi']}, "
            f"diimpor {format_time(survey['waktu'])} oleh {plain(survey['oleh'])}{sample}"
        )
    stated.say("Sumber", f"{report.instrument.nama} · {'; '.join(files)}")
    about = " ".join(text for text in (weight_sentence(report), *scale_sentences(store, report)) if text)
    if about:
        st.caption(plain(about))
    if aggregate := aggregate_sentence(report):
        st.info(plain(aggregate), icon=":material/functions:")


def show_withheld(hidden: Withheld) -> None:
    """How many answered, and why nothing else is shown."""
    with st.container(horizontal=True, gap="small"):
        people = MISSING if hidden.responden is None else format_number(hidden.responden, 0)
        _card("Responden", people, f"sedikitnya {FEWEST_SHOWN}")
    st.info(plain(hidden.kalimat), icon=":material/visibility_off:")
    how_computed("sedikit_responden", "kelompok kecil", "tertutup")


def show_headline(report: SurveyReport) -> None:
    """The one sentence, the figures, and the index with its interval against the minima."""
    service = f"{plain(report.layanan)}: " if report.layanan else ""
    st.markdown(f"##### {service}{plain(headline(report))}")
    figure = report.figure
    with st.container(horizontal=True, gap="small"):
        own = (
            f"indeks {format_beside(figure.indeks, targets(report).values(), 3)}"
            if report.instrument.konversi
            else "dari 4,00"
        )
        _card(report.instrument.indeks, published_index(report), own)
        _card("Selang 95%", published_interval(report).strip("[]") or MISSING, _interval_of(report))
        _card("Mutu", figure.mutu.huruf, figure.mutu.nama)
        if report.points is not None:
            minima = report.gates["minimum"].tolist()
            ends = [format_beside(end, minima) for end in report.interval_points or ()]
            between = f"[{'–'.join(ends)}]" if ends else "tanpa selang"
            _card("Poin LKE", format_beside(report.points, minima), between)
        people = MISSING if report.responden is None else format_number(report.responden, 0)
        _card("Responden", people, _people(report))
    charts.show(
        survey_figures.index_dots(index_row(report), targets(report), charts.is_dark()),
        key="indeks",
        alt=headline(report),
    )
    said = [*gate_sentences(report), *design_sentences(report)]
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in said))
    if report.interval is not None:
        explained = {"selang": "selang_indeks"}
        if len(report.gates):
            explained |= {"keyakinan": "keyakinan_syarat", "responden lagi": "responden_lagi"}
        with st.container(horizontal=True, gap="small"):
            for figure_name, kode in explained.items():
                how_computed(kode, figure_name)


def _interval_of(report: SurveyReport) -> str:
    if report.interval is not None:
        return "seluruh yang dilayani"
    return "hanya hasil" if report.has_results_only else f"perlu {trust_rules().minimum_selang} responden"


def _people(report: SurveyReport) -> str:
    needed = f"perlu {format_number(needed_respondents(report.populasi), 0)}"
    return needed if report.populasi is None else f"{needed} dari {format_number(report.populasi, 0)} yang dilayani"


def _card(label: str, value: str, below: str) -> None:
    st.metric(plain(label), value, delta=below, delta_color="off", delta_arrow="off", border=True)

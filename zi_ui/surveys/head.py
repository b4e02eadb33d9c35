"""The head of the survey screen: where the figures come from, the index as the answer, whether it can be trusted."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_number, format_time
from zi_metrics.figures.surveys import index_ranges
from zi_metrics.near_minimum import format_minimum
from zi_metrics.store.connection import Store
from zi_metrics.surveys.chosen import Withheld
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.published import (
    has_enough,
    index_scale,
    points_texts,
    published_targets,
    respondents_text,
    scale_sentence,
)
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.surveys.sentences import (
    aggregate_sentence,
    gate_sentences,
    headline,
    nrr_words,
    published_index,
    published_interval,
    weight_sentence,
)
from zi_metrics.surveys.trust import doubts
from zi_ui import cached_surveys, chart_pictures, stated
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.bars import Tick
from zi_ui.drawn.links import here, link
from zi_ui.drawn.markup import EMPTY, join, show, tag
from zi_ui.drawn.status import word
from zi_ui.drawn.zoom import zoom
from zi_ui.explained import how_all_computed, how_computed
from zi_ui.markdown import plain
from zi_ui.ways import to_unit

# So many doubts are written out beside the index; all of them stand in their tab.
_DOUBTS = 2


def show_source(store: Store, report: SurveyReport) -> None:
    """File, version, day and person of each survey behind the figures, their scale, and how answers were compared."""
    files, lines = [], []
    for survey in report.surveys.to_dict("records"):
        period = f"{survey['periode']} · " if survey["periode"] else ""
        sample = " · data contoh" if survey["contoh"] else ""
        files.append(f"{survey['nama_berkas']} (versi {survey['versi']}, diimpor {format_time(survey['waktu'])})")
        lines.append(
            f"{report.instrument.nama} · {period}{survey['nama_berkas']} · versi {survey['versi']}, "
            f"diimpor {format_time(survey['waktu'])} oleh {survey['oleh']}{sample}"
        )
    stated.say("Sumber", f"{report.instrument.nama} · {'; '.join(files)}")
    about = (scale_sentence(report.instrument), weight_sentence(report), *cached_surveys.scale_sentences(store, report))
    show(tag("p", join([*lines, *filter(None, about)], " · "), class_="zi-said zi-soft"))


def show_withheld(hidden: Withheld) -> None:
    """How many answered, and why nothing else is shown."""
    people = MISSING if hidden.responden is None else format_number(hidden.responden, 0)
    show(_facts([_fact("Responden", people, f"sedikitnya {FEWEST_SHOWN}")]))
    st.info(plain(hidden.kalimat), icon=":material/visibility_off:")
    how_computed("sedikit_responden", "kelompok kecil", "tertutup")


def show_headline(store: Store, report: SurveyReport, whole: SurveyReport, unit: str, tahun: int) -> None:
    """The index with its interval as the answer, what makes it doubtful, and quality, respondents and points.

    whole: the report on all services, which is what is doubted.
    """
    service = f"{report.layanan}: " if report.layanan else ""
    name = link(unit, to_unit(unit, tahun, "terakhir"))
    answer = tag("p", name, f", {tahun}: {service}{headline(report)}", class_="zi-answer")
    figures = tag("div", _scale(report), _figures(report), class_="zi-index")
    show(tag("div", answer, _trust(store, whole), figures, class_="zi-stack"))
    explained = ["selang_indeks", *(["keyakinan_syarat", "responden_lagi"] if len(report.gates) else [])]
    chart_pictures.offer(_drawn(report, unit, tahun), "indeks")
    said, how = st.columns([5, 1], vertical_alignment="center")
    with said:
        show(_gates(report))
    if report.interval is not None:
        with how:
            how_all_computed(explained, "indeks")


def _trust(store: Store, report: SurveyReport) -> Markup:
    """What is doubtful, beside the index; that nothing is, or that nobody can tell."""
    found, results = doubts(cached_surveys.survey_findings(store, report)), EMPTY
    if without := aggregate_sentence(report):
        results = tag("p", word("kosong", "Jawaban belum dapat diperiksa"), f". {without}", class_="zi-said")
    if not found:
        return results or tag("p", word("memenuhi", "Tidak ada yang meragukan"), class_="zi-said")
    more = len(found) - _DOUBTS
    rest = f"{more} lagi dan cara memperbaikinya" if more > 0 else "Apa yang diperiksa"
    way = link(rest, here("survei", tab="percaya", hal=None))
    lines = [tag("p", word("hampir", "Meragukan"), ". ", found[0])]
    lines += [tag("p", text) for text in found[1:_DOUBTS]]
    lines.append(tag("p", tag("small", way)))
    return join([tag("div", join(lines), class_="zi-warning", role="note"), results])


def _scale(report: SurveyReport) -> Markup:
    place, digits = index_scale(report), 0 if report.instrument.konversi else 2
    ticks = [Tick(f"{name} {format_minimum(at)}", at) for name, at in published_targets(report).items()]
    ends = (format_number(place.awal, digits), format_number(place.akhir, digits))
    return zoom(place.awal, place.akhir, place.nilai, (place.bawah, place.atas), ticks, ends)


def _drawn(report: SurveyReport, unit: str, tahun: int) -> Drawn:
    """The same scale as a picture."""

    def draw() -> go.Figure:
        place = index_scale(report)
        said = " ".join(filter(None, (published_index(report), published_interval(report))))
        row = {"nama": unit, "nilai": place.nilai, "bawah": place.bawah, "atas": place.atas, "teks": said}
        return index_ranges(pd.DataFrame([row]), (place.awal, place.akhir), dict(published_targets(report)))

    title = f"{report.instrument.indeks} {unit}, {tahun}"
    key = "Titik: indeks; garis tebal: selang 95%; garis putus-putus: minimum."
    return Drawn(title, draw, f"{headline(report)} {key}")


def _figures(report: SurveyReport) -> Markup:
    mutu, enough = report.figure.mutu, has_enough(report)
    people = MISSING if report.responden is None else format_number(report.responden, 0)
    needed = respondents_text(report)
    facts = [
        _fact("Mutu", f"{mutu.huruf} ({mutu.nama})"),
        _fact("Responden", people, needed if enough is None else join([word(*_ENOUGH[enough]), " · ", needed])),
    ]
    if points := points_texts(report):
        facts.append(_fact("Poin LKE", *points))
    return _facts(facts)


_ENOUGH = {True: ("memenuhi", "cukup"), False: ("hampir", "kurang")}


def _gates(report: SurveyReport) -> Markup:
    """How far it is to each minimum, and what would tell; where nothing is asked, what pulls the index down."""
    said = gate_sentences(report, sure=False)
    pulling = nrr_words(report.instrument, report.pulling_down)
    return join(tag("p", text, class_="zi-said") for text in [*said, pulling] if text)


def _facts(every: Sequence[Markup]) -> Markup:
    return tag("dl", join(every), class_="zi-facts")


def _fact(name: str, figure: str, below: Markup | str = "") -> Markup:
    return tag("div", tag("dt", name), tag("dd", figure, tag("small", below) if below else EMPTY))

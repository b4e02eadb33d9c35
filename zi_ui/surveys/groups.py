"""The index by service, period and group of respondents, small groups hidden."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.survey_answers import KELOMPOK
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.history import period_name, period_order
from zi_metrics.surveys.published import published_targets
from zi_metrics.surveys.report import UNTOLD, SurveyReport
from zi_metrics.surveys.sentences import interval_words
from zi_metrics.surveys.trust import trust_rules
from zi_ui import cached_surveys, downloads, short_lists
from zi_ui.drawn.markup import join, show
from zi_ui.drawn.tables import Column, table
from zi_ui.explained import how_computed
from zi_ui.table_texts import cell_texts

_HIDDEN = "disembunyikan"


def show_breakdowns(store: Store, report: SurveyReport) -> None:
    """The index by all that the files tell of respondents. report: of all services."""
    dimensions = {"layanan": "Layanan", "periode": "Periode", **KELOMPOK}
    found = {name: found for name in dimensions if len(found := cached_surveys.breakdown(store, report, name))}
    if not found:
        st.info("Layanan, periode, dan kelompok responden tidak disebut dalam berkas.", icon=":material/info:")
        return
    if any(each["disembunyikan"].any() for each in found.values()):
        st.caption(
            f"Kelompok dengan kurang dari {FEWEST_SHOWN} responden disembunyikan, dan bila perlu satu kelompok lagi, "
            "supaya jawaban seseorang tidak dapat ditebak. Pertanyaan yang dijawab kurang dari "
            f"{FEWEST_SHOWN} orang dalam satu kelompok tidak ikut dalam indeks kelompok itu."
        )
        how_computed("sedikit_responden", "kelompok kecil")
    if "layanan" in found:
        st.caption(f"Selang ditunjukkan untuk layanan dengan sedikitnya {trust_rules().minimum_responden} responden.")
    left, right = st.columns(2, gap="medium")
    for place, (name, each) in enumerate(found.items()):
        with left if place % 2 == 0 else right:
            _show(store, report, name, each, dimensions[name])


def _show(store: Store, report: SurveyReport, name: str, found: pd.DataFrame, heading: str) -> None:
    if name == "periode":
        year = int(report.surveys["tahun"].iloc[0])
        found = found.iloc[sorted(range(len(found)), key=lambda i: period_order(str(found["periode"].iloc[i])))]
        found = found.assign(periode=[p if p == UNTOLD else period_name(str(p), year) for p in found["periode"]])
    found = found.reset_index(drop=True)
    hidden, minima = found["disembunyikan"], list(published_targets(report).values())
    index = report.instrument.indeks
    whole = pd.DataFrame(
        {
            heading: found[name],
            "Responden": found["responden"].astype(float).mask(hidden),
            index: found["nilai"],
            "Mutu": found["mutu"].replace("", MISSING),
        }
    )
    if name == "layanan" and (intervals := cached_surveys.service_intervals(store, report)):
        spans = {key: interval_words(report, one) for key, one in intervals.items()}
        whole.insert(3, "Selang 95%", found["layanan"].map(spans).fillna(MISSING))
    people = [_HIDDEN if gone else format_number(n, 0) for gone, n in zip(hidden, whole["Responden"], strict=True)]
    texts = {"Responden": people, index: [format_beside(value, minima) for value in found["nilai"]]}
    formats = {"Responden": lambda n: format_number(n, 0), index: format_number}
    # Many services are read in parts; periods and groups are few.
    part = short_lists.part_of(len(whole)) if name == "layanan" else slice(0, len(whole))
    columns = [Column(str(head), number=head in texts or head == "Selang 95%") for head in whole.columns]
    cells = {head: texts.get(head, whole[head].tolist()) for head in whole.columns}
    rows = [[str(cells[head][place]) for head in whole.columns] for place in range(part.start, part.stop)]
    title = f"{index} menurut {heading.lower()}"
    turns = [short_lists.others("survei", len(whole), part, "layanan")] if name == "layanan" else []
    show(join([table(columns, rows, title), *turns]))
    downloads.offer_table(whole, lambda: cell_texts(whole, formats, texts), title, f"rincian_{name}")

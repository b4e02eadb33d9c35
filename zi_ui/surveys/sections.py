"""Parts of the survey screen behind its tabs: answers, importance, trust, the course of years."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures import surveys as survey_figures
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.surveys.certainty import design_sentences
from zi_metrics.surveys.importance import FEWEST_FOR_IMPORTANCE, UNDECIDED
from zi_metrics.surveys.parts import looked_at
from zi_metrics.surveys.published import on_scale, published_targets
from zi_metrics.surveys.report import SurveyReport
from zi_ui import cached_surveys, charts, downloads, findings, stated
from zi_ui.chart_pictures import Drawn
from zi_ui.drawn.markup import join, show, tag
from zi_ui.drawn.tables import Column, table
from zi_ui.explained import how_computed
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.table_texts import cell_texts
from zi_ui.tables import show_table

# Below this share a percent does not fit into its part of the bar on a phone.
_FITS = 0.1
# Answers from the worst to the best are drawn in so many steps of colour.
_STEPS = 4
_SPREAD = "Bagian responden dari jawaban terburuk ke terbaik; yang kurang dari 6% tanpa angka."


def show_answers(store: Store, report: SurveyReport) -> None:
    """How the answers to each question are spread."""
    spread = cached_surveys.answer_spread_of(store, report)
    if spread.empty:
        st.info("Sebaran jawaban tidak ada: berkasnya hanya memuat hasil.", icon=":material/info:")
        return
    levels = spread[["tinggi", "taraf"]].drop_duplicates().sort_values(["tinggi", "taraf"])
    key = (
        tag("li", tag("i", "", class_=_level(height)), f"jawaban {name}")
        for height, name in zip(levels["tinggi"], levels["taraf"], strict=True)
    )
    rows = []
    for _, own in spread.groupby("kolom", sort=False):
        said = "; ".join(
            f"{name}: {format_percent(share)}" for name, share in zip(own["taraf"], own["bagian"], strict=True)
        )
        drawn = join([_parts(own), tag("span", said, class_="zi-heard")])
        rows.append([str(own["label"].iloc[0]), drawn, format_number(own["rata_rata"].iloc[0])])
    columns = [Column("Pertanyaan"), Column("Bagian responden, dari terburuk ke terbaik"), Column("Rata-rata", True)]
    show(join([tag("ul", join(key), class_="zi-levels"), table(columns, rows, "Sebaran jawaban tiap pertanyaan")]))
    names = {"label": "Pertanyaan", "taraf": "Jawaban", "banyak": "Banyak", "bagian": "Bagian"}
    whole = spread[list(names)].rename(columns=names)
    formats = {"Bagian": lambda share: format_percent(share, 1)}
    drawn = Drawn("Sebaran jawaban tiap pertanyaan", lambda: survey_figures.spread_bars(spread), _SPREAD)
    downloads.offer_table(whole, lambda: cell_texts(whole, formats, {}), "Sebaran jawaban", "sebaran", drawn)


def _level(height: float) -> str:
    return f"zi-level-{round(min(max(height, 0.0), 1.0) * _STEPS)}"


def _parts(own: pd.DataFrame) -> Markup:
    parts = (
        tag(
            "i",
            format_percent(share) if share >= _FITS else "",
            class_=_level(height),
            style=f"flex:{share:.4f} 1 0",
            title=f"jawaban {name}: {count} ({format_percent(share, 1)})",
        )
        for height, name, share, count in zip(own["tinggi"], own["taraf"], own["bagian"], own["banyak"], strict=True)
    )
    return tag("span", join(parts), class_="zi-spread", aria_hidden="true")


def show_trust(store: Store, report: SurveyReport) -> None:
    """What is doubtful, what to do about it, and what the interval takes into account. report: of all services."""
    found = cached_surveys.survey_findings(store, report)
    if report.is_aggregate:
        st.info("Hanya hasilnya yang ada; jawaban satu per satu tidak dapat diperiksa.", icon=":material/info:")
    elif found.empty:
        st.success("Tidak ada yang meragukan.", icon=":material/check_circle:")
    if not found.empty:
        findings.show_findings(found, key="temuan_survei")
    if said := design_sentences(report):
        st.markdown("**Apa yang diperhitungkan selangnya**")
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in said))
    if not report.is_aggregate:
        with st.container(horizontal=True, gap="small"):
            how_computed("jawaban_lurus", "jawaban lurus")
            how_computed("jawaban_kembar", "jawaban kembar")


def show_importance(store: Store, report: SurveyReport) -> None:
    """What matters to respondents and how well it is done: a figure with four fields, and the same as a table."""
    importance, share = cached_surveys.importance(store, report), looked_at(report)
    if importance.empty or importance["penting"].isna().all():
        st.info(
            f"Perlu jawaban dari sedikitnya {FEWEST_FOR_IMPORTANCE} responden atas beberapa unsur, dan jawabannya "
            "harus beragam; dengan lebih sedikit, terlalu banyak kuadran ternyata keliru.",
            icon=":material/info:",
        )
        return
    importance = on_scale(report.instrument, importance, "nrr")
    note = (
        f"Kepentingan: seberapa erat perasaan di balik jawaban unsur itu bergerak bersama "
        f"{importance['acuan'].iloc[0]} (korelasi polikorik). Garis putus-putus: rata-rata semua unsur. Yang "
        "penting tetapi bernilai rendah dibenahi dahulu. Kuadran hanya disebut bila tetap sama pada sedikitnya 4 dari "
        f"5 survei ulangan; selain itu: {UNDECIDED.lower()} (titik kosong)."
        + (f" Dihitung dari {format_percent(share, 1)} jawaban, diambil merata." if share else "")
    )
    st.caption(plain(note))
    how_computed("kepentingan_unsur", "kepentingan")
    names = "; ".join(f"{kode} {nama}" for kode, nama in zip(importance["kode"], importance["nama"], strict=True))
    charts.show(
        lambda dark: survey_figures.quadrants(importance, dark),
        key="kuadran",
        alt="Kepentingan dan nilai tiap unsur",
        title="Kepentingan dan nilai tiap unsur",
        note=f"{note} {names}.",
    )
    shown = pd.DataFrame(
        {
            "Unsur": importance["kode"],
            "Kuadran": importance["kuadran"].replace("", MISSING),
            "Nama": importance["nama"],
            "Nilai": importance["nrr"],
            "Kepentingan": importance["penting"],
            "Kuadran bertahan": importance["bertahan"],
        }
    )
    formats = dict.fromkeys(["Nilai", "Kepentingan"], format_number) | {"Kuadran bertahan": format_percent}
    show_table(shown, "tabel_kuadran", "Kuadran tiap unsur", formats)


def show_trend(report: SurveyReport, years: pd.DataFrame, periods: pd.DataFrame) -> None:
    """The index by year, and by period where there are any (`surveys.history`), as a figure and as a table."""
    shown = years
    if len(periods) > 1:
        words = {"tahun": "Per tahun", "periode": "Per periode"}
        chosen = st.segmented_control(
            "Rentang",
            list(words),
            format_func=named(words),
            default="tahun",
            required=True,
            label_visibility="collapsed",
            key="rentang_survei",
        )
        stated.choose("Rentang", words[chosen])
        shown = periods if chosen == "periode" else years
    shown, minima = on_scale(report.instrument, shown, "indeks", "bawah", "atas"), published_targets(report)
    title = f"{report.instrument.indeks} dari waktu ke waktu"
    charts.show(
        lambda dark: survey_figures.index_trend(shown, minima, dark),
        key="tren_survei",
        alt="Indeks dari waktu ke waktu",
        title=title,
        without=("Tahun", "Layanan", "Sumber"),
        note="Garis tegak: selang 95%. Garis putus-putus: minimum." if minima else "Garis tegak: selang 95%.",
    )
    columns = [
        Column("Waktu"),
        *(Column(head, number=True) for head in (report.instrument.indeks, "Selang 95%", "Responden")),
    ]
    rows = [
        [
            row["label"],
            format_beside(row["indeks"], minima.values()),
            MISSING
            if pd.isna(row["bawah"])
            else f"[{format_beside(row['bawah'], minima.values())}–{format_beside(row['atas'], minima.values())}]",
            format_number(row["responden"], 0),
        ]
        for row in shown.to_dict("records")
    ]
    show(table(columns, rows, "Indeks dari waktu ke waktu"))
    told = pd.DataFrame(
        {
            "Waktu": shown["label"],
            report.instrument.indeks: shown["indeks"],
            "Batas bawah 95%": shown["bawah"],
            "Batas atas 95%": shown["atas"],
            "Responden": shown["responden"],
        }
    )
    formats = dict.fromkeys(told.columns[1:4], format_number) | {"Responden": lambda n: format_number(n, 0)}
    texts = {head: [format_beside(value, minima.values()) for value in told[head]] for head in told.columns[1:4]}
    downloads.offer_table(told, lambda: cell_texts(told, formats, texts), title, "tren_indeks")

"""The parts of the survey screen below its head: unsur, answers, breakdowns, trust, importance, units."""

import pandas as pd
import streamlit as st

from zi_metrics.bahasa import MISSING, format_number, format_percent
from zi_metrics.figures import survey_bars
from zi_metrics.figures import surveys as survey_figures
from zi_metrics.figures import units as unit_figures
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.store.connection import Store
from zi_metrics.survey_answers import KELOMPOK
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.history import period_name, period_order
from zi_metrics.surveys.importance import FEWEST_FOR_IMPORTANCE, UNDECIDED
from zi_metrics.surveys.parts import looked_at
from zi_metrics.surveys.portfolio import SurveyPortfolio
from zi_metrics.surveys.report import UNTOLD, SurveyReport
from zi_metrics.surveys.sentences import interval_words, nrr_words, targets
from zi_metrics.surveys.trust import trust_rules
from zi_ui import cached, charts, findings, stated
from zi_ui.explained import how_computed
from zi_ui.markdown import plain
from zi_ui.naming import named
from zi_ui.tables import show_pickable, show_table

_HIDDEN = "disembunyikan"
_SURE = "Keyakinan mencapai syarat"


def show_unsur(report: SurveyReport) -> None:
    """NRR of each unsur against what the index must reach, what pulls it down, and by how much each must rise."""
    if report.nrr.empty:
        st.info("Hanya indeksnya yang diketahui; nilai tiap unsur tidak ada di berkas.", icon=":material/info:")
        return
    pulling = report.pulling_down
    if words := nrr_words(report.instrument, pulling):
        st.markdown(f"**{plain(words)}**")
    minima = targets(report)
    if minima:
        ticks = ", ".join(f"{name} {format_minimum(minimum)}" for name, minimum in minima.items())
        st.caption(
            f"Garis tegak: indeks yang diperlukan untuk {plain(ticks)}. Ujung batang: nilai penuh."
            + ("" if len(report.gates) else " ✔ mutu A atau B, ▲ mutu C, ✘ mutu D.")
        )
    charts.show(
        unit_figures.bullet_bars(survey_bars.nrr_bars(report), charts.is_dark()),
        key="nrr",
        alt="Nilai rata-rata tiap unsur terhadap indeks yang harus dicapai",
    )
    table = pd.DataFrame(
        {
            "Unsur": pulling["kode"],
            "Nama": pulling["nama"],
            "Nilai": pulling["nrr"],
            "Mengurangi indeks": pulling["sumbangan"],
            "Bagian dari kekurangan": pulling["bagian"],
        }
    )
    formats = dict.fromkeys(["Nilai", "Mengurangi indeks"], format_number) | {"Bagian dari kekurangan": format_percent}
    for name, minimum in minima.items():
        rises = report.rises_needed(minimum).set_index("kode").loc[pulling["kode"]]
        if rises["bersama"].eq(0).all():
            continue
        heads = [f"{what} ke {name}" for what in ("Naik sendiri", "Naik bersama", "Terendah dahulu")]
        table[heads] = rises[["sendiri", "bersama", "terendah"]].to_numpy()
        formats |= dict.fromkeys(heads, _rise)
    with st.expander("Berapa tiap unsur harus naik", icon=":material/trending_up:"):
        show_table(table, "kenaikan", "Kekurangan tiap unsur dan kenaikan yang diperlukan", formats)
        st.caption(
            "Naik sendiri: hanya unsur itu yang naik (– berarti nilai penuh pun belum cukup). Naik bersama: semua "
            "unsur naik sama banyak. Terendah dahulu: unsur terendah diangkat sampai sama tinggi. Tanpa kolom "
            "kenaikan: sudah tercapai."
        )


def show_answers(report: SurveyReport) -> None:
    """How the answers to each question are spread."""
    spread = survey_bars.answer_spread(report)
    if spread.empty:
        st.info("Sebaran jawaban tidak ada: berkasnya hanya memuat hasil.", icon=":material/info:")
        return
    st.caption("Bagian responden menurut nilai jawabannya, dari terburuk (kiri) ke terbaik; di kanan: rata-rata.")
    charts.show(
        survey_figures.answer_bars(spread, charts.is_dark()), key="sebaran", alt="Sebaran jawaban tiap pertanyaan"
    )


def show_breakdowns(store: Store, report: SurveyReport) -> None:
    """The index by service, period and group of respondents, small groups hidden. report: of all services."""
    dimensions = {"layanan": "Layanan", "periode": "Periode", **KELOMPOK}
    found = {name: table for name in dimensions if len(table := cached.breakdown(store, report, name))}
    if not found:
        st.info("Layanan, periode, dan kelompok responden tidak disebut dalam berkas.", icon=":material/info:")
        return
    if any(table["disembunyikan"].any() for table in found.values()):
        st.caption(
            f"Kelompok dengan kurang dari {FEWEST_SHOWN} responden disembunyikan, dan bila perlu satu kelompok lagi, "
            "supaya jawaban seseorang tidak dapat ditebak. Pertanyaan yang dijawab kurang dari "
            f"{FEWEST_SHOWN} orang dalam satu kelompok tidak ikut dalam indeks kelompok itu."
        )
        how_computed("sedikit_responden", "kelompok kecil")
    for tab, (name, table) in zip(st.tabs([dimensions[n] for n in found]), found.items(), strict=True):
        with tab:
            _show_breakdown(store, report, name, table, dimensions[name])


def show_trust(store: Store, report: SurveyReport) -> None:
    """What is doubtful, and what to do about it. report: of all services."""
    found = cached.survey_findings(store, report)
    if report.is_aggregate:
        st.info("Hanya hasilnya yang ada; jawaban satu per satu tidak dapat diperiksa.", icon=":material/info:")
    elif found.empty:
        st.success("Tidak ada yang meragukan.", icon=":material/check_circle:")
    if not found.empty:
        findings.show_findings(found, key="temuan_survei")
    if not report.is_aggregate:
        with st.container(horizontal=True, gap="small"):
            how_computed("jawaban_lurus", "jawaban lurus")
            how_computed("jawaban_kembar", "jawaban kembar")


def show_importance(store: Store, report: SurveyReport) -> None:
    """What matters to respondents and how well it is done: a figure with four fields, and the same as a table."""
    table, share = cached.importance(store, report), looked_at(report)
    if table.empty or table["penting"].isna().all():
        st.info(
            f"Perlu jawaban dari sedikitnya {FEWEST_FOR_IMPORTANCE} responden atas beberapa unsur, dan jawabannya "
            "harus beragam; dengan lebih sedikit, terlalu banyak kuadran ternyata keliru.",
            icon=":material/info:",
        )
        return
    st.caption(
        f"Kepentingan: seberapa erat perasaan di balik jawaban unsur itu bergerak bersama "
        f"{plain(table['acuan'].iloc[0])} (korelasi polikorik). Garis putus-putus: rata-rata semua unsur. Yang penting "
        "tetapi bernilai rendah dibenahi dahulu. Kuadran hanya disebut bila tetap sama pada sedikitnya 4 dari 5 survei "
        f"ulangan; selain itu: {UNDECIDED.lower()} (titik kosong)."
        + (f" Dihitung dari {format_percent(share, 1)} jawaban, diambil merata." if share else "")
    )
    how_computed("kepentingan_unsur", "kepentingan")
    charts.show(
        survey_figures.quadrants(table, charts.is_dark()), key="kuadran", alt="Kepentingan dan nilai tiap unsur"
    )
    shown = pd.DataFrame(
        {
            "Unsur": table["kode"],
            "Kuadran": table["kuadran"].replace("", MISSING),
            "Nama": table["nama"],
            "Nilai": table["nrr"],
            "Kepentingan": table["penting"],
            "Kuadran bertahan": table["bertahan"],
        }
    )
    formats = dict.fromkeys(["Nilai", "Kepentingan"], format_number) | {"Kuadran bertahan": format_percent}
    show_table(shown, "tabel_kuadran", "Kuadran tiap unsur", formats)


def show_trend(years: pd.DataFrame, periods: pd.DataFrame, minima: dict[str, float]) -> None:
    """The index by year, and by period where there are any (`survey_history`)."""
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
    charts.show(
        survey_figures.index_trend(shown, minima, charts.is_dark()), key="tren_survei", alt="Indeks dari waktu ke waktu"
    )


def show_units(portfolio: SurveyPortfolio, unit: str) -> str | None:
    """All units: dots, a table and the map of unsur; gives the unit that was picked while `unit` is on screen."""
    drawn = portfolio.part(
        charts.as_many_as_fit(portfolio.units, "yang pertama menurut urutan yang dipilih; semuanya ada di tabel")
    )
    charts.show(
        survey_figures.index_dots(drawn.dots(), drawn.minima, charts.is_dark()),
        key="titik_unit",
        alt="Indeks setiap unit dengan selangnya",
    )
    if why := portfolio.no_intervals():
        st.info(plain(why), icon=":material/info:")
    if hidden := portfolio.withheld():
        st.info(plain(hidden), icon=":material/visibility_off:")
    units = portfolio.units
    table = pd.DataFrame(
        {
            "Unit kerja": units["unit"],
            "Indeks": units["nilai"],
            "Selang 95%": units["selang"].replace("", MISSING),
            "Mutu": units["mutu"],
            "Responden": units["responden"],
            _SURE: units["keyakinan"],
            "Asal": units["asal"].replace("", "jawaban responden"),
        }
    )
    if not portfolio.minima:
        table = table.drop(columns=_SURE)
    formats = {"Indeks": format_number, "Responden": _whole, _SURE: format_percent}
    formats = {name: how for name, how in formats.items() if name in table}
    st.caption("Ketuk satu baris untuk membuka survei unitnya.")
    texts = {"Indeks": units["nilai"].map(portfolio.shown)}
    picked = show_pickable(table, f"survei_unit_{unit}", "Survei semua unit", units["unit"], formats, texts)
    if not drawn.grid.empty:
        st.markdown("**Peta unit dan unsur**")
        st.caption("Nilai rata-rata tiap unsur. Kolom yang rendah pada semua unit adalah masalah bersama.")
        charts.show(survey_figures.nrr_map(drawn.grid, charts.is_dark()), key="peta_unsur", alt="Nilai unsur tiap unit")
    return picked


def _show_breakdown(store: Store, report: SurveyReport, name: str, table: pd.DataFrame, heading: str) -> None:
    if name == "periode":
        year = int(report.surveys["tahun"].iloc[0])
        table = table.iloc[sorted(range(len(table)), key=lambda i: period_order(str(table["periode"].iloc[i])))]
        table = table.assign(periode=[p if p == UNTOLD else period_name(str(p), year) for p in table["periode"]])
    hidden = table["disembunyikan"]
    shown = pd.DataFrame(
        {
            heading: table[name],
            "Responden": table["responden"].astype(float).mask(hidden),
            report.instrument.indeks: table["nilai"],
            "Mutu": table["mutu"].replace("", MISSING),
        }
    )
    if name == "layanan" and (intervals := cached.service_intervals(store, report)):
        spans = {key: interval_words(report, found) for key, found in intervals.items()}
        shown.insert(3, "Selang 95%", table["layanan"].map(spans).fillna(MISSING))
        st.caption(f"Selang ditunjukkan untuk layanan dengan sedikitnya {trust_rules().minimum_responden} responden.")
    formats = {"Responden": _whole, report.instrument.indeks: format_number}
    people = [_HIDDEN if gone else _whole(n) for gone, n in zip(hidden, shown["Responden"], strict=True)]
    minima = [report.instrument.published(minimum) for minimum in targets(report).values()]
    texts = {"Responden": people, report.instrument.indeks: [format_beside(v, minima) for v in table["nilai"]]}
    show_table(shown, f"rincian_{name}", f"Indeks menurut {heading.lower()}", formats, texts)


def _rise(value: float) -> str:
    return MISSING if pd.isna(value) else f"+{format_shortfall(value)}" if value else "0"


def _whole(value: float) -> str:
    return format_number(value, 0)

"""Survey figures from counted answers: NRR per unsur, index, quality, points, gates, distributions, trends.

Counts are a table with a row per question and level: kolom (question's number), kode (its unsur), nilai (on the
instrument's scale), banyak (answers), and any columns to break down by (layanan, periode, kategori).
Sources: PermenPANRB 14/2017, Lampiran (NRR, bobot, IKM, mutu); PermenPANRB 90/2021, Lampiran II (points, minima).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Gate, Instrument
from zi_metrics.scoring.score import GATE_TOLERANCE
from zi_metrics.survey_answers import KESELURUHAN
from zi_metrics.surveys.disclosure import shown_of
from zi_metrics.surveys.instruments.library import Band, SurveyInstrument

# The columns of `nrr_table`, `survey_gates` and `distribution`; those of `index_by` after the one it breaks down by.
NRR_COLUMNS = ("kode", "nama", "nrr", "banyak")
GATE_COLUMNS = (
    "predikat", "kode", "nama", "minimum", "minimum_indeks", "poin", "kurang", "kurang_indeks", "terpenuhi", "sumber",
)  # fmt: skip
DISTRIBUTION_COLUMNS = ("kolom", "kode", "nama", "nilai", "banyak", "bagian")
INDEX_BY_COLUMNS = ("responden", "indeks", "nilai", "mutu", "disembunyikan")


@dataclass(frozen=True)
class IndexFigure:
    """An index.

    indeks: on the instrument's scale
    nilai: as published (IKM 25-100 for SKM)
    mutu: the category
    bobot: the weight of each unsur (NaN = only the index is known)
    bobot_tertulis: how it is written ('1/9', '0,111')
    unsur: how many there are
    """

    indeks: float
    nilai: float
    mutu: Band
    bobot: float
    bobot_tertulis: str
    unsur: int


def nrr_table(instrument: SurveyInstrument, counts: pd.DataFrame) -> pd.DataFrame:
    """NRR (nilai rata-rata) of each unsur that was asked, in the instrument's order.

    NRR_COLUMNS: nrr on the instrument's scale; banyak: answers. A question's NRR is the sum of its answers divided by
    their number; several questions of one unsur count the same. Unanswered is left out, never zero.
    """
    asked = counts[counts["kode"] != KESELURUHAN]
    sums = (asked["nilai"] * asked["banyak"]).groupby([asked["kolom"], asked["kode"]]).sum()
    answers = asked.groupby(["kolom", "kode"])["banyak"].sum()
    answered = answers > 0
    means = (sums[answered] / answers[answered]).groupby("kode").mean()
    total = answers.groupby("kode").sum()
    order = instrument.order(set(means.index))
    return pd.DataFrame(
        {
            "kode": order,
            "nama": [instrument.find(kode).nama for kode in order],
            "nrr": [float(means[kode]) for kode in order],
            "banyak": [int(total[kode]) for kode in order],
        }
    )


def index_of(instrument: SurveyInstrument, nrr: dict[str, float], decimals: int | None = None) -> IndexFigure:
    """The index: sum of weighted NRR, each weight 1 / number of unsur, rounded to `decimals` (None = exact).

    Forms that write the weight as 0.111 or 0.11 get a lower figure, those that round it up (0.143 for seven unsur) a
    higher one, but never above full marks; which one it was is in `bobot_tertulis`.
    Raises ValueError without any NRR.
    """
    if not nrr:
        raise ValueError("no unsur was answered")
    count = len(nrr)
    weight = 1 / count if decimals is None else round(1 / count, decimals)
    index = sum(nrr.values()) * weight if decimals is not None else sum(nrr.values()) / count
    index = min(index, instrument.skala.maksimum)
    written = f"1/{count}" if decimals is None else f"{weight:.{decimals}f}".replace(".", ",")
    return IndexFigure(index, instrument.published(index), instrument.band(index), weight, written, count)


def index_only(instrument: SurveyInstrument, indeks: float) -> IndexFigure:
    """The figure of a survey of which nothing but the index is known."""
    return IndexFigure(indeks, instrument.published(indeks), instrument.band(indeks), float("nan"), "", 0)


def points(instrument: SurveyInstrument, lke: Instrument, indeks: float) -> float | None:
    """Points of an index in the LKE: index / 4 x bobot; None for a survey that the LKE does not count."""
    weight = instrument.lke_weight(lke)
    return None if weight is None else indeks / instrument.skala.maksimum * weight


def survey_gates(instrument: SurveyInstrument, lke: Instrument, indeks: float) -> pd.DataFrame:
    """The gates that this index alone decides, a row per predicate; empty when there are none.

    GATE_COLUMNS: minimum, poin, kurang in points; minimum_indeks, kurang_indeks on the survey's scale; what is lacking
    is 0 where the gate holds.
    """
    poin, weight = points(instrument, lke, indeks), instrument.lke_weight(lke)
    rows = []
    if poin is None or not weight:
        return pd.DataFrame(rows, columns=list(GATE_COLUMNS))
    for gate in _own_gates(instrument, lke):
        for predikat in lke.predikat:
            minimum = lke.gate_minimum(gate, predikat)
            if minimum is None:
                continue
            needed = minimum / weight * instrument.skala.maksimum
            holds = poin >= minimum - GATE_TOLERANCE
            gap, index_gap = (0.0, 0.0) if holds else (minimum - poin, needed - indeks)
            rows.append((predikat, gate.kode, gate.nama, minimum, needed, poin, gap, index_gap, holds, gate.sumber))
    return pd.DataFrame(rows, columns=list(GATE_COLUMNS))


def _own_gates(instrument: SurveyInstrument, lke: Instrument) -> list[Gate]:
    """The gates that ask for nothing but this survey's index."""
    nodes = {n.kode: {q.kode for q in n.questions()} for n in lke.nodes()}
    asked = nodes.get(instrument.lke.get(lke.kode, ""), set())
    return [gate for gate in lke.syarat if set().union(*(nodes[kode] for kode in gate.simpul)) == asked]


def distribution(instrument: SurveyInstrument, counts: pd.DataFrame) -> pd.DataFrame:
    """How the answers to each question are spread over the levels; DISTRIBUTION_COLUMNS, bagian: share, 0-1."""
    spread = counts.groupby(["kolom", "kode", "nilai"], as_index=False)["banyak"].sum()
    spread["bagian"] = spread["banyak"] / spread.groupby("kolom")["banyak"].transform("sum")
    names = {u.kode: u.nama for u in instrument.unsur} | {KESELURUHAN: "Kepuasan secara keseluruhan"}
    return spread.assign(nama=spread["kode"].map(names))[list(DISTRIBUTION_COLUMNS)]


def index_by(
    instrument: SurveyInstrument, counts: pd.DataFrame, by: str, respondents: pd.Series, decimals: int | None = None
) -> pd.DataFrame:
    """The index of each category of one column (layanan, periode, kategori), small groups suppressed.

    respondents: number of respondents by category; decimals: as of `index_of`
    `by` and INDEX_BY_COLUMNS; disembunyikan (bool): too few, or another could be found out by subtraction, of all its
    questions (a single question that is hidden counts nowhere in that category); then the
    figures are NaN and mutu is ''. Categories in the order of `respondents`.
    """
    rows = []
    shown = shown_of(counts, by, respondents)
    for category, count in respondents.items():
        own = shown[shown[by] == category]
        table = nrr_table(instrument, own) if len(own) else pd.DataFrame()
        figures = (np.nan, np.nan, "")
        if len(table):
            figure = index_of(instrument, dict(zip(table["kode"], table["nrr"], strict=True)), decimals)
            figures = (figure.indeks, figure.nilai, figure.mutu.huruf)
        rows.append((category, int(count), *figures, bool(count) and not len(table)))
    return pd.DataFrame(rows, columns=[by, *INDEX_BY_COLUMNS])

"""One unit: every node of its tree down to the single answer and where it stood, its gates, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import capitalised
from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.lke.chosen import LATEST, choose_judge
from zi_metrics.lke.held_before import notes
from zi_metrics.lke.portfolio import gates_of
from zi_metrics.lke.prerequisites import Counted, MetOf, count_met, stored_met
from zi_metrics.lke.stored_parts import PartsOf, stored_parts
from zi_metrics.near_minimum import format_minimum, format_shortfall
from zi_metrics.scoring import score
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import MET, gate_table
from zi_metrics.scoring.standing import Verdict, standing, uncertainty, verdict
from zi_metrics.scoring.values import answered_option
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.tolerance import SUM_TOLERANCE

NODE_COLUMNS = (
    *score.NODE_COLUMNS,
    "tertulis",
    "nilai_jawaban",
    "catatan",
    "bukti",
    "tautan",
    "lembar",
    "sel",
    "bagian",
    "kurang",
    "pilihan",
    "arti",
)


@dataclass(frozen=True)
class UnitReport:
    """One assessment, whole.

    assessment: whose, when, from which file
    nodes: all nodes, parents first: kode, nama, bobot, induk, tingkat, jenis, pokja, nilai, nilai_tertinggi,
        nilai_rumus_lke, terjawab, pertanyaan, bagian (nilai / bobot), kurang (points missing to full); and for
        questions nilai_jawaban (0-1, NaN = unanswered), tertulis, catatan, bukti, tautan, lembar, sel, pilihan (the
        option that was chosen; missing where there is none) and arti (what it means, '' for anything else)
    gates: `scoring.score.gate_table`
    verdict: what the gates say together
    counts: `tables.counts`; findings: `tables.findings`
    catatan: predicate -> what its verdict must be told with (`held_before.notes`), '' or absent = nothing
    prasyarat: predicate -> how many prerequisites to propose the unit are met, by what is recorded for the year
    """

    assessment: Assessment
    nodes: pd.DataFrame
    gates: pd.DataFrame
    verdict: Verdict
    counts: pd.DataFrame
    findings: pd.DataFrame
    catatan: dict[str, str] = field(default_factory=dict)
    prasyarat: dict[str, Counted] = field(default_factory=dict)

    @property
    def instrument(self) -> Instrument:
        """The instrument, in the version, that the assessment was judged by."""
        return self.assessment.instrument

    def weakest_subindicators(self) -> pd.DataFrame:
        """The sub-indicators that lose the most points, first the worst; columns as `nodes`."""
        leaves = {n.kode for n in self.instrument.nodes() if n.pertanyaan}
        table = self.nodes[self.nodes["kode"].isin(leaves) & (self.nodes["kurang"] > SUM_TOLERANCE)]
        return table.sort_values("kurang", ascending=False, kind="stable").reset_index(drop=True)

    def components(self) -> pd.DataFrame:
        """The top of the tree (Pengungkit, Hasil); columns as `nodes`."""
        return self.nodes[self.nodes["tingkat"] == 0]

    def sentence(self) -> str:
        """The one sentence that matters: for every predicate how many gates hold and how far the total is."""
        if not self.verdict.terjawab:
            return "Belum ada pertanyaan yang dijawab, sehingga syarat nilainya belum dapat dinilai."
        return self.sentence_of(list(self.instrument.predikat))

    def sentence_of(self, predikats: Sequence[str]) -> str:
        """The same of some predicates, and what the proposal still asks; '' where there is nothing to say."""
        if not self.verdict.terjawab:
            return ""
        parts = []
        for key, group in self.gates.groupby("predikat", sort=False):
            if key not in predikats:
                continue
            total = group[group["menyeluruh"]].iloc[0]
            distance = (
                f"total kurang {format_shortfall(total['kurang'])} poin ke {format_minimum(total['minimum'], 0)}"
                if total["kurang"]
                else f"total sudah mencapai {format_minimum(total['minimum'], 0)}"
            )
            name = self.instrument.predikat[str(key)].singkatan
            note = f" ({self.catatan[str(key)]})" if self.catatan.get(str(key)) else ""
            parts.append(f"memenuhi {group['terpenuhi'].sum()} dari {len(group)} syarat nilai {name}, {distance}{note}")
        text = "; ".join(parts) + "." if parts else ""
        return " ".join(filter(None, (capitalised(text), self.proposal_sentence())))

    def proposal_sentence(self) -> str:
        """That the gates of the highest predicate hold and its prerequisites do not, or are not known; '' = nothing."""
        met = [predikat for predikat in self.instrument.predikat if self.verdict.putusan.get(predikat) == MET]
        counted = self.prasyarat.get(met[-1]) if met else None
        if counted is None or not counted.note:
            return ""
        name = self.instrument.predikat[met[-1]].singkatan
        return f"Syarat nilai {name} terpenuhi, tetapi {counted.note} ({counted.words})."

    def uncertainty(self) -> str:
        """What is not certain about the minima of the gates, in a sentence; '' where all are certain."""
        return uncertainty(self.gates)

    def open_questions(self) -> pd.DataFrame:
        """Questions without an answer, in the form's order; columns as `nodes`."""
        asked = self.nodes["jenis"] == "pertanyaan"
        return self.nodes[asked & (self.nodes["terjawab"] == 0)].reset_index(drop=True)


def find_assessment(
    store: Store,
    unit: str,
    tahun: int,
    penilai: str = LATEST,
    per_tanggal: date | None = None,
    everything: pd.DataFrame | None = None,
) -> Assessment | None:
    """The current assessment of a unit (by name, in any case) and year, or what counted at a date; None when there is
    none. everything: `tables.assessments`, where they are known.
    """
    unit_id = unit_id_of(store, unit)
    if per_tanggal is not None:
        return counted_at(tables.points_in_time(store, [unit_id]), unit_id, tahun, penilai, per_tanggal)
    everything = tables.assessments(store) if everything is None else everything
    return _found(everything, unit_id, tahun, penilai)


def counted_at(
    points: pd.DataFrame, unit_id: str, tahun: int, penilai: str, per_tanggal: date | None
) -> Assessment | None:
    """What counted of a unit and year at a date (None = counts now).

    points: its `tables.points_in_time`; for what counts now, its `tables.assessments` do
    """
    if per_tanggal is not None:
        points = points[points["per_tanggal"] <= pd.Timestamp(per_tanggal)]
    return _found(points.drop_duplicates(["unit_id", "tahun", "penilai"], keep="last"), unit_id, tahun, penilai)


def _found(everything: pd.DataFrame, unit_id: str, tahun: int, penilai: str) -> Assessment | None:
    mine = everything[(everything["unit_id"] == unit_id) & (everything["tahun"] == tahun)]
    return next(iter(assessments_of(choose_judge(mine, penilai))), None)


def unit_report(
    store: Store, assessment: Assessment, met_of: MetOf = stored_met, parts_of: PartsOf = stored_parts
) -> UnitReport:
    """Everything about one assessment, from what is stored.

    met_of, parts_of: `stored_met` and `stored_parts`, or the same with their answers kept
    """
    instrument, matrix = assessment.instrument, load_points(assessment.instrumen, assessment.instrumen_versi)
    parts = parts_of(store, assessment.penilaian_id)
    tree = pd.DataFrame([vars(node) for node in matrix.nodes])
    scores = parts.scores.drop(columns="penilaian_id")
    answers = parts.answers.rename(columns={"nilai": "nilai_jawaban"})
    nodes = tree.merge(scores, on="kode", how="left").merge(answers, on="kode", how="left")
    chosen = _chosen(instrument, answers)
    nodes = nodes.assign(
        bagian=nodes["nilai"] / nodes["bobot"],
        kurang=nodes["bobot"] - nodes["nilai"],
        pilihan=nodes["kode"].map(chosen),
        arti=[_meaning(instrument, kode, chosen.get(kode)) for kode in nodes["kode"]],
    )
    gates = gate_table(instrument, nodes)
    return UnitReport(
        assessment,
        nodes,
        gates,
        verdict(gates),
        parts.counts,
        parts.findings,
        *_prerequisites(store, assessment, met_of),
    )


def _prerequisites(store: Store, assessment: Assessment, met_of: MetOf) -> tuple[dict[str, str], dict[str, Counted]]:
    """What a verdict must be told with, and how many prerequisites are met: both by predicate."""
    instrument, unit = assessment.instrument, assessment.unit_id
    if not instrument.prasyarat:
        return {}, {}
    met = met_of(store, instrument, assessment.tahun, [unit])
    told = {predikat: of[unit] for predikat, of in notes(instrument, met).items()}
    return told, {predikat: count_met(of[unit]) for predikat, of in met.items()}


HISTORY_COLUMNS = (
    "tahun",
    "penilai",
    "instrumen",
    "per_tanggal",
    "monev",
    "total",
    "total_tertinggi",
    "status",
    "terjawab",
    "pertanyaan",
)


def unit_history(store: Store, unit_id: str) -> pd.DataFrame:
    """The totals of one unit at all its points in time, by every judge, earliest first.

    Columns: tahun, penilai, instrumen (its kode), per_tanggal, monev, total, total_tertinggi (points; if all that is
    open got full marks), status, terjawab, pertanyaan; without assessments in which nothing is answered.
    """
    mine = tables.points_in_time(store, [unit_id])
    if mine.empty:
        return pd.DataFrame(columns=list(HISTORY_COLUMNS))
    table = mine.merge(standing(gates_of(store, mine)), on="penilaian_id")
    rank = {judge: i for i, judge in enumerate(PENILAI)}
    order = ["per_tanggal", "tahun", "penilai"]
    table = table.sort_values(order, key=lambda s: s.map(rank) if s.name == "penilai" else s)
    return table.loc[table["terjawab"] > 0, list(HISTORY_COLUMNS)].reset_index(drop=True)


def _chosen(instrument: Instrument, answers: pd.DataFrame) -> dict[str, str]:
    """Question -> the option that was chosen, for those questions where one was."""
    scales = {question.kode: instrument.scale_of(question) for question in instrument.questions()}
    rows = answers[["kode", "tertulis", "nilai_jawaban"]].itertuples(index=False)
    found = {
        kode: answered_option(scale, written, value)
        for kode, written, value in rows
        if isinstance(scale := scales.get(kode), OptionScale)
    }
    return {kode: option for kode, option in found.items() if option is not None}


def _meaning(instrument: Instrument, kode: str, option: str | None) -> str:
    """What an option means, in the instrument's words; '' where none was chosen, or it has no such words."""
    return "" if option is None else instrument.question(kode).kriteria.get(option, "")

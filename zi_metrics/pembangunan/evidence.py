"""The evidence of units: what the register says, and what the LKE itself says until somebody completes it by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import pandas as pd

from zi_metrics.bahasa import format_percent
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.chosen import judged_in
from zi_metrics.pembangunan.documents import Document, document_id, documents_in
from zi_metrics.pembangunan.register import register
from zi_metrics.scoring.points import compile_points, load_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, register_rows
from zi_metrics.store.written_answers import written_answers
from zi_metrics.tolerance import SUM_TOLERANCE

# Whose workbooks are looked into for evidence, the unit's before the one that repeats it.
SOURCES = ("unit", "tpi")
VERIFIED = "sesuai"
EVIDENCE_COLUMNS = (
    "baris_id",
    "versi",
    "unit_id",
    "unit",
    "tahun",
    "pokja",
    "kode",
    "nama_dokumen",
    "nomor",
    "tanggal_dokumen",
    "periode",
    "tautan",
    "pemilik",
    "verifikasi",
    "catatan",
    "catatan_tpi",
    "sumber_id",
    "penilai",
    "lembar",
    "sel",
)


def evidence(store: Store, tahun: int, unit_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The evidence of a year (of some units; None = of all in scope), by three queries however many units there are.

    Columns: EVIDENCE_COLUMNS. A row of the register has baris_id and versi; what an LKE says has none, but penilai,
    lembar, sel of its answer (missing for a register's row), and sumber_id, by which the register completes it. By
    unit, then in the form's order.
    """
    everything = tables.assessments(store)
    judged = everything[(everything["tahun"] == tahun) & everything["penilai"].isin(SOURCES)]
    if unit_ids is not None:
        judged = judged[judged["unit_id"].isin(list(unit_ids))]
    return evidence_of(
        register_rows(store, register("bukti").table, unit_ids, tahun),
        judged,
        written_answers(store, judged["penilaian_id"].tolist()),
    )


def evidence_of(rows: pd.DataFrame, judged: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """The same from tables: rows of the register, assessments (`tables.assessments`), `written_answers` of these."""
    own = rows.assign(penilai=None, lembar=None, sel=None)[list(EVIDENCE_COLUMNS)]
    derived = _without(_derived(judged, answers), rows)
    table = pd.concat([part for part in (own, derived) if not part.empty] or [own], ignore_index=True)
    place = {kode: number for number, kode in enumerate(_codes(judged))}
    first = table["kode"].str.split(", ").str[0].map(place).fillna(-1)
    return (
        table.assign(_place=first)
        .sort_values(["unit", "unit_id", "_place"], kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
    )


def documents_by_question(table: pd.DataFrame, instrument: Instrument) -> dict[str, list[dict]]:
    """Question -> the evidence (rows of `evidence`, of one unit) that names it, or a node above it."""
    return rows_by_question(cast(list[dict], table.to_dict("records")), instrument)


def rows_by_question(rows: Iterable[dict], instrument: Instrument) -> dict[str, list[dict]]:
    """The same of rows that were taken out of the table already, as for many units."""
    found: dict[str, list[dict]] = {question.kode: [] for question in instrument.questions()}
    below = _questions_below(instrument)
    for row in rows:
        codes = [kode for kode in str(row["kode"]).split(", ") if kode]
        for kode in dict.fromkeys(question for named in codes for question in below.get(named, ())):
            found[kode].append(row)
    return found


def completion(row: Mapping[str, object], **isi: object) -> RowChange:
    """Of a row of `evidence` that an LKE says: the new row of the register that completes it. isi: what is added."""
    area = row["pokja"]
    own = {
        "kode": row["kode"],
        "nama_dokumen": row["nama_dokumen"],
        "tautan": row["tautan"],
        "sumber_id": row["sumber_id"],
        "pokja": None if pd.isna(cast(float, area)) else int(cast(int, area)),
    }
    return RowChange({**own, **isi}, unit_id=str(row["unit_id"]), tahun=int(cast(int, row["tahun"])))


MATRIX_COLUMNS = (
    "kode",
    "pokja",
    "nama",
    "tertulis",
    "nilai",
    "mengaku",
    "dokumen",
    "bertautan",
    "terverifikasi",
    "kurang",
)


@dataclass(frozen=True)
class Completeness:
    """How complete the evidence of one unit is.

    matrix: a row per question: kode, pokja (missing outside the areas), nama, tertulis, nilai (0-1, NaN = unanswered),
        mengaku (it claims something: more than 0), dokumen, bertautan, terverifikasi, kurang (counts of documents: all,
        with a link, found fit, found wanting); MATRIX_COLUMNS
    areas: the same by area: pokja, mengaku (questions that claim something), berbukti (those of them with a document),
        terverifikasi (those of them with a document found fit), lengkap, terperiksa (shares of mengaku)
    """

    matrix: pd.DataFrame
    areas: pd.DataFrame

    def sentence(self) -> str:
        """The one sentence that matters."""
        claims = self.matrix[self.matrix["mengaku"]]
        if claims.empty:
            return "Belum ada jawaban yang perlu dibuktikan."
        shown, fit = int((claims["dokumen"] > 0).sum()), int((claims["terverifikasi"] > 0).sum())
        share = format_percent(shown / len(claims))
        return (
            f"{shown} dari {len(claims)} jawaban bernilai sudah mempunyai data dukung ({share}); {fit} di antaranya "
            "dinyatakan sesuai oleh TPI."
        )


def completeness(table: pd.DataFrame, instrument: Instrument, answers: pd.DataFrame) -> Completeness:
    """Of one unit: table as `evidence` gives it, answers as `tables.answers` (of the assessment that is looked at)."""
    by_question = documents_by_question(table, instrument)
    written = answers.set_index("kode")
    areas = {node.kode: node.pokja for node in compile_points(instrument).nodes}
    rows = []
    for question in instrument.questions():
        documents = by_question[question.kode]
        value = written["nilai"].get(question.kode, float("nan"))
        rows.append(
            {
                "kode": question.kode,
                "pokja": areas[question.kode],
                "nama": question.teks,
                "tertulis": written["tertulis"].get(question.kode),
                "nilai": value,
                "mengaku": bool(pd.notna(value) and value > SUM_TOLERANCE),
                "dokumen": len(documents),
                "bertautan": sum(bool(one["tautan"]) for one in documents),
                "terverifikasi": sum(one["verifikasi"] == VERIFIED for one in documents),
                "kurang": sum(one["verifikasi"] == "kurang" for one in documents),
            }
        )
    matrix = pd.DataFrame(rows, columns=list(MATRIX_COLUMNS)).astype({"pokja": "Int64"})
    claims = matrix[matrix["mengaku"]]
    grouped = (
        claims.assign(berbukti=claims["dokumen"] > 0, _fit=claims["terverifikasi"] > 0)
        .groupby("pokja", as_index=False)
        .agg(mengaku=("kode", "size"), berbukti=("berbukti", "sum"), terverifikasi=("_fit", "sum"))
    )
    shares = grouped.assign(
        lengkap=grouped["berbukti"] / grouped["mengaku"], terperiksa=grouped["terverifikasi"] / grouped["mengaku"]
    )
    return Completeness(matrix, shares)


@dataclass(frozen=True)
class UnitEvidence:
    """table: the unit's evidence as `evidence` gives it; completeness: None where nobody has judged the unit."""

    table: pd.DataFrame
    completeness: Completeness | None

    @property
    def from_lke(self) -> pd.DataFrame:
        """What only the LKE says, and nobody has completed in the register yet."""
        return self.table[self.table["baris_id"].isna()].reset_index(drop=True)


def unit_evidence(store: Store, unit_id: str, tahun: int) -> UnitEvidence:
    """The evidence of one unit, and how complete it is by its own assessment, or the last judge's."""
    table = evidence(store, tahun, [unit_id])
    everything = tables.assessments(store)
    own = everything[everything["unit_id"] == unit_id]
    judged = judged_in(own, tahun, "unit")
    judged = judged if not judged.empty else judged_in(own, tahun)
    if judged.empty:
        return UnitEvidence(table, None)
    (assessment,) = assessments_of(judged)
    answers = tables.answers(store, assessment.penilaian_id)
    return UnitEvidence(table, completeness(table, assessment.instrument, answers))


def _derived(judged: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """What the evidence columns of assessments say, each document of a question once."""
    whose = judged.set_index("penilaian_id")[["unit_id", "unit", "tahun", "penilai", "instrumen", "instrumen_versi"]]
    said = answers[(answers["bukti"].fillna("") != "") | (answers["tautan"].fillna("") != "")]
    said = said.merge(whose, left_on="penilaian_id", right_index=True)
    rank = said["penilai"].map({judge: place for place, judge in enumerate(SOURCES)})
    found: list[dict] = []
    known: dict[tuple, list[Document]] = {}
    areas: dict[tuple, dict[str, int | None]] = {}
    for row in said.assign(_rank=rank).sort_values("_rank", kind="stable").to_dict("records"):
        which = (row["instrumen"], int(row["instrumen_versi"]))
        if which not in areas:
            areas[which] = {node.kode: node.pokja for node in load_points(*which).nodes}
        here = known.setdefault((row["unit_id"], row["tahun"], row["kode"]), [])
        for document in documents_in(row["bukti"] or "", row["tautan"] or ""):
            if any(document.is_same(other) for other in here):
                continue
            here.append(document)
            one = document_id(row["unit_id"], row["kode"], document)
            found.append(_row(row, document, one, areas[which].get(row["kode"])))
    return pd.DataFrame(found, columns=list(EVIDENCE_COLUMNS))


def _row(row: Mapping, document: Document, one: str, pokja: int | None) -> dict:
    empty = {field.nama: field.empty for field in register("bukti").bidang}
    return {
        **empty,
        "baris_id": None,
        "versi": 0,
        "nama_dokumen": document.nama,
        "tautan": document.tautan,
        "sumber_id": one,
        "pokja": pokja,
        **{name: row[name] for name in ("unit_id", "unit", "tahun", "kode", "penilai", "lembar", "sel")},
    }


def _without(derived: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What an LKE says, without what the register completes, or says in the same words for the same question."""
    completed: set[tuple] = set()
    said: dict[tuple, list[Document]] = {}
    for row in rows.to_dict("records"):
        whose = row["unit_id"], row["tahun"]
        completed.add((*whose, row["sumber_id"]))
        for kode in str(row["kode"]).split(", "):
            said.setdefault((*whose, kode), []).append(Document(row["nama_dokumen"], row["tautan"]))
    own = []
    for row in derived.to_dict("records"):
        whose = row["unit_id"], row["tahun"]
        document = Document(row["nama_dokumen"], row["tautan"])
        told = any(document.is_same(other) for other in said.get((*whose, row["kode"]), ()))
        own.append(not told and (*whose, row["sumber_id"]) not in completed)
    return derived[pd.Series(own, derived.index, dtype=bool)]


def _codes(judged: pd.DataFrame) -> list[str]:
    """All codes of the instruments in use, in the form's order."""
    used = judged[["instrumen", "instrumen_versi"]].drop_duplicates().itertuples(index=False)
    return list(dict.fromkeys(node.kode for kode, versi in used for node in load_points(kode, int(versi)).nodes))


@cache
def _questions_below(instrument: Instrument) -> dict[str, list[str]]:
    """Node or question -> the questions that it stands for."""
    below = {node.kode: [question.kode for question in node.questions()] for node in instrument.nodes()}
    return below | {question.kode: [question.kode] for question in instrument.questions()}

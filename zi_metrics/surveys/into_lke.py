"""A survey's index beside the one that the LKE carries, and, when somebody chooses so, in its place.

Nothing is changed in place: using the survey's index makes a new version of that judge's assessment.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.answers import PENILAI, Answer
from zi_metrics.bahasa import format_date
from zi_metrics.findings import Finding, findings_table
from zi_metrics.instruments.library import DEFAULT_INSTRUMENT, Instrument, load_instrument
from zi_metrics.near_minimum import format_beside
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.scoring.values import written_meaning
from zi_metrics.store import tables
from zi_metrics.store.assessments import NewAssessment, Source, Stored, save_imports
from zi_metrics.store.connection import Store
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.surveys.index_question import full_index, index_question, index_scale
from zi_metrics.surveys.report import SurveyReport
from zi_metrics.table_rows import rows_of
from zi_metrics.tolerance import SUM_TOLERANCE

# How an import made here is told from files (`impor.tata_letak`).
LAYOUT = "indeks-survei"
# Between the origin of an index and what the note said before.
_BEFORE = " Catatan semula: "
# The columns of `side_by_side`.
SIDE_BY_SIDE_COLUMNS = (
    "penilaian_id", "penilai", "versi", "kode", "tertulis", "indeks_lke", "poin_lke", "indeks_survei", "poin_survei",
    "selisih", "nama_berkas", "sel", "catatan", "sama",
)  # fmt: skip


class CannotUse(ValueError):
    """The survey's index cannot go into that assessment; the message (Indonesian) says why."""


class _File(NamedTuple):
    """Where a survey came from.

    nama_berkas: the file's name
    versi: the survey's version
    waktu: when it was imported (UTC)
    """

    nama_berkas: str
    versi: int
    waktu: datetime


def lke_of(assessments: pd.DataFrame, unit: str, tahun: int) -> str:
    """The instrument by which a unit is judged in a year; the one in use now where it is not judged yet.

    assessments: the unit's `tables.assessments`, in any order, others among them or not
    """
    own = assessments[(assessments["unit"] == unit) & (assessments["tahun"] == tahun)]
    return DEFAULT_INSTRUMENT if own.empty else str(own.sort_values("penilai").iloc[-1]["instrumen"])


def side_by_side(store: Store, report: SurveyReport) -> pd.DataFrame:
    """What each judge's current assessment of the survey's unit and year says, beside what the survey says.

    SIDE_BY_SIDE_COLUMNS: kode: the question; tertulis: None = not answered; indeks_lke, poin_lke: NaN = not answered;
    selisih: points, survey less LKE; sama: bool.
    Empty when there is no assessment, or its instrument does not count this survey.
    """
    rows = []
    for assessment in _assessments(store, report).to_dict("records"):
        instrument = load_instrument(assessment["instrumen"], assessment["instrumen_versi"])
        kode = index_question(report.instrument, instrument)
        if kode is None:
            continue
        answer = stored_answers(store, assessment["penilaian_id"]).get(kode)
        worth, full = _worth(instrument, kode), full_index(instrument, kode)
        ours = lke_index(report, instrument, kode)
        value = None if answer is None else answer.nilai
        rows.append(
            {
                **{name: assessment[name] for name in ("penilaian_id", "penilai", "versi", "nama_berkas")},
                "kode": kode,
                "tertulis": answer and answer.tertulis,
                "indeks_lke": np.nan if value is None else value * full,
                "poin_lke": np.nan if value is None else value * worth,
                "indeks_survei": ours,
                "poin_survei": ours / full * worth,
                "selisih": np.nan if value is None else (ours / full - value) * worth,
                "sel": answer and answer.sel,
                "catatan": "" if answer is None else answer.catatan,
                "sama": value is not None and abs(value * full - ours) < SUM_TOLERANCE,
            }
        )
    order = list(PENILAI)
    rows.sort(key=lambda row: order.index(row["penilai"]))
    return pd.DataFrame(rows, columns=list(SIDE_BY_SIDE_COLUMNS))


def lke_index(report: SurveyReport, instrument: Instrument, kode: str) -> float:
    """The survey's index on the scale of the LKE's question, not rounded."""
    return report.figure.indeks / report.instrument.skala.maksimum * full_index(instrument, kode)


def note(report: SurveyReport) -> str:
    """What the answer says of its origin: the survey's file, its day, how many answered."""
    files = "; ".join(
        f"{s.nama_berkas} (versi {s.versi}, diimpor {format_date(s.waktu)})" for s in rows_of(report.surveys, _File)
    )
    people = "jumlah responden tidak disebut" if report.responden is None else f"{report.responden} responden"
    index = format_beside(report.figure.indeks, report.gates["minimum_indeks"])
    return f"{report.instrument.indeks} {index} dari survei: {files}, {people}."


def with_index(
    answers: Mapping[str, Answer], instrument: Instrument, kode: str, index: float, text: str
) -> list[Answer]:
    """The answers with one index replaced; its note begins with `text` and keeps what was written before.

    The index keeps its full precision, so that a gate holds with it exactly when it holds for the survey.
    Raises KeyError when the instrument has no question that asks for an index with this code.
    """
    scale = index_scale(instrument, kode)
    written = f"{index:.12g}".replace(".", ",")
    old = answers.get(kode) or Answer(kode, None, None)
    # Who presses twice gets one origin, not two; sheet and cell no longer hold this answer.
    kept = old.catatan.split(_BEFORE, 1)[-1] if _BEFORE in old.catatan else old.catatan
    new = replace(
        old,
        tertulis=written,
        nilai=written_meaning(scale, written).value,
        catatan=f"{text}{_BEFORE}{kept}" if kept else text,
        lembar=None,
        sel=None,
    )
    return [new if answer.kode == kode else answer for answer in {**answers, kode: new}.values()]


def use_index(store: Store, report: SurveyReport, penilaian_id: str) -> Stored:
    """Make a new version of one current assessment, its index answer replaced by the survey's; earlier ones stay.

    `new` is False when it holds that very index already. Raises CannotUse when the assessment is not the current one
    (any more), when the LKE does not ask for this survey, or when the survey covers one service only.
    """
    current = _assessments(store, report)
    current = current[current["penilaian_id"] == penilaian_id]
    if current.empty:
        raise CannotUse("Penilaian ini sudah berganti versi. Muat ulang halaman, lalu periksa kembali angkanya.")
    if report.layanan is not None:
        raise CannotUse("Indeks satu layanan bukan indeks unit; pilih semua layanan dahulu.")
    row = current.iloc[0]
    instrument = load_instrument(row["instrumen"], row["instrumen_versi"])
    kode = index_question(report.instrument, instrument)
    if kode is None:
        raise CannotUse(f"{instrument.nama} tidak menanyakan {report.instrument.indeks}.")
    (compared,) = (r for r in side_by_side(store, report).to_dict("records") if r["penilaian_id"] == penilaian_id)
    if compared["sama"]:
        return Stored(penilaian_id, int(row["versi"]), new=False)
    text = note(report)
    answers = with_index(
        stored_answers(store, penilaian_id), instrument, kode, lke_index(report, instrument, kode), text
    )
    matrix = compile_points(instrument)
    scores = node_table(matrix, score(matrix, answer_row(matrix, {a.kode: a.nilai for a in answers})))
    before = "kosong" if pd.isna(compared["tertulis"]) else f"'{compared['tertulis']}'"
    changed = Finding("catatan", f"indeks semula {before} diganti; {text}", "", kode=kode)
    old = tables.findings(store, penilaian_id)
    findings = pd.concat([old[old["kode"] != kode], findings_table([changed])], ignore_index=True)
    new = NewAssessment(
        row["unit"], int(row["tahun"]), row["penilai"], instrument.kode, instrument.versi, answers, scores, findings
    )
    taken = f" + {report.instrument.indeks} dari survei"
    name = row["nama_berkas"].removesuffix(taken) + taken
    source = Source(name, LAYOUT, contoh=bool(row["contoh"]))
    (stored,) = save_imports(store, [(source, [new])])
    return stored


def _assessments(store: Store, report: SurveyReport) -> pd.DataFrame:
    first = report.surveys.iloc[0]
    table = tables.assessments(store)
    return table[(table["unit_id"] == first["unit_id"]) & (table["tahun"] == first["tahun"])]


def _worth(instrument: Instrument, kode: str) -> float:
    matrix = compile_points(instrument)
    return float(matrix.points[matrix.question_index()[kode], matrix.node_index()[kode]])

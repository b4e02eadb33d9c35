"""What a proposal's letter says: the agency, and of every unit its figures by the judge whose word counts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.instruments.model import IndexScale
from zi_metrics.lke.chosen import by_instrument
from zi_metrics.pembangunan.readiness import WITH_REMARK, Board
from zi_metrics.pembangunan.readiness_rules import deciding_judge
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_tree import nodes


@dataclass(frozen=True)
class ProposedUnit:
    """One unit in the letter.

    pengungkit, total: points; ipak, ipkp: the surveys' indices as the LKE has them (0-4), None = not answered
    per_tanggal: as of when it was judged; catatan: what it is still completing, '' = nothing
    """

    unit: str
    pengungkit: float
    total: float
    ipak: float | None
    ipkp: float | None
    per_tanggal: date
    catatan: str = ""


@dataclass(frozen=True)
class ProposalLetter:
    """What the letter is written from.

    instansi: the agency's name, '' = not known; predikat: its short and its full name; penilai: a code
    """

    instansi: str
    tahun: int
    predikat: tuple[str, str]
    penilai: str
    units: tuple[ProposedUnit, ...]


def proposal_letter(store: Store, board: Board, unit_ids: Collection[str]) -> ProposalLetter:
    """The letter for some of a board's units that may be proposed; others are left out. A few queries."""
    judge = deciding_judge()
    wanted = [one for one in board.proposable if one.unit_id in unit_ids]
    every = tables.assessments(store)
    own = every[
        (every["tahun"] == board.tahun)
        & (every["penilai"] == judge)
        & every["unit_id"].isin([one.unit_id for one in wanted])
    ]
    figures = {unit_id: said for part in by_instrument(own) for unit_id, said in _figures(store, *part).items()}
    units = tuple(
        ProposedUnit(
            one.unit,
            pengungkit,
            one.total or 0.0,
            ipak,
            ipkp,
            one.per_tanggal or board.batas,
            one.reasons if one.putusan == WITH_REMARK else "",
        )
        for one in wanted
        if one.unit_id in figures
        for pengungkit, ipak, ipkp in [figures[one.unit_id]]
    )
    predikat = load_instrument().predikat[board.predikat]
    return ProposalLetter(_agency(store), board.tahun, (predikat.singkatan, predikat.nama), judge, units)


def _figures(
    store: Store, instrument: Instrument, own: pd.DataFrame
) -> dict[str, tuple[float, float | None, float | None]]:
    """Unit -> pengungkit and the two indices: the form asks for that of corruption first, then that of service."""
    first = instrument.komponen[0].kode
    asked = [
        (question.kode, scale)
        for question in instrument.questions()
        if isinstance(scale := instrument.scale_of(question), IndexScale)
    ]
    ids = own["penilaian_id"].tolist()
    levers = tables.node_scores(store, ids, [first]).set_index("penilaian_id")["nilai"]
    values = tables.answer_values(store, ids).set_index(["penilaian_id", "kode"])["nilai"]
    found = {}
    for unit_id, one in zip(own["unit_id"], ids, strict=True):
        shares = [(values.get((one, kode)), scale.maksimum) for kode, scale in asked[:2]]
        indices = [None if share is None or pd.isna(share) else float(share) * most for share, most in shares]
        ipak, ipkp = (*indices, None, None)[:2]
        found[unit_id] = (float(levers[one]), ipak, ipkp)
    return found


def _agency(store: Store) -> str:
    tree = nodes(store)
    return next(iter(tree.loc[tree["tingkat"] == "instansi", "nama"]), "")

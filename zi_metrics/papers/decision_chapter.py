"""The chapter on what has to be decided about many units: propose, wait, mend, late."""

from datetime import date

import pandas as pd

from zi_metrics.bahasa import MISSING, format_list, format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.after_award import awards
from zi_metrics.pembangunan.decisions import Decisions, Proposable, stored_decisions
from zi_metrics.pembangunan.readiness import board
from zi_metrics.plan.ways import nearest, ways
from zi_metrics.reports.paper import Block, Column, Items, Paragraph, Part, Table
from zi_metrics.store.connection import Store

# So many of the nearest units are planned for.
PLANNED = 20
# Of more units the board of readiness takes seconds.
_DECIDED = 5_000


def decision_chapter(
    store: Store, own: pd.DataFrame, tahun: int, predikat: str, samples: bool, day: date
) -> Part | None:
    """The chapter; None for a year that is over, a form that has no road to a proposal, and very many units.

    own: as `lke.portfolio.overview` gives it
    """
    if tahun < day.year or predikat not in load_instrument().predikat or len(own) > _DECIDED:
        return None
    paths = ways(store, nearest(own, predikat, PLANNED), predikat)
    found = stored_decisions(store, own, board(store, tahun, predikat, day, samples), paths, awards(store), day)
    columns = (Column("Keputusan", 1.8), Column("Unit kerja", 3.0), Column("Alasan atau langkah", 4.6))
    blocks: list[Block] = [
        Paragraph(found.kalimat),
        Table(columns, _rows(found), "", f"Sumber: papan kesiapan, rencana terhitung, dan register {tahun}.",
              kosong="Tidak ada unit yang perlu diputuskan sekarang."),
    ]  # fmt: skip
    if late := _late(found):
        blocks += [Paragraph("Yang terlambat atau segera jatuh tempo:"), Items(tuple(late))]
    return Part("Yang perlu diputuskan", tuple(blocks))


def _rows(found: Decisions) -> tuple[tuple[str, str, str], ...]:
    rows = [("Usulkan", one.unit, _remark(one)) for one in found.usulkan]
    rows += [
        ("Tertahan", format_list(list(one.units.values())), one.alasan or "belum diketahui sebabnya")
        for one in found.tertahan
    ]
    for one in found.dekat:
        steps = ", ".join(f"{fix.kode} {fix.dari} → {fix.ke}" for fix in one.perbaikan)
        rows.append((f"{len(one.perbaikan)} perbaikan lagi", one.unit, f"{steps}; upaya {format_number(one.upaya, 1)}"))
    if found.bukan:
        count = f"{format_number(found.bukan, 0)} unit"
        rows.append(("Bukan tahun ini", count, "lebih dari 3 perbaikan, atau belum dinilai"))
    return tuple((first, second, third or MISSING) for first, second, third in rows)


def _remark(one: Proposable) -> str:
    if not one.bersyarat:
        return "layak diusulkan"
    return f"dengan catatan: {one.alasan}" if one.alasan else "dengan catatan"


def _late(found: Decisions) -> list[str]:
    said = []
    if found.tindakan:
        said.append(
            f"{format_number(found.tindakan, 0)} tindakan rencana aksi di {format_number(found.tindakan_unit, 0)} unit"
        )
    for count, what in (
        (found.rekomendasi, "rekomendasi TPI terlambat"),
        (found.segera, "rekomendasi TPI jatuh tempo dalam seminggu"),
        (found.tahap, "unit belum melewati tahap sebelum pengusulan"),
    ):
        if count:
            said.append(f"{format_number(count, 0)} {what}")
    return [*said, *(f"{one.unit}: {one.kalimat}" for one in found.pengingat)]

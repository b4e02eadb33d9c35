"""The chapter on what has to be decided about many units: propose, wait, mend, late."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from zi_metrics.bahasa import MISSING, format_list, format_number
from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.after_award import awards
from zi_metrics.pembangunan.decisions import Decisions, Proposable, stored_decisions
from zi_metrics.pembangunan.readiness import board
from zi_metrics.plan.ways import Way, nearest, ways
from zi_metrics.reports.paper import Block, Column, Items, Paragraph, Part, Table
from zi_metrics.store.connection import Store

WaysOf = Callable[[], Mapping[str, Way]]
# So many of the nearest units are planned for.
PLANNED = 20
# Of more units the board of readiness takes seconds.
_DECIDED = 5_000


def decision_chapter(
    store: Store,
    own: pd.DataFrame,
    tahun: int,
    predikat: str,
    samples: bool,
    day: date,
    ways_of: WaysOf | None = None,
) -> Part | None:
    """The chapter; None where there is nothing to decide (`decisions_about`, with the same arguments)."""
    found = decisions_about(store, own, tahun, predikat, samples, day, ways_of)
    if found is None:
        return None
    columns = (Column("Keputusan", 1.8), Column("Unit kerja", 3.0), Column("Alasan atau langkah", 4.6))
    blocks: list[Block] = [
        Paragraph(found.kalimat),
        Table(columns, _rows(found), "", f"Sumber: papan kesiapan, rencana terhitung, dan register {tahun}.",
              kosong="Tidak ada unit yang perlu diputuskan sekarang."),
    ]  # fmt: skip
    if late := _late(found):
        blocks += [Paragraph("Yang terlambat atau segera jatuh tempo:"), Items(tuple(late))]
    return Part("Yang perlu diputuskan", tuple(blocks))


def may_be_decided(tahun: int, predikat: str, units: int, day: date) -> bool:
    """Whether there is anything to decide: not of a year that is over, of a form that has no road to a proposal, and of
    very many units.
    """
    return tahun >= day.year and predikat in load_instrument().predikat and units <= _DECIDED


def decisions_about(
    store: Store,
    own: pd.DataFrame,
    tahun: int,
    predikat: str,
    samples: bool,
    day: date,
    ways_of: WaysOf | None = None,
) -> Decisions | None:
    """What has to be decided about some units; None where `may_be_decided` says no.

    own: as `lke.portfolio.overview` gives it; ways_of: the lightest ways of its nearest units, where they are kept
    """
    if not may_be_decided(tahun, predikat, len(own), day):
        return None
    paths = ways_of() if ways_of else ways(store, nearest(own, predikat, PLANNED), predikat)
    return stored_decisions(store, own, board(store, tahun, predikat, day, samples), paths, awards(store), day)


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

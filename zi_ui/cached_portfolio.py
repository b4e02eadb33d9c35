"""Many units' figures as the screens take them, kept until what they rest on changes (`caching`, `by_unit`)."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from zi_metrics.figures import bars
from zi_metrics.lke import portfolio, portfolio_view
from zi_metrics.lke.chosen import LATEST, in_scope, judges_met
from zi_metrics.outlook import units as units_outlook
from zi_metrics.pembangunan import after_award
from zi_metrics.pembangunan import decisions as to_decide
from zi_metrics.pembangunan import readiness as units_readiness
from zi_metrics.plan.ways import Way, nearest
from zi_metrics.plan.ways import ways as ways_of
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RegisterTable, register_rows
from zi_metrics.store.seen_versions import UnitStates
from zi_ui import cached, cached_outlooks
from zi_ui.by_unit import rows_by_unit, values_by_unit
from zi_ui.caching import cached as kept
from zi_ui.caching import key_of_registers

# Of an overview's row, what its drawing needs beside its bar.
_OF_ROW = ("unit_id", "unit", "penilai", "contoh", "belum_dijawab", "instrumen", "instrumen_versi")


def _rows_of_units(store: Store, units: Sequence[str], tahun: int, penilai: str) -> pd.DataFrame:
    everything, points = cached.assessment_rows(store, units), cached.point_rows(store, units)
    return portfolio.overview(store, tahun, penilai, True, everything, points, cached.met_of)


def _overview(store: Store, tahun: int, penilai: str = LATEST, samples: bool = False) -> pd.DataFrame:
    everything = cached.assessments(store)
    chosen = cached.judged(store, tahun, penilai, samples)
    rows = overview_rows(store, chosen["unit_id"].tolist(), tahun, penilai)
    own = rows[rows["penilaian_id"].isin(chosen["penilaian_id"])] if len(rows) else rows
    # Where something was stored between the two questions.
    if chosen.empty or len(own) < len(chosen):
        return portfolio.overview(store, tahun, penilai, samples, everything)
    return portfolio.put_together(own)


def _learned(store: Store, tahun: int, penilai: str, samples: bool) -> tuple[str | None, ...]:
    return cached_outlooks.what_is_learned(store, _ahead_of(store, tahun, penilai, samples))


def _ahead(store: Store, tahun: int, penilai: str, samples: bool) -> tuple[units_outlook.Ahead, ...]:
    return units_outlook.judges_ahead(overview(store, tahun, penilai, samples), judges_met(cached.assessments(store)))


def forecast(
    store: Store, tahun: int, penilai: str, samples: bool, predikat: str, ids: tuple[str, ...] | None = None
) -> units_outlook.Forecast:
    """How many units are to be expected to make it, and each one's chance: all of an overview, or some of its
    assessments.
    """
    learned = _learned(store, tahun, penilai, samples)
    return _forecast_of(store, tahun, penilai, samples, predikat, ids, learned)


def _forecast(
    store: Store,
    tahun: int,
    penilai: str,
    samples: bool,
    predikat: str,
    ids: tuple[str, ...] | None,
    learned: tuple[str | None, ...],
) -> units_outlook.Forecast:
    del learned  # Only in the key.
    own = overview(store, tahun, penilai, samples)
    own = own if ids is None else own[own["penilaian_id"].isin(ids)]
    return units_outlook.stored_forecast(store, own, predikat, cached_outlooks.outlook, cached.assessments(store))


def view(
    store: Store, penilai: str, samples: bool, wanted: portfolio_view.Wanted, by_chance: bool
) -> portfolio_view.View:
    """One page of an overview."""
    # Chances are learned from all units; without them nothing is stale that others import.
    learned = _learned(store, wanted.tahun, penilai, samples) if by_chance else ()
    return _view_of(store, penilai, samples, wanted, by_chance, learned)


def _view(
    store: Store,
    penilai: str,
    samples: bool,
    wanted: portfolio_view.Wanted,
    by_chance: bool,
    learned: tuple[str | None, ...],
) -> portfolio_view.View:
    del learned  # Only in the key.
    table = overview(store, wanted.tahun, penilai, samples)
    chances = forecast(store, wanted.tahun, penilai, samples, wanted.predikat).chance_of() if by_chance else None
    return portfolio_view.view(table, wanted, chances)


def unit_rows(
    store: Store, penilai: str, samples: bool, wanted: portfolio_view.Wanted, by_chance: bool, mixed: bool
) -> list[dict]:
    """Its rows as they are drawn (`_OF_ROW`, `bars.UNIT_BAR_COLUMNS`, past)."""
    learned = _learned(store, wanted.tahun, penilai, samples) if by_chance else ()
    return _drawn_rows(store, penilai, samples, wanted, by_chance, mixed, learned)


def _unit_rows(
    store: Store,
    penilai: str,
    samples: bool,
    wanted: portfolio_view.Wanted,
    by_chance: bool,
    mixed: bool,
    learned: tuple[str | None, ...],
) -> list[dict]:
    del learned  # Only in the key.
    rows = view(store, penilai, samples, wanted, by_chance).baris
    drawn = bars.unit_bars(rows, wanted.predikat, mixed).to_dict("records")
    past = _past_of(store, rows["unit_id"].tolist(), wanted.tahun, penilai)
    return [
        {**{name: row[name] for name in _OF_ROW}, **own, "past": past.get(row["unit_id"], ())}
        for row, own in zip(rows.to_dict("records"), drawn, strict=True)
    ]


def _past(store: Store, units: Sequence[str], tahun: int, penilai: str) -> dict[str, tuple[float, ...]]:
    return portfolio_view.past_totals(
        store, overview_rows(store, units, tahun, penilai), cached.point_rows(store, units)
    )


def _gate_counts(
    store: Store, tahun: int, penilai: str, samples: bool, predikat: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    own = overview(store, tahun, penilai, samples)
    failed = portfolio.failed_gates(own, predikat)
    return failed, bars.gate_count_bars(failed, len(own))


def _branches(store: Store, tahun: int, penilai: str, samples: bool, predikat: str) -> pd.DataFrame:
    return portfolio.by_branch(overview(store, tahun, penilai, samples), cached.branch_of(store), predikat)


def _ways(store: Store, tahun: int, penilai: str, samples: bool, predikat: str, most: int) -> dict[str, Way]:
    near = nearest(overview(store, tahun, penilai, samples), predikat, most)
    return _ways_of(store, near["unit_id"].tolist(), tahun, penilai, predikat)


def _ways_of_units(store: Store, units: Sequence[str], tahun: int, penilai: str, predikat: str) -> dict[str, Way]:
    return ways_of(store, overview_rows(store, units, tahun, penilai), predikat, cached.best_plan)


def _decisions(
    store: Store, tahun: int, penilai: str, samples: bool, predikat: str, most: int, day: date
) -> to_decide.Decisions:
    own, paths = overview(store, tahun, penilai, samples), ways(store, tahun, penilai, samples, predikat, most)
    board = readiness(store, tahun, predikat, day, samples)
    everything = cached.assessments(store)
    return to_decide.stored_decisions(store, own, board, paths, awards(store), day, everything, _register_rows)


def _register_rows(store: Store, table: RegisterTable, units: Sequence[str] | None, tahun: int | None) -> pd.DataFrame:
    return _written_of(store, _seen(store) if units is None else units, table, tahun)


def _written(store: Store, units: Sequence[str], table: RegisterTable, tahun: int | None) -> pd.DataFrame:
    return register_rows(store, table, units, tahun)


def _seen_units(store: Store) -> tuple[str, ...]:
    """The units of which anything is stored or planned, as far as they are seen."""
    return tuple({*cached.units_with_work(store).values(), *cached.assessments(store)["unit_id"]})


def _readiness(
    store: Store, tahun: int, predikat: str, day: date, samples: bool = False, unit_ids: tuple[str, ...] | None = None
) -> units_readiness.Board:
    everything = cached.assessments(store)
    if unit_ids is not None:
        return units_readiness.board(store, tahun, predikat, day, samples, unit_ids, everything)
    # Sample units step back once there are real ones.
    hidden = set(everything["unit_id"]) - set(in_scope(everything, samples)["unit_id"])
    found = _standing_of(store, [one for one in _seen(store) if one not in hidden], tahun, predikat, day)
    return units_readiness.board_of(store, found.values(), tahun, predikat)


def _on_their_way(
    store: Store, units: Sequence[str], tahun: int, predikat: str, day: date
) -> dict[str, units_readiness.Readiness]:
    given = [one for own in _awards_of(store, units).values() for one in own]
    everything = cached.assessment_rows(store, units)
    return units_readiness.on_their_way(
        store, units, tahun, predikat, day, everything, given, cached.met_of, _register_rows
    )


def _awards(store: Store, unit_ids: tuple[str, ...] | None = None) -> list[after_award.Award]:
    found = _awards_of(store, _seen(store) if unit_ids is None else unit_ids)
    return after_award.in_order(one for own in found.values() for one in own)


def _awards_of_units(store: Store, units: Sequence[str]) -> dict[str, tuple[after_award.Award, ...]]:
    found: dict[str, tuple[after_award.Award, ...]] = {}
    for one in after_award.awards(store, units, _register_rows):
        found[one.unit_id] = (*found.get(one.unit_id, ()), one)
    return found


_seen = kept(_seen_units, unchanging=True)

# By unit: an overview's rows with samples, in no order; what else is told of each.
overview_rows = rows_by_unit(_rows_of_units)
_written_of = rows_by_unit(_written, UnitStates.of_work)
_past_of = values_by_unit(_past)
_ways_of = values_by_unit(_ways_of_units)
_standing_of = values_by_unit(_on_their_way)
_awards_of = values_by_unit(_awards_of_units, UnitStates.of_surveys_and_work)

# Prerequisites rest on the stages that are recorded, too.
overview = kept(_overview, key_of_registers)
_ahead_of = kept(_ahead)
_forecast_of = kept(_forecast, spinner="Menghitung peluang tiap unit…")
_view_of = kept(_view)
_drawn_rows = kept(_unit_rows)
# Gates by how many units miss them, as a table and as bars; the branches.
gate_counts = kept(_gate_counts)
branches = kept(_branches)
# The lightest ways of the units that are nearest.
ways = kept(_ways, spinner="Mencari perbaikan paling ringan…")
# How ready units are, what predicates they hold, and what has to be decided.
readiness = kept(_readiness, key_of_registers, "Menilai kesiapan…", unchanging=True)
awards = kept(_awards, key_of_registers)
decisions = kept(_decisions, key_of_registers, "Menilai kesiapan…")

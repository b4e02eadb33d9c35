"""Complaints, gratification, conflicts of interest by month and channel: counts only, and which months nobody told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from zi_metrics.bahasa import format_list, format_number, format_percent
from zi_metrics.pembangunan.field_values import month_name

COMPLAINT = "pengaduan"
COUNTS = ("masuk", "diproses", "selesai", "tepat_waktu")
# Kinds of which every month should be told, 'none' as 0.
MONTHLY = {"pengaduan": "pengaduan", "gratifikasi": "gratifikasi"}


@dataclass(frozen=True)
class Counted:
    """Counts of a year (None = nobody told it). bulan: the months that are told; kurang: those that should be and are
    not, up to today; sebagian: count -> the months that leave it out, where others tell it.
    """

    masuk: int
    diproses: int | None
    selesai: int | None
    tepat_waktu: int | None
    bulan: tuple[int, ...]
    kurang: tuple[int, ...]
    sebagian: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def done(self) -> float | None:
        """The share of what came in that is done; None where nothing came in, or not every month told."""
        whole = self.selesai is not None and "selesai" not in self.sebagian
        return self.selesai / self.masuk if whole and self.selesai is not None and self.masuk else None

    @property
    def in_time(self) -> float | None:
        """The share of what is done that was in time; None where nothing is done, or not every month told."""
        whole = self.tepat_waktu is not None and not {"selesai", "tepat_waktu"} & set(self.sebagian)
        return self.tepat_waktu / self.selesai if whole and self.tepat_waktu is not None and self.selesai else None

    @property
    def partly(self) -> str:
        """Which counts which months leave out, in sentences with a leading blank; '' where none does."""
        return "".join(
            f" {name.replace('_', ' ').capitalize()} tidak ditulis pada {months_words(months)}."
            for name, months in self.sebagian.items()
        )


def counted(rows: pd.DataFrame, tahun: int, today: date) -> Counted:
    """Rows of one year (of one kind, of one unit) as its counts. rows: as `register_rows` gives them."""
    months = sorted({int(month) for month in rows["bulan"].dropna()})
    due = set(range(1, due_months(tahun, today) + 1))
    summed = {name: None if rows[name].isna().all() else int(rows[name].sum()) for name in COUNTS}
    return Counted(
        summed["masuk"] or 0, summed["diproses"], summed["selesai"], summed["tepat_waktu"],
        tuple(months), tuple(sorted(due - set(months))), _left_out(rows, summed),
    )  # fmt: skip


def _left_out(rows: pd.DataFrame, summed: Mapping[str, int | None]) -> dict[str, tuple[int, ...]]:
    """Count -> the months that leave it out though something came in, where other months tell it."""
    some = rows[rows["masuk"] > 0]
    found = {name: some.loc[some[name].isna(), "bulan"] for name, total in summed.items() if total is not None}
    return {name: tuple(sorted({int(month) for month in months})) for name, months in found.items() if len(months)}


def due_months(tahun: int, today: date) -> int:
    """How many months of a year are over, and so should be told."""
    return 12 if tahun < today.year else 0 if tahun > today.year else today.month - 1


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of each month that was told: bulan, and COUNTS (missing where nobody told it)."""
    return _summed(rows, "bulan")


def by_channel(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of each channel, the one with most first: kanal ('' = not told), and COUNTS."""
    return _summed(rows, "kanal").sort_values("masuk", ascending=False, kind="stable").reset_index(drop=True)


def missing_sentence(rows: pd.DataFrame, units: Sequence[str], tahun: int, today: date) -> str:
    """Which months of which kind nobody told, of one unit, or how many units lack some; '' when none does.

    units: unit_ids, all that are meant.
    """
    said = []
    for kind, words in MONTHLY.items():
        own = rows[rows["jenis"] == kind]
        lacking = {one: counted(own[own["unit_id"] == one], tahun, today).kurang for one in units}
        lacking = {one: months for one, months in lacking.items() if months}
        if lacking and len(units) == 1:
            said.append(f"{words} {months_words(next(iter(lacking.values())))}")
        elif lacking:
            said.append(f"{words} di {format_number(len(lacking), 0)} dari {format_number(len(units), 0)} unit")
    return f"Belum tercatat: {'; '.join(said)}. Bulan tanpa laporan ditulis 0." if said else ""


def months_words(months: Sequence[int]) -> str:
    """'Maret, April, dan Juli'; 'Januari–Mei' for several in a row."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    words = []
    for run in runs:
        if len(run) > 2:
            words.append(f"{month_name(run[0])}–{month_name(run[-1])}")
        else:
            words += [month_name(month) for month in run]
    return format_list(words)


def sentence(rows: pd.DataFrame, tahun: int, today: date) -> str:
    """The one sentence that matters about people's complaints."""
    own = rows[rows["jenis"] == COMPLAINT]
    if own.empty:
        return f"Belum ada pengaduan {tahun} yang dicatat."
    found = counted(own, tahun, today)
    said = f"{format_number(found.masuk, 0)} pengaduan masuk pada {tahun}"
    if found.selesai is not None:
        said += f", {format_number(found.selesai, 0)} selesai"
        said += "" if "selesai" in found.sebagian else f" ({format_percent(found.done)})"
    if found.tepat_waktu is not None and not found.sebagian:
        said += f", {format_percent(found.in_time)} yang selesai tepat waktu"
    return f"{said}.{found.partly}"


def _summed(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    numbers = rows.assign(**{name: rows[name].astype("Float64") for name in COUNTS})
    return numbers.groupby(by, as_index=False)[list(COUNTS)].sum(min_count=1).astype(dict.fromkeys(COUNTS, "Int64"))

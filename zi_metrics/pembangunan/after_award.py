"""After the award: when report and survey are due, open maladministration, when a unit may be proposed again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict

from zi_metrics.bahasa import format_date, format_number
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.stages import day_of
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowsOf, register_rows
from zi_metrics.store.surveys import surveys
from zi_metrics.whole_years import years_later
from zi_metrics.yaml_data import read_model

AWARDS = register("setelah_predikat")
_FILE = Path(__file__).with_suffix(".yaml")


class Periods(BaseModel):
    """The periods of after_award.yaml, whose comments explain them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    laporan_tahun: int
    survei_tahun: int
    jeda_usul_tahun: int
    diingatkan_hari: int
    sumber: str


@lru_cache(maxsize=1)
def periods() -> Periods:
    """The periods that hold. Raises yaml_data.Unusable when the file is damaged."""
    return read_model(_FILE, Periods)


@dataclass(frozen=True)
class Reminder:
    """Something to be done about a unit.

    unit_id, unit: whose; kalimat: what, with its date; jatuh_tempo: None = as soon as may be
    hari: days past it, negative = so many are left
    """

    unit_id: str
    unit: str
    kalimat: str
    jatuh_tempo: date | None
    hari: int


@dataclass(frozen=True)
class Award:
    """A predicate that a unit was given.

    predikat: its code; nomor_sk, tanggal_sk: the decree; laporan, survei: the last ones known, None = none
    maladministrasi: open complaints, None = not said; dicabut: when it was withdrawn; ditiru_oleh: by whom it is copied
    """

    unit_id: str
    unit: str
    predikat: str
    nomor_sk: str
    tanggal_sk: date | None
    laporan: date | None = None
    survei: date | None = None
    maladministrasi: int | None = None
    dicabut: date | None = None
    ditiru_oleh: str = ""

    @property
    def report_due(self) -> date | None:
        """When TPI's next report is due: so long after the decree or the last one; None where withdrawn."""
        return self._due(self.laporan, periods().laporan_tahun)

    @property
    def survey_due(self) -> date | None:
        """When the next internal survey is due."""
        return self._due(self.survei, periods().survei_tahun)

    @property
    def again_from(self) -> date | None:
        """From when the unit may be proposed again, where this was withdrawn."""
        return None if self.dicabut is None else years_later(self.dicabut, periods().jeda_usul_tahun)

    def _due(self, last: date | None, years: int) -> date | None:
        if self.dicabut is not None:
            return None
        # A survey or report before the decree is not one about the predicate.
        since = max((day for day in (self.tanggal_sk, last) if day is not None), default=None)
        return None if since is None else years_later(since, years)

    def reminders(self, today: date) -> tuple[Reminder, ...]:
        """What is late, or due soon."""
        soon, found = periods().diingatkan_hari, []
        for day, what in ((self.report_due, "laporan TPI tentang unit ini"), (self.survey_due, "survei internal")):
            if day is not None and (today - day).days >= -soon:
                found.append(self._reminder(f"{what} jatuh tempo {format_date(day)}", day, today))
        if self.maladministrasi and self.dicabut is None:
            count = format_number(self.maladministrasi, 0)
            found.append(Reminder(self.unit_id, self.unit, f"{count} pengaduan maladministrasi masih terbuka", None, 0))
        again = self.again_from
        # That the time is over is news for as long as its end was announced.
        if again is not None and -soon <= (today - again).days <= soon:
            words = f"boleh diusulkan lagi mulai {format_date(again)}"
            found.append(Reminder(self.unit_id, self.unit, words, again, min((today - again).days, 0)))
        return tuple(found)

    def _reminder(self, words: str, day: date, today: date) -> Reminder:
        days = (today - day).days
        words += f", lewat {format_number(days, 0)} hari" if days > 0 else f", {format_number(-days, 0)} hari lagi"
        return Reminder(self.unit_id, self.unit, words, day, days)


def awards(store: Store, unit_ids: Sequence[str] | None = None, rows_of: RowsOf = register_rows) -> list[Award]:
    """All predicates of units in scope, by unit, the latest decree first. The newest survey that is stored counts as a
    survey, too. rows_of: `register_rows`, or the same with its answers kept.
    """
    rows = rows_of(store, AWARDS.table, unit_ids, None)
    if rows.empty:
        return []
    units = rows["unit_id"].unique()
    newest = _newest_surveys(surveys(store, units[0] if len(units) == 1 else None))
    return in_order(_award(row, newest) for row in rows.to_dict("records"))


def in_order(found: Iterable[Award]) -> list[Award]:
    """By unit, the latest decree first."""
    return sorted(found, key=lambda one: (one.unit, -(one.tanggal_sk or date.min).toordinal()))


def current(found: Sequence[Award]) -> list[Award]:
    """Of every unit the award that counts: the latest decree."""
    first: dict[str, Award] = {}
    for one in found:
        first.setdefault(one.unit_id, one)
    return list(first.values())


def reminders(found: Sequence[Award], today: date) -> list[Reminder]:
    """What is to be done about some awards, the most pressing first."""
    told = [reminder for one in current(found) for reminder in one.reminders(today)]
    return sorted(told, key=lambda one: (-one.hari, one.unit))


def _award(row: Mapping, newest: Mapping[str, date]) -> Award:
    told = [one for one in (day_of(row["survei_terakhir"]), newest.get(row["unit_id"])) if one is not None]
    count = row["maladministrasi"]
    return Award(
        row["unit_id"],
        row["unit"],
        row["predikat"],
        row["nomor_sk"],
        day_of(row["tanggal_sk"]),
        day_of(row["laporan_terakhir"]),
        max(told, default=None),
        None if pd.isna(count) else int(count),
        day_of(row["dicabut"]),
        row["ditiru_oleh"],
    )


def _newest_surveys(table: pd.DataFrame) -> dict[str, date]:
    """Unit -> as of when its newest survey speaks: the end of its year, but not later than it was stored."""
    found: dict[str, date] = {}
    for unit_id, tahun, stored in zip(table["unit_id"], table["tahun"], table["waktu"], strict=True):
        day = min(date(int(tahun), 12, 31), stored.date())
        found[unit_id] = max(day, found.get(unit_id, day))
    return found

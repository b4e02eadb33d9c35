"""Many units' outlooks: the chance of each after its next judge, and how many are to be expected to make it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_list, format_number
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.outlook.unit import Outlook
from zi_metrics.penilai import next_judge
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# Of `outlook_table`.
OUTLOOK_COLUMNS = ("unit", "ke", "total", "perkiraan", "total_rendah", "total_tinggi", "peluang", "rendah", "tinggi")


class Expected(NamedTuple):
    """How many units are to be expected to hold all gates after their next judges.

    unit: units with a chance
    kini: of these, how many hold all gates now
    nanti: the sum of their chances
    hilang: of those that hold now, how many are to be expected to lose it
    """

    unit: int
    kini: int
    nanti: float
    hilang: float


def outlook_table(assessments: Sequence[Assessment], found: Iterable[Outlook | None], predikat: str) -> pd.DataFrame:
    """A row per unit, in the order given; those without an outlook are left out.

    OUTLOOK_COLUMNS: ke (the next judge's code; None = surveys' errors only), total (points now), perkiraan and its
    80 % range, peluang (0-1) and its 90 % range, of the predicate.
    """
    rows = []
    for assessment, one in zip(assessments, found, strict=True):
        if one is None or predikat not in one.peluang:
            continue
        own = one.peluang[predikat]
        total, every = own.total, own.semua
        points = one.total, total.perkiraan, total.rendah, total.tinggi
        rows.append((assessment.unit, one.ke, *points, every.peluang, every.rendah, every.tinggi))
    return pd.DataFrame(rows, columns=list(OUTLOOK_COLUMNS))


def expected(table: pd.DataFrame, holds_now: Callable[[str], bool]) -> Expected:
    """What an `outlook_table` comes to. holds_now: unit -> whether all gates hold by the stored assessment."""
    now = table["unit"].map(holds_now).astype(bool)
    lost = (1 - table["peluang"])[now].sum()
    return Expected(len(table), int(now.sum()), float(table["peluang"].sum()), float(lost))


def expected_sentence(table: pd.DataFrame, found: Expected, predikat: str, everyone: int) -> str:
    """The one sentence. predikat: short name; everyone: how many units there are, with a chance or without."""
    if not found.unit:
        return "Belum ada unit yang peluangnya dapat dihitung: pasangan penilaian dari masa lalu belum cukup."
    judges = [PENILAI_SHORT[judge] for judge in dict.fromkeys(table["ke"].dropna())]
    who = f"dinilai {format_list(judges)} seperti unit lain yang lalu" if judges else "survei diulang"
    alone = int(table["ke"].isna().sum()) if judges else 0
    unjudged = f" Pada {alone} unit di antaranya hanya galat surveinya yang dihitung, tanpa koreksi." if alone else ""
    rest = everyone - found.unit
    left_out = f" {rest} unit lain tidak punya penilai berikutnya atau pasangan yang cukup." if rest else ""
    return (
        f"Bila {who}, diperkirakan {format_number(found.nanti, 1)} dari {found.unit} unit memenuhi semua syarat nilai "
        f"{predikat} (kini {found.kini}); dari yang kini memenuhi, {format_number(found.hilang, 1)} diperkirakan "
        f"kehilangan.{unjudged}{left_out}"
    )


# The middle of the likely counts that their range shows.
_MIDDLE = (0.1, 0.9)


@dataclass(frozen=True)
class Forecast:
    """How many units are to be expected to hold all gates of a predicate after their next judges.

    table: `outlook_table`, with the units' ids as index; harapan: see `Expected`
    rendah, tinggi: the 80 % range of how many of them will
    pasangan: next judge -> how many past pairs their corrections are learned from
    """

    table: pd.DataFrame
    harapan: Expected
    rendah: int
    tinggi: int
    pasangan: Mapping[str, int]

    def chance_of(self) -> dict[str, float]:
        """unit_id -> chance."""
        return {str(unit): float(chance) for unit, chance in self.table["peluang"].items()}

    def sentence(self, everyone: int, short: str) -> str:
        """The forecast with its range and basis. everyone: with a chance or without; short: the predicate's name."""
        found = self.harapan
        if not found.unit:
            return "Belum ada unit yang peluangnya dapat dihitung: pasangan penilaian dari masa lalu belum cukup."
        if self.pasangan:
            based = [f"{PENILAI_SHORT[judge]}: {count} pasangan" for judge, count in self.pasangan.items()]
            why = f"Bila dikoreksi seperti pada penilaian yang lalu ({', '.join(based)})"
        else:
            why = "Bila survei diulang, tanpa koreksi penilai"
        alone = int(self.table["ke"].isna().sum()) if self.pasangan else 0
        unjudged = f"; pada {alone} di antaranya hanya galat survei yang dihitung" if alone else ""
        rest = everyone - found.unit
        left_out = f"; {rest} unit lain tanpa perkiraan" if rest else ""
        return (
            f"{why}, sekitar {format_number(found.nanti, 0)} [{self.rendah}–{self.tinggi}; rentang 80%] dari "
            f"{found.unit} unit memenuhi {short} sesudah penilai berikutnya{unjudged}{left_out}."
        )


def forecast(
    assessments: Sequence[Assessment],
    found: Sequence[Outlook | None],
    predikat: str,
    holds_now: Callable[[str], bool],
) -> Forecast:
    """The forecast from units' outlooks, as of `outlook_table` and `expected`."""
    table = outlook_table(assessments, found, predikat)
    known = [
        (assessment.unit_id, one)
        for assessment, one in zip(assessments, found, strict=True)
        if one is not None and predikat in one.peluang
    ]
    shares: dict[str | None, list[tuple[float, ...]]] = {}
    pairs: dict[str, int] = {}
    for _, one in known:
        own = one.peluang[predikat]
        shares.setdefault(one.ke, []).append(own.kelompok)
        if one.ke is not None:
            pairs[one.ke] = max(pairs.get(one.ke, 0), own.pasangan)
    low, high = likely_count(shares.values())
    whole = expected(table, holds_now)
    return Forecast(table.set_axis([unit_id for unit_id, _ in known], axis=0), whole, low, high, pairs)


def stored_forecast(
    store: Store,
    own: pd.DataFrame,
    predikat: str,
    outlook_of: Callable[[Store, Assessment], Outlook | None],
    everything: pd.DataFrame | None = None,
) -> Forecast:
    """The forecast of the units of an overview. own: as `lke.portfolio.overview` gives it; outlook_of: `unit.outlook`,
    or the same with its answers kept; everything: `tables.assessments`, where they are known.
    """
    stored = tables.assessments(store) if everything is None else everything
    chosen = assessments_of(stored[stored["penilaian_id"].isin(own["penilaian_id"])])
    holds = {unit: not failed for unit, failed in zip(own["unit"], own[f"gagal_{predikat}"], strict=True)}
    return forecast(chosen, [outlook_of(store, one) for one in chosen], predikat, holds.__getitem__)


class Ahead(NamedTuple):
    """A judge and the next, whose corrections are learned from. tahun: of the assessments; contoh: of samples"""

    instrumen: str
    instrumen_versi: int
    dari: str
    ke: str
    tahun: int
    contoh: bool


def judges_ahead(own: pd.DataFrame, judges: Mapping[str, Sequence[str]]) -> tuple[Ahead, ...]:
    """Whose corrections the outlooks of an overview rest on, each once. own: as `lke.portfolio.overview` gives it;
    judges: unit_id -> by whom it is judged, as of `lke.chosen.judges_met`.
    """
    columns = ["instrumen", "instrumen_versi", "penilai", "tahun", "contoh", "unit_id"]
    found = {
        Ahead(code, int(version), judge, ke, int(tahun), bool(contoh))
        for code, version, judge, tahun, contoh, unit in own[columns].itertuples(index=False)
        if (ke := next_judge(judge, judges.get(unit, ()))) is not None
    }
    return tuple(sorted(found))


def likely_count(shares: Iterable[Sequence[Sequence[float]]]) -> tuple[int, int]:
    """The 80 % range of how many units will make it.

    shares: of each kind of next judge the units' chances in every group of simulations (`Chance.kelompok`). Units of
    one judge share how strict he is, so within a group they are apart, and the groups are mixed; what is known of each
    unit is drawn with the same numbers, which makes the range rather too wide. Different judges are apart.
    """
    whole = np.ones(1)
    for of_judge in shares:
        chances = np.array(of_judge, dtype=float)
        counts = np.zeros((chances.shape[1], len(chances) + 1))
        counts[:, 0] = 1.0
        for unit in chances:
            stays = counts * (1 - unit[:, None])
            stays[:, 1:] += counts[:, :-1] * unit[:, None]
            counts = stays
        whole = np.convolve(whole, counts.mean(axis=0))
    low, high = np.searchsorted(np.cumsum(whole) + 1e-12, _MIDDLE)
    return int(low), int(min(high, len(whole) - 1))

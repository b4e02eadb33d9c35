"""What TPI asked for: what is open, what is late, what waits to be looked at, and which questions it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from zi_metrics import as_of
from zi_metrics.instruments.library import Instrument
from zi_metrics.pembangunan.named_codes import named, questions_below, questions_named
from zi_metrics.pembangunan.register import register
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows

# In the order of how much they ask for.
STATES = {
    "terlambat": "Terlambat",
    "terbuka": "Terbuka",
    "ditindaklanjuti": "Ditindaklanjuti, menunggu verifikasi",
    "terverifikasi": "Terverifikasi",
}
LATE, OPEN, FOLLOWED_UP, VERIFIED = STATES


@dataclass(frozen=True)
class Recommendation:
    """One recommendation, as it stands beside a question.

    baris_id: its row in the register; nomor: as TPI numbers it, '' = not; teks: what is asked for
    keadaan: a key of STATES; tenggat: until when, None = not said; pic: who answers for it (a position), '' = not said
    """

    baris_id: str
    nomor: str
    teks: str
    keadaan: str
    tenggat: date | None
    pic: str


def recommendations(
    store: Store, tahun: int | None = None, unit_ids: Sequence[str] | None = None, today: date | None = None
) -> pd.DataFrame:
    """The recommendations of a year and of some units (None = all in scope), what is most pressing first.

    today: by which day they are late (None = of this computer). Columns: those of `store.registers.register_rows`, and
    keadaan (a key of STATES): late is what nobody has followed up by its day.
    """
    return with_states(register_rows(store, register("rekomendasi").table, unit_ids, tahun), today)


def with_states(rows: pd.DataFrame, today: date | None = None) -> pd.DataFrame:
    """Rows of the register with their keadaan, what is most pressing first, then by TPI's own numbers."""
    table = rows.assign(keadaan=states_of(rows, today))
    rank = table["keadaan"].map({state: place for place, state in enumerate(STATES)})
    due, number = pd.to_datetime(rows["tenggat"]), pd.to_numeric(rows["nomor"], errors="coerce")
    order = pd.DataFrame({"_rank": rank, "_due": due, "_number": number}).reset_index(drop=True)
    order = order.sort_values(["_rank", "_due", "_number"], kind="stable", na_position="last")
    return table.take(order.index.to_numpy()).reset_index(drop=True)


def states_of(rows: pd.DataFrame, today: date | None = None) -> pd.Series:
    """The keadaan of each row of the register, in their order."""
    now = pd.Timestamp(today or as_of.today())
    late = (rows["status"] == OPEN) & (pd.to_datetime(rows["tenggat"]) < now)
    return rows["status"].mask(late, LATE)


def open_ones(table: pd.DataFrame) -> pd.DataFrame:
    """Those that TPI has not verified yet."""
    return table[table["keadaan"] != VERIFIED].reset_index(drop=True)


def by_question(table: pd.DataFrame, instrument: Instrument) -> dict[str, list[Recommendation]]:
    """Question -> the recommendations (of one unit, as `recommendations` gives them) that concern it, in their order.

    A recommendation concerns the questions that it names, and all below a node that it names.
    """
    below = questions_below(instrument)
    found: dict[str, list[Recommendation]] = {}
    for row in table.to_dict("records"):
        one = recommendation(row)
        for kode in questions_named(row["kode"], below):
            found.setdefault(kode, []).append(one)
    return found


def concerning(table: pd.DataFrame, codes: Sequence[str], instrument: Instrument) -> pd.DataFrame:
    """Those of many recommendations that concern some of these questions, in their order.

    Columns: those of the table, and tentang (which of the questions, as 'P.1.i.a, R.1.i.a').
    """
    below = questions_below(instrument)
    about = {node: [kode for kode in codes if kode in set(below.get(node, [node]))] for node in [*below, *codes]}
    found = [
        ", ".join(dict.fromkeys(kode for each in named(asked) for kode in about.get(each, ())))
        for asked in table["kode"]
    ]
    return table.assign(tentang=found)[[bool(codes) for codes in found]].reset_index(drop=True)


def recommendation(row: Mapping) -> Recommendation:
    """A row of `recommendations` as a value."""
    due = None if pd.isna(row["tenggat"]) else pd.Timestamp(row["tenggat"]).date()
    said = {name: str(row[name]) for name in ("baris_id", "nomor", "keadaan", "pic")}
    return Recommendation(teks=str(row["rekomendasi"]), tenggat=due, **said)


def count_states(table: pd.DataFrame) -> dict[str, int]:
    """How many recommendations stand where: a key of STATES -> count, none left out."""
    counts = table["keadaan"].value_counts()
    return {state: int(counts.get(state, 0)) for state in STATES}


def sentence(table: pd.DataFrame) -> str:
    """The one sentence that matters about some recommendations."""
    if table.empty:
        return "Belum ada rekomendasi TPI yang dicatat."
    count = count_states(table)
    still = count[OPEN] + count[LATE]
    late = f", {count[LATE]} di antaranya terlambat" if count[LATE] else ""
    return (
        f"{still} dari {len(table)} rekomendasi TPI masih terbuka{late}; {count[FOLLOWED_UP]} menunggu verifikasi, "
        f"{count[VERIFIED]} terverifikasi."
    )


def late_recommendations(table: pd.DataFrame) -> str:
    """How many of some recommendations are late, in a sentence; '' where none is."""
    count = count_states(table)[LATE]
    return f"{count} rekomendasi TPI terlambat." if count else ""

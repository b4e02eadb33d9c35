"""The audit trail as people read it: in Indonesian, the latest first; and whether it is whole."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd

from zi_metrics.bahasa import format_number, format_time
from zi_metrics.scope import ACT_WORDS, LEWAT, Act
from zi_metrics.store import audit
from zi_metrics.store.connection import Store

# What is no act of the table of rights.
_EVENTS = {audit.MASUK: "masuk", audit.KELUAR: "keluar"}
WORDS: dict[str, str] = {**{act.value: words for act, words in ACT_WORDS.items()}, **_EVENTS}
COLUMNS = (
    *("Nomor", "Waktu", "Oleh", "Akun", "Lewat", "Tindakan", "Hasil", "Unit kerja", "Apa", "Berkas", "Sebelum"),
    "Sesudah",
)
_MANY = 10_000_000


@dataclass(frozen=True)
class TrailState:
    """whole: nothing was changed after it was written; sentence: that, in words (Indonesian)"""

    whole: bool
    sentence: str


def trail_table(
    store: Store,
    words: str = "",
    tindakan: str | None = None,
    since: date | None = None,
    until: date | None = None,
    most: int | None = 500,
) -> pd.DataFrame:
    """Rows of the trail: COLUMNS, the latest first; none for who may not read it. since, until: days, included."""
    with store.cursor() as cursor:
        limit = _MANY if most is None else most
        found = audit.search(cursor, words, tindakan, None, _start(since), _start(until, 1), limit)
    blank = dict.fromkeys(("unit", "nama_berkas", "sebelum", "sesudah"), "")
    found = found.fillna(blank)
    return pd.DataFrame(
        {
            "Nomor": found["nomor"],
            "Waktu": found["waktu"].map(format_time),
            "Oleh": found["nama"],
            "Akun": found["siapa"],
            "Lewat": found["lewat"].map(LEWAT).fillna(found["lewat"]),
            "Tindakan": found["tindakan"].map(WORDS).fillna(found["tindakan"]),
            "Hasil": found["hasil"],
            "Unit kerja": found["unit"],
            "Apa": found["objek"].fillna("(isi dihapus atas permintaan)"),
            "Berkas": found["nama_berkas"],
            "Sebelum": found["sebelum"],
            "Sesudah": found["sesudah"],
        },
        columns=list(COLUMNS),
    )


def trail_state(store: Store) -> TrailState:
    """Whether the whole trail is as it was written. Raises NotAllowed for who may not read it."""
    store.scope.require(Act.JEJAK)
    with store.whole().cursor() as cursor:
        chain = audit.check(cursor)
    if chain.broken is not None:
        return TrailState(False, f"Jejak perubahan tidak utuh: {chain.why}. Bandingkan dengan cadangan terakhir.")
    return TrailState(
        True, f"Jejak utuh: {format_number(chain.rows, 0)} catatan bersambung; sidik terakhir {chain.last[:12]}."
    )


def _start(day: date | None, later: int = 0) -> datetime | None:
    if day is None:
        return None
    # A day as people count it, in the machine's own time zone.
    return datetime.combine(day + timedelta(days=later), time()).astimezone(UTC).replace(tzinfo=None)

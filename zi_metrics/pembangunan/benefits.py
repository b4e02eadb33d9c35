"""What innovations and the work as a whole changed: before and after, with its sign; never called good or bad."""

import pandas as pd

from zi_metrics.bahasa import MISSING, format_change, format_number, format_percent, format_plain

CHANGE_COLUMNS = ("perubahan", "bagian")


def with_change(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of inovasi or manfaat with what changed: sesudah - sebelum, and its share of sebelum where that is not 0.

    Added columns: CHANGE_COLUMNS, NaN where a figure is missing.
    """
    before, after = rows["sebelum"].astype(float), rows["sesudah"].astype(float)
    change = after - before
    return rows.assign(perubahan=change, bagian=change / before.abs().where(before != 0))


def change_words(row: dict) -> str:
    """'12 → 7 hari (−5; −42%)'; '–' where a figure is missing. row: of `with_change`."""
    if pd.isna(row["perubahan"]):
        return MISSING
    unit = f" {row['satuan']}" if row["satuan"] else ""
    share = "" if pd.isna(row["bagian"]) else f"; {_signed_percent(row['bagian'])}"
    figures = f"{format_plain(row['sebelum'])} → {format_plain(row['sesudah'])}{unit}"
    return f"{figures} ({_signed(row['perubahan'])}{share})"


def innovation_sentence(rows: pd.DataFrame) -> str:
    """The one sentence that matters about innovations. rows: of `with_change`."""
    if rows.empty:
        return "Belum ada inovasi yang dicatat."
    told, copied = int(rows["perubahan"].notna().sum()), int((rows["direplikasi"] != "").sum())
    said = f"{format_number(len(rows), 0)} inovasi; {told} menyebut angka sebelum dan sesudahnya"
    return f"{said}, {copied} ditiru unit atau instansi lain." if copied else f"{said}."


def benefit_sentence(rows: pd.DataFrame) -> str:
    """The same about benefits: how many are told with both figures, and how many of these moved up or down."""
    if rows.empty:
        return "Belum ada manfaat yang dicatat."
    change = rows["perubahan"].dropna()
    up, down = int((change > 0).sum()), int((change < 0).sum())
    return (
        f"{format_number(len(rows), 0)} manfaat, {len(change)} dengan angka sebelum dan sesudah: {up} naik, "
        f"{down} turun, {len(change) - up - down} tetap."
    )


def _signed(change: float) -> str:
    decimals = 0 if float(change).is_integer() else 2
    return format_change(change, decimals)


def _signed_percent(share: float) -> str:
    sign = "+" if share > 0 else "−" if share < 0 else ""
    return sign + format_percent(abs(share))

"""Whose figures several units' are, and how new: the line that stands above a screen and on every paper."""

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_date, format_time


def judged_by_words(judged: pd.DataFrame) -> str:
    """'TPI 18 unit, Unit 6 unit'. judged: assessments, as `lke.chosen.judged_in` gives them, here and below."""
    counts = judged["penilai"].value_counts()
    return ", ".join(f"{PENILAI_SHORT[str(judge)]} {count} unit" for judge, count in counts.items())


def as_of_range(judged: pd.DataFrame) -> str:
    """'keadaan per 15 Mei 2026 sampai 30 Juni 2026'; one day where all are of the same."""
    dates = dict.fromkeys(format_date(day) for day in (judged["per_tanggal"].min(), judged["per_tanggal"].max()))
    return f"keadaan per {' sampai '.join(dates)}"


def data_date_words(judged: pd.DataFrame) -> str:
    """Judges, days, when the newest was stored, and whether samples are among them."""
    samples = " · berisi data contoh" if judged["contoh"].any() else ""
    stored = format_time(judged["waktu"].max())
    return f"{judged_by_words(judged)} · {as_of_range(judged)} · terakhir disimpan {stored}{samples}"

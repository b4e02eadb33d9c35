"""Processes prone to corruption and services to be improved: how high each risk is, what remains, what lacks."""

from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.yaml_data import read_model

_FILE = Path(__file__).with_suffix(".yaml")
SCALE = (1, 2, 3, 4, 5)
# What a risk may lack, or be: name -> words.
STATES = {
    "di_atas_batas": "Di atas batas",
    "tanpa_pengendalian": "Tanpa pengendalian",
    "tanpa_pic": "Tanpa PIC",
    "terlambat": "Terlambat",
    "belum_dinilai": "Belum dinilai",
}


class Band(BaseModel):
    """mulai: from this level on; nama: what it is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    mulai: int
    nama: str


class RiskRules(BaseModel):
    """batas: from this level on a risk needs a control and an owner; tingkatan: the lowest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    batas: int
    tingkatan: list[Band] = Field(min_length=1)


@lru_cache(maxsize=1)
def risk_rules() -> RiskRules:
    """The rules of risk.yaml. Raises yaml_data.Unusable when the file is damaged."""
    return read_model(_FILE, RiskRules)


def level_words(level: float | None) -> str:
    """'12 (tinggi)'; '–' where a risk is not judged."""
    if level is None or pd.isna(level):
        return MISSING
    band = [one.nama for one in risk_rules().tingkatan if level >= one.mulai][-1]
    return f"{int(level)} ({band})"


def with_levels(rows: pd.DataFrame, today: date) -> pd.DataFrame:
    """Rows of the register with levels and what each lacks, the highest first.

    Added columns: tingkat (likelihood x impact), sisa (of what remains), sekarang (what remains, else tingkat), NaN
    where a part is not told; and a truth value for each name of STATES. Without control, without owner and late are
    only those above the line; late is one whose day is over.
    """
    level = rows["kemungkinan"].astype(float) * rows["dampak"].astype(float)
    rest = rows["sisa_kemungkinan"].astype(float) * rows["sisa_dampak"].astype(float)
    now = rest.fillna(level)
    above = now >= risk_rules().batas
    table = rows.assign(
        tingkat=level,
        sisa=rest,
        sekarang=now,
        di_atas_batas=above,
        tanpa_pengendalian=above & (rows["pengendalian"] == ""),
        tanpa_pic=above & (rows["pic"] == ""),
        terlambat=above & (pd.to_datetime(rows["tenggat"]) < pd.Timestamp(today)),
        belum_dinilai=now.isna(),
    )
    return table.sort_values("sekarang", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def counts(table: pd.DataFrame, remaining: bool) -> pd.DataFrame:
    """How many risks lie where: index = likelihood, columns = impact (1-5 each). table: of `with_levels`.

    remaining: after what is done against them (as judged at first, where nobody told what remains), else at first
    """
    likelihood, impact = table["kemungkinan"], table["dampak"]
    if remaining:
        told = table["sisa"].notna()
        likelihood = table["sisa_kemungkinan"].where(told, likelihood)
        impact = table["sisa_dampak"].where(told, impact)
    places = Counter(
        (int(row), int(column))
        for row, column in zip(likelihood, impact, strict=True)
        if pd.notna(row) and pd.notna(column)
    )
    return pd.DataFrame([[places[row, column] for column in SCALE] for row in SCALE], index=SCALE, columns=SCALE)


def marks(table: pd.DataFrame) -> list[str]:
    """What is to be said of each risk beside its row; '–' where nothing is."""
    signs = {"terlambat": "▲", "tanpa_pengendalian": "✘", "tanpa_pic": "✘", "belum_dinilai": "○"}
    return [
        "; ".join(f"{sign} {STATES[name]}" for name, sign in signs.items() if row[name]) or MISSING
        for row in table.to_dict("records")
    ]


def sentence(table: pd.DataFrame) -> str:
    """The one sentence that matters. table: of `with_levels`."""
    if table.empty:
        return "Belum ada area rawan atau layanan yang dicatat."
    count = {name: int(table[name].sum()) for name in STATES}
    said = f"{count['di_atas_batas']} dari {format_number(len(table), 0)} risiko di atas batas ({risk_rules().batas})"
    lacking = [
        f"{count[name]} {STATES[name][0].lower()}{STATES[name][1:]}"
        for name in ("tanpa_pengendalian", "tanpa_pic", "terlambat")
        if count[name]
    ]
    said += f", {', '.join(lacking)}" if lacking else ""
    return f"{said}; {count['belum_dinilai']} belum dinilai." if count["belum_dinilai"] else f"{said}."

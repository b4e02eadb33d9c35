"""Planned surveys: how many respondents each needs, and how many really answered by now."""

from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz, process

from zi_metrics.bahasa import format_number
from zi_metrics.store.connection import Store
from zi_metrics.store.surveys import surveys
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.trust import needed_respondents

_ALIKE = 88
# Other names of the kinds of survey, beside those of their own files.
_ALSO = {"spak": ("ipak", "survei persepsi korupsi", "persepsi anti korupsi"),
         "spkp": ("ipkp", "survei kualitas pelayanan", "persepsi kualitas pelayanan"),
         "skm": ("ikm", "kepuasan masyarakat", "survei kepuasan")}  # fmt: skip
PLAN_COLUMNS = ("perlu", "dihitung", "kurang_rencana")
KIND_COLUMNS = ("unit_id", "unit", "jenis", "perlu", "terkumpul", "kurang")


def kind_of(text: str) -> str | None:
    """The kind of survey (a survey instrument's code) that a text means: 'SPAK', 'Survei Kepuasan Masyarakat'."""
    said = " ".join(text.casefold().replace("(", " ").replace(")", " ").split())
    ways = _ways()
    if said in ways:
        return ways[said]
    # 'SKM Triwulan I' names its kind among other words.
    named = {ways[word] for word in said.split() if word in ways}
    if len(named) == 1:
        return named.pop()
    alike = process.extractOne(said, list(ways), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
    return ways[alike[0]] if alike else None


def with_needs(rows: pd.DataFrame) -> pd.DataFrame:
    """The plan's rows with what each needs. rows: as `register_rows` gives them.

    Added columns: PLAN_COLUMNS. perlu: respondents to be reached: those planned, else by Krejcie-Morgan of those
    served, at least 30 unless fewer are; dihitung: whether it was computed; kurang_rencana: by how many the planned
    sample is too small for those served, 0 = it is not.
    """
    least = [needed_respondents(None if pd.isna(one) else int(one)) for one in rows["populasi"]]
    planned = rows["sampel"].astype("Float64")
    needed = pd.Series(least, index=rows.index, dtype="Int64")
    return rows.assign(
        perlu=planned.fillna(needed.astype("Float64")).astype("Int64"),
        dihitung=planned.isna(),
        kurang_rencana=(needed.astype("Float64") - planned).clip(lower=0).fillna(0).astype("Int64"),
    )


def against_stored(rows: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """Plan against what is stored, by unit and kind; kinds that nobody knows are left out.

    rows: of `with_needs`, of one year; stored: `stored_respondents` of that year. Columns: KIND_COLUMNS; perlu and
    terkumpul over all services and periods of the kind, kurang = what is still missing.
    """
    named = pd.Series([kind_of(text) for text in rows["jenis"]], index=rows.index, dtype=object)
    kinds = rows.assign(jenis=named).dropna(subset="jenis")
    planned = kinds.groupby(["unit_id", "unit", "jenis"], sort=False, as_index=False)["perlu"].sum()
    table = planned.merge(stored, on=["unit_id", "jenis"], how="left")
    table["terkumpul"] = table["terkumpul"].fillna(0).astype(int)
    table["perlu"] = table["perlu"].astype(int)
    table["kurang"] = (table["perlu"] - table["terkumpul"]).clip(lower=0)
    return table[list(KIND_COLUMNS)]


def stored_respondents(store: Store, tahun: int) -> pd.DataFrame:
    """Who answered surveys of a year that count: unit_id, jenis, terkumpul (respondents of all periods together)."""
    found = surveys(store, tahun=tahun)
    return found.groupby(["unit_id", "jenis"], as_index=False).agg(terkumpul=("responden", "sum"))


def sentence(rows: pd.DataFrame, table: pd.DataFrame) -> str:
    """The one sentence that matters. rows: of `with_needs`; table: of `against_stored`."""
    if rows.empty:
        return "Belum ada survei yang direncanakan."
    needed = format_number(int(rows["perlu"].sum()), 0)
    said = f"{format_number(len(rows), 0)} survei direncanakan untuk {needed} responden"
    short = table[table["kurang"] > 0]
    if len(table) and short.empty:
        said += "; semuanya sudah cukup respondennya"
    elif len(short):
        missing = format_number(int(short["kurang"].sum()), 0)
        said += f"; {format_number(len(short), 0)} belum cukup, kurang {missing} responden"
    small = int((rows["kurang_rencana"] > 0).sum())
    return f"{said}. {small} sampelnya lebih kecil dari yang diperlukan." if small else f"{said}."


@lru_cache(maxsize=1)
def _ways() -> dict[str, str]:
    """How people call each kind, in small letters."""
    found = {}
    for kode, own in load_survey_instruments().items():
        name = own.nama.split("(")[0].strip()
        found |= dict.fromkeys((kode, own.singkatan.casefold(), name.casefold(), *_ALSO.get(kode, ())), kode)
    return found

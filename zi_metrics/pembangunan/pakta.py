"""How many employees signed the Pakta Integritas: per unit and year, by occasion, and over the year."""

from collections.abc import Mapping

import pandas as pd

from zi_metrics.bahasa import format_number, format_percent

# January's counts are the year's; where a unit signed on another occasion only, that one's are.
BASE, INSTEAD = "januari", "lain"
# What comes on top of them: people who came into their positions during the year.
ADDED = ("pelantikan", "mutasi")
COVERAGE_MEANS = (
    "Cakupan: penandatangan dibagi pegawai. Hitungan awal tahun (yang terakhir dicatat) berlaku untuk setahun; "
    "pelantikan dan mutasi menambah keduanya. Bila awal tahun tidak dicatat, kesempatan lain yang terakhir "
    "menggantikannya."
)
UNIT_COLUMNS = ("unit_id", "unit", "tahun", "pegawai", "menandatangani", "bagian")
TIME_COLUMNS = ("unit_id", "unit", "tahun", "tanggal", "sebab", "pegawai", "menandatangani", "bagian")


def over_time(rows: pd.DataFrame) -> pd.DataFrame:
    """How far each unit and year had come after each signing that counts. rows: as `register_rows` gives them.

    Columns: TIME_COLUMNS; pegawai and menandatangani are all until that day, bagian their share; by unit, year, day.
    """
    said = []
    order = rows.assign(_day=pd.to_datetime(rows["tanggal"])).sort_values(["unit", "tahun", "_day"], kind="stable")
    for (unit_id, unit, tahun), own in order.groupby(["unit_id", "unit", "tahun"], sort=False):
        base = BASE if (own["sebab"] == BASE).any() else INSTEAD
        counted = own[own["sebab"].isin([base, *ADDED])]
        first, more = (0, 0), [0, 0]
        for row in counted.to_dict("records"):
            pair = int(row["pegawai"]), int(row["menandatangani"])
            if row["sebab"] == base:
                first = pair
            else:
                more = [count + added for count, added in zip(more, pair, strict=True)]
            employees, signed = (count + added for count, added in zip(first, more, strict=True))
            share = signed / employees if employees else float("nan")
            said.append((unit_id, unit, tahun, row["_day"], row["sebab"], employees, signed, share))
    return pd.DataFrame(said, columns=list(TIME_COLUMNS))


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Each unit and year as it stands after its last signing. Columns: UNIT_COLUMNS."""
    table = over_time(rows)
    last = table.groupby(["unit_id", "tahun"], sort=False).tail(1)
    return last[list(UNIT_COLUMNS)].reset_index(drop=True)


def by_occasion(rows: pd.DataFrame) -> pd.DataFrame:
    """What was written for each occasion, over all units. Columns: sebab, kali, pegawai, menandatangani, bagian."""
    table = rows.groupby("sebab", sort=False).agg(
        kali=("sebab", "size"), pegawai=("pegawai", "sum"), menandatangani=("menandatangani", "sum")
    )
    table["bagian"] = table["menandatangani"] / table["pegawai"].where(table["pegawai"] > 0)
    return table.reset_index()


def by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """All units together, year by year. Columns: tahun, unit (how many told it), pegawai, menandatangani, bagian."""
    table = (
        coverage(rows)
        .groupby("tahun")
        .agg(unit=("unit_id", "nunique"), pegawai=("pegawai", "sum"), menandatangani=("menandatangani", "sum"))
    )
    table["bagian"] = table["menandatangani"] / table["pegawai"].where(table["pegawai"] > 0)
    return table.reset_index()


def sentence(table: pd.DataFrame, tahun: int, units: Mapping[str, str]) -> str:
    """The one sentence that matters. table: `coverage` of one year; units: all that are meant, name -> unit_id."""
    if table.empty:
        return f"Belum ada penandatanganan Pakta Integritas {tahun} yang dicatat."
    employees, signed = int(table["pegawai"].sum()), int(table["menandatangani"].sum())
    said = (
        f"{format_number(signed, 0)} dari {format_number(employees, 0)} pegawai "
        f"({format_percent(signed / employees if employees else None)}) menandatangani Pakta Integritas {tahun}"
    )
    if len(units) == 1:
        return f"{said}."
    silent = len(set(units.values()) - set(table["unit_id"]))
    lacking = int((table["menandatangani"] < table["pegawai"]).sum())
    more = [f"{lacking} unit belum seluruhnya"] if lacking else []
    more += [f"{silent} dari {len(units)} unit belum mencatat"] if silent else []
    return f"{said}; {', '.join(more)}." if more else f"{said}, di semua {len(units)} unit."

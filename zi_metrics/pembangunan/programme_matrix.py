"""The seventeen programmes of each unit in a year: which run, with which figure and which evidence."""

from collections.abc import Mapping

import pandas as pd

from zi_metrics.pembangunan.programmes import programmes

# A programme's status -> how far it is, 0 to 1; and what nobody wrote down.
STEPS = {"belum": 0.0, "berjalan": 0.5, "ada": 1.0}
SIGNS = {"belum": "✘", "berjalan": "◐", "ada": "✔"}
NOT_TOLD = "○"


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and programme: the one of the latest day, else the one written last.

    rows: as `register_rows` gives them, of one year.
    """
    order = rows.assign(_day=pd.to_datetime(rows["tanggal"])).sort_values(
        ["_day", "waktu"], kind="stable", na_position="first"
    )
    last = order.groupby(["unit_id", "program"], sort=False).tail(1)
    return last.drop(columns="_day").reset_index(drop=True)


def matrix(rows: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Units x programmes, the status of each, '' where nobody wrote it. units: name -> unit_id, in the order wanted.

    Index: names; columns: the codes of all programmes.
    """
    said = {(row["unit_id"], row["program"]): row["status"] for row in newest(rows).to_dict("records")}
    table = [[said.get((unit_id, kode), "") for kode in programmes()] for unit_id in units.values()]
    return pd.DataFrame(table, index=list(units), columns=list(programmes()), dtype=object)


def of_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """All seventeen of one unit, in their order, also those that nobody wrote down (status '').

    Columns: kode, nama, pokja, status, angka, satuan, bukti, tautan, tanggal.
    """
    own = {row["program"]: row for row in newest(rows).to_dict("records")}
    empty = {"status": "", "angka": None, "satuan": "", "bukti": "", "tautan": "", "tanggal": None}
    said = [
        {
            "kode": one.kode,
            "nama": one.nama,
            "pokja": one.pokja,
            **{name: own.get(one.kode, empty)[name] for name in empty},
        }
        for one in programmes().values()
    ]
    return pd.DataFrame(said)


def sentence(rows: pd.DataFrame, units: Mapping[str, str]) -> str:
    """The one sentence that matters about one unit or many."""
    if rows.empty:
        return "Belum ada program pencegahan korupsi yang dicatat."
    own, every = newest(rows), len(programmes())
    count = own["status"].value_counts()
    full, going = int(count.get("ada", 0)), int(count.get("berjalan", 0))
    unproven = int((own["status"].isin(["ada", "berjalan"]) & (own["bukti"] == "") & (own["tautan"] == "")).sum())
    proof = f" {unproven} yang berjalan belum menyebut bukti." if unproven else ""
    if len(units) == 1:
        untold = every - len(own)
        more = f", {untold} belum dicatat" if untold else ""
        return f"{full} dari {every} program ada dan berjalan penuh, {going} berjalan sebagian{more}.{proof}"
    whole = int((own[own["status"] == "ada"].groupby("unit_id").size() == every).sum())
    silent = len(set(units.values()) - set(own["unit_id"]))
    more = f"; {silent} unit belum mencatat satu pun" if silent else ""
    return f"{whole} dari {len(units)} unit menjalankan seluruh {every} program dengan penuh{more}.{proof}"

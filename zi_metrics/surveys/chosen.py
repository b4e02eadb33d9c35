"""Which of a unit's stored surveys its figures are made of, and when no figures may be shown at all."""

from dataclasses import dataclass

import pandas as pd

from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_id_of
from zi_metrics.surveys.disclosure import FEWEST_SHOWN, is_few
from zi_metrics.surveys.near_versions import Near, near_withdrawn


@dataclass(frozen=True)
class Withheld:
    """Surveys of one unit, year and kind of which nothing but the number of respondents is told.

    surveys: rows of `store.surveys.surveys`
    responden: how many answered, None = not told
    kalimat: why, and what to do (Indonesian)
    """

    surveys: pd.DataFrame
    responden: int | None
    kalimat: str


@dataclass(frozen=True)
class Chosen:
    """The surveys that count.

    surveys: rows of `store.surveys.surveys`
    catatan: what was left out, and why (Indonesian)
    """

    surveys: pd.DataFrame
    catatan: tuple[str, ...]


def withheld(store: Store, unit: str, tahun: int, jenis: str) -> Withheld | None:
    """Why a unit's survey of one kind and year is not shown; None where it is, and where there is none."""
    found = stored.surveys(store, unit_id_of(store, unit), tahun)
    chosen = chosen_surveys(store, found[found["jenis"] == jenis])
    return chosen if isinstance(chosen, Withheld) else None


def chosen_surveys(store: Store, found: pd.DataFrame) -> Chosen | Withheld:
    """Of a unit's current surveys of one kind and year those that count, or why none may be shown.

    Raises nothing for no surveys: then none count.
    """
    surveys, notes = _together(found)
    surveys, waiting = _enough(surveys)
    if waiting:
        notes.append(
            f"{waiting} responden dari survei yang jumlah respondennya kurang dari {FEWEST_SHOWN} belum ikut dihitung, "
            "karena jawabannya dapat ditebak dari selisihnya; ikut setelah bersama survei kecil berikutnya ada "
            f"sedikitnya {FEWEST_SHOWN}"
        )
    if surveys.empty and len(found):
        return _withheld(found, few_sentence(int(found["responden"].sum())))
    if len(surveys):
        first = surveys.iloc[0]
        gone = stored.withdrawn_surveys(store, str(first["unit_id"]), int(first["tahun"]))
        if near := near_withdrawn(store, surveys, gone):
            return _withheld(found, _near_sentence(near))
    return Chosen(surveys.reset_index(drop=True), tuple(notes))


def few_sentence(responden: int) -> str:
    """Why figures of so few people are not shown."""
    return (
        f"Hanya {responden} responden. Angka survei dengan kurang dari {FEWEST_SHOWN} responden tidak ditunjukkan, "
        "karena jawaban seseorang dapat ditebak; tambah respondennya, lalu unggah lagi."
    )


def _near_sentence(near: Near) -> str:
    period = f" ({near.periode})" if near.periode else ""
    return (
        f"Angkanya tidak ditunjukkan: versi {near.versi}{period}, yang dicabut, hanya berbeda {near.beda} responden, "
        "sehingga dari kedua angkanya jawaban orang itu dapat dihitung. Unggah lagi berkas yang benar; versi yang baru "
        "itu yang ditunjukkan."
    )


def _withheld(found: pd.DataFrame, kalimat: str) -> Withheld:
    total = found["responden"]
    return Withheld(found.reset_index(drop=True), None if total.isna().any() else int(total.sum()), kalimat)


def _together(found: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Of several surveys of one kind those that count: the whole year's alone; else raw answers before results."""
    notes = []
    whole = found[found["periode"] == ""]
    if len(whole) and len(found) > 1:
        notes.append("survei setahun penuh dipakai; survei per periode pada tahun yang sama tidak dijumlahkan lagi")
        return whole, notes
    told = found[found["responden"].notna()]
    if len(told) < len(found) and len(found) > 1:
        notes.append("survei tanpa jumlah responden tidak ikut digabung, karena bobotnya tidak diketahui")
        found = told if len(told) else found.tail(1)
    levels = found["agregat"].map({"": 2, "unsur": 1, "indeks": 0})
    if levels.nunique() > 1 and (levels == 0).any():
        notes.append("survei yang hanya memuat indeks tidak digabung dengan survei yang memuat nilai per unsur")
        found = found[levels > 0]
    return found, notes


def _enough(found: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Those that may be added without telling a few people's answers, and how many people wait.

    A period of fewer than FEWEST_SHOWN people would be the difference between the figures before and after it. Such
    periods come in, in the order of their import, together with the next ones as soon as they are enough.
    """
    few = found["responden"].map(is_few).astype(bool)
    small = found[few].sort_values("waktu", kind="stable")
    ready: list[str] = []
    batch: list[str] = []
    people = 0
    for survei_id, count in zip(small["survei_id"], small["responden"], strict=True):
        batch.append(survei_id)
        people += int(count)
        if people >= FEWEST_SHOWN:
            ready, batch, people = [*ready, *batch], [], 0
    return found[~few | found["survei_id"].isin(ready)], people

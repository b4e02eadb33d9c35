"""Where two judges of one unit differ: by how much, what it did to the predicates, what each wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_list, format_number, format_percent
from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.lke.judges import Sides, form_parts
from zi_metrics.scoring.score import MET, UNDECIDED
from zi_metrics.scoring.values import answered_option
from zi_metrics.table_rows import records, rows_of

# Of `judged_parts`, and per judge nilai_<judge>.
PART_COLUMNS = ("kode", "nama", "pokja", "bobot", "berbeda", "koreksi")


@dataclass(frozen=True)
class WrittenAnswer:
    """What one judge wrote on one question.

    penilai: the judge's code; jawaban: as written, of a ratio its percent
    arti: what the chosen option means, '' = the form does not say; catatan, bukti, tautan: '' = nothing
    tempat: where it stood ('lembar LKE ZI, sel K126'), '' = unknown
    """

    penilai: str
    jawaban: str
    arti: str
    catatan: str
    bukti: str
    tautan: str
    tempat: str


@dataclass(frozen=True)
class Apart:
    """A question on which two judges differ.

    pokja: number of its area, None = in none; bagian: the part of the form it belongs to (`judges.form_parts`)
    poin: what the second judge's answer added (negative = took off); jawaban: the first judge's and the second's
    """

    kode: str
    nama: str
    pokja: int | None
    bagian: str
    poin: float
    jawaban: tuple[WrittenAnswer, WrittenAnswer]


@dataclass(frozen=True)
class JudgedPair:
    """Two judges of one unit.

    kalimat: `corrected_sentence`; bagian: `judged_parts`; berbeda: `judged_apart`, of all parts
    """

    kalimat: str
    bagian: pd.DataFrame
    berbeda: list[Apart]


class _Difference(NamedTuple):
    kode: str
    nama: str
    pokja: float | None
    nilai_dari: float
    nilai_ke: float
    poin: float


def judged_pair(sides: Sides, dari: str, ke: str) -> JudgedPair:
    """All that a page tells of two judges of a unit."""
    return JudgedPair(corrected_sentence(sides, dari, ke), judged_parts(sides, dari, ke), judged_apart(sides, dari, ke))


def judged_apart(sides: Sides, dari: str, ke: str) -> list[Apart]:
    """The questions on which two judges differ, the most points first, whichever way.

    Questions that one of the two has left open are left out.
    """
    table, belongs = sides.differences(dari, ke), _part_of_question(sides.instrument)
    answers = {judge: {row["kode"]: row for row in records(sides.answers[judge])} for judge in (dari, ke)}
    found = []
    for row in rows_of(table, _Difference):
        written = (
            _written(sides.instrument, dari, answers[dari][row.kode], row.nilai_dari),
            _written(sides.instrument, ke, answers[ke][row.kode], row.nilai_ke),
        )
        pokja = None if row.pokja is None or pd.isna(row.pokja) else int(row.pokja)
        found.append(Apart(row.kode, row.nama, pokja, belongs[row.kode], row.poin, written))
    return sorted(found, key=lambda one: -abs(one.poin))


def judged_parts(sides: Sides, dari: str, ke: str) -> pd.DataFrame:
    """The parts of the form with each judge's points, and what the second of two judges corrected in each.

    Columns: PART_COLUMNS and nilai_<judge> of every judge (NaN = nothing answered). pokja: None = no area; berbeda: how
    many of the questions that both answered differ; koreksi: points that these add (negative = take off), NaN where the
    two have no question of it in common.
    """
    changed, belongs = sides.differences(dari, ke), _part_of_question(sides.instrument)
    by_part = changed.assign(bagian=changed["kode"].map(belongs)).groupby("bagian")["poin"].agg(["size", "sum"])
    both = {belongs[kode] for kode in sides.common_questions(dari, ke)}
    parts = sides.parts()
    areas = {f"pokja-{number}": number for number in sides.instrument.pokja()}
    return parts.assign(
        pokja=pd.Series([areas.get(kode) for kode in parts["kode"]], dtype=object),
        berbeda=parts["kode"].map(by_part["size"]).fillna(0).astype(int),
        koreksi=parts["kode"].map(by_part["sum"]).fillna(0.0).where(parts["kode"].isin(both)),
    )


def corrected_sentence(sides: Sides, dari: str, ke: str) -> str:
    """Who corrected what by how much, and whether the predicates held: the one sentence about two judges."""
    first, second = PENILAI_SHORT[dari], PENILAI_SHORT[ke]
    common, changed = sides.common(dari, ke), sides.differences(dari, ke)
    if not common:
        return sides.sentence(dari, ke)
    held = _held(sides, dari, ke)
    if changed.empty:
        return f"{second} menjawab sama dengan {first} di semua {common} pertanyaan yang dijawab keduanya; {held}."
    down, up = int((changed["poin"] < 0).sum()), int((changed["poin"] > 0).sum())
    moved = float(changed["poin"].sum())
    both_ways = f" ({down} turun, {up} naik)" if down and up else ""
    verb = "menurunkan" if moved < 0 else "menaikkan"
    return (
        f"{second} {verb} nilai {first} {format_number(abs(moved))} poin pada {down + up} jawaban{both_ways}; {held}."
    )


def _held(sides: Sides, dari: str, ke: str) -> str:
    """Which predicates' gates held, fell or came about between two judges, in the predicates' order."""
    before, after = sides.verdicts[dari].putusan, sides.verdicts[ke].putusan
    groups: dict[str, list[str]] = {}
    for key, predikat in sides.instrument.predikat.items():
        old, new = before.get(key), after.get(key)
        words = (
            "tetap terpenuhi" if old == new == MET
            else "tidak lagi terpenuhi" if old == MET
            else "menjadi terpenuhi" if new == MET
            else "belum dapat dinilai" if new == UNDECIDED
            else "tetap belum terpenuhi"
        )  # fmt: skip
        note = f" ({sides.catatan[key]})" if new == MET and sides.catatan.get(key) else ""
        groups.setdefault(words, []).append(f"{predikat.singkatan}{note}")
    return "; ".join(f"syarat nilai {format_list(names)} {words}" for words, names in groups.items())


def _part_of_question(instrument: Instrument) -> dict[str, str]:
    nodes = {node.kode: node for node in instrument.nodes()}
    return {
        question.kode: part
        for part, (_, codes) in form_parts(instrument).items()
        for kode in codes
        for question in nodes[kode].questions()
    }


def _written(instrument: Instrument, judge: str, row: Mapping[str, Any], value: float) -> WrittenAnswer:
    question = instrument.question(row["kode"])
    scale = instrument.scale_of(question)
    if isinstance(scale, OptionScale):
        option = answered_option(scale, row["tertulis"], value)
        told, meaning = _text(row["tertulis"]) or format_percent(value), question.kriteria.get(option or "", "")
    else:
        told, meaning = _text(row["tertulis"]) or format_percent(value, 1), ""
    place = [(word, _text(row[name])) for word, name in (("lembar", "lembar"), ("sel", "sel"))]
    return WrittenAnswer(
        judge,
        told,
        meaning,
        *(_text(row[name]) for name in ("catatan", "bukti", "tautan")),
        tempat=", ".join(f"{word} {text}" for word, text in place if text),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""

"""How far an LKE can be trusted: the checks of checks.yaml, run over one unit or many, one finding per question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from zi_metrics.answers import PENILAI, Answer, CountAnswer
from zi_metrics.bahasa import format_list, format_number
from zi_metrics.findings import TINGKAT
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.lke.chosen import in_scope
from zi_metrics.pembangunan.case import Case, Seen
from zi_metrics.pembangunan.checks import Check, load_checks
from zi_metrics.pembangunan.evidence import SOURCES, evidence_of, rows_by_question
from zi_metrics.pembangunan.quality_rules import RULES
from zi_metrics.pembangunan.register import register
from zi_metrics.scoring.points import compile_points
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.store.written_answers import written_answers, written_counts

# So many units are looked through at once: more would keep somebody waiting, and nobody reads their findings together.
MOST_UNITS = 200
DOUBT_COLUMNS = (
    "tingkat",
    "periksa",
    "unit_id",
    "unit",
    "tahun",
    "pokja",
    "kode",
    "pertanyaan",
    "penilai",
    "lembar",
    "sel",
    "kalimat",
)


@dataclass(frozen=True)
class Quality:
    """What the checks found.

    doubts: one row per finding: tingkat (a key of findings.TINGKAT), periksa (the check's code), unit_id, unit, tahun,
        pokja (missing where it is about no area), kode (the question, '' = none), pertanyaan (its text, or the area's
        name), penilai (whose answers were looked at), lembar, sel (missing where there is no cell), kalimat (what was
        found, with its figures); by unit, area, then gravest first; DOUBT_COLUMNS
    units: unit_id -> name of all that were looked through
    left_out: how many units in scope were not looked through, as there are too many
    """

    doubts: pd.DataFrame
    units: dict[str, str]
    left_out: int = 0

    def sentence(self) -> str:
        """The one sentence that matters."""
        if not self.units:
            return "Belum ada LKE yang dapat diperiksa."
        counts = self.doubts["tingkat"].value_counts()
        told = [f"{format_number(counts[key], 0)} {word.lower()}" for key, word in TINGKAT.items() if counts.get(key)]
        if not told:
            return "Tidak ada yang meragukan menurut pemeriksaan ini."
        units = self.doubts["unit_id"].nunique()
        where = f" pada {units} dari {len(self.units)} unit" if len(self.units) > 1 else ""
        return f"{len(self.doubts)} hal patut dilihat lagi{where}: {format_list(told)}."


def narrowed(found: Quality, pokja: int | None = None, tingkat: str | None = None) -> Quality:
    """The same of one area and of one gravity only; None = all."""
    doubts = found.doubts
    if pokja is not None:
        doubts = doubts[doubts["pokja"] == pokja]
    if tingkat is not None:
        doubts = doubts[doubts["tingkat"] == tingkat]
    return replace(found, doubts=doubts.reset_index(drop=True))


def pokja_groups(found: Quality) -> list[tuple[int | None, str, pd.DataFrame]]:
    """The doubts by area: its number and name, and its rows; what lies in no area last, as None."""
    names = load_instrument().pokja()
    groups: list[tuple[int | None, str, pd.DataFrame]] = [
        (number, names.get(number, ""), found.doubts[found.doubts["pokja"] == number].reset_index(drop=True))
        for number in sorted(map(int, found.doubts["pokja"].dropna().unique()))
    ]
    rest = found.doubts[found.doubts["pokja"].isna()]
    return groups if rest.empty else [*groups, (None, "", rest.reset_index(drop=True))]


UNIT_COLUMNS = ("unit_id", "unit", *TINGKAT, "jumlah", "terbanyak")


def by_unit(quality: Quality) -> pd.DataFrame:
    """Units by how many doubts they have, the gravest first.

    Columns: UNIT_COLUMNS. galat, peringatan, catatan, jumlah (counts), terbanyak (the name of the check that found
    most, '' for none).
    """
    counts = quality.doubts.groupby(["unit_id", "tingkat"]).size().unstack(fill_value=0)
    names = {check.kode: check.nama for check in load_checks()}
    most = quality.doubts.groupby("unit_id")["periksa"].agg(lambda codes: names[codes.mode().iloc[0]])
    table = pd.DataFrame({"unit_id": list(quality.units), "unit": list(quality.units.values())})
    for severity in TINGKAT:
        found = counts[severity] if severity in counts else pd.Series(dtype=int)
        table[severity] = table["unit_id"].map(found).fillna(0).astype(int)
    table["jumlah"] = table[list(TINGKAT)].sum(axis=1)
    table["terbanyak"] = [most.get(unit_id, "") for unit_id in table["unit_id"]]
    order = table.sort_values([*TINGKAT, "unit"], ascending=[False] * len(TINGKAT) + [True], kind="stable")
    return order[list(UNIT_COLUMNS)].reset_index(drop=True)


def quality(
    store: Store, assessments: pd.DataFrame, tahun: int, unit_ids: Sequence[str] | None = None, most: int = MOST_UNITS
) -> Quality:
    """Look through the units judged in a year (some, or all in scope, at most so many by name), by three queries.

    assessments: as `tables.assessments` gives them, or part of them.
    """
    judged = assessments[assessments["tahun"] == tahun]
    if unit_ids is not None:
        judged = judged[judged["unit_id"].isin(list(unit_ids))]
    everybody = judged.drop_duplicates("unit_id").sort_values("unit")
    units = dict(zip(everybody["unit_id"][:most], everybody["unit"][:most], strict=True))
    judged = judged[judged["unit_id"].isin(list(units))]
    written = written_answers(store, judged["penilaian_id"].tolist())
    answers = _answers(written, written_counts(store, judged["penilaian_id"].tolist()))
    looked_into = judged[judged["penilai"].isin(SOURCES)]
    documents = evidence_of(
        register_rows(store, register("bukti").table, list(units), tahun),
        looked_into,
        written[written["penilaian_id"].isin(looked_into["penilaian_id"])],
    )
    of_unit: dict[str, list[dict]] = {}
    for row in documents.to_dict("records"):
        of_unit.setdefault(str(row["unit_id"]), []).append(row)
    by_unit_id: dict[str, dict[str, Assessment]] = {}
    for one in assessments_of(judged):
        by_unit_id.setdefault(one.unit_id, {})[one.penilai] = one
    found = []
    for unit_id, by_judge in by_unit_id.items():
        assessment, case = _case(by_judge, answers, of_unit.get(unit_id, []))
        found += [_row(assessment, case, check, seen) for check in load_checks() for seen in run(check, case)]
    return Quality(_ordered(pd.DataFrame(found, columns=list(DOUBT_COLUMNS))), units, len(everybody) - len(units))


def quality_of(store: Store, tahun: int, samples: bool = False, unit: str | None = None) -> Quality:
    """`quality` of the units that are looked at (`lke.chosen.in_scope`), or of the one of this name."""
    assessments = in_scope(tables.assessments(store), samples or unit is not None)
    if unit is not None:
        assessments = assessments[assessments["unit"] == unit]
    return quality(store, assessments, tahun, most=MOST_UNITS)


def run(check: Check, case: Case) -> list[Seen]:
    """What one check finds in one case."""
    return list(RULES[check.aturan](case, **check.parameter))


def _case(by_judge: dict[str, Assessment], answers: dict, documents: list[dict]) -> tuple[Assessment, Case]:
    """A unit's case by its own assessment, or by the last judge's where it has none."""
    order = [judge for judge in PENILAI if judge in by_judge]
    own = by_judge["unit" if "unit" in by_judge else order[-1]]
    instrument = own.instrument
    alike = [one for one in by_judge.values() if one.instrument is instrument]
    codes = {question.kode for question in instrument.questions()}
    areas = {node.kode: node.pokja for node in compile_points(instrument).nodes if node.kode in codes}
    case = Case(
        instrument,
        own.tahun,
        own.per_tanggal,
        own.penilai,
        {one.penilai: answers.get(one.penilaian_id, {}) for one in alike},
        rows_by_question(documents, instrument),
        areas,
    )
    return own, case


def _answers(written: pd.DataFrame, counts: pd.DataFrame) -> dict[str, dict[str, Answer]]:
    """penilaian_id -> question -> answer."""
    told: dict[tuple[str, str], list[CountAnswer]] = {}
    for one, kode, *rest in _rows(counts):
        told.setdefault((one, kode), []).append(CountAnswer(*rest))
    found: dict[str, dict[str, Answer]] = {}
    for one, kode, tertulis, nilai, catatan, bukti, tautan, lembar, sel in _rows(written):
        masukan = tuple(told.get((one, kode), ()))
        found.setdefault(one, {})[kode] = Answer(
            kode, tertulis, nilai, catatan or "", bukti or "", tautan or "", lembar, sel, masukan
        )
    return found


def _rows(table: pd.DataFrame) -> list[tuple]:
    """The rows; what pandas holds as NaN is missing."""
    return list(table.astype(object).where(table.notna(), None).itertuples(index=False, name=None))


def _row(assessment: Assessment, case: Case, check: Check, seen: Seen) -> dict:
    pokja = seen.pokja if seen.pokja is not None else case.areas.get(seen.kode)
    about = case.instrument.question(seen.kode).teks if seen.kode in case.areas else ""
    cell = seen.answer if seen.sel is None else seen
    return {
        "tingkat": check.tingkat,
        "periksa": check.kode,
        "unit_id": assessment.unit_id,
        "unit": assessment.unit,
        "tahun": assessment.tahun,
        "pokja": pokja,
        "kode": seen.kode,
        "pertanyaan": about or (case.instrument.pokja().get(pokja, "") if pokja is not None else ""),
        "penilai": seen.penilai or assessment.penilai,
        "lembar": cell.lembar if cell else None,
        "sel": cell.sel if cell else None,
        "kalimat": seen.kalimat,
    }


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    grave = {severity: place for place, severity in enumerate(TINGKAT)}
    order = table.assign(pokja=table["pokja"].astype("Int64"), _grave=table["tingkat"].map(grave))
    order = order.sort_values(["unit", "unit_id", "pokja", "_grave"], kind="stable", na_position="last")
    return order.drop(columns="_grave").reset_index(drop=True)

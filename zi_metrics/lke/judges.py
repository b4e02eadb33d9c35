"""The judges of the same form: where they differ, by how many points, and who corrects what over all units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from zi_metrics.answers import PENILAI, PENILAI_SHORT
from zi_metrics.bahasa import format_change
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment, assessments_of
from zi_metrics.lke.chosen import by_instrument, in_scope
from zi_metrics.lke.comparison import compare_answers, is_instrument
from zi_metrics.lke.held_before import notes_of
from zi_metrics.near_minimum import format_beside
from zi_metrics.penilai import neighbours, pairs_among
from zi_metrics.scoring.points import load_points
from zi_metrics.scoring.score import gate_table
from zi_metrics.scoring.standing import Verdict, verdict
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# Decimals of points, beyond which two sums are the same.
_SAME = 12


@dataclass(frozen=True)
class Sides:
    """One unit and year as every judge sees it.

    assessments: judge -> that judge's assessment, in the judges' order; only those who have judged by `instrument`
    nodes: all nodes: kode, nama, bobot, induk, tingkat, jenis, pokja, and per judge who has judged nilai_<judge>
        (points, NaN where that judge has answered nothing) and for questions tertulis_<judge>
    answers: judge -> `tables.answers`
    verdicts: judge -> what the gates say by that judge's answers
    catatan: predicate -> what a verdict on it must be told with (`held_before.notes_of`), '' = nothing
    left_out: judges whose assessment is by another instrument, so that it cannot stand beside
    """

    instrument: Instrument
    assessments: dict[str, Assessment]
    nodes: pd.DataFrame
    answers: dict[str, pd.DataFrame]
    verdicts: dict[str, Verdict]
    catatan: dict[str, str]
    left_out: tuple[str, ...]

    def last(self) -> Assessment:
        """The assessment of the judge furthest along the road."""
        return next(reversed(self.assessments.values()))

    def total(self, judge: str) -> float:
        """A judge's total in points (unanswered = 0); NaN when nothing is answered."""
        top = self.nodes[self.nodes["tingkat"] == 0]
        return float(top[f"nilai_{judge}"].sum(min_count=1))

    def total_text(self, judge: str) -> str:
        """A judge's total as people read it: never like a predicate's total that it misses."""
        whole = self.instrument.gate_over(self.instrument.komponen)
        minima = [self.instrument.gate_minimum(whole, p) for p in self.instrument.predikat] if whole else []
        return format_beside(self.total(judge), [minimum for minimum in minima if minimum is not None])

    def answered(self, judge: str) -> tuple[int, int]:
        """How many questions a judge has answered, and how many there are."""
        return int(self.answers[judge]["nilai"].notna().sum()), len(self.instrument.questions())

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of judges that can be compared, in the order of `penilai.pairs_among`."""
        return pairs_among(self.assessments)

    def differences(self, dari: str, ke: str) -> pd.DataFrame:
        """The questions on which two judges differ, as `lke.comparison.compare_answers`; what lost most points first.

        Questions that one of the two has left open are not differences of judgement and are left out.
        """
        table = compare_answers(self.instrument, self.answers[dari], self.answers[ke])
        table = table.dropna(subset=["nilai_dari", "nilai_ke"])
        return table.sort_values("poin", kind="stable").reset_index(drop=True)

    def common(self, dari: str, ke: str) -> int:
        """How many questions both judges have answered."""
        return len(self.common_questions(dari, ke))

    def common_questions(self, dari: str, ke: str) -> list[str]:
        """The codes of the questions that both judges have answered."""
        known = [self.answers[judge].set_index("kode")["nilai"].dropna().index for judge in (dari, ke)]
        return known[0].intersection(known[1]).tolist()

    def parts(self) -> pd.DataFrame:
        """The parts of the form (`form_parts`), with points per judge: kode, nama, bobot, nilai_<judge>."""
        nodes = self.nodes.set_index("kode")
        columns = ["bobot", *(f"nilai_{judge}" for judge in self.assessments)]
        rows = [
            {"kode": kode, "nama": nama} | nodes.loc[codes, columns].sum(min_count=1).to_dict()
            for kode, (nama, codes) in form_parts(self.instrument).items()
        ]
        return pd.DataFrame(rows)

    def sentences(self) -> list[str]:
        """What matters: each judge's correction of the total, and where it is greatest."""
        return [self.sentence(*pair) for pair in neighbours(self.assessments)]

    def sentence(self, dari: str, ke: str) -> str:
        """How many answers one judge lowered and raised against another, and by how many points."""
        changed = self.differences(dari, ke)
        moves = [
            f"{verb} {len(part)} jawaban ({format_change(part['poin'].sum())} poin)"
            for verb, part in (
                ("menurunkan", changed[changed["poin"] < 0]),
                ("menaikkan", changed[changed["poin"] > 0]),
            )
            if not part.empty
        ]
        if not self.common(dari, ke):
            return f"Belum ada pertanyaan yang dijawab {PENILAI_SHORT[dari]} dan {PENILAI_SHORT[ke]} bersama."
        who = f"Terhadap jawaban {PENILAI_SHORT[dari]}, {PENILAI_SHORT[ke]}"
        return f"{who} {' dan '.join(moves)}." if moves else f"{who} menjawab sama di semua pertanyaan bersama."


def judged_by(everything: pd.DataFrame, unit_id: str, tahun: int) -> dict[str, Assessment]:
    """Judge -> the assessment of a unit and year, in the judges' order. everything: `tables.assessments`"""
    own = everything[(everything["unit_id"] == unit_id) & (everything["tahun"] == tahun)]
    by_judge = {assessment.penilai: assessment for assessment in assessments_of(own)}
    return {judge: by_judge[judge] for judge in PENILAI if judge in by_judge}


def of_last_form(found: Mapping[str, Assessment]) -> dict[str, Assessment]:
    """Of a unit's assessments of a year (`judged_by`) those by the last judge's instrument, which can be compared."""
    if not found:
        return {}
    last = list(found.values())[-1]
    return {
        judge: one for judge, one in found.items() if is_instrument(last.instrument, one.instrumen, one.instrumen_versi)
    }


def sides(store: Store, unit_id: str, tahun: int) -> Sides | None:
    """One unit and year as every judge sees it; None when nobody has judged."""
    found = judged_by(tables.assessments(store), unit_id, tahun)
    if not found:
        return None
    last = list(found.values())[-1]
    instrument, matrix = last.instrument, load_points(last.instrumen, last.instrumen_versi)
    chosen = of_last_form(found)
    nodes = pd.DataFrame([vars(node) for node in matrix.nodes])
    tree, answers, verdicts = nodes, {}, {}
    for judge, assessment in chosen.items():
        stored = tables.node_scores(store, [assessment.penilaian_id]).drop(columns="penilaian_id")
        scores = stored.set_index("kode")
        answers[judge] = tables.answers(store, assessment.penilaian_id)
        verdicts[judge] = verdict(gate_table(instrument, tree.merge(stored, on="kode", how="left")))
        judged = scores["nilai"].where(scores["terjawab"] > 0)
        written = answers[judge].set_index("kode")["tertulis"]
        nodes = nodes.assign(
            **{f"nilai_{judge}": nodes["kode"].map(judged), f"tertulis_{judge}": nodes["kode"].map(written)}
        )
    left_out = tuple(judge for judge in found if judge not in chosen)
    return Sides(instrument, chosen, nodes, answers, verdicts, notes_of(store, last), left_out)


def form_parts(instrument: Instrument) -> dict[str, tuple[str, list[str]]]:
    """The form in parts that add up to the whole: code -> (name, node codes).

    Each area (Pokja) is one part, all its nodes together; what lies in no area is split by the component's children.
    """
    parts = {
        f"pokja-{number}": (nama, [node.kode for node in instrument.area_nodes(number)])
        for number, nama in instrument.pokja().items()
    }
    for component in instrument.komponen:
        if all(node.pokja is None for node in component.walk()):
            parts |= {node.kode: (node.nama, [node.kode]) for node in component.anak or [component]}
    return parts


def pairs_judged(assessments: pd.DataFrame) -> list[tuple[str, str]]:
    """The pairs of judges who both judged some unit and year by the same instrument; who did so most often first.

    Of equals in the order of `penilai.pairs_among`. assessments: as `tables.assessments` gives them.
    """
    same = ["unit_id", "tahun", "instrumen", "instrumen_versi"]
    place = assessments.groupby(same).ngroup().to_numpy()
    codes = assessments["penilai"].unique().tolist()
    judged = np.zeros((len(codes), int(place.max(initial=-1)) + 1), dtype=bool)
    for row, judge in enumerate(codes):
        judged[row, place[(assessments["penilai"] == judge).to_numpy(bool)]] = True
    by_judge = dict(zip(codes, judged, strict=True))
    often = {pair: int((by_judge[pair[0]] & by_judge[pair[1]]).sum()) for pair in pairs_among(codes)}
    return sorted((pair for pair in often if often[pair]), key=lambda pair: -often[pair])


CORRECTION_COLUMNS = (
    "unit_id",
    "unit",
    "penilaian_id_dari",
    "penilaian_id_ke",
    "instrumen",
    "instrumen_versi",
    "kode",
    "nama",
    "bobot",
    "koreksi",
    "dibandingkan",
    "turun",
    "naik",
)


def corrections(
    store: Store,
    dari: str,
    ke: str,
    tahun: int,
    samples: bool = False,
    everything: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What one judge changed of another's answers, per unit and part of the form (`form_parts`), in one year.

    Columns: unit_id, unit, penilaian_id_dari, penilaian_id_ke, instrumen, instrumen_versi, kode, nama, bobot, koreksi
    (points, negative = lowered), dibandingkan, turun, naik (questions that both answered). Empty when no unit has both
    judges. everything: `tables.assessments`, where they are known already
    """
    return _changes(store, _pairs(store, dari, ke, tahun, samples, everything), form_parts)


@dataclass(frozen=True)
class CorrectedUnit:
    """One unit of `corrections`.

    jumlah: points that the judge took off (negative) or added in all
    bagian: code of each part of the form that both answered -> points
    """

    unit: str
    jumlah: float
    bagian: Mapping[str, float]


def corrected_units(table: pd.DataFrame) -> list[CorrectedUnit]:
    """`corrections` by unit, the one that lost most points first."""
    return units_of_map(correction_map(table))


def correction_map(table: pd.DataFrame) -> pd.DataFrame:
    """`corrections` with a row for each unit (index: its name), the one that lost most points first.

    Columns: jumlah, then the code of each part of the form, in its order there: points; NaN = not judged by both.
    """
    units, rows = np.unique(table["unit"].to_numpy(dtype=object), return_inverse=True)
    codes = list(dict.fromkeys(table["kode"].tolist()))
    columns = pd.Index(codes).get_indexer(pd.Index(table["kode"]))
    parts = np.full((len(units), len(codes)), np.nan)
    parts[rows, columns] = table["koreksi"].to_numpy(float)
    found = pd.DataFrame(parts, index=pd.Index(units, name="unit", dtype=object), columns=codes)
    found.insert(0, "jumlah", np.nansum(parts, axis=1))
    return found.sort_values("jumlah", kind="stable")


def units_of_map(table: pd.DataFrame) -> list[CorrectedUnit]:
    """Rows of a `correction_map` as values."""
    parts = table.drop(columns="jumlah")
    return [
        CorrectedUnit(str(unit), jumlah, {str(part): float(points) for part, points in own.items() if pd.notna(points)})
        for unit, jumlah, (_, own) in zip(table.index, table["jumlah"].tolist(), parts.iterrows(), strict=True)
    ]


@dataclass(frozen=True)
class Corrected:
    """What one judge corrected of another over all units of a year.

    peta: `correction_map`; nama: the parts' names, by code; kalimat: `correction_sentence`
    """

    peta: pd.DataFrame
    nama: dict[str, str]
    kalimat: str


def corrected(table: pd.DataFrame, dari: str, ke: str, tahun: int) -> Corrected | None:
    """What `corrections` tell; None where there are none."""
    if table.empty:
        return None
    named = table.drop_duplicates("kode")
    names = dict(zip(named["kode"].tolist(), named["nama"].tolist(), strict=True))
    return Corrected(correction_map(table), names, correction_sentence(table, dari, ke, tahun))


def most_corrected(
    store: Store, samples: bool = False, everything: pd.DataFrame | None = None
) -> tuple[str, int] | None:
    """The unit whose points one judge moved most against another's, and the year; None where no unit has two judges.

    Of the newest year in which some unit has two: there a page on judges has something to tell.
    everything: `tables.assessments`, where they are known already
    """
    known = tables.assessments(store) if everything is None else everything
    everything = in_scope(known, samples)
    for tahun in sorted(everything["tahun"].unique().tolist(), reverse=True):
        pairs = pairs_judged(everything[everything["tahun"] == tahun])
        parts = [correction_map(corrections(store, *pair, tahun, samples, known))["jumlah"] for pair in pairs]
        moved = pd.concat(parts) if parts else pd.Series(dtype=float)
        if len(moved):
            # What differs by less than rounding is the same: of equals the first.
            return str(moved.index[int(moved.abs().round(_SAME).to_numpy().argmax())]), tahun
    return None


CORRECTED_QUESTION_COLUMNS = ("kode", "nama", "bobot", "unit", "turun", "naik", "koreksi")


def corrected_questions(store: Store, dari: str, ke: str, tahun: int, samples: bool = False) -> pd.DataFrame:
    """The questions that a judge corrects most, over all units of a year, what loses most points first.

    Columns: kode, nama, bobot, unit (units that both judges answered), turun, naik (units), koreksi (mean points).
    """
    table = _changes(store, _pairs(store, dari, ke, tahun, samples), _each_question)
    grouped = table.groupby(["kode", "nama", "bobot"], as_index=False, sort=False).agg(
        unit=("dibandingkan", "sum"), turun=("turun", "sum"), naik=("naik", "sum"), koreksi=("koreksi", "mean")
    )
    return grouped.sort_values("koreksi", kind="stable").reset_index(drop=True)


def correction_sentence(table: pd.DataFrame, dari: str, ke: str, tahun: int) -> str:
    """The one sentence about `corrections`: how much a judge takes off, and in which part most."""
    totals = table.groupby("unit_id")["koreksi"].sum()
    parts = table.groupby("nama", sort=False)["koreksi"].mean().sort_values()
    return (
        f"Pada {tahun}, {PENILAI_SHORT[ke]} mengubah nilai {PENILAI_SHORT[dari]} rata-rata "
        f"{format_change(totals.mean())} poin pada {len(totals)} unit ({format_change(totals.min())} sampai "
        f"{format_change(totals.max())}); paling banyak pada {parts.index[0]}, rata-rata "
        f"{format_change(parts.iloc[0])}."
    )


def _pairs(
    store: Store, dari: str, ke: str, tahun: int, samples: bool, everything: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Assessments of one year by both judges and the same instrument, side by side."""
    everything = in_scope(tables.assessments(store) if everything is None else everything, samples)
    chosen = everything[everything["tahun"] == tahun]
    same = ["unit_id", "unit", "instrumen", "instrumen_versi"]
    first, second = (chosen[chosen["penilai"] == judge][[*same, "penilaian_id"]] for judge in (dari, ke))
    return first.merge(second, on=same, suffixes=("_dari", "_ke"))


def _changes(
    store: Store, pairs: pd.DataFrame, grouping: Callable[[Instrument], dict[str, tuple[str, list[str]]]]
) -> pd.DataFrame:
    columns = ["unit_id", "unit", "penilaian_id_dari", "penilaian_id_ke", "instrumen", "instrumen_versi"]
    found = []
    for instrument, group in by_instrument(pairs):
        parts = grouping(instrument)
        weights = {node.kode: node.bobot for node in load_points(instrument.kode, instrument.versi).nodes}
        belongs = {q: name for name, (_, codes) in parts.items() for q in _questions_below(instrument, codes)}
        ids = list(zip(group["penilaian_id_dari"], group["penilaian_id_ke"], strict=True))
        table = tables.corrections(store, ids, belongs, weights)
        table = table.rename(columns={"dari_id": "penilaian_id_dari", "ke_id": "penilaian_id_ke", "kelompok": "kode"})
        order = {name: place for place, name in enumerate(parts)}
        table = table.merge(group[columns], on=["penilaian_id_dari", "penilaian_id_ke"]).sort_values(
            ["unit", "kode"], key=lambda s, order=order: s.map(order) if s.name == "kode" else s
        )
        found.append(
            table.assign(
                nama=table["kode"].map({name: nama for name, (nama, _) in parts.items()}),
                bobot=table["kode"].map({name: sum(weights[c] for c in codes) for name, (_, codes) in parts.items()}),
                koreksi=table["poin_ke"] - table["poin_dari"],
            )
        )
    kept = [*columns, "kode", "nama", "bobot", "koreksi", "dibandingkan", "turun", "naik"]
    return pd.concat(found, ignore_index=True)[kept] if found else pd.DataFrame(columns=kept)


def _each_question(instrument: Instrument) -> dict[str, tuple[str, list[str]]]:
    return {question.kode: (question.teks, [question.kode]) for question in instrument.questions()}


def _questions_below(instrument: Instrument, codes: list[str]) -> list[str]:
    """The questions of some nodes; a question's own code stands for itself."""
    nodes = {node.kode: node for node in instrument.nodes()}
    return [q for kode in codes for q in ([x.kode for x in nodes[kode].questions()] if kode in nodes else [kode])]

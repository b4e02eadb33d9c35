"""One unit's outlook: what the next judge will probably make of it, the same on every screen, export and command.

Answers are corrected as judges corrected before (`plan.chance`), from all pairs of assessments up to the unit's year
but its own of that year; the surveys' sampling errors are drawn with them (`surveys.index_errors.survey_errors`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_number
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.values import answer_values
from zi_metrics.penilai import next_judge
from zi_metrics.plan.chance import Chance, SurveyErrors, chances
from zi_metrics.plan.corrections import Corrections, stored_corrections
from zi_metrics.plan.foresight import FEWEST_PAIRS, Foresight, foresight
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.scoring.score import answer_row
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.surveys import index_errors

# As `past_judges`: store, instrument, judge, next judge, year, whether the unit is a sample.
PastOf = Callable[[Store, Instrument, str, str, int, bool], Foresight | None]
# As `plan.corrections.stored_corrections`: store, instrument, judge, next judge, samples, before which year.
CorrectionsOf = Callable[[Store, Instrument, str, str, bool, int | None], Corrections | None]
# As `plan.foresight.foresight`: corrections, year.
ForesightOf = Callable[[Corrections | None, int], Foresight | None]
# As `plan.chance.chances`: gates of each predicate, values, what the past says, surveys' errors, unit_id.
ChancesOf = Callable[
    [list[GateSystem], dict[str, float | None], Foresight | None, SurveyErrors, str], dict[str, Chance]
]


@dataclass(frozen=True)
class Outlook:
    """The outlook of one assessment.

    dari: the judge whose answers these are
    ke: the judge who comes next; None = nobody, or with too few past pairs: only the surveys' errors are counted
    total: its own total (points)
    peluang: predicate -> chance; a verdict on it must be told with `lke.held_before.notes_of`
    """

    dari: str
    ke: str | None
    total: float
    peluang: dict[str, Chance]

    def any_chance(self) -> Chance:
        """One of the predicates' chances: their totals, pairs and assumptions are the same."""
        return next(iter(self.peluang.values()))

    def sentence(self) -> str:
        """'Bila TPI mengoreksi seperti pada 19 pasangan yang lalu, total 80,10 menjadi sekitar 72,10 [68,90–74,80].'"""
        found = self.any_chance()
        why = (
            f"Bila {PENILAI_SHORT[self.ke]} mengoreksi seperti pada {found.pasangan} pasangan penilaian yang lalu"
            if self.ke
            else "Dengan ketidakpastian surveinya"
        )
        return (
            f"{why}, total {format_number(self.total)} menjadi sekitar {format_number(found.total.perkiraan)} "
            f"[{format_number(found.total.rendah)}–{format_number(found.total.tinggi)}]."
        )


def next_judge_of(store: Store, assessment: Assessment, judges: Sequence[str] | None = None) -> str | None:
    """The judge who comes after an assessment's, among those whom its unit meets (`penilai.next_judge`).

    judges: as of `store.tables.judges_of`; None = asked for here
    """
    return next_judge(assessment.penilai, tables.judges_of(store, assessment.unit_id) if judges is None else judges)


def past_judges(
    store: Store,
    instrument: Instrument,
    dari: str,
    ke: str,
    tahun: int,
    samples: bool,
    foresight_of: ForesightOf = foresight,
    corrections_of: CorrectionsOf = stored_corrections,
) -> Foresight | None:
    """What the pairs of two judges up to a year say about that year; None where there are too few.

    foresight_of, corrections_of: `foresight` and `stored_corrections`, or the same with their answers kept
    Of all units, so that a unit's chance is the same whoever asks; what is learned shows no unit's own figures.
    """
    return foresight_of(corrections_of(store.whole(), instrument, dari, ke, samples, tahun + 1), tahun)


def stored_errors(
    store: Store, unit_id: str, tahun: int, instrument: Instrument, surveys: pd.DataFrame | None = None
) -> SurveyErrors:
    """The sampling errors of the surveys stored for a unit and year, in full precision, and how they go together.

    surveys: as of `index_errors.survey_errors`
    """
    found = index_errors.survey_errors(store, unit_id, tahun, instrument, surveys)
    errors = found.standard_errors
    together = {
        (a, b): float(found.kovarians[i, j] / (errors[a] * errors[b]))
        for i, a in enumerate(found.kode)
        for j, b in enumerate(found.kode)
        if i < j and errors[a] * errors[b] > 0
    }
    return SurveyErrors({kode: error for kode, error in errors.items() if error > 0}, together)


def outlook(
    store: Store,
    assessment: Assessment,
    errors: SurveyErrors | None = None,
    values: Mapping[str, float | None] | None = None,
    past_of: PastOf = past_judges,
    chances_of: ChancesOf = chances,
    judges: Sequence[str] | None = None,
) -> Outlook | None:
    """The outlook of an assessment; None where neither past pairs nor surveys' errors are known.

    errors: other errors of the surveys, to try (None = `stored_errors`); values: other answers than the stored ones,
    question -> value (a plan's); past_of, chances_of: `past_judges` and `chances`, or the same with their
    answers kept
    judges: as of `next_judge_of`
    A real unit never rests on invented pairs. Raises SettingsProblem for errors that do not fit.
    """
    instrument, ke = assessment.instrument, next_judge_of(store, assessment, judges)
    if errors is None:
        errors = stored_errors(store, assessment.unit_id, assessment.tahun, instrument)
    past = None
    if ke is not None:
        past = past_of(store.whole(), instrument, assessment.penilai, ke, assessment.tahun, assessment.contoh)
    known = past is not None and past.known_for(assessment.unit_id) is not None
    own = answer_values(store, assessment.penilaian_id) if values is None else dict(values)
    # An index that is not in the assessment has no error either, even where its survey is stored.
    blank = {question.kode for question in instrument.questions() if own.get(question.kode) is None}
    counted = {kode: error for kode, error in errors.galat_baku.items() if kode not in blank}
    errors = SurveyErrors(counted, errors.korelasi)
    if not known and not any(counted.values()):
        return None
    systems = [gate_system(instrument, predikat) for predikat in instrument.predikat]
    return Outlook(
        dari=assessment.penilai,
        ke=ke if known else None,
        total=float(systems[0].nilai_and_total(answer_row(systems[0].matrix, own))[1][0]),
        peluang=chances_of(systems, own, past if known else None, errors, assessment.unit_id),
    )


def why_none(store: Store, assessment: Assessment, judges: Sequence[str] | None = None) -> str:
    """Why an assessment has no outlook (Indonesian). judges: as of `next_judge_of`"""
    return _without_judge(assessment, next_judge_of(store, assessment, judges), "Peluang belum dapat dihitung")


def why_no_judge(store: Store, assessment: Assessment, judges: Sequence[str] | None = None) -> str:
    """Why no judge's corrections are in an outlook (`Outlook.ke` is None), though the surveys' errors are (Indonesian).

    Whoever reads the chance must be told: it says nothing of a judge. judges: as of `next_judge_of`
    """
    judge = next_judge_of(store, assessment, judges)
    return _without_judge(assessment, judge, "Hanya ketidakpastian surveinya yang dihitung, koreksi penilai belum")


def _without_judge(assessment: Assessment, judge: str | None, what: str) -> str:
    if judge is None:
        return f"{PENILAI_SHORT[assessment.penilai]} menilai paling akhir; sesudahnya tidak ada koreksi lagi."
    return (
        f"{what}: koreksi {PENILAI_SHORT[judge]} atas {PENILAI_SHORT[assessment.penilai]} baru dapat ditaksir dari "
        f"paling sedikit {FEWEST_PAIRS} pasangan penilaian unit lain atau tahun lain."
    )

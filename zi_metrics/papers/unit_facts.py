"""What is said of one unit when it presents itself: the figures of its screens, gathered once for slides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from zi_metrics.answers import PENILAI
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import MISSING, format_number
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.movement import Movement, movement
from zi_metrics.lke.unit import UnitReport, unit_history, unit_report
from zi_metrics.lke.unit_head import Measured, UnitHead, unit_head
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.near_minimum import format_beside
from zi_metrics.papers.parts import NoPaper
from zi_metrics.papers.past_of import kept_outlook
from zi_metrics.papers.unit_paper import OutlookOf
from zi_metrics.pembangunan import benefits, programme_matrix, risk
from zi_metrics.pembangunan.listed_actions import ListedAction, listed_actions
from zi_metrics.pembangunan.recommendations import recommendations
from zi_metrics.pembangunan.register import register
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.plan import Impossible, Plan, plan
from zi_metrics.plan.program import SolverStopped
from zi_metrics.plan.settings import PlanSettings, SettingsProblem
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import MET
from zi_metrics.store import tables
from zi_metrics.store.agency import agency_emblem, agency_name
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.surveys.chosen import withheld
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.into_lke import lke_of
from zi_metrics.surveys.report import survey_kinds, survey_report
from zi_metrics.surveys.sentences import headline, published_index, published_interval, targets


@dataclass(frozen=True)
class SurveyLine:
    """One kind of survey of the year, as people read it: its name, index, interval, respondents, points, conclusion.

    nilai: the index on its scale, None = not shown; minima: short names of predicates -> index that these ask for
    """

    nama: str
    indeks: str
    selang: str
    responden: str
    poin: str
    kesimpulan: str
    nilai: float | None = None
    minima: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitFacts:
    """What is known of one unit, towards one predicate.

    instansi: the agency's name and emblem, '' = none; laporan: its assessment; predikat, singkatan: key and short name
    kepala: what its screen says first; riwayat: `unit_history`; gerak: `movement`; peluang: the outlook in sentences
    area: area's number -> its figure beside its minima
    risiko: rows of `risk.with_levels`, inovasi, manfaat: of `benefits.with_change`, program: `programme_matrix.of_unit`
    kalimat: one sentence about each of them, '' where nothing is recorded, by the register's code
    survei: a line for each kind; tindakan: actions of the year, late ones first; rekomendasi: TPI's
    tujuan: the short name of the predicate that the plan is for, '' = all are met; rencana: it, or why there is none
    hari: the day on which all this is said
    """

    instansi: tuple[str, str]
    laporan: UnitReport
    predikat: str
    singkatan: str
    kepala: UnitHead
    riwayat: pd.DataFrame
    gerak: Mapping[str, Movement]
    peluang: str
    area: Mapping[int, Measured]
    risiko: pd.DataFrame
    inovasi: pd.DataFrame
    manfaat: pd.DataFrame
    program: pd.DataFrame
    kalimat: Mapping[str, str]
    survei: tuple[SurveyLine, ...]
    tindakan: tuple[ListedAction, ...]
    rekomendasi: pd.DataFrame
    tujuan: str
    rencana: Plan | str
    hari: date

    @property
    def sumber(self) -> str:
        """Whose figures, and as of when."""
        source = self.laporan.assessment
        return f"Penilai: {PENILAI[source.penilai]}, {as_of_words(*source.as_of)}, versi {source.versi}"


def unit_facts(
    store: Store, assessment: Assessment, hari: date, predikat: str | None = None, outlook_of: OutlookOf | None = None
) -> UnitFacts:
    """What is known of an assessment's unit. predikat: its key, None = the lowest; outlook_of: as `portfolio_facts`.

    Raises NoPaper for a predicate that its instrument does not know.
    """
    report = unit_report(store, assessment)
    aim = predikat or next(iter(report.instrument.predikat))
    if aim not in report.instrument.predikat:
        known = ", ".join(report.instrument.predikat)
        raise NoPaper(f"Predikat '{aim}' tidak dikenal instrumen penilaian ini. Yang ada: {known}.")
    short = report.instrument.predikat[aim].singkatan
    unit_id, tahun = assessment.unit_id, assessment.tahun
    head = unit_head(report, aim)
    rows = {name: register_rows(store, register(name).table, [unit_id], tahun) for name in _REGISTERS}
    risks = risk.with_levels(rows["risiko"], hari)
    changed = {name: benefits.with_change(rows[name]) for name in ("inovasi", "manfaat")}
    goal, steps = _way(store, report, aim)
    return UnitFacts(
        instansi=(agency_name(store), agency_emblem(store)),
        laporan=report,
        predikat=aim,
        singkatan=short,
        kepala=head,
        riwayat=unit_history(store, unit_id),
        gerak=movement(store, assessment),
        peluang=_chance(store, assessment, aim, short, outlook_of),
        area=_areas(report, head),
        risiko=risks,
        inovasi=changed["inovasi"],
        manfaat=changed["manfaat"],
        program=programme_matrix.of_unit(rows["program"]),
        kalimat={
            "risiko": risk.sentence(risks) if len(risks) else "",
            "inovasi": benefits.innovation_sentence(changed["inovasi"]) if len(changed["inovasi"]) else "",
            "manfaat": benefits.benefit_sentence(changed["manfaat"]) if len(changed["manfaat"]) else "",
            "program": programme_matrix.sentence(rows["program"], {assessment.unit: unit_id})
            if len(rows["program"])
            else "",
        },
        survei=survey_lines(store, assessment),
        tindakan=tuple(listed_actions(rows["rencana_aksi"], hari)),
        rekomendasi=recommendations(store, tahun, (unit_id,), hari),
        tujuan=goal,
        rencana=steps,
        hari=hari,
    )


_REGISTERS = ("risiko", "inovasi", "manfaat", "program", "rencana_aksi")


def next_aim(report: UnitReport, predikat: str) -> str | None:
    """The predicate that comes next: this one, or the first after it that is not met; None where all are."""
    names = list(report.instrument.predikat)
    return next((key for key in names[names.index(predikat) :] if report.verdict.putusan.get(key) != MET), None)


def survey_lines(store: Store, assessment: Assessment) -> tuple[SurveyLine, ...]:
    """A unit's surveys of the assessment's year, a line for each kind; of few people nothing but their number."""
    unit, tahun = assessment.unit, assessment.tahun
    lke, lines = lke_of(tables.assessments(store), unit, tahun), []
    for kode in survey_kinds(store, unit, tahun):
        name = load_survey_instruments()[kode].singkatan
        found = survey_report(store, unit, tahun, kode, None, lke)
        if found is None:
            hidden = withheld(store, unit, tahun, kode)
            people = MISSING if hidden is None or hidden.responden is None else format_number(hidden.responden, 0)
            why = hidden.kalimat if hidden else MISSING
            lines.append(SurveyLine(name, MISSING, MISSING, people, MISSING, why))
            continue
        people = MISSING if found.responden is None else format_number(found.responden, 0)
        points = MISSING if found.points is None else format_beside(found.points, found.gates["minimum"].tolist())
        interval = published_interval(found) or MISSING
        said = (name, published_index(found), interval, people, points, headline(found))
        lines.append(SurveyLine(*said, float(found.figure.indeks), targets(found)))
    return tuple(lines)


def _chance(store: Store, assessment: Assessment, predikat: str, short: str, outlook_of: OutlookOf | None) -> str:
    found = (outlook_of or kept_outlook())(store, assessment)
    if found is None or predikat not in found.peluang:
        return ""
    return f"{found.sentence()} {found.peluang[predikat].sentence(short)}".strip()


def _areas(report: UnitReport, head: UnitHead) -> dict[int, Measured]:
    instrument, known = report.instrument, {one.kode: one for one in head.lain}
    found = {}
    for number in instrument.pokja():
        parts = instrument.area_nodes(number)
        gate = instrument.gate_over(parts)
        own = known.get(gate.kode) if gate is not None else None
        own = own or known.get(parts[0].kode)
        if own is not None:
            found[number] = own
    return found


def _way(store: Store, report: UnitReport, predikat: str) -> tuple[str, Plan | str]:
    """The lightest plan to the next predicate, as Rencana finds it with nothing set; or why there is none."""
    aim = next_aim(report, predikat)
    if aim is None:
        return "", "Semua syarat nilai sudah terpenuhi."
    short = report.instrument.predikat[aim].singkatan
    penilaian_id = report.assessment.penilaian_id
    settings = PlanSettings(hitungan=counts_by_question(store, penilaian_id), upaya=load_effort(report.instrument.kode))
    try:
        found = plan(gate_system(report.instrument, aim), answer_values(store, penilaian_id), settings)
    except (SettingsProblem, SolverStopped) as problem:
        return short, str(problem).splitlines()[0]
    return short, " ".join(found.sentences(short)) if isinstance(found, Impossible) else found

"""Beside a unit's figures: the lightest way to the next predicate, and what is late."""

import pandas as pd
from markupsafe import Markup

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_change, format_date, format_number
from zi_metrics.lke.unit import UnitReport
from zi_metrics.pembangunan.listed_actions import ListedAction, late_sentence
from zi_metrics.pembangunan.recommendations import LATE, late_recommendations, recommendation
from zi_metrics.pembangunan.register import register
from zi_metrics.plan.effort import load_effort
from zi_metrics.plan.plan import Impossible, Plan, Step
from zi_metrics.plan.program import SolverStopped
from zi_metrics.plan.settings import PlanSettings, SettingsProblem
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.score import MET
from zi_metrics.store.connection import Store
from zi_ui import cached, given
from zi_ui.drawn.links import address, link
from zi_ui.drawn.markup import EMPTY, join, tag
from zi_ui.ways import to_answers

# So many steps, and so much of what is late, are written out.
_STEPS = _LATE_ONES = 3


def next_steps(store: Store, report: UnitReport, predikat: str) -> Markup:
    """The first steps of the lightest plan to the predicate, or to the next one where it is met."""
    names = report.instrument.predikat
    later = [key for key in list(names)[list(names).index(predikat) :] if report.verdict.putusan.get(key) != MET]
    source = report.assessment
    asked = {"unit": source.unit, "tahun": source.tahun, "penilai": source.penilai}
    if not later:
        words = f"Semua syarat nilai {names[predikat].singkatan} sudah terpenuhi."
        way = _way("rencana", "Lihat jarak amannya", **asked, predikat=predikat, lihat="aman")
        return _panel("Langkah berikut", tag("p", words), way)
    aim = later[0]
    short = names[aim].singkatan
    found = _plan(store, report, aim)
    if isinstance(found, Plan):
        steps = tag("ol", join(_step(report, one) for one in found.langkah[:_STEPS]))
        more = len(found.langkah) - _STEPS
        label = f"Rencana lengkap, {format_number(more, 0)} langkah lagi" if more > 0 else "Buka rencana"
        effort = f"{len(found.langkah)} perbaikan, upaya {format_number(found.upaya_total, 1)}."
        inside = [tag("p", effort, class_="zi-soft"), steps]
    else:
        words = found.sentences(short)[0] if isinstance(found, Impossible) else found
        inside, label = [tag("p", words)], "Buka rencana"
    way = _way("rencana", label, **asked, predikat=aim, lihat="rencana")
    return _panel(f"Langkah paling ringan ke {short}", *inside, way)


def late(store: Store, report: UnitReport, actions: list[ListedAction]) -> Markup:
    """What of this unit is late: actions and recommendations of TPI, the latest first."""
    source = report.assessment
    asked = {"unit": source.unit, "tahun": source.tahun}
    parts = []
    if words := late_sentence(actions):
        ones = [one for one in actions if one.hari_terlambat][:_LATE_ONES]
        said = tag("ul", join(_late_action(report, one) for one in ones))
        parts += [tag("p", words), said, _way("pekerjaan", "Buka tindakannya", **asked, kerja="aksi")]
    table = cached.recommendations(store, source.tahun, (source.unit_id,), today())
    if words := late_recommendations(table):
        ones = table[table["keadaan"] == LATE].head(_LATE_ONES)
        said = tag("ul", join(_late_recommendation(row) for row in ones.to_dict("records")))
        parts += [tag("p", words), said, _way("pekerjaan", "Buka rekomendasinya", **asked, kerja="rekomendasi")]
    if not parts:
        none = "Tidak ada yang terlambat." if actions or len(table) else f"Belum ada rencana aksi {source.tahun}."
        parts = [tag("p", none), _way("pekerjaan", "Buka Pekerjaan", **asked)]
    return _panel("Terlambat", *parts)


def actions_of(store: Store, report: UnitReport) -> list[ListedAction]:
    """The unit's actions of the assessment's year, late ones first."""
    source = report.assessment
    return cached.unit_actions(store, source.unit_id, source.tahun, today())


def unit_rows(store: Store, kode: str, unit_id: str, tahun: int) -> pd.DataFrame:
    """A unit's rows of a register in a year."""
    return cached.register_table(store, register(kode).table, (unit_id,), tahun)


def _plan(store: Store, report: UnitReport, predikat: str) -> Plan | Impossible | str:
    """The lightest plan as Rencana finds it with nothing set; or why there is none, in words."""
    values, counts = cached.start(store, report.assessment.penilaian_id)
    settings = PlanSettings(hitungan=counts, upaya=load_effort(report.instrument.kode))
    try:
        return cached.best_plan(gate_system(report.instrument, predikat), values, settings)
    except (SettingsProblem, SolverStopped) as problem:
        return str(problem).splitlines()[0]


def _step(report: UnitReport, step: Step) -> Markup:
    source = report.assessment
    code = link(step.kode, to_answers(source.unit, source.tahun, source.penilai, step.kode), title=step.pertanyaan)
    gained = f"{format_change(step.poin)} poin, upaya {format_number(step.upaya, 1)}"
    return tag("li", code, f" {step.pertanyaan}: {step.teks_dari} → {step.teks_ke} ", tag("small", f"({gained})"))


def _late_action(report: UnitReport, one: ListedAction) -> Markup:
    source = report.assessment
    codes = [link(kode, to_answers(source.unit, source.tahun, source.penilai, kode)) for kode in one.kode]
    who = f", {one.pic}" if one.pic else ""
    due = f" (tenggat {format_date(one.tenggat)}{who})"
    return tag("li", one.rencana, " ", join(codes, ", "), tag("small", due))


def _late_recommendation(row: dict) -> Markup:
    one = recommendation(row)
    number = f"{one.nomor}: " if one.nomor else ""
    return tag("li", f"{number}{one.teks}", tag("small", f" (tenggat {format_date(one.tenggat)})"))


def _panel(title: str, *inside: Markup) -> Markup:
    return tag("div", tag("h3", title), join(inside), class_="zi-panel")


def _way(page: str, words: str, **choices: object) -> Markup:
    return tag("p", link(words, address(page, **choices)), class_="zi-way") if given.opens(page) else EMPTY

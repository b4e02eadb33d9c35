"""The commands `plan`, `margin` and `peluang`: the way to a predicate, how safely it is held, what comes next."""

import argparse

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import add_assessment, find_assessment_for, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.held_before import notes_of
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.near_minimum import format_shortfall
from zi_metrics.outlook.unit import Outlook, outlook, why_no_judge, why_none
from zi_metrics.plan.margin import FALLS, Margin, margin
from zi_metrics.plan.plan import Impossible, Plan, plan
from zi_metrics.plan.program import SolverStopped
from zi_metrics.plan.settings import PlanSettings, SettingsProblem
from zi_metrics.scoring.gates import GateSystem, gate_system
from zi_metrics.scoring.standing import uncertainty_of

_STEP = (
    "kode",
    "pertanyaan",
    "pokja",
    "dari",
    "ke",
    "arti_dari",
    "arti_ke",
    "poin",
    "upaya",
    "syarat",
    "total_sesudah",
)


def add_plan_commands(commands: Commands) -> None:
    """Register the commands."""
    plans = commands.add_parser("plan", help="rencana dengan upaya paling kecil menuju satu predikat", add_help=False)
    add_assessment(plans)
    plans.add_argument("--predikat", metavar="PREDIKAT", help="predikat yang dituju, misalnya wbk atau wbbm")
    plans.add_argument("--kunci", metavar="KODE,...", help="pertanyaan atau simpul yang tidak boleh diubah")
    add_common(plans, _plan)

    margins = commands.add_parser("margin", help="berapa jawaban turun sampai predikat gugur", add_help=False)
    add_assessment(margins)
    margins.add_argument("--predikat", metavar="PREDIKAT", help="predikat yang dijaga, misalnya wbk atau wbbm")
    margins.add_argument("--turun", metavar="|".join(FALLS), default="satu", help="seberapa jauh jawaban boleh turun")
    add_common(margins, _margin)

    outlooks = commands.add_parser("peluang", help="peluang tiap predikat sesudah penilai berikutnya", add_help=False)
    add_assessment(outlooks)
    add_common(outlooks, _outlook)


def _plan(options: argparse.Namespace) -> None:
    head, gates, values, counts = _asked(options)
    locks = frozenset(kode.strip() for kode in (options.kunci or "").split(",") if kode.strip())
    try:
        best = plan(gates, values, PlanSettings(kunci=locks, hitungan=counts))
    except (SettingsProblem, SolverStopped) as error:
        raise CommandError([str(error)]) from error
    short = gates.instrument.predikat[gates.predikat].singkatan
    if options.json:
        print_json(head | (_impossible_result(best) if isinstance(best, Impossible) else _plan_result(best)))
        return
    _print_whose(head)
    _print_doubt(gates)
    if isinstance(best, Impossible):
        say("\n".join(best.sentences(short)))
    else:
        _print_plan(best, short)


def _margin(options: argparse.Namespace) -> None:
    head, gates, values, _ = _asked(options)
    try:
        safety = margin(gates, values, options.turun)
    except SettingsProblem as error:
        raise CommandError([str(error)]) from error
    if options.json:
        print_json(head | {"turun": options.turun} | _margin_result(safety))
        return
    _print_whose(head)
    say(safety.sentence(gates.instrument.predikat[gates.predikat].singkatan))
    _print_doubt(gates)
    for gate in safety.syarat:
        what = "kurang" if gate.jumlah == 0 else "sisa"
        fewest = {None: "tidak dapat gugur", 0: "belum terpenuhi"}.get(gate.jumlah, f"gugur oleh {gate.jumlah} jawaban")
        say(f"  {gate.nama:55} {what:6} {format_shortfall(abs(gate.sisa)):>6} poin, {fewest}")
    if safety.penentu:
        say(f"Jawaban yang selalu ikut menentukan: {', '.join(safety.penentu)}.")


def _outlook(options: argparse.Namespace) -> None:
    store, assessment = find_assessment_for(options, [])
    found = outlook(store, assessment)
    if found is None:
        raise CommandError([why_none(store, assessment)])
    if options.json:
        print_json(_head(assessment) | _outlook_result(found))
        return
    _print_whose(_head(assessment) | {"catatan": ""})
    say(found.sentence())
    if found.ke is None:
        say(why_no_judge(store, assessment))
    notes = notes_of(store, assessment)
    for predikat, chance in found.peluang.items():
        note = f" ({notes[predikat]})" if notes.get(predikat) else ""
        say(chance.sentence(assessment.instrument.predikat[predikat].singkatan) + note)
    say("\n".join(f"  - {line}" for line in found.any_chance().asumsi))


def _outlook_result(found: Outlook) -> dict:
    any_chance = found.any_chance()
    return {
        "penilai_berikutnya": found.ke,
        "pasangan": any_chance.pasangan,
        "tahun_pasangan": any_chance.tahun,
        "total": found.total,
        "total_perkiraan": vars(any_chance.total),
        "predikat": {
            predikat: vars(chance.semua) | {"syarat": {kode: vars(own) for kode, own in chance.syarat.items()}}
            for predikat, chance in found.peluang.items()
        },
        "asumsi": list(any_chance.asumsi),
    }


def _print_doubt(gates: GateSystem) -> None:
    if doubt := uncertainty_of(gates.instrument, gates.predikat):
        say(doubt)


def _asked(options: argparse.Namespace) -> tuple[dict, GateSystem, dict[str, float | None], dict]:
    """What was asked about: the result's first fields, the gates, the assessment's values and its raw counts."""
    missing = [] if options.predikat else ["Sebutkan predikatnya: --predikat PREDIKAT, misalnya --predikat wbk."]
    store, assessment = find_assessment_for(options, missing)
    instrument = assessment.instrument
    predikat = options.predikat.casefold()
    if predikat not in instrument.predikat:
        known = ", ".join(instrument.predikat)
        raise CommandError([f"--predikat harus salah satu dari: {known} (bukan '{options.predikat}')."])
    values = answer_values(store, assessment.penilaian_id)
    head = _head(assessment) | {
        "predikat": predikat,
        "catatan": notes_of(store, assessment).get(predikat, ""),
    }
    return head, gate_system(instrument, predikat), values, counts_by_question(store, assessment.penilaian_id)


def _head(assessment: Assessment) -> dict:
    kept = ("unit", "tahun", "penilai", "versi", "instrumen", "instrumen_versi")
    return {field: getattr(assessment, field) for field in kept}


def _plan_result(best: Plan) -> dict:
    return {
        "langkah": [
            {field: getattr(step, field) for field in _STEP}
            | {"hitungan": [count._asdict() for count in step.hitungan]}
            for step in best.langkah
        ],
        "upaya_total": best.upaya_total,
        "total_sebelum": best.total_sebelum,
        "total_sesudah": best.total_sesudah,
        "semua_syarat_terpenuhi": best.semua_syarat_terpenuhi,
        "batas_bawah": best.lower_bound,
        "celah": best.gap,
        "syarat": best.syarat.to_dict("records"),
        "mustahil": None,
    }


def _impossible_result(impossible: Impossible) -> dict:
    return {
        "langkah": [],
        "upaya_total": None,
        "total_sesudah": None,
        "semua_syarat_terpenuhi": False,
        "mustahil": {
            "hambatan": [vars(gate) for gate in impossible.hambatan],
            "buka": [{"kode": kode, "pertanyaan": text} for kode, text in impossible.buka.items()],
        },
    }


def _margin_result(safety: Margin) -> dict:
    return {
        "terpenuhi": safety.terpenuhi,
        "jumlah": safety.jumlah,
        "syarat": [vars(gate) for gate in safety.syarat],
        "himpunan": safety.himpunan,
        "himpunan_lengkap": safety.lengkap,
        "penentu": safety.penentu,
        "bagian": safety.bagian,
        "jawaban_turun": [vars(downgrade) for downgrade in safety.turun.values()],
    }


def _print_whose(head: dict) -> None:
    say(f"{head['unit']}, {head['tahun']}, {PENILAI[head['penilai']]} (versi {head['versi']})")
    if head["catatan"]:
        say(f"Catatan: {head['catatan']}.")


def _print_plan(best: Plan, short: str) -> None:
    say(best.sentence(short))
    for number, step in enumerate(best.langkah, 1):
        meaning = f" ({step.arti_ke})" if step.arti_ke else ""
        say(f"{number:3}. {step.kode} {step.pertanyaan}: {step.teks_dari} menjadi {step.teks_ke}{meaning}")
        say(
            f"     +{format_number(step.poin)} poin, upaya {format_number(step.upaya, 1)}; "
            f"total sesudahnya {best.total_text(step.total_sesudah)}"
        )
    if best.langkah:
        say(best.certificate())

"""The command `score`: where one unit stands, for people and as JSON."""

import argparse
from collections.abc import Iterator
from datetime import UTC
from typing import NamedTuple

from zi_metrics.answers import PENILAI
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import add_assessment, find_assessment_for, print_json
from zi_metrics.cli.parser import Commands, add_common, say
from zi_metrics.lke.unit import UnitReport, unit_report
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.scoring.standing import Verdict, certain_source
from zi_metrics.table_rows import rows_of

_SOURCE = ["sumber", "kepastian"]
_SCORES = ["nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan"]


class _Gate(NamedTuple):
    predikat: str
    nama: str
    nilai: float
    minimum: float
    kurang: float
    terpenuhi: bool
    kepastian: str


def add_score(commands: Commands) -> None:
    """Add the command to the others."""
    score = commands.add_parser("score", help="menampilkan nilai dan syarat satu unit", add_help=False)
    add_assessment(score)
    add_common(score, _score)


def _score(options: argparse.Namespace) -> None:
    store, assessment = find_assessment_for(options)
    report = unit_report(store, assessment)
    if options.json:
        print_json(_score_result(report))
    else:
        _print_score(report)


def _score_result(report: UnitReport) -> dict:
    nodes = report.nodes[["kode", "nama", "bobot", *_SCORES]]
    gates = report.gates[["predikat", "kode", "nama", "minimum", *_SCORES, "kurang", "terpenuhi", "putusan", *_SOURCE]]
    source = report.assessment
    verdict = report.verdict
    return {
        "unit": source.unit,
        "tahun": source.tahun,
        "penilai": source.penilai,
        "per_tanggal": source.per_tanggal.isoformat(),
        "per_tanggal_dari": source.per_tanggal_dari,
        "monev": source.monev,
        "versi": source.versi,
        "instrumen": source.instrumen,
        "instrumen_versi": source.instrumen_versi,
        "sumber": {
            "berkas": source.nama_berkas,
            "sha256": source.sha256,
            "waktu": source.waktu.replace(tzinfo=UTC).isoformat(),
            "oleh": source.oleh,
        },
        "total": verdict.total,
        "total_rumus_lke": verdict.total_rumus_lke,
        "terjawab": verdict.terjawab,
        "pertanyaan": verdict.pertanyaan,
        **{field: value for predikat in report.instrument.predikat for field, value in _towards(verdict, predikat)},
        **{f"catatan_{predikat}": note for predikat, note in report.catatan.items()},
        "simpul": nodes.to_dict("records"),
        "syarat": gates.to_dict("records"),
    }


def _towards(verdict: Verdict, predikat: str) -> Iterator[tuple[str, float | str]]:
    yield f"kurang_{predikat}", verdict.kurang[predikat]
    yield f"putusan_{predikat}", verdict.putusan[predikat]
    yield f"disimpulkan_{predikat}", verdict.disimpulkan[predikat]


def _print_score(report: UnitReport) -> None:
    source, verdict = report.assessment, report.verdict
    say(
        f"{source.unit}, {source.tahun}, {PENILAI[source.penilai]}, {as_of_words(*source.as_of)} (versi {source.versi})"
    )
    say(
        f"Total {verdict.total_text()} (menurut rumus LKE {format_number(verdict.total_rumus_lke)}), "
        f"terjawab {verdict.terjawab} dari {verdict.pertanyaan}"
    )
    for gate in rows_of(report.gates, _Gate):
        mark = "terpenuhi" if gate.terpenuhi else f"kurang {format_shortfall(gate.kurang)}"
        mark = certain_source(mark, gate.kepastian)
        predikat = report.instrument.predikat[gate.predikat].singkatan
        say(
            f"  {predikat:5} {gate.nama:55} {format_beside(gate.nilai, gate.minimum):>7} / "
            f"{format_minimum(gate.minimum):>6}  {mark}"
        )
    if doubt := report.uncertainty():
        say(doubt)

    for key, note in report.catatan.items():
        if note:
            say(f"  {report.instrument.predikat[key].singkatan:5} {note}")

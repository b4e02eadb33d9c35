"""Surveys on the command line: what `survey` prints."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import named_unit_and_year, open_stored, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.connection import Store
from zi_metrics.surveys.certainty import design_sentences, gate_sentence, why_no_interval
from zi_metrics.surveys.chosen import Withheld, withheld
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.parts import survey_findings
from zi_metrics.surveys.report import SurveyReport, survey_kinds, survey_report
from zi_metrics.surveys.sentences import published_index
from zi_metrics.table_rows import rows_of


class _Gate(NamedTuple):
    predikat: str
    kalimat: str
    terpenuhi: bool


class _Unsur(NamedTuple):
    kode: str
    nama: str
    nrr: float


def add_survey(commands: Commands) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("survey", help="menampilkan hasil survei satu unit", add_help=False)
    parser.add_argument("--unit", metavar="NAMA", help="nama unit kerja")
    parser.add_argument("--tahun", metavar="TAHUN", help="tahun survei")
    parser.add_argument("--jenis", metavar="JENIS", help="skm, spak, spkp, ... (bawaan: semua)")
    parser.add_argument("--bobot", metavar="DESIMAL", help="pembulatan bobot unsur: 3 (0,111), 2 (0,11); bawaan: tepat")
    add_common(parser, _survey)


def _survey(options: argparse.Namespace) -> None:
    wrong = [] if options.bobot in (None, "2", "3") else [f"--bobot harus 2 atau 3 (bukan '{options.bobot}')."]
    year, _ = named_unit_and_year(options, wrong)
    decimals = int(options.bobot) if options.bobot else None
    store = open_stored(options)
    reports = survey_results(store, options.unit, year, options.jenis, decimals)
    hidden = withheld_surveys(store, options.unit, year, options.jenis)
    if not reports and not hidden:
        kind = f"{options.jenis} " if options.jenis else ""
        raise CommandError([f"Unit '{options.unit}' tidak punya survei {kind}{year} yang tersimpan."])
    if options.json:
        print_json(survey_document(store, reports, hidden))
    else:
        print_surveys(reports)
        for kind in hidden:
            first = kind.surveys.iloc[0]
            name = load_survey_instruments()[first["jenis"]].nama
            say(f"{first['unit']}, {first['tahun']}, {name}: {_people(kind.responden)}")
            say(f"  {kind.kalimat}")


def survey_results(store: Store, unit: str, tahun: int, jenis: str | None, decimals: int | None) -> list[SurveyReport]:
    """The reports on all kinds of surveys of a unit and year, or on one kind; [] when there are none."""
    kinds = survey_kinds(store, unit, tahun)
    chosen = [kind for kind in kinds if jenis in (None, kind)]
    return [report for kind in chosen if (report := survey_report(store, unit, tahun, kind, decimals))]


def withheld_surveys(store: Store, unit: str, tahun: int, jenis: str | None) -> list[Withheld]:
    """The kinds of surveys of a unit and year of which only the number of respondents may be told."""
    kinds = [kind for kind in survey_kinds(store, unit, tahun) if jenis in (None, kind)]
    return [hidden for kind in kinds if (hidden := withheld(store, unit, tahun, kind))]


def survey_document(store: Store, reports: list[SurveyReport], hidden: Sequence[Withheld] = ()) -> dict:
    """What `survey --json` prints: the first survey's fields at the top; all of them under "survei" when several.

    hidden: those of which only the number of respondents is told; they come last.
    """
    documents = [_document(store, report) for report in reports] + [_withheld(kind) for kind in hidden]
    return documents[0] if len(documents) == 1 else {**documents[0], "survei": documents}


def _document(store: Store, report: SurveyReport) -> dict:
    first = report.surveys.iloc[0]
    figure, interval = report.figure, report.interval
    return {
        "unit": first["unit"],
        "tahun": int(first["tahun"]),
        "jenis": report.instrument.kode,
        "responden": report.responden,
        "agregat": first["agregat"] if report.is_aggregate else "",
        "unsur": report.nrr[["kode", "nama", "nrr"]].to_dict("records"),
        "indeks": figure.indeks,
        "nilai": figure.nilai,
        "bobot": figure.bobot_tertulis,
        "selang": None if interval is None else [interval.bawah, interval.atas],
        "poin": report.points,
        "selang_poin": None if report.interval_points is None else list(report.interval_points),
        "mutu": figure.mutu.huruf,
        "mutu_nama": figure.mutu.nama,
        "selang_cara": None if interval is None else interval.cara,
        "selang_tanpa": why_no_interval(report),
        "desain": design_sentences(report),
        "syarat": _gates(report).drop(columns=["sumber"]).to_dict("records"),
        "sumber": [
            {"berkas": s.nama_berkas, "sha256": s.sha256, "periode": s.periode, "versi": s.versi}
            for s in report.surveys.itertuples()
        ],
        "temuan": survey_findings(store, report).to_dict("records"),
    }


def _gates(report: SurveyReport) -> pd.DataFrame:
    """The gates, with the sentence about each ('' without an interval), and gaps as None."""
    minima = report.gates["minimum_indeks"].tolist()
    sentences = [
        "" if report.interval is None
        else gate_sentence(report.instrument.indeks, report.interval, minimum, report.figure.indeks, minima)
        for minimum in minima
    ]  # fmt: skip
    return report.gates.assign(kalimat=sentences)


def _withheld(hidden: Withheld) -> dict:
    first = hidden.surveys.iloc[0]
    return {
        "unit": first["unit"],
        "tahun": int(first["tahun"]),
        "jenis": first["jenis"],
        "responden": hidden.responden,
        "disembunyikan": hidden.kalimat,
    }


def _people(count: int | None) -> str:
    return "jumlah responden tidak disebut" if count is None else f"{count} responden"


def print_surveys(reports: list[SurveyReport]) -> None:
    """The same for people."""
    for report in reports:
        first, figure = report.surveys.iloc[0], report.figure
        say(f"{first['unit']}, {first['tahun']}, {report.instrument.nama}: {_people(report.responden)}")
        shown = f"{report.instrument.indeks} {published_index(report)}"
        if report.instrument.konversi:
            shown += f" (indeks {format_number(figure.indeks, 4)}, bobot {figure.bobot_tertulis})"
        say(f"  {shown}, mutu {figure.mutu.huruf} ({figure.mutu.nama})")
        if report.points is not None:
            say(f"  Poin LKE {format_beside(report.points, report.gates['minimum'])}")
        for gate in rows_of(_gates(report), _Gate):
            held = "terpenuhi" if gate.terpenuhi else "belum terpenuhi"
            say(f"  {gate.predikat.upper()}: {held}. {gate.kalimat}".rstrip())
        for sentence in design_sentences(report):
            say(f"  {sentence}")
        for row in rows_of(report.nrr, _Unsur):
            say(f"  {row.kode:4} {row.nama:45} {format_number(row.nrr):>6}")

"""Surveys on the command line: what `survey` prints, and how survey files are imported."""

import argparse
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import named_unit_and_year, open_stored, print_findings, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.lke.importing import label_problems
from zi_metrics.near_minimum import format_beside
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name
from zi_metrics.surveys.certainty import design_sentences, gate_sentence, why_no_interval
from zi_metrics.surveys.chosen import Withheld, few_sentence, withheld
from zi_metrics.surveys.importing import PreparedSurvey, SurveyLabel, survey_mappings_from, survey_problems
from zi_metrics.surveys.instruments.library import load_survey_instruments
from zi_metrics.surveys.parts import survey_findings
from zi_metrics.surveys.recognition.mapping import SurveyMappings
from zi_metrics.surveys.report import SurveyReport, survey_kinds, survey_report
from zi_metrics.surveys.sentences import published_index
from zi_metrics.table_rows import rows_of

Prepared = list[tuple[PreparedSurvey, SurveyLabel]]


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


def label_surveys(
    items: tuple[PreparedSurvey, ...], options: argparse.Namespace, tahun: int | None, problems: list[str]
) -> Prepared:
    """Survey files with their labels, from the options and what the files tell; what is missing goes to `problems`."""
    labelled: Prepared = []
    served, services = _served(options.dilayani, problems)
    units = {item.reading.unit for item in items}
    for item in items:
        unit = item.reading.unit if len(units) > 1 and item.reading.unit else options.unit or item.reading.unit
        year = tahun or item.reading.tahun
        missing = [
            f"Berkas '{item.file_name}' tidak menyebut {what}; tambahkan {option}."
            for what, option, value in (
                ("nama unit kerja", "--unit NAMA", unit),
                ("tahun survei", "--tahun TAHUN", year),
            )
            if not value
        ]
        problems += missing or [f"Berkas '{item.file_name}': {p}" for p in label_problems(unit, year, "unit")]
        names = {folded_name(name): name for name in item.services}
        unknown = [name for name in services if folded_name(name) not in names]
        problems += [
            f"--dilayani '{name}': berkas '{item.file_name}' tidak punya layanan itu. "
            f"Layanannya: {', '.join(item.services) or 'tidak disebut'}."
            for name in unknown
        ]
        told = tuple((names[folded_name(name)], n) for name, n in services.items() if folded_name(name) in names)
        labelled.append((item, SurveyLabel(unit or "", year or 0, item.reading.periode, served, told)))
    if tahun and any(item.reading.tahun == tahun for item, _ in labelled):
        # A file of several years: only what was answered in the year that was asked for.
        labelled = [(i, x) for i, x in labelled if i.reading.tahun in (tahun, None)]
    if len(units) > 1 and options.unit:
        wanted = folded_name(options.unit)
        labelled = [(i, x) for i, x in labelled if folded_name(x.unit) == wanted] or labelled
    return labelled


def _served(texts: list[str], problems: list[str]) -> tuple[int | None, dict[str, int]]:
    """How many were served, and by which service, as --dilayani says; what cannot be a number goes to `problems`."""
    served, services = None, {}
    for text in texts:
        name, _, count = text.rpartition("=")
        if not count.strip().isdecimal() or int(count) < 1:
            problems.append(f"--dilayani '{text}' harus berbentuk JUMLAH atau LAYANAN=JUMLAH, dengan bilangan bulat.")
        elif name:
            services[name.strip()] = int(count)
        else:
            served = int(count)
    return served, services


def import_results(labelled: Prepared, stored: Sequence[Stored]) -> list[dict]:
    """What `import --json` prints of each stored survey."""
    return [_import_result(item, label, new) for (item, label), new in zip(labelled, stored, strict=True)]


def mappings(store: Store, answers: list[str], problems: list[str]) -> SurveyMappings:
    """What is known about files of each shape: what was said by --jawab, else what the store remembers."""
    pairs = [text.partition("=") for text in answers]
    problems += [f"--jawab '{text}' harus berbentuk KUNCI=JAWABAN." for text in answers if "=" not in text]
    said = {key: answer for key, _, answer in pairs}
    return survey_mappings_from(store, said)


def open_questions(labelled: Prepared) -> list[str]:
    """Why surveys may not be stored yet (Indonesian), with how to answer on the command line."""
    choices = {
        ask.pertanyaan: "; ".join(f"--jawab '{ask.kunci}={answer}' ({text})" for answer, text in ask.pilihan.items())
        for item, _ in labelled
        for ask in item.asks
    }
    return [
        problem + next((f" Jawab dengan: {c}." for question, c in choices.items() if problem.endswith(question)), "")
        for problem in survey_problems(labelled)
    ]


def _import_result(item: PreparedSurvey, label: SurveyLabel, new: Stored) -> dict:
    figure = item.figure
    if figure is None:
        raise ValueError("a survey with open questions was stored")
    return {
        "berkas": item.file_name,
        "layout": "survei",
        "lembar": item.reading.lembar,
        "unit": label.unit,
        "tahun": label.tahun,
        "periode": label.periode,
        "jenis": item.jenis,
        "agregat": item.reading.agregat.tingkat if item.reading.agregat else "",
        "versi": new.versi,
        "baru": new.new,
        "responden": item.reading.responden,
        "indeks": figure.indeks if item.shown else None,
        "nilai": figure.nilai if item.shown else None,
        "mutu": figure.mutu.huruf if item.shown else None,
        "temuan": [
            {"berkas": item.file_name, **{k: None if pd.isna(v) else v for k, v in finding.items()}}
            for finding in item.findings.to_dict("records")
        ],
    }


def print_import(result: dict) -> None:
    """One imported survey for people."""
    instrument = load_survey_instruments()[result["jenis"]]
    state = f"disimpan sebagai versi {result['versi']}" if result["baru"] else "sudah tersimpan, tidak berubah"
    say(f"{result['berkas']}: {result['unit']}, {result['tahun']}, {instrument.nama}: {state}.")
    if result["nilai"] is None:
        say(f"  {few_sentence(result['responden'])}")
    else:
        say(f"  {result['responden'] or '?'} responden; {instrument.indeks} {format_number(result['nilai'])}.")
    print_findings(result["temuan"])

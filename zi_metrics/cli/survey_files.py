"""Survey files as `import` takes them: labelled, asked about, and told.

What reads surveys is loaded where a file holds one: an LKE needs none of it, and loading it takes a tenth of a command.
"""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import print_findings
from zi_metrics.cli.parser import say
from zi_metrics.lke.importing import label_problems
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name
from zi_metrics.surveys.recognition.mapping import SurveyMappings
from zi_metrics.surveys.said_before import survey_mappings_from

if TYPE_CHECKING:
    from zi_metrics.surveys.importing import PreparedSurvey, SurveyLabel

Prepared: TypeAlias = "list[tuple[PreparedSurvey, SurveyLabel]]"


def label_surveys(
    items: "tuple[PreparedSurvey, ...]", options: argparse.Namespace, tahun: int | None, problems: list[str]
) -> Prepared:
    """Survey files with their labels, from the options and what the files tell; what is missing goes to `problems`."""
    labelled: Prepared = []
    served, services = _served(options.dilayani, problems)
    if not items:
        return labelled
    from zi_metrics.surveys.importing import SurveyLabel

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
    if not labelled:
        return []
    from zi_metrics.surveys.importing import survey_problems

    choices = {
        ask.pertanyaan: "; ".join(f"--jawab '{ask.kunci}={answer}' ({text})" for answer, text in ask.pilihan.items())
        for item, _ in labelled
        for ask in item.asks
    }
    return [
        problem + next((f" Jawab dengan: {c}." for question, c in choices.items() if problem.endswith(question)), "")
        for problem in survey_problems(labelled)
    ]


def _import_result(item: "PreparedSurvey", label: "SurveyLabel", new: Stored) -> dict:
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
    from zi_metrics.surveys.chosen import few_sentence
    from zi_metrics.surveys.instruments.library import load_survey_instruments

    instrument = load_survey_instruments()[result["jenis"]]
    state = f"disimpan sebagai versi {result['versi']}" if result["baru"] else "sudah tersimpan, tidak berubah"
    say(f"{result['berkas']}: {result['unit']}, {result['tahun']}, {instrument.nama}: {state}.")
    if result["nilai"] is None:
        say(f"  {few_sentence(result['responden'])}")
    else:
        say(f"  {result['responden'] or '?'} responden; {instrument.indeks} {format_number(result['nilai'])}.")
    print_findings(result["temuan"])

"""What was read of files for `import`: labelled, stored together, and told."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zi_metrics.answers import PENILAI, Identity
from zi_metrics.as_of import as_of_words
from zi_metrics.bahasa import format_number
from zi_metrics.cli import registers as cli_registers
from zi_metrics.cli import survey_files
from zi_metrics.cli.common import JUDGE_CHOICE, print_findings
from zi_metrics.cli.parser import CommandError, say
from zi_metrics.lke.importing import Label, as_of, confirmed, label_problems, labels_for
from zi_metrics.lke.prepared import Prepared
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.printable import in_one_line
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.upload import Upload, store_upload

_TOLD_OF_FINDINGS = ("lembar", "sel", "tingkat", "kode", "pesan", "saran")


@dataclass(frozen=True)
class Said:
    """What the options say of all files.

    tahun, penilai: None where they say nothing; per_tanggal, monev: as of when the files speak
    """

    options: argparse.Namespace
    tahun: int | None
    penilai: str | None
    per_tanggal: date | None
    monev: str | None


@dataclass
class Batch:
    """What was read and is to be stored together, with whose it is; `problems` are all that stands against it."""

    recognised: list[tuple[Prepared, Identity]] = field(default_factory=list)
    surveys: survey_files.Prepared = field(default_factory=list)
    registers: list[RegisterReading] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """What became of a batch, as JSON tells it; prepared: what the assessments among them were read from."""

    prepared: Sequence[Prepared]
    penilaian: list[dict]
    survei: list[dict]
    register: list[dict]


def name_of(path: Path) -> str:
    """A file's name as it is shown and stored."""
    # A name that is no UTF-8 (unpacked from an old archive) is kept with ? for each stray byte.
    return in_one_line(path.name.encode(errors="replace").decode())


def add_to(batch: Batch, path: Path, upload: Upload, said: Said) -> None:
    """Add what a file holds to a batch, labelled by what the options and the file say."""
    options, problems = said.options, batch.problems
    problems += upload.problems
    batch.registers += upload.registers
    batch.surveys += survey_files.label_surveys(upload.surveys, options, said.tahun, problems)
    chosen = labels_for(upload.items, options.unit, said.tahun, said.penilai, said.per_tanggal, said.monev)
    if upload.items and not chosen:
        problems.append(f"Berkas '{path.name}' tidak memuat yang diminta. Isinya: {_contents(upload.items)}.")
    for item, whose in chosen:
        # A wrong option was reported above already; here only what neither options nor the file tell.
        missing = [
            f"Berkas '{item.file_name}' tidak menyebut {what}; tambahkan {option}."
            for what, option, value in (
                ("nama unit kerja", "--unit NAMA", whose.unit),
                ("tahun penilaian", "--tahun TAHUN", whose.tahun),
                ("penilainya", f"--penilai {JUDGE_CHOICE}", whose.penilai),
            )
            if not value
        ]
        wrong = label_problems(whose.unit, whose.tahun, whose.penilai, whose.per_tanggal, whose.monev)
        problems += missing or [f"Berkas '{item.file_name}': {p}" for p in wrong]
        batch.recognised.append((item, whose))


def stored(store: Store, batch: Batch, said: Said) -> Results:
    """Store a batch in one transaction. Raises CommandError with all that stands against it; then nothing is stored."""
    options, problems = said.options, batch.problems
    planned = cli_registers.plans(store, batch.registers, options.unit, said.tahun, problems)
    problems += [] if problems else survey_files.open_questions(batch.surveys)
    if problems:
        raise CommandError([*dict.fromkeys(problems), "Tidak ada yang disimpan."])
    keep = options.simpan_asli
    prepared = [(replace(x, simpan_asli=x.simpan_asli or keep), confirmed(whose)) for x, whose in batch.recognised]
    surveys = _with_near_findings(store, batch.surveys)
    new, new_surveys = store_upload(store, prepared, surveys, registers=planned)
    return Results(
        [item for item, _ in prepared],
        [_import_result(item, label, one) for (item, label), one in zip(prepared, new, strict=True)],
        survey_files.import_results(surveys, new_surveys),
        [cli_registers.import_result(plan) for plan in planned],
    )


def _with_near_findings(store: Store, surveys: survey_files.Prepared) -> survey_files.Prepared:
    if not surveys:
        return []
    # Here, because an LKE needs none of what reads surveys.
    from zi_metrics.surveys.importing import with_near_findings

    return with_near_findings(store, surveys)


def print_results(results: Results) -> None:
    """What became of a batch, for people, with all findings."""
    for item, result in zip(results.prepared, results.penilaian, strict=True):
        _print_import(item, result)
    for result in results.survei:
        survey_files.print_import(result)
    for result in results.register:
        cli_registers.print_import(result)


def _contents(items: tuple[Prepared, ...]) -> str:
    whose = [item.reading.identity for item in items]
    return "; ".join(f"{w.unit or '?'}, {w.tahun or '?'}, {w.penilai or '?'}" for w in whose)


def _import_result(item: Prepared, label: Label, new: Stored) -> dict:
    when = new.per_tanggal or as_of(item, label)
    return {
        "berkas": item.file_name,
        "layout": item.reading.tata_letak,
        "lembar": item.reading.lembar,
        "unit": label.unit,
        "tahun": label.tahun,
        "penilai": label.penilai,
        "per_tanggal": when.per_tanggal.isoformat(),
        "per_tanggal_dari": when.per_tanggal_dari,
        "monev": when.monev,
        "versi": new.versi,
        "baru": new.new,
        "terbaca": item.reading.recognised,
        "terjawab": sum(a.nilai is not None for a in item.reading.answers),
        "pertanyaan": item.questions,
        "total": item.total,
        "temuan": [{"berkas": item.file_name, **finding} for finding in _findings(item)],
    }


def _findings(item: Prepared) -> list[dict]:
    """What was found in a file, as JSON tells it."""
    columns = [item.findings[name].tolist() for name in _TOLD_OF_FINDINGS]
    return [dict(zip(_TOLD_OF_FINDINGS, values, strict=True)) for values in zip(*columns, strict=True)]


def _print_import(item: Prepared, result: dict) -> None:
    state = (
        f"disimpan sebagai versi {result['versi']}" if result["baru"] else "sudah tersimpan sebelumnya, tidak berubah"
    )
    when = as_of_words(date.fromisoformat(result["per_tanggal"]), result["per_tanggal_dari"], result["monev"])
    say(f"{item.file_name}: {result['unit']}, {result['tahun']}, {PENILAI[result['penilai']]}, {when}: {state}.")
    say(
        f"  Terbaca {result['terbaca']} dari {result['pertanyaan']} pertanyaan, terjawab {result['terjawab']}; "
        f"total {format_number(result['total'])}."
    )
    print_findings(result["temuan"])

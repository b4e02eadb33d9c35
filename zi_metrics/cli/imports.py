"""The command `import`: files to stored assessments, surveys and registers, all or none; and a folder, file by file."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zi_metrics.access.given import operators_store
from zi_metrics.answers import PENILAI, Identity
from zi_metrics.as_of import as_of_words, monev_named, monev_problem
from zi_metrics.bahasa import format_number
from zi_metrics.cli import registers as cli_registers
from zi_metrics.cli import surveys as cli_surveys
from zi_metrics.cli.common import JUDGE_CHOICE, print_findings, print_json, year_and_judge
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.lke.importing import (
    Label,
    Prepared,
    as_of,
    confirmed,
    label_problems,
    labels_for,
    mappings_from,
)
from zi_metrics.many_uploads import Asked, content_of, read_each
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.printable import in_one_line
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import with_near_findings
from zi_metrics.upload import Upload, prepare_upload, store_upload
from zi_metrics.written_dates import read_date

# What is read when a folder is named.
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".zip")
# Fewer files are read before other processes have started.
_WORTH_SEVERAL = 8


def add_import(commands: Commands) -> None:
    """Add the command to the others."""
    imports = commands.add_parser("import", help="membaca LKE, survei, atau pekerjaan dan menyimpannya", add_help=False)
    imports.add_argument(
        "files", nargs="+", metavar="BERKAS", help="berkas LKE, survei, pekerjaan, arsip ZIP, atau folder"
    )
    imports.add_argument("--unit", metavar="NAMA", help="nama unit kerja (bila tidak diisi: ditebak dari berkas)")
    imports.add_argument("--tahun", metavar="TAHUN", help="tahun penilaian (bila tidak diisi: ditebak dari berkas)")
    imports.add_argument("--penilai", metavar=JUDGE_CHOICE, help="siapa yang menilai (bila tidak diisi: ditebak)")
    imports.add_argument("--per-tanggal", metavar="TANGGAL", help="keadaan LKE per tanggal berapa (bawaan: hari ini)")
    imports.add_argument("--monev", metavar="MONEV", help="LKE untuk monev mana, misalnya 'Triwulan II' atau Juni")
    imports.add_argument("--jawab", action="append", default=[], metavar="KUNCI=JAWABAN", help="jawaban tentang survei")
    imports.add_argument(
        "--dilayani", action="append", default=[], metavar="[LAYANAN=]JUMLAH", help="berapa yang dilayani, bagi survei"
    )
    imports.add_argument("--simpan-asli", action="store_true", help="juga berkas asli yang memuat data pribadi")
    imports.add_argument(
        "--semua-atau-tidak", action="store_true", help="folder: semua berkasnya disimpan, atau tidak satu pun"
    )
    add_common(imports, _import)


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
    surveys: cli_surveys.Prepared = field(default_factory=list)
    registers: list[RegisterReading] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """What became of a batch, as JSON tells it; prepared: what the assessments among them were read from."""

    prepared: Sequence[Prepared]
    penilaian: list[dict]
    survei: list[dict]
    register: list[dict]


def _import(options: argparse.Namespace) -> None:
    year, judge, problems = year_and_judge(options)
    said = Said(options, year, judge, *_as_of(options, problems))
    store = operators_store(options.database)
    one_by_one = any(Path(name).is_dir() for name in options.files) and not options.semua_atau_tidak
    paths = files_named(options.files, problems)
    if one_by_one:
        # Here, because it builds on what this file offers.
        from zi_metrics.cli.folder_imports import import_one_by_one

        import_one_by_one(store, paths, said, problems)
        return
    batch = Batch(problems=problems)
    for path, upload in uploads_of(store, paths, options, problems):
        add_to(batch, path, upload, said)
    results = stored(store, batch, said)
    if options.json:
        # The first one's fields stand at the top, where a script for one file looks for them.
        lists = {"penilaian": results.penilaian, "survei": results.survei, "register": results.register}
        everything = [*results.penilaian, *results.survei, *results.register]
        several = {name: found for name, found in lists.items() if len(everything) > 1 and found}
        print_json({**(everything or [{}])[0], **several})
        return
    print_results(results)


def uploads_of(
    store: Store, paths: Sequence[Path], options: argparse.Namespace, problems: list[str]
) -> Iterator[tuple[Path, Upload]]:
    """Each file with what it holds; many are read by several processes. What is wrong with options goes to `problems`,
    and so do files that cannot be had.
    """
    mappings, survey_mappings = mappings_from(store), cli_surveys.mappings(store, options.jawab, problems)
    if len(paths) >= _WORTH_SEVERAL:
        for asked, upload in read_each((Asked(p, name_of(p), p) for p in paths), mappings, survey_mappings):
            yield asked.key, upload
        return
    for path in paths:
        try:
            content = content_of(path)
        except ValueError as problem:
            problems.append(str(problem))
            continue
        yield path, prepare_upload(name_of(path), content, mappings=mappings, survey_mappings=survey_mappings)


def name_of(path: Path) -> str:
    """A file's name as it is shown and stored."""
    # A name that is no UTF-8 (unpacked from an old archive) is kept with ? for each stray byte.
    return in_one_line(path.name.encode(errors="replace").decode())


def add_to(batch: Batch, path: Path, upload: Upload, said: Said) -> None:
    """Add what a file holds to a batch, labelled by what the options and the file say."""
    options, problems = said.options, batch.problems
    problems += upload.problems
    batch.registers += upload.registers
    batch.surveys += cli_surveys.label_surveys(upload.surveys, options, said.tahun, problems)
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
    problems += [] if problems else cli_surveys.open_questions(batch.surveys)
    if problems:
        raise CommandError([*dict.fromkeys(problems), "Tidak ada yang disimpan."])
    keep = options.simpan_asli
    prepared = [(replace(x, simpan_asli=x.simpan_asli or keep), confirmed(whose)) for x, whose in batch.recognised]
    surveys = with_near_findings(store, batch.surveys) if batch.surveys else []
    new, new_surveys = store_upload(store, prepared, surveys, registers=planned)
    return Results(
        [item for item, _ in prepared],
        [_import_result(item, label, one) for (item, label), one in zip(prepared, new, strict=True)],
        cli_surveys.import_results(surveys, new_surveys),
        [cli_registers.import_result(plan) for plan in planned],
    )


def print_results(results: Results) -> None:
    """What became of a batch, for people, with all findings."""
    for item, result in zip(results.prepared, results.penilaian, strict=True):
        _print_import(item, result)
    for result in results.survei:
        cli_surveys.print_import(result)
    for result in results.register:
        cli_registers.print_import(result)


def files_named(names: list[str], problems: list[str]) -> list[Path]:
    """The files named, and those in the folders named; a folder without any file is a problem."""
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(
            p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and not p.name.startswith(("~", "."))
        )
        files += inside
        if not inside:
            problems.append(f"Folder '{name}' tidak berisi berkas yang dapat dibaca ({', '.join(_SUFFIXES)}).")
    return files


def _contents(items: tuple[Prepared, ...]) -> str:
    whose = [item.reading.identity for item in items]
    return "; ".join(f"{w.unit or '?'}, {w.tahun or '?'}, {w.penilai or '?'}" for w in whose)


def _as_of(options: argparse.Namespace, problems: list[str]) -> tuple[date | None, str | None]:
    """As of when the files speak, as far as the options say."""
    day, monev = None, None
    if options.per_tanggal is not None:
        try:
            day = read_date(options.per_tanggal)
        except ValueError as error:
            problems.append(f"--per-tanggal: {error}.")
    if options.monev is not None and (monev := monev_named(options.monev)) is None:
        problems.append(f"--monev: {monev_problem(options.monev)}")
    return day, monev


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
        "pertanyaan": int(item.nodes.loc[item.nodes["tingkat"] == 0, "pertanyaan"].sum()),
        "total": item.total,
        "temuan": [
            {
                "berkas": item.file_name,
                "lembar": f.lembar,
                "sel": f.sel,
                "tingkat": f.tingkat,
                "kode": f.kode,
                "pesan": f.pesan,
                "saran": f.saran,
            }
            for f in item.findings.itertuples()
        ],
    }


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

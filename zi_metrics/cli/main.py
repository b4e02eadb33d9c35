"""The command line for administrators and automation: import, score, plan, workbook, sample, backup, restore, verify.

Exit status 0, or 2 with a helpful message in Indonesian on standard error. With --json, standard output holds one
JSON document and nothing else.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import NamedTuple

import duckdb

from zi_metrics import NAME_AND_VERSION
from zi_metrics.access.given import operators_store
from zi_metrics.answers import PENILAI, Identity
from zi_metrics.as_of import as_of_words, monev_named, monev_problem
from zi_metrics.bahasa import format_number
from zi_metrics.cli import registers as cli_registers
from zi_metrics.cli import surveys as cli_surveys
from zi_metrics.cli.access import add_access_commands
from zi_metrics.cli.care import add_care_commands
from zi_metrics.cli.common import (
    JUDGE_CHOICE,
    CommandError,
    Parser,
    add_assessment,
    add_common,
    add_help,
    complain,
    find_assessment_for,
    print_findings,
    print_json,
    refuse_unreadable_letters,
    say,
    year_and_judge,
)
from zi_metrics.cli.erase import add_erase
from zi_metrics.cli.pace import add_pace
from zi_metrics.cli.plan import add_plan_commands
from zi_metrics.cli.report import add_report
from zi_metrics.cli.workbook import add_workbook
from zi_metrics.lke.importing import (
    ImportRefused,
    Label,
    Prepared,
    as_of,
    confirmed,
    label_problems,
    labels_for,
    mappings_from,
)
from zi_metrics.lke.unit import UnitReport, unit_report
from zi_metrics.near_minimum import format_beside, format_minimum, format_shortfall
from zi_metrics.os_causes import cause
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.printable import in_one_line
from zi_metrics.reading.bounds import MAX_COLUMNS_FILE_BYTES
from zi_metrics.samples.lke import DatabaseInUse, fill_with_samples
from zi_metrics.scope import NotAllowed
from zi_metrics.scoring.standing import Verdict, certain_source
from zi_metrics.store import tables
from zi_metrics.store.assessments import Stored
from zi_metrics.store.connection import database_path
from zi_metrics.store.migrations import NewerDatabase
from zi_metrics.store.unavailable import StoreUnavailable, why_unavailable
from zi_metrics.surveys.importing import with_near_findings
from zi_metrics.table_rows import rows_of
from zi_metrics.upload import prepare_upload, store_upload
from zi_metrics.written_dates import read_date

_SOURCE = ["sumber", "kepastian"]
_SCORES = ["nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan"]
# What is read when a folder is named.
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".zip")


class _Gate(NamedTuple):
    predikat: str
    nama: str
    nilai: float
    minimum: float
    kurang: float
    terpenuhi: bool
    kepastian: str


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 2 after an explanation on standard error."""
    options = argparse.Namespace(database=None)
    try:
        options = command_parser().parse_args(arguments)
        refuse_unreadable_letters(options)
        options.command(options)
    except (CommandError, ImportRefused, NotAllowed, StoreUnavailable, NewerDatabase, DatabaseInUse) as error:
        complain(error)
        return 2
    except duckdb.Error as error:
        complain(why_unavailable(database_path(options.database), error))
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(_system_refused(error))
        return 2
    except MemoryError:
        complain("Memori tidak cukup untuk perintah ini. Tutup program lain, lalu ulangi.")
        return 2
    except KeyboardInterrupt:
        complain("Dihentikan; tidak ada yang disimpan setengah jadi.")
        return 2
    return 0


def command_parser() -> argparse.ArgumentParser:
    """All commands with their options, as the references in README.md are made from."""
    parser = Parser(prog="python -m zi_metrics", description="Analisis LKE Zona Integritas", add_help=False)
    add_help(parser)
    parser.add_argument("--version", action="version", version=NAME_AND_VERSION, help="menampilkan versi")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH", parser_class=Parser)

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
    add_common(imports, _import)

    score = commands.add_parser("score", help="menampilkan nilai dan syarat satu unit", add_help=False)
    add_assessment(score)
    add_common(score, _score)

    add_workbook(commands)
    add_report(commands)
    add_plan_commands(commands)
    add_pace(commands)
    add_access_commands(commands)
    add_care_commands(commands)
    cli_surveys.add_survey(commands)
    add_erase(commands)

    sample = commands.add_parser("sample", help="mengisi basis data dengan portofolio contoh", add_help=False)
    sample.add_argument("--if-empty", action="store_true", help="hanya bila basis data masih kosong")
    add_common(sample, _sample)
    return parser


def _import(options: argparse.Namespace) -> None:
    year, judge, problems = year_and_judge(options)
    day, monev = _as_of(options, problems)
    store = operators_store(options.database)
    mappings, survey_mappings = mappings_from(store), cli_surveys.mappings(store, options.jawab, problems)
    recognised: list[tuple[Prepared, Identity]] = []
    surveys: cli_surveys.Prepared = []
    registers: list[RegisterReading] = []
    for path in _files(options.files, problems):
        try:
            # A name that is no UTF-8 (unpacked from an old archive) is kept with ? for each stray byte.
            name = in_one_line(path.name.encode(errors="replace").decode())
            upload = prepare_upload(name, _content(path), mappings=mappings, survey_mappings=survey_mappings)
        except CommandError as error:
            problems.append(str(error))
            continue
        problems += upload.problems
        registers += upload.registers
        surveys += cli_surveys.label_surveys(upload.surveys, options, year, problems)
        chosen = labels_for(upload.items, options.unit, year, judge, day, monev)
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
            recognised.append((item, whose))
    planned = cli_registers.plans(store, registers, options.unit, year, problems)
    problems += [] if problems else cli_surveys.open_questions(surveys)
    if problems:
        raise CommandError([*dict.fromkeys(problems), "Tidak ada yang disimpan."])
    keep = options.simpan_asli
    prepared = [(replace(x, simpan_asli=x.simpan_asli or keep), confirmed(whose)) for x, whose in recognised]
    surveys = with_near_findings(store, surveys)
    stored, stored_surveys = store_upload(store, prepared, surveys, registers=planned)
    worked = [cli_registers.import_result(plan) for plan in planned]
    results = [_import_result(item, label, new) for (item, label), new in zip(prepared, stored, strict=True)]
    surveyed = cli_surveys.import_results(surveys, stored_surveys)
    if options.json:
        # The first one's fields stand at the top, where a script for one file looks for them.
        lists = {"penilaian": results, "survei": surveyed, "register": worked}
        everything = [*results, *surveyed, *worked]
        several = {name: found for name, found in lists.items() if len(everything) > 1 and found}
        print_json({**(everything or [{}])[0], **several})
        return
    for (item, _), result in zip(prepared, results, strict=True):
        _print_import(item, result)
    for result in surveyed:
        cli_surveys.print_import(result)
    for result in worked:
        cli_registers.print_import(result)


def _files(names: list[str], problems: list[str]) -> list[Path]:
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


def _sample(options: argparse.Namespace) -> None:
    store = operators_store(options.database)
    leave = options.if_empty and not tables.is_empty(store)
    stored = 0 if leave else fill_with_samples(store)
    if options.json:
        print_json({"database": str(store.path), "penilaian_baru": stored})
    elif stored:
        say(f"Portofolio contoh tersimpan di {store.path}: {stored} penilaian.")
    else:
        say(f"Basis data {store.path} sudah berisi; tidak ada yang ditambahkan.")


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        # Whether a workbook of this size may be read as well is for reading to say.
        if size > MAX_COLUMNS_FILE_BYTES:
            raise CommandError([f"Berkas '{path}' terlalu besar ({size / 2**20:.0f} MB)."])
        return path.read_bytes()
    except OSError as error:
        raise CommandError([f"Berkas '{path}': {cause(error)}. Periksa nama, letak, dan izinnya."]) from error


def _system_refused(error: OSError) -> str:
    where = f" pada {error.filename}" if error.filename else ""
    return f"Sistem menolak{where}: {cause(error)}. Tidak ada yang disimpan setengah jadi; perbaiki, lalu ulangi."

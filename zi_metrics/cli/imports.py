"""The command `import`: files to stored assessments, surveys and registers, all or none; and a folder, file by file."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from zi_metrics.access.given import operators_store
from zi_metrics.as_of import monev_named, monev_problem
from zi_metrics.cli import survey_files
from zi_metrics.cli.batches import Batch, Said, add_to, name_of, print_results, stored
from zi_metrics.cli.common import JUDGE_CHOICE, print_json, year_and_judge
from zi_metrics.cli.folder_imports import import_one_by_one
from zi_metrics.cli.parser import Commands, add_common
from zi_metrics.lke.importing import (
    mappings_from,
)
from zi_metrics.many_uploads import Asked, content_of, read_each
from zi_metrics.store.connection import Store
from zi_metrics.upload import Upload, prepare_upload
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


def _import(options: argparse.Namespace) -> None:
    year, judge, problems = year_and_judge(options)
    said = Said(options, year, judge, *_as_of(options, problems))
    store = operators_store(options.database)
    one_by_one = any(Path(name).is_dir() for name in options.files) and not options.semua_atau_tidak
    paths = files_named(options.files, problems)
    if one_by_one:
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
    mappings, survey_mappings = mappings_from(store), survey_files.mappings(store, options.jawab, problems)
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

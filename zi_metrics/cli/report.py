"""The command `report`: reports as files, and those that the timetable sends; `export data`: all of it for other tools.

What writes them is loaded when it is asked for: other commands begin without it.
"""

import argparse
from pathlib import Path

from zi_metrics.as_of import today
from zi_metrics.bahasa import format_number
from zi_metrics.cli.common import JUDGE_CHOICE, not_found, open_stored, print_json, record_taken, year_and_judge
from zi_metrics.cli.output_files import output_folder, output_path, write_output
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.papers.report_kinds import FORMATS, KINDS, ReportAsked
from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.audit import Entry
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import folded_name

PERIODIC = "berkala"
DATA_FORMATS = ("parquet", "xlsx")


def add_report(commands: Commands) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("report", help="menulis laporan, bahan rapat, atau daftar tugas", add_help=False)
    parser.add_argument(
        "berkala", nargs="?", choices=[PERIODIC], metavar=PERIODIC, help="mengirim laporan berkala yang sudah waktunya"
    )
    parser.add_argument("--jenis", choices=list(KINDS), metavar="|".join(KINDS), help="laporan apa")
    parser.add_argument("--unit", metavar="NAMA", help="nama unit kerja")
    parser.add_argument("--tahun", metavar="TAHUN", help="tahun penilaian")
    parser.add_argument("--penilai", metavar=JUDGE_CHOICE, help="bawaan: penilai terakhir")
    parser.add_argument("--periode", metavar="PERIODE", help="periode rapat laporan monev (bawaan: rapat terakhir)")
    parser.add_argument("--predikat", metavar="PREDIKAT", help="predikat yang dituju (bawaan: yang terendah, wbk)")
    parser.add_argument("--format", choices=FORMATS, metavar="|".join(FORMATS), help="bawaan: format pertama jenisnya")
    parser.add_argument("-o", "--output", metavar="BERKAS", help="berkas yang ditulis")
    add_common(parser, _report)


def _report(options: argparse.Namespace) -> None:
    if options.berkala:
        from zi_metrics.cli.periodic import run_periodic

        run_periodic(options)
        return
    asked = _asked(options)
    store = open_stored(options)
    _refuse_unknown_unit(store, asked)
    from zi_metrics.papers.parts import NoPaper
    from zi_metrics.papers.report_files import make_report

    try:
        made = make_report(store, asked, today())
    except NoPaper as none:
        raise CommandError([str(none)]) from none
    write_output(options.output, made.isi, options.database)
    kind = KINDS[asked.jenis].nama
    record_taken(store, Entry(Act.EKSPOR, made.unit_id, kind.lower(), nama_berkas=Path(options.output).name))
    if options.json:
        print_json(
            {
                "berkas": options.output, "jenis": asked.jenis, "format": asked.format, "unit": asked.unit,
                "tahun": asked.tahun, "bita": len(made.isi),
            }
        )  # fmt: skip
        return
    say(f"{kind} ditulis ke {options.output} ({format_number(len(made.isi) / 1000, 0)} kB).")


def _asked(options: argparse.Namespace) -> ReportAsked:
    """What the options ask for. Raises CommandError with all that is wrong with them."""
    year, judge, problems = year_and_judge(options)
    if not options.jenis:
        problems.append(f"Sebutkan jenis laporannya: --jenis {'|'.join(KINDS)}.")
    if not options.tahun:
        problems.append("Sebutkan tahunnya: --tahun TAHUN.")
    if not options.output:
        problems.append("Sebutkan berkas yang ditulis: -o BERKAS.")
    unit = " ".join(options.unit.split()) if options.unit else None
    predikat = options.predikat.casefold() if options.predikat else None
    kind = KINDS.get(options.jenis or "")
    ending = options.format or (kind.format[0] if kind else "")
    asked = ReportAsked(options.jenis or "", ending, year or 0, unit, judge, options.periode, predikat)
    if kind is not None:
        problems += asked.problems()
        if options.output and Path(options.output).suffix.lower() not in ("", f".{ending}"):
            problems.append(f"Nama berkas harus berakhiran .{ending} (bukan '{options.output}').")
    if problems:
        raise CommandError(problems)
    return asked


def _refuse_unknown_unit(store: Store, asked: ReportAsked) -> None:
    if asked.unit is None or asked.jenis in ("monev", "tugas"):
        return
    known = tables.assessments(store)
    if known[(known["unit"].str.casefold() == folded_name(asked.unit)) & (known["tahun"] == asked.tahun)].empty:
        raise CommandError([not_found(store, asked.unit, asked.tahun, asked.penilai)])


def export_data(options: argparse.Namespace) -> None:
    """The whole data into a file or a folder, as `export data` asks. Raises CommandError."""
    if options.format not in DATA_FORMATS:
        raise CommandError([f"Seluruh data ditulis sebagai {' atau '.join(DATA_FORMATS)} (bukan '{options.format}')."])
    if options.unit or options.tahun:
        raise CommandError(["--unit dan --tahun tidak untuk seluruh data."])
    ending = Path(options.output).suffix.lower()
    if options.format == "xlsx" and ending != ".xlsx":
        raise CommandError([f"Nama berkas harus berakhiran .xlsx (bukan '{options.output}')."])
    store = open_stored(options)
    from zi_metrics.reports import data_files

    try:
        if options.format == "xlsx":
            with output_path(options.output, options.database) as path:
                rows = data_files.write_workbook(store, path)
        elif ending == ".zip":
            with output_path(options.output, options.database) as path:
                rows = data_files.write_zip(store, path)
        else:
            with output_folder(options.output, data_files.file_names()) as folder:
                rows = data_files.write_folder(store, folder)
    except data_files.TooManyRows as many:
        raise CommandError([str(many)]) from many
    record_taken(store, Entry(Act.DATA, objek="seluruh data", nama_berkas=Path(options.output).name))
    if options.json:
        print_json({"berkas": options.output, "baris": rows})
        return
    say(f"{format_number(rows, 0)} baris dari semua tabel tersimpan di {options.output}.")

"""Commands about people, units, work and the trail: the first admin, lists in and out."""

import argparse
import json
from pathlib import Path

import pandas as pd

from zi_metrics.access import people_list, unit_list
from zi_metrics.access.given import operators_store
from zi_metrics.access.people_list import PeopleProblem, person_problems
from zi_metrics.access.trail import trail_table
from zi_metrics.bahasa import capitalised
from zi_metrics.cli import registers as cli_registers
from zi_metrics.cli.common import open_stored, print_json, record_taken
from zi_metrics.cli.output_files import write_output
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.cli.report import export_data
from zi_metrics.reading.files import read_spreadsheet
from zi_metrics.reading.grid import UnreadableFile
from zi_metrics.reports.csv_text import csv_bytes
from zi_metrics.reports.table_workbook import write_table
from zi_metrics.scope import Act
from zi_metrics.store.audit import Entry
from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, Role, save_people
from zi_metrics.store.unit_tree import TreeProblem

_FORMATS = ("xlsx", "csv", "json")
_EXPORTS = (*_FORMATS, "parquet")
# All of it, for other tools.
DATA = "data"
_LISTS = {"unit": "pohon unit kerja", "pengguna": "pengguna dan perannya", "jejak": "jejak perubahan"}
# What stands in the trail when one is taken away.
_TAKEN = {
    "unit": (Act.POHON_UNIT, "pohon unit"),
    "pengguna": (Act.PENGGUNA, "pengguna"),
    "jejak": (Act.JEJAK, "jejak"),
}


def add_access_commands(commands: Commands) -> None:
    """`admin`, `template`, `export`, `load`."""
    admin = commands.add_parser("admin", help="mendaftarkan admin pertama", add_help=False)
    admin.add_argument("surel", metavar="SUREL", help="alamat surel (atau pengenal) yang dipakai masuk")
    admin.add_argument("--nama", metavar="NAMA", help="nama yang ditampilkan (bawaan: alamatnya)")
    add_common(admin, _admin)

    template = commands.add_parser("template", help="membuat contoh daftar untuk diisi", add_help=False)
    blank = ["unit", "pengguna", *cli_registers.NAMES]
    template.add_argument("isi", choices=blank, metavar="|".join(blank), help="daftar apa")
    template.add_argument("-o", "--output", required=True, metavar="BERKAS", help="berkas .xlsx yang ditulis")
    add_common(template, _template)

    export = commands.add_parser("export", help="menulis daftar atau pekerjaan yang tersimpan", add_help=False)
    stored = [*_LISTS, DATA, *cli_registers.NAMES]
    export.add_argument("isi", choices=stored, metavar="|".join(stored), help="daftar apa")
    export.add_argument("--unit", metavar="NAMA", help="hanya pekerjaan unit kerja ini")
    export.add_argument("--tahun", metavar="TAHUN", help="hanya pekerjaan tahun ini")
    export.add_argument("--format", choices=_EXPORTS, default="xlsx", metavar="|".join(_EXPORTS), help="bawaan: xlsx")
    export.add_argument(
        "-o", "--output", required=True, metavar="BERKAS", help="berkas yang ditulis; parquet: folder, atau .zip"
    )
    add_common(export, _export)

    load = commands.add_parser("load", help="membaca daftar unit atau pengguna dan menyimpannya", add_help=False)
    load.add_argument("isi", choices=["unit", "pengguna"], metavar="unit|pengguna", help="daftar apa")
    load.add_argument("berkas", metavar="BERKAS", help="lembar kerja seperti yang dibuat perintah template")
    add_common(load, _load)


def _admin(options: argparse.Namespace) -> None:
    person = KnownPerson(people_list.person_id(options.surel), " ".join((options.nama or options.surel).split()))
    if problems := person_problems(person):
        raise CommandError([f"SUREL: {problem}" for problem in problems])
    store = operators_store(options.database)
    added = save_people(store, [person], [Role(person.id, "admin")])
    if options.json:
        print_json({"pengguna": person.id, "baru": bool(added)})
    elif added:
        say(f"{person.nama} ({person.id}) kini admin di {store.path}. Yang lain diatur di layar Pengguna.")
    else:
        say(f"{person.id} sudah admin di {store.path}; tidak ada yang diubah.")


def _template(options: argparse.Namespace) -> None:
    if options.isi in cli_registers.NAMES:
        write_output(options.output, cli_registers.template(options.isi), options.database)
        _wrote(options, 0)
        return
    columns = unit_list.COLUMNS if options.isi == "unit" else people_list.COLUMNS
    about = {"Cara mengisi": unit_list.HOW if options.isi == "unit" else people_list.HOW}
    content = write_table(f"Daftar {_LISTS[options.isi]}", about, pd.DataFrame(columns=list(columns)))
    write_output(options.output, content, options.database)
    _wrote(options, 0)


def _export(options: argparse.Namespace) -> None:
    if options.isi == DATA:
        export_data(options)
        return
    if options.format not in _FORMATS:
        raise CommandError([f"--format {options.format} hanya untuk seluruh data: export {DATA}."])
    store = open_stored(options)
    if options.isi in cli_registers.NAMES:
        table = cli_registers.rows_of(store, options.isi, options)
        write_output(options.output, cli_registers.as_file(options.isi, table, options.format), options.database)
        entry = Entry(Act.EKSPOR, objek=options.isi.replace("-", " "), nama_berkas=Path(options.output).name)
        record_taken(store, entry)
        _wrote(options, len(table))
        return
    if options.unit or options.tahun:
        raise CommandError([f"--unit dan --tahun hanya untuk {', '.join(cli_registers.NAMES)}."])
    table = _table(store, options.isi)
    if options.format == "json":
        content = json.dumps(table.to_dict("records"), ensure_ascii=False, indent=2, default=str).encode()
    elif options.format == "csv":
        content = csv_bytes(table)
    else:
        title = _LISTS[options.isi]
        content = write_table(capitalised(title), {}, table)
    write_output(options.output, content, options.database)
    act, what = _TAKEN[options.isi]
    record_taken(store, Entry(act, objek=what, nama_berkas=Path(options.output).name))
    _wrote(options, len(table))


def _table(store: Store, what: str) -> pd.DataFrame:
    if what == "unit":
        return unit_list.unit_table(store)
    if what == "pengguna":
        return people_list.people_table(store)
    return trail_table(store, most=None)


def _load(options: argparse.Namespace) -> None:
    try:
        path = Path(options.berkas)
        grid = read_spreadsheet(path.name, path.read_bytes())
    except UnreadableFile as error:
        raise CommandError([str(error)]) from error
    store = operators_store(options.database)
    try:
        if options.isi == "unit":
            changed = unit_list.apply_unit_list(store, unit_list.read_unit_list(grid, store))
        else:
            asked = people_list.read_people_list(grid, store)
            changed = save_people(store, asked.people, asked.roles)
    except (TreeProblem, PeopleProblem) as error:
        raise CommandError([*error.problems, "Tidak ada yang disimpan."]) from error
    if options.json:
        print_json({"berubah": changed})
    else:
        said = f"{changed} baris baru atau berubah." if changed else "Semuanya sudah seperti di berkas."
        say(said)


def _wrote(options: argparse.Namespace, rows: int) -> None:
    if options.json:
        print_json({"berkas": options.output, "baris": rows})
    else:
        say(f"Tersimpan di {options.output}." if not rows else f"{rows} baris tersimpan di {options.output}.")

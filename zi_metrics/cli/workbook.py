"""The command `workbook`: the official LKE workbook, blank or filled with a stored assessment, into a file."""

import argparse
from pathlib import Path

from zi_metrics.answers import PENILAI, PENILAI_SHORT, Identity
from zi_metrics.cli.common import JUDGE_CHOICE, not_found, open_stored, print_json, record_taken, year_and_judge
from zi_metrics.cli.output_files import write_output
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.unit import find_assessment
from zi_metrics.reports.official_workbook import LAYOUTS, judges_of, write_official
from zi_metrics.scope import Act
from zi_metrics.store.audit import Entry
from zi_metrics.store.connection import Store
from zi_metrics.store.stored_answers import stored_answers

_LAYOUT_CHOICE = "|".join(LAYOUTS)


def add_workbook(commands: Commands) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("workbook", help="menulis LKE resmi, terisi atau kosong", add_help=False)
    parser.add_argument("--unit", metavar="NAMA", help="nama unit kerja")
    parser.add_argument("--tahun", metavar="TAHUN", help="tahun penilaian")
    parser.add_argument("--penilai", metavar=JUDGE_CHOICE, help="bawaan: penilai terakhir, atau semua yang muat")
    parser.add_argument("--layout", metavar=_LAYOUT_CHOICE, help="tata letak berkas")
    parser.add_argument("--kosong", action="store_true", help="formulir kosong; unit dan tahun boleh tidak disebut")
    parser.add_argument("-o", "--output", metavar="BERKAS", help="berkas .xlsx yang ditulis")
    add_common(parser, _workbook)


def _workbook(options: argparse.Namespace) -> None:
    year, judge, problems = year_and_judge(options)
    problems += _problems(options, judge)
    if problems:
        raise CommandError(problems)
    filled = None
    # Only a blank form got past the problems without a year.
    if options.kosong or year is None:
        unit = " ".join(options.unit.split()) if options.unit else None
        instrument, answers, whose = load_instrument(), {}, Identity(unit, year, judge)
    else:
        store = open_stored(options)
        found = _assessments(store, options.unit, year, judge, options.layout)
        instrument = load_instrument(*_instrument_of(found))
        answers = {penilai: stored_answers(store, one.penilaian_id) for penilai, one in found.items()}
        first = next(iter(found.values()))
        whose, filled = Identity(first.unit, year), (store, first.unit_id)
    content = write_official(instrument, options.layout, answers, whose)
    write_output(options.output, content, options.database)
    if filled is not None:
        store, unit_id = filled
        record_taken(store, Entry(Act.EKSPOR, unit_id, "LKE resmi", nama_berkas=Path(options.output).name))
    if options.json:
        print_json(
            {
                "berkas": options.output,
                "layout": options.layout,
                "instrumen": instrument.kode,
                "unit": whose.unit,
                "tahun": year,
                "penilai": list(answers),
            }
        )
        return
    about = "kosong" if options.kosong else f"{whose.unit}, {year}, {', '.join(PENILAI[p] for p in answers)}"
    say(f"LKE ({LAYOUTS[options.layout].nama}; {about}) ditulis ke {options.output}.")


def _problems(options: argparse.Namespace, judge: str | None) -> list[str]:
    """What is missing or does not fit together in the options."""
    problems = []
    if not options.kosong and not options.unit:
        problems.append("Sebutkan unit kerjanya: --unit NAMA (atau --kosong untuk formulir kosong).")
    if not options.kosong and not options.tahun:
        problems.append("Sebutkan tahunnya: --tahun TAHUN (atau --kosong untuk formulir kosong).")
    if options.layout not in LAYOUTS:
        wrong = f" (bukan '{options.layout}')" if options.layout else ""
        problems.append(f"--layout harus salah satu dari: {', '.join(LAYOUTS)}{wrong}.")
    elif judge and judge not in judges_of(options.layout):
        room = " dan ".join(PENILAI_SHORT[penilai] for penilai in judges_of(options.layout))
        problems.append(f"Tata letak {options.layout} hanya punya kolom untuk {room}.")
    if not options.output:
        problems.append("Sebutkan berkas yang ditulis: -o BERKAS.xlsx.")
    elif Path(options.output).suffix.lower() != ".xlsx":
        problems.append(f"Nama berkas harus berakhiran .xlsx (bukan '{options.output}').")
    return problems


def _assessments(store: Store, unit: str, year: int, judge: str | None, layout: str) -> dict[str, Assessment]:
    """Judge -> current assessment, for as many judges as the layout has columns for."""
    wanted = [judge] if judge else [LATEST] if len(LAYOUTS[layout].judges) == 1 else judges_of(layout)
    rows = [one for penilai in wanted if (one := find_assessment(store, unit, year, penilai)) is not None]
    if not rows:
        raise CommandError([not_found(store, unit, year, judge)])
    return {one.penilai: one for one in rows}


def _instrument_of(found: dict[str, Assessment]) -> tuple[str, int]:
    """Code and version of the instrument that all of them were judged by."""
    used = {(one.instrumen, one.instrumen_versi) for one in found.values()}
    if len(used) > 1:
        names = ", ".join(f"{kode} versi {versi}" for kode, versi in sorted(used))
        raise CommandError([f"Kedua penilai memakai instrumen berbeda ({names}); pilih satu dengan --penilai."])
    return used.pop()

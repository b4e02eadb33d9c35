"""Registers of work on the command line: blank sheets, what is stored as a file, and what `import` makes of one."""

import argparse
from collections.abc import Sequence

import pandas as pd

from zi_metrics.cli.common import not_found, year_and_judge
from zi_metrics.cli.parser import CommandError, say
from zi_metrics.pembangunan.importing import RegisterPlan, plan_import
from zi_metrics.pembangunan.register import Register, registers
from zi_metrics.pembangunan.register_sheet import RegisterReading
from zi_metrics.pembangunan.units import units_with_work
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows
from zi_metrics.texts import name_key

# As they are named on the command line: 'rencana-aksi'.
NAMES = {(one.perintah or one.kode).replace("_", "-"): one.kode for one in registers().values()}


def named(name: str) -> Register:
    """The register of a name on the command line."""
    return registers()[NAMES[name]]


def template(name: str) -> bytes:
    """A blank sheet of a register."""
    # Here and below, because `import` writes none and would load all that writes workbooks.
    from zi_metrics.reports.register_workbook import write_register

    return write_register(named(name))


def rows_of(store: Store, name: str, options: argparse.Namespace) -> pd.DataFrame:
    """The stored rows that --unit and --tahun name. Raises CommandError."""
    year, _, problems = year_and_judge(options)
    units = None
    if options.unit:
        known = {name_key(one): unit_id for one, unit_id in units_with_work(store).items()}
        found = known.get(name_key(options.unit))
        if found is None:
            problems.append(not_found(store, options.unit, year or 0, None))
        units = [found or ""]
    if problems:
        raise CommandError(problems)
    return register_rows(store, named(name).table, units, year)


def as_file(name: str, rows: pd.DataFrame, form: str) -> bytes:
    """The rows in a format: 'xlsx', 'csv' or 'json'."""
    from zi_metrics.reports.register_workbook import register_csv, register_json, write_register

    writers = {"xlsx": write_register, "csv": register_csv, "json": register_json}
    return writers[form](named(name), rows)


def plans(
    store: Store, readings: Sequence[RegisterReading], unit: str | None, tahun: int | None, problems: list[str]
) -> list[RegisterPlan]:
    """What storing registers would do; what stands against it goes into `problems`."""
    found = []
    for reading in readings:
        plan = plan_import(store, reading, unit, tahun)
        missing = {"unit kerjanya": "--unit NAMA", "tahunnya": "--tahun TAHUN"}
        for problem in plan.problems:
            option = next((option for what, option in missing.items() if f"tidak menyebut {what}" in problem), "")
            problems.append(f"{problem} Tambahkan {option}." if option else problem)
        found.append(plan)
    return found


def import_result(plan: RegisterPlan) -> dict:
    """What `import` tells of a stored register as JSON."""
    said = {
        "register": plan.register.kode,
        "baru": plan.baru,
        "berubah": plan.berubah,
        "sama": plan.sama,
        "tidak_dibaca": list(plan.tidak_dibaca),
        "dibaca": list(plan.dibaca),
    }
    return said | ({"ragu": list(plan.doubts)} if plan.doubts else {})


def print_import(result: dict) -> None:
    """The same for people."""
    name = registers()[result["register"]].nama
    say(f"{name}: {result['baru']} baris baru, {result['berubah']} berubah, {result['sama']} sudah sama.")
    for doubt in result.get("ragu", ()):
        say(f"  Periksa: {doubt}")
    for what in result["dibaca"]:
        say(f"  {what}.")
    for what in result["tidak_dibaca"]:
        say(f"  Tidak dibaca: {what}")

"""What the commands of the command line share: their options, their complaints, and JSON."""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

import duckdb
import pandas as pd

from zi_metrics.access.given import operators_store
from zi_metrics.answers import PENILAI
from zi_metrics.cli.parser import CommandError, complain, say
from zi_metrics.findings import TINGKAT
from zi_metrics.lke.assessment import Assessment
from zi_metrics.lke.chosen import LATEST
from zi_metrics.lke.unit import find_assessment
from zi_metrics.penilai import LAST_FIRST
from zi_metrics.printable import in_one_line
from zi_metrics.store import tables
from zi_metrics.store.audit import Entry
from zi_metrics.store.connection import Store, database_path
from zi_metrics.store.opening import is_there
from zi_metrics.store.unavailable import why_unavailable
from zi_metrics.store.unit_names import folded_name

JUDGE_CHOICE = "|".join(PENILAI)
_LATEST_FIRST = ", lalu ".join(judge.singkatan for judge in LAST_FIRST)
# A longer list of units' names is cut.
_LISTED = 30


def add_assessment(parser: argparse.ArgumentParser) -> None:
    """The options that name one assessment."""
    parser.add_argument("--unit", metavar="NAMA", help="nama unit kerja")
    parser.add_argument("--tahun", metavar="TAHUN", help="tahun penilaian")
    parser.add_argument("--penilai", metavar=JUDGE_CHOICE, help=f"bawaan: penilai terakhir ({_LATEST_FIRST})")


def open_stored(options: argparse.Namespace) -> Store:
    """The store of a command that only reads: it makes no database where there is none.

    Raises CommandError when there is none, StoreUnavailable.
    """
    path = database_path(options.database)
    if not is_there(path):
        raise CommandError(
            [
                f"Basis data {path} tidak ada. Periksa --database atau ZI_DATABASE, atau impor LKE dahulu: "
                "python -m zi_metrics import BERKAS --unit NAMA --tahun TAHUN."
            ]
        )
    return operators_store(path)


def find_assessment_for(options: argparse.Namespace, problems: Sequence[str] = ()) -> tuple[Store, Assessment]:
    """The store and the assessment that the options name.

    problems: what else is wrong with the options already. Raises CommandError with all that is wrong.
    """
    year, judge = named_unit_and_year(options, problems)
    store = open_stored(options)
    assessment = find_assessment(store, options.unit, year, judge or LATEST)
    if assessment is None:
        raise CommandError([not_found(store, options.unit, year, judge)])
    return store, assessment


def named_unit_and_year(options: argparse.Namespace, more: Sequence[str] = ()) -> tuple[int, str | None]:
    """The year and the judge (None where absent), for a command that needs a unit and a year.

    more: what else is wrong with the options. Raises CommandError with all that is wrong.
    """
    year, judge, problems = year_and_judge(options)
    if not options.unit:
        problems.append("Sebutkan unit kerjanya: --unit NAMA.")
    if not options.tahun:
        problems.append("Sebutkan tahunnya: --tahun TAHUN.")
    if year is None or problems or more:
        raise CommandError([*problems, *more])
    return year, judge


def year_and_judge(options: argparse.Namespace) -> tuple[int | None, str | None, list[str]]:
    """The two options as values (None where absent or unusable), and what is wrong with them."""
    year, judge, problems = None, None, []
    text = options.tahun
    if text is not None and text.isascii() and text.isdigit() and len(text) == 4:
        year = int(text)
    elif text is not None:
        problems.append(f"--tahun harus empat angka, misalnya 2025 (bukan '{text}').")
    said = getattr(options, "penilai", None)
    if said in PENILAI:
        judge = said
    elif said is not None:
        problems.append(f"--penilai harus salah satu dari: {', '.join(PENILAI)} (bukan '{said}').")
    return year, judge, problems


def not_found(store: Store, unit: str, year: int, penilai: str | None) -> str:
    """Why there is no such assessment, and what there is (Indonesian)."""
    known = tables.assessments(store)
    names = tables.unit_names(store)
    if known.empty:
        return (
            "Basis data masih kosong. Impor LKE dahulu: python -m zi_metrics import BERKAS --unit NAMA --tahun TAHUN."
        )
    mine = known[known["unit"].str.casefold() == folded_name(unit)]
    if mine.empty:
        folded = {name.casefold(): name for name in names}
        if unit.casefold() in folded:
            return f"Unit '{folded[unit.casefold()]}' belum punya penilaian LKE, hanya survei (lihat perintah survey)."
        near = [folded[name] for name in get_close_matches(unit.casefold(), folded, 5)]
        listed = f"Unit yang ada: {'; '.join(names[:_LISTED])}{' …' if len(names) > _LISTED else ''}."
        return f"Unit '{unit}' tidak ada. " + (f"Mungkin maksudnya: {'; '.join(near)}." if near else listed)
    there = ", ".join(f"{row.tahun} ({row.penilai})" for row in mine.itertuples())
    judge = f" oleh {penilai}" if penilai else ""
    return f"Unit '{unit}' tidak punya penilaian {year}{judge}. Yang ada: {there}."


def print_findings(found: Iterable[dict]) -> None:
    """What a file's reading found, for people. found: as in the JSON of `import`."""
    for finding in found:
        place = "!".join(filter(None, (finding["lembar"], finding["sel"])))
        where = f"{place}: " if place else ""
        advice = f" Saran: {finding['saran']}." if finding["saran"] else ""
        say(in_one_line(f"  [{TINGKAT[finding['tingkat']]}] {where}{finding['pesan']}.{advice}"))


def record_taken(store: Store, entry: Entry) -> None:
    """Let the trail say that something was taken away; where it cannot be written to, that is told instead.

    A full disk must not keep the operator, who may read the file anyway, from carrying away what is in it.
    """
    try:
        store.record(entry)
    except duckdb.Error as error:
        complain(f"Pengambilan ini tidak tercatat di jejak. {why_unavailable(store.path, error)}")


def print_json(document: dict) -> None:
    """One JSON document on standard output.

    JSON is UTF-8; where standard output is not (a pipe on Windows), letters outside ASCII are written as \\u....
    """
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(_plain(document), ensure_ascii=not unicode, indent=2))


def _plain(value: Any) -> Any:
    """JSON has no NaN: missing figures become null; numpy and pandas scalars become plain ones."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value

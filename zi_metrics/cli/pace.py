"""The command `pace`: a unit's values on their way to the day of the proposal."""

import argparse

from zi_metrics.answers import PENILAI
from zi_metrics.bahasa import format_date
from zi_metrics.cli.common import add_assessment, named_unit_and_year, not_found, open_stored, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.near_minimum import format_beside, format_minimum
from zi_metrics.pembangunan.pace import GatePace, Pace, Point, pace
from zi_metrics.store.unit_names import unit_id_of


def add_pace(commands: Commands) -> None:
    """Register the command."""
    paces = commands.add_parser("pace", help="laju satu unit menuju batas pengusulan", add_help=False)
    add_assessment(paces)
    paces.add_argument("--predikat", metavar="PREDIKAT", help="predikat yang dituju (bawaan: yang terendah, wbk)")
    add_common(paces, _pace)


def _pace(options: argparse.Namespace) -> None:
    year, judge = named_unit_and_year(options)
    store = open_stored(options)
    predikat = options.predikat.casefold() if options.predikat else None
    try:
        found = pace(store, unit_id_of(store, options.unit), year, judge, predikat)
    except KeyError as unknown:
        said, *known = unknown.args
        raise CommandError([f"--predikat harus salah satu dari: {', '.join(known)} (bukan '{said}')."]) from unknown
    if found is None:
        raise CommandError([not_found(store, options.unit, year, judge)])
    if options.json:
        print_json(_result(found))
        return
    say(f"{found.unit}, {found.tahun}, {PENILAI[found.penilai]}, {found.predikat.upper()}")
    say(f"Batas pengusulan {format_date(found.tanggal_batas)}")
    if found.belum_lengkap:
        say(f"{found.belum_lengkap} titik belum terjawab lengkap; yang kosong dihitung 0.")
    for gate in found.syarat:
        _print_gate(gate)


def _result(found: Pace) -> dict:
    return {
        "unit": found.unit,
        "tahun": found.tahun,
        "penilai": found.penilai,
        "predikat": found.predikat,
        "tanggal_batas": found.tanggal_batas.isoformat(),
        "syarat": [
            {
                "kode": gate.kode,
                "nama": gate.nama,
                "minimum": gate.minimum,
                "titik": [_point(point) for point in gate.titik],
                "garis": [_point(point) for point in gate.garis],
                "perkiraan": None if gate.perkiraan is None else list(gate.perkiraan),
            }
            for gate in found.syarat
        ],
    }


def _point(point: Point) -> dict:
    return {"tanggal": point.tanggal.isoformat(), "nilai": point.nilai}


def _print_gate(gate: GatePace) -> None:
    say(f"  {gate.nama} (minimum {format_minimum(gate.minimum)})")
    for point in gate.titik:
        say(f"    per {format_date(point.tanggal):18} {format_beside(point.nilai, gate.minimum):>7}")
    say(f"    {gate.sentence()}")

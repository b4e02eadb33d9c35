"""`erase` on the command line: an import is erased on request, with a trace; without --impor it lists what there is."""

import argparse

from zi_metrics.bahasa import format_time
from zi_metrics.cli.common import open_stored, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.store.connection import Store
from zi_metrics.store.erasure import (
    BACKUPS_HOLD_IT,
    NOTHING_TO_WRITE_OVER,
    REASONS,
    Erased,
    NoSuchImport,
    erase_import,
    imports,
    left_of,
    write_over_free_space,
)


def add_erase(commands: Commands) -> None:
    """Add the command to the others."""
    parser = commands.add_parser("erase", help="menghapus satu impor atas permintaan", add_help=False)
    parser.add_argument("--impor", metavar="ID", help="impor yang dihapus (bila tidak diisi: daftar impor)")
    parser.add_argument("--alasan", metavar="KODE", help=f"{', '.join(REASONS)}")
    parser.add_argument("--unit", metavar="NAMA", help="hanya mendaftar impor unit kerja ini")
    parser.add_argument(
        "--bersihkan", action="store_true", help="menimpa bekas yang terhapus di berkas basis data saja"
    )
    add_common(parser, _erase)


def _erase(options: argparse.Namespace) -> None:
    if options.bersihkan and (options.impor or options.alasan or options.unit):
        raise CommandError(
            ["--bersihkan hanya menimpa bekas yang terhapus dan tidak menghapus impor; pakai tanpa pilihan lain."]
        )
    if options.alasan and not options.impor:
        raise CommandError(["--alasan diisi untuk menghapus; sebutkan juga impornya: --impor ID (yang ada: erase)."])
    if options.bersihkan:
        store = open_stored(options)
        if write_over_free_space(store):
            say("Bekas yang terhapus sudah ditimpa.")
        elif (left := left_of(store)) == NOTHING_TO_WRITE_OVER:
            say(left)
        else:
            raise CommandError([left])
        return
    if not options.impor:
        _list(open_stored(options), options)
        return
    _say_erased(_erased(options), options)


def _erased(options: argparse.Namespace) -> Erased:
    """What the command erases. Raises CommandError when it is told too little, or there is no such import."""
    problems = []
    if options.alasan not in REASONS:
        codes = "; ".join(f"{code} ({what})" for code, what in REASONS.items())
        problems.append(f"Sebutkan alasannya dengan kodenya, --alasan KODE: {codes}.")
    if problems:
        raise CommandError(problems)
    store = open_stored(options)
    try:
        return erase_import(store, options.impor, options.alasan)
    except NoSuchImport as error:
        raise CommandError(
            ["Tidak ada impor dengan ID itu. Lihat daftarnya: python -m zi_metrics erase --unit NAMA."]
        ) from error


def _say_erased(erased: Erased, options: argparse.Namespace) -> None:
    if options.json:
        told = {"impor": erased.impor, "baris": erased.baris, "berkas": erased.berkas}
        print_json({**told, "berkas_tetap": erased.berkas_tetap, "bersih": erased.bersih, "cadangan": BACKUPS_HOLD_IT})
        return
    say(f"Dihapus: {erased.impor} impor, {sum(erased.baris.values())} baris, {erased.berkas} berkas asli.")
    if erased.berkas_tetap:
        say(f"{erased.berkas_tetap} berkas asli tetap tersimpan, karena impor lain berasal dari berkas yang sama.")
    if not erased.bersih:
        say(erased.bekas)
    say(BACKUPS_HOLD_IT)


def _list(store: Store, options: argparse.Namespace) -> None:
    table = imports(store, options.unit)
    if options.json:
        rows = [{**row, "waktu": row["waktu"].isoformat()} for row in table.to_dict("records")]
        print_json({"impor": rows})
        return
    for row in table.to_dict("records"):
        original = "berkas asli disimpan" if row["ada_asli"] else "tanpa berkas asli"
        state = ", dicabut" if row["dicabut"] else ""
        say(
            f"{row['impor_id']}  {format_time(row['waktu'])}  {row['unit']}, {row['tahun']}, {row['isi']}: "
            f"{row['nama_berkas']} ({original}{state})"
        )
    if table.empty:
        say("Tidak ada impor.")

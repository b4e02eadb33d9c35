"""The commands `backup`, `restore`, `verify` and `rapikan`: what keeps a database from being lost, and a lake tidy.

`backup` and `verify` work while the dashboard runs: it is asked to do it, as only one process may open the file.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

from zi_metrics.access.given import operators_store
from zi_metrics.bahasa import format_number
from zi_metrics.care.listener import can_listen
from zi_metrics.care.requests import BackupMade, NobodyListens, ask_backup, ask_verify, back_up
from zi_metrics.care.verification import Verified, verify_backup, verify_store
from zi_metrics.cli.common import open_stored, print_json
from zi_metrics.cli.parser import CommandError, Commands, add_common, say
from zi_metrics.scope import Act
from zi_metrics.store.audit import Entry
from zi_metrics.store.backup_folder import Backup, backup_folder, backups, read_backup
from zi_metrics.store.connection import Store, close_store, database_path
from zi_metrics.store.lake_care import tidy
from zi_metrics.store.restore import Restored, begin_empty, restore_backup
from zi_metrics.store.unavailable import StoreUnavailable


def add_care_commands(commands: Commands) -> None:
    """Add the commands to the others."""
    backup = commands.add_parser("backup", help="mencadangkan basis data, juga selagi dasbor berjalan", add_help=False)
    _add_folder(backup)
    add_common(backup, _backup)
    restore = commands.add_parser("restore", help="memulihkan basis data dari cadangan", add_help=False)
    restore.add_argument("file", nargs="?", metavar="CADANGAN", help="berkas cadangan (bawaan: yang terakhir)")
    restore.add_argument("--daftar", action="store_true", help="hanya menampilkan cadangan yang ada")
    restore.add_argument("--kosong", action="store_true", help="memulai basis data kosong; yang lama disisihkan")
    _add_folder(restore)
    add_common(restore, _restore)
    verify = commands.add_parser("verify", help="memeriksa keutuhan basis data atau sebuah cadangan", add_help=False)
    verify.add_argument("file", nargs="?", metavar="CADANGAN", help="berkas cadangan (bawaan: basis datanya sendiri)")
    add_common(verify, _verify)
    tidying = commands.add_parser(
        "rapikan", help="merapikan basis data bersama (setiap malam, selagi dipakai)", add_help=False
    )
    add_common(tidying, _tidy)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", metavar="FOLDER", help="folder cadangan (bawaan: ZI_CADANGAN atau 'cadangan' di samping basis data)"
    )


def _backup(options: argparse.Namespace) -> None:
    folder = backup_folder(database_path(options.database), options.folder) if options.folder else None
    try:
        made, asked = ask_backup(database_path(options.database), folder), True
    except NobodyListens:
        made, asked = back_up(_opened(options), folder), False
    if options.json:
        print_json(_said_of(made) | {"lewat_dasbor": asked})
        return
    say(
        f"Cadangan tersimpan dan diperiksa: {made.path} ({_megabytes(made.ukuran)}, {_rows(made.baris)})"
        f"{', oleh dasbor yang sedang berjalan' if asked else ''}."
    )


def _restore(options: argparse.Namespace) -> None:
    database = database_path(options.database)
    folder = backup_folder(database, options.folder)
    if options.daftar:
        _list(database, folder, options.json)
        return
    if options.kosong and options.file:
        raise CommandError(["--kosong memulai tanpa cadangan; jangan sebutkan berkas cadangan bersamanya."])
    backup = None if options.kosong else _chosen(options.file, database, folder)
    if backup and backup.path.resolve() == database:
        raise CommandError([f"{database} adalah cadangan itu sendiri; sebutkan basis data lain dengan --database."])
    # The process's own store, of a caller that runs several commands, would hold the file.
    close_store(database)
    restored = restore_backup(database, backup) if backup else begin_empty(database)
    found = verify_store(operators_store(database))
    if found.kerusakan:
        raise CommandError([f"Basis data {database} dipulihkan, tetapi isinya tidak utuh:", *_damage(found)])
    if backup:
        # The trail of the state that is back goes on with how it came back.
        entry = Entry(Act.CADANGAN, objek="basis data dipulihkan dari cadangan", nama_berkas=backup.path.name)
        operators_store(database).record(entry)
    if options.json:
        print_json(
            {
                "basis_data": str(database),
                "dari": str(backup.path) if backup else None,
                "disisihkan": str(restored.aside) if restored.aside else None,
                "skema": found.skema,
                "baris": found.baris,
            }
        )
    else:
        _say_restored(restored, backup, found)


def _verify(options: argparse.Namespace) -> None:
    asked = False
    if options.file:
        found = verify_backup(_named(options.file))
    else:
        try:
            found, asked = ask_verify(database_path(options.database)), True
        except NobodyListens:
            found = verify_store(_opened(options))
    if found.kerusakan:
        raise CommandError([f"{found.path} tidak utuh:", *_damage(found), _way_back(options)])
    if options.json:
        print_json(asdict(found) | {"path": str(found.path), "lewat_dasbor": asked})
        return
    say(f"{found.path} utuh: {_rows(found.baris)}, skema {found.skema}.")
    say(f"Diperiksa: {', '.join(found.periksa)}.")


def _tidy(options: argparse.Namespace) -> None:
    done = tidy(open_stored(options))
    if options.json:
        print_json(asdict(done) if done else {})
    elif done is None:
        say("Basis data ini satu berkas, yang merapikan dirinya pada setiap penyimpanan; tidak ada yang dikerjakan.")
    else:
        say(
            f"Dirapikan: berkas data {_number(done.sebelum)} menjadi {_number(done.sesudah)}; keadaan lama yang "
            f"dilepas {_number(done.dilepas)}, berkasnya yang dihapus {_number(done.dihapus)}, berkas tak bertuan yang "
            f"dihapus {_number(done.yatim)}."
        )


def _opened(options: argparse.Namespace) -> Store:
    try:
        return open_stored(options)
    except StoreUnavailable as error:
        if can_listen():
            raise
        folder = backup_folder(database_path(options.database))
        raise CommandError(
            [
                f"{error} Di sistem ini dasbor yang sedang berjalan tidak dapat diminta dari baris perintah; cadangan "
                f"hariannya ada di {folder}."
            ]
        ) from error


def _chosen(file: str | None, database: Path, folder: Path) -> Backup:
    if file:
        return _named(file)
    found = backups(database, folder)
    if not found:
        raise CommandError(
            [
                f"Tidak ada cadangan untuk {database} di {folder}. Sebutkan berkas cadangannya, atau foldernya dengan "
                "--folder atau ZI_CADANGAN."
            ]
        )
    return found[0]


def _named(file: str) -> Backup:
    path = Path(file).resolve()
    if not path.is_file():
        raise CommandError([f"Cadangan '{file}' tidak ditemukan. Periksa nama dan letaknya: restore --daftar."])
    backup = read_backup(path)
    if backup is None:
        raise CommandError(
            [
                f"Catatan cadangan '{file}.json' tidak ada atau tidak terbaca, sehingga isinya tidak dapat diperiksa. "
                "Salin kedua berkas cadangan (.duckdb dan .duckdb.json) ke folder yang sama, lalu ulangi."
            ]
        )
    return backup


def _list(database: Path, folder: Path, as_json: bool) -> None:
    found = backups(database, folder)
    if as_json:
        print_json({"folder": str(folder), "cadangan": [_described(backup) for backup in found]})
        return
    if not found:
        say(f"Belum ada cadangan untuk {database} di {folder}.")
    for backup in found:
        note = backup.note
        rows = sum(content.baris for content in note.isi.values())
        say(
            f"{note.waktu.astimezone():%Y-%m-%d %H:%M}  {note.jenis:8} {_megabytes(note.ukuran):>10}  {_rows(rows)}  "
            f"{backup.path}"
        )


def _described(backup: Backup) -> dict:
    note = backup.note
    return {
        "path": str(backup.path),
        "waktu": note.waktu.isoformat(),
        "jenis": note.jenis,
        "ukuran": note.ukuran,
        "skema": note.skema,
        "versi_program": note.versi_program,
    }


def _say_restored(restored: Restored, backup: Backup | None, found: Verified) -> None:
    if backup:
        when = f"{backup.note.waktu.astimezone():%Y-%m-%d %H:%M}"
        say(f"Basis data {restored.path} dipulihkan dari cadangan {backup.path} ({when}); {_rows(found.baris)}, utuh.")
    else:
        say(f"Basis data {restored.path} kini kosong.")
    if restored.aside:
        say(f"Yang sebelumnya tidak dihapus, melainkan disisihkan ke {restored.aside}.")


def _said_of(made: BackupMade) -> dict:
    return asdict(made) | {"path": str(made.path), "waktu": made.waktu.isoformat()}


def _damage(found: Verified) -> list[str]:
    return [f"  {damage.pokok}: {damage.pesan}" for damage in found.kerusakan]


def _way_back(options: argparse.Namespace) -> str:
    if options.file:
        return "Jangan pakai cadangan ini; pilih yang lain: python -m zi_metrics restore --daftar."
    return (
        "Basis data tidak diubah. Hentikan dasbor, lalu pulihkan cadangan terakhir yang utuh: python -m zi_metrics "
        "restore (yang ada: restore --daftar)."
    )


def _megabytes(size: int) -> str:
    return f"{format_number(size / 2**20, 1)} MB"


def _rows(number: int) -> str:
    return f"{_number(number)} baris"


def _number(number: int) -> str:
    return format_number(number, 0)

"""`report berkala`: sends what the timetable asks for; for cron or a systemd timer, also while the dashboard runs."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zi_metrics.access.given import operators_store
from zi_metrics.as_of import today
from zi_metrics.care.requests import PERIODIC, NobodyListens, ask_backup, ask_record
from zi_metrics.cli.common import open_stored, print_json, record_taken
from zi_metrics.cli.parser import CommandError, complain, say
from zi_metrics.papers.periodic import Outcome, Sent, run
from zi_metrics.papers.periodic_settings import Periodic, periodic_settings, report_folder
from zi_metrics.scope import Act
from zi_metrics.store.audit import Entry
from zi_metrics.store.connection import Store, close_store, database_path
from zi_metrics.store.unavailable import StoreUnavailable


def run_periodic(options: argparse.Namespace) -> None:
    """Send what is due. Raises CommandError with what failed; the next run tries it again."""
    if options.jenis or options.output or options.unit or options.tahun:
        raise CommandError(["report berkala mengikuti pengaturan di layar Perawatan; jangan sebutkan pilihan laporan."])
    database = database_path(options.database)
    with _store(options, database) as (store, is_copy):
        wanted = periodic_settings(store)
        if wanted is None:
            raise CommandError(["Belum ada laporan berkala. Atur dahulu di layar Perawatan (admin)."])
        done = run(store, wanted, Sent(database), report_folder(database), today())
        _record(store, database, done.sentence(wanted), is_copy)
    if options.json:
        print_json(vars(done))
    else:
        _say(done, wanted)
    if done.gagal:
        raise CommandError([*done.gagal, "Yang gagal dicoba lagi oleh perintah berikutnya; yang lain tidak diulang."])


@contextmanager
def _store(options: argparse.Namespace, database: Path) -> Iterator[tuple[Store, bool]]:
    """The database, and whether it is a copy: while the dashboard has it open, that makes one."""
    # Beside the database, where both may write: a service often has a /tmp of its own.
    if not database.parent.is_dir():
        yield open_stored(options), False
        return
    with TemporaryDirectory(dir=database.parent, prefix=".laporan-") as made:
        try:
            copy = ask_backup(database, Path(made)).path
        except NobodyListens:
            yield open_stored(options), False
            return
        try:
            yield operators_store(copy), True
        finally:
            close_store(copy)


def _record(store: Store, database: Path, sent: str, is_copy: bool) -> None:
    """Let the trail say what was sent; where it cannot, that is told, and nothing is sent again for it."""
    if not sent:
        return
    if not is_copy:
        record_taken(store, Entry(Act.EKSPOR, objek=f"{PERIODIC} {sent}"))
        return
    try:
        ask_record(database, sent)
    except (NobodyListens, StoreUnavailable) as error:
        why = str(error) or "dasbor sudah berhenti."
        complain(f"Pengiriman ini tidak tercatat di jejak: {why}")


def _say(done: Outcome, wanted: Periodic) -> None:
    for path in done.ditulis:
        say(f"Ditulis: {path}")
    if done.dikirim and wanted.surel:
        say(f"Dikirim kepada {', '.join(wanted.surel.penerima)}: {', '.join(done.dikirim)}.")
    if done.sudah and not done.ditulis and not done.dikirim:
        say(f"Laporan {done.periode} sudah lengkap; tidak ada yang dikirim lagi.")

"""Laporan berkala: makes what the timetable asks for, takes each report where it goes, once in every period.

What is done is noted in a file beside the database, as the database itself is the running dashboard's. Whatever fails
is told, and tried again by the next run; what was sent already is not sent twice.
"""

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zi_metrics.bahasa import format_date, format_number
from zi_metrics.os_causes import cause
from zi_metrics.papers.mailing import NotSent, send_mail
from zi_metrics.papers.parts import NoPaper
from zi_metrics.papers.periodic_settings import EVERY, Mail, Periodic, PeriodicReport
from zi_metrics.papers.report_files import ReportFile, make_report
from zi_metrics.printable import in_one_line
from zi_metrics.store import tables
from zi_metrics.store.agency import agency_name
from zi_metrics.store.connection import Store

FOLDER, MAIL = "folder", "surel"
_NOTE = ".laporan.json"
# So many periods are remembered.
_KEPT = 60
_FORBIDDEN = '\\/:*?"<>|'
Send = Callable[[Mail, str, str, Sequence[ReportFile]], tuple[str, ...]]


@dataclass
class Outcome:
    """What a run did.

    periode: for which; ditulis: files; dikirim: reports that were mailed; sudah: those that were done before
    gagal: what failed and why (Indonesian)
    """

    periode: str
    ditulis: list[str] = field(default_factory=list)
    dikirim: list[str] = field(default_factory=list)
    sudah: list[str] = field(default_factory=list)
    gagal: list[str] = field(default_factory=list)

    def sentence(self, wanted: Periodic) -> str:
        """What went where, for the trail: '2026-W17: 2 berkas ditulis ke folder …'; '' where nothing went anywhere."""
        said = []
        if self.ditulis:
            folder = Path(self.ditulis[0]).parent
            said.append(f"{format_number(len(self.ditulis), 0)} berkas ditulis ke folder {folder}")
        if self.dikirim and wanted.surel:
            people = ", ".join(wanted.surel.penerima)
            said.append(f"{format_number(len(self.dikirim), 0)} laporan dikirim dengan surel kepada {people}")
        if said and self.gagal:
            said.append(f"{format_number(len(self.gagal), 0)} gagal dan dicoba lagi")
        return f"{self.periode}: {'; '.join(said)}" if said else ""


class Sent:
    """What was sent in which period, kept in a file beside a database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}{_NOTE}")
        self._known: dict[str, list[str]] = {}
        # A note that cannot be read is as none: what was sent may be sent again, nothing is lost.
        with suppress(OSError, ValueError):
            said = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(said, dict):
                self._known = {str(k): list(map(str, v)) for k, v in said.items() if isinstance(v, list)}

    def has(self, periode: str, report: PeriodicReport, target: str) -> bool:
        """Whether a report was taken there in a period."""
        return f"{target}|{report.key}" in self._known.get(periode, ())

    def note(self, periode: str, reports: Sequence[PeriodicReport], target: str) -> None:
        """Note that reports were taken there. Raises OSError."""
        self._known.setdefault(periode, []).extend(f"{target}|{one.key}" for one in reports)
        last = sorted(self._known)[-_KEPT:]
        self._known = {one: self._known[one] for one in last}
        half = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            half.write_text(json.dumps(self._known, ensure_ascii=False, indent=1), encoding="utf-8")
            half.replace(self._path)
        finally:
            half.unlink(missing_ok=True)


def run(store: Store, wanted: Periodic, sent: Sent, folder: Path, hari: date, send: Send = send_mail) -> Outcome:
    """Make what is due in the day's period and take it to the folder and the mailboxes.

    store: all of it; folder: `periodic_settings.report_folder`; send: takes a mail away, raises NotSent.
    """
    done = Outcome(wanted.period(hari))
    years = tables.assessments(store)["tahun"]
    tahun = int(years.max()) if len(years) else hari.year
    made: dict[str, ReportFile] = {}
    targets = [*([FOLDER] if wanted.folder else []), *([MAIL] if wanted.surel else [])]
    for report in wanted.laporan:
        open_ones = [target for target in targets if not sent.has(done.periode, report, target)]
        if not open_ones:
            done.sudah.append(report.words)
            continue
        try:
            made[report.key] = make_report(store, report.asked(tahun), hari)
        except NoPaper as none:
            done.gagal.append(f"{report.words}: {none}")
    for report in wanted.laporan:
        if wanted.folder and report.key in made and not sent.has(done.periode, report, FOLDER):
            _write(report, made[report.key], folder / done.periode, sent, done)
    mailed = [
        report
        for report in wanted.laporan
        if wanted.surel and report.key in made and not sent.has(done.periode, report, MAIL)
    ]
    if wanted.surel and mailed:
        _mail(store, wanted, mailed, made, sent, done, hari, send)
    return done


def _write(report: PeriodicReport, made: ReportFile, folder: Path, sent: Sent, done: Outcome) -> None:
    path = folder / _file_name(made.nama)
    half = path.with_name(f".{os.getpid()}.sementara")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            half.write_bytes(made.isi)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        sent.note(done.periode, [report], FOLDER)
    except OSError as error:
        done.gagal.append(f"{report.words}: {path} tidak dapat ditulis: {cause(error)}.")
        return
    done.ditulis.append(str(path))


def _mail(
    store: Store,
    wanted: Periodic,
    reports: Sequence[PeriodicReport],
    made: dict[str, ReportFile],
    sent: Sent,
    done: Outcome,
    hari: date,
    send: Send,
) -> None:
    assert wanted.surel is not None
    agency = agency_name(store)
    subject = " ".join(filter(None, ("Laporan Zona Integritas", agency, done.periode)))
    lines = [
        f"{EVERY[wanted.setiap]}, dibuat {format_date(hari)}. Terlampir:",
        *(f"- {made[one.key].nama}" for one in reports),
        *(["", "Belum terlampir:", *(f"- {why}" for why in done.gagal)] if done.gagal else []),
    ]
    try:
        refused = send(wanted.surel, subject, "\n".join(lines) + "\n", [made[one.key] for one in reports])
    except NotSent as error:
        done.gagal.append(f"Surel: {error}")
        return
    try:
        sent.note(done.periode, reports, MAIL)
    except OSError as error:
        done.gagal.append(f"Surel terkirim, tetapi tidak dapat dicatat ({cause(error)}), jadi dapat terkirim lagi.")
    if refused:
        done.gagal.append(f"Surel terkirim, kecuali kepada {', '.join(refused)}: server menolak alamatnya.")
    done.dikirim += [one.words for one in reports]


def _file_name(name: str) -> str:
    """A name that every system takes. Two units' names that differ in such signs only are told apart by nobody."""
    return "".join("-" if sign in _FORBIDDEN else sign for sign in in_one_line(name)).lstrip(".")[-150:]

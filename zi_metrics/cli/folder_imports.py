"""`import` of a folder: each file stored by itself, a line for each, and what is stored already passed over."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from zi_metrics.answers import PENILAI_SHORT
from zi_metrics.bahasa import format_number
from zi_metrics.cli import survey_files
from zi_metrics.cli.batches import Batch, Results, Said, add_to, name_of, stored
from zi_metrics.cli.common import print_json
from zi_metrics.cli.parser import CommandError, complain, say
from zi_metrics.lke.importing import ImportRefused, mappings_from
from zi_metrics.many_uploads import Asked, read_each
from zi_metrics.printable import in_one_line, printable
from zi_metrics.processors import processors
from zi_metrics.store.connection import Store
from zi_metrics.store.unit_names import unit_key
from zi_metrics.texts import clean_name
from zi_metrics.upload import StoredFile, Upload, known_files

_BAR = 24


class _Bar:
    """How far it is, in the terminal's last line; nothing where nobody sits at a terminal."""

    def __init__(self, total: int) -> None:
        self._total, self._shown = total, sys.stderr.isatty()

    def draw(self, done: int, name: str) -> None:
        """So many are done, and this one is next."""
        if self._shown:
            full = _BAR * done // max(1, self._total)
            bar = "#" * full + "." * (_BAR - full)
            # The line is cleared to its end first.
            text = printable(f"[{bar}] {done}/{self._total} {in_one_line(name)[:40]}")
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Make room for a line of text."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Outcome:
    """What became of the files so far."""

    def __init__(self) -> None:
        self.penilaian: list[dict] = []
        self.survei: list[dict] = []
        self.register: list[dict] = []
        self.passed: list[dict] = []
        self.failed: list[dict] = []
        self.files = 0

    def add(self, results: Results) -> None:
        """Of one file that was stored."""
        self.files += 1
        self.penilaian += results.penilaian
        self.survei += results.survei
        self.register += results.register

    def document(self) -> dict:
        """As `--json` prints it."""
        return {
            "penilaian": self.penilaian,
            "survei": self.survei,
            "register": self.register,
            "dilewati": self.passed,
            "tidak_disimpan": self.failed,
        }

    def sentence(self) -> str:
        """In one sentence."""
        said = f"{self.files} berkas disimpan, {len(self.passed)} dilewati karena sudah tersimpan"
        return f"{said}, {len(self.failed)} tidak disimpan."


def import_one_by_one(store: Store, paths: Sequence[Path], said: Said, problems: list[str]) -> None:
    """Read files with all processors and store each by itself, in their order.

    problems: what is wrong with the options already. Raises CommandError with these, storing nothing; or, at the end,
    when a file was not stored or somebody stopped it, with what is stored and how to go on.
    """
    options = said.options
    mappings, survey_mappings = mappings_from(store), survey_files.mappings(store, options.jawab, problems)
    if problems:
        raise CommandError([*dict.fromkeys(problems), "Tidak ada yang disimpan."])
    outcome, bar = _Outcome(), _Bar(len(paths))
    known = known_files(store)
    passed: dict[Path, StoredFile] = {}
    asked = _asked(paths, known, said, passed)
    count = min(processors(), len(paths))
    try:
        with store.writing_in_a_row():
            read = read_each(asked, mappings, survey_mappings, count)
            for done, (path, upload) in enumerate(_in_order(paths, read)):
                bar.draw(done, name_of(path))
                told = (
                    _passed(path, passed[path], outcome)
                    if upload is None
                    else _stored(store, path, upload, said, outcome)
                )
                bar.clear()
                if told and not options.json:
                    say(told)
    except KeyboardInterrupt:
        bar.clear()
        _print(outcome, said)
        again = "Ulangi perintah yang sama untuk melanjutkan; yang sudah tersimpan dilewati."
        raise CommandError([f"Dihentikan: {outcome.sentence()} {again}"]) from None
    bar.clear()
    _print(outcome, said)
    if outcome.failed:
        again = "Perbaiki, lalu ulangi perintah yang sama; yang sudah tersimpan dilewati."
        raise CommandError([f"{len(outcome.failed)} dari {len(paths)} berkas tidak disimpan. {again}"])


def _print(outcome: _Outcome, said: Said) -> None:
    if said.options.json:
        print_json(outcome.document())
    else:
        say(outcome.sentence())


def _asked(
    paths: Sequence[Path], known: dict[str, list[StoredFile]], said: Said, passed: dict[Path, StoredFile]
) -> Iterator[Asked[Path]]:
    """The files that are to be read; the others go into `passed`, with one of what is stored of them."""
    for path in paths:
        found = next((row for row in known.get(_hash_of(path), ()) if _is_said(row, said)), None) if known else None
        if found is None:
            yield Asked(path, name_of(path), path)
        else:
            passed[path] = found


def _in_order(
    paths: Sequence[Path], read: Iterator[tuple[Asked[Path], Upload]]
) -> Iterator[tuple[Path, Upload | None]]:
    """Every file at its place, with what was read of it; None for those passed over."""
    ahead = next(read, None)
    for path in paths:
        if ahead is not None and ahead[0].key == path:
            yield path, ahead[1]
            ahead = next(read, None)
        else:
            yield path, None


def _hash_of(path: Path) -> str:
    """'' where it cannot be read, which reading it tells better."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _is_said(row: StoredFile, said: Said) -> bool:
    """Whether what is stored of a file is what the options ask for."""
    options = said.options
    if options.unit is not None and unit_key(clean_name(options.unit)) != unit_key(row.unit):
        return False
    if said.tahun not in (None, row.tahun):
        return False
    if row.per_tanggal is None or pd.isna(row.per_tanggal):
        # Of a survey, which has no judge; what is said about it may be new.
        return not options.jawab and not options.dilayani
    if said.per_tanggal is not None and pd.Timestamp(said.per_tanggal) != pd.Timestamp(row.per_tanggal):
        return False
    return said.penilai in (None, row.isi) and said.monev in (None, row.monev)


def _passed(path: Path, row: StoredFile, outcome: _Outcome) -> str:
    outcome.passed.append({"berkas": str(path), "unit": row.unit, "tahun": row.tahun, "isi": row.isi})
    return f"{path}: sudah tersimpan ({row.words}); dilewati."


def _stored(store: Store, path: Path, upload: Upload, said: Said, outcome: _Outcome) -> str | None:
    """Store what was read of a file; the line about it, None where it went to standard error."""
    batch = Batch()
    add_to(batch, path, upload, said)
    try:
        results = stored(store, batch, said)
    except (CommandError, ImportRefused) as refused:
        problems = [line for line in str(refused).splitlines() if line != "Tidak ada yang disimpan."]
        outcome.failed.append({"berkas": str(path), "masalah": problems})
        complain(f"{path}: tidak disimpan. {' '.join(problems)}")
        return None
    outcome.add(results)
    return in_one_line(f"{path}: {'; '.join(_told(results)) or 'tidak ada yang perlu disimpan'}.")


def _told(results: Results) -> Iterator[str]:
    for one in results.penilaian:
        state = f"disimpan sebagai versi {one['versi']}" if one["baru"] else "sudah tersimpan, tidak berubah"
        found = f", {len(one['temuan'])} temuan" if one["temuan"] else ""
        whose = f"{one['unit']}, {one['tahun']}, {PENILAI_SHORT[one['penilai']]}"
        yield f"{whose}: {state}, total {format_number(one['total'])}{found}"
    for one in results.survei:
        state = f"disimpan sebagai versi {one['versi']}" if one["baru"] else "sudah tersimpan, tidak berubah"
        yield f"{one['unit']}, {one['tahun']}, survei {one['jenis'].upper()}: {state}"
    for one in results.register:
        yield f"{one['baru']} baris baru, {one['berubah']} berubah, {one['sama']} sudah sama"

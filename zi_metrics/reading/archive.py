"""An uploaded ZIP archive to the files in it, without any guard: only for the child process, which may die of it."""

import io
import posixpath
import stat
import zipfile
from collections.abc import Iterator

from zi_metrics.reading import bounds, file_names, kinds, text_table
from zi_metrics.reading.expansion import NOTHING_TO_DO, SkippedEntry, UploadedFile

# Read whatever they hold: if they cannot be read, the reader has the better words why.
_TABLE_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".tab")
_ARCHIVE_ENDINGS = (".zip", ".rar", ".7z", ".gz", ".tar")
_SYSTEM_NAMES = {"thumbs.db", "desktop.ini"}
_CHUNK_BYTES = 256 * 1024
_OUT_ALONE = "Keluarkan berkas itu dari arsipnya, lalu unggah sendiri."


def entries_of(content: bytes) -> Iterator[UploadedFile | SkippedEntry] | None:
    """The archive's entries in order, folders left out; None when these bytes are no archive of files.

    Members are inflated one at a time while iterating. Raises bounds.Refusal, then or at once, when the archive
    as a whole breaks a bound.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except kinds.ZIP_ERRORS:
        return None
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if kinds.is_office_zip({kinds.part_name(entry.filename) for entry in entries}):
        return None
    if len(entries) > bounds.MAX_ZIP_ENTRIES:
        raise bounds.Refusal(
            f"berisi terlalu banyak berkas ({len(entries)}, batasnya {bounds.MAX_ZIP_ENTRIES})",
            bounds.SPLIT_THE_ARCHIVE,
        )
    return _Walk(archive, len(content)).over(entries)


class _Skip(Exception):
    """Why one entry is left out: completes "Berkas 'x' ..."."""

    def __init__(self, what: str, advice: str = _OUT_ALONE, is_system_file: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.is_system_file = is_system_file


class _Walk:
    """Follows the entries and counts what all of them together may not exceed."""

    def __init__(self, archive: zipfile.ZipFile, archive_bytes: int) -> None:
        self.archive = archive
        self.most_bytes = min(
            bounds.MAX_EXPANDED_BYTES, max(bounds.INFLATION_RATIO_FLOOR, bounds.MAX_INFLATION_RATIO * archive_bytes)
        )
        self.inflated = 0
        self.members = 0
        self.seen: set[str] = set()

    def over(self, entries: list[zipfile.ZipInfo]) -> Iterator[UploadedFile | SkippedEntry]:
        for entry in entries:
            shown = file_names.shown(entry.filename.replace("\\", "/"))
            try:
                yield self._member(entry)
            except _Skip as skip:
                problem = f"Berkas '{shown}' dilewati: {skip.what}."
                yield SkippedEntry(shown, problem, skip.advice, skip.is_system_file)

    def _member(self, entry: zipfile.ZipInfo) -> UploadedFile:
        path = entry.filename.replace("\\", "/")
        _check_entry(entry, path)
        if path.lower() in self.seen:
            raise _Skip("namanya sama dengan berkas lain di arsip ini", "Ganti namanya, lalu kemas ulang arsipnya.")
        self.seen.add(path.lower())
        try:
            content = self._inflated_if_table(entry, path.lower())
        except kinds.ZIP_ERRORS as error:
            raise _Skip(bounds.DAMAGED, bounds.SEND_AGAIN) from error
        self.members += 1
        if self.members > bounds.MAX_MEMBERS:
            raise bounds.Refusal(
                f"berisi terlalu banyak lembar kerja (batasnya {bounds.MAX_MEMBERS})", bounds.SPLIT_THE_ARCHIVE
            )
        folder, name = posixpath.split(path)
        return UploadedFile(file_names.shown(name), content, file_names.shown(folder))

    def _inflated_if_table(self, entry: zipfile.ZipInfo, path: str) -> bytes:
        if path.endswith(_TABLE_ENDINGS):
            return self._inflated(entry)
        if path.endswith(_ARCHIVE_ENDINGS):
            raise _Skip("arsip di dalam arsip tidak dibuka", bounds.UNPACK)
        with self.archive.open(entry) as part:
            start = part.read(8)
        if path.endswith(".txt") or kinds.could_hold_workbook(start):
            content = self._inflated(entry)
            try:
                if kinds.kind_of(content) == "text":
                    text_table.check_is_table(content)
            except bounds.Refusal as refusal:
                raise _Skip(refusal.what, refusal.advice) from refusal
            return content
        raise _Skip("bukan lembar kerja", NOTHING_TO_DO)

    def _inflated(self, entry: zipfile.ZipInfo) -> bytes:
        """The member's bytes. Counts while inflating: what the archive's directory says about sizes may be a lie."""
        pieces, size = [], 0
        with self.archive.open(entry) as part:
            while piece := part.read(_CHUNK_BYTES):
                pieces.append(piece)
                size += len(piece)
                self.inflated += len(piece)
                if self.inflated > self.most_bytes:
                    megabytes = self.most_bytes // bounds.MIB
                    raise bounds.Refusal(
                        f"mengembang tidak wajar saat dibuka (menjadi lebih dari {megabytes} MB)",
                        bounds.SPLIT_THE_ARCHIVE,
                    )
                if size > bounds.MAX_FILE_BYTES:
                    limit = bounds.MAX_FILE_BYTES // bounds.MIB
                    raise _Skip(f"terlalu besar, batasnya {limit} MB", "Hapus gambar dan lampiran dari dalamnya.")
        return b"".join(pieces)


def _check_entry(entry: zipfile.ZipInfo, path: str) -> None:
    """Raises _Skip for what is not an ordinary, plainly named and readable file."""
    parts = path.split("/")
    if parts[0] == "__MACOSX" or parts[-1].startswith("~$") or parts[-1].lower() in _SYSTEM_NAMES:
        raise _Skip("berkas sementara milik komputer pembuatnya", NOTHING_TO_DO, is_system_file=True)
    if kinds.climbs_out(path) or not parts[-1]:
        raise _Skip("letaknya menunjuk ke luar arsip")
    if any(part.startswith(".") for part in parts):
        raise _Skip("berkas tersembunyi milik komputer pembuatnya", NOTHING_TO_DO, is_system_file=True)
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _Skip("bukan berkas melainkan pintasan ke tempat lain", "Kemas berkas aslinya, bukan pintasannya.")
    if entry.flag_bits & 1:
        raise _Skip("dilindungi kata sandi", "Kemas ulang arsipnya tanpa kata sandi, lalu unggah lagi.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Skip("dimampatkan dengan cara yang tidak didukung", "Kemas ulang sebagai ZIP biasa, lalu unggah lagi.")

"""How much one uploaded file may ask of the server, and the look at its bytes before anything parses them.

The look runs inside the child process, too: even a zip directory can be made to eat memory.
"""

import io
import math
import struct
import zipfile
import zlib

MIB = 1024 * 1024

# An LKE is under 1 MB; with pasted screenshots a few dozen.
MAX_FILE_BYTES = 30 * MIB
# 50,000 survey rows of 20 columns inflate to about 50 MB; pictures hardly inflate.
MAX_INFLATED_BYTES = 200 * MIB
# Real workbooks shrink 5 to 40 times, bombs a thousand times. Below the floor even a bomb is harmless.
MAX_INFLATION_RATIO = 100
INFLATION_RATIO_FLOOR = 20 * MIB
# A workbook has a dozen parts, plus a few for each sheet and picture.
MAX_ZIP_ENTRIES = 2_000
MAX_SHEETS = 200
# Cells written in the file, formatted empty ones included: each costs time even when it shows nothing.
# A full LKE has 25,000, a survey of 50,000 rows and 20 columns a million; a million take 3 s, and 250 MB in the server.
MAX_CELLS = 1_200_000
MAX_ROWS = 200_000
# calamine reserves memory for the whole rectangle up to the last filled cell, about 32 bytes for each place in it.
MAX_AREA = 4_000_000
MAX_MERGED_RANGES = 50_000
# The child's answer: a full LKE is about 1 MB.
MAX_ANSWER_BYTES = 48 * MIB
# Address space (POSIX) and resident memory (everywhere) of one child. A usual LKE takes under 60 MiB.
MAX_CHILD_BYTES = 1024 * MIB
# Wall clock, and processor time where the system can limit it.
MAX_SECONDS = 10
# Together with MAX_CHILD_BYTES this bounds what all simultaneous uploads can take.
MAX_CHILDREN = 3
MAX_SECONDS_IN_QUEUE = 30

SAVE_AS_XLSX = "Buka di Excel, simpan sebagai Excel Workbook (.xlsx), lalu unggah berkas hasilnya."
SAVE_AGAIN = "Buka di Excel, simpan ulang dengan File > Save As sebagai Excel Workbook (.xlsx), lalu unggah lagi."
SEND_AGAIN = "Minta atau salin ulang berkas aslinya, pastikan dapat dibuka di Excel, lalu unggah lagi."
REMOVE_PASSWORD = "Buka di Excel, hapus kata sandinya (File > Info > Protect Workbook), simpan, lalu unggah lagi."
REMOVE_EXCESS = (
    "Hapus baris dan kolom kosong di luar tabel (pilih, klik kanan, Delete) dan sheet yang tidak dipakai, "
    "simpan, lalu unggah lagi."
)
SEND_THE_WORKBOOK = "Unggah berkas Excel (.xlsx) aslinya, bukan hasil cetak, pindai, atau salinannya dalam bentuk lain."
DAMAGED = "terpotong atau rusak"
TOO_HUNGRY = "membutuhkan terlalu banyak memori untuk dibaca"
# Reading ended the child, as only broken or crafted files do.
KILLS_READER = "tidak dapat dibaca karena isinya rusak atau tidak wajar"

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A BIFF8 workbook begins with this record header, version and type; the record takes 20 bytes.
_XLS_FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_OTHER_KINDS = (
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"\x89PNG", "gambar PNG"),
    (b"GIF8", "gambar GIF"),
    (b"%PDF", "dokumen PDF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7-Zip"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"MZ", "program komputer"),
)
# What a zip holds when it is an office file, but not one that is read here.
_OTHER_ZIPS = (
    ("xl/workbook.bin", "buku kerja biner (.xlsb)", SAVE_AS_XLSX),
    ("word/document.xml", "dokumen Word", SEND_THE_WORKBOOK),
    ("ppt/presentation.xml", "presentasi PowerPoint", SEND_THE_WORKBOOK),
)
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Refusal(Exception):
    """Why a file is not read: `what` completes "Berkas 'x.xlsx' ...", `advice` is a sentence; both Indonesian."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice


def check_size(content: bytes) -> None:
    """Raises Refusal for an empty file and for one over MAX_FILE_BYTES."""
    if not content:
        raise Refusal("kosong (0 byte)", SEND_AGAIN)
    if len(content) > MAX_FILE_BYTES:
        raise Refusal(
            f"terlalu besar: {math.ceil(len(content) / MIB)} MB, batasnya {MAX_FILE_BYTES // MIB} MB",
            "Hapus gambar dan lampiran dari dalamnya (cukup tautannya), simpan, lalu unggah lagi.",
        )


def kind_of(content: bytes) -> str:
    """The file's format by its bytes, never by its name: 'xlsx' (.xlsm too), 'ods' or 'xls'.

    Raises Refusal when it is anything else, password-protected, or a zip whose directory breaks a bound.
    """
    check_size(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if content.startswith(_OLE2):
        return _kind_of_ole2(content)
    raise _no_workbook(content)


def _no_workbook(content: bytes) -> Refusal:
    what = "bukan buku kerja Excel, melainkan "
    for magic, kind in _OTHER_KINDS:
        if content.startswith(magic):
            return Refusal(what + kind, SEND_THE_WORKBOOK)
    start = content[:4096]
    if b"\0" in start:
        return Refusal(what + "berkas jenis lain", SEND_THE_WORKBOOK)
    # Web applications like to name such tables .xls; Excel opens them and can save them properly.
    is_markup = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return Refusal(what + ("halaman web atau XML" if is_markup else "teks biasa"), SAVE_AS_XLSX)


def _kind_of_ole2(content: bytes) -> str:
    """Old Excel files and password-protected new ones share one container; its directory names the streams."""
    if any(f"{stream}\0".encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        if _is_locked_xls(content):
            raise Refusal("dilindungi kata sandi", REMOVE_PASSWORD)
        return "xls"
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal("dilindungi kata sandi", REMOVE_PASSWORD)
    raise Refusal("bukan buku kerja Excel, melainkan berkas Office lama jenis lain", SEND_THE_WORKBOOK)


def _is_locked_xls(content: bytes) -> bool:
    """Whether the record right after the workbook's first one is FILEPASS; calamine calls such a file undetectable."""
    first = content.find(_XLS_FIRST_RECORD)
    return first >= 0 and content[first + 20 : first + 22] == b"\x2f\x00"


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_entries(entries, len(content))
            names = {part_name(entry.filename) for entry in entries}
            if any(name.endswith("/workbook.xml") for name in names):
                return "xlsx"
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as part:
                    is_ods = part.read(len(_ODS_MIME)) == _ODS_MIME
                if is_ods:
                    _refuse_locked_ods(archive)
                    return "ods"
    except (KeyError, *ZIP_ERRORS) as error:
        raise Refusal(DAMAGED, SEND_AGAIN) from error
    for name, kind, advice in _OTHER_ZIPS:
        if name in names:
            raise Refusal(f"bukan buku kerja Excel yang dapat dibaca, melainkan {kind}", advice)
    raise Refusal(
        "adalah arsip ZIP tanpa buku kerja Excel di dalamnya",
        "Bila buku kerjanya ada di dalam arsip itu, ekstrak dahulu, lalu unggah berkas Excel-nya.",
    )


def _refuse_locked_ods(archive: zipfile.ZipFile) -> None:
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(MIB):
            raise Refusal("dilindungi kata sandi", REMOVE_PASSWORD)


def part_name(entry_name: str) -> str:
    """A zip entry's name as parts are compared: lower case, forward slashes."""
    return entry_name.replace("\\", "/").lower()


def check_entries(entries: list[zipfile.ZipInfo], file_bytes: int) -> None:
    """Holds a zip directory against the bounds; raises Refusal when it breaks one.

    Declared sizes can lie; whoever reads the parts has zipfile's checksum to find out.
    """
    if len(entries) > MAX_ZIP_ENTRIES:
        raise Refusal(f"berisi terlalu banyak bagian ({len(entries)}, batasnya {MAX_ZIP_ENTRIES})", SAVE_AGAIN)
    inflated = sum(entry.file_size for entry in entries)
    if inflated > MAX_INFLATED_BYTES or inflated > max(INFLATION_RATIO_FLOOR, MAX_INFLATION_RATIO * file_bytes):
        raise Refusal(f"mengembang tidak wajar saat dibuka (menjadi {inflated / MIB:.0f} MB)", REMOVE_EXCESS)
    names = [part_name(entry.filename) for entry in entries]
    if len(set(names)) < len(names) or any(_climbs_out(name) for name in names):
        raise Refusal("tidak tersusun seperti buku kerja Excel yang wajar (nama bagian janggal)", SAVE_AGAIN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("dilindungi kata sandi", REMOVE_PASSWORD)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refusal("dimampatkan dengan cara yang tidak dipakai Excel", SAVE_AGAIN)


def _climbs_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]

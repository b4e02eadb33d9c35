"""How much one uploaded file may ask of the server, and how a file that asks more is refused.

What one reading costs at most, whatever the bytes:

- the child process: MAX_CHILD_BYTES of memory and MAX_SECONDS; then it is ended and the file refused;
- the server itself: the file, its answer (MAX_ANSWER_BYTES on disk) and the cells of that answer, at most MAX_CELLS;
  for an archive instead of cells the inflated members, at most MAX_EXPANDED_BYTES;
- both times MAX_CHILDREN, because no more files are read at once; what callers keep of earlier files comes on top.

A text table of survey answers may be larger and is read by columns, one at a time (columns.py); its child may take
MAX_COLUMNS_CHILD_BYTES and MAX_COLUMNS_SECONDS, the server the file and MAX_COLUMNS_ANSWER_BYTES.

Measured (benchmarks/reading_memory.py): a hostile workbook can drive the child up to its bound, a hostile text or
archive to 300 MiB. In the server a million cells take 300 MiB, an archive what it inflates to (also when the refusal
comes late), any other refusal nothing.
"""

import math
from collections.abc import Sequence, Sized
from typing import NoReturn

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
# A full LKE has 25,000, a survey of 50,000 rows and 20 columns a million; a million take 3 s, and 300 MB in the server.
MAX_CELLS = 1_200_000
MAX_ROWS = 200_000
# calamine reserves memory for the whole rectangle up to the last filled cell, about 32 bytes for each place in it.
MAX_AREA = 4_000_000
MAX_MERGED_RANGES = 50_000
# Text tables: one row's characters. Excel's longest cell has 32,767; a lone quote would make a cell of the whole rest.
MAX_RECORD_CHARS = 1_000_000
# Excel's last column, XFD.
MAX_COLUMNS = 16_384
# Wider than any LKE, recap or survey: understanding a table of more filled columns would take minutes.
MAX_FILLED_COLUMNS = 1_000
# Archives: spreadsheets in one, and their inflated bytes together. The ratio above holds, too.
MAX_MEMBERS = 500
MAX_EXPANDED_BYTES = 100 * MIB
# Text tables read by columns: survey answers. A million answers of 20 columns in words take 300 MB.
MAX_COLUMNS_FILE_BYTES = 400 * MIB
MAX_COLUMNS_ROWS = 1_100_000
MAX_COLUMNS_CELLS = 40_000_000
MAX_COLUMNS_ANSWER_BYTES = 600 * MIB
# The file itself, and what its texts and cells take; a million answers of 20 columns take 700 MiB.
MAX_COLUMNS_CHILD_BYTES = 1536 * MIB
MAX_COLUMNS_SECONDS = 90
# Who uploads a second one meanwhile waits so long.
MAX_COLUMNS_SECONDS_IN_QUEUE = 45
# The child's answer about one workbook: a full LKE is about 1 MB.
MAX_ANSWER_BYTES = 48 * MIB
# Marking: cells coloured and commented in one workbook, the marks as JSON, and the marked workbook.
MAX_MARKED_CELLS = 2_000
MAX_MARKS_BYTES = 8 * MIB
MAX_MARKED_BYTES = 40 * MIB
# Address space (POSIX) and resident memory (everywhere) of one child. A usual LKE takes under 60 MiB.
MAX_CHILD_BYTES = 1024 * MIB
# Of the processor, so that a busy machine refuses no file; only what hangs is ended by the clock, much later.
MAX_SECONDS = 10
# Together with MAX_CHILD_BYTES this bounds what all simultaneous uploads can take.
MAX_CHILDREN = 3
MAX_SECONDS_IN_QUEUE = 30
# Of these one person has at most so many; the other place is for the others.
MAX_CHILDREN_EACH = 2
# What one person uploads at once: files, their bytes (which the server holds until they are saved or given up), and how
# long reading them all may take. A portfolio of an agency comes as an archive, which counts as one file here.
MAX_FILES_AT_ONCE = 50
MAX_BYTES_AT_ONCE = 450 * MIB
MAX_SECONDS_AT_ONCE = 180

SAVE_AS_XLSX = "Buka di Excel, simpan sebagai Excel Workbook (.xlsx), lalu unggah berkas hasilnya."
SAVE_AGAIN = "Buka di Excel, simpan ulang dengan File > Save As sebagai Excel Workbook (.xlsx), lalu unggah lagi."
SEND_AGAIN = "Minta atau salin ulang berkas aslinya, pastikan dapat dibuka di Excel, lalu unggah lagi."
REMOVE_PASSWORD = "Buka di Excel, hapus kata sandinya (File > Info > Protect Workbook), simpan, lalu unggah lagi."
REMOVE_EXCESS = (
    "Hapus baris dan kolom kosong di luar tabel (pilih, klik kanan, Delete) dan sheet yang tidak dipakai, "
    "simpan, lalu unggah lagi."
)
MANY_ANSWERS = "Jawaban survei yang memang sebanyak itu dapat disimpan sebagai CSV UTF-8 (.csv), lalu diunggah."
SEND_THE_WORKBOOK = "Unggah berkas Excel (.xlsx) aslinya, bukan hasil cetak, pindai, atau salinannya dalam bentuk lain."
UNPACK = "Ekstrak arsip itu, lalu unggah berkas Excel di dalamnya, atau kemas ulang sebagai ZIP tanpa kata sandi."
SPLIT_THE_ARCHIVE = "Bagi isinya menjadi beberapa arsip ZIP yang lebih kecil, lalu unggah satu per satu."
TRY_LATER = "Tunggu sebentar, lalu unggah lagi. Bila tetap gagal, hubungi pengelola aplikasi."
DAMAGED = "terpotong atau rusak"
TOO_HUNGRY = "membutuhkan terlalu banyak memori untuk dibaca"
# Reading ended the child, as only broken or crafted files do.
KILLS_READER = "tidak dapat dibaca karena isinya rusak atau tidak wajar"


class Refusal(Exception):
    """Why a file is not read: `what` completes "Berkas 'x.xlsx' ...", `advice` is a sentence; both Indonesian."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice


def refuse_too_many(what: str, limit: int) -> NoReturn:
    """Raises the Refusal of a file with more than `limit` of `what` (Indonesian: 'sel', 'baris', ...)."""
    limit_text = f"{limit:,}".replace(",", ".")
    raise Refusal(f"berisi terlalu banyak {what} (batasnya {limit_text})", f"{REMOVE_EXCESS} {MANY_ANSWERS}")


def too_much_at_once(sizes: Sequence[int]) -> str | None:
    """Why files of these sizes are too many or too large for one upload (Indonesian); None when they are not."""
    if len(sizes) > MAX_FILES_AT_ONCE:
        return (
            f"{len(sizes)} berkas sekaligus terlalu banyak (batasnya {MAX_FILES_AT_ONCE}). Unggah dalam beberapa "
            "bagian, atau kemas sebagai satu arsip ZIP."
        )
    if sum(sizes) > MAX_BYTES_AT_ONCE:
        return (
            f"Berkas-berkas itu bersama-sama {math.ceil(sum(sizes) / MIB)} MB (batasnya {MAX_BYTES_AT_ONCE // MIB} "
            "MB). Unggah dalam beberapa bagian."
        )
    return None


def check_size(content: Sized, limit: int = MAX_FILE_BYTES) -> None:
    """Raises Refusal for an empty file and for one over the limit."""
    if not content:
        raise Refusal("kosong (0 byte)", SEND_AGAIN)
    if len(content) > limit:
        raise Refusal(
            f"terlalu besar: {math.ceil(len(content) / MIB)} MB, batasnya {limit // MIB} MB",
            "Hapus gambar dan lampiran dari dalamnya (cukup tautannya), simpan, lalu unggah lagi.",
        )

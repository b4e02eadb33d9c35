"""A file's format by its bytes, before anything parses them.

Runs inside the child process, too: even a zip directory can be made to eat memory.
"""

import io
import struct
import zipfile
import zlib

from zi_metrics.reading import bounds

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A BIFF8 workbook begins with this record header, version and type; the record takes 20 bytes.
_XLS_FIRST_RECORD = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_OTHER_KINDS = (
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"\x89PNG", "gambar PNG"),
    (b"GIF8", "gambar GIF"),
    (b"%PDF", "dokumen PDF"),
    (b"{\\rtf", "dokumen RTF"),
    (b"MZ\x90\x00", "program komputer"),
)
_OTHER_ARCHIVES = ((b"Rar!\x1a", "arsip RAR"), (b"7z\xbc\xaf", "arsip 7-Zip"), (b"\x1f\x8b", "arsip GZIP"))
# What a zip holds when it is an office file, but not one that is read here.
_OTHER_ZIPS = (
    ("xl/workbook.bin", "buku kerja biner (.xlsb)", bounds.SAVE_AS_XLSX),
    ("word/document.xml", "dokumen Word", bounds.SEND_THE_WORKBOOK),
    ("ppt/presentation.xml", "presentasi PowerPoint", bounds.SEND_THE_WORKBOOK),
)
# One of these tells an office document from an archive that somebody packed.
_OFFICE_PARTS = {"[content_types].xml", "mimetype", "_rels/.rels"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)


def kind_of(content: bytes) -> str:
    """The file's format by its bytes, never by its name: 'xlsx' (.xlsm too), 'ods', 'xls' or 'text'.

    'text' only says that nothing else was recognised; text_table.py finds out whether it is a table.
    Raises Refusal for any other known kind, a password, or a zip whose directory breaks a bound.
    """
    bounds.check_size(content)
    if is_zip(content):
        return _kind_of_zip(content)
    if content.startswith(_OLE2):
        return _kind_of_ole2(content)
    for magic, kind in _OTHER_KINDS:
        if content.startswith(magic):
            raise bounds.Refusal(f"bukan buku kerja Excel, melainkan {kind}", bounds.SEND_THE_WORKBOOK)
    for magic, kind in _OTHER_ARCHIVES:
        if content.startswith(magic):
            raise bounds.Refusal(f"bukan buku kerja Excel, melainkan {kind}", bounds.UNPACK)
    return "text"


def is_zip(content: bytes) -> bool:
    """Whether these bytes begin as a zip archive: a workbook, another office file, or an archive of files."""
    return content.startswith(_ZIP)


def is_office_zip(names: set[str]) -> bool:
    """Whether a zip with these part names is one document, of whatever program, rather than an archive of files."""
    return bool(names & _OFFICE_PARTS) or "xl/workbook.xml" in names


def begins_as_office(content: bytes) -> bool:
    """Whether a zip's first entry already tells that it is an office document; spares looking at the whole."""
    length = int.from_bytes(content[26:28], "little")
    return content[30 : 30 + length].lower() in (b"[content_types].xml", b"_rels/.rels", b"mimetype")


def could_hold_workbook(start: bytes) -> bool:
    """Whether a file that starts with these bytes (eight or more) could be a workbook, whatever its name says."""
    return start.startswith((*_ZIP, _OLE2))


def _kind_of_ole2(content: bytes) -> str:
    """Old Excel files and password-protected new ones share one container; its directory names the streams."""
    if any(f"{stream}\0".encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        if _is_locked_xls(content):
            raise bounds.Refusal("dilindungi kata sandi", bounds.REMOVE_PASSWORD)
        return "xls"
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise bounds.Refusal("dilindungi kata sandi", bounds.REMOVE_PASSWORD)
    raise bounds.Refusal("bukan buku kerja Excel, melainkan berkas Office lama jenis lain", bounds.SEND_THE_WORKBOOK)


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
        raise bounds.Refusal(bounds.DAMAGED, bounds.SEND_AGAIN) from error
    for name, kind, advice in _OTHER_ZIPS:
        if name in names:
            raise bounds.Refusal(f"bukan buku kerja Excel yang dapat dibaca, melainkan {kind}", advice)
    raise bounds.Refusal(
        "adalah arsip ZIP tanpa buku kerja Excel di dalamnya",
        bounds.UNPACK,
    )


def _refuse_locked_ods(archive: zipfile.ZipFile) -> None:
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(bounds.MIB):
            raise bounds.Refusal("dilindungi kata sandi", bounds.REMOVE_PASSWORD)


def part_name(entry_name: str) -> str:
    """A zip entry's name as parts are compared: lower case, forward slashes."""
    return entry_name.replace("\\", "/").lower()


def check_entries(entries: list[zipfile.ZipInfo], file_bytes: int) -> None:
    """Holds a zip directory against the bounds; raises Refusal when it breaks one.

    Declared sizes can lie; whoever reads the parts has zipfile's checksum to find out.
    """
    if len(entries) > bounds.MAX_ZIP_ENTRIES:
        raise bounds.Refusal(
            f"berisi terlalu banyak bagian ({len(entries)}, batasnya {bounds.MAX_ZIP_ENTRIES})", bounds.SAVE_AGAIN
        )
    inflated = sum(entry.file_size for entry in entries)
    if inflated > bounds.MAX_INFLATED_BYTES or inflated > max(
        bounds.INFLATION_RATIO_FLOOR, bounds.MAX_INFLATION_RATIO * file_bytes
    ):
        raise bounds.Refusal(
            f"mengembang tidak wajar saat dibuka (menjadi {inflated / bounds.MIB:.0f} MB)", bounds.REMOVE_EXCESS
        )
    names = [part_name(entry.filename) for entry in entries]
    if len(set(names)) < len(names) or any(climbs_out(name) for name in names):
        raise bounds.Refusal(
            "tidak tersusun seperti buku kerja Excel yang wajar (nama bagian janggal)", bounds.SAVE_AGAIN
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise bounds.Refusal("dilindungi kata sandi", bounds.REMOVE_PASSWORD)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise bounds.Refusal("dimampatkan dengan cara yang tidak dipakai Excel", bounds.SAVE_AGAIN)


def climbs_out(name: str) -> bool:
    """Whether a zip entry's name (with forward slashes) is absolute or leads out of the place of unpacking."""
    return name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]

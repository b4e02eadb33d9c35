"""What reading offers: an upload taken apart into files, and a file read into sheets. Safe with any bytes."""

import dataclasses
import hashlib
from pathlib import PurePosixPath

from zi_metrics.reading import bounds, file_names, kinds, parent, protocol
from zi_metrics.reading.child import MEMBERS, SHEETS
from zi_metrics.reading.expansion import Expansion, SkippedEntry, UploadedFile
from zi_metrics.reading.grid import Grid, Sheet, UnreadableFile


def read_spreadsheet(file_name: str, content: bytes) -> Grid:
    """Reads an uploaded table (.xlsx, .xlsm, .xls, .ods, CSV and its kin; told by its bytes, not its name).

    A text table is one sheet named as the file. The parsing happens in a child process bounded in memory and time
    (see bounds.py), at most MAX_CHILDREN at once; a call waits its turn. May be called from several threads.
    Raises UnreadableFile only.
    """
    try:
        bounds.check_size(content)
        sheets = parent.ask(SHEETS, content, protocol.decode)
    except bounds.Refusal as refusal:
        raise UnreadableFile(refusal_sentence(file_name, refusal), refusal.advice) from None
    sheets = tuple(sheet if sheet.name else _named_as_file(sheet, file_name) for sheet in sheets)
    return Grid(file_name, hashlib.sha256(content).hexdigest(), sheets)


def expand_upload(file_name: str, content: bytes) -> Expansion:
    """The files of an upload: those in a ZIP archive that may be tables, or the file itself when it is no archive.

    Inflating happens in a child process bounded as in read_spreadsheet, and stops at MAX_EXPANDED_BYTES; whether
    each file can be read is for read_spreadsheet to find out. Never raises: what is wrong stands in `skipped`,
    under the upload's own name when it concerns the whole archive.
    """
    itself = Expansion((UploadedFile(file_name, content),))
    if len(content) > bounds.MAX_FILE_BYTES or not kinds.is_zip(content) or kinds.begins_as_office(content):
        return itself
    try:
        found = parent.ask(MEMBERS, content, protocol.decode_entries)
        if found is None:
            return itself
        if not found.files and all(entry.is_system_file for entry in found.skipped):
            raise bounds.Refusal("adalah arsip ZIP tanpa lembar kerja di dalamnya", bounds.SEND_THE_WORKBOOK)
    except bounds.Refusal as refusal:
        return Expansion((), (SkippedEntry(file_name, refusal_sentence(file_name, refusal), refusal.advice),))
    return found


def refusal_sentence(file_name: str, refusal: bounds.Refusal) -> str:
    """What is wrong with a file, as an Indonesian sentence that names it."""
    return f"Berkas '{file_names.shown(file_name)}' {refusal.what}."


def _named_as_file(sheet: Sheet, file_name: str) -> Sheet:
    return dataclasses.replace(sheet, name=PurePosixPath(file_name.replace("\\", "/")).stem or file_name)

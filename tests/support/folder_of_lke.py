"""Files of a folder that is imported: a workbook of any unit, and one that cannot be read."""

import io
import zipfile

from places import READY

BROKEN = b"PK\x03\x04 rusak"


def of_unit(name):
    """The full sample workbook as another unit's."""
    copy = io.BytesIO()
    with zipfile.ZipFile(READY["lengkap"]) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.infolist():
            out.writestr(entry.filename, archive.read(entry).replace(b"Contoh 01", name.encode()))
    return copy.getvalue()

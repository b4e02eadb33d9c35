"""Builds small files that a careless reader would choke on, and the few formats no library here can write."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "xl/worksheets/sheet1.xml"


def zip_of(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(rows: str, head: str = "", tail: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'


def xlsx(sheet: str | bytes, more: dict[str, bytes | str] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet 'LKE' with this XML, and any further parts."""
    return zip_of(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="LKE" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            _SHEET: sheet,
            **(more or {}),
        },
        method,
    )


def shared_strings(content: str, doctype: str = "") -> dict[str, str]:
    texts = f'<?xml version="1.0"?>{doctype}<sst xmlns="{MAIN}"><si><t>{content}</t></si></sst>'
    return {"xl/sharedStrings.xml": texts}


def billion_laughs(root: str) -> str:
    """A document type in which &h; stands for 100 million 'ha'."""
    entities = ['<!ENTITY a "hahahahahahahahahaha">']
    entities += [f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)]
    return f"<!DOCTYPE {root} [{''.join(entities)}]>"


def lying_about_size(workbook: bytes) -> bytes:
    """The same workbook whose directory says that its sheet is only 100 bytes."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        size = archive.getinfo(_SHEET).file_size
    return workbook.replace(struct.pack("<I", size), struct.pack("<I", 100))


def encrypted_zip(workbook: bytes) -> bytes:
    """The same workbook with the 'encrypted' flag set on its last entry."""
    start = workbook.rindex(b"PK\x01\x02") + 8
    return workbook[:start] + b"\x01\x00" + workbook[start + 2 :]


def ods(rows: str, manifest: str = "") -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = f'xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0"'
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}>"
            f'<office:body><office:spreadsheet><table:table table:name="LKE">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def ole2(stream_name: str, stream: bytes) -> bytes:
    """The container of old Office files and of password-protected new ones, holding one stream."""
    end, free, sector = 0xFFFFFFFE, 0xFFFFFFFF, 512
    # Streams below 4096 bytes would need the container's second, smaller file system.
    stream = stream.ljust(max(4096, -(-len(stream) // sector) * sector), b"\0")
    count = len(stream) // sector
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<IIIII", 4096, end, 0, end, 0) + struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, end, *range(3, count + 2), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    entries = _ole2_entry("Root Entry", 5, 1, end, 0) + _ole2_entry(stream_name, 2, free, 2, len(stream))
    return header + table + entries.ljust(sector, b"\0") + stream


def _ole2_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    none = 0xFFFFFFFF
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(encoded), kind, 1, none, none, child)
    return encoded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def xls(cells: dict[tuple[int, int], str | float], password: bool = False) -> bytes:
    """An Excel 97-2003 workbook of one sheet 'LKE' with these cells (row and column from 1)."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def beginning(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    def cell(row: int, column: int, value: str | float) -> bytes:
        place = struct.pack("<HHH", row - 1, column - 1, 0)
        if isinstance(value, str):
            return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        return record(0x0203, place + struct.pack("<d", value))

    head = record(0x0042, struct.pack("<H", 1200))
    if password:
        head = record(0x002F, struct.pack("<HHH", 1, 1, 1)) + head
    name, ending = b"\x03\x00LKE", record(0x000A, b"")
    offset = len(beginning(5) + head + record(0x0085, bytes(6) + name) + ending)
    globals_part = beginning(5) + head + record(0x0085, struct.pack("<IH", offset, 0) + name) + ending
    body = b"".join(cell(row, column, value) for (row, column), value in cells.items())
    return ole2("Workbook", globals_part + beginning(0x10) + body + ending)

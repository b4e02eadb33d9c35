"""Builds small files that a careless reader would choke on, and the few formats no library here can write."""

import io
import random
import struct
import zipfile

from zi_metrics.reading import bounds

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


def one_row(cells: str) -> str:
    return sheet_xml(f'<row r="1">{cells}</row>')


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


SMALL = xlsx(one_row('<c r="A1"><v>1</v></c>'))
LAUGH_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&h;</t></is></c></row>'
ODS_FLOOD = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    "</table:table-row>"
)


def workbook_of_many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 400))
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheets.encode() + b"</sheets>")
    return zip_of(parts)


# What is uploaded, and words its refusal must hold.
HOSTILE = {
    "empty": (lambda: b"", "kosong"),
    "too large": (lambda: bytes(bounds.MAX_FILE_BYTES + 1), "terlalu besar"),
    "a photograph": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), "gambar JPEG"),
    "a pdf": (lambda: b"%PDF-1.7\n", "dokumen PDF"),
    "a web page": (lambda: b"\xef\xbb\xbf <html><table>", "halaman web"),
    "prose": (
        lambda: b"Kepada Yth. Bapak,\ndengan hormat, bersama ini, kami kirim\nlaporan.\nSalam\n" * 9,
        "teks biasa",
    ),
    "one column": (lambda: b"Nilai\n" + b"3,5\n" * 50, "teks biasa"),
    "a readme": (lambda: b"# Judul\n\nUraian singkat.\n\n- satu, dua\n- tiga\n", "teks biasa"),
    "JSON": (lambda: b'[\n {"a": 1, "b": 2},\n {"a": 3, "b": 4}\n]', "data JSON"),
    "only blank lines": (lambda: b"\n \r\n\n", "kosong"),
    "zero bytes in a table": (lambda: b"No;Isi\n" + b"1;Ya\n" * 2_000 + bytes(9), "byte nol"),
    "a table cut within UTF-16": (lambda: "No;Isi\n1;Ya\n".encode("utf-16")[:-1], "rusak"),
    "a table with damaged letters": (lambda: "Né;Isü\n".encode() * 9 + b"1;\xc3\n", "baris 10"),
    "a quote that nobody closes": (lambda: b'No;Isi\n1;"Ya"\n2;"Tidak\n' + b'3;"Ya"\n' * 10, "tanda kutip"),
    "a quote that swallows all": (lambda: b'No;Isi\n1;"Ya"\n2;"Tidak\n' + b"3;Ya\n" * 2_000_000, "tanda kutip"),
    "a line without end": (lambda: b"No;Isi\n" + b"x" * (20 * bounds.MIB), "terlalu panjang"),
    "a line of delimiters": (lambda: b"No;Isi\n1;Ya\n" + b";" * 900_000, "terlalu banyak kolom"),
    "millions of short rows": (lambda: b"1;2\n" * 7_000_000, "terlalu banyak baris"),
    "millions of empty cells in a table": (lambda: (b"1;2" + b";" * 1_000 + b"\n") * 20_000, "terlalu banyak sel"),
    "a wide row, and then many rows": (lambda: b"1;" * 9_000 + b"1\n" + b"1;2\n" * 9_000, "terlalu jauh"),
    "noise": (lambda: bytes(range(1, 256)) + bytes(50), "bukan buku kerja Excel"),
    "cut short": (lambda: SMALL[: len(SMALL) // 2], "terpotong atau rusak"),
    "only a zip's first bytes": (lambda: b"PK\x03\x04", "terpotong atau rusak"),
    "a zip without workbook": (lambda: zip_of({"catatan.txt": "halo"}), "arsip ZIP"),
    "an empty zip": (lambda: zip_of({}), "arsip ZIP"),
    "a word document": (lambda: zip_of({"word/document.xml": "<w/>"}), "dokumen Word"),
    "a binary workbook": (lambda: zip_of({"xl/workbook.bin": b"\x83\x01"}), ".xlsb"),
    "a zip bomb": (lambda: xlsx(b" " * (25 * bounds.MIB)), "mengembang"),
    "a zip bomb that lies": (lambda: lying_about_size(xlsx(b" " * (25 * bounds.MIB))), "rusak"),
    "a great inflated size": (
        lambda: xlsx("", {f"xl/media/{n}": bytes(21 * bounds.MIB) for n in range(10)}),
        "mengembang",
    ),
    "names that climb out": (lambda: xlsx("", {"xl/../../etc/passwd": "x"}), "nama bagian janggal"),
    "names that climb out, Windows": (lambda: xlsx("", {"C:\\Windows\\x": "x"}), "nama bagian janggal"),
    "one name twice": (lambda: xlsx("", {"XL/workbook.xml": "x"}), "nama bagian janggal"),
    "thousands of parts": (lambda: xlsx("", {f"xl/{n}": "" for n in range(3_000)}), "terlalu banyak bagian"),
    "an unusual compression": (lambda: xlsx("", method=zipfile.ZIP_BZIP2), "dimampatkan"),
    "an encrypted zip": (lambda: encrypted_zip(SMALL), "kata sandi"),
    "hundreds of sheets": (workbook_of_many_sheets, "terlalu banyak sheet"),
    "a cell at the far corner": (lambda: xlsx(one_row('<c r="XFD1048576"><v>1</v></c>')), "terlalu jauh"),
    "a cell beyond any corner": (lambda: xlsx(one_row('<c r="ZZZZZZZ99999999999"><v>1</v></c>')), "jauh"),
    "not a cell address": (lambda: xlsx(one_row('<c r="Halo"><v>1</v></c>')), "rusak"),
    "a million empty rows": (lambda: xlsx(sheet_xml("<row/>" * 1_000_000)), "terlalu banyak baris"),
    "a million formatted empty rows": (
        lambda: xlsx(sheet_xml("<row><c/></row>" * 1_000_000)),
        "terlalu banyak baris",
    ),
    "millions of empty cells": (lambda: xlsx(one_row("<c/>" * 2_500_000)), "terlalu banyak sel"),
    "a hundred thousand merged ranges": (
        lambda: xlsx(sheet_xml("", tail='<mergeCell ref="A1:B1"/>' * 100_000)),
        "sel gabungan",
    ),
    "everything merged": (
        lambda: xlsx(sheet_xml("", tail='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
        "sel gabungan",
    ),
    "entity expansion in the texts": (
        lambda: xlsx(one_row(""), shared_strings("&h;", billion_laughs("sst"))),
        "definisi XML",
    ),
    "entity expansion in a sheet": (
        lambda: xlsx(billion_laughs("worksheet") + sheet_xml(LAUGH_CELL)),
        "definisi XML",
    ),
    "an outside entity": (
        lambda: xlsx('<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/passwd">]>' + sheet_xml(LAUGH_CELL)),
        "definisi XML",
    ),
    "one long text in very many cells": (
        lambda: xlsx(one_row('<c t="s"><v>0</v></c>' * 200_000), shared_strings("x" * 30_000)),
        "",
    ),
    "XML nested very deeply": (lambda: xlsx(one_row("<c><is>" + "<r>" * 1_000_000)), "rusak"),
    "XML that stops midway": (lambda: xlsx("<worksheet><sheetData><row>"), "rusak"),
    "a damaged number": (lambda: xlsx(one_row('<c t="s"><v>99999</v></c>')), "rusak"),
    "password-protected": (lambda: ole2("EncryptedPackage", bytes(100)), "kata sandi"),
    "a password-protected xls": (lambda: xls({(1, 1): 1.0}, password=True), "kata sandi"),
    "a password-protected ods": (lambda: ods("", "<encryption-data/>"), "kata sandi"),
    "an old word document": (lambda: ole2("WordDocument", bytes(100)), "Office lama"),
    "a damaged xls": (lambda: ole2("Workbook", b"\x09\x08" + b"\xff" * 300), "rusak"),
    "only an xls's first bytes": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8), "Office lama"),
    "an ods that floods": (lambda: ods(ODS_FLOOD), ""),
}


def directory_only(entries: int) -> bytes:
    """A zip of nothing but a directory with this many entries, which costs far more memory than its bytes."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 5) + bytes(16) + b"a.csv"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * entries, 4, 0)
    return b"PK\x05\x06" + entry * entries + end


# Archives that are refused as a whole, and words their refusal must hold.
HOSTILE_ARCHIVES = {
    "a bomb": (lambda: zip_of({"a.csv": bytes(25 * bounds.MIB)}), "mengembang"),
    "a bomb in many members": (lambda: zip_of({f"{n}.csv": bytes(3 * bounds.MIB) for n in range(50)}), "mengembang"),
    "too much in all, though nothing unusual": (
        lambda: zip_of({f"{n}.csv": random.Random(n).randbytes(20_000) * 250 for n in range(25)}),
        "lebih dari 100 MB",
    ),
    "very many members": (lambda: zip_of({f"{n}.csv": "a;b\n1;2\n" for n in range(600)}), "terlalu banyak lembar"),
    "very many entries": (lambda: zip_of({f"{n}.pdf": "" for n in range(2_500)}), "terlalu banyak berkas"),
    "an endless directory": (lambda: directory_only(550_000), ""),
    "nothing but pictures of a computer's own": (lambda: zip_of({"__MACOSX/._a.xlsx": "x"}), "tanpa lembar kerja"),
}

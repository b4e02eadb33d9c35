"""A small workbook of our own, which the ready process reads before any other: so what a first reading prepares
(patterns, tables of letters, code that Python has fitted to its work) is there for every child.
"""

import io
import zipfile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ROW = (
    '<row r="{0}"><c r="A{0}" s="0" t="s"><v>0</v></c><c r="B{0}" t="inlineStr"><is><t>b</t></is></c><c r="C{0}"/>'
    '<c r="D{0}"><f>1+1</f><v>2</v></c><c r="E{0}" t="b"><v>1</v></c><c r="F{0}" t="e"><v>#N/A</v></c></row>'
)
# Python fits code to its work after eight calls or so.
_ROWS = 12


def first_workbook() -> bytes:
    """The workbook's bytes: texts, numbers, formulas, an error value, a merged range and a hidden row."""
    rows = "".join(_ROW.format(row) for row in range(1, _ROWS))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>a</t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="1"><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}<row r="{_ROWS}" hidden="1"/>'
        '</sheetData><mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells></worksheet>',
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'

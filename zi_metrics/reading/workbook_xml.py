"""What calamine does not tell about an .xlsx, and whether its parts keep the bounds, in one streamed pass of its XML.

Runs before calamine, which reserves memory for a sheet's whole rectangle and aborts the process on a crafted one.
Each part that calamine will read passes expat once: it must be well-formed, of the size it declares,
and without a document type (the door to entity expansion, which no spreadsheet program writes).
"""

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from zi_metrics.reading import bounds, kinds, plain_sheets
from zi_metrics.reading.grid import Position, column_number
from zi_metrics.reading.plain_sheets import PlainSheet
from zi_metrics.reading.short_sheets import ShortSheet

_CHUNK_BYTES = 256 * 1024
_ROOT_RELATIONS = "_rels/.rels"
# Beside the workbook, with these names whatever it says: that is where calamine reads them.
_PARTS_BESIDE = ("sharedstrings.xml", "styles.xml")


@dataclass
class SheetFacts:
    """A worksheet's formulas, error values by position, and how far its filled cells reach (1-based, 0 = empty).

    hidden_rows: those that a filter or a person hides; last_row, last_column: of a sheet that was not walked through
    they may lie too far
    """

    formulas: list[Position] = field(default_factory=list)
    errors: dict[Position, str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)


@dataclass
class _Counts:
    """Totals over all sheets, held against the bounds while reading."""

    cells: int = 0
    rows: int = 0
    merged: int = 0

    def add_cell(self) -> None:
        self.cells += 1
        if self.cells > bounds.MAX_CELLS:
            bounds.refuse_too_many("sel", bounds.MAX_CELLS)

    def add_row(self) -> None:
        self.rows += 1
        if self.rows > bounds.MAX_ROWS:
            bounds.refuse_too_many("baris", bounds.MAX_ROWS)

    def add_merged(self) -> None:
        self.merged += 1
        if self.merged > bounds.MAX_MERGED_RANGES:
            bounds.refuse_too_many("sel gabungan", bounds.MAX_MERGED_RANGES)

    def has_room_for(self, sheet: PlainSheet | ShortSheet) -> bool:
        """Whether these keep the bounds together with what was counted of a sheet."""
        return (
            self.cells + sheet.cells <= bounds.MAX_CELLS
            and self.rows + sheet.rows <= bounds.MAX_ROWS
            and self.merged + sheet.merged <= bounds.MAX_MERGED_RANGES
        )

    def add(self, sheet: PlainSheet | ShortSheet) -> None:
        self.cells += sheet.cells
        self.rows += sheet.rows
        self.merged += sheet.merged


def inspect(content: bytes) -> dict[str, SheetFacts]:
    """Facts of each sheet of an .xlsx by sheet name. Raises bounds.Refusal when it is damaged or breaks a bound."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {kinds.part_name(entry.filename): entry for entry in archive.infolist()}
            workbook = _workbook_part(archive, parts)
            for name in _PARTS_BESIDE:
                if beside := parts.get(posixpath.join(posixpath.dirname(workbook), name)):
                    _stream(archive, beside)
            sheets = {sheet: parts[name] for sheet, name in _sheet_parts(archive, parts, workbook).items()}
            facts = _facts_of(archive, sheets, walk_all=False)
            if _area(facts) > bounds.MAX_AREA:
                # Perhaps only by what a plain sheet is taken to reach too far.
                facts = _facts_of(archive, sheets, walk_all=True)
    except (expat.ExpatError, KeyError, *kinds.ZIP_ERRORS) as error:
        raise bounds.Refusal(bounds.DAMAGED, bounds.SEND_AGAIN) from error
    if _area(facts) > bounds.MAX_AREA:
        raise bounds.Refusal("berisi sel yang letaknya terlalu jauh dari tabelnya", bounds.REMOVE_EXCESS)
    return facts


def _facts_of(archive: zipfile.ZipFile, sheets: dict[str, zipfile.ZipInfo], walk_all: bool) -> dict[str, SheetFacts]:
    counts = _Counts()

    def of_part(entry: zipfile.ZipInfo) -> SheetFacts:
        plain = None if walk_all else _plain_facts(counts, archive, entry)
        return plain or _SheetWalk(counts).facts_of(archive, entry)

    return {sheet: of_part(entry) for sheet, entry in sheets.items()}


def _area(facts: dict[str, SheetFacts]) -> int:
    return sum(sheet.last_row * sheet.last_column for sheet in facts.values())


def _stream(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    on_start: Callable[[str, dict[str, str]], None] | None = None,
    parser: expat.XMLParserType | None = None,
    on_bytes: Callable[[bytes], None] | None = None,
) -> None:
    """Runs one part through expat; `on_start` gets each element's tag and attributes, `on_bytes` the bytes."""
    parser = parser or expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = on_start
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK_BYTES):
            if on_bytes:
                on_bytes(chunk)
            parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise bounds.Refusal("memuat definisi XML yang tidak pernah ditulis Excel", bounds.SAVE_AGAIN)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _relations(
    archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], part: str, base: str
) -> dict[str, tuple[str, str]]:
    """Type and target part of each relation that `part` lists, by its id; targets are relative to `base`."""
    relations: dict[str, tuple[str, str]] = {}

    def on_relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = posixpath.normpath(posixpath.join("/", base, kinds.part_name(attributes["Target"])))
            relations[attributes["Id"]] = (_kind(attributes["Type"]), target.lstrip("/"))

    _stream(archive, parts[part], on_relation)
    return relations


def _kind(relation_type: str) -> str:
    return relation_type.rpartition("/")[2]


def _workbook_part(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    for kind, target in _relations(archive, parts, _ROOT_RELATIONS, "").values():
        if kind == "officeDocument":
            return target
    raise KeyError("no workbook")


def _sheet_parts(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], workbook: str) -> dict[str, str]:
    """The zip part of each worksheet, by the sheet's name."""
    folder, name = posixpath.split(workbook)
    relations = _relations(archive, parts, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)
    sheets: dict[str, str] = {}

    def on_sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            relation = next((text for name, text in attributes.items() if name.endswith(":id")), "")
            kind, target = relations[relation]
            if kind == "worksheet":
                sheets[attributes["name"]] = target

    _stream(archive, parts[workbook], on_sheet)
    if len(sheets) > bounds.MAX_SHEETS:
        raise bounds.Refusal(f"berisi terlalu banyak sheet (batasnya {bounds.MAX_SHEETS})", bounds.REMOVE_EXCESS)
    return sheets


def _plain_facts(counts: _Counts, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts | None:
    """The facts of a plain sheet, a few times faster than by a walk; None where only that tells all of them."""
    try:
        is_long = entry.file_size >= plain_sheets.WORTH_BYTES
        sheet = _long_sheet(counts, archive, entry) if is_long else _short_sheet(archive, entry)
    except plain_sheets.NotPlain:
        return None
    if not counts.has_room_for(sheet):
        return None
    counts.add(sheet)
    if isinstance(sheet, PlainSheet):
        return SheetFacts(last_row=sheet.last_row, last_column=sheet.last_column)
    return SheetFacts(sheet.formulas, sheet.errors, sheet.last_row, sheet.last_column, sheet.hidden_rows)


def _long_sheet(counts: _Counts, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> PlainSheet:
    sheet, parser = PlainSheet(), expat.ParserCreate()
    plain_sheets.tell_odd(parser)

    def take(chunk: bytes) -> None:
        sheet.take(chunk)
        if not counts.has_room_for(sheet):
            raise plain_sheets.NotPlain

    _stream(archive, entry, None, parser, take)
    sheet.end()
    return sheet


def _short_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> ShortSheet:
    pieces: list[bytes] = []
    parser = expat.ParserCreate()
    plain_sheets.tell_odd(parser)
    _stream(archive, entry, None, parser, pieces.append)
    return ShortSheet(b"".join(pieces))


class _SheetWalk:
    """Follows one worksheet's rows and cells. Rows and cells without an address continue after the one before."""

    def __init__(self, counts: _Counts) -> None:
        self.counts = counts
        self.facts = SheetFacts()
        self.columns: dict[str, int] = {}
        self.row = self.column = 0
        self.is_error = False
        self.tags: dict[str, Callable[[dict[str, str]], None]] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True

    def facts_of(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SheetFacts:
        _stream(archive, entry, self.on_root, self.parser)
        return self.facts

    def on_root(self, tag: str, _: dict[str, str]) -> None:
        # The root's namespace prefix, usually none, is that of all cells: cheaper than taking each tag apart.
        prefix = tag.removesuffix("worksheet")
        actions = {
            "row": self.on_row,
            "c": self.on_cell,
            "v": self.on_value,
            "is": self.on_value,
            "f": self.on_formula,
            "mergeCell": self.on_merged,
        }
        self.tags = {prefix + tag: action for tag, action in actions.items()}
        self.parser.StartElementHandler = self.on_start

    def on_start(self, tag: str, attributes: dict[str, str]) -> None:
        action = self.tags.get(tag)
        if action:
            action(attributes)

    def on_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r") or self.row + 1)
        self.column = 0
        self.counts.add_row()
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.append(self.row)

    def on_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = column_number(letters)
            self.column = column
            self.row = int(reference[len(letters) :])
        else:
            self.column += 1
        self.is_error = attributes.get("t") == "e"
        self.counts.add_cell()

    def on_value(self, _: dict[str, str]) -> None:
        facts = self.facts
        if self.row > facts.last_row:
            facts.last_row = self.row
        if self.column > facts.last_column:
            facts.last_column = self.column
        if self.is_error:
            self.parser.CharacterDataHandler = self.on_error_text
            self.parser.EndElementHandler = self.on_error_end

    def on_error_text(self, text: str) -> None:
        self.facts.errors[self.row, self.column] = text

    def on_error_end(self, _: str) -> None:
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None

    def on_formula(self, _: dict[str, str]) -> None:
        self.facts.formulas.append((self.row, self.column))

    def on_merged(self, _: dict[str, str]) -> None:
        self.counts.add_merged()

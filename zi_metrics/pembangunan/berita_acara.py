"""A TPI's berita acara as recommendations: its notes, each with the code of the area or sub-indicator it stands beside.

The table has a column of names (uraian), figures (bobot, nilai, minimal, %) and notes; names stand below one another as
in the form, sometimes with Pemenuhan and Reform inside each area. Rows without a note only tell where the next ones
are. A conclusion and signatures below the table are none of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zi_metrics.instruments.library import Instrument, load_instrument
from zi_metrics.lke.recognition.identity import guess_identity, sheet_identity
from zi_metrics.pembangunan.berita_acara_places import Places
from zi_metrics.pembangunan.field_values import NotUnderstood, areas_of, understood
from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.register_headings import folded
from zi_metrics.pembangunan.register_sheet import EVERY_AREA, RegisterReading, RegisterRow
from zi_metrics.reading.grid import CellValue, Grid, Sheet, address
from zi_metrics.scoring.values import is_blank, parse_number
from zi_metrics.store.registers import FromFile

_HEAD_WITHIN, _MOST_COLUMNS = 40, 40
_NOMOR, _URAIAN, _CATATAN, _REKOMENDASI = "nomor", "uraian", "catatan", "rekomendasi"
# Of a column's heading, folded: the whole of it, or how it begins.
_HEADINGS: dict[str, tuple[str, ...]] = {
    _NOMOR: ("no", "nomor", "no urut"),
    _URAIAN: ("uraian", "area", "komponen", "penilaian", "area perubahan", "unsur", "aspek", "area sub indikator"),
    "bobot": ("bobot",),
    "nilai unit": ("nilai unit", "nilai mandiri", "penilaian mandiri", "self assessment", "nilai unit kerja", "unit"),
    "nilai TPI": (
        "nilai tpi",
        "penilaian tpi",
        "tpi",
        "nilai tim penilai internal",
        "hasil evaluasi",
        "nilai evaluasi",
    ),
    "minimal": ("nilai minimal", "minimal", "nilai minimum", "minimum", "batas minimal", "ambang batas"),
    "capaian": ("%", "persentase", "persen", "capaian"),
    _CATATAN: ("catatan", "keterangan", "catatan tpi", "catatan hasil evaluasi", "catatan perbaikan", "temuan"),
    _REKOMENDASI: ("rekomendasi", "saran", "saran perbaikan", "rekomendasi tpi"),
}
# Each word of a heading means one thing only.
_MEANS = {word: name for name, known in _HEADINGS.items() for word in known}
# How each heading of the names begins: asked first, as most rows of most files head no berita acara.
_BEGINS = frozenset(word.partition(" ")[0] for word in _HEADINGS[_URAIAN])
_FIGURES = ("bobot", "nilai unit", "nilai TPI", "minimal", "capaian")
# A table with a column for answers is a form or a list of answers, whatever else it says.
_ANSWERS = frozenset(("jawaban", "pilihan jawaban", "isian"))
_LEAST_FIGURES = 2
# So many areas and sub-indicators a table names at least.
_LEAST_NAMED = 2
# What begins the end of the table.
_END = re.compile(
    r"(?:kesimpulan|simpulan|demikian|berdasarkan|persyaratan|prasyarat|syarat lain|mengetahui|menyetujui|ketua|"
    r"anggota|pengendali|penanggung jawab|tim penilai|tim evaluator|inspektur|nip)\b"
)
_TOTAL = re.compile(r"(?:jumlah|total|nilai (?:akhir|total|evaluasi|keseluruhan)|grand total)\b")
# Notes that ask for nothing.
_NOTHING = frozenset(
    ("nihil", "tidak ada", "tidak ada catatan", "sesuai", "sudah sesuai", "memadai", "sudah memadai", "ok", "lengkap")
)


@dataclass
class _Table:
    """A table's head: its last row, and what each column is."""

    row: int
    columns: Mapping[str, int]
    # The names of areas and of what lies in them may stand in columns of their own.
    names: tuple[int, ...] = field(default=())


def read_berita_acara(grid: Grid, instrument: Instrument | None = None) -> RegisterReading | None:
    """The recommendations of a berita acara; None where no sheet has its table.

    A table that names questions more than what stands above them is an LKE, whatever its headings.
    instrument: whose areas and sub-indicators are named; None = the one in use. Problems name sheet and cell.
    """
    instrument = instrument or load_instrument()
    rows: list[RegisterRow] = []
    problems: list[str] = []
    named: list[str] = []
    for sheet in grid.sheets:
        table = _table_of(sheet)
        if table is not None:
            rows += _rows(grid, sheet, table, instrument, problems, named)
    questions = {question.kode for question in instrument.questions()}
    nodes = [kode for kode in named if kode not in questions]
    if len(nodes) < _LEAST_NAMED or len(named) > 2 * len(nodes):
        return None
    if not rows and not problems:
        problems.append(
            f"Berkas '{grid.file_name}': tabel berita acara terbaca, tetapi tidak ada catatan TPI di dalamnya; "
            "tidak ada rekomendasi yang dicatat."
        )
    berkas = FromFile(grid.file_name, grid.sha256)
    return RegisterReading(register("rekomendasi"), tuple(rows), tuple(problems), berkas=berkas)


def _table_of(sheet: Sheet) -> _Table | None:
    """The first rows that head a berita acara, in one row or in two."""
    last_row = min(_HEAD_WITHIN, sheet.last_row)
    texts = [_folded_row(sheet, row) for row in range(1, last_row + 2)]
    naming = [any(text.partition(" ")[0] in _BEGINS for text in said) for said in texts]
    for row in range(1, last_row + 1):
        if not (naming[row - 1] or naming[row]):
            continue
        one, two = _columns(texts[row - 1]), _columns(texts[row - 1], texts[row])
        # The row below a heading heads something only where it names more.
        last, columns = (row + 1, two) if one is not None and two is not None and len(two) > len(one) else (row, one)
        if columns is None:
            continue
        figures = [name for name in _FIGURES if name in columns]
        noted = _CATATAN in columns or _REKOMENDASI in columns
        if _URAIAN in columns and noted and len(figures) >= _LEAST_FIGURES:
            start = columns[_URAIAN]
            following = min((place for place in columns.values() if place > start), default=start + 1)
            return _Table(last, columns, tuple(range(start, following)))
    return None


def _folded_row(sheet: Sheet, row: int) -> list[str]:
    return [folded(_text(sheet.value(row, column))) for column in range(1, min(sheet.last_column, _MOST_COLUMNS) + 1)]


def _columns(first: list[str], last: list[str] | None = None) -> dict[str, int] | None:
    """What -> column, by the headings of one row or two; None where they head answers."""
    found: dict[str, int] = {}
    over = ""
    for column, (above, below) in enumerate(zip(first, last or first, strict=True), start=1):
        if not above and not below:
            over = ""
            continue
        # A heading over several columns stands in the first of them.
        over = above or (over if last and below else "")
        ways = (above, below, f"{over} {below}") if last else (above,)
        if not _ANSWERS.isdisjoint(ways):
            return None
        meant = {_MEANS[way] for way in ways if way in _MEANS} - found.keys()
        if meant:
            found[next(name for name in _HEADINGS if name in meant)] = column
    return found


def _rows(
    grid: Grid, sheet: Sheet, table: _Table, instrument: Instrument, problems: list[str], seen: list[str]
) -> list[RegisterRow]:
    """The recommendations of a table. seen: takes the codes of all that it names, with a note or without."""
    # A file's or a sheet's own name says what it is ('Berita acara TPI'), seldom whose.
    whose = sheet_identity(sheet, by_name=False)
    unit, tahun = whose.unit, whose.tahun or guess_identity(grid).tahun
    places = Places(instrument)
    rows: list[RegisterRow] = []
    for number in range(table.row + 1, sheet.last_row + 1):
        nomor, name, column = _named(sheet, table, number)
        first = next((text for c in range(1, _MOST_COLUMNS) if (text := folded(_text(sheet.value(number, c))))), "")
        # 'Anggota organisasi terlibat …' is a question where figures stand beside it.
        if _END.match(folded(name) or first) and not _figures(sheet, table, number):
            break
        notes = {part: _note(sheet, table, number, part) for part in (_CATATAN, _REKOMENDASI)}
        if _is_numbering(sheet, table, number):
            continue
        total = bool(_TOTAL.match(folded(name)))
        codes = [] if total else places.at(nomor, name)
        seen += codes[:1]
        if not any(notes.values()):
            continue
        if not name and not nomor and rows:
            # A note over several rows.
            rows[-1] = _continued(rows[-1], notes)
            continue
        where = f"Berkas '{grid.file_name}', lembar '{sheet.name}'"
        if name and not codes and not total:
            problems.append(
                f"{where}, sel {address(number, column)}: '{name[:80]}' tidak dikenali sebagai area atau "
                "sub-indikator; tulis namanya seperti di LKE, atau kodenya (misalnya P.1.ii)."
            )
            continue
        isi = _content(sheet, table, number, notes, codes, len(rows) + 1)
        try:
            isi = {one: understood(register("rekomendasi").field(one), value, instrument) for one, value in isi.items()}
        except NotUnderstood as why:
            cell = address(number, table.columns.get(_CATATAN) or table.columns[_REKOMENDASI])
            problems.append(f"{where}, sel {cell}: catatan {why}.")
            continue
        areas = areas_of(codes, instrument)
        pokja = areas.pop() if len(areas) == 1 else EVERY_AREA
        rows.append(RegisterRow(f"{where}, baris {number}", isi, unit, tahun, pokja))
    return rows


def _named(sheet: Sheet, table: _Table, row: int) -> tuple[str, str, int]:
    """A row's number, its name, and the name's column."""
    nomor = _text(sheet.value(row, table.columns[_NOMOR])) if _NOMOR in table.columns else ""
    texts = [(column, _text(sheet.value(row, column))) for column in table.names]
    filled = [(column, text) for column, text in texts if text]
    # Where the names' columns are several, a number may stand before the name.
    if len(filled) > 1 and len(filled[0][1]) <= 4:
        nomor, filled = filled[0][1].strip(" .)"), filled[1:]
    column, name = filled[0] if filled else (table.names[0], "")
    return nomor, name, column


def _note(sheet: Sheet, table: _Table, row: int, part: str) -> str:
    """What stands in a column of notes; '' for nothing, or a word that asks for nothing."""
    if part not in table.columns:
        return ""
    value = sheet.value(row, table.columns[part])
    said = "" if is_blank(value) or not isinstance(value, str) else value.strip()
    return "" if folded(said) in _NOTHING or not folded(said) else said


def _content(
    sheet: Sheet, table: _Table, row: int, notes: Mapping[str, str], codes: list[str], number: int
) -> dict[str, object]:
    """The fields of a recommendation: what is asked for, and in the note what the berita acara says beside it."""
    figures = _figures(sheet, table, row)
    beside = f"Berita acara TPI: {', '.join(figures)}." if figures else ""
    asked = notes[_REKOMENDASI] or notes[_CATATAN]
    said = notes[_CATATAN] if notes[_REKOMENDASI] else ""
    return {
        "nomor": str(number),
        "kode": ", ".join(codes),
        "catatan": "\n".join(part for part in (said, beside) if part),
        "rekomendasi": asked,
    }


def _figures(sheet: Sheet, table: _Table, row: int) -> list[str]:
    """The figures of a row, but its share, in words: 'bobot 4', 'nilai TPI 3,5'."""
    return [
        f"{name} {_text(value)}"
        for name in _FIGURES[:-1]
        if name in table.columns and parse_number(value := sheet.value(row, table.columns[name])) is not None
    ]


def _continued(row: RegisterRow, notes: Mapping[str, str]) -> RegisterRow:
    """The recommendation with what stands in the row below it, which has no name."""
    more = "\n".join(text for text in (notes[_CATATAN], notes[_REKOMENDASI]) if text)
    return replace(row, isi={**row.isi, "rekomendasi": f"{row.isi['rekomendasi']}\n{more}"})


def _is_numbering(sheet: Sheet, table: _Table, row: int) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3)."""
    texts = [_text(sheet.value(row, column)).strip("() ") for column in table.columns.values()]
    said = [text for text in texts if text]
    return len(said) > 2 and all(text.isdigit() and len(text) < 3 for text in said) and len(set(said)) == len(said)


def _text(value: CellValue | None) -> str:
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else f"{value:.4g}").replace(".", ",")
    return "" if value is None else " ".join(str(value).split())

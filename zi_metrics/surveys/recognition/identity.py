"""Whose survey a file is, of which year and period: from labelled cells, titles, and the file's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from zi_metrics.lke.recognition.identity import sheet_identity, year_in
from zi_metrics.reading import Sheet
from zi_metrics.reading.columns import ColumnTable
from zi_metrics.reading.grid import CellValue, Position
from zi_metrics.surveys.recognition.dates import is_date, periode_in
from zi_metrics.surveys.recognition.headings import role_of
from zi_metrics.surveys.recognition.vocabulary import words
from zi_metrics.written_dates import MONTH_NAMES

_TITLE_ROWS, _TITLE_CELLS = 25, 3
# Words of a file's name that are not the unit's name.
_FILE_WORDS = re.compile(rf"\b(?:{'|'.join((*words('kata_nama_berkas'), *MONTH_NAMES))})\b|\(.*?\)|\d+", re.I)
_UNIT_LABEL = re.compile(
    r"(?:nama )?(?:unit(?: (?:pelayanan|layanan|kerja|penyelenggara))?|instansi|satuan kerja|satker|opd|upt|"
    r"perangkat daerah)\s*(?:[:=]\s*(?P<name>.*))?",
    re.I,
)
_UNIT_WORD = re.compile(
    r"\b(?:kantor|dinas|badan|balai|puskesmas|rsud|rumah sakit|pengadilan|kejaksaan|lapas|rutan|kecamatan|"
    r"kelurahan|desa|upt|uptd|bapas|kua|samsat|polres|polsek|inspektorat|sekretariat|mal|universitas|sekolah|sma|smk|smp|bagian|bidang|"
    r"unit|loka|stasiun|pelabuhan|bandara|kppn|kpp|bpn|imigrasi|bnn|bps|perpustakaan|satpol|sdn|politeknik)\w*\b",
    re.I,
)


@dataclass(frozen=True)
class Identity:
    """Whose survey a file may be.

    unit: None where the file does not tell
    tahun: None where the file does not tell
    periode: '' where the file does not tell
    """

    unit: str | None = None
    tahun: int | None = None
    periode: str = ""


def identity_of(file_name: str, tables: Sequence[ColumnTable]) -> Identity:
    """Guess unit, year and period of a survey file, for a person to confirm."""
    stem = re.sub(r"[_\-]+", " ", PurePath(file_name).stem)
    titles = [text for table in tables for text in _titles(table)]
    labelled = [sheet_identity(_top(table), by_name=False) for table in tables]
    texts = [stem, *titles]
    return Identity(
        unit=next((i.unit for i in labelled if i.unit), None)
        or _unit_labelled(tables)
        or _unit_in_title(titles)
        or _unit_in_name(stem),
        tahun=next((i.tahun for i in labelled if i.tahun), None) or next((y for t in texts if (y := year_in(t))), None),
        # The day beside a signature is no period.
        periode=next((p for t in texts if not is_date(t) and (p := periode_in(t))), ""),
    )


def names_office(text: str) -> bool:
    """Whether a text has a word that offices' names have ('Dinas', 'Puskesmas')."""
    return bool(_UNIT_WORD.search(text))


def _titles(table: ColumnTable) -> list[str]:
    """The texts of the first rows that say one to three things."""
    rows = (table.row_texts(row) for row in range(min(_TITLE_ROWS, table.rows)))
    return [text for row in rows if 0 < len(row) <= _TITLE_CELLS for text in row.values() if len(text) <= 160]


def _top(table: ColumnTable) -> Sheet:
    """The title rows as a sheet, for the reader of labelled cells that LKE files share."""
    cells: dict[Position, CellValue] = {
        (row + 1, column + 1): text
        for row in range(min(_TITLE_ROWS, table.rows))
        if len(texts := table.row_texts(row)) <= _TITLE_CELLS
        for column, text in texts.items()
    }
    return Sheet(table.name, False, cells)


def _unit_labelled(tables: Sequence[ColumnTable]) -> str | None:
    """What stands behind 'Unit Pelayanan :' and its kin, in the same cell or the next."""
    for table in tables:
        for row in range(min(_TITLE_ROWS, table.rows)):
            texts = table.row_texts(row)
            for column, text in texts.items():
                label = _UNIT_LABEL.fullmatch(text.strip()) if len(texts) <= _TITLE_CELLS else None
                name = " ".join((label["name"] or texts.get(column + 1, "")).split()).strip(" :") if label else ""
                # Beside a heading of a table stands the next heading.
                if len(re.findall(r"[^\W\d_]", name)) >= 3 and (label is None or label["name"] or not role_of(name)):
                    return name[:200]
    return None


def _unit_in_title(titles: list[str]) -> str | None:
    """A title line that is nothing but an office's name."""
    for text in titles:
        plain = " ".join(text.split())
        if _UNIT_WORD.match(plain) and len(plain) <= 90 and not re.search(r"[?:]|\bresponden\b", plain):
            return re.sub(r"\s*\b(?:tahun\s*)?20\d\d\b.*$", "", plain, flags=re.I) or None
    return None


def _unit_in_name(stem: str) -> str | None:
    rest = " ".join(_FILE_WORDS.sub(" ", stem).split()).strip(" .-–,")
    return rest if len(re.findall(r"[^\W\d_]", rest)) >= 4 and _UNIT_WORD.search(rest) else None

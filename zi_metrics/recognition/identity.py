"""What a workbook tells about itself: whose it is, of which year, by which judge. A guess, for a person to confirm."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from zi_metrics.reading import Grid

_YEAR = re.compile(r"(?<!\d)(20[1-4]\d)(?!\d)")
# 'Nomor 90 Tahun 2021' is the regulation, not the year judged.
_REGULATION = re.compile(r"(?:nomor|no\.?)\s*\d+\s*(?:tahun|/)\s*20\d\d|\b\d{1,3}/20\d\d", re.IGNORECASE)
_UNIT_LABEL = re.compile(
    r"^\s*(?:nama\s+)?(?:unit kerja|satuan kerja|satker|opd|upt|instansi/unit)\s*(?::\s*(.*))?$", re.I
)
_JUDGES = (
    ("tpn", re.compile(r"\btpn\b|tim penilai nasional", re.I)),
    ("tpi", re.compile(r"\btpi\b|tim penilai internal", re.I)),
    ("unit", re.compile(r"penilaian mandiri|self[- ]?assessment|\bpm\b", re.I)),
)
_TITLE_ROWS, _SIGNATURE_ROWS = 6, 15
# Words of a file name that are not the unit's name.
_FILE_WORDS = re.compile(
    r"\b(?:lke|zi|wbk|wbbm|lembar|kerja evaluasi|zona integritas|tpi|tpn|unit|mandiri|penilaian|final|revisi|rev|fix|"
    r"salinan|copy|lengkap|setengah|v?\d{1,2})\b",
    re.I,
)


@dataclass(frozen=True)
class Identity:
    """The guess; None where the file does not tell. penilai: unit, tpi or tpn."""

    unit: str | None = None
    tahun: int | None = None
    penilai: str | None = None


def guess_identity(grid: Grid) -> Identity:
    """Guess unit, year and judge from labelled cells first, then other short texts, then the file's name."""
    labels, texts = _labelled(grid), _texts(grid)
    stem = re.sub(r"[_\-]+", " ", PurePath(grid.file_name).stem)
    return Identity(
        unit=labels.get("unit") or _unit_from_name(stem),
        tahun=labels.get("tahun") or _year([stem]) or _year(texts),
        penilai=labels.get("penilai") or _judge([stem]) or _judge(texts),
    )


def _labelled(grid: Grid) -> dict:
    """Values beside (or after the colon of) the labels 'Unit Kerja', 'Tahun' and 'Penilai'."""
    found: dict = {}
    for sheet in grid.sheets:
        for (row, column), value in sorted(sheet.cells.items()):
            if not isinstance(value, str) or len(value) > 160:
                continue
            beside = sheet.value(row, column + 1)
            unit = _UNIT_LABEL.match(value)
            if unit and "unit" not in found:
                name = (unit.group(1) or (beside if isinstance(beside, str) else "")).strip(" :.")
                if name:
                    found["unit"] = name
            label = value.strip().rstrip(":").casefold()
            if label in ("tahun", "tahun penilaian", "tahun evaluasi") and "tahun" not in found:
                year = _year([str(beside)])
                if year:
                    found["tahun"] = year
            if label in ("penilai", "tim penilai", "dinilai oleh") and "penilai" not in found:
                judge = _judge([str(beside)])
                if judge:
                    found["penilai"] = judge
    return found


def _texts(grid: Grid) -> list[str]:
    """Texts of titles and signature blocks of the visible sheets; notes and evidence in between may name anybody."""
    return [
        value
        for sheet in grid.sheets
        if not sheet.hidden
        for (row, _), value in sorted(sheet.cells.items())
        if isinstance(value, str)
        and len(value) <= 160
        and (row <= _TITLE_ROWS or row > sheet.last_row - _SIGNATURE_ROWS)
    ]


def _year(texts: list[str]) -> int | None:
    years = [int(y) for text in texts for y in _YEAR.findall(_REGULATION.sub(" ", text))]
    return max(set(years), key=lambda y: (years.count(y), y)) if years else None


def _judge(texts: list[str]) -> str | None:
    found = {judge for text in texts for judge, pattern in _JUDGES if pattern.search(text)}
    # Two judges named: the file does not tell whose answers these are.
    return found.pop() if len(found) == 1 else None


def _unit_from_name(stem: str) -> str | None:
    rest = " ".join(_YEAR.sub(" ", _FILE_WORDS.sub(" ", _REGULATION.sub(" ", stem))).split()).strip("() .")
    return rest if len(re.findall(r"[^\W\d_]", rest)) >= 3 else None

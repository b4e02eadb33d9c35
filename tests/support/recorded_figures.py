"""Recorded figures: how they are written down, kept in files, and compared with what the program says now.

A record is made of dicts, lists, texts and numbers. To stay small, a long text is kept by its beginning, the numbers
in the rest and a digest; a long table by the sums of its numeric columns and a digest of its texts; a chart likewise.
Where only a digest is kept, a difference is told with all that stands there now.
"""

import base64
import difflib
import hashlib
import json
import math
import os
import re
import struct
from collections.abc import Iterable, Iterator, Sequence

from places import ROOT

FOLDER = ROOT / "tests" / "promises" / "figures"
RECORD_VARIABLE = "ZI_RECORD_FIGURES"
TOLERANCE = 1e-9
# Decimals that are kept of a number: fewer than would tell platforms apart, more than the tolerance needs.
_DECIMALS = 10
# A longer text is kept by its beginning, the numbers in the rest and a digest: how long it may be, how long the
# beginning is.
_LINE = 90, 42
_CELL = 32, 14
_UNCUT = 10**9, 0
# A longer table is kept by the sums of its numbers and a digest of its texts.
_ROWS = 6
# So many differences are told; whoever changed more than that has seen enough.
_TOLD = 40
_TOLD_LENGTH = 2000
_MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
# What differs from run to run and is no figure: moments, days of import, digests of files, random ids, databases.
_PASSING = (
    (re.compile(rf"\b\d{{1,2}} (?:{_MONTHS}) \d{{4}} \d{{2}}\.\d{{2}}\b"), "‹waktu›"),
    (re.compile(rf"\bdiimpor \d{{1,2}} (?:{_MONTHS}) \d{{4}}\b"), "diimpor ‹tanggal›"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?"), "‹waktu›"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "‹sidik›"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "‹id›"),
    (re.compile(r"\S+\.duckdb\b"), "‹basis data›"),
)
_TYPES = {"f8": "d", "f4": "f", "i4": "i", "u4": "I", "i2": "h", "u2": "H", "i1": "b", "u1": "B"}
# What a long text was in full, for telling a difference that lies in the part left out.
_in_full: dict[str, str] = {}


def digest(text: str) -> str:
    """Six letters and digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def lasting(text: str) -> str:
    """The text without what differs from run to run, and without Markdown's escapes."""
    text = text.replace("\\", "")
    for pattern, word in _PASSING:
        text = pattern.sub(word, text)
    return text


def short(text: str, lengths: tuple[int, int] = _LINE) -> str:
    """A text as it is recorded: lasting, and a long one by its beginning, the numbers in the rest and a digest."""
    text = lasting(text)
    whole, head = lengths
    if len(text) <= whole:
        return text
    numbers = re.findall(r"\d[\d.,/]*", text[head:])[:8]
    kept = f"{text[:head].rstrip()}… {' '.join(numbers)}#{digest(text)}"
    _in_full[kept] = f"{kept}, which is: {text}"
    return kept


def marked(name: str, text: str) -> str:
    """A name and a digest that stand for a text."""
    text = lasting(text)
    kept = f"{name} {digest(text)}"
    _in_full[kept] = f"{kept}, which is: {text}"
    return kept


def recordable(value: object, lengths: tuple[int, int] = _LINE) -> object:
    """Any figure or collection of figures as a record: plain numbers, lasting texts, lists of dicts as tables.

    lengths: of a text, as `short` takes them
    """
    if isinstance(value, dict):
        return {str(key): recordable(item, lengths) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, dict) for item in value) and len({tuple(item) for item in value}) == 1:
            return table(list(value[0]), [list(item.values()) for item in value])
        return [recordable(item, lengths) for item in value]
    if isinstance(value, str):
        return short(value, lengths)
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        # Adding 0.0 turns -0.0 into 0.0.
        return None if math.isnan(value) else round(value, _DECIMALS) + 0.0
    text = str(value)
    return None if text in ("NaT", "<NA>", "nan") else short(text, lengths)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], own: str | None = None) -> dict:
    """A record of rows that share their columns; of a long table the sums of its numbers and a digest of its texts.

    own: rows of a long table with this text in a cell are kept whole
    """
    rows, names = [list(row) for row in rows], [str(name) for name in columns]
    if len(rows) <= _ROWS:
        return {"columns": names, "rows": [recordable(row, _CELL) for row in rows]}
    kept = {"count": len(rows), "numbers": {}}
    worded = {}
    for name, *cells in zip(names, *rows, strict=True):
        cells = recordable(cells, _UNCUT)
        if all(cell is None or _is_number(cell) for cell in cells) and cells.count(None) < len(cells):
            kept["numbers"][name] = _sums(cells)
        else:
            worded[name] = cells
    kept["texts"] = marked(f"{len(worded)} columns", json.dumps(worded, ensure_ascii=False))
    if mine := [recordable(row, _CELL) for row in rows if own is not None and own in row]:
        kept["own"] = {"columns": names, "rows": mine}
    return kept


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sums(cells: list) -> object:
    """A column's sum, the sum weighted by place (two figures that change places change it), and the count."""
    placed = [(place, cell) for place, cell in enumerate(cells, 1) if cell is not None]
    weighted = math.fsum(place * cell for place, cell in placed)
    return recordable([math.fsum(cell for _, cell in placed), weighted, len(placed)])


def chart(spec: str) -> dict:
    """A chart by what it says: how many numbers, their sum weighted by place, and a digest of the texts with digits."""
    drawn = json.loads(spec)
    layout = {name: drawn["layout"].get(name) for name in ("annotations", "shapes")}
    leaves = list(_leaves([drawn["data"], layout]))
    numbers = [leaf for leaf in leaves if not isinstance(leaf, str) and not math.isnan(leaf)]
    texts = [lasting(leaf) for leaf in leaves if isinstance(leaf, str) and re.search(r"\d", leaf)]
    # Two numbers that change places change the sum.
    total = math.fsum((1 + place % 89) * number for place, number in enumerate(numbers))
    return {"numbers": len(numbers), "sum": recordable(float(total)), "texts": f"{len(texts)} #{digest(repr(texts))}"}


def _leaves(value: object) -> Iterator[str | float]:
    """Every number and text in a chart's description, its colours and fonts left out."""
    if isinstance(value, dict) and "bdata" in value:
        content = base64.b64decode(value["bdata"])
        kind = _TYPES[value["dtype"]]
        yield from map(float, struct.unpack(f"<{len(content) // struct.calcsize(kind)}{kind}", content))
    elif isinstance(value, dict):
        for name in sorted(value):
            if "color" not in name and name not in ("font", "template", "type", "hovertemplate"):
                yield from _leaves(value[name])
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def check(name: str, record: object) -> None:
    """Compare a record with the recorded one of this name; record it instead when RECORD_VARIABLE is set.

    Raises AssertionError that names every place that differs, with what stood there and what stands there now.
    """
    path = FOLDER / f"{name}.json"
    if os.environ.get(RECORD_VARIABLE):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(_written(record) + "\n", encoding="utf-8")
        return
    assert path.exists(), f"{path.name} was never recorded; run this test with {RECORD_VARIABLE}=1"
    found = list(differences(json.loads(path.read_text(encoding="utf-8")), record))
    more = f"\n… and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    assert not found, f"{len(found)} differences from {path.name}:\n" + "\n".join(found[:_TOLD]) + more


def differences(before: object, after: object, place: str = "") -> Iterator[str]:
    """Where two records differ, a line or two each: the place, what stood there before, what stands there now."""
    if isinstance(before, dict) and isinstance(after, dict):
        if _is_table(before) and _is_table(after) and before["columns"] == after["columns"]:
            yield from _row_differences(before, after, place)
            before, after = (
                {k: v for k, v in each.items() if k not in ("columns", "rows")} for each in (before, after)
            )
        for key in [*before, *(key for key in after if key not in before)]:
            here = f"{place} / {key}" if place else str(key)
            if key not in after:
                yield f"{here}\n    before: {_told(before[key])}\n    now:    nothing"
            elif key not in before:
                yield f"{here}\n    before: nothing\n    now:    {_told(after[key])}"
            else:
                yield from differences(before[key], after[key], here)
    elif isinstance(before, list) and isinstance(after, list):
        for number, old, new in _pairs(before, after):
            yield from _pair_differences(old, new, f"{place} / line {number}")
    elif not _same(before, after):
        yield f"{place}\n    before: {_told(before)}\n    now:    {_told(after)}"


def _row_differences(before: dict, after: dict, place: str) -> Iterator[str]:
    for number, old, new in _pairs(before["rows"], after["rows"]):
        if old is None or new is None:
            yield from _pair_differences(old, new, f"{place} / row {number}")
            continue
        for column, was, now in zip(before["columns"], old, new, strict=True):
            yield from differences(was, now, f"{place} / row {number} ({_told(new[0])}) / {column}")


def _pair_differences(old: object, new: object, place: str) -> Iterator[str]:
    if old is None and new is None:
        return
    if old is None or new is None:
        words = ["nothing" if value is None else _told(value) for value in (old, new)]
        yield f"{place}\n    before: {words[0]}\n    now:    {words[1]}"
    else:
        yield from differences(old, new, place)


def _pairs(before: list, after: list) -> Iterator[tuple[int, object, object]]:
    """Lines of two lists that belong together, numbered from 1; None stands where a line has no partner."""
    if len(before) == len(after):
        yield from zip(range(1, len(after) + 1), before, after, strict=True)
        return
    texts = [[json.dumps(item, ensure_ascii=False) for item in each] for each in (before, after)]
    for kind, i, i_end, j, j_end in difflib.SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for step in range(max(i_end - i, j_end - j)):
            old = before[i + step] if i + step < i_end else None
            new = after[j + step] if j + step < j_end else None
            yield j + step + 1, old, new


def _without_rows(value: dict) -> dict:
    return {key: item for key, item in value.items() if key not in ("columns", "rows")}


def _is_table(value: dict) -> bool:
    return {"columns", "rows"} <= set(value)


def _same(before: object, after: object) -> bool:
    kinds = {type(before), type(after)}
    if kinds <= {int, float}:
        return math.isclose(before, after, rel_tol=0.0, abs_tol=TOLERANCE)
    return type(before) is type(after) and before == after


def _told(value: object) -> str:
    text = _in_full.get(value, value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _TOLD_LENGTH else f"{text[:_TOLD_LENGTH]} …"


class _OnOneLine(list):
    """A list that is written on one line, however long."""


def _written(value: object, depth: int = 0) -> str:
    """JSON with sorted keys; what is long has a line for each entry, a list in a list stands on one line."""
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    line = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if depth and (len(line) <= _LINE[0] or isinstance(value, _OnOneLine)):
        return line
    if isinstance(value, dict) and value:
        if _is_table(value):
            # The names of the columns stand on one line, like each of the rows.
            value = {**value, "columns": _OnOneLine(value["columns"])}
        entries = (f"{json.dumps(key, ensure_ascii=False)}: {_written(value[key], depth + 1)}" for key in sorted(value))
        return "{" + ",".join(inner + entry for entry in entries) + outer + "}"
    if isinstance(value, list) and value:
        entries = (json.dumps(item, ensure_ascii=False, sort_keys=True) for item in value)
        return "[" + ",".join(inner + entry for entry in entries) + outer + "]"
    return line

"""The rows of an LKE sheet as items: numbering, text, and the kind of answer that the row asks for."""

import re
from dataclasses import dataclass

from zi_metrics.reading import Sheet
from zi_metrics.recognition.headers import Header, normal

_NUMBERING = re.compile(r"\s*(?:[ivxlc]{1,5}|[a-z]|\d{1,3})\s*[.)]?\s*", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^\s*(?:-+\s*|(?:[ivxlc]{1,5}|[a-z]|\d{1,3})\s*[.)]\s+)", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One row with a text. kind: 'pilihan:A/B/C', 'rasio', 'jumlah', 'indeks', or '' when the row does not tell."""

    row: int
    numbering: str
    text: str
    kind: str
    weight: float | None


def read_items(sheet: Sheet, header: Header) -> list[Item]:
    """The rows below the header that have a text in the question columns, top to bottom."""
    columns = header.text_columns(sheet.last_column)
    items = []
    for row in range(header.row + 1, sheet.last_row + 1):
        cells = [str(v) for c in columns if (v := sheet.value(row, c)) not in (None, "")]
        texts = [cell for cell in cells if not _NUMBERING.fullmatch(cell) and normal(cell)]
        if not texts:
            continue
        text = max(texts, key=len)
        numbering = [cell for cell in cells if _NUMBERING.fullmatch(cell)]
        leading = _LEADING_NUMBER.match(text)
        number = numbering[-1] if numbering else (leading.group() if leading else "")
        weight = sheet.value(row, header.columns["bobot"]) if "bobot" in header.columns else None
        items.append(
            Item(
                row=row,
                numbering="".join(re.findall(r"[a-z0-9]+", number.casefold())),
                text=normal(_LEADING_NUMBER.sub("", text)),
                kind=_kind(sheet.value(row, header.columns["pilihan"]) if "pilihan" in header.columns else None),
                weight=weight if isinstance(weight, float) else None,
            )
        )
    return items


def _kind(choice: object) -> str:
    """What the 'Pilihan Jawaban' cell says about the row."""
    text = normal(choice or "")
    if not text:
        return ""
    if text in ("%", "persen", "persentase"):
        return "rasio"
    if text.startswith("jumlah"):
        return "jumlah"
    if text.startswith(("nilai", "indeks")):
        return "indeks"
    return "pilihan:" + "/".join(text.split())

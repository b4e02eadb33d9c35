"""What a person said about files of one shape: which column means what, and which row is which question."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# The roles that a person can give to a column; '' says that a column is none of them.
CHOOSABLE = ("penilaian", "kode", "jawaban", "unit", "tahun", "penilai", "catatan", "bukti", "tautan")


@dataclass(frozen=True)
class ColumnMapping:
    """columns: a column's key (`headers.column_keys`) -> role; rows: a row's text (normalised) -> question code."""

    columns: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def as_mapping(self) -> dict:
        """As it is remembered (`store.mappings`)."""
        return {"kolom": self.columns, "baris": self.rows}

    @classmethod
    def from_mapping(cls, mapping: dict | None) -> "ColumnMapping":
        """From what was remembered; empty when nothing was, or when it is not of this form."""
        mapping = mapping if isinstance(mapping, dict) else {}
        parts = (mapping.get("kolom"), mapping.get("baris"))
        columns, rows = ({str(k): str(v) for k, v in p.items()} if isinstance(p, dict) else {} for p in parts)
        return cls({key: role for key, role in columns.items() if role in ("", *CHOOSABLE)}, rows)

    def __bool__(self) -> bool:
        return bool(self.columns or self.rows)


# From a shape's fingerprint to what is known about it.
ColumnMappings = Callable[[str], ColumnMapping]


def no_mappings(_shape: str) -> ColumnMapping:
    """Nothing is known about any shape."""
    return ColumnMapping()


def shape_of(headings: Iterable[str]) -> str:
    """Fingerprint of a header row: its headings (normalised), in any order."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()[:16]

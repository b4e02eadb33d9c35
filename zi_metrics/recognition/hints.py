"""What a person said about files of one shape: which heading means what, and which row is which question."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# The roles that a person can give to a column.
CHOOSABLE = {"penilaian": "Teks pertanyaan", "kode": "Kode pertanyaan", "jawaban": "Jawaban"}


@dataclass(frozen=True)
class Hint:
    """headings: heading (normalised) -> role; rows: a row's text (normalised) -> question code."""

    headings: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)

    def as_mapping(self) -> dict:
        """As it is remembered (`store.mappings`)."""
        return {"judul": self.headings, "baris": self.rows}

    @classmethod
    def from_mapping(cls, mapping: dict | None) -> "Hint":
        """From what was remembered; empty when nothing was, or when it is not of this form."""
        mapping = mapping if isinstance(mapping, dict) else {}
        parts = (mapping.get("judul"), mapping.get("baris"))
        headings, rows = ({str(k): str(v) for k, v in p.items()} if isinstance(p, dict) else {} for p in parts)
        return cls({text: role for text, role in headings.items() if role in CHOOSABLE}, rows)

    def __bool__(self) -> bool:
        return bool(self.headings or self.rows)


# From a shape's fingerprint to what is known about it.
Hints = Callable[[str], Hint]


def no_hints(shape: str) -> Hint:
    """Nothing is known about any shape."""
    return Hint()


def shape_of(headings: Iterable[str]) -> str:
    """Fingerprint of a header row: its headings (normalised), in any order."""
    return hashlib.sha256("\n".join(sorted(headings)).encode()).hexdigest()[:16]

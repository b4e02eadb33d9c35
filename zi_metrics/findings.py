"""What a reader of a file noticed: where, how grave, what was expected, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

import pandas as pd

# From grave to mild; a 'galat' costs the row it stands in, the others cost nothing.
TINGKAT = {"galat": "Galat", "peringatan": "Peringatan", "catatan": "Catatan"}
# Of a table of findings; the fields of `Finding`.
FINDING_COLUMNS = ("tingkat", "pesan", "saran", "lembar", "sel", "kode")


@dataclass(frozen=True)
class Finding:
    """One finding. `pesan` says what was found and expected, `saran` how to mend it ('' = nothing to do)."""

    tingkat: str
    pesan: str
    saran: str = ""
    lembar: str | None = None
    sel: str | None = None
    kode: str | None = None


# Not `asdict`, which copies each value.
_values_of = attrgetter(*FINDING_COLUMNS)


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Findings as a table, gravest first, else in the order found. Columns: FINDING_COLUMNS."""
    order = list(TINGKAT)
    rows = sorted(findings, key=lambda f: order.index(f.tingkat))
    return pd.DataFrame([_values_of(f) for f in rows], columns=list(FINDING_COLUMNS))

"""Which kept originals hold personal data, and where: who gives a file away looks here first."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from zi_metrics.scope import Act
from zi_metrics.store import tables
from zi_metrics.store.connection import Store


@dataclass(frozen=True)
class PersonalPart:
    """A sheet of a kept original with personal data.

    lembar: its name; jenis: what it holds ('nik', 'nip', 'telepon', 'surel', 'orang'); tersembunyi: hidden in the file
    """

    lembar: str
    jenis: str
    tersembunyi: bool


PERSONAL_COLUMNS = ("sha256", "lembar", "jenis", "tersembunyi")


def record_personal(store: Store, sha256: str, parts: Iterable[PersonalPart]) -> None:
    """Note that the original with this hash, kept in the same transaction, holds personal data; once is enough."""
    with store.write(Act.IMPOR_LKE) as change:
        cursor = change.cursor
        for part in dict.fromkeys(parts):
            cursor.execute(
                "INSERT INTO berkas_pribadi (sha256, lembar, jenis, tersembunyi) SELECT $sha, $lembar, $jenis, $hidden "
                "WHERE NOT EXISTS (FROM berkas_pribadi WHERE sha256 = $sha AND lembar = $lembar AND jenis = $jenis)",
                {"sha": sha256, "lembar": part.lembar, "jenis": part.jenis, "hidden": part.tersembunyi},
            )


def personal_originals(store: Store, sha256: str | None = None) -> pd.DataFrame:
    """The parts of kept originals (of one) that hold personal data; empty when none does. Columns: PERSONAL_COLUMNS."""
    query = (
        "SELECT sha256, lembar, jenis, tersembunyi FROM berkas_pribadi WHERE $sha IS NULL OR sha256 = $sha ORDER BY ALL"
    )
    return tables.read(store, query, {"sha": sha256})

"""nilai_tertinggi of assessments that were stored before the store kept it: from their scores and the instrument."""

import duckdb
import pyarrow as pa

from zi_metrics.instruments.library import Instrument, InstrumentError, load_instrument

_MISSING = (
    "SELECT DISTINCT p.instrumen, p.instrumen_versi FROM penilaian p "
    "WHERE p.penilaian_id IN (SELECT penilaian_id FROM nilai_simpul WHERE nilai_tertinggi IS NULL) ORDER BY ALL"
)
_FILL = """
WITH milik AS (SELECT penilaian_id FROM penilaian WHERE instrumen = $kode AND instrumen_versi = $versi),
terbuka AS (
    SELECT n.penilaian_id, i.simpul AS kode, sum(i.poin) AS poin
    FROM nilai_simpul n
    JOIN milik USING (penilaian_id)
    JOIN incoming i ON i.pertanyaan = n.kode
    WHERE n.terjawab = 0
    GROUP BY ALL
)
UPDATE nilai_simpul AS simpul
SET nilai_tertinggi = simpul.nilai + lengkap.poin
FROM (
    SELECT n.rowid AS baris, coalesce(terbuka.poin, 0) AS poin
    FROM nilai_simpul n
    JOIN milik USING (penilaian_id)
    LEFT JOIN terbuka USING (penilaian_id, kode)
    WHERE n.nilai_tertinggi IS NULL
) AS lengkap
WHERE simpul.rowid = lengkap.baris
"""


def lacks_highest(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nilai_tertinggi is missing anywhere."""
    return bool(connection.execute(f"{_MISSING} LIMIT 1").fetchall())


def fill_highest(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill nilai_tertinggi where it is missing: nilai and the points of all open questions below the node.

    Runs inside the caller's transaction, if there is one. Assessments whose instrument is not there, or not usable,
    are left as they are, without an error: the next opening of the database tries again.
    """
    for kode, versi in connection.execute(_MISSING).fetchall():
        try:
            instrument = load_instrument(kode, versi)
        except InstrumentError:
            continue
        connection.register("incoming", _points(instrument))
        connection.execute(_FILL, {"kode": kode, "versi": versi})
        connection.unregister("incoming")


def _points(instrument: Instrument) -> pa.Table:
    """What each question is worth in itself and in every node above it: pertanyaan, simpul, poin."""
    rows = []
    for node in instrument.nodes():
        for leaf in node.walk():
            # A sub-indicator's nilai is the mean of its questions' values x its bobot.
            rows += [(q.kode, node.kode, leaf.bobot / len(leaf.pertanyaan)) for q in leaf.pertanyaan]
        rows += [(q.kode, q.kode, node.bobot / len(node.pertanyaan)) for q in node.pertanyaan]
    pertanyaan, simpul, poin = zip(*rows, strict=True)
    return pa.table({"pertanyaan": pertanyaan, "simpul": simpul, "poin": poin})

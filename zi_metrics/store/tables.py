"""Reading the store: each function gives one table (pandas), by one query."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.table_marks import marks_of
from zi_metrics.store.whole_tree import seen_units
from zi_metrics.tolerance import SUM_TOLERANCE

# Texts of tables as Python's own strings: with Arrow's, of which each look-up costs as much as a whole small table, a
# screen takes a fifth more of processor time, and figures of 10,000 units no less.
pd.set_option("mode.string_storage", "python")

_QUERIES = Path(__file__).parent / "queries"
# Where something is written whenever what is known of any unit may have changed, but for the registers.
_VERSIONED = (
    "impor",
    "pencabutan",
    "prasyarat",
    "simpul",
    "nama_unit",
    "gabungan",
    "batas_pengusulan",
    "pengaturan",
)


def version(store: Store) -> str:
    """Changes whenever anything is imported, restored, withdrawn, recorded, erased, renamed or merged, by anybody;
    until then, results may be kept.
    """
    return store.until_written(_version)


def _version(store: Store) -> str:
    # Asked for with every answer that is kept, many times for a page.
    return " ".join(marks_of(store, *_VERSIONED))


ASSESSMENT_COLUMNS = (
    "penilaian_id",
    "unit_id",
    "unit",
    "contoh",
    "tahun",
    "penilai",
    "versi",
    "instrumen",
    "instrumen_versi",
    "waktu",
    "oleh",
    "nama_berkas",
    "sha256",
    "tata_letak",
    "per_tanggal",
    "per_tanggal_dari",
    "monev",
)


def assessments(store: Store, unit_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """All current assessments (of some units), with their source.

    Columns: penilaian_id, unit_id, unit, contoh, tahun, penilai, versi, instrumen, instrumen_versi, waktu (UTC), oleh,
    nama_berkas, sha256, tata_letak, per_tanggal, per_tanggal_dari, monev (see `as_of.AsOf`); ordered by unit and year.
    """
    return read(store, named_query("assessments"), _of_units(unit_ids))


def assessments_by_id(store: Store, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """Some assessments, whether they still count or not; columns as `assessments`."""
    return read(store, named_query("assessments_by_id"), {"ids": list(penilaian_ids)})


def points_in_time(store: Store, unit_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """What counted at each date, of all units or some: columns as `assessments`, by unit and date.

    For each unit, year, judge and date the newest version that is not withdrawn; the latest of them is the current one.
    """
    return read(store, named_query("points_in_time"), _of_units(unit_ids))


def _of_units(unit_ids: Sequence[str] | None) -> dict:
    return {"unit_ids": None if unit_ids is None else list(map(str, unit_ids))}


def judges_of(store: Store, unit_id: str) -> list[str]:
    """The judges by whom a unit has a current assessment, of any year."""
    query = "SELECT DISTINCT penilai FROM penilaian_berlaku WHERE unit_id = $unit ORDER BY penilai"
    return read(store, query, {"unit": unit_id})["penilai"].tolist()


def judges_of_units(store: Store) -> dict[str, list[str]]:
    """`judges_of` all units at once: unit_id -> judges."""
    query = "SELECT DISTINCT unit_id, penilai FROM penilaian_berlaku ORDER BY unit_id, penilai"
    found: dict[str, list[str]] = {}
    for unit_id, penilai in read(store, query).itertuples(index=False):
        found.setdefault(unit_id, []).append(penilai)
    return found


NODE_SCORE_COLUMNS = ("penilaian_id", "kode", "nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan")


def node_scores(store: Store, penilaian_ids: Sequence[str], kode: Sequence[str] | None = None) -> pd.DataFrame:
    """Stored scores of some assessments, for some nodes (None = all).

    Columns: penilaian_id, kode, nilai, nilai_tertinggi (if all that is open got full marks), nilai_rumus_lke (points),
    terjawab, pertanyaan (counts).
    """
    parameters = {"penilaian_ids": list(penilaian_ids), "kode": None if kode is None else list(kode)}
    return read(store, named_query("node_scores"), parameters)


def node_scores_each(store: Store, wanted: Sequence[tuple[Sequence[str], Sequence[str]]]) -> pd.DataFrame:
    """Stored scores of several groups of assessments, in one query: for each its ids, and the codes of its nodes.

    Columns as `node_scores`, in no order; what two groups ask for is given once.
    """
    parameters = {"penilaian_ids": [list(ids) for ids, _ in wanted], "kode": [list(codes) for _, codes in wanted]}
    return read(store, named_query("node_scores_each"), parameters)


ANSWER_COLUMNS = ("kode", "tertulis", "nilai", "catatan", "bukti", "tautan", "lembar", "sel")


def answers(store: Store, penilaian_id: str) -> pd.DataFrame:
    """One assessment's answers: kode, tertulis, nilai (0-1, NaN = unanswered), catatan, bukti, tautan, lembar, sel."""
    columns = "kode, tertulis, nilai, catatan, bukti, tautan, lembar, sel"
    return read(store, f"SELECT {columns} FROM jawaban WHERE penilaian_id = $id", {"id": penilaian_id})


VALUE_COLUMNS = ("penilaian_id", "kode", "nilai")


def answer_values(store: Store, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """What the answers of some assessments are worth: penilaian_id, kode, nilai (0-1, NaN = unanswered)."""
    query = (
        "SELECT penilaian_id, kode, nilai FROM jawaban "
        "WHERE penilaian_id IN (SELECT unnest(CAST($penilaian_ids AS VARCHAR[])))"
    )
    return read(store, query, {"penilaian_ids": list(penilaian_ids)})


COUNT_COLUMNS = ("kode", "kunci", "tertulis", "angka", "lembar", "sel")


def counts(store: Store, penilaian_id: str) -> pd.DataFrame:
    """One assessment's raw counts: kode, kunci, tertulis, angka (NaN = blank), lembar, sel."""
    columns = "kode, kunci, tertulis, angka, lembar, sel"
    return read(store, f"SELECT {columns} FROM masukan WHERE penilaian_id = $id", {"id": penilaian_id})


COUNT_OF_COLUMNS = ("penilaian_id", "kode", "kunci", "angka")


def counts_of(store: Store, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """The raw counts of some assessments: penilaian_id, kode, kunci, angka (NaN = blank)."""
    query = (
        "SELECT penilaian_id, kode, kunci, angka FROM masukan "
        "WHERE penilaian_id IN (SELECT unnest(CAST($penilaian_ids AS VARCHAR[])))"
    )
    return read(store, query, {"penilaian_ids": list(penilaian_ids)})


FINDING_COLUMNS = ("tingkat", "pesan", "saran", "lembar", "sel", "kode")


def findings(store: Store, penilaian_id: str) -> pd.DataFrame:
    """What was noticed when this assessment was imported: tingkat, pesan, saran, lembar, sel, kode; gravest first."""
    columns = "tingkat, pesan, saran, lembar, sel, kode"
    query = f"SELECT {columns} FROM temuan WHERE penilaian_id = $id ORDER BY urutan"
    return read(store, query, {"id": penilaian_id})


def corrections(
    store: Store, pairs: Sequence[tuple[str, str]], groups: Mapping[str, str], worth: Mapping[str, float]
) -> pd.DataFrame:
    """What a second judge changed, for pairs of assessments (penilaian_id of the first and of the second judge).

    groups: question code -> name of the group by which points are summed; worth: question code -> its points at value
    1. Questions open on either side do not count.
    Columns: dari_id, ke_id, kelompok, poin_dari, poin_ke (points), dibandingkan, turun, naik (questions).
    """
    parameters = {
        "dari": [first for first, _ in pairs],
        "ke": [second for _, second in pairs],
        "kode": list(groups),
        "kelompok": list(groups.values()),
        "bobot": [worth[kode] for kode in groups],
        "toleransi": SUM_TOLERANCE,
    }
    return read(store, named_query("corrections"), parameters)


def unit_names(store: Store) -> list[str]:
    """Names of all units but those merged into another, in alphabetical order."""
    query = "SELECT nama FROM unit_kerja WHERE unit_id NOT IN (SELECT unit_id FROM gabungan_berlaku) ORDER BY nama"
    with store.cursor() as cursor:
        return [name for (name,) in cursor.execute(query).fetchall()]


def units_of(store: Store) -> dict[str, str]:
    """Every unit in scope with something stored, merged ones too: unit_id -> name, by name."""
    everything, seen = store.until_written(_units, marks_of(store, "unit_kerja")), seen_units(store)
    return {unit: name for unit, name in everything.items() if seen is None or unit in seen}


def _units(store: Store) -> dict[str, str]:
    with store.cursor() as cursor:
        return dict(cursor.execute("SELECT unit_id, nama FROM unit_kerja ORDER BY nama").fetchall())


def unit_name(store: Store, unit_id: str) -> str | None:
    """A unit's name today; None when there is no such unit in scope."""
    found = read(store, "SELECT nama FROM unit_kerja WHERE unit_id = $unit", {"unit": unit_id})["nama"]
    return None if found.empty else found.iloc[0]


def known_names(store: Store) -> list[str]:
    """Names under which something may be stored: those of `unit_names`, and the tree's units without anything yet."""
    nodes = read(store, "SELECT nama FROM simpul_berlaku WHERE tingkat = 'unit'")["nama"].tolist()
    return sorted({*unit_names(store), *nodes})


def kinds_of_units(store: Store) -> set[bool]:
    """Which kinds of units were ever stored: True = samples, False = real ones."""
    return set(read(store, "SELECT DISTINCT contoh FROM unit_kerja")["contoh"].tolist())


def is_empty(store: Store) -> bool:
    """True when nothing was ever imported."""
    with store.cursor() as cursor:
        return only_row(cursor, "SELECT count(*) = 0 FROM impor")[0]


def stored_files(store: Store) -> pd.DataFrame:
    """The files whose contents are stored and were not withdrawn, a row per file, unit, year and content.

    Columns: sha256, unit, tahun, isi (the judge, or the kind of a survey), per_tanggal and monev (None for surveys).
    """
    return read(store, named_query("stored_files"))


def original_file(store: Store, sha256: str) -> bytes | None:
    """The content of an imported file; None when it is not kept (generated samples have none)."""
    with store.cursor() as cursor:
        row = cursor.execute("SELECT isi FROM berkas WHERE sha256 = ?", [sha256]).fetchone()
    return row[0] if row else None


def has_original(store: Store, sha256: str) -> bool:
    """Whether the content of a file is kept, and in scope."""
    with store.cursor() as cursor:
        return cursor.execute("SELECT 1 FROM berkas WHERE sha256 = ?", [sha256]).fetchone() is not None


@cache
def named_query(name: str) -> str:
    """The text of one of the store's own queries (queries/<name>.sql)."""
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def read(store: Store, query: str, parameters: dict | None = None) -> pd.DataFrame:
    """The result of one query with its parameters bound, as a table."""
    with store.cursor() as cursor:
        return cursor.execute(query, parameters or {}).df()

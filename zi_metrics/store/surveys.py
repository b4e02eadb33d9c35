"""Writing and reading surveys: one import is one transaction, versions instead of changes, as for assessments."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from zi_metrics.scope import Act, Target
from zi_metrics.store.assessments import Stored, insert
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store, only_row
from zi_metrics.store.lineage import Current, VersionMoved, moved
from zi_metrics.store.tables import named_query, read
from zi_metrics.store.unit_names import ensure_unit, meant
from zi_metrics.survey_answers import KELOMPOK, MISSING, Responses

# Columns j1 to j40 of survei_jawaban.
MOST_QUESTIONS = 40
_EMPTY = pd.DataFrame()
_LINE = "unit_id = ? AND tahun = ? AND jenis = ? AND periode = ?"


@dataclass(frozen=True)
class SurveySource:
    """Where surveys came from: which file (its name and hash; the file itself is not kept), sample or real."""

    nama_berkas: str
    sha256: str | None
    contoh: bool = False


@dataclass(frozen=True)
class NewSurvey:
    """One survey ready to be stored: raw answers with what was counted from them, or an aggregate (responses None).

    counts, groups, categories: as of survey_counts; moments: as of survey_moments.moments_table
    dilayani: service -> how many it served, {} = nobody told; then `populasi` is told, too
    nrr: columns kode, nrr, banyak; findings: columns tingkat, lembar, sel, kode, pesan, saran
    terlihat: the version that counted when the person decided to save (0 = there was none); None = not looked at
    """

    unit: str
    tahun: int
    jenis: str
    instrumen_versi: int
    periode: str = ""
    agregat: str = ""
    responden: int | None = None
    populasi: int | None = None
    indeks: float | None = None
    responses: Responses | None = None
    dilayani: dict[str, int] = field(default_factory=dict)
    nrr: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    counts: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    groups: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    categories: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    moments: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    findings: pd.DataFrame = field(default_factory=lambda: _EMPTY)
    terlihat: int | None = None


def save_surveys(store: Store, imports: Sequence[tuple[SurveySource, Sequence[NewSurvey]]]) -> list[Stored]:
    """Store several imports (files) in one transaction, all or none.

    Gives the results in the order of the surveys (`Stored.penilaian_id` is the survei_id). The same file for the same
    unit, year, kind and period, when it is the current version and the last one (no later one was withdrawn), changes
    nothing.
    Raises VersionMoved when another version counts than the one that was looked at (`NewSurvey.terlihat`), ValueError
    for more than MOST_QUESTIONS, NotAllowed for another's unit, duckdb.Error when the database refuses; then nothing
    was stored.
    """
    now = utc_now()
    results: list[Stored] = []
    quarrels: list[str] = []
    # Many small inserts cost more than what is in them: each table is written once, at the end.
    rows: dict[str, list[pd.DataFrame]] = {}
    with store.write(Act.IMPOR_SURVEI) as change:
        cursor = change.cursor
        for source, surveys in imports:
            impor_id, added = uuid.uuid4().hex, 0
            for survey in surveys:
                key = (meant(cursor, survey.unit), survey.tahun, survey.jenis, survey.periode)
                (last,) = only_row(cursor, f"SELECT coalesce(max(versi), 0) FROM survei WHERE {_LINE}", key)
                row = cursor.execute(
                    "SELECT b.survei_id, b.versi, i.sha256, i.oleh FROM survei_berlaku b JOIN impor i USING (impor_id) "
                    f"WHERE {_LINE}",
                    key,
                ).fetchone()
                current = Current(*row) if row else None
                # After a later version was withdrawn the same file is a new one: somebody said that it counts.
                same = current and source.sha256 is not None and current.sha256 == source.sha256
                if current and same and current.versi == last:
                    results.append(Stored(current.penilaian_id, current.versi, new=False))
                    continue
                whose = ", ".join(
                    str(x) for x in (f"survei {survey.jenis.upper()} {survey.unit}", survey.tahun, survey.periode) if x
                )
                quarrels += moved(whose, survey.terlihat, current)
                change.require(Target(key[0], survey.unit))
                ensure_unit(change, key[0], survey.unit, source.contoh, now)
                if not added:
                    _write_import(cursor, impor_id, source, change.oleh, now)
                survei_id = _write(cursor, rows, survey, impor_id, key[0], last + 1)
                results.append(Stored(survei_id, last + 1, new=True))
                change.record(
                    key[0],
                    whose,
                    sebelum={"versi": current.versi} if current else None,
                    sesudah={"versi": last + 1, "survei_id": survei_id},
                    nama_berkas=source.nama_berkas,
                    sha256=source.sha256,
                )
                added += 1
        if quarrels:
            raise VersionMoved(quarrels)
        for table, parts in rows.items():
            insert(cursor, table, pd.concat(parts, ignore_index=True))
    return results


SURVEY_COLUMNS = (
    "survei_id",
    "unit_id",
    "unit",
    "contoh",
    "tahun",
    "jenis",
    "instrumen_versi",
    "periode",
    "versi",
    "agregat",
    "responden",
    "populasi",
    "indeks",
    "waktu",
    "oleh",
    "nama_berkas",
    "sha256",
    "impor_id",
)


def surveys(store: Store, unit_id: str | None = None, tahun: int | None = None) -> pd.DataFrame:
    """All current surveys (of a unit, of a year), with their source.

    Columns: survei_id, unit_id, unit, contoh, tahun, jenis, instrumen_versi, periode, versi, agregat, responden,
    populasi, indeks, waktu (UTC), oleh, nama_berkas, sha256, impor_id; ordered by unit, year, kind, period.
    """
    return read(store, named_query("surveys"), {"unit_id": unit_id, "tahun": None if tahun is None else int(tahun)})


def withdrawn_surveys(store: Store, unit_id: str | None = None, tahun: int | None = None) -> pd.DataFrame:
    """Withdrawn surveys (of a unit, of a year), all versions.

    Columns: survei_id, unit_id, tahun, jenis, periode, versi, agregat, responden.
    """
    parameters = {"unit_id": unit_id, "tahun": None if tahun is None else int(tahun)}
    return read(store, named_query("withdrawn_surveys"), parameters)


def versions_of_units(store: Store, unit_ids: Sequence[str]) -> pd.DataFrame:
    """All versions of all surveys of some units, withdrawn ones too, the newest first.

    Columns: survei_id, unit_id, tahun, jenis, periode, versi, agregat, responden.
    """
    query = (
        "SELECT survei_id, unit_id, tahun, jenis, periode, versi, agregat, responden FROM survei "
        "WHERE unit_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) ORDER BY versi DESC, survei_id"
    )
    return read(store, query, {"ids": list(unit_ids)})


def survey_counts(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Counted answers: survei_id, kolom, kode, taraf, nilai, layanan, periode, banyak."""
    return read(store, named_query("survey_counts"), {"ids": list(survei_ids)})


def survey_group_counts(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Counted answers by respondents' groups: survei_id, kolom, kode, taraf, nilai, kelompok, kategori, banyak."""
    return read(store, named_query("survey_group_counts"), {"ids": list(survei_ids)})


def survey_categories(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Respondents of each service, period and group: survei_id, dimensi, kategori, responden."""
    return _of(store, "survei_responden", "survei_id, dimensi, kategori, responden", survei_ids)


def survey_questions(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Questions: survei_id, kolom, kode, teks, lembar, sel, skala_minimum, skala_maksimum, terbalik; in their order."""
    columns = "survei_id, kolom, kode, teks, lembar, sel, skala_minimum, skala_maksimum, terbalik"
    return _of(store, "survei_pertanyaan", columns, survei_ids)


def survey_moments(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Joint sums of pairs of questions: survei_id, kolom_a, kolom_b, banyak, jumlah_a, silang."""
    return _of(store, "survei_momen", "survei_id, kolom_a, kolom_b, banyak, jumlah_a, silang", survei_ids)


def survey_nrr(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Stored NRR: survei_id, kode, nrr, banyak (NaN = not told)."""
    return _of(store, "survei_nrr", "survei_id, kode, nrr, banyak", survei_ids)


def survey_served(store: Store, survei_ids: Sequence[str]) -> pd.DataFrame:
    """How many each service served, where that was told: survei_id, layanan, dilayani."""
    return _of(store, "survei_dilayani", "survei_id, layanan, dilayani", survei_ids)


def survey_findings(store: Store, survei_id: str) -> pd.DataFrame:
    """What was noticed at the import: tingkat, pesan, saran, lembar, sel, kode; gravest first."""
    query = "SELECT tingkat, pesan, saran, lembar, sel, kode FROM survei_temuan WHERE survei_id = $id ORDER BY urutan"
    return read(store, query, {"id": survei_id})


def survey_comments(
    store: Store,
    survei_ids: Sequence[str],
    layanan: str | None = None,
    words: Sequence[str] = (),
    most: int | None = None,
) -> pd.DataFrame:
    """Comments, masked: survei_id, baris, layanan, pertanyaan, teks; in the files' order.

    layanan: only about this service; words: only with all of these in them, in lower case
    most: at most so many, picked evenly and the same every time
    """
    parameters = {"ids": list(survei_ids), "layanan": layanan, "kata": list(words), "paling_banyak": most}
    return read(store, named_query("survey_comments"), parameters)


def count_comments(store: Store, survei_ids: Sequence[str], layanan: str | None = None) -> int:
    """How many comments there are (about one service)."""
    query = (
        "SELECT count(*) AS banyak FROM komentar WHERE survei_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) "
        "AND ($layanan IS NULL OR layanan = $layanan)"
    )
    return int(read(store, query, {"ids": list(survei_ids), "layanan": layanan})["banyak"].iloc[0])


def survey_versions(store: Store, unit_id: str, tahun: int, jenis: str) -> pd.DataFrame:
    """All versions of one kind of survey of a unit and year, all periods, newest first, withdrawn ones too.

    Columns: survei_id, impor_id, periode, versi, agregat, responden, waktu (UTC), oleh, nama_berkas, berlaku (bool:
    it is the current one of its period), dicabut (bool), dicabut_oleh, alasan, survei_seimpor (how many surveys came
    with the same import, and are withdrawn with it).
    """
    parameters = {"unit_id": unit_id, "tahun": int(tahun), "jenis": jenis}
    return read(store, named_query("survey_versions"), parameters)


def _of(store: Store, table: str, columns: str, survei_ids: Sequence[str]) -> pd.DataFrame:
    """Columns of some surveys from one of this file's own tables."""
    query = f"SELECT {columns} FROM {table} WHERE survei_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) ORDER BY ALL"
    return read(store, query, {"ids": list(survei_ids)})


def _write_import(
    cursor: duckdb.DuckDBPyConnection, impor_id: str, source: SurveySource, oleh: str, now: datetime
) -> None:
    cursor.execute(
        "INSERT INTO impor VALUES (?, ?, ?, ?, ?, ?)",
        [impor_id, now, oleh, source.sha256, source.nama_berkas, "survei"],
    )


def _write(
    cursor: duckdb.DuckDBPyConnection,
    rows: dict[str, list[pd.DataFrame]],
    survey: NewSurvey,
    impor_id: str,
    unit_id: str,
    versi: int,
) -> str:
    """Write a survey and its answers; all else is added to `rows` by table. Gives the survei_id."""
    survei_id = uuid.uuid4().hex
    cursor.execute(
        "INSERT INTO survei VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            survei_id, impor_id, unit_id, survey.tahun, survey.jenis, survey.instrumen_versi,
            survey.periode, versi, survey.agregat, survey.responden, survey.populasi, survey.indeks,
        ],
    )  # fmt: skip
    tables = {
        "survei_hitung": survey.counts,
        "survei_hitung_kelompok": survey.groups,
        "survei_responden": survey.categories,
        "survei_momen": survey.moments,
        "survei_nrr": survey.nrr,
        "survei_dilayani": pd.DataFrame(list(survey.dilayani.items()), columns=["layanan", "dilayani"]),
        "survei_temuan": survey.findings.assign(urutan=range(len(survey.findings))),
    }
    if survey.responses is not None:
        tables |= {
            "survei_pertanyaan": _questions(survey.responses),
            "survei_taraf": _levels(survey.responses),
            "komentar": survey.responses.komentar,
        }
        _write_answers(cursor, survei_id, survey.responses)
    for table, records in tables.items():
        if len(records):
            rows.setdefault(table, []).append(records.assign(survei_id=survei_id))
    return survei_id


def _questions(responses: Responses) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kolom": number,
            "kode": q.kode,
            "teks": q.teks,
            "lembar": q.lembar,
            "sel": q.sel,
            "skala_minimum": q.minimum,
            "skala_maksimum": q.maksimum,
            "terbalik": q.terbalik,
        }
        for number, q in enumerate(responses.questions, 1)
    )


def _levels(responses: Responses) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (kolom, taraf, nilai)
            for kolom, q in enumerate(responses.questions, 1)
            for taraf, nilai in enumerate(q.taraf)
        ],
        columns=["kolom", "taraf", "nilai"],
    )


def _write_answers(cursor: duckdb.DuckDBPyConnection, survei_id: str, responses: Responses) -> None:
    """As an Arrow table: a million rows without a Python object each."""
    if len(responses.questions) > MOST_QUESTIONS:
        raise ValueError(f"{len(responses.questions)} questions, at most {MOST_QUESTIONS}")
    count = len(responses)
    columns: dict[str, pa.Array] = {
        "survei_id": pa.DictionaryArray.from_arrays(np.zeros(count, dtype=np.int8), [survei_id]),
        "baris": pa.array(responses.baris),
        "tanggal": pa.array(responses.tanggal.astype("datetime64[D]")),
        "layanan": _labels(responses.layanan),
        "periode": _labels(responses.periode),
    }
    columns |= {name: _labels(values) for name, values in responses.kelompok.items() if name in KELOMPOK}
    for place in range(len(responses.questions)):
        levels = responses.levels[:, place]
        columns[f"j{place + 1}"] = pa.array(levels, mask=levels == MISSING)
    cursor.register("incoming", pa.table(columns))
    cursor.execute("INSERT INTO survei_jawaban BY NAME SELECT * FROM incoming")
    cursor.unregister("incoming")


def _labels(values: pd.Categorical) -> pa.Array:
    codes = values.codes.astype(np.int32)
    labels = pa.array([str(c) for c in values.categories], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), labels)

"""Writing assessments: one import is one transaction, nothing is changed in place."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from zi_metrics.answers import PENILAI, Answer
from zi_metrics.as_of import GUESSED, AsOf, default_date
from zi_metrics.scope import Act, Target
from zi_metrics.store.changed_areas import changed_areas
from zi_metrics.store.clock import utc_now
from zi_metrics.store.connection import Store
from zi_metrics.store.lineage import Current, Lineage, VersionMoved, lineage_of, moved
from zi_metrics.store.unit_names import ensure_unit, meant

if TYPE_CHECKING:
    import pyarrow as pa

_ANSWER = ("kode", "tertulis", "nilai", "catatan", "bukti", "tautan", "lembar", "sel")
_COUNT = ("kunci", "tertulis", "angka", "lembar", "sel")
# What an assessment holds: table -> the columns that are written.
_CONTENTS = {
    "jawaban": ("penilaian_id", *_ANSWER),
    "masukan": ("penilaian_id", "kode", *_COUNT),
    "temuan": ("penilaian_id", "urutan", "tingkat", "lembar", "sel", "kode", "pesan", "saran"),
    "nilai_simpul": ("penilaian_id", "kode", "nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan"),
}
# Fewer rows go into the database as lists of values in half the time that a table of Arrow's takes to be known there;
# more of them, which are worth loading Arrow for, in a tenth of it.
_FEW_ROWS = 500


@dataclass(frozen=True)
class Source:
    """Where an import came from: which file, and its layout.

    isi: its content, None when there is none (generated samples) or it is not to be kept; sidik: the hash of a file
    whose content is not kept
    """

    nama_berkas: str
    tata_letak: str
    isi: bytes | None = None
    contoh: bool = False
    sidik: str | None = None

    @property
    def sha256(self) -> str | None:
        """Hash of the file's content; None when there is no file."""
        return self.sidik if self.isi is None else hashlib.sha256(self.isi).hexdigest()


@dataclass(frozen=True)
class NewAssessment:
    """One judge's answers, scored and ready to be stored.

    scores: columns kode, nilai, nilai_tertinggi, nilai_rumus_lke, terjawab, pertanyaan (every node of the instrument),
        as a table or by name
    findings: columns tingkat, lembar, sel, kode, pesan, saran
    terlihat: the version that counted at its date when the person decided to save (0 = there was none); None = not
        looked at
    per_tanggal: as of when, and who said it; None = nobody did
    """

    unit: str
    tahun: int
    penilai: str
    instrumen: str
    instrumen_versi: int
    answers: Sequence[Answer]
    scores: pd.DataFrame | Mapping[str, list]
    findings: pd.DataFrame = field(default_factory=pd.DataFrame)
    terlihat: int | None = None
    per_tanggal: AsOf | None = None

    @property
    def as_of(self) -> AsOf:
        """As of when it is stored."""
        return self.per_tanggal or AsOf(default_date(self.tahun))


@dataclass(frozen=True)
class Stored:
    """What became of one assessment: its id and version, and as of when that speaks; `new` is False when this very file
    was stored already.
    """

    penilaian_id: str
    versi: int
    new: bool
    per_tanggal: AsOf | None = None


def save_imports(store: Store, imports: Sequence[tuple[Source, Sequence[NewAssessment]]]) -> list[Stored]:
    """Store several imports (files) in one transaction, all or none.

    Gives the results in the order of the assessments. The same file for the same unit, year, judge and date (and
    monev), when it is what counts for that date (not a withdrawn one), changes nothing; nor does the current version's
    file when nobody said a date. Raises VersionMoved when another version counts at the date than the one that was
    looked at (`NewAssessment.terlihat`), NotAllowed for a unit, judge or area that is not this person's, duckdb.Error
    when the database refuses; then nothing was stored.
    """
    now = utc_now()
    # Everything that does not depend on what is stored is made ready first: others write meanwhile.
    ready = [(source, source.sha256, [_Ready.made(new) for new in assessments]) for source, assessments in imports]
    records: list[dict] = []
    contents: dict[str, dict[str, list]] = {table: {} for table in _CONTENTS}
    results, quarrels = [], []
    with store.write(Act.IMPOR_LKE) as change:
        cursor = change.cursor
        lines: dict[tuple, Lineage] = {}
        for source, sha256, assessments in ready:
            impor_id = uuid.uuid4().hex
            added = 0
            for item in assessments:
                assessment = item.new
                unit_id = meant(cursor, assessment.unit)
                key = (unit_id, assessment.tahun, assessment.penilai)
                # Kept here too, because what this transaction adds is written at its end only.
                line = lines.get(key) or lineage_of(cursor, *key)
                if same := _stored_already(line, sha256, assessment.as_of):
                    results.append(Stored(same.penilaian_id, same.versi, False, same.as_of))
                    continue
                whose = f"{assessment.unit}, {assessment.tahun}, {PENILAI[assessment.penilai]}"
                when = assessment.as_of
                before = line.at(when.per_tanggal)
                quarrels += moved(whose, assessment.terlihat, before)
                form = (assessment.instrumen, assessment.instrumen_versi)
                areas = changed_areas(
                    cursor, store.scope, unit_id, assessment.penilai, form, assessment.answers, before
                )
                target = Target(unit_id, assessment.unit, areas.pokja, assessment.penilai)
                change.require(target, why=areas.beyond(store.scope.pokja(change.act, unit_id, assessment.penilai)))
                versi = line.last + 1
                lines[key] = line.followed_by(Current(item.penilaian_id, versi, sha256, change.oleh, *when))
                ensure_unit(change, unit_id, assessment.unit, source.contoh, now)
                change.record(
                    unit_id,
                    f"LKE {whose}",
                    sebelum={"versi": before.versi} if before else None,
                    sesudah={
                        "versi": versi,
                        "penilaian_id": item.penilaian_id,
                        "per_tanggal": str(when.per_tanggal),
                    },
                    nama_berkas=source.nama_berkas,
                    sha256=sha256,
                )
                records.append(item.record(impor_id, unit_id, versi))
                item.add_to(contents)
                results.append(Stored(item.penilaian_id, versi, True, when))
                added += 1
            if added:
                _write_import(cursor, impor_id, source, sha256, change.oleh, now)
        if quarrels:
            raise VersionMoved(quarrels)
        if records:
            insert_columns(cursor, "penilaian", {name: [row[name] for row in records] for name in records[0]})
        for table, columns in contents.items():
            if columns:
                insert_columns(cursor, table, columns)
    return results


def _stored_already(line: Lineage, sha256: str | None, when: AsOf) -> Current | None:
    """The version that an import would only repeat; None where it says something new."""
    # Who said no date, says of a file that counts already nothing that it did not say before.
    same = line.current if when.per_tanggal_dari == GUESSED else line.on(when.per_tanggal)
    if same is None or same.sha256 is None or same.sha256 != sha256:
        return None
    return same if when.per_tanggal_dari == GUESSED or same.monev == when.monev else None


def _write_import(
    cursor: duckdb.DuckDBPyConnection, impor_id: str, source: Source, sha256: str | None, oleh: str, now: datetime
) -> None:
    cursor.execute(
        "INSERT INTO impor VALUES (?, ?, ?, ?, ?, ?)",
        [impor_id, now, oleh, sha256, source.nama_berkas, source.tata_letak],
    )
    if source.isi is not None:
        cursor.execute(
            "INSERT INTO berkas SELECT ?, ?, ? WHERE NOT EXISTS (FROM berkas WHERE sha256 = ?)",
            [sha256, len(source.isi), source.isi, sha256],
        )


@dataclass(frozen=True)
class _Ready:
    """An assessment with its id and its contents, ready to be written: table -> column -> values."""

    new: NewAssessment
    penilaian_id: str
    contents: dict[str, dict[str, list]]

    @classmethod
    def made(cls, new: NewAssessment) -> "_Ready":
        penilaian_id = uuid.uuid4().hex
        counts = [(answer.kode, count) for answer in new.answers for count in answer.masukan]
        columns = {
            "jawaban": {name: [getattr(answer, name) for answer in new.answers] for name in _ANSWER},
            "masukan": {
                "kode": [kode for kode, _ in counts],
                **{name: [getattr(count, name) for _, count in counts] for name in _COUNT},
            },
            "temuan": {"urutan": range(len(new.findings)), **_columns_of(new.findings, "temuan")},
            "nilai_simpul": _columns_of(new.scores, "nilai_simpul"),
        }
        contents = {}
        for table, own in columns.items():
            if rows := len(next(iter(own.values()))):
                own["penilaian_id"] = [penilaian_id] * rows
                # A missing figure is missing, not a number that is none.
                contents[table] = {
                    name: [None if value != value else value for value in own[name]] for name in _CONTENTS[table]
                }
        return cls(new, penilaian_id, contents)

    def add_to(self, contents: dict[str, dict[str, list]]) -> None:
        """Put its contents behind others'."""
        for table, columns in self.contents.items():
            for name, values in columns.items():
                contents[table].setdefault(name, []).extend(values)

    def record(self, impor_id: str, unit_id: str, versi: int) -> dict:
        """Its row of the table penilaian."""
        return {
            "penilaian_id": self.penilaian_id,
            "impor_id": impor_id,
            "unit_id": unit_id,
            "tahun": self.new.tahun,
            "penilai": self.new.penilai,
            "instrumen": self.new.instrumen,
            "instrumen_versi": self.new.instrumen_versi,
            "versi": versi,
            **self.new.as_of._asdict(),
        }


def _columns_of(table: pd.DataFrame | Mapping[str, list], of: str) -> dict[str, list]:
    """The columns of a table that are written, as far as it has them."""
    return {name: list(table[name]) for name in _CONTENTS[of] if name in table}


def insert(cursor: duckdb.DuckDBPyConnection, table: str, records: pd.DataFrame) -> None:
    """Insert by column name, without columns that the table does not have; `table` is one of the store's own names."""
    if records.empty:
        return
    columns = [row[0] for row in cursor.execute(f"DESCRIBE {table}").fetchall()]
    import pyarrow as pa

    insert_arrow(cursor, table, pa.Table.from_pandas(records[columns], preserve_index=False))


def insert_columns(cursor: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence]) -> None:
    """Insert by column name: column -> values, as many in each, None where one is missing."""
    if len(next(iter(columns.values()))) > _FEW_ROWS:
        import pyarrow as pa

        insert_arrow(cursor, table, pa.table(dict(columns)))
        return
    listed = ", ".join(f"unnest(${name}) AS {name}" for name in columns)
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT {listed}", {name: list(v) for name, v in columns.items()})


def insert_arrow(cursor: duckdb.DuckDBPyConnection, table: str, incoming: "pa.Table") -> None:
    """Insert by column name from an Arrow table, DuckDB's fastest way in."""
    cursor.register("incoming", incoming)
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    cursor.unregister("incoming")

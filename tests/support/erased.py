"""Imports whose every text carries a marker, which must be gone with them."""

import os
import re
import subprocess
from dataclasses import replace

import duckdb
from lakes import programs
from survey_files import SPAK, one, responses
from versioned import YEAR, assessment, source

from zi_metrics.store import opening
from zi_metrics.store.assessments import save_imports
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

MARKER = "PENANDA-YANG-HARUS-HILANG"


def marked_assessment(store, unit, content=None, number=0):
    """An import whose every text carries the marker; gives its impor_id."""
    new = assessment(number, unit=unit)
    answers = [replace(a, catatan=f"{MARKER} {i}", bukti=MARKER, tautan=MARKER) for i, a in enumerate(new.answers)]
    new = replace(new, answers=answers, findings=new.findings.assign(pesan=MARKER))
    content = content or f"isi {MARKER} {unit} {number}".encode() * 500
    (stored,) = save_imports(store, [(replace(source(number), nama_berkas=MARKER, isi=content), [new])])
    return stored.penilaian_id, impor_of(store, stored.penilaian_id)


def bytes_of(store):
    """All that a store's files hold, as bytes; of a lake, its Parquet files and what its catalog has in its tables."""
    there = opening.lake_at(store.path)
    if there is None:
        beside = [store.path.with_name(store.path.name + end) for end in (".wal", ".blok")]
        return b"".join(path.read_bytes() for path in (store.path, *beside) if path.exists())
    files = [str(path) for path in there.folder.rglob("*.parquet")]
    with duckdb.connect() as reader:
        rows = [repr(reader.execute("FROM read_parquet(?)", [path]).fetchall()).encode() for path in files]
    name = there.basis or os.environ["PGDATABASE"]
    dump = subprocess.run([programs() / "pg_dump", "--data-only", name], check=True, capture_output=True).stdout
    inside = [bytes.fromhex(found.decode()) for found in re.findall(rb"\\\\x((?:[0-9a-f]{2})+)", dump)]
    return b"\n".join([*rows, dump, *inside])


def impor_of(store, one_id, table="penilaian"):
    with store.cursor() as cursor:
        (impor,) = cursor.execute(f"SELECT impor_id FROM {table} WHERE {table}_id = ?", [one_id]).fetchone()
    return impor


def survey(store, unit, marker):
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4, lead=("Jenis Layanan", "Saran"))
    rows = [rows[0], *[[f"Loket {marker}", f"antrean {marker} {i}", *row[2:]] for i, row in enumerate(rows[1:])]]
    item = replace(one(rows), file_name=f"{marker}.csv", sha256=marker)
    (stored,) = store_surveys(store, [(item, SurveyLabel(unit, YEAR))])
    return impor_of(store, stored.penilaian_id, "survei")

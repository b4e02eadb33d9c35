"""Damaged and altered files of every kind, all the way from the upload to a stored report: told, or stored whole.

A few of them each time; `ZI_DAMAGED=500` tries so many.
"""

import io
import os
import random
import zipfile
from contextlib import nullcontext, suppress

import pytest
from hostile_names import FORMULA, MARKUP, STEERING
from places import DATA, READY, ROOT
from survey_files import SKM, SPAK, as_text, responses

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import ImportRefused, Label, mappings_from
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.surveys.importing import SurveyLabel
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.said_before import survey_mappings_from
from zi_metrics.upload import prepare_upload, store_upload

FILES = int(os.environ.get("ZI_DAMAGED", "40"))
CHUNKS = 4
HOSTILE = (MARKUP, FORMULA, STEERING, "\x00", "\ufeff", "=1+1", "1e999", "-0", "٣", "NaN", '"', "\r", "A" * 40_000, "")


def an_lke_list():
    rows = [["Kode", "Pertanyaan", "Jawaban"], *([q.kode, q.teks, "A"] for q in load_instrument().questions())]
    return as_text(rows)


def a_survey(heads):
    return as_text(responses(heads, lambda i, q: 1 + (i + q) % 4, lead=("Jenis Layanan", "Saran")))


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


SURVEY_BOOK = next((ROOT / "data" / "contoh").glob("Survei*.xlsx")).read_bytes()
GOOD = {
    "LKE.xlsx": READY["setengah"].read_bytes(),
    "LKE penuh.xlsx": READY["lengkap"].read_bytes(),
    "daftar.csv": an_lke_list(),
    "survei.xlsx": SURVEY_BOOK,
    "skm.csv": a_survey(SKM),
    "spak.csv": a_survey(SPAK),
    "kecil.xls": (DATA / "kecil.xls").read_bytes(),
    "kecil.ods": (DATA / "kecil.ods").read_bytes(),
    "semua.zip": zipped({"a/LKE.xlsx": READY["setengah"].read_bytes(), "b/spak.csv": a_survey(SPAK)}),
}


def flipped(content, chance):
    content = bytearray(content)
    for _ in range(chance.choice((1, 5, 40))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def cut(content, chance):
    return content[: chance.randrange(len(content))]


def doubled(content, chance):
    at = chance.randrange(len(content))
    return content[:at] + content[at : at + 5_000] * chance.choice((2, 5)) + content[at:]


def within(content, chance):
    """Inside an archive: bytes of one part changed, a part gone, or two parts in each other's place; else words."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return words(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name, other = (chance.choice([n for n in parts if parts[n]]) for _ in range(2))
    how = chance.randrange(5)
    if how == 0:
        parts.pop(name)
    elif how == 1:
        parts[name], parts[other] = parts[other], parts[name]
    elif how == 2:
        parts[name] = words(parts[name], chance)
    else:
        parts[name] = (flipped, cut, doubled)[chance.randrange(3)](parts[name], chance)
    return zipped(parts)


def words(content, chance):
    """Texts in place of some others, as people and programs leave them."""
    text = content.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(HOSTILE) + text[at + chance.choice((0, 0, 1, 8)) :]
    return text.encode("utf-8", "replace")


DAMAGES = (flipped, cut, doubled, within, within, within)
CONTENTS = ("jawaban", "nilai_simpul")
SURVEY_CONTENTS = ("survei_pertanyaan", "survei_hitung")


def half_imports(store):
    """What is stored in part only."""
    with store.cursor() as cursor:
        query = "SELECT count(*) FROM {} WHERE {} NOT IN (SELECT {} FROM {})"
        counts = [
            cursor.execute(query.format("penilaian", "penilaian_id", "penilaian_id", t)).fetchone() for t in CONTENTS
        ]
        counts += [
            cursor.execute(query.format("survei", "survei_id", "survei_id", t) + " AND agregat = ''").fetchone()
            for t in SURVEY_CONTENTS
        ]
        counts += [
            cursor.execute(query.format(t, "penilaian_id", "penilaian_id", "penilaian")).fetchone() for t in CONTENTS
        ]
        counts.append(
            cursor.execute(
                "SELECT count(*) FROM impor WHERE impor_id NOT IN (SELECT impor_id FROM penilaian UNION ALL "
                "SELECT impor_id FROM survei)"
            ).fetchone()
        )
    return [count for (count,) in counts if count]


def stored_and_reported(store, upload, whose):
    """Store what an upload holds, each under a label of its own, and report on it."""
    labelled = [(item, Label(f"Kantor {whose} {i}", 2026, "unit")) for i, item in enumerate(upload.items)]
    surveys = [
        (
            item,
            SurveyLabel(f"Layanan {whose} {i}", item.reading.agregat.tahun or 2026 if item.reading.agregat else 2026),
        )
        for i, item in enumerate(upload.surveys)
        if not item.asks and item.figure is not None
    ]
    stored, kept = store_upload(store, labelled, surveys)
    assert len(stored) == len(labelled) and len(kept) == len(surveys)
    for (_, label), one in zip(labelled, stored, strict=True):
        report = unit_report(store, find_assessment(store, label.unit, 2026, "unit"))
        assert one.new and 0 <= report.verdict.total <= 100
    for item, label in surveys:
        report = survey_report(store, label.unit, label.tahun, item.jenis)
        assert report is None or 0 <= report.figure.nilai <= 100
    return bool(labelled or surveys)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_file_is_told_or_stored_whole(store, forking, chunk, record_property):
    used = 0
    for number in range(chunk, FILES, CHUNKS):
        chance = random.Random(f"jalan {number}")
        name = chance.choice(list(GOOD))
        content = chance.choice(DAMAGES)(GOOD[name], chance)
        # The first goes the product's own way, through a process that starts for it.
        with nullcontext() if number == chunk else forking():
            upload = prepare_upload(
                name, content, mappings=mappings_from(store), survey_mappings=survey_mappings_from(store)
            )
        assert upload.items or upload.surveys or upload.problems, f"{number}: a file that holds nothing must say so"
        assert not any("kesalahan aplikasi" in problem for problem in upload.problems), (number, upload.problems)
        # A survey's own label may be refused, with a sentence, and then nothing at all is stored.
        with suppress(ImportRefused):
            used += stored_and_reported(store, upload, f"{chunk} {number}")
        assert half_imports(store) == [], number
    record_property("stored", used)
    assert used, "some of the altered files can still be read"

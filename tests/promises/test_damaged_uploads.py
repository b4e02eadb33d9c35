"""Damaged LKE workbooks on the whole road in: read or refused in Indonesian, no exception, nothing half-stored."""

import random
import zipfile
from contextlib import nullcontext
from io import BytesIO

import pytest
from places import READY

from zi_metrics.lke.importing import Label, mappings_from, store_prepared
from zi_metrics.store import tables
from zi_metrics.upload import prepare_upload

GOOD = READY["setengah"].read_bytes()
CHUNKS, FILES_IN_CHUNK = 6, 10


def flipped(chance):
    content = bytearray(GOOD)
    for _ in range(chance.choice((1, 5, 40))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def truncated(chance):
    return GOOD[: chance.randrange(len(GOOD))]


def cells_altered(chance):
    """A sound archive whose sheets have bytes replaced: texts broken, numbers odd, tags open."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name.startswith("xl/") and content:
                for _ in range(chance.choice((0, 1, 3))):
                    content[chance.randrange(len(content))] = chance.choice(b'<>&"=0A \x00\xff')
            target.writestr(name, bytes(content))
    return buffer.getvalue()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_workbook_is_read_or_refused_and_only_sound_answers_are_stored(store, forking, chunk):
    for number in range(FILES_IN_CHUNK):
        chance = random.Random(f"{chunk} {number}")
        damage = chance.choice((flipped, truncated, cells_altered, cells_altered))
        # The first goes the product's own way, through a process that starts for it.
        with forking() if number else nullcontext():
            upload = prepare_upload(f"LKE {number}.xlsx", damage(chance), mappings=mappings_from(store))
        assert upload.items or upload.problems, "a file that holds nothing must say so"
        before = len(tables.assessments(store))
        if not upload.items:
            assert len(tables.assessments(store)) == before
            continue
        labels = [Label(f"Kantor {chunk} {number} {i}", 2026, "unit") for i in range(len(upload.items))]
        store_prepared(store, list(zip(upload.items, labels, strict=True)))
        stored = tables.assessments(store)
        assert len(stored) == before + len(upload.items)
        values = tables.answers(store, stored.iloc[-1]["penilaian_id"])["nilai"].dropna()
        assert values.between(0, 1).all()

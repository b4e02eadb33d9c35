"""The mark of a table: another one whenever its rows are others, whatever wrote them, and only then."""

import pytest
from two_units import MINE, WRITERS, import_lke

from zi_metrics.store.table_marks import _BY_TIME, marks_of


def rows_of(store):
    """Each marked table's rows."""
    rows = {}
    with store.cursor() as cursor:
        for name in (*_BY_TIME, "survei", "unit_kerja"):
            rows[name] = sorted(cursor.execute(f"FROM {name}").fetchall(), key=repr)
        agency = "FROM prasyarat WHERE unit_id IS NULL"
        rows["prasyarat_instansi"] = sorted(cursor.execute(agency).fetchall(), key=repr)
    return rows


@pytest.mark.file
@pytest.mark.parametrize("name", WRITERS)
def test_a_mark_is_another_exactly_when_its_table_is(two_units, name):
    before, marks = (
        rows_of(two_units),
        dict(zip(rows_of(two_units), marks_of(two_units, *rows_of(two_units)), strict=True)),
    )
    WRITERS[name].do(two_units, MINE)
    after = rows_of(two_units)
    changed = {table for table in after if after[table] != before[table]}
    assert {t for t, mark in zip(after, marks_of(two_units, *after), strict=True) if mark != marks[t]} == changed


def test_what_comes_in_leaves_the_registers_marks(two_units):
    tables = [name for name in _BY_TIME if name != "impor"]
    before = marks_of(two_units, "impor"), marks_of(two_units, *tables)
    import_lke(two_units, MINE, 8)
    assert marks_of(two_units, "impor") != before[0] and marks_of(two_units, *tables) == before[1]


def test_a_table_without_a_mark_is_no_answer(two_units):
    with pytest.raises(KeyError):
        marks_of(two_units, "jawaban")

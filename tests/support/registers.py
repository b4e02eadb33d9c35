"""Rows of registers for tests: one unit, and actions of it."""

from zi_metrics.pembangunan.register import registers
from zi_metrics.store.registers import RowChange
from zi_metrics.store.unit_names import unit_key

ACTIONS = registers()["rencana_aksi"]
NAME = "Kantor Uji"
UNIT = unit_key(NAME)


def add_unit(store, name=NAME):
    """Let there be a unit of this name; gives its id."""
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO unit_kerja VALUES (?, ?, false, now())", [unit_key(name), name])
    return unit_key(name)


def new(text, unit_id=UNIT, tahun=2026, **isi):
    """A new action, of Pokja 2 unless it says another one."""
    return RowChange({"rencana": text, "pokja": 2, **isi}, unit_id=unit_id, tahun=tahun)

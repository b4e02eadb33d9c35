"""Units and an action to be found."""

import pytest
from versioned import save

from zi_metrics.pembangunan.register import register
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key


@pytest.fixture
def filled(store):
    """Three units, one with an action."""
    for number, name in enumerate(["Kantor Pajak 100%", "Kantor Imigrasi", "Balai Kantor"]):
        save(store, number, unit=name)
    fields = {"kode": "P.5.iii.b", "rencana": "Melatih petugas pengaduan", "pokja": 5}
    change = RowChange(fields, unit_id=unit_key("Kantor Imigrasi"), tahun=2026)
    save_rows(store, register("rencana_aksi").table, [change])
    return store

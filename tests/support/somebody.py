"""Somebody who must not be found: their name, address and words stand wherever people write."""

from survey_files import SPAK, one, responses

from zi_metrics.pembangunan.register import registers
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.surveys.importing import SurveyLabel, store_surveys

PERSON, ADDRESS, SAID = "Wulandari Prameswari", "wulandari@surat.test", "petugas loket tiga membentak saya"
_WRITTEN = ("teks", "panjang", "kode")


def told_store(path):
    """A store with a survey and a row in every register, full of them."""
    store = Store(path)
    rows = responses(SPAK, lambda i, q: 1 + (i + q) % 4, lead=("Nama", "Surel", "Saran dan masukan"))
    rows = [rows[0], *[[PERSON, ADDRESS, SAID, *row[3:]] for row in rows[1:]]]
    store_surveys(store, [(one(rows, name="survei.csv"), SurveyLabel("Kantor Uji", 2026, ""))])
    unit_id = tables.units_of(store).popitem()[0]
    for register in registers().values():
        texts = {one.nama: f"{PERSON} {ADDRESS}" for one in register.bidang if one.jenis in _WRITTEN}
        save_rows(store, register.table, [RowChange({**texts, "pokja": 1}, unit_id=unit_id, tahun=2026)])
    return store

"""What a Pokja has to work through: the points are those of Benahi dahulu, each action stands once, late ones first."""

from datetime import date, timedelta

import pytest

from zi_metrics.pembangunan.register import register
from zi_metrics.pembangunan.tasks import task_list
from zi_metrics.plan.mend_first import mend_first
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.unit_names import unit_id_of

YEAR, DAY = 2026, date(2026, 4, 20)
UNIT = "Contoh 03 – Balai Pelatihan"


@pytest.mark.parametrize("pokja", [1, 5])
def test_the_points_lost_are_those_of_benahi_dahulu(sample_store, pokja):
    found = task_list(sample_store, YEAR, DAY, pokja=pokja)
    assert list(found.pokja) == [pokja]
    for one in mend_first(sample_store, pokja, YEAR):
        own = [task for task in found.tugas if task.kode == one.kode and task.poin is not None]
        assert len(own) == one.belum_penuh
        assert sum(task.poin for task in own) == pytest.approx(one.kurang * one.unit)
        assert sum(task.upaya for task in own) == pytest.approx(one.upaya * one.belum_penuh)


def test_every_open_action_stands_once_whatever_it_names_and_points_count_once(sample_store):
    rows = register_rows(sample_store, register("rencana_aksi").table, None, YEAR)
    open_rows = set(rows[~rows["status"].isin(["selesai", "batal"])]["baris_id"])
    found = task_list(sample_store, YEAR, DAY)
    told = [task.tindakan.baris_id for task in found.tugas if task.tindakan]
    assert set(told) == open_rows
    pairs = [(task.unit, task.kode) for task in found.tugas if task.poin is not None]
    assert len(pairs) == len(set(pairs))


def test_an_action_brings_its_pic_deadline_and_delay_to_the_question_that_it_names(sample_store):
    lost = next(task for task in task_list(sample_store, YEAR, DAY).tugas if task.unit == UNIT and not task.tindakan)
    isi = {"rencana": "Menyusun SOP", "kode": lost.kode, "pic": "Sekretaris", "selesai": DAY - timedelta(days=12)}
    unit_id = unit_id_of(sample_store, UNIT)
    row = RowChange({**isi, "pokja": lost.pokja}, unit_id=unit_id, tahun=YEAR)
    save_rows(sample_store, register("rencana_aksi").table, [row])
    found = task_list(sample_store, YEAR, DAY, unit_ids=[unit_id])
    own = [task for task in found.tugas if task.kode == lost.kode]
    assert [(task.poin, task.tindakan.pic, task.tindakan.hari_terlambat) for task in own] == [
        (lost.poin, "Sekretaris", 12)
    ]
    late = [task.tindakan.hari_terlambat if task.tindakan else 0 for task in found.tugas]
    assert late == sorted(late, reverse=True) and {task.unit for task in found.tugas} == {UNIT}


def test_of_a_year_without_assessments_the_actions_remain(sample_store):
    unit_id = unit_id_of(sample_store, UNIT)
    row = RowChange({"rencana": "Menyiapkan tim", "pokja": None}, unit_id=unit_id, tahun=2031)
    save_rows(sample_store, register("rencana_aksi").table, [row])
    found = task_list(sample_store, 2031, DAY)
    assert [task.tindakan.rencana for task in found.of_area(None)] == ["Menyiapkan tim"] and len(found.pokja) == 6

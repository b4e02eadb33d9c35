"""Registers: rows only gain versions, two people at once lose nothing, and only who may changes what."""

from datetime import date

import pytest
from acting import acting

from zi_metrics.pembangunan.register import registers
from zi_metrics.scope import Act, Extent, NotAllowed, Person, Scope
from zi_metrics.store import audit
from zi_metrics.store.integrity import CHECKS
from zi_metrics.store.narrowing import RULES
from zi_metrics.store.register_counts import registers_version
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.registers import (
    RowChange,
    register_rows,
    row_versions,
    save_rows,
    undo_rows,
)
from zi_metrics.store.unit_names import unit_key

ACTIONS, ADVICE = registers()["rencana_aksi"].table, registers()["rekomendasi"].table
UNIT = unit_key("Kantor Uji")


def new(**isi):
    return RowChange({"rencana": "Menyusun SOP", "pokja": 2, **isi}, unit_id=UNIT, tahun=2026)


def only(store, table=ACTIONS):
    (row,) = register_rows(store, table).to_dict("records")
    return row


def limited(store, act, pokja=None, units=frozenset({UNIT}), **more):
    grants = {act: (Extent(units, pokja),), Act.LIHAT: (Extent(units),), **more}
    return store.seen_by(Scope(Person("uji:x", "X"), grants))


def test_every_register_has_its_table_with_its_columns_and_a_rule_of_reading(store):
    assert set(registers()) == set(REGISTER_TABLES) and set(REGISTER_TABLES) <= set(RULES)
    with store.cursor() as cursor:
        for kode, register in registers().items():
            there = [row[0] for row in cursor.execute(f"DESCRIBE {kode}").fetchall()]
            own = [field.nama for field in register.bidang]
            assert there == ["baris_id", "versi", "unit_id", "tahun", "pokja", *_in_order(there, own), *there[-3:]]
            assert set(own) == set(there[5:-3]) and there[-3:] == ["dibuang", "oleh", "waktu"]


def _in_order(there, own):
    return [name for name in there if name in own]


def test_a_row_gains_versions_and_what_was_not_named_stays(unworked):
    saved = save_rows(unworked, ACTIONS, [new(pic="Sekretaris", selesai=date(2026, 5, 31), target_tw1=2.0)])
    first = only(unworked)
    assert first["versi"] == 1 and first["target_tw1"] == 2 and first["status"] == "belum" and first["kode"] == ""
    save_rows(unworked, ACTIONS, [RowChange({"status": "berjalan"}, saved.baris[0].baris_id, 1)])
    row = only(unworked)
    assert (row["versi"], row["status"], row["pic"]) == (2, "berjalan", "Sekretaris")
    assert row["selesai"].date() == date(2026, 5, 31) and row["pokja"] == 2
    assert list(row_versions(unworked, ACTIONS, row["baris_id"])["status"]) == ["berjalan", "belum"]


def test_rows_that_are_saved_together_are_listed_as_they_were_given(unworked):
    given = [f"Langkah {number}" for number in range(1, 41)]
    save_rows(unworked, ACTIONS, [new(rencana=text) for text in given[:20]])
    save_rows(unworked, ACTIONS, [new(rencana=text) for text in given[20:]])
    assert register_rows(unworked, ACTIONS)["rencana"].tolist() == given


def test_saving_what_is_so_already_writes_nothing(unworked):
    save_rows(unworked, ACTIONS, [new(persen=None)])
    row, before = only(unworked), registers_version(unworked)
    assert save_rows(unworked, ACTIONS, [RowChange({"pokja": 2, "persen": None}, row["baris_id"], 1)]).baris == ()
    assert only(unworked)["versi"] == 1 and registers_version(unworked) == before


def test_two_who_change_different_fields_both_keep_theirs(unworked):
    save_rows(unworked, ACTIONS, [new()])
    row = only(unworked)
    save_rows(acting(unworked, "Ani"), ACTIONS, [RowChange({"kendala": "anggaran"}, row["baris_id"], 1)])
    second = save_rows(acting(unworked, "Budi"), ACTIONS, [RowChange({"pic": "Kepala"}, row["baris_id"], 1)])
    after = only(unworked)
    assert second.konflik == () and (after["kendala"], after["pic"], after["versi"]) == ("anggaran", "Kepala", 3)


def test_two_who_change_the_same_field_are_shown_both_texts_and_the_other_rows_are_saved(unworked):
    save_rows(unworked, ACTIONS, [new(), new(rencana="Lain")])
    one, other = register_rows(unworked, ACTIONS).to_dict("records")
    save_rows(acting(unworked, "Ani"), ACTIONS, [RowChange({"kendala": "anggaran"}, one["baris_id"], 1)])
    wanted = [
        RowChange({"kendala": "waktu", "pic": "Kepala"}, one["baris_id"], 1),
        RowChange({"pic": "Kepala"}, other["baris_id"], 1),
    ]
    saved = save_rows(acting(unworked, "Budi"), ACTIONS, wanted)
    (conflict,) = saved.konflik
    assert conflict.bidang == {"kendala": ("waktu", "anggaran")} and conflict.oleh == "Ani" and conflict.versi == 2
    assert [row.baris_id for row in saved.baris] == [other["baris_id"]]
    # Whoever has seen it may decide.
    save_rows(unworked, ACTIONS, [RowChange(wanted[0].isi, one["baris_id"], conflict.versi)])
    assert register_rows(unworked, ACTIONS).set_index("baris_id").loc[one["baris_id"], "kendala"] == "waktu"


def test_removing_a_row_that_another_writes_on_and_writing_on_a_removed_one_are_both_told(unworked):
    save_rows(unworked, ACTIONS, [new()])
    row = only(unworked)
    save_rows(unworked, ACTIONS, [RowChange({"kendala": "anggaran"}, row["baris_id"], 1)])
    removed = save_rows(unworked, ACTIONS, [RowChange({}, row["baris_id"], 1, dibuang=True)])
    assert removed.baris == () and removed.konflik[0].bidang == {"kendala": ("", "anggaran")}
    save_rows(unworked, ACTIONS, [RowChange({}, row["baris_id"], 2, dibuang=True)])
    assert register_rows(unworked, ACTIONS).empty
    written = save_rows(unworked, ACTIONS, [RowChange({"pic": "Kepala"}, row["baris_id"], 2)])
    assert written.konflik[0].bidang == {"dibuang": (False, True)}


def test_what_was_saved_can_be_taken_back_unless_changed_since(unworked):
    first = save_rows(unworked, ACTIONS, [new(pic="Sekretaris")])
    row = only(unworked)
    second = save_rows(unworked, ACTIONS, [RowChange({"pic": "Kepala", "persen": 50.0}, row["baris_id"], 1)])
    save_rows(acting(unworked, "Ani"), ACTIONS, [RowChange({"kendala": "waktu"}, row["baris_id"], 2)])
    undo_rows(unworked, ACTIONS, second.baris)
    after = only(unworked)
    assert after["pic"] == "Sekretaris" and after["persen"] != after["persen"] and after["kendala"] == "waktu"
    save_rows(unworked, ACTIONS, [RowChange({"pic": "Ketua"}, row["baris_id"], after["versi"])])
    assert undo_rows(unworked, ACTIONS, second.baris).konflik
    assert undo_rows(unworked, ACTIONS, first.baris).konflik, "a row that was changed since is not removed unasked"


def test_a_coordinator_changes_the_own_area_only_and_moves_nothing_into_another(unworked):
    save_rows(unworked, ACTIONS, [new(), new(pokja=3)])
    own, other = register_rows(unworked, ACTIONS).sort_values("pokja").to_dict("records")
    mine = limited(unworked, Act.RENCANA_AKSI, frozenset({2}))
    save_rows(mine, ACTIONS, [RowChange({"pic": "Kepala"}, own["baris_id"], 1)])
    for change in (
        RowChange({"pic": "Kepala"}, other["baris_id"], 1),
        RowChange({"pokja": 3}, own["baris_id"], 2),
        RowChange({"pokja": None}, own["baris_id"], 2),
        RowChange({"rencana": "x", "pokja": None}, unit_id=UNIT, tahun=2026),
        RowChange({"rencana": "x", "pokja": 2}, unit_id=unit_key("Kantor Lain"), tahun=2026),
    ):
        with pytest.raises(NotAllowed):
            save_rows(mine, ACTIONS, [change])
    assert len(register_rows(unworked, ACTIONS)) == 2


def test_the_unit_follows_up_and_only_the_tpi_verifies(unworked):
    tpi, unit = limited(unworked, Act.REKOMENDASI), limited(unworked, Act.TINDAK_LANJUT)
    advice = RowChange({"rekomendasi": "Lengkapi notulen", "kode": "P.1.i.a", "pokja": 1}, unit_id=UNIT, tahun=2026)
    with pytest.raises(NotAllowed):
        save_rows(unit, ADVICE, [advice])
    (row,) = save_rows(tpi, ADVICE, [advice]).baris
    save_rows(unit, ADVICE, [RowChange({"tindak_lanjut": "Sudah", "status": "ditindaklanjuti"}, row.baris_id, 1)])
    for name, value in (("status", "terverifikasi"), ("rekomendasi", "Tidak perlu"), ("diverifikasi_oleh", "Saya")):
        with pytest.raises(NotAllowed):
            save_rows(unit, ADVICE, [RowChange({name: value}, row.baris_id, 2)])
    with pytest.raises(NotAllowed):
        save_rows(tpi, ADVICE, [RowChange({"tindak_lanjut": "Belum"}, row.baris_id, 2)])
    save_rows(tpi, ADVICE, [RowChange({"status": "terverifikasi"}, row.baris_id, 2)])
    with pytest.raises(NotAllowed):
        save_rows(unit, ADVICE, [RowChange({"status": "terbuka"}, row.baris_id, 3)])
    assert only(unworked, ADVICE)["status"] == "terverifikasi"


def test_every_change_is_in_the_trail_with_before_and_after(unworked):
    save_rows(unworked, ACTIONS, [new()])
    save_rows(unworked, ACTIONS, [RowChange({"pic": "Kepala"}, only(unworked)["baris_id"], 1)])
    save_rows(unworked, ACTIONS, [new(rencana=str(number)) for number in range(50)])
    with unworked.cursor() as cursor:
        rows = cursor.execute(
            "SELECT sebelum, sesudah FROM catatan_audit WHERE tindakan = 'rencana_aksi' ORDER BY nomor"
        ).fetchall()
        assert audit.check(cursor).broken is None
        assert [found for check in CHECKS.values() for found in check(cursor)] == []
    assert '"pic": ""' in rows[1][0] and '"pic": "Kepala"' in rows[1][1]
    assert len(rows) == 3 and rows[2][1].count('": 1') == 50, "of many rows, each is named with its version"


def test_rows_of_others_are_not_seen(unworked):
    save_rows(unworked, ACTIONS, [new(), RowChange({"rencana": "x"}, unit_id=unit_key("Kantor Lain"), tahun=2026)])
    assert list(register_rows(limited(unworked, Act.RENCANA_AKSI), ACTIONS)["unit"]) == ["Kantor Uji"]


def test_a_unit_or_row_that_is_not_there_is_told(unworked):
    for change in (RowChange({"rencana": "x"}, unit_id="tidak ada", tahun=2026), RowChange({"pic": "x"}, "tidak", 1)):
        with pytest.raises(KeyError):
            save_rows(unworked, ACTIONS, [change])
    assert register_rows(unworked, ACTIONS).empty

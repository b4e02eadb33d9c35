"""Figures of a row that cannot be right: refused where they are typed and where they are imported, with their place."""

from datetime import date

import pandas as pd
import pytest
from grids import grid
from registers import UNIT

from zi_metrics.instruments.library import load_instrument
from zi_metrics.pembangunan.field_values import NotUnderstood, understood
from zi_metrics.pembangunan.importing import plan_import, store_register
from zi_metrics.pembangunan.name_doubts import name_doubts
from zi_metrics.pembangunan.register import registers
from zi_metrics.pembangunan.register_headings import template_headings
from zi_metrics.pembangunan.register_sheet import read_register
from zi_metrics.pembangunan.row_checks import contradictions
from zi_metrics.pembangunan.row_edits import NewRows, RowEdit, checked
from zi_metrics.scope import everything
from zi_metrics.store.registers import RowChange, register_rows, save_rows, undo_rows

FORM = load_instrument()
PAKTA, RISK, COMPLAINTS = (registers()[kode] for kode in ("pakta", "risiko", "pengaduan"))
HEAD = ["Unit kerja", "Tahun", "Tanggal", "Sebab", "Pegawai", "Menandatangani"]
NEW = NewRows({"Kantor Uji": UNIT}, UNIT, 2026)


def typed(register, rows=None, **isi):
    """What is said when a row is typed: a new one, or (rows) the first of those that stand."""
    key, version = ("baru-1", 0) if rows is None else (rows["baris_id"][0], int(rows["versi"][0]))
    edit = RowEdit(key, version, isi)
    standing = pd.DataFrame() if rows is None else rows
    return checked({edit.kunci: edit}, standing, register, NEW, FORM, everything())


def bounded():
    for register in registers().values():
        for field in register.bidang:
            if field.min is not None or field.maks is not None:
                yield pytest.param(field, id=f"{register.kode}-{field.nama}")


@pytest.mark.parametrize("field", list(bounded()))
def test_a_number_at_its_bound_is_taken_and_one_past_it_refused(field):
    for bound, past in ((field.min, -1), (field.maks, 1)):
        if bound is not None:
            assert understood(field, bound, FORM) == bound
            with pytest.raises(NotUnderstood, match=r"harus antara|tidak boleh"):
                understood(field, bound + past, FORM)


def limited():
    for register in registers().values():
        for field in register.bidang:
            if field.paling_banyak:
                yield pytest.param(register, field, id=f"{register.kode}-{field.nama}")


@pytest.mark.parametrize(("register", "field"), list(limited()))
def test_as_much_is_right_and_more_is_not_and_what_is_missing_contradicts_nothing(register, field):
    less, more = (date(2026, 1, 1), date(2026, 1, 2)) if field.jenis == "tanggal" else (4, 5)
    other = field.paling_banyak
    assert contradictions(register, {field.nama: less, other: less}) == []
    (wrong,) = contradictions(register, {field.nama: more, other: less})
    assert wrong.bidang is field and wrong.terhadap.nama == other
    for nothing in (None, float("nan"), pd.NaT):
        assert contradictions(register, {field.nama: more, other: nothing}) == []
    assert contradictions(register, {field.nama: more, other: less}, ["catatan"]) == []
    assert len(contradictions(register, {field.nama: more, other: less}, [other])) == 1


def test_more_signed_than_there_are_is_refused_with_its_cell_and_nothing_is_stored(kept):
    reading = read_register(
        grid([HEAD, ["Kantor Uji", 2026, "9 Januari 2026", "Januari", 40, 40],
              ["Kantor Lain", 2026, "9 Januari 2026", "Januari", 40, 41]]), PAKTA
    )  # fmt: skip
    (problem,) = reading.problems
    assert "lembar 'Lembar1', sel F3: Menandatangani 41 lebih dari Pegawai (40)" in problem
    plan = plan_import(kept, reading)
    assert plan.problems and register_rows(kept, PAKTA.table).empty


def test_more_signed_than_there_are_is_refused_where_it_is_typed_with_row_and_column():
    found = typed(PAKTA, tanggal="2026-01-09", pegawai=40, menandatangani=41)
    (problem,) = found.problems
    assert problem.endswith("kolom Menandatangani: 41 lebih dari Pegawai (40); periksa keduanya.")
    assert not found.changes
    assert typed(PAKTA, tanggal="2026-01-09", pegawai=40, menandatangani=40).changes


def test_one_figure_alone_is_held_against_the_other_that_is_stored(kept):
    whole = {"tanggal": date(2026, 1, 9), "sebab": "januari", "pegawai": 40, "menandatangani": 30, "pokja": 1}
    save_rows(kept, PAKTA.table, [RowChange(whole, unit_id=UNIT, tahun=2026)])
    rows = register_rows(kept, PAKTA.table)
    assert "lebih dari Pegawai (29)" in typed(PAKTA, rows, pegawai=29).problems[0]
    assert typed(PAKTA, rows, pegawai=30).changes and not typed(PAKTA, rows, catatan="x").problems
    reading = read_register(grid([HEAD, ["Kantor Uji", 2026, "9 Januari 2026", "Januari", 30, 30]]), PAKTA)
    assert plan_import(kept, reading).problems == ()


def test_a_file_that_names_a_part_is_held_against_what_stands(kept):
    whole = {"bulan": 3, "jenis": "pengaduan", "kanal": "Loket", "masuk": 4, "selesai": 2, "pokja": 5}
    save_rows(kept, COMPLAINTS.table, [RowChange(whole, unit_id=UNIT, tahun=2026)])
    head = ["Unit kerja", "Tahun", "Bulan", "Kanal", "Masuk", "Selesai", "Selesai tepat waktu"]
    wrong = read_register(grid([head, ["Kantor Uji", 2026, "Maret", "Loket", 4, None, 3]]), COMPLAINTS)
    assert wrong.problems == ()
    (problem,) = plan_import(kept, wrong).problems
    assert "baris 2: Selesai tepat waktu 3 lebih dari Selesai (2)" in problem
    right = read_register(grid([head, ["Kantor Uji", 2026, 3, "loket", 4, None, 2]]), COMPLAINTS)
    plan = plan_import(kept, right)
    assert (plan.problems, plan.baru, plan.berubah) == ((), 0, 1)


@pytest.mark.parametrize(
    ("first", "second", "wanted", "other"),
    [({"pegawai": 20}, {"menandatangani": 30}, (30, 10), ("pegawai", 20)),
     ({"menandatangani": 30}, {"pegawai": 20}, (20, 40), ("menandatangani", 30))],
)  # fmt: skip
def test_two_who_change_both_figures_of_a_row_at_once_leave_no_impossible_pair(kept, first, second, wanted, other):
    whole = {"tanggal": date(2026, 1, 9), "sebab": "januari", "pegawai": 40, "menandatangani": 10, "pokja": 1}
    (row,) = save_rows(kept, PAKTA.table, [RowChange(whole, unit_id=UNIT, tahun=2026)]).baris
    save_rows(kept, PAKTA.table, [RowChange(first, row.baris_id, 1)])
    (name,) = second
    saved = save_rows(kept, PAKTA.table, [RowChange(second, row.baris_id, 1)])
    assert not saved.baris and saved.konflik[0].bidang == {name: wanted}
    assert saved.konflik[0].terhadap == {name: other}
    now = register_rows(kept, PAKTA.table).iloc[0]
    assert now["menandatangani"] <= now["pegawai"] and now["versi"] == 2
    # What goes together with the other's figure is saved, and so is a field that has no part in it.
    together = {"menandatangani": 20} if name == "menandatangani" else {"pegawai": 30}
    assert save_rows(kept, PAKTA.table, [RowChange({**together, "catatan": "x"}, row.baris_id, 1)]).baris


def test_taking_back_one_figure_leaves_no_impossible_pair(kept):
    whole = {"tanggal": date(2026, 1, 9), "sebab": "januari", "pegawai": 40, "menandatangani": 40, "pokja": 1}
    (row,) = save_rows(kept, PAKTA.table, [RowChange(whole, unit_id=UNIT, tahun=2026)]).baris
    more = save_rows(kept, PAKTA.table, [RowChange({"pegawai": 50}, row.baris_id, 1)]).baris
    save_rows(kept, PAKTA.table, [RowChange({"menandatangani": 45}, row.baris_id, 2)])
    undone = undo_rows(kept, PAKTA.table, more)
    assert not undone.baris and undone.konflik[0].terhadap == {"pegawai": ("menandatangani", 45)}
    assert register_rows(kept, PAKTA.table)["pegawai"].tolist() == [50]


@pytest.mark.parametrize("level", [0, 6, 2.5, "tinggi"])
def test_a_risk_outside_one_to_five_is_refused_typed_and_imported(level):
    said = typed(RISK, proses="Loket", risiko="Pungli", kemungkinan=level).problems
    assert len(said) == 1 and "kolom Kemungkinan (1-5)" in said[0]
    head = ["Unit kerja", "Tahun", "Proses atau layanan", "Risiko", "Kemungkinan", "Dampak"]
    (problem,) = read_register(grid([head, ["Kantor Uji", 2026, "Loket", "Pungli", level, 5]]), RISK).problems
    assert "sel E2" in problem


def test_rows_of_a_register_with_an_area_belong_to_it_unless_they_say_another(kept):
    (change,) = typed(RISK, proses="Loket", risiko="Pungli").changes.values()
    assert change.isi["pokja"] == 5
    (change,) = typed(RISK, proses="Loket", risiko="Lama", pokja=6).changes.values()
    assert change.isi["pokja"] == 6
    (change,) = typed(registers()["program"], program="WBS").changes.values()
    assert (change.isi["program"], change.isi["pokja"]) == ("8", 5)
    head = ["Unit kerja", "Tahun", "Program", "Status", "Bukti"]
    reading = read_register(
        grid([head, ["Kantor Uji", 2026, "LHKPN", "Ada", "SK"], ["Kantor Uji", 2026, 3, "Proses", "SK"]]),
        registers()["program"],
    )
    store_register(kept, plan_import(kept, reading))
    rows = register_rows(kept, registers()["program"].table)
    assert set(zip(rows["program"], rows["pokja"], strict=True)) == {("2", 5), ("3", 4)}


@pytest.mark.parametrize(
    "text", ["Pak Budi", "Budi Santoso", "0812-3456-7890", "sri@contoh.invalid", "3174012304850001"]
)
def test_what_looks_like_a_person_is_doubted_and_not_refused(kept, text):
    found = typed(COMPLAINTS, bulan=3, kanal=text, masuk=1)
    assert found.changes and len(found.doubts) == 1 and "kolom" not in found.doubts[0] and "Kanal" in found.doubts[0]
    reading = read_register(
        grid([template_headings(COMPLAINTS), ["Kantor Uji", 2026, None, 3, None, None, 1, None, None, None, text]]),
        COMPLAINTS,
    )
    plan = plan_import(kept, reading)
    assert plan.problems == () and len(plan.changes) == 1
    assert "baris 2, Catatan" in plan.doubts[0] and text not in plan.doubts[0]


@pytest.mark.parametrize(
    "text",
    ["SP4N-LAPOR!", "Loket Pengaduan", "Kotak Saran", "Whistle Blowing System", "WhatsApp", "Call Center 112", "Surat",
     "Unit Pengendalian Gratifikasi", "Media Sosial Instagram", "Nihil", ""],
)  # fmt: skip
def test_channels_are_nobodys_name(text):
    assert name_doubts(COMPLAINTS, [("x", {"kanal": text, "catatan": text})]) == []
    assert name_doubts(RISK, [("x", {"catatan": "Pak Budi"})]) == [], "only where a register wants no names"


def test_a_row_that_stands_in_a_file_twice_is_doubted_once_and_never_in_silence(kept):
    head = ["Unit kerja", "Tahun", "Bulan", "Kanal", "Masuk"]
    twice = grid([head, ["Kantor Uji", 2026, "Januari", "Loket", 4], ["Kantor Uji", 2026, 1, "loket", 4],
                  ["Kantor Uji", 2026, 2, "Loket", 4], ["Kantor Lain", 2026, 1, "Loket", 4]])  # fmt: skip
    plan = plan_import(kept, read_register(twice, COMPLAINTS))
    (doubt,) = plan.doubts
    assert "baris 3: sama dengan baris lain (Bulan Januari, Jenis Pengaduan masyarakat, Kanal loket)" in doubt
    assert "baris 2. Tersimpan dan terhitung dua kali" in doubt and plan.baru == 4
    store_register(kept, plan)
    assert plan_import(kept, read_register(twice, COMPLAINTS)).doubts == (), "what stands there is found again"


def test_a_row_that_is_typed_again_is_doubted(kept):
    save_rows(kept, COMPLAINTS.table, [RowChange({"bulan": 1, "kanal": "Loket", "masuk": 4}, unit_id=UNIT, tahun=2026)])
    rows = register_rows(kept, COMPLAINTS.table)
    edits = {"baru-1": RowEdit("baru-1", 0, {"bulan": "Januari", "kanal": "loket", "masuk": "2"})}
    (doubt,) = checked(edits, rows, COMPLAINTS, NEW, FORM, everything()).doubts
    assert "sudah ada (Bulan Januari, Jenis Pengaduan masyarakat, Kanal loket)" in doubt
    # Whoever removes the other one means this instead of it.
    gone = {rows["baris_id"][0]: RowEdit(rows["baris_id"][0], 1, dibuang=True)}
    assert checked({**edits, **gone}, rows, COMPLAINTS, NEW, FORM, everything()).doubts == ()


def test_a_stage_that_no_road_has_is_doubted_and_stays(kept):
    head = ["Unit kerja", "Tahun", "Tahap", "Mulai", "Selesai"]
    rows = [["Kantor Uji", 2026, said, "1/2/2026", None] for said in ("Rapat iseng", "2. Pencanangn")]
    plan = plan_import(kept, read_register(grid([head, *rows]), registers()["tahapan"]))
    (doubt,) = plan.doubts
    assert "baris 2: tahap 'Rapat iseng' tidak ada pada jalan mana pun" in doubt
    assert [change.isi["tahap"] for change in plan.changes] == ["Rapat iseng", "pencanangan"]

"""The sections of Pekerjaan about commitments and registers of Pokja 5 and 6; what they suggest on the unit's page."""

from datetime import date

import pytest
from assessments import ALL_HALF, INSTRUMENT, save_values
from registers import NAME, UNIT, add_unit
from screen_parts import app_on, as_read, button, select, texts, upload

from zi_metrics.as_of import today
from zi_metrics.pembangunan.register import registers
from zi_metrics.scope import Act, Extent, Person, Scope
from zi_metrics.store import tables
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.scenarios import scenarios
from zi_ui.pembangunan import sections

YEAR = 2025
OWN = {kode: section for kode, section in sections.SECTIONS.items()
       if kode not in ("aksi", "rekomendasi", "bukti")}  # fmt: skip
# A row of each register, as somebody would write it.
ROWS = {
    "pakta": {"tanggal": date(YEAR, 1, 9), "sebab": "januari", "pegawai": 40, "menandatangani": 30},
    "program": {"program": "8", "status": "ada"},
    "tim": {"jabatan": "Kepala", "tugas": "Ketua", "agen": "ya"},
    "pendampingan": {"tanggal": date(YEAR, 2, 9), "topik": "LKE", "peserta": 12},
    "rencana_survei": {"jenis": "SPAK", "populasi": 100},
    "inovasi": {"nama_inovasi": "Antrean", "sebelum": 90.0, "sesudah": 25.0, "satuan": "menit"},
    "manfaat": {"indikator": "Indeks", "sebelum": 3.2, "sesudah": 3.5},
    "risiko": {"proses": "Loket", "risiko": "Pungli", "kemungkinan": 5, "dampak": 4},
    "pengaduan": {"bulan": 1, "kanal": "Loket", "masuk": 40, "selesai": 38, "tepat_waktu": 30},
    "layanan_online": {"bulan": 1, "layanan": "Izin", "pemohon_online": 30, "pemohon": 60, "tepat_waktu": 45},
}
# What each section says of them.
SAID = {
    "pakta": "30 dari 40 pegawai (75%) menandatangani Pakta Integritas 2025.",
    "program": "1 dari 17 program ada dan berjalan penuh, 0 berjalan sebagian, 16 belum dicatat. 1 yang berjalan",
    "tim": "1 anggota tim, 1 di antaranya agen perubahan; 1 belum menyebut suratnya. 1 kali didampingi APIP.",
    "survei": "1 survei direncanakan untuk 80 responden; 1 belum cukup, kurang 80 responden.",
    "inovasi": "1 inovasi; 1 menyebut angka sebelum dan sesudahnya. 1 manfaat, 1 dengan angka",
    "risiko": "1 dari 1 risiko di atas batas (10), 1 tanpa pengendalian, 1 tanpa PIC.",
    "pengaduan": "40 pengaduan masuk pada 2025, 38 selesai (95%), 79% yang selesai tepat waktu.",
    "daring": "1 layanan daring pada 2025: 50% pemohon lewat daring, 75% selesai tepat waktu.",
}


def write(store, *codes):
    for kode in codes or ROWS:
        isi = {"pokja": registers()[kode].pokja, **ROWS[kode]}
        save_rows(store, registers()[kode].table, [RowChange(isi, unit_id=UNIT, tahun=YEAR)])


def opened(section, **parameters):
    test = app_on({"unit": NAME, "tahun": YEAR, "kerja": section, **parameters}, "pekerjaan").run()
    assert not test.exception
    return test


def only(*acts, pokja=None):
    return Scope(Person("uji:x", "X"), {act: (Extent(frozenset({UNIT}), pokja),) for act in acts})


@pytest.mark.parametrize("section", OWN)
def test_each_section_says_what_matters_shows_its_rows_and_gives_them_away(two_actions, made_files, section):
    write(two_actions)
    test = opened(section)
    assert SAID[section] in texts(test)
    names = [one.kode for one in OWN[section].registers]
    assert len(test.data_editor) == len(names) and all(len(editor.value) == 1 for editor in test.data_editor)
    for kode in names:
        nama = registers()[kode].nama
        assert {f"{nama} {NAME} {YEAR}.xlsx", f"{nama} {NAME} {YEAR}.csv", f"{nama} kosong.xlsx"} <= set(made_files)
    assert SAID[section].split(".")[0].split(" pada 2025")[0].split(" (")[0] in texts(opened(section, unit="")) or (
        section == "program"
    )


@pytest.mark.parametrize("section", OWN)
def test_an_empty_section_says_what_it_is_for_and_how_to_begin_with_the_template_at_hand(
    two_actions, made_files, section
):
    test = opened(section)
    said = texts(test)
    assert "Belum ada" in said
    for register in OWN[section].registers:
        assert register.arti in said and f"{register.nama} kosong.xlsx" in made_files
    assert "unduh contoh kosongnya" in said and all(one.editing_mode == "dynamic" for one in test.data_editor)


def test_only_the_chosen_section_is_drawn(two_actions, monkeypatch):
    drawn = []
    for kode, section in sections.SECTIONS.items():
        monkeypatch.setitem(sections.SECTIONS, kode, section._replace(show=lambda work, kode=kode: drawn.append(kode)))
    test = opened("risiko")
    assert set(drawn) == {"risiko"}
    assert len(select(test, "Register").options) == len(sections.SECTIONS) >= 11


@pytest.mark.parametrize(
    ("section", "act", "typed"),
    [("pakta", Act.KOMITMEN, {"tanggal": "2025-01-09", "pegawai": 5, "menandatangani": 5}),
     ("pengaduan", Act.REGISTER_POKJA, {"bulan": 2, "masuk": 1})],
)  # fmt: skip
def test_who_may_writes_and_who_may_not_only_reads(two_actions, at_work, section, act, typed):
    write(two_actions)
    at_work(only(Act.LIHAT))
    (editor,) = opened(section).data_editor
    assert editor.editing_mode == "fixed" and len(editor.value) == 1
    at_work(only(Act.LIHAT, act))
    test = opened(section)
    (editor,) = test.data_editor
    test.session_state[editor.key] = {"edited_rows": {}, "added_rows": [typed], "deleted_rows": []}
    test.run()
    button(test, "Simpan perubahan (1 baris)").click().run()
    assert "1 baris tersimpan." in [as_read(one.value) for one in test.success]
    register = OWN[section].registers[0]
    rows = register_rows(two_actions, register.table)
    assert len(rows) == 2 and set(rows["pokja"]) == {register.pokja} and set(rows["unit_id"]) == {UNIT}


def test_a_coordinator_of_another_area_says_that_a_row_is_of_it(two_actions, at_work):
    grants = {Act.LIHAT: (Extent(),), Act.REGISTER_POKJA: (Extent(frozenset({UNIT}), frozenset({6})),)}
    at_work(Scope(Person("uji:x", "X"), grants))
    test = opened("pengaduan")
    (editor,) = test.data_editor
    test.session_state[editor.key] = {
        "edited_rows": {}, "added_rows": [{"bulan": 2, "masuk": 1}], "deleted_rows": []
    }  # fmt: skip
    test.run()
    button(test, "Simpan perubahan (1 baris)").click().run()
    assert (
        "bukan hak Anda" in as_read(test.error[0].value)
        and register_rows(two_actions, registers()["pengaduan"].table).empty
    )


def test_an_impossible_figure_is_refused_where_it_is_typed_and_a_name_is_doubted(two_actions):
    test = opened("pengaduan")
    (editor,) = test.data_editor
    row = {"bulan": 2, "masuk": 1, "selesai": 2, "kanal": "Pak Budi"}
    test.session_state[editor.key] = {"edited_rows": {}, "added_rows": [row], "deleted_rows": []}
    test.run()
    button(test, "Simpan perubahan (1 baris)").click().run()
    assert "kolom Selesai: 2 lebih dari Masuk (1)" in as_read(test.error[0].value)
    test.session_state[editor.key] = {"edited_rows": {}, "added_rows": [row | {"selesai": 1}], "deleted_rows": []}
    test.run()
    assert "seperti memuat nama" in texts(test)


def test_months_that_nobody_told_are_said(two_actions):
    write(two_actions, "pengaduan")
    said = texts(opened("pengaduan"))
    assert "Belum tercatat: pengaduan Februari–Desember; gratifikasi Januari–Desember." in said


def test_a_years_complaints_are_shown_beside_their_question_and_become_a_scenario_after_a_look(two_actions):
    save_values(two_actions, NAME, YEAR, "tpi", ALL_HALF)
    before = tables.assessments(two_actions)
    write(two_actions, "pengaduan")
    test = app_on({"unit": NAME, "tahun": YEAR, "penilai": "tpi", "bagian": "R.5"}, "unit_kerja").run()
    assert not test.exception
    (said,) = [as_read(one.value) for one in test.info if "pengaduan masyarakat" in as_read(one.value)]
    assert said.startswith("Dari 1 bulan pengaduan masyarakat 2025: masuk 40, selesai 38.") and "Belum tercatat" in said
    next(one for one in test.button if one.key == "saran_simpan_R.5.ii.a").click().run()
    assert not test.exception and "tersimpan" in " ".join(as_read(one.value) for one in test.success)
    (kept,) = scenarios(two_actions, UNIT, YEAR).to_dict("records")
    assert kept["perubahan"] == {"R.5.ii.a": {"harus_ditindaklanjuti": 40, "selesai": 38}}
    after = tables.assessments(two_actions)
    assert list(after["penilaian_id"]) == list(before["penilaian_id"])


def test_who_may_keep_no_scenario_only_sees_the_suggestion(two_actions, at_work):
    save_values(two_actions, NAME, YEAR, "tpi", ALL_HALF)
    write(two_actions, "pengaduan")
    at_work(only(Act.LIHAT))
    test = app_on({"unit": NAME, "tahun": YEAR, "penilai": "tpi", "bagian": "R.5"}, "unit_kerja").run()
    assert any("masuk 40" in as_read(one.value) for one in test.info)
    assert not [one for one in test.button if str(one.key).startswith("saran_simpan")]


def test_januarys_pakta_of_all_units_and_a_month_of_complaints_come_through_unggah(two_actions, tmp_path):
    add_unit(two_actions, "Kantor Lain")
    pakta, complaints = tmp_path / "pakta.csv", tmp_path / "pengaduan.csv"
    pakta.write_text(
        "Unit kerja,Tahun,Tanggal,Sebab,Pegawai,Menandatangani\n"
        f"{NAME},2026,09/01/2026,Januari,40,40\nKantor Lain,2026,09/01/2026,Januari,30,29\n", encoding="utf-8"
    )  # fmt: skip
    complaints.write_text(
        "Unit kerja,Tahun,Bulan,Jenis,Kanal,Masuk,Selesai\n"
        f"{NAME},2026,Maret,Dumas,Loket,4,4\nKantor Lain,2026,Maret,Dumas,Pak Budi,0,0\n", encoding="utf-8"
    )  # fmt: skip
    test = app_on({}, "unggah").run()
    upload(test, pakta)
    assert not test.exception and "Pakta Integritas: 2 baris terbaca" in texts(test)
    button(test, "Simpan Pakta Integritas (2 baris)").click().run()
    assert "Pakta Integritas: 2 baris tersimpan." in texts(test)
    upload(test, complaints)
    said = texts(test)
    assert "Pengaduan dan laporan: 2 baris terbaca" in said and "seperti memuat nama" in said
    button(test, "Simpan Pengaduan dan laporan (2 baris)").click().run()
    assert register_rows(two_actions, registers()["pakta"].table)["menandatangani"].tolist() == [29, 40]
    assert set(register_rows(two_actions, registers()["pengaduan"].table)["bulan"]) == {3}
    said = texts(opened("pakta", unit="", tahun=2026))
    assert "69 dari 70 pegawai (99%) menandatangani Pakta Integritas 2026; 1 unit belum seluruhnya." in said


def test_no_register_changes_what_is_stored_of_an_assessment(two_actions):
    save_values(two_actions, NAME, YEAR, "unit", {q.kode: 0.5 for q in INSTRUMENT.questions()})

    def stored():
        with two_actions.cursor() as cursor:
            return [
                cursor.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
                for name in ("penilaian", "jawaban", "nilai_simpul")
            ]

    before = stored()
    assert before[0] and before[2]
    write(two_actions)
    more = {kode: {"bulan": 2, **isi} if "bulan" in isi else isi for kode, isi in ROWS.items()}
    for kode, isi in more.items():
        save_rows(two_actions, registers()[kode].table, [RowChange(isi, unit_id=UNIT, tahun=today().year)])
    assert stored() == before

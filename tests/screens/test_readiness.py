"""The screen Kesiapan: the sentence, the tiles, one unit's road, the letter, and what each role may do."""

from datetime import date

import pytest
from registers import NAME, add_unit
from roads import YEAR, add_award, add_stage
from screen_parts import as_read, button, select, texts

from zi_metrics.as_of import today
from zi_metrics.pembangunan.readiness import board
from zi_metrics.pembangunan.road import chosen_road, stage_names
from zi_metrics.store.connection import Store, open_store
from zi_metrics.store.settings import AGENCY, setting

HOSTILE = "Kantor *Uji* <b>"


def tables(test):
    return {table.proto.alt: table.value for table in test.dataframe}


def board_of(test):
    return next(table for alt, table in tables(test).items() if "kelayakan" in alt)


def test_the_sentence_stands_first_and_the_tiles_filter(app, sample_path):
    test = app(sample_path, "kesiapan", tahun=YEAR)
    store = Store(sample_path)
    found = board(store, YEAR, "wbk", today())
    store.close()
    assert not test.exception and found.sentence(today()) in texts(test)
    assert len(board_of(test)) == len(found.units)
    for verdict, count in found.counts().items():
        test.query_params["putusan"] = verdict
        test.run()
        shown = board_of(test)
        assert len(shown) == count and {one.unit for one in found.with_verdict(verdict)} == set(shown["Unit kerja"])


def test_the_predicate_in_the_link_decides_the_board(app, sample_path):
    test = app(sample_path, "kesiapan", tahun=YEAR, predikat="wbbm")
    assert not test.exception and "layak diusulkan WBBM" in texts(test)


def test_the_letter_is_offered_for_the_units_that_are_ready(app, sample_path, made_files):
    test = app(sample_path, "kesiapan", tahun=YEAR)
    assert not test.exception
    assert f"Pengusulan WBK {YEAR}.docx" in made_files
    assert [as_read(one) for one in test.multiselect[0].options] == [
        "✔ Contoh 04 – Kantor Wilayah",
        "▲ Contoh 08 – Rumah Sakit",
    ]


def test_one_unit_shows_why_and_its_road_with_what_another_road_has(app, sample_path):
    test = app(sample_path, "kesiapan", kesiapan="jalan", unit="Contoh 05 – Sekolah", tahun=YEAR)
    said = texts(test)
    assert not test.exception and "boleh diusulkan lagi mulai 14 April 2027" in said
    assert "Tercatat di luar jalan yang dipilih" in said and "Penandatanganan Pakta Integritas" in said
    assert "☑ Tim kerja" in said and "☐ Rencana aksi per area" in said
    (written,) = test.data_editor
    stages = {"pakta", "pencanangan", "penetapan_unit", "pembangunan", "pemantauan"}
    assert set(written.value["tahap"]) == {stage_names()[kode] for kode in stages}
    assert {"tempat", "saksi", "tanggal_dokumen"} <= set(written.value), "what a pencanangan needs can be written"
    assert {"Unduh (.xlsx)", "Unduh (.csv)", "Unduh contoh kosong (.xlsx)"} <= {
        one.label for one in test.download_button
    }


def test_all_units_are_counted_by_stage(app, sample_path):
    test = app(sample_path, "kesiapan", kesiapan="jalan", tahun=YEAR)
    assert not test.exception
    shown = tables(test)
    counts = shown["Banyaknya unit pada tiap tahap"].set_index("Tahap")
    matrix = shown["Keadaan tiap tahap menurut unit kerja"]
    store = Store(sample_path)
    road = chosen_road(store)
    store.close()
    assert list(counts.index) == [stage.nama for stage in road.tahap]
    assert counts.loc["Pencanangan", "Selesai"] == (matrix["1. Pencanangan"] == "✔").sum() == len(matrix)


def test_after_the_award_what_is_due_is_told(app, sample_path):
    test = app(sample_path, "kesiapan", kesiapan="predikat", tahun=YEAR)
    assert not test.exception and "2 unit memegang predikat" in texts(test)
    assert "1 pengaduan maladministrasi masih terbuka" in texts(test)


def test_an_admin_chooses_road_and_kind_of_agency_and_dates_stay(app, sample_path):
    test = app(sample_path, "kesiapan", kesiapan="jalan", unit="Contoh 05 – Sekolah", tahun=YEAR)
    select(test, "Jalan").select("permenpan-52-2014").run()
    select(test, "Jenis instansi").select("pemda").run()
    button(test, "Simpan").click().run()
    said = texts(test)
    assert not test.exception and "Pengaturan tersimpan" in said
    # The older road has the Pakta, and nothing else is left outside of it.
    assert "Tercatat di luar jalan" not in said
    assert "Penandatanganan Pakta Integritas (14 Februari 2024)" in said.replace("**", "")
    assert setting(open_store(sample_path), AGENCY) == "pemda"


def test_an_empty_database_says_what_the_screen_is_for(app, tmp_path):
    test = app(tmp_path / "kosong.duckdb", "kesiapan")
    assert not test.exception and "layak diusulkan" in texts(test) and "Unggah LKE pertama" in texts(test)


def test_a_unit_that_was_never_judged_can_begin(app, tmp_path):
    path = tmp_path / "baru.duckdb"
    store = open_store(path)
    add_unit(store)
    test = app(path, "kesiapan", kesiapan="jalan", unit=NAME)
    assert not test.exception and "Belum ada tahapan yang dicatat untuk unit ini" in texts(test)
    test = app(path, "kesiapan", kesiapan="predikat")
    assert not test.exception and "Belum ada yang dicatat" in texts(test)


def test_what_people_wrote_takes_no_effect(app, tmp_path):
    path = tmp_path / "jahat.duckdb"
    store = open_store(path)
    unit_id = add_unit(store, HOSTILE)
    add_stage(store, "Rapat *akbar*", unit_id, mulai=date(YEAR, 1, 5), catatan="[x](javascript:1)")
    add_stage(store, "pencanangan", unit_id, mulai=date(YEAR, 1, 5), publikasi="javascript:alert(1)", saksi="**A**")
    add_award(store, unit_id, tanggal_sk=date(2020, 1, 1), maladministrasi=1)
    for section in ("papan", "jalan", "usulan", "predikat"):
        test = app(path, "kesiapan", kesiapan=section, unit=HOSTILE, tahun=YEAR)
        assert not test.exception
        raw = "\n".join(str(one.value) for one in (*test.markdown, *test.caption, *test.subheader))
        assert "*akbar*" not in raw.replace("\\*", "") and "](javascript" not in raw and "<b>" not in raw


@pytest.mark.parametrize(
    ("role", "stages", "proposals", "settings"),
    [
        ("admin", True, True, True),
        ("unit", True, False, False),
        ("tpi", False, True, False),
        ("pimpinan", False, False, False),
        ("pembaca", False, False, False),
    ],
)
def test_who_may_write_what(app, at_work, agency, role, stages, proposals, settings):
    at_work(agency.as_(role).scope)

    def rows_may_be_added(section):
        test = app(agency.path, "kesiapan", kesiapan=section, unit=agency.own, tahun=YEAR)
        assert not test.exception
        return test.data_editor[0].editing_mode == "dynamic", test

    assert rows_may_be_added("jalan")[0] is stages
    may, test = rows_may_be_added("usulan")
    assert may is proposals
    assert any(as_read(b.label) == "Simpan" for b in test.button) is settings


def test_ringkasan_tells_what_is_due_and_leads_here(app, sample_path):
    test = app(sample_path, tahun=YEAR)
    said, store = texts(test), Store(sample_path)
    found = board(store, YEAR, "wbk", today())
    store.close()
    assert (found.sentence(today()) in said) is (today().year <= YEAR)
    assert any(link.proto.page == "kesiapan" for link in test.get("page_link"))
    table = next(one.value for one in test.dataframe if "Syarat pengusulan" in one.value)
    own = table.set_index("Unit kerja").loc["Contoh 08 – Rumah Sakit", "Syarat pengusulan"]
    assert own == "10 dari 11 terpenuhi, 1 belum"
    assert "syarat pengusulan belum terpenuhi pada" in said.casefold()

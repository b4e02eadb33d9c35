"""The screens under Streamlit's own test harness: they draw, they filter, they say what is missing, in Indonesian."""

import re

import by_hand
import made_up
import pytest
from assessments import save_values
from drawn_html import table_with
from forms import old_form, plain_list, random_answers
from places import PAGES, READY
from screen_parts import button, drawn, everything_said, field, headlines, select, texts, upload

from zi_metrics import NAME_AND_VERSION
from zi_metrics.bahasa import format_number
from zi_metrics.instruments import library
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import Label, prepare, store_prepared
from zi_metrics.scope import operator
from zi_metrics.store import tables
from zi_metrics.store import versions as stored_versions
from zi_metrics.store.connection import open_store


@pytest.mark.parametrize("page", list(PAGES))
def test_every_screen_draws_without_error(app, sample_path, page):
    test = app(sample_path, page)
    assert not test.exception and not test.error
    assert test.title[0].value == page.replace("_", " ").capitalize()


@pytest.mark.parametrize("page", ["ringkasan", "unit_kerja", "pokja", "penilai", "rencana", "simulasi"])
def test_an_empty_database_tells_the_first_steps_and_leads_to_the_upload(app, tmp_path, page):
    test = app(tmp_path / "kosong.duckdb", page)
    assert not test.exception and not test.error
    assert "Tiga langkah" in drawn(test) and "Unggah" in drawn(test)


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
@pytest.mark.parametrize("page", list(PAGES))
def test_every_screen_ends_with_the_version_also_when_it_stops_itself(app, sample_path, tmp_path, page, filled):
    test = app(sample_path if filled else tmp_path / "kosong.duckdb", page)
    assert test.title[0].value == page.replace("_", " ").capitalize()
    assert test.main.children[max(test.main.children)].value == NAME_AND_VERSION


def test_ringkasan_says_how_many_pass_and_follows_the_filters(app, sample_path):
    test = app(sample_path)
    now, earlier, third = (
        by_hand.judged(open_store(sample_path), *asked) for asked in ((2026,), (2024,), (2024, "tpn"))
    )
    passed = by_hand.passed(now, "wbk")
    by_tpi = by_hand.passed(by_hand.judged(open_store(sample_path), 2026, "tpi"), "wbk")
    whose = f"{by_tpi} menurut TPI, {passed - by_tpi} baru menurut unit sendiri"
    assert f"{passed} dari {len(now)} unit memenuhi semua syarat nilai WBK: {whose}." in texts(test)
    select(test, "Tahun").set_value(2024).run()
    assert f"{by_hand.passed(earlier, 'wbk')} dari {len(earlier)} unit memenuhi" in texts(test)
    assert test.query_params["tahun"] in ("2024", ["2024"])
    select(test, "Penilai").set_value("tpn").run()
    assert f"dari {len(third)} unit memenuhi semua syarat nilai WBK menurut TPN." in texts(test)


def test_a_link_keeps_the_samples_in_or_out(app, sample_path):
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(open_store(sample_path), [(item, Label("Kantor Uji", 2026, "tpi"))])
    for page in ("ringkasan", "pokja", "penilai"):
        test = app(sample_path, page, contoh=1)
        assert not test.exception and test.toggle[0].value is True, page
        test = app(sample_path, page)
        assert test.toggle[0].value is False and test.query_params["contoh"] in ("0", ["0"]), page
    test = app(sample_path, "penilai", contoh=1, unit="Contoh 03 – Balai Pelatihan")
    assert select(test, "Unit kerja").value == "Contoh 03 – Balai Pelatihan"
    test = app(sample_path)
    test.toggle[0].set_value(True).run()
    assert test.query_params["contoh"] in ("1", ["1"])
    test.query_params["contoh"] = "0"
    assert test.run().toggle[0].value is False, "what a link says goes before what was chosen last"


def test_a_hand_edited_link_is_taken_where_it_fits_and_ignored_where_not(app, sample_path):
    test = app(sample_path, tahun=2025, penilai="<script>", urutan="nama")
    assert not test.exception
    assert select(test, "Tahun").value == 2025
    assert select(test, "Penilai").value == "terakhir"
    names = [next(iter(row.values())) for row in table_with(test, "Terhadap minimum")]
    assert names == sorted(names), "the order that the link asks for"


def test_a_link_to_what_is_not_there_is_not_answered_with_another_unit_in_silence(app, sample_path):
    test = app(sample_path, "unit_kerja", unit="Kantor [lain](http://x)", tahun=1999)
    assert not test.exception
    told = [warning.value for warning in test.warning if "tidak ada di sini" in warning.value]
    assert len(told) == 2 and "](http" not in told[0]
    assert told[0].startswith("Unit kerja “Kantor") and "Contoh 01" in told[0]
    assert "Tahun “1999”" in told[1] and "2026" in told[1]


def test_a_link_names_a_unit_without_regard_to_capitals_and_spaces(app, sample_path):
    test = app(sample_path, "unit_kerja", unit="contoh 12  – LABORATORIUM", tahun=2025)
    assert select(test, "Unit kerja").value == "Contoh 12 – Laboratorium"
    assert not [warning for warning in test.warning if "tidak ada di sini" in warning.value]


def test_unit_kerja_shows_the_same_total_as_the_store(app, sample_path):
    test = app(sample_path, "unit_kerja", unit="Contoh 03 – Balai Pelatihan", tahun=2025, penilai="unit")
    values = by_hand.judged(open_store(sample_path), 2025, "unit")["Contoh 03 – Balai Pelatihan"]
    assert headlines(test)["Total"] == format_number(by_hand.total(values))
    assert "Penilaian mandiri" in texts(test) and "syarat nilai WBK" in drawn(test)


def test_unit_kerja_names_open_questions_and_the_workbooks_own_figure(app, sample_path):
    judged = by_hand.judged(open_store(sample_path), 2026)
    unit, values = next((unit, values) for unit, values in judged.items() if None in values.values())
    test = app(sample_path, "unit_kerja", unit=unit, tahun=2026)
    warning = test.warning[0]
    assert f"{list(values.values()).count(None)} dari 113 pertanyaan belum dijawab" in warning.value
    assert format_number(by_hand.total_of_answered(values)) in warning.value


def test_unit_kerja_leads_down_to_the_answer_and_its_cell(app, sample_path):
    test = app(sample_path, "unit_kerja", unit="Contoh 01 – Kantor Pelayanan", tahun=2026, bagian="R.1")
    shown = drawn(test)
    assert "R.1.i.a" in shown and "lembar LKE ZI, sel K126" in shown
    assert any("LKE Contoh 01 2026.xlsx" in caption.value.replace("\\", "") for caption in test.caption)


def test_a_verdict_on_wbbm_says_that_wbk_is_not_recorded(app, sample_path):
    told = "redikat WBK yang disyaratkan belum tercatat"
    for page in ("unit_kerja", "rencana", "simulasi", "penilai"):
        test = app(sample_path, page, unit="Contoh 03 – Balai Pelatihan", tahun=2026, predikat="wbbm")
        assert not test.exception and told in everything_said(test), page
        # This one was given WBK, as the register says.
        test = app(sample_path, page, unit="Contoh 01 – Kantor Pelayanan", tahun=2026, predikat="wbbm")
        assert not test.exception and told not in everything_said(test), page
    everybody = by_hand.judged(open_store(sample_path), 2025)
    told_of = ("Contoh 01", "Contoh 02", "Contoh 05")
    held = by_hand.passed({unit: one for unit, one in everybody.items() if not unit.startswith(told_of)}, "wbbm")
    shown = texts(app(sample_path, "ringkasan", tahun=2025, predikat="wbbm"))
    assert f"{told} pada {held} unit." in shown if held else told not in shown


def test_pokja_counts_units_at_the_minimum(app, sample_path):
    test = app(sample_path, "pokja", pokja=5, tahun=2025)
    assert select(test, "Pokja").value == 5
    assert re.search(r"\d+ dari 24 unit mencapai minimum WBK \(60%\)", drawn(test))
    assert not test.exception


def test_every_screen_shows_a_unit_of_the_older_instrument_by_its_own_rules(app, tmp_path):
    database = tmp_path / "lama.duckdb"
    instrument = load_instrument("permenpanrb-52-2014")
    content = old_form(instrument, random_answers(instrument, filled=0.9))
    item = prepare("LKE 2019.xlsx", content)
    store_prepared(open_store(database), [(item, Label("Kantor Lama", 2019, "tpn"))])
    for page in ("ringkasan", "unit_kerja", "pokja", "penilai", "rencana", "simulasi"):
        test = app(database, page, unit="Kantor Lama", tahun=2019, pokja=3, bagian="III")
        assert not test.exception and not test.error, page
        shown = everything_said(test).replace("\\", "")
        if page == "unit_kerja":
            assert instrument.nama in shown and "tidak menetapkan minimum tiap area" in shown
            assert "Memenuhi" in shown and "III.3.a" in shown and "Pemenuhan dan Reform" not in shown
        if page == "pokja":
            assert "Poin terbanyak hilang pada III." in shown and "mencapai minimum" not in shown
    test = app(database, "unggah")
    test.file_uploader[0].set_value(("LKE 2020.xlsx", content, "application/octet-stream")).run()
    assert not test.exception and "dari 84 pertanyaan" in texts(test)


def test_every_screen_shows_an_instrument_that_no_regulation_knows(app, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "INSTRUMENTS", tmp_path)
    made_up.write_made_up(tmp_path)
    instrument = load_instrument(made_up.KODE)
    database = tmp_path / "rekaan.duckdb"
    items = [
        (
            prepare("daftar.xlsx", plain_list(instrument, random_answers(instrument, seed, filled=0.95))),
            Label(f"Pelabuhan {seed % 5}", 2026, "tpi" if seed < 5 else "unit"),
        )
        for seed in range(10)
    ]
    store_prepared(open_store(database), items)
    for page in ("ringkasan", "unit_kerja", "pokja", "penilai", "rencana", "simulasi"):
        test = app(database, page, unit="Pelabuhan 1", pokja=2, predikat="emas", bagian="K2")
        assert not test.exception and not test.error, page
        shown = everything_said(test).replace("\\", "")
        if page == "ringkasan":
            assert "unit memenuhi semua syarat nilai EMS" in shown and "100 (PRG) dan 150 (PRK) dan 220 (EMS)" in shown
        if page == "unit_kerja":
            assert instrument.nama in shown and "K2.1" in shown and "memenuhi EMS" in shown
        if page == "pokja":
            assert "dari" in shown and "K1.Y" in shown


def test_upload_preview_save_and_open(app, tmp_path):
    database = tmp_path / "unggah.duckdb"
    test = app(database, "unggah")
    path = READY["lengkap"]
    test.file_uploader[0].set_value((path.name, path.read_bytes(), "application/octet-stream")).run()
    assert not test.exception and not test.error
    assert "Terbaca 113 dari 113 pertanyaan" in texts(test)
    assert tables.is_empty(open_store(database)), "nothing may be stored before the person says so"
    assert select(test, "Penilai").value == "tpi"
    preview = re.search(r"Total ([\d,]+)", drawn(test)).group(1)

    assert f"Disimpan atas nama {operator().nama}." in texts(test)
    button(test, "Simpan").click().run()
    assert not test.exception and "Tersimpan" in texts(test)
    (row,) = tables.assessments(open_store(database)).to_dict("records")
    assert row["oleh"] == operator().nama and row["penilai"] == "tpi"
    (values,) = by_hand.judged(open_store(database), 2026).values()
    assert format_number(by_hand.total(values)) == preview


def test_a_wrong_file_gets_one_clear_message(app, tmp_path):
    test = app(tmp_path / "unggah.duckdb", "unggah")
    test.file_uploader[0].set_value(("foto.xlsx", b"\xff\xd8\xff\xe0 JPEG", "image/jpeg")).run()
    assert not test.exception
    (error,) = test.error
    assert "foto" in error.value and "JPEG" in error.value


@pytest.mark.file
def test_a_locked_database_is_explained_on_screen(app, tmp_path):
    broken = tmp_path / "bukan.duckdb"
    broken.write_bytes(b"bukan basis data" * 100)
    test = app(broken)
    assert not test.exception and "bukan basis data DuckDB" in test.error[0].value


def saved_versions(database):
    """Two versions for one unit, year and judge: the complete workbook, then the half-filled one."""
    store = open_store(database)
    for name in ("lengkap", "setengah"):
        item = prepare(READY[name].name, READY[name].read_bytes())
        store_prepared(store, [(item, Label("Kantor Uji", 2026, "tpi"))])
    return store


def test_an_upload_is_compared_with_what_is_stored_before_saving(app, tmp_path):
    database = tmp_path / "banding.duckdb"
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(open_store(database), [(item, Label("Contoh 02 – Rumah Sakit", 2026, "tpi"))])
    test = app(database, "unggah")
    upload(test, READY["setengah"])
    assert any("Dibandingkan versi 1 yang tersimpan" in info.value for info in test.info)


def test_several_files_are_listed_to_be_checked_and_saved_together(app, tmp_path):
    database = tmp_path / "banyak.duckdb"
    test = app(database, "unggah")
    test.file_uploader[0].set_value(
        [(p.name, p.read_bytes(), "application/octet-stream") for p in READY.values()]
    ).run()
    assert "2 penilaian dikenali" in texts(test)
    button(test, "Simpan").click().run()
    assert not test.exception and len(tables.assessments(open_store(database))) == 2


def test_every_screen_with_a_verdict_on_inferred_minima_says_so(app, tmp_path):
    database = tmp_path / "2020.duckdb"
    instrument = load_instrument("permenpanrb-10-2019")
    content = old_form(instrument, random_answers(instrument))
    item = prepare("LKE 2020.xlsx", content)
    assert item.instrument is instrument
    store_prepared(open_store(database), [(item, Label("Rutan Uji", 2020, "tpi"))])
    for page in ("ringkasan", "unit_kerja", "rencana", "simulasi"):
        test = app(database, page, unit="Rutan Uji", tahun=2020)
        assert not test.exception and not test.error, page
        assert "disimpulkan dari peraturan lain" in texts(test) + " ".join(w.value for w in test.warning), page
    test = app(tmp_path / "baru.duckdb", "unggah")
    test.file_uploader[0].set_value([("LKE 2020.xlsx", content, "application/octet-stream")]).run()
    assert any("disimpulkan dari peraturan lain" in warning.value for warning in test.warning)


def test_the_gravest_findings_of_all_files_are_written_out_first(app, tmp_path):
    instrument = load_instrument()
    answers = random_answers(instrument)
    for kode in [kode for kode, (written, _) in answers.items() if isinstance(written, str)][:10]:
        answers[kode] = ("Q", None)
    wrong = ("kedua.xlsx", plain_list(instrument, answers), "application/octet-stream")
    old = load_instrument("permenpanrb-52-2014")
    noted = ("pertama.xlsx", old_form(old, random_answers(old)), "application/octet-stream")
    test = app(tmp_path / "temuan.duckdb", "unggah")
    test.file_uploader[0].set_value([noted, wrong]).run()
    assert not test.exception
    listed = next(m.value for m in test.markdown if m.value.startswith("- **")).replace("\\", "").splitlines()
    assert len(listed) == 8 and all(line.startswith("- **Galat, sel C") for line in listed)
    assert "jawaban 'Q' tidak ada dalam pilihan" in listed[0] and "berkas kedua.xlsx" in listed[0]
    assert "Isi dengan salah satu dari" in listed[0], "how to mend it stands there too"
    assert any("temuan dalam tabel" in expander.label for expander in test.expander)


def test_of_many_units_as_many_are_drawn_as_can_be_read(app, tmp_path):
    database = tmp_path / "banyak.duckdb"
    store = open_store(database)
    codes = [question.kode for question in load_instrument().questions()]
    for number in range(62):
        for judge, worth in (("unit", 1.0), ("tpi", 0.5)):
            save_values(store, f"Kantor {number:02d}", 2026, judge, dict.fromkeys(codes, worth))
    for page, asked, said in (
        ("penilai", {"tab": "semua"}, "1–20 dari 62 unit"),
        ("pokja", {}, "Unit 1–24 dari 62."),
        ("pokja", {"mulai": 60}, "Unit 49–62 dari 62."),
        ("ringkasan", {}, "62 unit"),
    ):
        test = app(database, page, **asked)
        assert not test.exception and said in drawn(test), page


def test_an_older_version_can_be_compared_and_restored(app, tmp_path):
    database = tmp_path / "versi.duckdb"
    store = saved_versions(database)
    test = app(database, "unit_kerja", unit="Kantor Uji", tahun=2026, tab="riwayat")
    assert "jawaban berubah, total" in texts(test)
    button(test, "Pulihkan versi ini").click().run()
    assert not test.exception and "berlaku kembali sebagai versi 3" in texts(test)
    assert tables.assessments(store).iloc[0]["versi"] == 3


def test_an_import_can_be_withdrawn_with_a_reason(app, tmp_path):
    database = tmp_path / "cabut.duckdb"
    store = saved_versions(database)
    test = app(database, "unit_kerja", unit="Kantor Uji", tahun=2026, tab="riwayat")
    field(test, "Alasan").set_value("salah berkas")
    button(test, "Cabut impor ini").click().run()
    assert not test.exception and "dicabut" in texts(test)
    assert tables.assessments(store).iloc[0]["versi"] == 1


def test_why_goes_one_step_down_from_the_total(app, sample_path):
    test = app(sample_path, "unit_kerja", tahun=2025)
    button(test, "Mengapa angka ini?").click().run()
    assert not test.exception and "jumlah 2 bagiannya" in texts(test)


def test_a_prerequisite_is_recorded_with_its_evidence_and_counts(app, sample_path):
    test = app(sample_path, "unit_kerja", tahun=2025, tab="syarat")
    assert "Terpenuhi 1 dari 11 syarat pengusulan WBK" in texts(test)
    button(test, "Catat").click().run()
    assert "Nilai" in test.error[0].value
    select(test, "Nilai").set_value("WTP")
    button(test, "Catat").click().run()
    assert not test.exception and "Terpenuhi 2 dari 11 syarat pengusulan WBK" in texts(test)


def test_penilai_shows_each_judge_and_what_the_next_one_would_say(app, sample_path):
    test = app(sample_path, "penilai", unit="Contoh 01 – Kantor Pelayanan", tahun=2025)
    seen = drawn(test)
    totals = [
        format_number(
            by_hand.total(by_hand.judged(open_store(sample_path), 2025, judge)["Contoh 01 – Kantor Pelayanan"])
        )
        for judge in ("unit", "tpi", "tpn")
    ]
    assert re.search(r"\bUnit {} .* TPI {} .* TPN {} ".format(*totals), seen)
    assert "Contoh 01 – Kantor Pelayanan , 2025: TPI menurunkan nilai Unit" in seen
    assert "Bandingkan juga: TPI → TPN · Unit → TPN" in seen
    test = app(sample_path, "penilai", unit="Contoh 01 – Kantor Pelayanan", tahun=2025, tab="semua")
    assert "Pada 2025, TPI mengubah nilai Unit rata-rata −" in texts(test)
    test = app(sample_path, "penilai", unit="Contoh 05 – Puskesmas", tahun=2026)
    assert not test.exception


def test_what_was_withdrawn_altogether_can_be_restored_from_the_upload_screen(app, tmp_path):
    database = tmp_path / "semua.duckdb"
    store = open_store(database)
    item = prepare(READY["lengkap"].name, READY["lengkap"].read_bytes())
    store_prepared(store, [(item, Label("Kantor Uji", 2026, "tpi"))])
    impor_id = stored_versions.versions(store, tables.assessments(store).iloc[0]["unit_id"], 2026, "tpi")["impor_id"][0]
    stored_versions.withdraw_import(store, impor_id, "salah berkas")
    assert tables.assessments(store).empty
    test = app(database, "unggah")
    assert any("salah berkas" in option for box in test.selectbox for option in box.options)
    button(test, "Pulihkan").click().run()
    assert not test.exception and "berlaku kembali sebagai versi 2" in texts(test)
    assert len(tables.assessments(store)) == 1

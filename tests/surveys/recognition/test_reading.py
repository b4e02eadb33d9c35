"""How survey files are understood: scales, words, directions, layouts; what is open is asked, never guessed."""

import pytest
from survey_files import SKM, SPAK, as_text, one, read, read_sheets, responses

from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.recognition.workbook import NoSurvey

WORDS4 = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]


def asked(item):
    return [ask.kunci for ask in item.asks]


def mean(values):
    return sum(values) / len(values)


def test_numbers_of_which_none_is_the_best_are_asked_about():
    rows = responses(SKM, lambda i, q: 1 + (i + q) % 3)
    item = one(rows)
    assert asked(item) == ["skala:skm"] and item.figure is None
    assert set(item.asks[0].pilihan) >= {"1-4", "1-5", "1-6"}
    assert one(rows, {"skala:skm": "1-4"}).figure.indeks == pytest.approx(mean([1 + i % 3 for i in range(3)]), abs=0.02)
    wide = one(rows, {"skala:skm": "1-5"})
    assert wide.figure.indeks < 2.6 and "dikonversi lurus" in " ".join(wide.findings["pesan"])


def test_a_scale_that_the_title_names_is_believed():
    rows = [["SURVEI KEPUASAN MASYARAKAT 2026 (skala 1-6)"], *responses(SKM, lambda i, q: 1 + (i + q) % 5)]
    item = one(rows)
    assert item.asks == ()
    question = item.reading.responses.questions[0]
    assert (question.minimum, question.maksimum) == (1, 6)
    assert item.figure.indeks == pytest.approx(mean([(x - 1) / 5 * 3 + 1 for x in range(1, 6)]))


@pytest.mark.parametrize(
    ("values", "scale"),
    [([1, 2, 3, 4], (1, 4)), ([1, 2, 3, 4, 5], (1, 5)), ([1, 2, 3, 4, 5, 6], (1, 6)), ([0, 40, 85, 99], (0, 100))],
)
def test_a_scale_shows_in_the_answers(values, scale):
    item = one(responses(SKM, lambda i, q: values[(i + q) % len(values)]))
    low, high = scale
    assert item.asks == ()
    assert item.figure.indeks == pytest.approx(mean([(v - low) / (high - low) * 3 + 1 for v in values]), abs=0.02)


def test_quarters_of_a_hundred_may_be_either_and_are_asked_about():
    rows = responses(SKM, lambda i, q: [75, 100, 50][(i + q) % 3])
    assert asked(one(rows)) == ["skala:skm"]
    assert one(rows, {"skala:skm": "25-100"}).figure.indeks == pytest.approx(3, abs=0.02)


def test_zeros_on_a_scale_from_one_are_asked_about():
    rows = responses(SKM, lambda i, q: 0 if i == 0 else 1 + (i + q) % 4)
    assert asked(one(rows)) == ["nol:skm"]
    empty = one(rows, {"nol:skm": "kosong"})
    assert empty.reading.responden == 40 and empty.nrr["banyak"].tolist() == [39] * 9


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (WORDS4, [1, 2, 3, 4]),
        (["4. Sangat Mudah", "3. Mudah", "2. Kurang Mudah", "1. Tidak Mudah"], [4, 3, 2, 1]),
        (["Baik (3)", "Sangat Baik (4)", "Kurang Baik (2)", "Tidak Baik (1)"], [3, 4, 2, 1]),
        (["Sangat Tidak Puas", "Tidak Puas", "Netral", "Puas", "Sangat Puas"], [1, 1.75, 2.5, 3.25, 4]),
        # The number tells the option, the words how good it is.
        (["1 = Sangat Baik", "2 = Baik", "3 = Kurang Baik", "4 = Tidak Baik"], [4, 3, 2, 1]),
        (["★★★★", "★★★☆", "★★☆☆", "★☆☆☆"], [4, 3, 2, 1]),
    ],
)
def test_answers_in_words_mean_what_they_say(words, values):
    item = one(responses(SKM, lambda i, q: words[(i + q) % len(words)]))
    assert item.asks == ()
    expected = [mean([values[(i + q) % len(words)] for i in range(40)]) for q in range(9)]
    assert item.nrr["nrr"].tolist() == pytest.approx(expected)


def test_two_kinds_of_agreement_may_be_of_four_or_five_and_are_asked_about():
    rows = responses(SPAK, lambda i, q: ["Setuju", "Sangat Setuju"][(i + q) % 2])
    item = one(rows)
    assert asked(item) == ["kata:spak:setuju"] and item.figure is None
    four = one(rows, {"kata:spak:setuju": "sangat tidak, tidak, setuju, sangat setuju"})
    five = one(rows, {"kata:spak:setuju": "sangat tidak, tidak, netral, setuju, sangat setuju"})
    assert (four.figure.indeks, five.figure.indeks) == (3.5, pytest.approx(3.625))


def test_a_scale_without_its_worst_answer_is_understood_and_told():
    item = one(responses(SKM, lambda i, q: WORDS4[1 + (i + q) % 3]))
    assert item.figure.indeks == pytest.approx(3, abs=0.02)
    assert any("dibaca pada 4 pilihan" in text for text in item.findings["pesan"])


@pytest.mark.parametrize(
    ("heads", "words", "values"),
    [
        (
            ["Apakah petugas membeda-bedakan pelayanan?", "Apakah petugas berbuat curang?",
             "Apakah petugas meminta imbalan?", "Apakah ada percaloan?", "Apakah ada pungutan liar?"],
            ["Tidak Pernah", "Jarang", "Sering", "Selalu"], [4, 3, 2, 1],
        ),
        (
            ["Apakah ada diskriminasi?", "Apakah ada kecurangan?", "Apakah ada gratifikasi?", "Apakah ada calo?",
             "Apakah ada pungli?"],
            ["Ya", "Tidak"], [1, 4],
        ),
        (SPAK, ["Sangat Tidak Setuju", "Tidak Setuju", "Setuju", "Sangat Setuju"], [1, 2, 3, 4]),
        (["Diskriminasi", "Kecurangan", "Imbalan", "Percaloan", "Pungli"], WORDS4, [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_the_way_of_asking_decides_what_an_answer_is_worth(heads, words, values):
    item = one(responses(heads, lambda i, q: words[(i + q) % len(words)]))
    assert (item.jenis, item.asks) == ("spak", ())
    expected = [mean([values[(i + q) % len(words)] for i in range(40)]) for q in range(5)]
    assert item.nrr["nrr"].tolist() == pytest.approx(expected)


def test_numbers_for_a_bad_thing_are_turned_when_they_go_against_the_others_else_asked():
    heads = [*SPAK[:4], "Petugas meminta pungutan liar"]
    against = responses(heads, lambda i, q: 5 - (1 + i % 4) if q == 4 else 1 + i % 4)
    item = one(against)
    assert item.asks == () and item.figure.indeks == 2.5
    assert any("dibalik" in text for text in item.findings["pesan"])
    unclear = responses(heads, lambda i, q: 1 + (i // 4) % 4 if q == 4 else 1 + i % 4)
    assert asked(one(unclear)) == ["terbalik:petugas meminta pungutan liar"]
    turned = one(unclear, {"terbalik:petugas meminta pungutan liar": "ya"})
    assert turned.reading.responses.questions[4].terbalik


def test_slips_of_the_keyboard_are_left_out_and_told_with_their_cells():
    rows = responses(SKM, lambda i, q: {(3, 0): 33, (7, 4): "x"}.get((i, q), 1 + (i + q) % 4))
    item = one(rows)
    assert item.asks == () and item.nrr["banyak"].tolist() == [39, 40, 40, 40, 39, 40, 40, 40, 40]
    told = item.findings[item.findings["tingkat"] == "galat"]
    assert set(told["sel"]) == {"A5", "E9"}


def test_codes_follow_a_legend_that_swaps_two_unsur():
    heads = [f"U{n}" for n in range(1, 10)]
    sheets = {
        "Data": responses(heads, lambda i, q: 1 if q == 7 else 4, lead=("No",)),
        "Keterangan": [["U1", "Persyaratan"], ["U8", "Sarana dan Prasarana"], ["U9", "Penanganan Pengaduan"]],
    }
    (item,) = read_sheets(sheets)
    nrr = item.nrr.set_index("kode")["nrr"]
    assert (nrr["U9"], nrr["U8"]) == (1, 4)


def test_codes_without_anything_that_names_the_survey_are_asked_about():
    rows = responses(["P1", "P2", "P3", "P4", "P5"], lambda i, q: 1 + (i + q) % 4)
    (item,) = read(rows)
    assert asked(item) == ["jenis"] and "spak" in item.asks[0].pilihan
    assert one(rows, {"jenis": "spak"}).jenis == "spak"
    assert one(rows, name="SPAK triwulan 2.csv").jenis == "spak"


def test_fourteen_unsur_of_the_old_rule_are_not_taken_for_nine():
    with pytest.raises(NoSurvey):
        read(responses([f"U{n}" for n in range(1, 15)], lambda i, q: 1 + (i + q) % 4))


def test_a_question_in_own_words_is_asked_about_and_can_be_assigned():
    heads = [*SKM[:8], "Kenyamanan gedung"]
    rows = responses(heads, lambda i, q: 1 + (i + q) % 4)
    item = one(rows)
    assert asked(item) == ["kolom:kenyamanan gedung"] and "skm.U9" in item.asks[0].pilihan
    mended = one(rows, {"kolom:kenyamanan gedung": "skm.U9"})
    assert mended.asks == () and len(mended.nrr) == 9
    left_out = one(rows, {"kolom:kenyamanan gedung": "abaikan"})
    assert len(left_out.nrr) == 8 and any("hanya menanyakan 8 unsur" in t for t in left_out.findings["pesan"])


def test_nine_plain_names_are_skm_unless_the_title_says_spkp():
    rows = responses(SKM, lambda i, q: 1 + (i + q) % 4)
    assert one(rows).jenis == "skm"
    assert one([["Survei Persepsi Kualitas Pelayanan (SPKP)"], *rows]).jenis == "spkp"


def test_unlike_sheets_are_asked_about_and_copies_are_counted_once():
    first = responses(SKM, lambda i, q: 1 + (i + q) % 4)
    second = responses(SKM, lambda i, q: 4, count=30)
    (item,) = read_sheets({"Sheet1": first, "Sheet2": second})
    assert asked(item) == ["lembar"]
    (chosen,) = read_sheets({"Sheet1": first, "Sheet2": second}, {"lembar": "semua"})
    assert chosen.reading.responden == 70
    (copied,) = read_sheets({"Data": first, "Data (2)": first})
    assert copied.reading.responden == 40


def test_years_and_units_part_a_file_and_a_rare_year_is_a_slip():
    heads = ["Timestamp", "Unit Kerja", *SKM]
    rows = [heads] + [
        [f"{2025 if i < 40 else 2026}-03-{i % 28 + 1:02} 09:00:00", f"Kantor {'AB'[i % 2]}", *[4] * 8, 1 + i % 4]
        for i in range(80)
    ]
    rows.append(["2015-03-01 09:00:00", "Kantor A", *[4] * 9])
    items = read(rows)
    assert {(i.reading.unit, i.reading.tahun) for i in items} == {
        ("Kantor A", 2025), ("Kantor A", 2026), ("Kantor B", 2025), ("Kantor B", 2026)
    }  # fmt: skip
    assert sum(i.reading.responden for i in items) == 81
    assert any("bertahun 2015" in t for i in items for t in i.findings["pesan"])


def test_a_day_and_a_month_that_look_alike_are_read_as_here_and_told():
    heads = ["Tanggal", *SKM]
    alike = [heads] + [["03/04/2026", *[1 + (i + q) % 4 for q in range(9)]] for i in range(40)]
    item = one(alike)
    assert item.reading.responses.tanggal[0].item().month == 4
    assert any("hari/bulan" in t for t in item.findings["pesan"])
    clear = [heads] + [[f"{1 + i % 12}/{13 + i % 15}/2026", *[1 + (i + q) % 4 for q in range(9)]] for i in range(40)]
    assert one(clear).reading.responses.tanggal[0].item().month == 1


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")])
def test_every_kind_of_text_table_is_read(encoding, delimiter):
    content = as_text(responses(SKM, lambda i, q: WORDS4[(i + q) % 4]), delimiter, encoding)
    (item,) = prepare_survey("survei.csv", content)
    assert item.figure.indeks == pytest.approx(2.5)


def test_the_regulations_own_sheet_is_read_without_what_stands_around_it():
    codes = [f"U{n}" for n in range(1, 10)]
    answers = [[2 + (3 * i + q) % 3 for q in range(9)] for i in range(40)]
    means = [mean(column) for column in zip(*answers, strict=True)]
    rows = [
        ["PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT PER RESPONDEN DAN PER UNSUR PELAYANAN"],
        ["Unit Pelayanan : Dinas Contoh"],
        ["NO. RESP", "NILAI UNSUR PELAYANAN"],
        ["", *codes],
        *[[i + 1, *row] for i, row in enumerate(answers)],
        ["ΣNilai /Unsur", *[sum(c) for c in zip(*answers, strict=True)]],
        ["NRR / Unsur", *[round(m, 3) for m in means]],
        ["NRR tertbg/ unsur", *[round(m / 9, 3) for m in means]],
        ["IKM Unit pelayanan", *[""] * 8, round(mean(means) * 25, 2)],
        ["No", "UNSUR PELAYANAN", "NILAI RATA-RATA"],
        ["U1", "Persyaratan", round(means[0], 2)],
        ["U9", "Penanganan pengaduan, saran dan masukan", round(means[8], 2)],
    ]
    (item,) = read_sheets({"Olah": rows}, name="SKM Semester 1 2026.xlsx")
    assert (item.reading.unit, item.reading.tahun, item.reading.periode) == ("Dinas Contoh", 2026, "Semester 1")
    assert item.reading.responden == 40 and item.figure.indeks == pytest.approx(mean(means))
    assert item.findings[item.findings["tingkat"] != "catatan"].empty


def test_respondents_side_by_side_are_not_taken_for_averages():
    turned = [
        ["Unsur", *[f"R{i}" for i in range(20)]],
        *[[n, *[1 + (i + q) % 4 for i in range(20)]] for q, n in enumerate(SKM)],
    ]
    with pytest.raises(NoSurvey):
        read_sheets({"Rekap": turned})


def test_averages_of_several_years_side_by_side_are_each_of_their_year():
    years = [["Unsur", "2024", "2025", "2026"], *[[n, 3.1, 3.2, 3.3] for n in SKM]]
    items = read_sheets({"Rekap": years})
    assert {item.reading.tahun: item.figure.indeks for item in items} == pytest.approx(
        {2024: 3.1, 2025: 3.2, 2026: 3.3}
    )


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["No", "Uraian Kegiatan", "Biaya", "Waktu", "Sarana"],
            *[[i, "Rapat", i * 1000, "2 hari", "meja"] for i in range(40)],
        ],
        [["Nama", "Jumlah", "Harga"], *[[f"Barang {i}", i, i * 10] for i in range(40)]],
    ],
)
def test_other_tables_are_no_surveys(rows):
    with pytest.raises(NoSurvey):
        read(rows)


def test_options_told_in_the_headings_tell_the_scale_and_nothing_about_the_question():
    heads = [f"{name} (1 = tidak baik, 2 = kurang baik, 3 = baik, 4 = sangat baik)" for name in SKM]
    item = one(responses(heads, lambda i, q: 2 + (i + q) % 2))
    assert item.asks == () and item.figure.indeks == pytest.approx(2.5)


def test_statements_of_satisfaction_in_shorthand_are_understood():
    heads = [
        "Saya puas dengan persyaratan", "Prosedur pelayanan mudah", "Waktu pelayanan cepat", "Biaya wajar",
        "Hasil pelayanan sesuai", "Petugas kompeten", "Petugas ramah", "Pengaduan ditangani", "Fasilitas nyaman",
    ]  # fmt: skip
    item = one(responses(heads, lambda i, q: ["STS", "TS", "S", "SS"][(i + q) % 4]))
    assert (item.jenis, len(item.nrr), item.asks) == ("skm", 9, ()) and item.figure.indeks == pytest.approx(2.5)


def test_a_number_of_somebodys_own_among_the_answers_is_told_without_the_number():
    nik = "3201019988776655"
    for best in (3, 4):
        item = one(responses(SKM, lambda i, q, best=best: nik if q == 0 and i < 4 else 1 + (i + q) % best))
        said = item.findings.to_csv() + "".join(a.pertanyaan + str(a.pilihan) for a in item.asks)
        assert nik not in said and (best == 3 or "bukan jawaban pada skalanya" in said)

"""What answers mean where the file itself explains them, or says them in several forms."""

import pytest
from survey_files import SKM, SPAK, one, responses

from zi_metrics.surveys.recognition.stated_scale import StatedScale, stated_scale

OFFICIAL = [
    ("kesesuaian persyaratan pelayanan dengan jenis pelayanannya", "Tidak sesuai|Kurang sesuai|Sesuai|Sangat sesuai"),
    ("kemudahan prosedur pelayanan di unit ini", "Tidak mudah|Kurang mudah|Mudah|Sangat mudah"),
    ("kecepatan waktu dalam memberikan pelayanan", "Tidak cepat|Kurang cepat|Cepat|Sangat cepat"),
    ("kewajaran biaya/tarif dalam pelayanan", "Sangat mahal|Cukup mahal|Murah|Gratis"),
    ("kesesuaian produk pelayanan dengan standar pelayanan", "Tidak sesuai|Kurang sesuai|Sesuai|Sangat sesuai"),
    ("kompetensi/kemampuan petugas", "Tidak kompeten|Kurang kompeten|Kompeten|Sangat kompeten"),
    (
        "perilaku petugas terkait kesopanan dan keramahan",
        "Tidak sopan dan ramah|Kurang sopan dan ramah|Sopan dan ramah|Sangat sopan dan ramah",
    ),
    ("kualitas sarana dan prasarana", "Buruk|Cukup|Baik|Sangat baik"),
    (
        "penanganan pengaduan pengguna layanan",
        "Tidak ada|Ada tetapi tidak berfungsi|Berfungsi kurang maksimal|Dikelola dengan baik",
    ),
]
OFFICIAL_QUESTIONS = [f"Bagaimana pendapat Saudara tentang {text}?" for text, _ in OFFICIAL]
OFFICIAL_ANSWERS = [options.split("|") for _, options in OFFICIAL]


def level(i, q):
    return (i * 7 + q * 3) % 4


def official(i, q):
    return OFFICIAL_ANSWERS[q][level(i, q)]


def mean(values):
    return sum(values) / len(values)


def index_of(answers, count=40, questions=9):
    """By another road: mean of the questions' means."""
    return mean([mean([answers(i, q) for i in range(count)]) for q in range(questions)])


def test_the_regulations_own_answers_mean_the_same_in_a_survey_of_service_quality():
    rows = [["SURVEI PERSEPSI KUALITAS PELAYANAN (IPKP) 2026"], *responses(OFFICIAL_QUESTIONS, official)]
    item = one(rows)
    assert item.jenis == "spkp" and item.asks == ()
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1))


def test_one_foreign_answer_does_not_change_what_the_others_of_its_question_mean():
    rows = responses(OFFICIAL_QUESTIONS, lambda i, q: "lihat saran" if (i, q) == (3, 6) else official(i, q))
    item = one(rows)
    expected = [level(i, 6) + 1 for i in range(40) if i != 3]
    assert item.nrr.set_index("kode")["nrr"]["U7"] == pytest.approx(mean(expected))
    assert {(q.minimum, q.maksimum) for q in item.reading.responses.questions} == {(1, 4)}


def test_words_that_the_whole_form_uses_keep_its_scale_also_where_few_of_them_were_chosen():
    words = ["Sangat tidak baik", "Tidak baik", "Cukup", "Baik", "Sangat baik"]
    # Nobody thought ill of the facilities, whose own official answers are 'Buruk, Cukup, Baik, Sangat baik'.
    item = one(responses(SKM, lambda i, q: words[2 + i % 3] if q == 8 else words[(i + q) % 5]))
    assert item.nrr.set_index("kode")["nrr"]["U9"] == pytest.approx(mean([(2 + i % 3) / 4 * 3 + 1 for i in range(40)]))


def test_words_beside_numbers_say_what_the_words_alone_mean():
    forms = [["1", "Tidak Baik", "1 - Tidak Baik"], ["2", "Kurang Baik", "2. Kurang Baik"], ["3", "Baik", "3 (Baik)"]]
    forms.append(["4", "Sangat Baik", "4 = Sangat Baik"])
    item = one(responses(SKM, lambda i, q: forms[level(i, q)][(i + q) % 3], count=60))
    assert item.nrr["banyak"].tolist() == [60] * 9
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1, count=60))


@pytest.mark.parametrize(
    "texts, expected",
    [
        (["Keterangan: 1 = Sangat Tidak Setuju ... 6 = Sangat Setuju"], StatedScale(1, 6)),
        (["Pertanyaan (1 = sangat tidak setuju, 6 = sangat setuju)"], StatedScale(1, 6)),
        (["1 (Sangat Tidak Baik) sampai 5 (Sangat Baik)"], StatedScale(1, 5)),
        (["1 = Tidak baik", "2 = Kurang baik", "3 = Baik", "4 = Sangat baik"], StatedScale(1, 4)),
        (["1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"], StatedScale(1, 4, falling=True)),
        (["Biaya: 1 = Sangat mahal, 2 = Cukup mahal, 3 = Murah, 4 = Gratis"], StatedScale(1, 4)),
        (["Skala: 1 sampai 6"], StatedScale(1, 6)),
        (["Pendidikan: 1 = SD, 2 = SMP, 3 = SMA, 4 = D3, 5 = S1, 6 = S2"], None),
        (["Pekerjaan: 1 = PNS, 2 = TNI, 3 = Polri, 4 = Swasta, 5 = Lainnya"], None),
        (["skala 1-5", "skala 1-6"], None),
        (["Nilai interval 1,00 – 4,00", "Nilai 25 - 100"], None),
        (["A1 = Baik", "A3 = Sangat baik", "A5 : Buruk"], None),
    ],
)
def test_a_legend_tells_the_scale_and_which_end_is_good(texts, expected):
    assert stated_scale(texts) == expected


def test_a_legend_of_education_is_not_taken_for_the_scale_of_the_answers():
    legend = ["Pendidikan: 1 = SD, 2 = SMP, 3 = SMA, 4 = D3, 5 = S1, 6 = S2"]
    item = one([["SKM 2026"], legend, *responses(SKM, lambda i, q: level(i, q) + 1)])
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1))


def test_the_hundred_of_the_published_figure_is_not_the_scale_of_the_answers():
    rows = responses(SKM, lambda i, q: level(i, q) + 1)
    item = one([*rows, [], ["Konversi ke nilai 0-100: indeks x 25"]])
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1))


@pytest.mark.parametrize("below", [False, True])
def test_a_legend_gives_the_scale_whose_best_answer_nobody_chose(below):
    legend = [["Keterangan: 1 = Sangat Tidak Setuju, 6 = Sangat Setuju"]]
    table = responses(SPAK, lambda i, q: 3 + (i + q) % 3)
    item = one([*table, [], *legend] if below else [*legend, *table])
    assert item.asks == ()
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: (2 + (i + q) % 3) / 5 * 3 + 1, questions=5))


def test_numbers_whose_legend_runs_from_best_to_worst_are_turned_and_it_is_said():
    legend = [["Keterangan: 1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"]]
    item = one([*legend, *responses(SKM, lambda i, q: 4 - level(i, q))])
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1))
    assert "menyebut angka terkecil yang terbaik" in " ".join(item.findings["pesan"])


def test_words_beside_the_numbers_count_more_than_a_legend():
    legend = [["Keterangan: 1 = Sangat Baik, 2 = Baik, 3 = Kurang Baik, 4 = Tidak Baik"]]
    words = ["1 - Tidak Baik", "2 - Kurang Baik", "3 - Baik", "4 - Sangat Baik"]
    item = one([*legend, *responses(SKM, lambda i, q: words[level(i, q)])])
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: level(i, q) + 1))


def test_noughts_said_to_be_blanks_are_not_reported_as_wrong_answers():
    rows = responses(SKM, lambda i, q: 0 if q == 4 and i % 9 == 0 else level(i, q) + 1)
    item = one(rows, {"nol:skm": "kosong"})
    assert item.nrr.set_index("kode")["banyak"]["U5"] == 35
    assert not [p for p in item.findings["pesan"] if "bukan jawaban" in p]


def test_what_a_person_said_about_the_direction_is_told_as_it_was_said():
    heads = [*SPAK[:2], "Petugas menolak gratifikasi", *SPAK[3:]]
    words = ["Sangat tidak setuju", "Tidak setuju", "Setuju", "Sangat setuju"]
    item = one(responses(heads, lambda i, q: words[level(i, q)]), {"terbalik:petugas menolak gratifikasi": "tidak"})
    assert "tidak dibalik, karena dinyatakan demikian pada pemetaan" in " ".join(item.findings["pesan"])


@pytest.mark.parametrize(
    "words",
    [
        ["Sangat Kurang", "Kurang", "Cukup", "Baik", "Sangat Baik"],
        ["Sangat Kurang Baik", "Kurang Baik", "Cukup Baik", "Baik", "Sangat Baik"],
        ["Sangat Kurang Puas", "Kurang Puas", "Puas", "Sangat Puas"],
        ["Bintang 1", "Bintang 2", "Bintang 3", "Bintang 4"],
        ["a. Tidak Baik (1)", "b. Kurang Baik (2)", "c. Baik (3)", "d. Sangat Baik (4)"],
    ],
)
def test_a_form_whose_every_answer_was_given_needs_no_question(words):
    top = len(words) - 1
    item = one(responses(SKM, lambda i, q: words[(i * 7 + q) % len(words)]))
    assert item.asks == ()
    assert item.figure.indeks == pytest.approx(index_of(lambda i, q: (i * 7 + q) % len(words) / top * 3 + 1))


def test_who_never_complained_judges_no_handling_of_complaints():
    words = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]
    item = one(responses(SKM, lambda i, q: "Belum pernah mengadu" if q == 7 and i % 4 == 0 else words[level(i, q)]))
    row = item.nrr.set_index("kode").loc["U8"]
    assert row["banyak"] == 30
    assert row["nrr"] == pytest.approx(mean([level(i, 7) + 1 for i in range(40) if i % 4]))


def test_the_averages_of_one_service_are_not_held_against_those_of_all():
    rows = [["No", *SKM]]
    for first in (0, 20):
        part = [[level(i, q) + 1 for q in range(9)] for i in range(first, first + 20)]
        rows += [[i + 1, *p] for i, p in enumerate(part)] + [["Rata-rata", *[mean(c) for c in zip(*part, strict=True)]]]
    item = one(rows)
    assert item.reading.responden == 40
    assert not [p for p in item.findings["pesan"] if "hitungan kami" in p]

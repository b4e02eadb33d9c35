"""Which way questions about bad conduct ask, and rows and titles around answers that are none."""

import pytest
from survey_files import SKM, SPAK, one, read, responses

YES_IS_GOOD = [
    ("Apakah petugas menolak imbalan/gratifikasi?", 2),
    ("Apakah biaya yang dibayar sesuai dengan tarif resmi, bukan pungutan?", 4),
    ("Keadilan pelayanan", 0),
    ("Petugas tidak sama sekali meminta imbalan", 2),
]
YES_IS_BAD = [
    ("Apakah terdapat perlakuan tidak adil/diskriminasi?", 0),
    ("Apakah petugas berbuat tidak jujur (kecurangan)?", 1),
    ("Petugas tidak menolak gratifikasi", 2),
    ("Unit ini belum bebas dari percaloan", 3),
]


def level(i, q):
    return (i * 7 + q * 3) % 4


@pytest.mark.parametrize(
    ("heading", "place", "good"), [(h, p, True) for h, p in YES_IS_GOOD] + [(h, p, False) for h, p in YES_IS_BAD]
)
def test_yes_is_read_by_what_the_question_says(heading, place, good):
    heads = [*SPAK[:place], heading, *SPAK[place + 1 :]]
    # Three of four say yes to each.
    item = one(responses(heads, lambda i, q: "Tidak" if (i + q) % 4 == 0 else "Ya"))
    expected = 0.75 if good else 0.25
    assert item.nrr["nrr"][place] == pytest.approx(expected * 3 + 1)


def test_what_tells_of_good_and_bad_at_once_is_asked():
    heads = [*SPAK[:4], "Petugas menerima pembayaran sesuai tarif resmi (pungutan)"]
    item = one(responses(heads, lambda i, q: "Tidak" if (i + q) % 4 == 0 else "Ya"))
    assert [a.kunci.split(":")[0] for a in item.asks] == ["terbalik"] and item.figure is None


def test_counts_of_answers_below_the_totals_are_no_respondents():
    rows = [["No", *[f"U{k}" for k in range(1, 10)]]]
    rows += [[i + 1, *(level(i, q) + 1 for q in range(9))] for i in range(37)]
    below = [("Min", 1), ("Maks", 4), ("Modus", 3), ("Sangat Baik", 10), ("Kurang Baik", 4), ("Tidak Baik", 3)]
    item = one([["SKM 2026"], *rows, *([name, *[n] * 9] for name, n in below)])
    assert item.reading.responden == 37
    assert item.nrr["nrr"].tolist() == [pytest.approx(sum(level(i, q) + 1 for i in range(37)) / 37) for q in range(9)]


def test_a_title_that_has_an_unsurs_word_heads_no_column():
    rows = [["HASIL SKM DINAS CONTOH 2026"], ["No", "Unsur Pelayanan", "NRR Tertimbang", "Nilai", "Peringkat"]]
    rows += [[q + 1, name, round((3 + q / 20) / 9, 4), 3 + q / 20, 9 - q] for q, name in enumerate(SKM)]
    item = one(rows, name="hasil.csv")
    assert (item.jenis, item.asks, item.reading.agregat.tingkat) == ("skm", (), "unsur")
    assert item.nrr["nrr"].tolist() == pytest.approx([3 + q / 20 for q in range(9)])


@pytest.mark.parametrize("head", [["Unit Pelayanan", "Jenis Layanan"], ["Jenis Layanan", "Unit Layanan"]])
def test_a_unit_of_service_beside_the_kind_of_service_is_the_unit(head):
    rows = []
    for i in range(80):
        told = {"Unit": ["Puskesmas Mawar", "Puskesmas Dahlia"][i % 2], "Jenis": ["Rawat Jalan", "Farmasi"][i // 2 % 2]}
        rows.append([*(told[h.split()[0]] for h in head), *(level(i, q) + 1 for q in range(9))])
    items = read([[*head, *SKM], *rows])
    assert sorted(i.reading.unit for i in items) == ["Puskesmas Dahlia", "Puskesmas Mawar"]
    assert all(set(i.reading.responses.layanan) == {"Rawat Jalan", "Farmasi"} for i in items)
    alone = one([["Unit Layanan", *SKM], *([["KTP", "KK"][i % 2], *r[2:]] for i, r in enumerate(rows))])
    assert set(alone.reading.responses.layanan) == {"KTP", "KK"}


def test_one_row_of_averages_below_the_codes_is_a_result_with_its_respondents():
    values = [3.21, 3.3, 3.05, 3.9, 3.4, 3.5, 3.6, 3.7, 3.15]
    rows = [["HASIL SKM 2026"], ["", *[f"U{k}" for k in range(1, 10)]], ["Nilai rata-rata", *values]]
    rows += [["NRR tertimbang", *[round(v / 9, 3) for v in values]], ["Jumlah responden", 212]]
    item = one(rows)
    assert (item.reading.agregat.tingkat, item.reading.responden) == ("unsur", 212)
    assert item.nrr["nrr"].tolist() == pytest.approx(values)


NAMES = ["Diskriminasi pelayanan", "Kecurangan pelayanan", "Penerimaan imbalan", "Percaloan", "Pungutan liar"]


@pytest.mark.parametrize(
    ("legend", "rises"),
    [
        (["Keterangan: 1 = Tidak Pernah, 2 = Jarang, 3 = Sering, 4 = Selalu"], True),
        (["1 = Tidak ada", "2 = Jarang", "3 = Sering", "4 = Selalu ada"], True),
        (["Keterangan: 1 = Selalu, 2 = Sering, 3 = Jarang, 4 = Tidak Pernah"], False),
    ],
)
def test_numbers_that_tell_how_often_bad_things_happen_are_read_by_their_legend(legend, rises):
    # Few bad things happen: most said 'jarang'.
    often = [2, 2, 2, 1, 1, 3, 4]
    table = responses(NAMES, lambda i, q: often[(i + q) % 7] if rises else 5 - often[(i + q) % 7], count=42)
    item = one([["SPAK 2026"], *table, [], *([text] for text in legend)])
    assert item.asks == ()
    assert item.nrr["nrr"].tolist() == pytest.approx([5 - sum(often) / 7] * 5)
    assert not [p for p in item.findings["pesan"] if "angka terkecil yang terbaik" in p]

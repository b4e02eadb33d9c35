"""Each check of an LKE's quality on cases made by hand: it tells what is doubtful, and not what just is not."""

import inspect
from datetime import date

import pytest
from quality_cases import INSTRUMENT, JUDGED, QUESTIONS, YEAR, answer, case, document, found, told

from zi_metrics.findings import TINGKAT
from zi_metrics.pembangunan.checks import load_checks
from zi_metrics.pembangunan.quality_rules import RULES

A, B = "P.1.i.a", "P.1.i.b"


@pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.kode)
def test_every_check_names_a_rule_and_gives_it_what_it_takes(check):
    taken = [name for name in inspect.signature(RULES[check.aturan]).parameters if name != "case"]
    assert set(check.parameter) == set(taken) and check.tingkat in TINGKAT
    assert check.nama and check.mengapa.endswith(".") and check.tindakan.endswith(".")


def test_every_rule_is_used_and_every_check_has_its_own_code():
    assert {check.aturan for check in load_checks()} == set(RULES)
    assert len({check.kode for check in load_checks()}) == len(load_checks())


def test_an_empty_lke_has_nothing_doubtful():
    assert [seen for check in load_checks() for seen in found(check.kode, case())] == []


@pytest.mark.parametrize(
    ("one", "documents", "expected"),
    [
        (answer(A, 1.0, "Ya"), {}, [A]),
        (answer(A, 0.75, "B"), {}, [A]),
        (answer(A, 0.7499, "B"), {}, []),
        (answer(A, None), {}, []),
        (answer(A, 1.0, "Ya", catatan="SK Nomor 1"), {}, []),
        (answer(A, 1.0, "Ya", catatan=" - "), {}, [A]),
        (answer(A, 1.0, "Ya"), {A: [document()]}, []),
        (answer(A, 1.0, "Ya"), {B: [document()]}, [A]),
    ],
)
def test_a_high_answer_needs_evidence_or_a_note(one, documents, expected):
    assert told("tinggi_tanpa_bukti", case([one], documents)) == expected


def test_the_sentence_has_the_answer_and_its_cell():
    (seen,) = found("tinggi_tanpa_bukti", case([answer(A, 0.75, "B")]))
    assert seen.kalimat == "Jawaban B (75%) tanpa data dukung dan tanpa catatan." and seen.answer.sel == "K7"


@pytest.mark.parametrize(("questions", "doubtful"), [(4, False), (5, True)])
def test_one_link_for_many_questions(questions, doubtful):
    same = {kode: [document(kode, "https://a.test/f", kode)] for kode in QUESTIONS[:questions]}
    seen = found("satu_tautan", case(documents=same))
    assert bool(seen) is doubtful
    if seen:
        assert f"{questions} pertanyaan" in seen[0].kalimat and seen[0].pokja == 1


def test_links_that_differ_by_nothing_are_one_and_two_documents_of_a_question_are_one_question():
    ways = ["https://a.test/f", "https://a.test/f/", "http://www.a.test/f", "https://a.test/f"]
    several = {kode: [document("x", way, kode)] for kode, way in zip(QUESTIONS, ways, strict=False)}
    several[QUESTIONS[0]].append(document("y", ways[0], "lain"))
    assert found("satu_tautan", case(documents=several)) == []
    several[QUESTIONS[4]] = [document("x", ways[0], "lagi")]
    assert len(found("satu_tautan", case(documents=several))) == 1


@pytest.mark.parametrize(
    ("nama", "doubtful"),
    [
        ("D:\\ZI\\SK.pdf", True), ("lihat c:/Data/SK.pdf", True), ("\\\\server\\bersama\\SK.pdf", True),
        ("file:///C:/SK.pdf", True), ("/home/zi/SK.pdf", True), ("AREA I\\ii. Rencana\\RENCANA AKSI.pdf", True),
        ("SK.pdf", False), ("https://a.test/C:/SK", False), ("SK dan/atau Surat Tugas", False), ("Rasio A:B", False),
    ],
)  # fmt: skip
def test_a_path_on_somebodys_computer(nama, doubtful):
    assert told("jalur_komputer", case(documents={A: [document(nama, "")]})) == [A] * doubtful


@pytest.mark.parametrize(
    ("nama", "doubtful"),
    [
        ("RENCANA AKSI - Copy.pdf", True), ("Copy of SK.docx", True), ("SK (1).pdf", True), ("SK (12)", True),
        ("SK - Salinan.pdf", True), ("Salinan dari SK.pdf", True), ("SK_copy.pdf", True),
        ("SK.pdf", False), ("Copyright.pdf", False), ("SK (2026).pdf", False),
        ("Lampiran (1) dan (2) rapat.pdf", False),
    ],
)  # fmt: skip
def test_a_copys_name(nama, doubtful):
    assert told("nama_salinan", case(documents={A: [document(nama)]})) == [A] * doubtful


@pytest.mark.parametrize(
    ("nama", "day", "doubtful"),
    [
        ("Laporan 2026.pdf", None, False), ("Laporan 2025.pdf", None, False), ("Laporan 2024.pdf", None, True),
        ("Laporan 2027.pdf", None, True), ("Laporan.pdf", None, False), ("Laporan.pdf", date(2024, 12, 31), True),
        ("Laporan.pdf", date(2025, 1, 1), False), ("Laporan 2024 dan 2026", None, False),
        ("Rencana 2022-2027", None, False), ("Rencana 2019-2024", None, True),
        ("SOP menurut PermenPANRB Nomor 90 Tahun 2021", None, False), ("SK menurut UU 25/2009, 2026", None, False),
        ("SK menurut UU 25 Tahun 2009; SK Tim 2022", None, True), ("Nomor 120243", None, False),
    ],
)  # fmt: skip
def test_a_document_of_another_year(nama, day, doubtful):
    assert told("tahun_lain", case(documents={A: [document(nama, tanggal_dokumen=day)]})) == [A] * doubtful


def test_the_sentence_names_years_and_documents():
    many = {A: [document(f"Laporan {year}", number=str(year)) for year in (2020, 2021, 2022, 2023, 2026)]}
    (seen,) = found("tahun_lain", case(documents=many))
    assert "2020, 2021, 2022, 2023" in seen.kalimat and f"yang dinilai {YEAR}" in seen.kalimat
    assert "'Laporan 2023'" not in seen.kalimat and "dan 1 lainnya" in seen.kalimat


@pytest.mark.parametrize(
    ("day", "doubtful"), [(JUDGED, False), (date(2026, 6, 1), True), (date(2027, 1, 2), True), (None, False)]
)
def test_a_document_later_than_the_assessment_is_told_once(day, doubtful):
    one = case(documents={A: [document(tanggal_dokumen=day)]})
    assert told("sesudah_penilaian", one) == [A] * doubtful
    assert told("tahun_lain", one) == []


def test_evidence_without_any_link():
    assert told("tanpa_tautan", case(documents={A: [document(tautan="")]})) == [A]
    assert told("tanpa_tautan", case(documents={A: [document(tautan=""), document(number="2")]})) == []
    # A place on somebody's computer is told by its own check.
    assert told("tanpa_tautan", case(documents={A: [document("D:\\SK.pdf", "")]})) == []


def test_an_open_question_with_evidence():
    one = case([answer(A), answer(B, 0.0, "C")], {A: [document()], B: [document(number="2")], "P.1.ii.a": []})
    assert told("kosong_berbukti", one) == [A]


def test_a_document_of_several_questions_is_told_once():
    row = document("D:\\SK.pdf", "")
    assert told("jalur_komputer", case(documents={A: [row], B: [row]})) == [A]


AREA_1 = [kode for kode in QUESTIONS if kode.split(".")[:2] in (["P", "1"], ["R", "1"])]


def area(**values):
    return [answer(kode, values.get(kode.replace(".", "_"), 0.5)) for kode in AREA_1]


def test_a_judge_who_says_the_same_throughout_an_area():
    (seen,) = found("tpi_sama", case(area(), tpi=area()))
    assert seen.pokja == 1 and f"{len(AREA_1)} pertanyaan Manajemen Perubahan" in seen.kalimat and "50%" in seen.kalimat
    assert found("tpi_sama", case(area(), tpi=area(P_1_i_a=0.4))) == []
    assert found("tpi_sama", case(area(), tpi=area(P_1_i_a=None))) == []
    assert len(found("tpi_sama", case(area(P_1_i_a=None), tpi=area(P_1_i_a=None)))) == 1
    assert found("tpi_sama", case(area())) == []


def test_too_few_answers_in_common_say_nothing():
    few = [answer(kode, 0.5) for kode in AREA_1[:4]]
    assert found("tpi_sama", case(few, tpi=few)) == []
    five = [answer(kode, 0.5) for kode in AREA_1[:5]]
    assert len(found("tpi_sama", case(five, tpi=five))) == 1


@pytest.mark.parametrize(
    ("after", "note", "doubtful"), [(0.4, "", True), (0.4, "belum lengkap", False), (0.5, "", False), (0.6, "", False)]
)
def test_lowered_without_a_note(after, note, doubtful):
    one = case([answer(A, 0.5)], tpi=[answer(A, after, catatan=note)])
    seen = found("turun_tanpa_catatan", one)
    assert bool(seen) is doubtful
    if seen:
        assert "50% menjadi 40%" in seen[0].kalimat and seen[0].penilai == "tpi"


def test_what_one_judge_left_open_was_not_lowered():
    assert found("turun_tanpa_catatan", case([answer(A, 0.5)], tpi=[answer(A)])) == []
    assert found("turun_tanpa_catatan", case([answer(A)], tpi=[answer(A, 0.1)])) == []


@pytest.mark.parametrize(
    ("pemenuhan", "reform", "doubtful"),
    [(1.0, 0.0, True), (1.0, None, True), (1.0, 0.01, False), (0.999, 0.0, False), (None, None, False)],
)
def test_full_pemenuhan_with_an_empty_reform(pemenuhan, reform, doubtful):
    own = [answer(kode, pemenuhan if kode.startswith("P") else reform) for kode in AREA_1]
    seen = found("pemenuhan_tanpa_reform", case(own))
    assert [one.pokja for one in seen] == [1] * doubtful
    if seen:
        count = sum(kode.startswith("P") for kode in AREA_1)
        assert f"100% pada {count} pertanyaan" in seen[0].kalimat


def counted(kode, **counts):
    return found("hitungan_mustahil", case([answer(kode, 0.5, **counts)]))


def test_counts_that_cannot_be():
    (seen,) = counted("R.1.i.b", jumlah_perubahan=4.0, jumlah_terintegrasi=5.0)
    assert "5" in seen.kalimat and "4" in seen.kalimat and seen.sel == "L2" and seen.kode == "R.1.i.b"
    assert counted("R.1.i.b", jumlah_perubahan=5.0, jumlah_terintegrasi=5.0) == []
    (seen,) = counted("R.1.i.b", jumlah_perubahan=4.0, jumlah_terintegrasi=-1.0)
    assert "negatif" in seen.kalimat
    # Where nothing says that one is part of the other, more than all is possible.
    assert counted("R.1.i.a", jumlah_agen=2.0, jumlah_perubahan=5.0) == []


def test_a_sum_that_is_not_that_of_its_parts():
    question = INSTRUMENT.question("R.5.iii.1.a")
    total = next(count for count in question.masukan if count.jumlah_dari)
    parts = dict.fromkeys(total.jumlah_dari, 2.0)
    right, wrong = 2.0 * len(parts), 2.0 * len(parts) - 1
    assert counted(question.kode, **parts, **{total.kunci: right}) == []
    (seen,) = counted(question.kode, **parts, **{total.kunci: wrong})
    assert f"{right:.0f}" in seen.kalimat and f"{wrong:.0f}" in seen.kalimat


def test_one_count_told_twice_must_be_one_number():
    def both(first, second):
        return case(
            [
                answer("R.1.i.a", 1.0, jumlah_agen=2.0, jumlah_perubahan=first),
                answer("R.1.i.b", 0.5, jumlah_perubahan=second, jumlah_terintegrasi=1.0),
            ]
        )

    assert found("hitungan_mustahil", both(3.0, 3.0)) == []
    (seen,) = found("hitungan_mustahil", both(3.0, 2.0))
    assert seen.kode == "R.1.i.b" and "3" in seen.kalimat and "2" in seen.kalimat

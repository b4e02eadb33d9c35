"""What a unit's screen says first: every gate and every area once, those that fail by name and by how much."""

from datetime import date

import pytest
from assessments import ALL_HALF, INSTRUMENT, save_values

from zi_metrics.lke.answer_list import IN_FORM, answer_list, name_of, questions_of
from zi_metrics.lke.derivation import TOTAL, derive, is_derived
from zi_metrics.lke.movement import movement
from zi_metrics.lke.short_names import short_name
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.lke.unit_head import NO_MINIMUM, unit_head
from zi_metrics.scoring.score import MET, MISSED

NAME = "Kantor Uji"


def reported(store, values, **more):
    save_values(store, NAME, 2026, "tpi", values, **more)
    return unit_report(store, find_assessment(store, NAME, 2026))


def test_every_gate_and_every_area_stands_there_once(store):
    head = unit_head(reported(store, ALL_HALF), "wbk")
    names = [one.nama for one in (*head.utama, *head.lain)]
    assert len(set(names)) == len(names) and names[:3] == ["Total", "Pengungkit", "Hasil"]
    # Twelve gates: one over the whole, one over Pengungkit, ten others, the six areas among them.
    assert len(head.lain) == 10 and set(INSTRUMENT.pokja().values()) < {one.nama for one in head.lain}
    (hasil,) = [one for one in head.utama if one.nama == "Hasil"]
    assert hasil.keadaan == NO_MINIMUM and hasil.minima == () and hasil.teks == "20,00"


def test_what_fails_is_named_with_what_it_lacks_and_the_rest_is_not(store):
    # Full marks in all but area 5, which gets half: 7,5 of 15, where WBK asks for 9 and WBBM for 11,25.
    fifth = {kode for node in INSTRUMENT.area_nodes(5) for kode in (q.kode for q in node.questions())}
    report = reported(store, {kode: 0.5 if kode in fifth else 1.0 for kode in ALL_HALF})
    wbk, wbbm = (unit_head(report, predikat) for predikat in ("wbk", "wbbm"))
    assert [(one.nama, one.kurang) for one in wbk.kurang] == [("Penguatan Pengawasan", "1,50")]
    assert [(one.nama, one.kurang) for one in wbbm.kurang] == [("Penguatan Pengawasan", "3,75")]
    assert wbk.jawaban == f"{NAME} belum memenuhi WBK: 1 dari 12 syarat nilai belum tercapai."
    area = next(one for one in wbk.lain if one.nama == "Penguatan Pengawasan")
    assert area.keadaan == MISSED and [(m.predikat, m.teks, m.putusan) for m in area.minima] == [
        ("WBK", "9,00", MISSED), ("WBBM", "11,25", MISSED),
    ]  # fmt: skip
    assert {one.keadaan for one in wbk.lain if one is not area} == {MET}
    # By its code every figure's derivation opens.
    for one in (*wbk.utama, *wbk.lain):
        assert is_derived(report, one.kode) and derive(report, one.kode).nilai == pytest.approx(one.nilai)
    assert not is_derived(report, "Z.9")


def test_where_nothing_is_answered_that_is_said(store):
    head = unit_head(reported(store, {}), "wbk")
    assert head.jawaban == f"{NAME} belum dapat dinilai: belum ada pertanyaan yang dijawab."
    assert {one.teks for one in (*head.utama, *head.lain)} == {"belum dijawab"} and head.lainnya == ""


def test_a_movement_is_told_only_between_points_that_are_answered_whole(store):
    for month, worth in ((1, 0.25), (3, 0.5)):
        save_values(store, NAME, 2026, "tpi", dict.fromkeys(ALL_HALF, worth), day=date(2026, month, 1))
    found = movement(store, find_assessment(store, NAME, 2026))
    assert found[TOTAL].nilai == pytest.approx((25, 50)) and found["A"].perubahan == pytest.approx(15)
    assert found[TOTAL].words == "+25,00 sejak 1 Januari 2026"
    first, *_ = ALL_HALF
    save_values(store, NAME, 2026, "tpi", {**ALL_HALF, first: None}, day=date(2026, 5, 1))
    assert movement(store, find_assessment(store, NAME, 2026)) == {}
    save_values(store, NAME, 2026, "tpi", ALL_HALF, day=date(2026, 7, 1))
    last = movement(store, find_assessment(store, NAME, 2026))[TOTAL]
    # The point with an open question is no point of the line, and nothing is compared with it.
    assert last.nilai == pytest.approx((25, 50, 50)) and last.perubahan is None and last.words == ""


def test_answers_are_found_by_any_word_and_stand_by_what_they_lose(store):
    report = reported(store, {**ALL_HALF, "P.1.i.a": 0.0, "R.5.ii.a": 0.0})
    whole = answer_list(report)
    assert whole["kurang"].is_monotonic_decreasing and len(whole) == len(ALL_HALF)
    assert list(answer_list(report, urutan=IN_FORM)["kode"]) == list(ALL_HALF)
    assert list(answer_list(report, "R.5.ii")["kode"]) == ["R.5.ii.a"]
    assert list(answer_list(report, kata="R.5.II.a")["kode"]) == ["R.5.ii.a"]
    found = answer_list(report, "P.5", "pengaduan")
    assert set(found["kode"]) < set(questions_of(INSTRUMENT, "P.5")) and len(found)
    assert found["nama"].str.casefold().str.contains("pengaduan").all()
    assert answer_list(report, kata="pengaduan tidakadakatanya").empty
    assert questions_of(INSTRUMENT, "Z") == [] and name_of(INSTRUMENT, "Z") is None
    assert answer_list(report, "(").empty, "what is sought is no pattern"


def test_a_name_is_short_where_it_abbreviates_itself():
    assert short_name("Penerapan Sistem Pengendalian Intern Pemerintah (SPIP)") == "SPIP"
    assert short_name("Prosedur Operasional Tetap (SOP) Kegiatan Utama") == "SOP Kegiatan Utama"
    assert short_name("Pengaduan Masyarakat") == "Pengaduan Masyarakat"
    assert short_name("Survei (eksternal: IPAK)") == "Survei (eksternal: IPAK)"

"""Readiness: every rule at its limit, what is unknown is never no, and the board of a few units and of very many."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from assessments import INSTRUMENT, save_values
from registers import add_unit
from roads import UNTIL, YEAR, add_award, add_proposal, add_stage, award, facts

from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.known_prerequisites import known_prerequisites
from zi_metrics.lke.portfolio import overview
from zi_metrics.lke.unit import unit_report
from zi_metrics.pembangunan.readiness import (
    NOT_READY,
    READY,
    UNKNOWN,
    VERDICTS,
    WITH_REMARK,
    board,
    judge,
)
from zi_metrics.pembangunan.readiness_rules import CHECKS, Proposal, load_rules
from zi_metrics.scoring.score import MET, MISSED, UNDECIDED
from zi_metrics.store import tables
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites
from zi_metrics.store.unit_names import unit_key

TODAY = date(YEAR, 3, 1)
HELD = (award(),)
AGENCY = {"opini_bpk": "WTP", "sakip_instansi": "BB", "indeks_rb": "BB", "maturitas_spip": "3"}
UNIT = {
    "layanan_utama": "Ya", "dampak_persepsi": "Ya", "tindak_lanjut_temuan": "100%", "lhkpn": "100%", "lhkan": "100%",
    "sakip_unit": "BB", "lama_pembangunan": "1",
}  # fmt: skip


def verdict(**more):
    return judge(facts(**more))[0]


def told(kode, **more):
    """What one rule says."""
    return next((one for one in judge(facts(**more))[1] if one.kode == kode), None)


def without(kode, met, untuk="wbk"):
    return {**facts(untuk).prasyarat, kode: met}


def test_every_rule_names_a_check_that_there_is_and_its_source():
    assert {rule.periksa for rule in load_rules()} == set(CHECKS)
    assert all(rule.sumber and rule.nama for rule in load_rules())
    assert len({rule.kode for rule in load_rules()}) == len(load_rules())


def test_who_holds_everything_is_ready():
    assert verdict() == READY and verdict(untuk="wbbm", predikat=HELD) == READY


@pytest.mark.parametrize(
    ("putusan", "found"), [(MET, READY), (MISSED, NOT_READY), (UNDECIDED, UNKNOWN), (None, UNKNOWN)]
)
def test_the_gates_by_tpi_decide(putusan, found):
    assert verdict(putusan=putusan, gagal=("Nilai total",)) == found


def test_another_judges_gates_say_nothing():
    assert verdict(dinilai=False, sendiri=True, putusan=None) == UNKNOWN
    assert "baru ada nilai penilai lain" in told("syarat_nilai", dinilai=False, sendiri=True, putusan=None).kalimat


@pytest.mark.parametrize("kode", ["opini_bpk", "lhkpn", "sakip_unit"])
@pytest.mark.parametrize(("met", "plain", "stranas"), [(False, NOT_READY, WITH_REMARK), (None, UNKNOWN, WITH_REMARK)])
def test_a_prerequisite_that_lacks_is_a_remark_only_for_stranas(kode, met, plain, stranas):
    lacking = without(kode, met)
    assert verdict(prasyarat=lacking) == plain
    assert verdict(prasyarat=lacking, usulan=Proposal(stranas=False)) == plain
    assert verdict(prasyarat=lacking, usulan=Proposal(stranas=True)) == stranas


def test_what_fails_outweighs_what_is_not_known():
    both = {**without("lhkpn", None), "opini_bpk": False}
    assert verdict(prasyarat=both) == NOT_READY


@pytest.mark.parametrize("recorded", ["0", "5", None])
@pytest.mark.parametrize(("began", "found"), [(date(YEAR - 1, 5, 31), True), (date(YEAR - 1, 6, 1), False)])
def test_building_must_be_a_year_old_on_the_day_of_the_proposal_and_all_screens_say_so(store, began, found, recorded):
    unit_id = ready_unit(store, "Kantor Siap")
    record_prerequisites(store, None, YEAR, [PrerequisiteRecord(kode, nilai) for kode, nilai in AGENCY.items()])
    record_prerequisites(store, unit_id, YEAR, [PrerequisiteRecord("lama_pembangunan", recorded)])
    add_stage(store, "pembangunan", unit_id, mulai=began)
    (one,) = board(store, YEAR, "wbk", TODAY).units
    assert one.putusan == (READY if found else NOT_READY)
    (rule,) = (reason for reason in one.alasan if reason.kode == "lama_pembangunan")
    assert rule.terpenuhi is found and f"pembangunan mulai {began.day} " in rule.kalimat
    counted = overview(store, YEAR, "tpi").iloc[0]["prasyarat_wbk"]
    assert (counted.belum, counted.tidak_tercatat) == (0 if found else 1, 0)
    (assessment,) = assessments_of(tables.assessments(store))
    assert unit_report(store, assessment).prasyarat["wbk"] == counted
    known = known_prerequisites(store, INSTRUMENT, unit_id, YEAR).set_index("kode").loc["lama_pembangunan"]
    assert known["nilai"] == ("1" if found else "0") and known["tanggal"] == began


@pytest.mark.parametrize(("recorded", "met"), [("1", True), ("0,5", False), (None, None)])
def test_without_a_stage_the_recorded_years_count(store, recorded, met):
    unit_id = ready_unit(store, "Kantor Siap")
    record_prerequisites(store, unit_id, YEAR, [PrerequisiteRecord("lama_pembangunan", recorded)])
    # Of another stage, of a year to come, or removed again.
    add_stage(store, "pencanangan", unit_id, mulai=date(YEAR - 3, 1, 1))
    add_stage(store, "pembangunan", unit_id, tahun=YEAR + 1, mulai=date(YEAR - 3, 1, 1))
    (one,) = board(store, YEAR, "wbk", TODAY).units
    (rule,) = (reason for reason in one.alasan if reason.kode == "lama_pembangunan")
    assert rule.terpenuhi is met


def test_wbbm_asks_for_wbk_by_the_register_or_else_the_prerequisite():
    unknown = without("sudah_wbk", None, "wbbm")
    assert told("sudah_wbk", untuk="wbbm", prasyarat=unknown).terpenuhi is None
    assert told("sudah_wbk", untuk="wbbm", prasyarat=unknown, predikat=HELD).terpenuhi is True
    assert told("sudah_wbk", untuk="wbbm", prasyarat=without("sudah_wbk", False, "wbbm")).terpenuhi is False
    gone = (award(dicabut=date(2020, 1, 1)),)
    assert told("sudah_wbk", untuk="wbbm", predikat=gone).terpenuhi is False
    assert told("sudah_wbk") is None


@pytest.mark.parametrize("recorded", ["Ya", "Tidak", None])
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([("wbk", UNTIL, None)], True),
        ([("wbbm", UNTIL - timedelta(days=400), None)], True),
        ([("wbk", UNTIL - timedelta(days=400), UNTIL - timedelta(days=9))], False),
        ([("wbk", date(2015, 1, 1), date(2017, 1, 1)), ("wbk", date(2020, 1, 1), None)], True),
        # Given only after the day of the proposal: nothing of it counts yet.
        ([("wbk", UNTIL + timedelta(days=1), None)], None),
    ],
)
def test_whether_a_predicate_is_held_has_one_answer_on_all_screens(store, given, found, recorded):
    unit_id = ready_unit(store, "Kantor Siap")
    record_prerequisites(store, unit_id, YEAR, [PrerequisiteRecord("sudah_wbk", recorded)])
    for number, (predikat, since, withdrawn) in enumerate(given):
        add_award(store, unit_id, predikat=predikat, nomor_sk=f"SK {number}", tanggal_sk=since, dicabut=withdrawn)
    expected = found if found is not None else {"Ya": True, "Tidak": False, None: None}[recorded]
    (one,) = board(store, YEAR, "wbbm", TODAY).units
    (rule,) = (reason for reason in one.alasan if reason.kode == "sudah_wbk")
    assert rule.terpenuhi is expected
    note = {
        True: "",
        False: "tercatat belum berpredikat WBK",
        None: "predikat WBK yang disyaratkan belum tercatat",
    }[expected]
    assert overview(store, YEAR, "tpi").iloc[0]["catatan_wbbm"] == note
    (assessment,) = assessments_of(tables.assessments(store))
    report = unit_report(store, assessment)
    assert report.catatan["wbbm"] == note
    known = known_prerequisites(store, INSTRUMENT, unit_id, YEAR).set_index("kode")["nilai"].get("sudah_wbk")
    assert (known if isinstance(known, str) else None) == {True: "Ya", False: "Tidak", None: None}[expected]


@pytest.mark.parametrize(("withdrawn", "found"), [(date(YEAR - 2, 5, 31), True), (date(YEAR - 2, 6, 1), False)])
def test_two_years_must_pass_after_a_withdrawal(withdrawn, found):
    assert told("jeda_pencabutan", predikat=(award(dicabut=withdrawn),)).terpenuhi is found
    assert told("jeda_pencabutan") is None and told("jeda_pencabutan", predikat=HELD) is None


@pytest.mark.parametrize(
    ("untuk", "score", "found"), [("wbk", 6.5, True), ("wbk", 6.49, False), ("wbbm", 7.5, True), ("wbbm", 7.4, False)]
)
def test_a_zone_needs_its_integration_score_and_others_none(untuk, score, found):
    assert told("kawasan", untuk=untuk, usulan=Proposal(kawasan=score)).terpenuhi is found
    assert told("kawasan", untuk=untuk) is None


def test_who_holds_the_predicate_already_is_told_so():
    assert (
        verdict(predikat=HELD) == WITH_REMARK
        and "sudah berpredikat WBK" in told("belum_dipegang", predikat=HELD).kalimat
    )
    assert verdict(predikat=(award(dicabut=date(2020, 1, 1)),)) == READY


def test_nothing_known_is_never_no():
    nothing = replace(facts(), dinilai=False, putusan=None, mulai=None, prasyarat=dict.fromkeys(facts().prasyarat))
    found, reasons = judge(nothing)
    assert found == UNKNOWN and {one.terpenuhi for one in reasons} == {None}


def ready_unit(store, name, values=1.0, day=date(YEAR, 5, 20)):
    """A unit that TPI judged, with all prerequisites; gives its id."""
    save_values(store, name, YEAR, "tpi", {q.kode: values for q in INSTRUMENT.questions()}, day=day)
    record_prerequisites(store, unit_key(name), YEAR, [PrerequisiteRecord(kode, nilai) for kode, nilai in UNIT.items()])
    return unit_key(name)


def test_the_board_puts_it_together(store):
    record_prerequisites(store, None, YEAR, [PrerequisiteRecord(kode, nilai) for kode, nilai in AGENCY.items()])
    ready = ready_unit(store, "Kantor Siap")
    ready_unit(store, "Kantor Rendah", 0.4)
    remark = ready_unit(store, "Rumah Sakit")
    record_prerequisites(store, remark, YEAR, [PrerequisiteRecord("lhkpn", "90%")])
    add_proposal(store, remark, stranas="ya", jalur="mandiri", kuota="7")
    only_tree = add_unit(store, "Kantor Baru")
    add_stage(store, "pencanangan", only_tree, mulai=date(YEAR, 1, 5))
    save_values(store, "Kantor Sendiri", YEAR, "unit", {q.kode: 1.0 for q in INSTRUMENT.questions()})
    found = board(store, YEAR, "wbk", date(YEAR, 5, 1))
    assert {one.unit: one.putusan for one in found.units} == {
        "Kantor Siap": READY, "Kantor Rendah": NOT_READY, "Rumah Sakit": WITH_REMARK, "Kantor Baru": UNKNOWN,
        "Kantor Sendiri": UNKNOWN,
    }  # fmt: skip
    assert found.units[0].unit_id == ready and found.units[0].total == pytest.approx(100)
    assert found.sentence(date(YEAR, 5, 1)) == (
        "1 unit layak diusulkan WBK, 1 dengan catatan; batas 31 Mei 2026, 30 hari lagi."
    )
    assert found.sentence(date(YEAR, 6, 1)).endswith("batas 31 Mei 2026, lewat 1 hari.")
    assert found.counts() == {READY: 1, WITH_REMARK: 1, NOT_READY: 1, UNKNOWN: 2}
    own = next(one for one in found.units if one.unit == "Rumah Sakit")
    assert (own.usulan.jalur, own.usulan.kuota) == ("mandiri", "7") and "LHKPN" in own.reasons
    assert [one.unit for one in found.proposable] == ["Kantor Siap", "Rumah Sakit"]
    # WBBM asks for WBK, of which nothing is known.
    assert {one.putusan for one in board(store, YEAR, "wbbm", TODAY).units} == {NOT_READY, UNKNOWN}


def test_a_prepared_proposal_whose_letter_did_not_go_out_is_late_after_the_day(store):
    unit_id = ready_unit(store, "Kantor Siap")
    add_proposal(store, unit_id)
    after = UNTIL + timedelta(days=3)
    (own,) = board(store, YEAR, "wbk", after).units
    assert [(late.kode, late.hari) for late in own.terlambat] == [("pengajuan", 3)]
    assert board(store, YEAR, "wbk", UNTIL).units[0].terlambat == ()


def test_an_award_bars_a_unit_and_another_years_assessment_says_nothing(store):
    unit_id = ready_unit(store, "Kantor Siap")
    record_prerequisites(store, None, YEAR, [PrerequisiteRecord(kode, nilai) for kode, nilai in AGENCY.items()])
    add_award(store, unit_id, tanggal_sk=date(2023, 1, 1), dicabut=date(YEAR - 1, 1, 1))
    assert board(store, YEAR, "wbk", TODAY).units[0].putusan == NOT_READY
    later = board(store, YEAR + 1, "wbk", TODAY).units
    assert [one.putusan for one in later] == [UNKNOWN] and later[0].total is None


def test_many_units_are_asked_about_in_as_few_questions_as_one(store, queries):
    counts = []
    for many in (1, 6):
        for number in range(many):
            ready_unit(store, f"Kantor {many} {number}")
        queries.clear()
        assert set(board(store, YEAR, "wbk", TODAY).counts()) == set(VERDICTS)
        counts.append(len(queries))
    # What only the first asks for, such as the settings, holds for the second.
    assert counts[1] <= counts[0]


def test_one_unit_is_told_what_the_board_of_all_tells_of_it(sample_store):
    for predikat in ("wbk", "wbbm"):
        for one in board(sample_store, YEAR, predikat, TODAY).units:
            assert board(sample_store, YEAR, predikat, TODAY, unit_ids=[one.unit_id]).units == (one,)

"""Meetings: what they look at, what they decide, and the report that comes of them."""

import io
from dataclasses import replace
from datetime import date

import pytest
from acting import acting
from docx import Document
from meetings_held import judged
from versioned import YEAR, assessment, source

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.unit import find_assessment
from zi_metrics.papers.monev_paper import monev_paper
from zi_metrics.pembangunan.meeting_picture import meeting_picture
from zi_metrics.pembangunan.meetings import (
    ACTIONS,
    Decision,
    begin_meeting,
    change_meeting,
    decide,
    decisions,
    meeting_before,
    meetings,
)
from zi_metrics.pembangunan.monev import quarters_of
from zi_metrics.pembangunan.register import registers
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.scope import Act, Extent, NotAllowed, Person, Scope
from zi_metrics.store.assessments import save_imports
from zi_metrics.store.registers import RowChange, register_rows, save_rows
from zi_metrics.store.unit_names import unit_key

FORM, UNIT = load_instrument(), unit_key("Unit Uji")
TODAY = date(YEAR, 6, 1)


def action(store, **isi):
    change = RowChange({"rencana": "Menyusun SOP", **isi}, unit_id=UNIT, tahun=YEAR)
    return save_rows(store, ACTIONS.table, [change]).baris[0].baris_id


def picture(store, held, today=TODAY):
    return meeting_picture(store, held[0], meeting_before(held, held[0]), "wbk", today)


def test_then_now_and_target_are_the_figures_of_the_two_assessments(held):
    store, known = held
    seen = picture(store, known)
    by_hand = {}
    for one in known:
        with store.cursor() as cursor:
            nodes = dict(
                cursor.execute("SELECT kode, nilai FROM nilai_simpul WHERE penilaian_id = ?", [one.dibahas]).fetchall()
            )
        by_hand[one.baris_id] = {gate.kode: sum(nodes[kode] for kode in gate.simpul) for gate in FORM.syarat}
    assert seen.figures[0].menyeluruh and len(seen.figures) == len(
        [g for g in FORM.syarat if FORM.gate_minimum(g, "wbk")]
    )
    for figure in seen.figures:
        assert figure.kini == pytest.approx(by_hand[known[0].baris_id][figure.kode])
        assert figure.dulu == pytest.approx(by_hand[known[1].baris_id][figure.kode])
        assert figure.change == pytest.approx(figure.kini - figure.dulu)
        assert figure.short == pytest.approx(max(0, figure.minimum - figure.kini))
    assert {figure.pokja for figure in seen.figures} == {None, 1, 2, 3, 4, 5, 6}
    assert [figure.pokja for figure in seen.of_area(3).figures] == [3]
    assert len(seen.changes()) == sum(abs(figure.change) > 1e-9 for figure in seen.figures)


def test_another_judge_or_no_assessment_is_not_compared_and_says_why(store):
    first = judged(store, 0, "unit")
    begin_meeting(store, UNIT, YEAR, {"periode": "Triwulan I", "tanggal": date(YEAR, 3, 31), "dibahas": first})
    assert "rapat pertama" in picture(store, meetings(store)).not_compared
    begin_meeting(
        store, UNIT, YEAR, {"periode": "Triwulan II", "tanggal": date(YEAR, 6, 1), "dibahas": judged(store, 1)}
    )
    seen = picture(store, meetings(store))
    assert all(figure.dulu is None for figure in seen.figures) and "TPI" in seen.not_compared
    begin_meeting(store, UNIT, YEAR, {"periode": "Juli", "tanggal": date(YEAR, 7, 1), "dibahas": ""})
    begin_meeting(store, UNIT, YEAR, {"periode": "Agustus", "tanggal": date(YEAR, 8, 1), "dibahas": ""})
    assert "tidak mencatat penilaian" in picture(store, meetings(store)).not_compared


def test_another_units_assessment_is_nobodys_to_look_at(held):
    store, known = held
    (other,) = save_imports(store, [(source(7), [assessment(7, unit="Unit Lain", penilai="tpi")])])
    change_meeting(store, known[0], {"dibahas": other.penilaian_id})
    seen = picture(store, meetings(store))
    assert seen.kini.unit == "Unit Uji"
    change_meeting(store, known[1], {"dibahas": other.penilaian_id})
    assert picture(store, meetings(store)).dulu is None


def test_a_unit_without_assessment_has_a_meeting_without_figures(store):
    judged(store, 0)
    begin_meeting(store, UNIT, YEAR + 1, {"periode": "Januari", "tanggal": date(YEAR + 1, 1, 5)})
    seen = picture(store, meetings(store))
    assert seen.figures == () and "Belum ada penilaian" in seen.not_compared


def test_late_blocked_done_and_what_was_decided_before(held):
    store, known = held
    late = action(store, selesai=date(YEAR, 5, 31), pokja=2)
    action(store, selesai=TODAY)
    action(store, selesai=date(YEAR, 5, 1), status="batal")
    blocked = action(store, kendala="anggaran", pokja=3)
    action(store, kendala="dulu", status="selesai", tahun=YEAR)
    decide(store, known[1], Decision("Melengkapi notulen", "Sekretaris", date(YEAR, 12, 1)), FORM)
    seen = picture(store, known)
    assert list(seen.late["baris_id"]) == [late] and list(seen.blocked["baris_id"]) == [blocked]
    assert list(seen.earlier["rencana"]) == ["Melengkapi notulen"] and seen.taken.empty
    assert list(seen.of_area(2).late["baris_id"]) == [late] and seen.of_area(2).blocked.empty


def test_done_since_the_meeting_before_is_when_it_became_done_not_when_it_was_last_written(held, monkeypatch):
    store, known = held
    old, new = action(store, status="selesai"), action(store)
    with store.transaction() as cursor:
        cursor.execute("UPDATE rencana_aksi SET waktu = ? WHERE baris_id = ?", [date(YEAR, 2, 1), old])
    save_rows(
        store, ACTIONS.table, [RowChange({"keterangan": "arsip"}, old, 1), RowChange({"status": "selesai"}, new, 1)]
    )
    assert list(picture(store, known).done["baris_id"]) == [new]


def test_a_decision_is_an_action_with_who_and_until_when(held):
    store, known = held
    decide(store, known[0], Decision("Menetapkan SOP", "Kepala", date(YEAR, 7, 1), None, "P.2.i.a"), FORM)
    (row,) = register_rows(store, ACTIONS.table).to_dict("records")
    assert (row["sumber"], row["sumber_id"], row["pokja"]) == ("rapat", known[0].baris_id, 2)
    assert row["mulai"].date() == known[0].tanggal and row["pic"] == "Kepala" and row["unit"] == "Unit Uji"
    assert list(decisions(register_rows(store, ACTIONS.table), known[0])["rencana"]) == ["Menetapkan SOP"]
    with pytest.raises(ValueError, match="belum ditulis"):
        decide(store, known[0], Decision("  "), FORM)


def test_who_may_hold_meetings_may_decide_but_not_change_other_actions(held):
    store, known = held
    extent = (Extent(frozenset({UNIT})),)
    leader = store.seen_by(Scope(Person("uji:p", "P"), {Act.RAPAT: extent, Act.LIHAT: extent}))
    decide(leader, known[0], Decision("Menetapkan SOP"), FORM)
    with pytest.raises(NotAllowed):
        action(leader)
    reader = store.seen_by(Scope(Person("uji:q", "Q"), {Act.LIHAT: extent}))
    for refused in (
        lambda: decide(reader, known[0], Decision("x"), FORM),
        lambda: begin_meeting(reader, UNIT, YEAR, {}),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_two_who_record_one_meeting_both_keep_theirs(held):
    store, (meeting, _) = held
    change_meeting(acting(store, "Ani"), meeting, {"peserta": 20})
    assert change_meeting(acting(store, "Budi"), meeting, {"tempat": "Aula"}).konflik == ()
    after = meetings(store)[0]
    assert (after.peserta, after.tempat) == (20, "Aula")
    assert change_meeting(store, meeting, {"peserta": 30}).konflik[0].bidang == {"peserta": (30, 20)}


@pytest.mark.parametrize(
    ("periode", "quarters"),
    [
        ("Triwulan I", (1,)),
        ("Triwulan IV 2026", (4,)),
        ("TW 3", (3,)),
        ("Semester I", (1, 2)),
        ("Semester 2", (3, 4)),
        ("Mei", (2,)),
        ("Desember 2026", (4,)),
        ("Rapat khusus", (1, 2, 3, 4)),
    ],
)
def test_which_quarters_a_period_reports_on(periode, quarters):
    assert quarters_of(periode) == quarters


def test_the_report_has_its_chapters_and_says_what_is_missing(held):
    store, known = held
    action(store, pokja=2, target_tw2=4.0, realisasi_tw2=1.0, satuan="dokumen", kendala="anggaran", target_tw1=9.0)
    change_meeting(
        store, known[0], {"pimpinan": "Kepala Kantor", "tautan_notulen": "https://instansi.test/n", "peserta": 12}
    )
    decide(store, known[0], Decision("Menetapkan =SOP", "Kepala", date(YEAR, 7, 1)), FORM)
    advice = registers()["rekomendasi"].table
    save_rows(store, advice, [RowChange({"rekomendasi": "Lengkapi daftar hadir"}, unit_id=UNIT, tahun=YEAR)])
    document = Document(io.BytesIO(write_docx(monev_paper(store, picture(store, meetings(store))))))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [h.partition(".")[0] for h in headings] == ["I", "II", "III", "IV", "V", "Lampiran"]
    said = "\n".join(p.text for p in document.paragraphs)
    tables = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for part in ("Kepala Kantor", "12 orang", "https://instansi.test/n", "Undangan: belum dicatat", "anggaran"):
        assert part in said, part
    for part in ("4 dokumen", "1 dokumen", "Menetapkan =SOP", "Lengkapi daftar hadir"):
        assert part in tables, part
    assert "9 dokumen" not in tables, "only the period's own quarter is reported on"


def test_no_register_changes_a_stored_score(held):
    store, known = held
    query = "SELECT sum(hash(penilaian_id, kode, nilai)) FROM nilai_simpul"

    def scores():
        with store.cursor() as cursor:
            return cursor.execute(query).fetchone()

    before, report = scores(), find_assessment(store, "Unit Uji", YEAR)
    action(store, kode="P.1.i.a", status="selesai", persen=100.0)
    decide(store, known[0], Decision("x"), FORM)
    change_meeting(store, known[0], {"catatan": "x"})
    assert scores() == before and find_assessment(store, "Unit Uji", YEAR) == replace(report)

"""The meeting on screen: meeting_on_screen, walked step by step, decided in; and what somebody may not do."""

import pytest
from hostile_names import ORDERS
from screen_parts import as_read, button, select, texts

from zi_metrics.lke.chosen import instrument_for
from zi_metrics.pembangunan.meetings import ACTIONS, Decision, decide, meetings
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import register_rows


def html(test):
    return "\n".join(str(element.proto.body) for element in test.get("html"))


def test_the_meetings_of_a_unit_are_listed_and_opened(app, sample_path):
    test = app(sample_path, "rapat", unit="Contoh 01 – Kantor Pelayanan", tahun=2026)
    assert not test.exception and "Triwulan II 2026" in texts(test) and "Triwulan I 2026" in texts(test)
    test.button[[b.label for b in test.button].index("Buka di layar")].click().run()
    assert not test.exception and "Unit (1 dari 8)" in texts(test).replace("**", "")


def test_a_meeting_is_walked_step_by_step_and_the_address_says_where(meeting_on_screen):
    test, meeting = meeting_on_screen
    assert not test.exception and meeting.unit in texts(test)
    seen = []
    for _ in range(7):
        button(test, "Berikutnya").click().run()
        assert not test.exception
        said = test.query_params["langkah"]
        seen.append(said if isinstance(said, str) else said[0])
    assert seen == ["1", "2", "3", "4", "5", "6", "keputusan"]
    assert button(test, "Berikutnya").disabled and not button(test, "Sebelumnya").disabled


def test_what_is_decided_becomes_an_action_of_that_area(meeting_on_screen, sample_path):
    test, meeting = meeting_on_screen
    button(test, "Berikutnya").click().run()
    test.text_area[0].set_value("Menetapkan *agen* perubahan")
    next(f for f in test.text_input if f.label == "PIC (jabatan)").set_value("Kepala Kantor")
    button(test, "Catat keputusan").click().run()
    assert not test.exception and "Menetapkan *agen* perubahan" in as_read(texts(test))
    store = Store(sample_path)
    row = register_rows(store, ACTIONS.table).set_index("rencana").loc["Menetapkan *agen* perubahan"]
    store.close()
    assert (row["pokja"], row["pic"], row["sumber"], row["sumber_id"]) == (
        1,
        "Kepala Kantor",
        "rapat",
        meeting.baris_id,
    )
    assert "Menetapkan *agen* perubahan" in html(test)


def test_a_decision_that_cannot_be_kept_says_why_and_loses_nothing(meeting_on_screen):
    test, _ = meeting_on_screen
    next(f for f in test.text_input if f.label.startswith("Kode LKE")).set_value("Z.9")
    test.text_area[0].set_value("Sesuatu yang penting")
    button(test, "Catat keputusan").click().run()
    assert "Z.9" in texts(test) and "Sesuatu yang penting" in texts(test)


def test_a_new_meeting_is_begun_and_opened(app, sample_path):
    test = app(sample_path, "rapat", unit="Contoh 02 – Rumah Sakit", tahun=2026)
    assert "Belum ada rapat" in texts(test)
    button(test, "Mulai rapat").click().run()
    assert "Periode belum diisi" in texts(test)
    select(test, "Periode").select("Triwulan III")
    next(f for f in test.text_input if f.label.startswith("Dipimpin")).set_value("Kepala Kantor")
    button(test, "Mulai rapat").click().run()
    assert not test.exception and "Triwulan III 2026" in texts(test)
    assert "rapat pertama" in texts(test)


def test_a_link_to_a_meeting_that_is_not_there_says_so(app, sample_path):
    test = app(sample_path, "rapat", rapat="tidak-ada")
    assert not test.exception and "tidak ada, atau di luar lingkup" in texts(test)


def test_an_empty_database_says_what_meetings_are_for(app, tmp_path):
    test = app(tmp_path / "kosong.duckdb", "rapat")
    assert not test.exception and "Unggah LKE pertama" in texts(test)


@pytest.mark.parametrize(("role", "may"), [("pimpinan", True), ("unit", True), ("tpi", False), ("pembaca", False)])
def test_who_may_not_hold_meetings_sees_them_without_the_way_to_begin_one(app, at_work, agency, role, may):
    at_work(agency.as_(role).scope)
    test = app(agency.path, "rapat")
    assert not test.exception
    assert any(as_read(b.label) == "Mulai rapat" for b in test.button) is may


def test_nothing_in_a_register_turns_what_stands_beside_it_on_the_projector(app, sample_path):
    store = Store(sample_path)
    meeting = meetings(store)[0]
    turned = "\u202enautupeK \u2066x\x1b[31m <b>tebal</b>"
    decide(
        store, meeting, Decision(turned, pic=turned), instrument_for(tables.assessments(store), meeting.unit_id, 2026)
    )
    store.close()
    for step in ("unit", "keputusan"):
        shown = html(app(sample_path, "rapat", rapat=meeting.baris_id, langkah=step))
        assert "nautupeK" in shown or step == "unit"
        assert not ORDERS & set(shown) and "\u2066" not in shown and "<b>tebal" not in shown

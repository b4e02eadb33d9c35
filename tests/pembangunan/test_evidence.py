"""Evidence: what the register says, and what the LKE says until somebody completes it; how complete it is."""

from dataclasses import replace
from datetime import date

import pytest
from quality_cases import INSTRUMENT, YEAR, answer, save_written

from zi_metrics.pembangunan.evidence import (
    EVIDENCE_COLUMNS,
    MATRIX_COLUMNS,
    completeness,
    completion,
    documents_by_question,
    evidence,
    unit_evidence,
)
from zi_metrics.pembangunan.register import register
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.registers import RowChange, save_rows
from zi_metrics.store.unit_names import unit_key

A, B, C = "P.1.i.a", "P.1.i.b", "R.1.i.a"
UNIT = "Kantor Uji"
TABLE = register("bukti").table


def proved(kode, bukti="", tautan="", nilai=1.0, sel="K7"):
    return replace(answer(kode, nilai), bukti=bukti, tautan=tautan, sel=sel)


def row(kode, nama, unit=UNIT, **isi):
    return RowChange({"kode": kode, "nama_dokumen": nama, **isi}, unit_id=unit_key(unit), tahun=YEAR)


def said(table):
    return [(one["kode"], one["nama_dokumen"], one["tautan"]) for one in table.to_dict("records")]


def test_an_lke_says_its_documents_one_by_one_with_their_cell(store):
    save_written(store, UNIT, "unit", [proved(A, "SK Tim; Undangan", "https://a.test/f", sel="K9"), proved(B)])
    table = evidence(store, YEAR)
    assert tuple(table.columns) == EVIDENCE_COLUMNS
    assert said(table) == [(A, "SK Tim", "https://a.test/f"), (A, "Undangan", "https://a.test/f")]
    first = table.iloc[0]
    assert (first["penilai"], first["lembar"], first["sel"], first["pokja"]) == ("unit", "LKE", "K9", 1)
    assert first["baris_id"] is None and first["verifikasi"] == "belum" and len(first["sumber_id"]) == 16
    assert table["sumber_id"].nunique() == 2


def test_what_tpis_lke_repeats_is_one_document_and_what_it_adds_is_another(store):
    save_written(store, UNIT, "tpi", [proved(A, "sk tim\nBerita acara"), proved(B, "Undangan")])
    save_written(store, UNIT, "unit", [proved(A, "SK Tim", "https://a.test/1")])
    save_written(store, UNIT, "tpn", [proved(A, "Catatan TPN")])
    assert said(evidence(store, YEAR)) == [
        (A, "SK Tim", "https://a.test/1"),
        (A, "Berita acara", ""),
        (B, "Undangan", ""),
    ]


def test_completing_a_document_makes_it_a_row_of_the_register_and_never_two(store):
    save_written(store, UNIT, "unit", [proved(A, "SK Tim", "https://a.test/1"), proved(B, "SK Tim")])
    first = evidence(store, YEAR).iloc[0]
    wanted = completion(first, nomor="12/2026", tanggal_dokumen=date(YEAR, 2, 1), nama_dokumen="SK Tim Kerja ZI")
    save_rows(store, TABLE, [wanted])
    table = evidence(store, YEAR)
    assert said(table) == [(A, "SK Tim Kerja ZI", "https://a.test/1"), (B, "SK Tim", "")]
    kept = table.iloc[0]
    assert (kept["nomor"], kept["pokja"], kept["sumber_id"]) == ("12/2026", 1, first["sumber_id"])
    assert isinstance(kept["baris_id"], str) and kept["sel"] is None
    # Whoever removes the row has the LKE's word again.
    save_rows(store, TABLE, [RowChange({}, kept["baris_id"], 1, dibuang=True)])
    assert said(evidence(store, YEAR))[0] == (A, "SK Tim", "https://a.test/1")


@pytest.mark.parametrize(
    ("nama", "tautan", "doubled"),
    [
        ("sk tim", "", False), ("SK Tim", "https://a.test/1/", False), ("SK Tim", "https://a.test/2", True),
        ("Lain", "https://a.test/1", True), ("Lain", "", True),
    ],
)  # fmt: skip
def test_what_somebody_wrote_into_the_register_themselves_is_not_doubled(store, nama, tautan, doubled):
    save_written(store, UNIT, "unit", [proved(A, "SK Tim", "https://a.test/1")])
    save_rows(store, TABLE, [row(A, nama, tautan=tautan)])
    assert len(evidence(store, YEAR)) == 1 + doubled


def test_units_years_and_scopes_are_kept_apart(store):
    save_written(store, UNIT, "unit", [proved(A, "SK Tim")])
    save_written(store, UNIT, "unit", [proved(A, "SK Lama")], tahun=YEAR - 1)
    save_written(store, "Kantor Lain", "unit", [proved(A, "SK Tim")])
    save_rows(store, TABLE, [row(B, "Notulen", "Kantor Lain")])
    assert said(evidence(store, YEAR, [unit_key(UNIT)])) == [(A, "SK Tim", "")]
    assert said(evidence(store, YEAR - 1)) == [(A, "SK Lama", "")]
    assert len(evidence(store, YEAR)) == 3 and len(evidence(store, YEAR, [])) == 0
    assert evidence(store, YEAR - 5).empty and tuple(evidence(store, YEAR - 5).columns) == EVIDENCE_COLUMNS


def test_however_many_units_there_are_it_takes_the_same_queries(store, monkeypatch):
    asked = []
    original = tables.read
    monkeypatch.setattr(tables, "read", lambda *given: asked.append(1) or original(*given))
    counts = []
    for number in range(4):
        save_written(store, f"Kantor {number}", "unit", [proved(A, "SK Tim"), proved(B, "Undangan")])
        asked.clear()
        evidence(store, YEAR)
        counts.append(len(asked))
    assert len(set(counts)) == 1 and counts[0] <= 4


def test_a_row_of_a_node_is_evidence_of_all_its_questions(store):
    save_written(store, UNIT, "unit", [proved(C, "SK Agen")])
    save_rows(store, TABLE, [row("P.1.i", "SK Tim"), row(f"{A}, {C}", "Notulen")])
    found = documents_by_question(evidence(store, YEAR), INSTRUMENT)
    assert {kode: sorted(one["nama_dokumen"] for one in rows) for kode, rows in found.items() if rows} == {
        A: ["Notulen", "SK Tim"],
        B: ["SK Tim"],
        C: ["Notulen", "SK Agen"],
    }


def test_completeness_counts_questions_that_claim_something(store):
    answers = [proved(A), proved(B, "SK", nilai=0.5), proved(C, "SK", nilai=0.0), proved("P.2.i.a")]
    save_written(store, UNIT, "unit", answers)
    save_rows(store, TABLE, [row(A, "Notulen", verifikasi="sesuai"), row(A, "Foto", verifikasi="kurang")])
    found = unit_evidence(store, unit_key(UNIT), YEAR).completeness
    assert tuple(found.matrix.columns) == MATRIX_COLUMNS and len(found.matrix) == len(INSTRUMENT.questions())
    claims = found.matrix[found.matrix["mengaku"]].set_index("kode")
    assert list(claims.index) == [A, B, "P.2.i.a"]
    assert list(claims["dokumen"]) == [2, 1, 0] and claims.loc[A, ["terverifikasi", "kurang"]].tolist() == [1, 1]
    areas = found.areas.set_index("pokja")
    assert areas.loc[1, ["mengaku", "berbukti", "terverifikasi"]].tolist() == [2, 2, 1]
    assert areas.loc[1, ["lengkap", "terperiksa"]].tolist() == [1.0, 0.5] and areas.loc[2, "lengkap"] == 0
    assert found.sentence().startswith("2 dari 3 jawaban bernilai sudah mempunyai data dukung (67%); 1 di antaranya")


def test_without_answers_nothing_is_claimed(store):
    save_written(store, UNIT, "unit", [])
    table = evidence(store, YEAR)
    (one,) = tables.assessments(store)["penilaian_id"]
    assert completeness(table, INSTRUMENT, tables.answers(store, one)).areas.empty
    assert unit_evidence(store, "tidak ada", YEAR).completeness is None


def test_documents_change_no_score(store: Store):
    one = save_written(store, UNIT, "unit", [proved(A, "SK Tim"), proved(B, "SK Tim", nilai=0.5)])
    before = tables.node_scores(store, [one]).sort_values("kode").reset_index(drop=True)
    for kode in ("bukti", "rekomendasi", "rencana_aksi", "rapat"):
        fields = {each.nama: f"{each.judul} {A}" for each in register(kode).bidang if each.jenis in ("teks", "panjang")}
        save_rows(store, register(kode).table, [RowChange(fields, unit_id=unit_key(UNIT), tahun=YEAR)])
    after = tables.node_scores(store, [one]).sort_values("kode").reset_index(drop=True)
    assert after.equals(before) and len(tables.assessments(store)) == 1

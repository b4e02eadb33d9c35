"""A koordinator's upload: the own areas from the file, all others as they are stored; never anybody else's answer."""

from dataclasses import replace

import pytest

from zi_metrics.lke.importing import Label
from zi_metrics.lke.own_areas import in_own_areas
from zi_metrics.lke.prepared import ScoredFile
from zi_metrics.scope import NotAllowed
from zi_metrics.store import tables
from zi_metrics.store.changed_areas import area_of_questions
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.upload import store_upload

YEAR = 2026


def current(agency):
    table = tables.assessments(agency.whole)
    row = table[(table["unit"] == agency.own) & (table["tahun"] == YEAR) & (table["penilai"] == "unit")].iloc[0]
    return row["penilaian_id"]


def test_only_the_own_areas_change(agency, workbook):
    label, mine = Label(agency.own, YEAR, "unit"), agency.as_("koordinator")
    before = stored_answers(agency.whole, current(agency))
    with pytest.raises(NotAllowed, match="yang diubah mencakup komponen hasil, Pokja 1"):
        store_upload(mine, [(workbook, label)], [])
    allowed = in_own_areas(mine, workbook, label)
    assert allowed.findings.iloc[0]["pesan"].startswith("30 jawaban di luar area Anda tidak diambil")
    ((stored,), _) = store_upload(mine, [(allowed, label)], [])
    assert stored.new and stored.versi == 2
    after = stored_answers(agency.whole, current(agency))
    area = area_of_questions(workbook.instrument.komponen)
    file = {answer.kode: answer for answer in workbook.reading.answers}
    for kode, answer in after.items():
        source = file if area[kode] in (2, 3) else before
        assert (answer.tertulis, answer.nilai, answer.masukan) == (
            source[kode].tertulis,
            source[kode].nilai,
            source[kode].masukan,
        ), kode
    with agency.whole.cursor() as cursor:
        (total,) = cursor.execute(
            "SELECT sum(nilai) FROM nilai_simpul WHERE penilaian_id = ? AND kode IN ('A', 'B')", [stored.penilaian_id]
        ).fetchone()
    assert total is None or allowed.total > 0


def test_a_file_with_the_own_sheet_alone_leaves_the_others_as_they_are(agency, workbook):
    label, mine = Label(agency.own, YEAR, "unit"), agency.as_("koordinator")
    area = area_of_questions(workbook.instrument.komponen)
    own = tuple(answer for answer in workbook.reading.answers if area[answer.kode] in (2, 3))
    part = replace(workbook, of_file=ScoredFile([replace(workbook.reading, answers=own)]), place=0)
    store_upload(mine, [(in_own_areas(mine, part, label), label)], [])
    assert len(stored_answers(agency.whole, current(agency))) == len(area)


def test_who_answers_for_all_areas_uploads_the_file_as_it_is(agency, workbook):
    label = Label(agency.own, YEAR, "unit")
    for role in ("unit", "admin", "pembaca"):
        assert in_own_areas(agency.as_(role), workbook, label) is workbook, role

"""An evidence cell taken apart: each document once, with its link, however people write several into one cell."""

import pytest

from zi_metrics.pembangunan.documents import Document, document_id, documents_in

PAIR = [("SK Tim", "https://a.test/1"), ("Undangan", "https://a.test/2")]
THREE = [("SK Tim", ""), ("", "https://a.test/1"), ("", "https://a.test/2")]
FOUR = [(name, "") for name in ("SK Tim", "Undangan", "Notulen", "Daftar hadir")]


@pytest.mark.parametrize(
    ("bukti", "tautan", "found"),
    [
        ("SK Tim Kerja", "", [("SK Tim Kerja", "")]),
        ("1. SK Tim 2. Undangan\n- Notulen; Daftar hadir", "", FOUR),
        ("a. SK Tim\nb. Undangan", "", [("SK Tim", ""), ("Undangan", "")]),
        ("SK Tim\nhttps://a.test/1\nUndangan: https://a.test/2.", "", PAIR),
        # One link for several names is a folder; as many links as names go in order; others stand by themselves.
        ("SK Tim; Undangan", "https://a.test/x", [("SK Tim", "https://a.test/x"), ("Undangan", "https://a.test/x")]),
        ("SK Tim\nUndangan", "https://a.test/1\nhttps://a.test/2", PAIR),
        ("SK Tim", "https://a.test/1; https://a.test/2", THREE),
        ("https://a.test/1", "https://a.test/1", [("", "https://a.test/1")]),
        ("https://a.test/q;b=1?x", "", [("", "https://a.test/q;b=1?x")]),
        ("SK Tim\nSK TIM", "", [("SK Tim", "")]),
        ("ada", "https://a.test/1", [("", "https://a.test/1")]),
        ("D:\\ZI\\1.ii.a RENCANA AKSI - Copy.pdf", "", [("D:\\ZI\\1.ii.a RENCANA AKSI - Copy.pdf", "")]),
        ("Tahap 2. Laporan", "", [("Tahap 2. Laporan", "")]),
        *((nothing, "", []) for nothing in ("", "-", "Ada", "tidak ada", "Belum ada", " \n ")),
    ],
)  # fmt: skip
def test_a_cell_holds_these_documents(bukti, tautan, found):
    assert [(one.nama, one.tautan) for one in documents_in(bukti, tautan)] == found


def test_a_document_is_found_again_whatever_only_looks_different():
    one = document_id("u", "P.1.i.a", Document("SK  Tim (ZI).pdf", "https://www.a.test/1/"))
    assert one == document_id("u", "P.1.i.a", Document("sk tim zi pdf", "http://a.test/1"))
    others = {
        document_id("u", "P.1.i.b", Document("SK Tim (ZI).pdf", "https://a.test/1")),
        document_id("v", "P.1.i.a", Document("SK Tim (ZI).pdf", "https://a.test/1")),
        document_id("u", "P.1.i.a", Document("SK Tim (ZI).pdf", "https://a.test/2")),
        document_id("u", "P.1.i.a", Document("SK Tim (ZI) II.pdf", "https://a.test/1")),
    }
    assert len(others | {one}) == 5

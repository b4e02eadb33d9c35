"""What a page draws and sends does not grow with the number of units: the tables come in pages, and it is said."""

import pytest
from drawn_html import links, table_with
from many_units import FEW, MANY
from places import READY
from screen_parts import app_on, select, texts

from zi_metrics.lke import portfolio_view
from zi_metrics.store.connection import DATABASE_VARIABLE
from zi_ui import paging, tables

PAGES = {
    "ringkasan": {},
    "pokja": {},
    "penilai": {"tab": "semua"},
    "survei": {"jenis": "spak", "tahun": 2026, "tab": "semua"},
    "rencana": {"lihat": "semua"},
    "unit_kerja": {},
}


def sent(test):
    """How many bytes each element of the page takes."""
    protos = [getattr(node, "proto", None) for node in test._tree]
    return [proto.ByteSize() for proto in protos if hasattr(proto, "ByteSize")]


def seek(test, words):
    next(field for field in test.text_input if field.label == "Cari unit kerja").set_value(words).run()


@pytest.mark.parametrize("page", PAGES)
def test_what_is_sent_does_not_grow_with_the_units(app, portfolios, small_limits, page):
    few, many = (app(database, page, **PAGES[page]) for database in portfolios)
    for test in (few, many):
        assert not test.exception and not test.error
    # Four times as many units: more digits here and there, and a longer list of pages.
    assert sum(sent(many)) < 1.15 * sum(sent(few)) + 2000


def test_a_table_leads_to_every_row_by_its_pages(app, portfolios, monkeypatch):
    monkeypatch.setattr(portfolio_view, "ROWS", 40)
    seen = []
    for page in (1, 2, 3, 4):
        test = app(portfolios[0], "ringkasan", urutan="nama", halaman=page)
        assert not test.exception
        # The heading by which they are sorted has its arrow; the name is the first cell.
        seen += [next(iter(row.values())) for row in table_with(test, "Terhadap minimum")]
        assert any(f"halaman={page + 1}" in link for link in links(test)) is (page < 4)
        first = 40 * (page - 1) + 1
        assert f"{first}–{min(first + 39, FEW)} dari {FEW} unit" in texts(test)
    assert [name[:19] for name in seen] == [f"Kantor Banyak {number + 1:05d}" for number in range(FEW)]


def test_the_row_picked_on_a_later_page_is_that_pages():
    class Selection:
        rows, cells = [], [(3, "Unit kerja")]

    class Event:
        selection = Selection()

    assert tables.picked_row(tables.Shown(Event(), 80)) == 83
    assert paging.own_key("x", slice(80, 120)) != paging.own_key("x", slice(0, 40)) == "x"


def test_among_many_units_one_is_found_by_a_part_of_its_name(app, portfolios, small_limits):
    test = app(portfolios[1], "unit_kerja", unit=f"Kantor Banyak {MANY:05d}")
    box = select(test, "Unit kerja")
    assert len(box.options) <= 51 and box.value == f"Kantor Banyak {MANY:05d}", "a link leads to any unit"
    seek(test, "banyak 00331")
    assert set(select(test, "Unit kerja").options) == {"Kantor Banyak 00331", f"Kantor Banyak {MANY:05d}"}
    assert not test.exception


def test_plans_are_made_for_the_nearest_and_the_page_says_of_how_many(app, portfolios, small_limits):
    test = app(portfolios[1], "rencana", lihat="semua")
    (told,) = [info.value for info in test.info if "Bagian ini menghitung" in info.value]
    assert told.startswith(f"Dari {MANY} unit") and "menghitung 70 unit" in told


def test_the_unit_of_an_upload_is_found_among_many_by_a_part_of_its_name(portfolios, small_limits, monkeypatch):
    monkeypatch.setenv(DATABASE_VARIABLE, str(portfolios[1]))
    test = app_on({}, "unggah").run()
    path = READY["lengkap"]
    test.file_uploader[0].set_value([(path.name, path.read_bytes(), "application/octet-stream")]).run()
    label = "Unit kerja (pilih, atau ketik nama baru)"
    guessed = select(test, label).value
    assert guessed in select(test, label).options and len(select(test, label).options) <= 51
    seek(test, "banyak 00331")
    assert set(select(test, label).options) == {guessed, "Kantor Banyak 00331"}
    select(test, label).set_value("Kantor Banyak 00331").run()
    # What was chosen stays, whatever is sought then.
    for words in ("banyak 00001", "tidak ada yang begini", ""):
        seek(test, words)
        assert select(test, label).value == "Kantor Banyak 00331" and not test.exception
        assert "Kantor Banyak 00331" in select(test, label).options and len(select(test, label).options) <= 52
    assert any("dari 6" in caption.value for caption in test.caption)

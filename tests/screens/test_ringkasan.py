"""Ringkasan: the answer, tiles that filter, a table that sorts over all, and what has to be decided, each a link."""

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from assessments import INSTRUMENT, save_values
from drawn_html import bodies, links, table_with
from many_units import FEW
from screen_parts import select, texts

from zi_metrics.as_of import today
from zi_metrics.lke import portfolio, portfolio_view
from zi_metrics.store.connection import open_store
from zi_ui.overview import first_screen

YEAR = 2026
HOSTILE = "<img src=x onerror=alert(1)> **x** _y_"


def units(test):
    """The names in the table, in its order."""
    body = next(body for body in bodies(test) if "zi-units" in body)
    return [unescape(name) for name in re.findall(r'<th scope="row"[^>]*>(?:<span[^>]*>)?<a[^>]*>([^<]*)</a>', body)]


def tile(test, words):
    """The address of a tile and its count."""
    parts = re.findall(r'<a href="([^"]*)" class="zi-go zi-tile(.*?)</a>', "".join(bodies(test)), re.DOTALL)
    address, inside = next(part for part in parts if f" {words}</span>" in part[1])
    return unescape(address), int(re.search(r"<strong>([\d.]+)", inside).group(1).replace(".", ""))


def asked(address):
    return {name: values[0] for name, values in parse_qs(urlparse(address).query).items()}


def test_the_answer_is_the_first_and_largest_text_with_the_forecast_below_it(app, sample_path):
    body = next(body for body in bodies(app(sample_path, "ringkasan", tahun=YEAR)) if "zi-answer" in body)
    answer, forecast = re.findall(r'<h2 class="zi-answer">([^<]*)</h2>.*?<li>([^<]*)</li>', body)[0]
    assert "unit memenuhi semua syarat nilai WBK:" in answer and "menurut TPI" in answer
    assert re.search(r"sekitar \d+ \[\d+–\d+; rentang 80%\] dari 24 unit memenuhi WBK", forecast), forecast
    assert "TPI: " in forecast and "pasangan" in forecast, "it says what it rests on"


@pytest.mark.parametrize("predikat", ["wbk", "wbbm"])
def test_a_tile_leaves_as_many_rows_as_it_counts_and_leads_back(app, sample_path, predikat):
    whole = app(sample_path, "ringkasan", tahun=YEAR, predikat=predikat)
    address, count = tile(whole, "syarat belum")
    assert asked(address)["kelompok"] == "hampir" and asked(address)["tahun"] == str(YEAR)
    narrowed = app(sample_path, "ringkasan", **asked(address))
    assert len(units(narrowed)) == count
    assert set(units(narrowed)) <= set(units(whole)) and len(units(whole)) == 24
    back, same = tile(narrowed, "syarat belum")
    assert same == count and "kelompok" not in asked(back)


def test_what_was_chosen_in_this_very_run_is_in_the_links(app, sample_path):
    test = app(sample_path, "ringkasan", tahun=YEAR)
    select(test, "Tahun").set_value(2024).run()
    assert asked(tile(test, "total belum")[0])["tahun"] == "2024"


def test_headings_sort_over_all_units_and_turn_round(app, sample_path, monkeypatch):
    monkeypatch.setattr(portfolio_view, "ROWS", 10)
    table = portfolio.overview(open_store(sample_path), YEAR)
    by_change = table.dropna(subset="perubahan").sort_values("perubahan")["unit"].tolist()
    test = app(sample_path, "ringkasan", tahun=YEAR, urutan="perubahan")
    assert units(test) == by_change[:10]
    heading = next(one for one in links(test) if "urutan=perubahan" in one and "arah=turun" in one)
    assert units(app(sample_path, "ringkasan", **asked(heading))) == by_change[::-1][:10]
    second = next(one for one in links(test) if "halaman=2" in one)
    assert units(app(sample_path, "ringkasan", **asked(second))) == by_change[10:20]


def test_the_search_narrows_by_every_word_and_stays_in_the_address(app, sample_path):
    test = app(sample_path, "ringkasan", tahun=YEAR)
    field = next(one for one in test.text_input if one.label == "Cari unit")
    field.set_value("sekolah contoh").run()
    assert units(test) and all("Sekolah" in name for name in units(test))
    assert test.query_params["cari"] in ("sekolah contoh", ["sekolah contoh"])
    assert "unit (dari 24)" in texts(test)


@pytest.mark.parametrize(
    "wrong", [{"kelompok": "x<b>"}, {"urutan": "DROP"}, {"arah": "?"}, {"halaman": "-1"}, {"halaman": "9" * 40}]
)
def test_an_address_that_asks_for_nothing_known_shows_all(app, sample_path, wrong):
    test = app(sample_path, "ringkasan", tahun=YEAR, **wrong)
    assert not test.exception and len(units(test)) == 24


def test_every_unit_leads_to_itself_and_every_fix_to_its_answer(app, sample_path):
    test = app(sample_path, "ringkasan", tahun=YEAR)
    ways = [one for one in links(test) if one.startswith("unit_kerja?")]
    assert {asked(one)["unit"] for one in ways} == set(units(test))
    assert all(asked(one)["tahun"] == str(YEAR) and "penilai" in asked(one) for one in ways)
    if today().year <= YEAR:
        assert any("bagian" in asked(one) for one in ways)


@pytest.mark.skipif(today().year > YEAR, reason="of a year that is over nothing is left to be decided")
def test_what_has_to_be_decided_is_about_each_unit_once(app, sample_path):
    test = app(sample_path, "ringkasan", tahun=YEAR)
    panel = re.search(r'<section class="zi-panel.*?</section>', "".join(bodies(test)), re.DOTALL).group(0)
    names = [unescape(name) for name in re.findall(r'href="unit_kerja\?[^"]*" class="zi-go">(Contoh[^<]*)<', panel)]
    assert len(names) == len(set(names)) > 5
    for page in ("kesiapan", "rencana", "pekerjaan"):
        assert f'href="{page}?' in panel, page


def test_a_hostile_name_is_drawn_as_it_was_written(app, tmp_path):
    database = tmp_path / "jahat.duckdb"
    store = open_store(database)
    codes = [question.kode for question in INSTRUMENT.questions()]
    for name, value in ((HOSTILE, 0.8), ("Kantor biasa", 1.0)):
        save_values(store, name, YEAR, "tpi", dict.fromkeys(codes, value))
    test = app(database, "ringkasan", tahun=YEAR, cari=HOSTILE[:20])
    assert not test.exception and units(test) == [HOSTILE]
    drawn = "".join(bodies(test))
    assert "<img" not in drawn and "&lt;img src=x onerror=alert(1)&gt; **x** _y_" in drawn


def test_the_list_is_downloaded_whole_whatever_page_is_shown(app, sample_path, monkeypatch, made_files):
    monkeypatch.setattr(portfolio_view, "ROWS", 5)
    test = app(sample_path, "ringkasan", tahun=YEAR, urutan="nama")
    content = next(content for name, content in made_files.items() if name.startswith("Ringkasan - Daftar unit"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    names = [row[0] for row in sheet.iter_rows(min_row=int(sheet.freeze_panes[1:]), values_only=True)]
    table = portfolio.overview(open_store(sample_path), YEAR)
    assert names == sorted(table["unit"], key=str.casefold) and len(units(test)) == 5


def test_among_many_units_chances_are_computed_on_asking_for_those_of_the_page(app, portfolios, monkeypatch):
    monkeypatch.setattr(portfolio_view, "ROWS", 4)
    monkeypatch.setattr(first_screen, "_PLANNED", 2)
    test = app(portfolios[0], "ringkasan", tahun=YEAR)
    assert f"Dari {FEW} unit peluang tidak dihitung sekaligus" in texts(test)
    assert "Peluang" not in table_with(test, "Terhadap minimum")[0]
    asking = next(one for one in links(test) if asked(one).get("peluang") == "1")
    test = app(portfolios[0], "ringkasan", **asked(asking))
    assert len(table_with(test, "Peluang")) == 4 and "tampak peluang 4 unit di halaman ini" in texts(test)

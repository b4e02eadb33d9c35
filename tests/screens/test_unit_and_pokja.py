"""Unit kerja and Pokja: figures once, tabs of which one is open, links that lead to the answer, nothing that harms."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from assessments import ALL_HALF, save_values
from screen_parts import button, drawn, everything_said, field, headlines, select

from zi_metrics.store.connection import open_store

UNIT = "Contoh 13 – Kantor Pelayanan"
HOSTILE = "<img src=x onerror=alert(1)> **x** </a>"
TABS = ("jawaban", "syarat", "perkembangan", "pekerjaan", "survei", "riwayat")


def links(test):
    """The links that the page draws: what they say -> the page and what is asked of it."""
    bodies = "".join(element.proto.body for element in test.get("html"))
    found = {}
    for href, inside in re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', bodies, re.DOTALL):
        address = urlsplit(unescape(href))
        words = unescape(re.sub(r"<[^>]*>", "", inside)).strip()
        found.setdefault(words, (address.path, {k: v[0] for k, v in parse_qs(address.query, True).items()}))
    return found


def asked(test, name):
    value = test.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def test_the_head_names_what_fails_and_every_figure_leads_to_its_origin(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026)
    assert not test.exception and f"{UNIT} belum memenuhi WBK: 1 dari 12 syarat nilai belum tercapai." in drawn(test)
    assert "Survei Persepsi Korupsi (IPAK) kurang 0,26" in drawn(test)
    assert list(headlines(test)) == ["Total", "Pengungkit", "Hasil"]
    page, choices = links(test)["✔ Penguatan Pengawasan"]
    assert page == "unit_kerja" and choices["unit"] == UNIT and choices["mengapa"] == "P.5+R.5"
    # The link opens the way down, in which the answer says its cell.
    opened = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, mengapa="R.5.ii.a")
    assert not opened.exception and drawn(opened).count("Persentase penanganan pengaduan masyarakat") >= 1
    assert asked(opened, "mengapa") == "R.5.ii.a", "the address is that of what is seen"
    wrong = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, mengapa="Z.9")
    assert not wrong.exception and asked(wrong, "mengapa") is None


def test_no_figure_of_a_gate_stands_twice_in_the_head(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, tab="survei")
    (head,) = [element.proto.body for element in test.get("html") if 'class="zi-unit"' in element.proto.body]
    figures = re.findall(r'class="zi-bar-figure">([\d,]+)<', head) + list(headlines(test).values())
    assert len(figures) == 13 and head.count("Penguatan Pengawasan") == 1


@pytest.mark.parametrize("tab", TABS)
def test_one_tab_is_open_and_the_address_says_which(app, sample_path, tab):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, tab=tab)
    assert not test.exception and not test.error and asked(test, "tab") == tab
    marks = {
        "jawaban": "Jawaban 1–10 dari 113.",
        "syarat": "Syarat pengusulan WBK",
        "perkembangan": "Laju menuju batas pengusulan",
        "pekerjaan": "Rencana aksi 2026",
        "survei": "Selang 95%",
        "riwayat": "Bandingkan versi",
    }
    shown = (
        everything_said(test) + " ".join(box.label for box in test.selectbox) + " ".join(b.label for b in test.expander)
    )
    present = {name for name, mark in marks.items() if mark in shown}
    assert present <= {tab} and (present == {tab} or tab == "riwayat")
    # The other tabs are a link away, with the unit.
    (tabs,) = re.findall(r'<nav class="zi-tabs".*?</nav>', "".join(e.proto.body for e in test.get("html")))
    others = [parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'href="([^"]*)"', tabs)]
    assert [one["tab"] for one in others] == [[name] for name in TABS] and all(one["unit"] == [UNIT] for one in others)


def test_a_link_to_a_question_or_a_part_opens_its_answers(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, bagian="P.5.iv.a")
    assert select(test, "Bagian LKE").value == "P.5.iv.a" and asked(test, "bagian") == "P.5.iv.a"
    assert "1 jawaban." in drawn(test) and "P.5.iv.a" in drawn(test)
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, bagian="P.5.iv")
    assert "3 jawaban." in drawn(test)
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, bagian="Z.9")
    assert select(test, "Bagian LKE").value == "" and not test.exception


def test_answers_are_sought_by_a_word_and_the_search_is_in_the_address(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026)
    field(test, "Cari dalam jawaban").set_value("benturan kepentingan").run()
    assert asked(test, "cari") == "benturan kepentingan" and "P.5.v.a" in drawn(test) and "P.1.i.a" not in drawn(test)
    again = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, cari="benturan kepentingan")
    assert field(again, "Cari dalam jawaban").value == "benturan kepentingan" and "P.5.v.a" in drawn(again)
    field(again, "Cari dalam jawaban").set_value("tidakadakatanya").run()
    assert any("Tidak ada jawaban yang memuat" in info.value for info in again.info)


def test_the_other_judge_the_action_and_the_advice_stand_beside_an_answer(app, sample_path):
    said = drawn(app(sample_path, "unit_kerja", unit=UNIT, tahun=2026, bagian="P.5.v.c"))
    assert re.search(r"Unit: \w+", said) and "Terlambat" in said
    assert "Tindakan : Seluruh layanan sudah menerapkan penanganan benturan kepentingan" in said


def test_the_next_steps_and_what_is_late_lead_on(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026)
    assert "Langkah paling ringan ke WBK" in drawn(test) and "upaya 3,0" in drawn(test)
    page, choices = links(test)["Buka rencana"]
    assert page == "rencana" and choices == {
        "unit": UNIT, "tahun": "2026", "penilai": "tpi", "predikat": "wbk", "lihat": "rencana",
    }  # fmt: skip
    assert links(test)["Buka tindakannya"][0] == "pekerjaan" and "tindakan terlambat" in drawn(test)


def test_a_pokja_mends_first_what_loses_most_and_every_name_leads_to_its_answer(app, sample_path):
    test = app(sample_path, "pokja", pokja=5, tahun=2026)
    assert not test.exception
    said = drawn(test)
    first, second = said.index("Persentase penanganan pengaduan masyarakat"), said.index("secara berjenjang")
    assert said.index("Benahi dahulu") < first < second and "1,12 dari 3,00" in said
    page, choices = links(test)["Contoh 12 – Laboratorium"]
    assert page == "unit_kerja" and choices["bagian"] == "R.5.ii.a" and choices["unit"] == "Contoh 12 – Laboratorium"
    # The map: the weakest unit first, short names as headings.
    (drawn_map,) = re.findall(r'zi-map">(.*?)</table>', "".join(e.proto.body for e in test.get("html")), re.DOTALL)
    units = re.findall(r'<tr><th scope="row"><a [^>]*>([^<]*)</a>', drawn_map)
    assert len(units) == 24 and units[0] == "Contoh 12 – Laboratorium" and units[-1] == "Contoh 05 – Sekolah"
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', drawn_map)
    assert heads[:4] == ["Unit kerja", "Area ini", "Pengendalian Gratifikasi", "SPIP"]
    cell = re.findall(r'<td class="zi-cell[^"]*" data-head="LHKPN"><a href="([^"]*)"', drawn_map)[0]
    assert parse_qs(urlsplit(unescape(cell)).query)["bagian"] == ["R.5.iii.1"]


def test_a_pokjas_actions_stand_with_what_is_late_first(app, sample_path):
    test = app(sample_path, "pokja", pokja=5, tahun=2026, tab="tindakan")
    late = [int(days) for days in re.findall(r"Terlambat (\d+) hari", drawn(test))]
    assert late == sorted(late, reverse=True) and late and f"{len(late)} tindakan terlambat" in drawn(test)
    assert "Peta unit" in drawn(test) and 'data-head="LHKPN"' not in "".join(e.proto.body for e in test.get("html"))


def test_a_later_page_of_the_list_is_an_address(app, sample_path):
    test = app(sample_path, "pokja", pokja=5, tahun=2026)
    assert "Pertanyaan 1–8 dari 22." in drawn(test) and links(test)["Berikutnya ›"][1]["benahi"] == "8"
    later = app(sample_path, "pokja", pokja=5, tahun=2026, benahi=8)
    assert "Pertanyaan 9–16 dari 22." in drawn(later) and "secara berjenjang" not in drawn(later)
    for nonsense in ("-8", "999999", "x", "8.5", "²"):
        assert "Pertanyaan 1–8 dari 22." in drawn(app(sample_path, "pokja", pokja=5, tahun=2026, benahi=nonsense))


@pytest.mark.parametrize(("page", "more"), [("unit_kerja", {"tab": tab}) for tab in TABS] + [
    ("pokja", {"tab": tab}) for tab in ("peta", "tindakan", "perkembangan")
])  # fmt: skip
def test_a_hostile_name_is_drawn_as_it_is_written(app, tmp_path, page, more):
    store = open_store(tmp_path / "jahat.duckdb")
    for judge in ("unit", "tpi"):
        save_values(store, HOSTILE, 2026, judge, ALL_HALF)
    test = app(store.path, page, unit=HOSTILE, tahun=2026, **more)
    assert not test.exception
    bodies = "".join(element.proto.body for element in test.get("html"))
    assert "<img src=x" not in bodies and "onerror=alert(1)>" not in bodies
    assert (page == "pokja" and more["tab"] != "peta") or "&lt;img src=x onerror=alert(1)&gt; **x**" in bodies


def test_why_opens_at_the_total_by_its_button_and_closes_with_the_unit(app, sample_path):
    test = app(sample_path, "unit_kerja", unit=UNIT, tahun=2026)
    button(test, "Mengapa angka ini?").click().run()
    assert not test.exception and "jumlah 2 bagiannya" in everything_said(test) and asked(test, "mengapa") == ""

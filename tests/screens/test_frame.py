"""What every screen begins with: the menu, the search, the agency; the first steps; the guide."""

import pytest
from screen_parts import app_on, button, drawn, texts

from zi_metrics.explanations.terms import terms
from zi_metrics.scope import Act, Extent, Person, Scope, everything
from zi_metrics.store import tables
from zi_metrics.store.agency import name_agency
from zi_metrics.store.connection import open_store
from zi_ui import guide
from zi_ui.menu import MANAGING, SECTIONS
from zi_ui.overview import asked
from zi_ui.page import REQUESTED

HOSTILE = '<img src=x onerror="alert(1)">**x**'


def bodies(test):
    return "".join(element.proto.body for element in test.get("html"))


def test_the_menu_shows_every_screen_in_its_section_and_marks_the_present_one(app, sample_path):
    test = app(sample_path, "pokja")
    said = bodies(test)
    for name, screens in {**SECTIONS, "Kelola": MANAGING}.items():
        assert name in said
        for one in screens:
            assert f">{one.title}</a>" in said, one
    assert said.count('aria-current="page">Pokja</a>') == 2, "wide, and folded for a phone"
    assert "data per 25 Mei 2026" in drawn(test)


def test_the_menu_shows_nobody_a_screen_that_would_only_refuse(app, at_work, sample_path):
    at_work(Scope(Person("a", "A", "layar"), {Act.LIHAT: (Extent(),)}))
    said = bodies(app(sample_path))
    assert ">Pokja</a>" in said and ">Unggah</a>" not in said and "Kelola" not in said


def test_the_agencys_name_stands_above_every_screen_whatever_is_in_it(app, sample_path):
    name_agency(open_store(sample_path), HOSTILE)
    said = bodies(app(sample_path, "survei"))
    assert "&lt;img src=x" in said and "<img src=x" not in said


def test_what_is_sought_is_found_and_leads_on(app, sample_path):
    test = app(sample_path, "unit_kerja", unit="Contoh 05 – Sekolah")
    test.text_input(key="cari").set_value("r.5.ii").run()
    assert "bagian=R.5" in bodies(test) and "Contoh+05" in bodies(test)
    test.text_input(key="cari").set_value("tidak ada ini").run()
    assert "Tidak ada yang cocok" in drawn(test)
    test.text_input(key="cari").set_value('"><script>alert(1)</script>').run()
    assert not test.exception and "<script>alert(1)" not in bodies(test)


def test_an_empty_database_tells_the_first_steps_and_takes_samples_in_one_click(app, tmp_path):
    path = tmp_path / "kosong.duckdb"
    test = app(path)
    assert "Tiga langkah" in drawn(test) and not test.exception
    button(test, "Lihat dengan data contoh").click().run()
    assert not test.exception and "memenuhi" in texts(test) + drawn(test)
    store = open_store(path)
    assert len(tables.assessments(store)) > 100
    test.switch_page("pages/perawatan.py").run()
    button(test, "Buang data contoh").click().run()
    assert not test.exception and tables.is_empty(store)


def test_samples_are_not_offered_to_whoever_may_not_have_them(app, at_work, tmp_path):
    at_work(Scope(Person("a", "A", "layar"), {Act.LIHAT: (Extent(),)}))
    test = app(tmp_path / "kosong.duckdb")
    assert not [one for one in test.button if "contoh" in one.label]


def test_where_somebody_begins_is_what_this_browser_kept(monkeypatch, app, sample_path):
    kept = {"zi_unit": "Contoh%2007%20%E2%80%93%20Kantor%20Pelayanan", "zi_pokja": "4"}
    monkeypatch.setattr("zi_ui.remembered._cookies", lambda: kept)
    assert app(sample_path, "unit_kerja").selectbox(key="choose_unit").value == "Contoh 07 – Kantor Pelayanan"
    assert app(sample_path, "pokja").selectbox(key="choose_pokja").value == 4
    # A link says what its sender saw, whatever this browser kept.
    linked = app(sample_path, "unit_kerja", unit="Contoh 02 – Rumah Sakit")
    assert linked.selectbox(key="choose_unit").value == "Contoh 02 – Rumah Sakit"


@pytest.mark.parametrize("kept", ["Unit yang tidak ada", "%00", "9" * 400])
def test_what_a_browser_kept_of_another_database_changes_nothing(monkeypatch, app, sample_path, kept):
    plain = app(sample_path, "unit_kerja").selectbox(key="choose_unit").value
    monkeypatch.setattr("zi_ui.remembered._cookies", lambda: {"zi_unit": kept, "zi_pokja": kept})
    test = app(sample_path, "unit_kerja")
    assert test.selectbox(key="choose_unit").value == plain and not test.warning


def test_a_coordinator_begins_at_the_own_area(app, at_work, sample_path):
    sees = dict.fromkeys((Act.LIHAT, Act.EKSPOR), (Extent(),))
    at_work(Scope(Person("a", "A", "layar"), {**sees, Act.RENCANA_AKSI: (Extent(pokja=frozenset({3})),)}))
    assert app(sample_path, "pokja").selectbox(key="choose_pokja").value == 3
    at_work(everything(Person("a", "A", "layar")))
    assert app(sample_path, "pokja").selectbox(key="choose_pokja").value == 1


def test_every_screen_has_its_topic_in_the_guide_and_every_link_in_it_leads_somewhere(app, sample_path):
    known = guide.topics()
    for screens in SECTIONS.values():
        for one in screens:
            assert known[guide.topic_of(one.name)].title == one.title
    for topic in known.values():
        assert "topik=)" not in topic.text, topic.code
        for code in {part.split(")")[0] for part in topic.text.split("bantuan?topik=")[1:]}:
            assert code in known, (topic.code, code)
    test = app(sample_path, "bantuan", topik="glosarium")
    assert not test.exception and all(term in texts(test) for term in terms())


def test_the_guides_glossary_is_the_one_that_is_searched():
    rows = guide.topics()["glosarium"].text
    assert all(f"| {term} | {meaning} |" in rows for term, meaning in terms().items())
    assert rows.count("\n|") - 1 == len(terms())


def test_a_visit_without_a_page_begins_with_ringkasan(sample_path, monkeypatch):
    monkeypatch.setenv("ZI_DATABASE", str(sample_path))
    test = app_on({})
    test.run()
    assert test.title[0].value == "Ringkasan"


def test_the_detour_of_a_deep_link_takes_no_parameter_of_a_page():
    assert REQUESTED not in {asked.GROUP, asked.SOUGHT, asked.ORDER, asked.WAY, asked.PAGE}

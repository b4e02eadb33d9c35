"""A wish for a unit, year, judge or kind of survey stays; where there is nothing of it, the page says so."""

import pytest
from acting import acting
from assessments import ALL_HALF, save_values
from places import PAGES
from screen_parts import UNEVEN, button, drawn, headlines, select, texts

from zi_metrics.store.connection import open_store
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys

BOTH, ALONE = UNEVEN


def go(test, page):
    """As a click in the menu does: the address says nothing of choices any more."""
    test.switch_page(PAGES[page])
    test.query_params.clear()
    return test.run()


def said(test):
    return texts(test).replace("\\", "")


def address(test, name):
    value = test.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def test_a_unit_without_a_survey_stays_chosen_on_survei_and_after_it(app, uneven):
    test = app(uneven, "unit_kerja")
    select(test, "Unit kerja").set_value(ALONE).run()
    go(test, "survei")
    assert f"{ALONE} belum punya survei 2026." in said(test) and not test.exception
    assert select(test, "Unit kerja").value == ALONE and "Responden" not in drawn(test), "no other unit's figures"
    assert any(link.label == "Unggah hasil survei" for link in test.get("page_link"))
    go(test, "rencana")
    assert select(test, "Unit kerja").value == ALONE == address(test, "unit")
    go(test, "survei")
    button(test, f"Lihat {BOTH}").click().run()
    assert select(test, "Unit kerja").value == BOTH and "Responden" in drawn(test)
    assert address(go(test, "rencana"), "unit") == BOTH, "looking at another one is a choice, too"


def test_a_unit_shown_without_having_been_chosen_is_carried_on_too(app, uneven):
    test = app(uneven, "unit_kerja")
    first = select(test, "Unit kerja").value
    assert first != BOTH
    assert f"{first} belum punya survei" in said(go(test, "survei"))


def test_a_link_to_a_unit_that_has_nothing_here_says_so(app, uneven):
    test = app(uneven, "survei", unit=ALONE, tahun=2026)
    assert f"{ALONE} belum punya survei 2026." in said(test)
    assert not [warning for warning in test.warning if "tidak ada di sini" in warning.value]


@pytest.mark.parametrize("page", ["unit_kerja", "rencana", "simulasi", "penilai"])
def test_a_year_that_a_unit_does_not_have_is_said_and_those_it_has_are_offered(app, uneven, page):
    test = app(uneven, page, unit=ALONE, tahun=2026)
    assert f"{ALONE} belum punya penilaian 2026." in said(test) and not test.exception
    assert not test.metric and not headlines(test)
    assert select(test, "Tahun").value == 2026 and address(test, "tahun") == "2026"
    button(test, "Lihat 2025").click().run()
    assert select(test, "Tahun").value == 2025 and "belum punya" not in said(test)
    assert address(test, "tahun") == "2025"


@pytest.mark.parametrize("page", ["unit_kerja", "rencana", "simulasi"])
def test_a_judge_who_did_not_judge_a_unit_is_said(app, uneven, page):
    test = app(uneven, page, unit=ALONE, tahun=2025, penilai="tpi")
    assert f"{ALONE} belum dinilai oleh Tim Penilai Internal (TPI) pada 2025." in said(test)
    assert select(test, "Penilai").value == "tpi" and not test.metric and not headlines(test)
    button(test, "Lihat Penilai terakhir").click().run()
    assert select(test, "Penilai").value == "terakhir" and "belum dinilai oleh" not in said(test)


def test_a_year_and_judge_chosen_for_all_units_are_wished_for_one_of_them(app, uneven):
    test = app(uneven)
    select(test, "Tahun").set_value(2025).run()
    select(test, "Penilai").set_value("tpi").run()
    go(test, "unit_kerja")
    select(test, "Unit kerja").set_value(ALONE).run()
    assert "belum dinilai oleh" in said(test)
    select(test, "Unit kerja").set_value(BOTH).run()
    assert (select(test, "Tahun").value, select(test, "Penilai").value) == (2025, "tpi") and headlines(test)


def test_a_year_that_nobody_wished_for_gives_way_to_the_units_own(app, uneven):
    test = app(uneven, "penilai")
    assert select(test, "Tahun").value == 2026
    select(test, "Unit kerja").set_value(ALONE).run()
    assert select(test, "Tahun").value == 2025 and "belum punya" not in said(test)


def test_a_kind_of_survey_that_a_unit_does_not_have_is_said(app, uneven):
    new = NewSurvey(unit=ALONE, tahun=2026, jenis="spkp", instrumen_versi=1, agregat="indeks", indeks=3.5)
    save_surveys(acting(open_store(uneven), "Ani"), [(SurveySource("b.csv", "bb"), [new])])
    test = app(uneven, "survei", unit=ALONE, tahun=2026, jenis="spak")
    assert f"{ALONE} belum punya survei SPAK 2026." in said(test) and "Responden" not in drawn(test)
    button(test, "Lihat SPKP").click().run()
    assert select(test, "Jenis survei").value == "spkp" and "Responden" in drawn(test)


def test_a_sample_unit_out_of_sight_is_said_to_be_one(app, sample_path):
    save_values(open_store(sample_path), BOTH, 2026, "tpi", ALL_HALF)
    test = app(sample_path, "penilai", unit="Contoh 14 – Rumah Sakit", tahun=2026, contoh=0)
    assert "adalah data contoh, yang sekarang tidak disertakan" in said(test)
    button(test, "Lihat data contoh").click().run()
    assert test.toggle[0].value is True and "Contoh 14 – Rumah Sakit , 2026: TPI menurunkan" in drawn(test)


@pytest.mark.parametrize("name", ["Tahun", "Unit kerja"])
def test_a_filter_keeps_its_choice_when_others_change_its_options(app, uneven, name):
    test = app(uneven, "unit_kerja", unit=BOTH, tahun=2025)
    before = select(test, name).value
    store = open_store(uneven)
    for unit in ("Aaa lebih dahulu", BOTH, "Zzz kemudian"):
        save_values(store, unit, 2027, "tpi", ALL_HALF)
    test.run()
    assert select(test, name).value == before
    assert {"2027", "Aaa lebih dahulu"} & set(select(test, name).options)

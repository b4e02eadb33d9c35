"""Survey instruments are data: valid, told wrong with every place at once, and added without code."""

import textwrap
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey_files import as_text, responses

from zi_metrics.instruments.library import InstrumentError, load_instrument
from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.index import points, survey_gates
from zi_metrics.surveys.instruments.library import (
    convert,
    load_survey_instruments,
    read_survey_instrument,
)

INSTRUMENTS = load_survey_instruments()
OWN = """
    kode: digital
    versi: 1
    nama: Survei Layanan Digital (contoh karangan)
    singkatan: SLD
    indeks: ILD
    sumber: karangan untuk pengujian
    skala: {minimum: 1, maksimum: 5}
    mutu:
    - {huruf: A, nama: Bagus, mulai: 4}
    - {huruf: B, nama: Lumayan, mulai: 1}
    konteks: [layanan digital]
    susunan: {lengkap: [D1, D2, D3]}
    unsur:
    - {kode: D1, nama: Kecepatan Aplikasi, sebutan: [kecepatan aplikasi]}
    - {kode: D2, nama: Tampilan Aplikasi, sebutan: [tampilan aplikasi]}
    - {kode: D3, nama: Keamanan Data, sebutan: [keamanan data pribadi pengguna]}
"""


def test_the_shipped_ones_have_the_regulations_unsur():
    assert [u.nama for u in INSTRUMENTS["skm"].unsur][:2] == ["Persyaratan", "Sistem, Mekanisme, dan Prosedur"]
    assert (len(INSTRUMENTS["skm"].unsur), len(INSTRUMENTS["spak"].unsur)) == (9, 5)
    assert all(i.sumber and i.missing({u.kode for u in i.unsur}) == [] for i in INSTRUMENTS.values())


@pytest.mark.parametrize(
    ("ikm", "letter"),
    [("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C"), ("76.61", "B"), ("88.30", "B"), ("88.31", "A")],
)
def test_quality_bands_begin_where_the_regulation_says(ikm, letter):
    assert INSTRUMENTS["skm"].band(float(Decimal(ikm) / 25)).huruf == letter


@given(st.floats(1, 4))
def test_every_index_has_one_band_and_a_better_one_never_a_worse(index):
    bands = INSTRUMENTS["skm"].mutu
    order = [b.huruf for b in bands]
    place = order.index(INSTRUMENTS["skm"].band(index).huruf)
    assert order.index(INSTRUMENTS["skm"].band(min(4, index + 0.01)).huruf) <= place


@given(st.sampled_from([(1, 4), (1, 5), (1, 6), (0, 100)]), st.floats(0, 1))
def test_another_scale_is_carried_over_in_a_straight_line(scale, share):
    low, high = scale
    value = low + share * (high - low)
    assert convert(value, INSTRUMENTS["skm"].skala, low, high) == pytest.approx(1 + 3 * share)
    assert convert(value, INSTRUMENTS["skm"].skala, 1, 4) == pytest.approx(value) if scale == (1, 4) else True


def test_every_place_that_is_wrong_is_told_at_once(tmp_path):
    path = tmp_path / "salah.yaml"
    text = textwrap.dedent(OWN).replace("versi: 1", "versi: satu").replace("singkatan: SLD", "singkat: SLD")
    path.write_text(text.replace("{kode: D2, nama: Tampilan Aplikasi,", "{kode: D2,"), encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        read_survey_instrument(path)
    told = "\n".join(caught.value.problems)
    assert all(place in told for place in ("versi", "singkatan", "singkat", "unsur.1.nama (D2)"))


def test_contradictions_are_told_at_once(tmp_path):
    path = tmp_path / "salah.yaml"
    text = textwrap.dedent(OWN).replace("[D1, D2, D3]", "[D1, D2, D9]").replace("mulai: 4", "mulai: 1")
    path.write_text(text.replace("kode: D2", "kode: D1"), encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        read_survey_instrument(path)
    assert len(caught.value.problems) == 4


def test_a_key_written_twice_is_refused(tmp_path):
    path = tmp_path / "salah.yaml"
    path.write_text(textwrap.dedent(OWN) + "versi: 2\n", encoding="utf-8")
    with pytest.raises(InstrumentError, match="ditulis dua kali"):
        read_survey_instrument(path)


def test_an_instrument_of_ones_own_needs_a_file_and_no_code(folder):
    (folder / "digital.yaml").write_text(textwrap.dedent(OWN), encoding="utf-8")
    known = load_survey_instruments(folder)
    heads = ["Kecepatan aplikasi", "Tampilan aplikasi", "Keamanan data pribadi pengguna"]
    content = as_text(responses(heads, lambda i, q: 1 + (i + q) % 5))
    (item,) = prepare_survey("hasil.csv", content, instruments=known)
    assert (item.jenis, item.figure.indeks, item.figure.mutu.nama) == ("digital", pytest.approx(3), "Lumayan")


def test_points_and_gates_come_from_the_lke_instrument():
    lke = load_instrument()
    assert points(INSTRUMENTS["spak"], lke, 3.6) == pytest.approx(15.75)
    assert points(INSTRUMENTS["skm"], lke, 3.6) is None and survey_gates(INSTRUMENTS["skm"], lke, 3.6).empty
    gates = survey_gates(INSTRUMENTS["spkp"], lke, 3.3).set_index("predikat")
    assert gates["minimum_indeks"].to_dict() == pytest.approx({"wbk": 3.2, "wbbm": 3.6})
    assert gates["terpenuhi"].to_dict() == {"wbk": True, "wbbm": False}
    assert gates.loc["wbbm", "kurang_indeks"] == pytest.approx(0.3)
    at_minimum = survey_gates(INSTRUMENTS["spak"], lke, 3.6)
    assert at_minimum["terpenuhi"].all() and (at_minimum["kurang"] == 0).all()


@given(st.one_of(st.floats(1, 4), st.sampled_from([3.5322, 3.53216, 3.53215, 3.0642, 2.5998, 2.59979])))
def test_one_index_has_one_category_in_every_survey(index):
    # Independent: to a hundred, two decimals, half up, against the bands of PermenPANRB 14/2017.
    shown = Decimal(repr(round(index * 25, 9))).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    letter = next(name for name, start in zip("ABCD", ("88.31", "76.61", "65.00", "25.00"), strict=True)
                  if shown >= Decimal(start))  # fmt: skip
    assert {kode: i.band(index).huruf for kode, i in INSTRUMENTS.items()} == dict.fromkeys(INSTRUMENTS, letter)

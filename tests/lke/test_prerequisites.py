"""Prerequisites: minima are the file's, what is recorded is only ever added to, and what is missing is missing."""

from datetime import date

import pandas as pd
import pytest
from acting import acting
from assessments import save_values

from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.portfolio import overview
from zi_metrics.lke.portfolio_summary import summary
from zi_metrics.lke.prerequisites import count_met, evaluate_prerequisites, stored_met, value_problem
from zi_metrics.lke.unit import find_assessment, unit_report
from zi_metrics.store import settings, tables
from zi_metrics.store.prerequisites import PrerequisiteRecord, record_prerequisites, recorded_prerequisites
from zi_metrics.store.unit_names import unit_key

INSTRUMENT = load_instrument()
# PermenPANRB 5/2024, Lampiran II, Tabel 5, typed here once more by hand: (WBK, WBBM).
MINIMA = {
    "opini_bpk": ("WTP", "WTP"),
    "sakip_instansi": ("B", "BB"),
    "indeks_rb": ({"kl": "B", "pemda": "CC"}, {"kl": "BB", "pemda": "B"}),
    "maturitas_spip": ("3", "3"),
    "layanan_utama": ("Ya", "Ya"),
    "dampak_persepsi": ("Ya", "Ya"),
    "tindak_lanjut_temuan": ("100%", "100%"),
    "lhkpn": ("100%", "100%"),
    "lhkan": ("100%", "100%"),
    "lama_pembangunan": ("1", "1"),
    "sakip_unit": ("B", "BB"),
    "sudah_wbk": (None, "Ya"),
}
AGENCY = {"opini_bpk", "sakip_instansi", "indeks_rb", "maturitas_spip"}


def records(**values):
    rows = [{"kode": k, "nilai": v, "bukti": "b", "tautan": "", "tanggal": None} for k, v in values.items()]
    return pd.DataFrame(rows, columns=["kode", "nilai", "bukti", "tautan", "tanggal"])


def met(predikat="wbk", instansi=None, **values):
    table = evaluate_prerequisites(INSTRUMENT, records(**values), instansi)
    return table[table["predikat"] == predikat].set_index("kode")["terpenuhi"].to_dict()


def test_the_minima_are_those_of_tabel_5():
    assert {item.kode: (item.minimum.get("wbk"), item.minimum.get("wbbm")) for item in INSTRUMENT.prasyarat} == MINIMA
    assert {item.kode for item in INSTRUMENT.prasyarat if item.lingkup == "instansi"} == AGENCY
    assert all("5/2024" in item.sumber for item in INSTRUMENT.prasyarat)


@pytest.mark.parametrize(
    ("kode", "enough", "short"),
    [
        ("opini_bpk", ["WTP", "wtp "], ["WDP", "TW", "TMP"]),
        ("sakip_unit", ["B", "BB", "A", "AA"], ["CC", "C", "D"]),
        ("maturitas_spip", ["3", "5"], ["2", "1"]),
        ("layanan_utama", ["Ya", "ya"], ["Tidak"]),
        ("lhkpn", ["100%", "100", "1"], ["99,9%", "0%", "0,5"]),
        ("lama_pembangunan", ["1", "2,5"], ["0", "0,9"]),
    ],
)
def test_a_value_at_the_minimum_is_enough_and_one_below_is_not(kode, enough, short):
    assert all(met(**{kode: value})[kode] is True for value in enough)
    assert all(met(**{kode: value})[kode] is False for value in short)


def test_nothing_recorded_is_neither_met_nor_failed():
    assert set(met().values()) == {None} and set(met("wbbm").values()) == {None}
    assert met(opini_bpk=None)["opini_bpk"] is None and met(opini_bpk="-")["opini_bpk"] is None
    assert met(opini_bpk="bagus")["opini_bpk"] is None


def test_wbbm_asks_for_more_and_for_wbk_first():
    assert met("wbk", sakip_unit="B")["sakip_unit"] is True and met("wbbm", sakip_unit="B")["sakip_unit"] is False
    assert "sudah_wbk" not in met("wbk") and met("wbbm", sudah_wbk="Ya")["sudah_wbk"] is True


def test_a_minimum_by_kind_of_agency_needs_the_kind_only_where_it_matters():
    assert met("wbk", "pemda", indeks_rb="CC")["indeks_rb"] is True
    assert met("wbk", "kl", indeks_rb="CC")["indeks_rb"] is False
    assert met("wbk", None, indeks_rb="CC")["indeks_rb"] is None
    assert met("wbk", None, indeks_rb="B")["indeks_rb"] is True
    assert met("wbk", None, indeks_rb="C")["indeks_rb"] is False
    with pytest.raises(KeyError):
        met("wbk", "desa", indeks_rb="B")


def test_the_table_says_minimum_source_evidence_and_exception():
    table = evaluate_prerequisites(INSTRUMENT, records(lhkpn="98%"))
    row = table[(table["predikat"] == "wbk") & (table["kode"] == "lhkpn")].iloc[0]
    assert row["minimum"] == "100%" and row["nilai"] == "98%" and row["bukti"] == "b" and row["terpenuhi"] is False
    assert "Tabel 5" in row["sumber"] and "Stranas PK" in row["pengecualian"] and row["tanggal"] is None
    wide = table[(table["predikat"] == "wbk") & (table["kode"] == "indeks_rb")].iloc[0]
    assert wide["minimum"] == "B (Kementerian/lembaga); CC (Pemerintah daerah)"


@pytest.mark.parametrize(
    ("kode", "value"), [("opini_bpk", "WTP-DPP"), ("lhkpn", "semua"), ("layanan_utama", "mungkin")]
)
def test_a_value_of_another_kind_is_told_with_what_is_expected(kode, value):
    problem = value_problem(INSTRUMENT, kode, value)
    assert value in problem and "isi dengan" in problem
    minimum = MINIMA[kode][0]
    assert value_problem(INSTRUMENT, kode, minimum) is None


def test_records_are_only_added_and_the_newest_counts(sample_store):
    unit, year = unit_key("Contoh 01 – Kantor Pelayanan"), 2025
    first = PrerequisiteRecord("lhkpn", "97%", "Rekap LHKPN", "https://contoh.invalid/1", date(2026, 3, 2))
    second = PrerequisiteRecord("lhkpn", "100%", "Rekap LHKPN", "https://contoh.invalid/2", date(2026, 4, 2))
    before = tables.version(sample_store)
    assert record_prerequisites(sample_store, unit, year, [first]) == 1
    assert tables.version(sample_store) != before
    assert record_prerequisites(acting(sample_store, "Penguji"), unit, year, [second]) == 1
    assert record_prerequisites(acting(sample_store, "Orang lain"), unit, year, [second]) == 0
    now = recorded_prerequisites(sample_store, unit, year)
    assert now["nilai"].tolist() == ["100%"] and now["oleh"].tolist() == ["Penguji"]
    assert evaluate_prerequisites(INSTRUMENT, now).iloc[7]["tanggal"] == pd.Timestamp(2026, 4, 2)
    kept = tables.read(sample_store, "SELECT versi, nilai FROM prasyarat WHERE tahun = 2025 ORDER BY versi")
    assert kept.values.tolist() == [[1, "97%"], [2, "100%"]]
    # Taken back: nothing is recorded any more, and the history stays.
    assert record_prerequisites(sample_store, unit, year, [PrerequisiteRecord("lhkpn", None)]) == 1
    assert met_of(recorded_prerequisites(sample_store, unit, year))["lhkpn"] is None
    assert len(tables.read(sample_store, "SELECT 1 FROM prasyarat WHERE tahun = 2025")) == 3


def met_of(recorded):
    table = evaluate_prerequisites(INSTRUMENT, recorded)
    return table[table["predikat"] == "wbk"].set_index("kode")["terpenuhi"].to_dict()


def test_the_agencys_records_hold_for_every_unit_and_only_in_their_year(sample_store):
    one, other = unit_key("Contoh 01 – Kantor Pelayanan"), unit_key("Contoh 02 – Rumah Sakit")
    record_prerequisites(sample_store, None, 2025, [PrerequisiteRecord("opini_bpk", "WTP", "LHP BPK")])
    record_prerequisites(sample_store, one, 2025, [PrerequisiteRecord("layanan_utama", "Ya")])
    assert met_of(recorded_prerequisites(sample_store, one, 2025))["opini_bpk"] is True
    theirs = recorded_prerequisites(sample_store, other, 2025)
    assert theirs["kode"].tolist() == ["opini_bpk"] and theirs["seluruh_instansi"].tolist() == [True]
    assert recorded_prerequisites(sample_store, one, 2024).empty


def test_a_unit_that_is_not_there_is_refused_and_nothing_is_written(sample_store):
    before = tables.read(sample_store, "SELECT count(*) FROM prasyarat").iloc[0, 0]
    with pytest.raises(KeyError):
        record_prerequisites(sample_store, "tidak ada", 2026, [PrerequisiteRecord("lhkpn", "100%")])
    assert tables.read(sample_store, "SELECT count(*) FROM prasyarat").iloc[0, 0] == before


def test_many_units_at_once_are_told_what_each_is_told_alone(store):
    for number, said in enumerate(({"lhkpn": "100%"}, {"lhkpn": "90%", "sakip_unit": "BB"}, {}), 1):
        with store.transaction() as cursor:
            cursor.execute("INSERT INTO unit_kerja VALUES (?, ?, false, now())", [f"u{number}", f"Kantor {number}"])
        record_prerequisites(store, f"u{number}", 2026, [PrerequisiteRecord(k, v) for k, v in said.items()])
    record_prerequisites(store, None, 2026, [PrerequisiteRecord("opini_bpk", "WTP"), PrerequisiteRecord("lhkpn", "5%")])
    # Newer than the agency's; and taken back again.
    record_prerequisites(store, "u1", 2026, [PrerequisiteRecord("lhkpn", "99%")])
    record_prerequisites(store, "u2", 2026, [PrerequisiteRecord("sakip_unit", None)])
    record_prerequisites(store, "u3", 2025, [PrerequisiteRecord("lhkan", "100%")])
    units = ["u1", "u2", "u3"]
    found = stored_met(store, INSTRUMENT, 2026, units)
    for unit in units:
        alone = evaluate_prerequisites(INSTRUMENT, recorded_prerequisites(store, unit, 2026))
        for predikat, own in alone.groupby("predikat"):
            assert found[predikat][unit] == dict(zip(own["kode"], own["terpenuhi"], strict=True))
    assert found["wbk"]["u1"]["lhkpn"] is False and found["wbk"]["u2"]["sakip_unit"] is None


def test_the_kind_of_agency_that_an_admin_set_decides_what_hangs_on_it(store):
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO unit_kerja VALUES ('u1', 'Kantor 1', false, now())")
    record_prerequisites(store, None, 2026, [PrerequisiteRecord("indeks_rb", "CC")])

    def found():
        return stored_met(store, INSTRUMENT, 2026, ["u1"])["wbk"]["u1"]["indeks_rb"]

    assert found() is None
    settings.change_setting(store, settings.AGENCY, "pemda")
    assert found() is True
    settings.change_setting(store, settings.AGENCY, "kl")
    assert found() is False


@pytest.mark.parametrize(
    ("values", "note", "words"),
    [
        ((True, True), "", "2 dari 2 terpenuhi"),
        ((True, None), "syarat pengusulan belum semua tercatat", "1 dari 2 terpenuhi, 1 belum tercatat"),
        ((False, None), "syarat pengusulan belum terpenuhi", "0 dari 2 terpenuhi, 1 belum, 1 belum tercatat"),
        ((), "", ""),
    ],
)
def test_prerequisites_are_counted_in_words(values, note, words):
    counted = count_met(dict(enumerate(values)))
    assert (counted.note, counted.words) == (note, words)


@pytest.mark.parametrize(("level", "told"), [(1.0, True), (0.5, False)])
def test_a_verdict_whose_gates_hold_says_that_prerequisites_are_not_known(store, level, told):
    save_values(store, "Kantor Uji", 2026, "tpi", {q.kode: level for q in INSTRUMENT.questions()})
    report = unit_report(store, find_assessment(store, "Kantor Uji", 2026))
    assert ("tetapi syarat pengusulan belum semua tercatat (0 dari 12" in report.sentence()) is told
    said = summary(overview(store, 2026), 2026, "wbk", "WBK").syarat
    assert ("Syarat pengusulan belum semua tercatat pada 1 unit." in said) is told

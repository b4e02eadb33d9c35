"""What the survey screen asks for: a single service, comments, sentences, history, all units, versions, samples."""

import numpy as np
import pytest
from places import ROOT

from zi_metrics.bahasa import format_number
from zi_metrics.figures.survey_bars import answer_spread, unsur_bars
from zi_metrics.near_minimum import format_beside
from zi_metrics.samples.lke import sample_units
from zi_metrics.samples.surveys import READY_SURVEY, write_survey_workbook
from zi_metrics.store import surveys as stored
from zi_metrics.store import tables
from zi_metrics.store.survey_rows import survey_values
from zi_metrics.store.surveys import NewSurvey, SurveySource, save_surveys
from zi_metrics.store.unit_names import unit_key
from zi_metrics.store.versions import withdraw_import
from zi_metrics.surveys.counted import moments
from zi_metrics.surveys.history import by_period, by_year, period_name, period_order
from zi_metrics.surveys.importing import SurveyLabel, prepare_survey, store_surveys
from zi_metrics.surveys.parts import breakdown, count_comments, find_comments
from zi_metrics.surveys.portfolio import ORDERS, survey_portfolio
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.report import survey_report
from zi_metrics.surveys.sentences import (
    aggregate_sentence,
    gate_sentences,
    headline,
    scale_sentences,
    targets,
    weight_sentence,
)

RAW = "Contoh 11 – Sekolah"
AGGREGATE = {"unsur": ("Contoh 05 – Sekolah", 2026, "skm"), "indeks": ("Contoh 15 – Balai Pelatihan", 2025, "spak")}


def test_one_services_figures_are_those_of_its_respondents_alone(sample_store):
    whole = survey_report(sample_store, RAW, 2026, "spak")
    table = breakdown(sample_store, whole, "layanan").set_index("layanan")
    assert len(whole.services) > 1
    for service in whole.services:
        part = survey_report(sample_store, RAW, 2026, "spak", layanan=service)
        assert part.figure.indeks == pytest.approx(table.loc[service, "indeks"])
        assert part.responden == table.loc[service, "responden"]
        values = survey_values(sample_store, whole.ids[0], service)
        assert len(values) == part.responden
        # Independent: the mean of each column, then of the columns.
        assert part.figure.indeks == pytest.approx(np.nanmean(values, axis=0).mean())
        assert part.interval.bawah < part.figure.indeks < part.interval.atas
        width = part.interval.atas - part.interval.bawah
        assert width > whole.interval.atas - whole.interval.bawah, "fewer people, less certain"
        assert moments(sample_store, part).n == part.responden


def test_a_service_of_too_few_people_can_neither_be_chosen_nor_read_in_comments(sample_store):
    whole = survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", 2026, "spak")
    hidden = breakdown(sample_store, whole, "layanan").query("disembunyikan")["layanan"].tolist()
    assert hidden and not set(hidden) & set(whole.services)
    for service in hidden:
        assert survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", 2026, "spak", layanan=service) is None
    assert not set(find_comments(sample_store, whole)["layanan"].dropna()) & set(hidden)
    everything = stored.survey_comments(sample_store, whole.ids)
    assert len(find_comments(sample_store, whole)) == count_comments(sample_store, whole) == len(everything)


def test_comments_are_found_by_all_words_and_picked_evenly(sample_store):
    report = survey_report(sample_store, RAW, 2026, "spak")
    texts = stored.survey_comments(sample_store, report.ids)["teks"]
    wanted = texts[texts.str.casefold().str.contains("antrean") & texts.str.casefold().str.contains("loket")]
    assert sorted(find_comments(sample_store, report, "LOKET antr")["teks"]) == sorted(wanted) and len(wanted)
    few = find_comments(sample_store, report, most=5)
    assert len(few) == 5 and few["baris"].tolist() == find_comments(sample_store, report, most=5)["baris"].tolist()
    assert find_comments(sample_store, report, "100%' OR 1=1").empty


def test_the_headline_names_index_interval_and_gate(sample_store):
    report = survey_report(sample_store, RAW, 2026, "spak")
    low, high = report.interval.bawah, report.interval.atas
    minima = targets(report).values()
    ends = f"[{format_beside(low, minima)}–{format_beside(high, minima)}]"
    shown = f"IPAK {format_number(report.figure.indeks)} {ends}. Keyakinan bahwa indeks sebenarnya mencapai "
    sure = format_number(100 * report.interval.confidence(3.6), 0)
    assert headline(report) == f"{shown}syarat WBK dan WBBM (3,60): {sure}%."
    spkp = survey_report(sample_store, RAW, 2026, "spkp")
    assert targets(spkp) == pytest.approx({"WBK": 3.2, "WBBM": 3.6})
    assert "syarat WBK (3,20): " in headline(spkp) and "; syarat WBBM (3,60): " in headline(spkp)
    assert len(gate_sentences(spkp)) == 2


def test_gate_sentences_tell_the_distance_in_index_and_points(sample_store):
    low = survey_report(sample_store, "Contoh 23 – Sekolah", 2026, "spak")
    (sentence,) = gate_sentences(low)
    lacking = 3.6 - low.figure.indeks
    assert f"kurang {format_number(lacking)} indeks ({format_number(lacking / 4 * 17.5)} poin)" in sentence
    assert "Selangnya seluruhnya di bawah syarat" in sentence and "responden lagi" not in sentence


@pytest.mark.parametrize("level", list(AGGREGATE))
def test_results_without_answers_are_marked_as_such(sample_store, level):
    report = survey_report(sample_store, *AGGREGATE[level])
    assert report.is_aggregate and report.interval is None
    assert ("rata-rata unsur" if level == "unsur" else "hanya indeks") in aggregate_sentence(report)
    assert answer_spread(report).empty and (len(unsur_bars(report)) > 0) == (level == "unsur")
    assert bool(weight_sentence(report)) == (level == "unsur")


def test_other_scales_and_turned_questions_are_told(store):
    content = "Petugas meminta imbalan uang barang atau fasilitas;Tidak ada percaloan;Tidak ada pungutan liar (pungli)"
    content += ";Tidak ada diskriminasi pelayanan;Tidak ada kecurangan pelayanan\n"
    rows = "\n".join("1;5;5;4;5" if n % 3 else "2;4;5;5;3" for n in range(40))
    prepared = prepare_survey("SPAK 2026.csv", (content + rows).encode())
    answers = {ask.kunci: next(iter(ask.pilihan)) for item in prepared for ask in item.asks}
    mapping = SurveyMapping(answers)
    (item,) = prepare_survey("SPAK 2026.csv", (content + rows).encode(), lambda shape: mapping)
    store_surveys(store, [(item, SurveyLabel("Kantor Uji", 2026))])
    words = " ".join(scale_sentences(store, survey_report(store, "Kantor Uji", 2026, "spak")))
    assert "1–5" in words and "dikonversi lurus ke skala 1–4" in words


def test_history_has_every_year_and_every_period_in_order(sample_store):
    years = by_year(sample_store, "Contoh 01 – Kantor Pelayanan", "spak")
    assert years["label"].tolist() == ["2024", "2025", "2026"]
    for row in years.itertuples():
        report = survey_report(sample_store, "Contoh 01 – Kantor Pelayanan", int(row.label), "spak")
        assert row.indeks == report.figure.indeks and row.bawah == report.interval.bawah
    periods = by_period(sample_store, "Contoh 01 – Kantor Pelayanan", "spak")
    assert periods["label"].tolist()[:3] == ["Feb 2024", "Mar 2024", "Apr 2024"] and (periods["responden"] >= 5).all()


def test_months_are_in_the_order_of_the_year():
    given = ["April", "Januari", "Desember", "Februari"]
    assert sorted(given, key=period_order) == ["Januari", "Februari", "April", "Desember"]
    assert sorted(["Triwulan 2", "Triwulan 1"], key=period_order) == ["Triwulan 1", "Triwulan 2"]
    assert (
        period_name("Triwulan 1", 2026) == "Triwulan 1 2026" and period_name("Semester 1 2026", 2026).count("2026") == 1
    )


def test_the_portfolio_shows_the_same_figures_as_each_units_own_screen(sample_store):
    portfolio = survey_portfolio(sample_store, 2026, "spkp")
    assert len(portfolio.units) == 12 and portfolio.grid.shape == (12, 8)
    for row in portfolio.units.itertuples():
        report = survey_report(sample_store, row.unit, 2026, "spkp")
        assert (row.indeks, row.bawah, row.responden) == (report.figure.indeks, report.interval.bawah, report.responden)
        assert row.lolos == report.gates["terpenuhi"].sum()
    held = (portfolio.units["indeks"] >= 3.2).sum()
    assert f"{held} dari 12 unit mencapai minimum WBK (3,20)" in portfolio.sentence(2026, "IPKP")
    assert survey_portfolio(sample_store, 1999, "spkp") is None


@pytest.mark.parametrize("order", list(ORDERS))
def test_the_portfolio_keeps_all_units_in_every_order(sample_store, order):
    portfolio = survey_portfolio(sample_store, 2025, "spak").sorted_by(order)
    assert set(portfolio.units["unit"]) == set(survey_portfolio(sample_store, 2025, "spak").units["unit"])
    assert portfolio.grid.index.tolist() == [u for u in portfolio.units["unit"] if u in portfolio.grid.index]
    if order == "terendah":
        assert portfolio.units["indeks"].is_monotonic_increasing


def test_surveys_without_gates_have_none_in_the_portfolio(sample_store):
    portfolio = survey_portfolio(sample_store, 2026, "skm")
    assert portfolio.minima == {} and (portfolio.units["lolos"] == 0).all()
    assert "rata-rata" in portfolio.sentence(2026, "IKM") and portfolio.standing(0) is None


def test_spread_adds_up_to_all_answers(sample_store):
    report = survey_report(sample_store, RAW, 2026, "skm")
    spread = answer_spread(report)
    assert spread.groupby("kolom")["bagian"].sum().to_numpy() == pytest.approx(1)
    assert spread["label"].iloc[0].startswith("U1 ") and spread["label"].iloc[-1] == "Kepuasan secara keseluruhan"
    for kolom, own in spread.groupby("kolom"):
        if not kolom.startswith("keseluruhan"):
            nrr = report.nrr.set_index("kode").loc[kolom.split("/")[0], "nrr"]
            assert own["rata_rata"].iloc[0] == pytest.approx(25 * nrr), "on the scale on which the index is published"


def test_a_new_or_withdrawn_survey_makes_kept_results_stale_and_versions_tell_all(store):
    seen = [tables.version(store)]
    new = NewSurvey(unit="Kantor Uji", tahun=2026, jenis="spak", instrumen_versi=1, agregat="indeks", indeks=3.5)
    for sha in ("aa", "bb"):
        save_surveys(store, [(SurveySource(f"{sha}.csv", sha), [new])])
        seen.append(tables.version(store))
    again = save_surveys(store, [(SurveySource("bb.csv", "bb"), [new])])
    assert not again[0].new and tables.version(store) == seen[-1]
    table = stored.survey_versions(store, unit_key("Kantor Uji"), 2026, "spak")
    assert table["berlaku"].tolist() == [True, False] and table["versi"].tolist() == [2, 1]
    withdraw_import(store, table.iloc[0]["impor_id"], "salah berkas")
    assert tables.version(store) not in seen
    after = stored.survey_versions(store, unit_key("Kantor Uji"), 2026, "spak")
    assert after["berlaku"].tolist() == [False, True] and after.iloc[0]["alasan"] == "salah berkas"
    assert survey_report(store, "Kantor Uji", 2026, "spak").surveys.iloc[0]["versi"] == 1


def test_the_samples_show_every_case(sample_store):
    table = stored.surveys(sample_store)
    assert table["contoh"].all() and table["unit"].nunique() == 12 and table["tahun"].nunique() == 3
    assert set(table["jenis"]) == {"skm", "spak", "spkp"} and set(table["agregat"]) == {"", "unsur", "indeks"}
    assert (table["responden"] < 30).any()
    lowest, highest = (survey_portfolio(sample_store, 2026, "spak").units["indeks"].agg(f) for f in ("min", "max"))
    assert lowest < 3.6 < highest


def test_the_ready_survey_is_what_the_code_writes_and_reads_without_a_question():
    written = prepare_survey("a.xlsx", write_survey_workbook(sample_units()))
    shipped = prepare_survey("a.xlsx", (ROOT / "data" / "contoh" / READY_SURVEY).read_bytes())
    (ours,), (theirs,) = written, shipped
    assert not ours.asks and ours.figure == theirs.figure and ours.counts.equals(theirs.counts)
    assert (ours.reading.unit, ours.reading.tahun, ours.jenis) == (sample_units()[1].nama, 2026, "spak")
    assert ours.reading.responses.komentar.equals(theirs.reading.responses.komentar)

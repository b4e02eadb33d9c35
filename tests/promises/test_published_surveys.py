"""Published survey reports come out to their printed decimals; each report's public page stands beside its figures."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
import yaml
from places import ROOT

from zi_metrics.surveys.importing import prepare_survey
from zi_metrics.surveys.index import index_of, index_only
from zi_metrics.surveys.instruments.library import Band, SurveyInstrument, SurveyScale, Unsur, load_survey_instruments

REPORTS = yaml.safe_load((ROOT / "tests/data/survei_terbit.yaml").read_text(encoding="utf-8"))
# https://sekadaukab.go.id/index.php/artikel/baca/923/NILAI-HASIL-SURVEY-KEPUASAN-MASYARAKAT-SEMESTER-I-2019.html
# (the first 49 respondents, as far as the stored page goes)
SEKADAU = ROOT / "tests/data/survei_sekadau_2019.csv"


def instrument_for(report):
    """The report's instrument; for kinds that are not shipped, one with as many unsur."""
    if "instrumen" in report:
        return load_survey_instruments()[report["instrumen"]]
    unsur = [Unsur(kode=f"X{i}", nama=f"Unsur {i}", sebutan=["x"]) for i in range(len(report["nrr"]))]
    return SurveyInstrument(
        kode="uji", versi=1, nama="Uji", singkatan="UJI", indeks="UJI", sumber="uji",
        skala=SurveyScale(minimum=1, maksimum=4), mutu=[Band(huruf="A", nama="A", mulai=1)],
        susunan={"semua": [u.kode for u in unsur]}, unsur=unsur,
    )  # fmt: skip


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["judul"][:50])
def test_the_printed_figure_comes_out(report):
    instrument = instrument_for(report)
    if "indeks" in report:
        figure = index_only(instrument, report["indeks"])
    else:
        codes = [u.kode for u in instrument.unsur]
        figure = index_of(instrument, dict(zip(codes, report["nrr"], strict=True)), report.get("desimal"))
    printed = Decimal(report["tercetak"])
    ours = Decimal(repr(round(figure.indeks * report["konversi"], 9))).quantize(printed, ROUND_HALF_UP)
    assert ours == printed, report["sumber"]
    if "mutu" in report:
        assert figure.mutu.huruf == report["mutu"]


def test_a_rounded_weight_says_so_and_an_exact_one_differs():
    report = REPORTS[2]
    codes = [u.kode for u in instrument_for(report).unsur]
    nrr = dict(zip(codes, report["nrr"], strict=True))
    assert index_of(instrument_for(report), nrr, 3).bobot_tertulis == "0,071"
    exact = index_of(instrument_for(report), nrr)
    assert exact.bobot_tertulis == "1/14" and round(exact.indeks * 25, 2) == 75.12


def test_published_raw_answers_give_the_averages_that_a_plain_count_gives():
    with SEKADAU.open(encoding="utf-8") as file:
        rows = [list(map(int, list(r.values())[1:])) for r in csv.DictReader(file, delimiter=";")]
    means = [Fraction(sum(column), len(rows)) for column in zip(*rows, strict=True)]
    (item,) = prepare_survey("Sekadau SKM 2019.csv", SEKADAU.read_bytes())
    assert (item.jenis, item.reading.responden, item.asks) == ("skm", 49, ())
    assert item.nrr["nrr"].tolist() == pytest.approx([float(m) for m in means], abs=1e-12)
    assert item.figure.nilai == pytest.approx(float(sum(means) / 9 * 25), abs=1e-12)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_report_typed_into_a_table_is_read_as_results_only(delimiter):
    report = REPORTS[0]
    names = [u.nama for u in load_survey_instruments()["skm"].unsur]
    rows = [["IKM PENGADILAN NEGERI PAYAKUMBUH 2020"], ["No", "Unsur", "Nilai rata-rata"]]
    # The page lists Sarana before Pengaduan: names count, not places.
    order = [0, 1, 2, 3, 4, 5, 6, 8, 7]
    rows += [[i + 1, names[k], str(report["nrr"][i]).replace(".", ",")] for i, k in enumerate(order)]
    rows += [["", "Jumlah responden", 100]]
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    (item,) = prepare_survey("hasil.csv", "\n".join(lines).encode())
    assert (item.jenis, item.reading.agregat.tingkat, item.reading.responden) == ("skm", "unsur", 100)
    assert item.nrr.set_index("kode").loc["U9", "nrr"] == 3.38
    assert round(item.figure.nilai, 2) == 87.56
    assert "bukan jawaban responden" in " ".join(item.findings["pesan"])

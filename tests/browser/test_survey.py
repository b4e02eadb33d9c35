"""A survey in a real Chromium: a form export with letters for answers is asked about, saved, and read on its screen."""

import csv
import io
import re
from random import Random

import pytest
from browsing import SIZES, Watched
from messy_survey.forms import FORMS, SERVICES
from playwright.sync_api import expect

from zi_metrics.bahasa import format_number

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LETTERS = {"A": 4, "B": 3, "C": 2, "D": 1}


def form_export(seed):
    """A form export as text, and the index of all and of each service, counted here apart from the product.

    Each seed has a heading of its own, so that nobody has answered for a file of that shape before.
    """
    rng = Random(seed)
    heading = ["Timestamp", "Jenis Layanan yang Diterima", *(words[0] for _, words in FORMS["spak"]), f"Saran ({seed})"]
    rows, by_service = [], {}
    for n in range(80):
        service = SERVICES[n % 3]
        letters = rng.choices("ABCD", (60, 30, 6, 4) if n % 3 else (35, 45, 15, 5), k=5)
        by_service.setdefault(service, []).append([LETTERS[letter] for letter in letters])
        said = "Antrean di loket terlalu lama" if n % 4 == 0 else ""
        rows.append([f"2026-03-{1 + n % 28:02d} {8 + n % 8:02d}:{n * 7 % 60:02d}:00", service, *letters, said])
    buffer = io.StringIO()
    csv.writer(buffer).writerows([heading, *rows])
    # Everybody answered everything, so the mean of all answers is the index.
    means = {name: sum(map(sum, own)) / (5 * len(own)) for name, own in by_service.items()}
    everything = sum(sum(map(sum, own)) for own in by_service.values())
    return buffer.getvalue().encode(), everything / (5 * len(rows)), means


def metric(page, label):
    return page.get_by_test_id("stMetric").filter(has=page.get_by_text(label, exact=True))


@pytest.mark.parametrize("size", list(SIZES))
def test_a_form_export_is_asked_about_saved_and_read(browser, server, tmp_path, size):
    content, index, services = form_export(size)
    export = tmp_path / f"Survei SPAK {size} 2026 (Responses).csv"
    export.write_bytes(content)
    unit = f"Kantor Survei {size}"
    watched = Watched(browser, server, size)
    watched.open()
    page = watched.page
    watched.go("Unggah")
    page.locator("input[type=file]").set_input_files(export)
    expect(page.get_by_text("Dikenali: Survei Persepsi Anti Korupsi")).to_be_visible()
    watched.choose(re.compile("Apa artinya"), "a paling baik")
    page.get_by_role("button", name="Baca ulang dengan jawaban ini").click()
    expect(metric(page, "IPAK")).to_contain_text(format_number(index))
    watched.choose("Unit kerja yang disurvei (pilih, atau ketik nama baru)", unit)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(f"Tersimpan: survei SPAK {unit}, 2026")).to_be_visible()

    page.get_by_role("link", name="Buka survei ini").click()
    watched.arrive("Survei")
    expect(
        page.get_by_text(re.compile("Keyakinan bahwa indeks sebenarnya mencapai syarat WBK dan WBBM")).first
    ).to_be_visible()
    answer = page.locator(".zi-answer")
    expect(answer).to_contain_text(re.compile(rf"IPAK {format_number(index)} \[[\d,]+–[\d,]+\]"))
    expect(page.get_by_text("Syarat WBK dan WBBM (indeks 3,60): kurang")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"(?=.*unit=Kantor(\+|%20)Survei(\+|%20){size})(?=.*jenis=spak)"))
    expect(page.locator(".zi-spread").first).to_be_visible()

    service, own = next(iter(services.items()))
    watched.choose("Layanan", service)
    expect(answer).to_contain_text(f"IPAK {format_number(own)} ")
    assert format_number(own) != format_number(index)
    page.get_by_role("link", name="Komentar", exact=True).click()
    page.get_by_text(re.compile(r"^antrean.* \(7\)$")).first.click()
    expect(page.get_by_text(re.compile(r"7 komentar dari 7"))).to_be_visible()
    watched.settle()
    page.get_by_role("link", name="Layanan dan kelompok").click()
    expect(page.get_by_role("region", name="IPAK menurut periode")).to_be_visible()
    expect(page).to_have_url(re.compile("tab=kelompok"))
    page.go_back()
    expect(page).to_have_url(re.compile("tab=komentar"))
    expect(page.get_by_label("Cari dalam komentar")).to_be_visible()
    watched.check()


def test_a_row_of_all_units_opens_that_units_survey_and_the_choice_stays_free(browser, server):
    watched = Watched(browser, server)
    # The journeys above left real units, beside which samples are shown on request only.
    link = "/survei?unit=Contoh 01 – Kantor Pelayanan&tahun=2026&jenis=skm&urutan_survei=nama&contoh=1&tab=semua"
    watched.open(link)
    page = watched.page
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Contoh 05 – Sekolah")).first
    watched.settle()
    row.get_by_title("Buka surveinya").click()
    unit = page.get_by_role("combobox", name="Unit kerja")
    expect(unit).to_have_value("Contoh 05 – Sekolah")
    expect(page.get_by_text("hanya rata-rata unsur").first).to_be_visible()
    watched.choose("Unit kerja", "Contoh 11 – Sekolah")
    expect(unit).to_have_value("Contoh 11 – Sekolah")
    watched.settle()
    expect(unit).to_have_value("Contoh 11 – Sekolah")
    watched.check()

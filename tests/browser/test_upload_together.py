"""Many people upload at once, each into another unit; one person's wrong file beside a good one."""

import shutil
import zipfile

import pytest
from browsing import Watched, serving
from places import READY
from playwright.sync_api import expect

from zi_metrics.store import tables
from zi_metrics.store.connection import Store

UNIT = "Unit kerja (pilih, atau ketik nama baru)"
PEOPLE = 10
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def workbook_of(person, folder):
    """The same form for everybody, and yet each a file of its own."""
    path = shutil.copy(READY["lengkap"], folder / f"LKE orang {person}.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = f"orang {person}".encode()
    return path


def test_each_of_ten_peoples_files_goes_under_the_unit_that_its_person_chose(browser, sample_file, tmp_path):
    database = shutil.copy(sample_file, tmp_path / "bersama.duckdb")
    with serving(database) as (address, _):
        people = [Watched(browser, address) for _ in range(PEOPLE)]
        for number, watched in enumerate(people):
            watched.open("/unggah")
            watched.page.locator("input[type=file]").set_input_files(workbook_of(number, tmp_path))
        for number, watched in enumerate(people):
            expect(watched.page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
            # Backwards in the alphabet: whoever saves earlier moves all others' options.
            watched.choose(UNIT, f"Kantor {chr(ord('Z') - number)}{number}")
        for watched in people:
            watched.page.get_by_role("button", name="Simpan").click()
        for number, watched in enumerate(people):
            expect(watched.page.get_by_text(f"Tersimpan: Kantor {chr(ord('Z') - number)}{number}")).to_be_visible()
            watched.check()
    store = Store(database)
    saved = tables.assessments(store)
    saved = saved[saved["nama_berkas"].str.startswith("LKE orang")]
    by_file = dict(zip(saved["nama_berkas"], saved["unit"], strict=True))
    assert by_file == {f"LKE orang {n}.xlsx": f"Kantor {chr(ord('Z') - n)}{n}" for n in range(PEOPLE)}
    assert len(saved) == PEOPLE and set(saved["versi"]) == {1} and saved["sha256"].nunique() == PEOPLE
    store.close()


def test_a_wrong_file_leaves_the_good_one_in_sight(browser, server, tmp_path):
    photo = tmp_path / "foto.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0 JPEG")
    unknown = tmp_path / "daftar hadir.csv"
    unknown.write_text("Nama,Jabatan,Hadir\n" + "\n".join(f"Orang {n},Staf,ya" for n in range(30)), encoding="utf-8")
    watched = Watched(browser, server)
    page = watched.page
    watched.open("/unggah")
    page.locator("input[type=file]").set_input_files([photo, unknown, READY["setengah"]])
    good = page.get_by_text("Terbaca 113 dari 113 pertanyaan")
    expect(good).to_be_visible()
    wrong = page.get_by_text("Berkas 'foto.xlsx' bukan buku kerja Excel, melainkan gambar JPEG.")
    expect(wrong).to_be_visible()
    expect(page.get_by_text("Berkas 'daftar hadir.csv' tidak dikenali sebagai LKE maupun survei")).to_be_visible()
    watched.settle()
    uploader = page.get_by_test_id("stFileUploader")
    below = good.evaluate("e => e.getBoundingClientRect().top") - uploader.evaluate(
        "e => e.getBoundingClientRect().bottom"
    )
    assert below < 250, "what could be read stands right below, not after what could not"
    wrong.click()
    expect(page.get_by_text("Unggah berkas Excel (.xlsx) aslinya")).to_be_visible()
    # The preview is there again after a look elsewhere, and is saved like any other.
    watched.go("Pokja")
    watched.go("Unggah")
    expect(page.get_by_text("Pratinjau yang tadi: foto.xlsx, daftar hadir.csv,")).to_be_visible()
    expect(good).to_be_visible()
    watched.choose(UNIT, "Kantor Ingat")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan: Kantor Ingat")).to_be_visible()
    expect(page.get_by_text("Pratinjau yang tadi")).to_have_count(0)
    watched.check()

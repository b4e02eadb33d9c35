"""A disk that is full while people work: the screen tells that, and what they had before them can be saved later."""

import shutil

import pytest
from browsing import Watched, serving
from places import READY
from playwright.sync_api import expect

resource = pytest.importorskip("resource")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
UNIT = "Kantor Disk"


def limit_files(process, size):
    """No file of a running server may grow past so many bytes, as on a disk that is full."""
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, hard))


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="this system cannot limit another process")
def test_a_full_disk_is_told_while_saving_and_the_same_can_be_saved_afterwards(browser, sample_file, tmp_path):
    database = tmp_path / "penuh.duckdb"
    shutil.copy(sample_file, database)
    with serving(database) as (address, process):
        watched = Watched(browser, address)
        watched.open("/unggah")
        watched.arrive("Unggah")
        page = watched.page
        page.locator("input[type=file]").set_input_files(READY["lengkap"])
        expect(page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
        watched.choose("Unit kerja (pilih, atau ketik nama baru)", UNIT)
        watched.settle()
        limit_files(process, 1000)
        page.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_text("tidak dapat ditulisi: batas ukuran berkas dari sistem terlampaui")).to_be_visible()
        expect(page.get_by_text("Kosongkan ruang")).to_be_visible()
        expect(page.get_by_text("kesalahan aplikasi")).to_have_count(0)
        limit_files(process, resource.RLIM_INFINITY)
        watched.settle()
        page.get_by_role("button", name="Simpan", exact=True).click()
        expect(page.get_by_text(f"Tersimpan: {UNIT}")).to_be_visible()
        watched.check()

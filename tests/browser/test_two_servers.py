"""Two servers over one lake: what is uploaded on one is seen on the other, which goes on running."""

import pytest
from browsing import Watched, serving
from places import READY
from playwright.sync_api import expect
from versioned import UNIT, save

from zi_metrics.store.connection import close_store, open_store

UNIT_FIELD = "Unit kerja (pilih, atau ketik nama baru)"
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_what_is_uploaded_on_one_server_is_seen_on_the_other(browser, shared_lake, tmp_path):
    save(open_store(), 1)
    close_store()
    # Where the database would be without the lake: nothing may be made there.
    elsewhere = tmp_path / "bukan.duckdb"
    with serving(elsewhere) as (one, _), serving(elsewhere) as (other, process):
        reader = Watched(browser, other)
        reader.open(f"/unit_kerja?unit={UNIT}")
        expect(reader.page.get_by_text(UNIT).filter(visible=True).first).to_be_visible()
        writer = Watched(browser, one)
        writer.open("/unggah")
        writer.page.locator("input[type=file]").set_input_files(READY["lengkap"])
        expect(writer.page.get_by_text("Terbaca 113 dari 113 pertanyaan")).to_be_visible()
        writer.choose(UNIT_FIELD, "Kantor Lewat Satu")
        writer.page.get_by_role("button", name="Simpan").click()
        expect(writer.page.get_by_text("Tersimpan: Kantor Lewat Satu")).to_be_visible()
        # The same window of the other server, whose pages were drawn before.
        reader.open("/unit_kerja?unit=Kantor Lewat Satu")
        expect(reader.page.get_by_text("Kantor Lewat Satu").filter(visible=True).first).to_be_visible()
        assert process.poll() is None and not elsewhere.exists()
        for watched in (writer, reader):
            watched.check()

"""No screen sends more than an office's or a phone's slow line takes at once, however many units there are."""

import pytest
from browsing import serving
from large_agency import large_agency
from visitors import Visitor

# All that the server says until a page stands, and what it adds by itself: KiB.
MOST = 150
# Seconds without a word after which a page is whole.
_SILENT = 3


# Another process serves it: a file.
@pytest.mark.file
@pytest.mark.parametrize("units", [24, 300])
def test_a_first_visit_of_any_screen_is_sent_in_150_kib(sample_path, tmp_path, units):
    database = sample_path if units == 24 else large_agency(sample_path, tmp_path / "banyak.duckdb", units)
    sent = {}
    with serving(database) as (address, _):
        with Visitor(address, "") as visitor:
            visitor.arrive("")
            pages = sorted(visitor.screen.pages)
        for page in pages:
            with Visitor(address, "") as visitor:
                visitor.arrive(page)
                visitor.listen(_SILENT)
                assert not visitor.screen.failures(), (page, visitor.screen.failures())
                sent[page] = visitor.received / 1024
    assert len(sent) > 12
    assert {page: round(size) for page, size in sent.items() if size > MOST} == {}

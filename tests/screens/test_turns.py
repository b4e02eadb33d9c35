"""Only so many pages are drawn at once, and an error or a page's own end gives the turn back."""


def test_only_so_many_pages_are_drawn_at_once_also_after_errors(drawing):
    assert drawing("ringkasan", fails=True) == 2
    assert drawing("ringkasan") == 2


def test_a_page_that_waits_for_files_to_be_read_keeps_nobody_waiting(drawing):
    assert drawing("unggah") > 2

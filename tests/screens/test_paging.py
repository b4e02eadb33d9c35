"""What a table, a style sheet and a script send: no more than they may, and nothing of what they do is lost."""

import re

import pandas as pd
import pytest
from places import ROOT

from zi_ui import paging
from zi_ui.slim import script, sheet

ASSETS = ROOT / "zi_ui" / "assets"


@pytest.mark.parametrize("times", [2, 3])
def test_no_page_of_a_table_sends_more_than_it_may_wherever_its_long_rows_stand(times):
    table = pd.DataFrame({"Nama": ["é" * (200 if 300 <= row < 340 else 20) for row in range(1_000)], "Nilai": 1.5})
    rows = paging.rows_within(table, times=times)
    for first in range(0, 1_000, rows):
        part = table.iloc[first : first + rows].astype(str)
        assert times * sum(len(text.encode()) for row in part.to_numpy() for text in row) <= paging.ROOM
    assert 10 < rows < paging.ROWS


def test_what_fits_is_not_divided_and_nothing_is_nothing():
    assert paging.rows_within(pd.DataFrame({"Nama": ["x"] * 150})) == paging.ROWS
    assert paging.rows_within(pd.DataFrame({"Nama": []})) == paging.ROWS
    assert paging.rows_within(pd.DataFrame({"Nama": ["x" * 100_000]})) == 10


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.css")), ids=lambda path: path.name)
def test_a_sheet_loses_its_comments_and_no_rule(path):
    whole, sent = path.read_text(encoding="utf-8"), sheet(path)
    without = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    assert "".join(sent.split()) == "".join(without.split())
    assert "/*" not in sent and len(sent) < len(whole)


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
def test_a_script_loses_comments_and_indents_only(path):
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    kept = script(path).splitlines()
    assert [line for line in lines if line not in kept and line and not line.startswith("//")] == []
    assert not any(line.startswith("//") for line in kept)

"""Risks: level, what remains, what is above the line and lacks something, and where each lies."""

from datetime import date

import pandas as pd
import pytest

from zi_metrics.pembangunan import risk

DAY = date(2026, 6, 1)


def table(*risks):
    """Risks with levels: (likelihood, impact, more)."""
    empty = {"sisa_kemungkinan": None, "sisa_dampak": None, "pengendalian": "x", "pic": "y", "tenggat": None}
    said = [{**empty, "kemungkinan": one, "dampak": other, **more} for one, other, more in risks]
    return risk.with_levels(pd.DataFrame(said, columns=["kemungkinan", "dampak", *empty]), DAY)


def test_a_level_is_the_product_and_what_remains_counts_where_it_is_told():
    found = table((5, 4, {"sisa_kemungkinan": 2, "sisa_dampak": 3}), (3, 3, {}), (4, None, {}))
    assert found["tingkat"].tolist()[:2] == [9, 20] and found["sekarang"].tolist()[:2] == [9, 6]
    assert found["belum_dinilai"].tolist() == [False, False, True]


@pytest.mark.parametrize(("pair", "above"), [((2, 5), True), ((3, 3), False), ((1, 1), False), ((5, 5), True)])
def test_the_line_holds_from_its_very_level_on(pair, above):
    assert risk.risk_rules().batas == 10
    assert table((*pair, {}))["di_atas_batas"].tolist() == [above]


def test_what_half_remains_is_not_taken_for_what_remains():
    assert table((5, 5, {"sisa_kemungkinan": 1}))["sekarang"].tolist() == [25]


def test_only_what_is_above_the_line_lacks_something_or_is_late():
    lacking = {"pengendalian": "", "pic": "", "tenggat": date(2026, 5, 31)}
    found = table((5, 5, lacking), (1, 1, lacking), (5, 5, {"tenggat": DAY}))
    assert found["tanpa_pengendalian"].tolist() == [True, False, False]
    assert found["tanpa_pic"].tolist() == [True, False, False]
    assert found["terlambat"].tolist() == [True, False, False], "late from the day after on"
    assert risk.sentence(found) == (
        "2 dari 3 risiko di atas batas (10), 1 tanpa pengendalian, 1 tanpa PIC, 1 terlambat."
    )
    assert risk.marks(found)[0] == "▲ Terlambat; ✘ Tanpa pengendalian; ✘ Tanpa PIC"


def test_each_risk_lies_in_one_cell_before_and_after():
    found = table((5, 4, {"sisa_kemungkinan": 1, "sisa_dampak": 2}), (5, 4, {}), (None, 3, {}))
    before, after = risk.counts(found, False), risk.counts(found, True)
    assert before.loc[5, 4] == 2 and before.to_numpy().sum() == 2
    assert after.loc[5, 4] == 1 and after.loc[1, 2] == 1 and after.to_numpy().sum() == 2


@pytest.mark.parametrize(
    ("level", "words"),
    [(1, "1 (rendah)"), (4, "4 (rendah)"), (5, "5 (sedang)"), (9, "9 (sedang)"), (10, "10 (tinggi)"),
     (16, "16 (tinggi)"), (20, "20 (sangat tinggi)"), (None, "–")],
)  # fmt: skip
def test_levels_have_names_up_to_their_very_bounds(level, words):
    assert risk.level_words(level) == words


def test_nothing_is_said_of_nothing():
    assert "Belum ada" in risk.sentence(table())

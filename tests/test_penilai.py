"""The judges are data: their order decides who corrects whom, and every sentence says whose a count is."""

import re

import pytest
import yaml

from zi_metrics import penilai
from zi_metrics.penilai import JUDGES, according_to, counted, in_order, neighbours, next_judge, pairs_among, read_judges
from zi_metrics.yaml_data import Unusable

CODES = [judge.kode for judge in JUDGES]


def test_the_preliminary_judge_stands_between_the_unit_and_tpi():
    assert CODES == ["unit", "pendahuluan", "tpi", "tpn"]


def test_each_judge_corrects_the_one_before_and_the_last_the_first():
    assert neighbours(["tpn", "unit", "tpi"]) == [("unit", "tpi"), ("tpi", "tpn"), ("unit", "tpn")]
    assert neighbours(["tpi", "unit"]) == [("unit", "tpi")] and neighbours(["tpi"]) == []
    every = pairs_among(CODES)
    assert len(every) == len(set(every)) == 6 and all(CODES.index(a) < CODES.index(b) for a, b in every)
    assert in_order(["tpn", "orang lain", "unit", "tpn"]) == ["unit", "tpn"]


def test_a_judge_whom_only_some_agencies_have_is_awaited_only_where_the_unit_has_met_him():
    assert next_judge("unit") == "tpi" and next_judge("unit", ["unit", "pendahuluan"]) == "pendahuluan"
    assert next_judge("pendahuluan") == "tpi" and next_judge("tpi") == "tpn" and next_judge("tpn") is None


def test_a_count_says_whose_it_is():
    assert according_to(["tpi", "tpi"]) == "menurut TPI"
    assert according_to(["unit"] * 4 + ["tpi"] * 2) == "2 menurut TPI, 4 baru menurut unit sendiri"
    # Of those counted all are the unit's own, of all units not.
    assert according_to(["unit"], ["unit", "tpi"]) == "1 baru menurut unit sendiri"
    assert according_to([], ["unit", "tpi"]) == ""
    assert counted(["unit", "tpi", "unit"]) == "1 TPI, 2 unit sendiri"


@pytest.mark.parametrize("judges", [["unit"] * 3, ["unit", "tpi"], [*CODES, "unit", "tpn"], ["pendahuluan", "tpi"]])
def test_the_parts_of_a_count_make_up_the_whole(judges):
    numbers = [int(n) for n in re.findall(r"\d+", counted(judges))]
    assert sum(numbers) == len(judges) and len(numbers) == len(set(judges))
    if len(set(judges)) > 1:
        assert sum(int(n) for n in re.findall(r"\d+", according_to(judges))) == len(judges)


def test_judges_are_told_apart_by_colours_that_are_seen_on_light_and_dark_ground():
    for judge in JUDGES:
        for ground in ("#ffffff", "#14171c"):
            light, dark = sorted((luminance(judge.warna), luminance(ground)), reverse=True)
            # What WCAG 2 asks of parts of a figure is 3; TPI's and TPN's colours miss it on white, and have an edge.
            assert (light + 0.05) / (dark + 0.05) >= 2, (judge.kode, ground)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("warna", "merah", "warna"),
        ("kode", "unit", "kode: dua penilai tidak boleh sama"),
        ("kata", ["x"], "kata"),
        ("judul", ["Tim Penilai"], "judul"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_the_place(tmp_path, field, value, told):
    data = yaml.safe_load(penilai._FILE.read_text(encoding="utf-8"))
    data["penilai"][1][field] = value
    path = tmp_path / "penilai.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(Unusable, match=told):
        read_judges(path)

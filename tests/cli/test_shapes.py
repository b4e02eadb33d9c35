"""Files of the shapes that people really have: what the command line makes of each, held against written figures."""

import json
import re

import pytest
import yaml
from places import DATA

SHAPES = DATA / "shapes"
CASES = yaml.safe_load((SHAPES / "shapes.yaml").read_text(encoding="utf-8"))
# The longest refusal that is read at once, before any details.
LONGEST_REFUSAL = 600


def arguments(case):
    said = [f"{key}={value}" for key, value in case.get("answers", {}).items()]
    return [
        *(["--unit", case["unit"]] if "unit" in case else []),
        *(["--tahun", case["tahun"]] if "tahun" in case else []),
        *(part for answer in said for part in ("--jawab", answer)),
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_shape_is_read_right_or_asked_about_or_refused(run, forking, case):
    with forking():
        status, out, err = run("import", SHAPES / case["file"], *arguments(case), "--json")
    if status:
        assert status == 2
        allowed = [case[outcome] for outcome in ("refused", "asked") if outcome in case]
        assert any(re.search(pattern, err) for pattern in allowed), err
        if "Jawab dengan" not in err:
            assert len(err.partition("Tidak ada yang disimpan")[0]) <= LONGEST_REFUSAL, err
        return
    result = json.loads(out)
    assert "survey" in case or "total" in case or "findings" in case, "this must not be read"
    told = [f"{f['tingkat']} {f['sel']} {f['pesan']}" for f in result["temuan"]]
    for pattern in case.get("findings", []):
        assert any(re.search(pattern, text) for text in told), (pattern, told)
    if "total" in case:
        assert result["total"] == pytest.approx(case["total"], abs=5e-5)
    if "survey" in case:
        stored = result.get("survei", [result])
        assert len(stored) == len(case["survey"])
        for expected, got in zip(case["survey"], stored, strict=True):
            assert {key: got[key] for key in expected if key not in ("nilai", "unsur")} == {
                key: value for key, value in expected.items() if key not in ("nilai", "unsur")
            }
            assert got["nilai"] == pytest.approx(expected["nilai"], abs=5e-5)
            if "unsur" in expected:
                _, out, _ = run("survey", "--unit", got["unit"], "--tahun", got["tahun"], "--json")
                report = json.loads(out)
                nrr = {row["kode"]: row["nrr"] for row in report["unsur"]}
                assert {kode: nrr[kode] for kode in expected["unsur"]} == pytest.approx(expected["unsur"], abs=5e-5)

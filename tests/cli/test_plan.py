"""`plan` and `margin` on the command line: what they print, as text and as JSON, and how they refuse."""

import json
import subprocess
import sys

import by_hand
import oracle
import pandas as pd
import pytest
from assessments import INSTRUMENT, MATRIX
from places import ROOT

from zi_metrics.lke.values import counts_by_question, stored_values
from zi_metrics.plan.corrections import correction_pairs
from zi_metrics.store import tables

FAR, SAFE = "Contoh 14 – Rumah Sakit", "Contoh 01 – Kantor Pelayanan"


def test_the_plan_as_json_holds_when_its_steps_are_applied(run_on_samples, sample_store):
    values = by_hand.judged(sample_store, 2025, "unit")[FAR]
    sample_store.close()
    command = ("plan", "--unit", FAR, "--tahun", 2025, "--predikat", "wbk", "--penilai", "unit", "--json")
    status, out, _ = run_on_samples(*command)
    found = json.loads(out)
    assert status == 0 and found["semua_syarat_terpenuhi"] and found["langkah"]
    after = dict(values)
    for step in found["langkah"]:
        assert {"kode", "dari", "ke", "poin", "upaya"} <= step.keys()
        scale = INSTRUMENT.scale_of(INSTRUMENT.question(step["kode"]))
        now, then = (
            scale.pilihan[step[k]] if isinstance(step[k], str) else step[k] / getattr(scale, "maksimum", 1)
            for k in ("dari", "ke")
        )
        assert now == pytest.approx(values[step["kode"]])
        after[step["kode"]] = then
    assert [oracle.verdict(oracle.RAW, "wbk", those) for those in (values, after)] == ["belum", "memenuhi"]
    assert found["total_sesudah"] == pytest.approx(by_hand.total(after))
    assert found["upaya_total"] == pytest.approx(sum(step["upaya"] for step in found["langkah"]))
    assert found["celah"] <= 1e-6


def test_locks_are_kept_and_a_plan_that_they_forbid_is_explained(run_on_samples):
    asked = ("plan", "--unit", FAR, "--tahun", 2025, "--predikat", "WBBM", "--penilai", "unit")
    found = json.loads(run_on_samples(*asked, "--kunci", "P.1, P.2.i", "--json")[1])
    assert not [s for s in found["langkah"] if s["kode"].startswith(("P.1.", "P.2.i."))]
    status, out, _ = run_on_samples(*asked, "--kunci", "P.5,R.5", "--json")
    found = json.loads(out)
    assert status == 0 and found["langkah"] == [] and not found["semua_syarat_terpenuhi"]
    assert [gate["kode"] for gate in found["mustahil"]["hambatan"]] == ["P.5+R.5"]
    assert all(q["kode"].startswith(("P.5", "R.5")) for q in found["mustahil"]["buka"])
    assert "Dengan kunci dan batas ini WBBM tidak dapat dicapai" in run_on_samples(*asked, "--kunci", "P.5,R.5")[1]


def test_the_plan_as_text_says_what_to_do(run_on_samples):
    status, out, _ = run_on_samples("plan", "--unit", FAR, "--tahun", 2025, "--predikat", "wbk", "--penilai", "unit")
    assert status == 0 and "cukup untuk memenuhi semua syarat nilai WBK" in out and "terbukti paling kecil" in out


def test_the_margin_names_the_fewest_downgrades(run_on_samples):
    asked = ("margin", "--unit", SAFE, "--tahun", 2025, "--predikat", "wbk", "--penilai", "unit")
    found = json.loads(run_on_samples(*asked, "--json")[1])
    assert found["terpenuhi"] and found["jumlah"] == len(found["himpunan"][0]) > 0
    any_option = json.loads(run_on_samples(*asked, "--turun", "mana_saja", "--json")[1])
    assert any_option["jumlah"] <= found["jumlah"]
    assert "dengan lebih sedikit tidak mungkin" in run_on_samples(*asked)[1]
    failing = run_on_samples("margin", "--unit", FAR, "--tahun", 2025, "--predikat", "wbk", "--penilai", "unit")[1]
    assert ", belum terpenuhi" in failing and "gugur oleh 0" not in failing and "sisa −" not in failing


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plan"], ["--unit NAMA", "--tahun TAHUN", "--predikat PREDIKAT"]),
        (["plan", "--unit", FAR, "--tahun", "25", "--predikat", "wbk"], ["empat angka"]),
        (
            ["plan", "--unit", "Tidak Ada", "--tahun", "2025", "--predikat", "wbk"],
            ["'Tidak Ada' tidak ada", "yang ada"],
        ),
        (["plan", "--unit", "contoh 14 rumah sakit", "--tahun", "2025", "--predikat", "wbk"], [f"maksudnya: {FAR}"]),
        (["plan", "--unit", FAR, "--tahun", "2025", "--predikat", "wbx"], ["wbk, wbbm"]),
        (["plan", "--unit", FAR, "--tahun", "2025", "--predikat", "wbk", "--kunci", "X,Y"], ["'X'", "'Y'"]),
        (["margin", "--unit", FAR, "--tahun", "2025", "--predikat", "wbk", "--turun", "dua"], ["satu, mana_saja"]),
    ],
)
def test_a_wrong_command_is_refused_with_all_that_is_wrong(run_on_samples, arguments, told):
    status, out, err = run_on_samples(*arguments)
    assert status == 2 and all(words in err for words in told)
    assert out == "", "what is refused prints nothing that looks like a result"


def test_what_libraries_write_by_themselves_does_not_reach_standard_output():
    # HiGHS now and then writes a line to the process's standard output, past Python.
    code = (
        "import os, runpy, zi_metrics.cli.main as cli\n"
        "def main(**_):\n"
        "    os.write(1, b'solver: hello')\n"
        "    print('{}')\n"
        "    return 0\n"
        "cli.main = main\n"
        "runpy.run_module('zi_metrics', run_name='__main__')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout.strip()) == (0, "{}") and "solver: hello" in run.stderr


def test_stored_values_and_pairs_are_the_answers_as_they_were(sample_store):
    known = tables.assessments(sample_store)
    chosen = known[known["tahun"] == 2025]
    table = stored_values(sample_store, INSTRUMENT, chosen["penilaian_id"].tolist())
    assert table.index.tolist() == chosen["penilaian_id"].tolist() and tuple(table.columns) == MATRIX.questions
    for penilaian_id in chosen["penilaian_id"][:5]:
        answers = tables.answers(sample_store, penilaian_id).set_index("kode")["nilai"]
        pd.testing.assert_series_equal(
            table.loc[penilaian_id], answers.reindex(table.columns), check_names=False, atol=1e-12
        )
    pairs = correction_pairs(sample_store, INSTRUMENT, "unit", "tpi", samples=True, before=2026)
    both = known[known["tahun"] < 2026].pivot(index=["unit_id", "tahun"], columns="penilai", values="penilaian_id")
    both = both.dropna(subset=["unit", "tpi"])
    assert pairs["pasangan"].nunique() == len(both) and len(pairs) == len(both) * len(MATRIX.questions)
    (unit_id, tahun), ids = next(iter(both.iterrows()))
    one = pairs[pairs["pasangan"] == f"{unit_id} {tahun}"].set_index("kode")
    judged = tables.answers(sample_store, ids["tpi"]).set_index("kode")["nilai"]
    assert one["ke"].to_dict() == pytest.approx(judged.to_dict(), nan_ok=True)
    counts = counts_by_question(sample_store, ids["unit"])
    assert counts.keys() == {q.kode for q in INSTRUMENT.questions() if q.rasio}

"""What `make bench` says is so: a promise is kept or not by its figures, a loss only when it is large each time."""

import importlib
import json
import sys

import pytest
from places import ROOT

sys.path.append(str(ROOT / "benchmarks"))
kinerja = importlib.import_module("kinerja")

FAST, SLOW = ("Pokja, 10.000 unit", 1.0, 0.5, None, None), ("Pokja, 10.000 unit", 9.0, 0.5, None, None)
BIG = ("kunjungan pertama", 1.0, 1.0, 300.0, 80.0)


@pytest.mark.parametrize(("row", "kept"), [(FAST, True), (SLOW, False), (BIG, False), (("lain", 1, 1, 1, 1), None)])
def test_a_row_says_whether_its_promise_is_kept(row, kept):
    found = kinerja.measured(lambda: row, 3)
    assert kinerja.reached(found) is kept
    assert {True: "| ya |", False: "| **belum** |", None: "| – | – |"}[kept] in kinerja.line(found)


def test_the_longest_beginning_of_a_name_says_what_it_promises():
    assert kinerja.target_of("Ringkasan sampai tampil di Chromium").most == 1.3
    assert kinerja.target_of("Ringkasan, 10.000 unit").most == 10
    assert kinerja.target_of("sesuatu").most is None


def test_the_document_shows_median_and_range_in_indonesian():
    values = iter((1.0, 4.0, 2.0))
    text = kinerja.document([kinerja.measured(lambda: ("Pokja", next(values), 0.5, 12.0, 6.0), 3)])
    assert (
        "| Pokja | DuckDB membaca baris yang sama | 2.000,0 | 500,0 | 4× [2–8] | ≤ 10× | ya | 12 MiB | 6 MiB |" in text
    )


@pytest.mark.parametrize(("ratios", "status"), [((9.5, 9.5, 9.5), 1), ((9.5, 2.0, 9.5), 0), ((8.9,), 0)])
def test_only_a_loss_that_is_large_each_time_counts(ratios, status):
    left = iter(ratios)
    assert kinerja.compare([lambda: ("Pokja", next(left), 1.0, None, None)], {"Pokja": 3.0}) == status
    assert next(left, None) is None, "measured again only where it seems lost"


def test_what_nobody_recorded_and_what_this_machine_cannot_measure_is_no_loss():
    assert kinerja.compare([lambda: FAST, lambda: None], {}) == 0


def test_what_every_click_pays_is_not_much_more_than_was_recorded():
    known = json.loads(kinerja.RECORDED.read_text(encoding="utf-8"))
    quick = list(kinerja.measures("SMALL"))
    assert quick and kinerja.compare(quick, known) == 0


def test_a_row_that_fails_is_named_and_the_others_are_written_all_the_same(monkeypatch, tmp_path, capsys):
    def broken():
        raise RuntimeError("no Chromium")

    monkeypatch.setattr(kinerja, "measures", lambda kind: [broken, lambda: FAST])
    monkeypatch.setattr(kinerja, "DOCUMENT", tmp_path / "kinerja.md")
    monkeypatch.setattr(kinerja, "RECORDED", tmp_path / "ratios.json")
    (tmp_path / "ratios.json").write_text('{"lain": 2.0}')
    assert kinerja.main(["--ulangan", "1"]) == 1 and "no Chromium" in capsys.readouterr().err
    text = (tmp_path / "kinerja.md").read_text(encoding="utf-8")
    assert "| Pokja, 10.000 unit |" in text and "Tidak diukur kali ini: `broken`." in text
    assert json.loads((tmp_path / "ratios.json").read_text()) == {"lain": 2.0, FAST[0]: 2.0}

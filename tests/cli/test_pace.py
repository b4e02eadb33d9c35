"""Dates on the command line: what `import` says and takes, and what `pace` gives, as text and as JSON."""

import json
from datetime import date

import pytest

from zi_metrics.as_of import default_date
from zi_metrics.cli.main import main

UNIT, QUARTERLY = "Kantor Uji", "Contoh 17 – Sekolah"


def test_import_says_as_of_when(import_ready):
    _, first, _ = import_ready()
    said = ("per_tanggal", "per_tanggal_dari", "monev", "versi", "baru")
    assert [first[field] for field in said] == [default_date(2026).isoformat(), "perkiraan", "", 1, True]
    _, quarter, _ = import_ready("--per-tanggal", "2026-03-31", "--monev", "TW1")
    assert [quarter[field] for field in said] == ["2026-03-31", "disebut", "Triwulan I", 2, True]
    _, again, _ = import_ready("--per-tanggal", "31/03/2026", "--monev", "B03")
    assert [again[field] for field in said] == ["2026-03-31", "disebut", "Triwulan I", 2, False]
    _, half, _ = import_ready("--monev", "Semester 1")
    assert half["per_tanggal"] == min(date(2026, 6, 30), default_date(2026)).isoformat()


def test_the_later_date_is_what_score_shows(import_ready, tmp_path, capsys):
    import_ready("--per-tanggal", "2026-02-28", "--monev", "Februari")
    import_ready("--per-tanggal", "2026-01-31")
    whose = ["--unit", UNIT, "--tahun", "2026", "--database", str(tmp_path / "uji.duckdb")]
    assert main(["score", *whose, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["versi"], shown["per_tanggal"], shown["monev"]) == (1, "2026-02-28", "Februari")
    assert main(["score", *whose]) == 0
    assert "per 28 Februari 2026 (Februari)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--per-tanggal", "2099-01-01"], "belum terjadi"),
        (["--per-tanggal", "2024-12-31"], "terlalu jauh dari tahun penilaian 2026"),
        (["--per-tanggal", "31 Februari 2026"], "--per-tanggal: '31 Februari 2026' bukan tanggal yang ada"),
        (["--monev", "Triwulan V"], "--monev: Monev 'Triwulan V' tidak dikenal"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(import_ready, more, words):
    status, result, error = import_ready(*more)
    assert status == 2 and result is None and words in error and "Tidak ada yang disimpan." in error


def pace(capsys, path, *more):
    status = main(["pace", "--unit", QUARTERLY, "--tahun", "2026", *more, "--database", str(path)])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_pace_as_json(sample_path, capsys):
    status, out, _ = pace(capsys, sample_path, "--json")
    found = json.loads(out)
    assert status == 0
    assert list(found) == ["unit", "tahun", "penilai", "predikat", "tanggal_batas", "syarat"]
    assert [found[field] for field in ("unit", "penilai", "predikat", "tanggal_batas")] == [
        QUARTERLY,
        "unit",
        "wbk",
        "2026-05-31",
    ]
    first = found["syarat"][0]
    assert list(first) == ["kode", "nama", "minimum", "titik", "garis", "perkiraan"] and first["kode"] == "total"
    assert [point["tanggal"] for point in first["titik"]] == ["2025-09-30", "2025-12-31", "2026-03-31", "2026-05-15"]
    assert first["garis"] == [first["titik"][0], {"tanggal": "2026-05-31", "nilai": 75.0}]
    low, high = first["perkiraan"]
    assert low < high
    assert main(["score", "--unit", QUARTERLY, "--tahun", "2026", "--database", str(sample_path), "--json"]) == 0
    gates = json.loads(capsys.readouterr().out)["syarat"]
    codes = [gate["kode"] for gate in gates if gate["predikat"] == "wbk"]
    assert sorted(codes) == sorted(gate["kode"] for gate in found["syarat"])


def test_pace_in_words(sample_path, capsys):
    status, out, _ = pace(capsys, sample_path)
    assert status == 0 and "Batas pengusulan 31 Mei 2026" in out
    assert "per 31 Maret 2026" in out and "Pada laju sekarang total diperkirakan" in out


def test_pace_of_a_judge_with_one_point_and_how_it_refuses(sample_path, capsys):
    _, out, _ = pace(capsys, sample_path, "--penilai", "tpi", "--predikat", "WBBM", "--json")
    first = json.loads(out)["syarat"][0]
    assert first["perkiraan"] is None and len(first["titik"]) == 1 and first["minimum"] == 85
    status, _, error = pace(capsys, sample_path, "--predikat", "wbx")
    assert status == 2 and "wbk, wbbm (bukan 'wbx')" in error
    status, _, error = pace(capsys, sample_path, "--penilai", "tpn")
    assert status == 2 and "tidak punya penilaian 2026 oleh tpn" in error

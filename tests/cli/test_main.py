"""The command line: figures as JSON, status 0, or 2 with a helpful message in Indonesian and nothing stored."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from assessments import save_values
from forms import old_form, random_answers
from oracle import RAW, all_nilai, nilai
from places import READY, ROOT

from zi_metrics import __version__
from zi_metrics.cli.main import _COMMANDS, command_parser, main
from zi_metrics.instruments.library import load_instrument
from zi_metrics.samples.lke import READY_WORKBOOKS, sample_answers
from zi_metrics.scoring.values import ratio_meaning
from zi_metrics.store.connection import open_store

INSTRUMENT = load_instrument()
AIM = ("--predikat", "wbk")


def test_import_and_score_agree_with_an_independent_walk(run):
    status, out, err = run(
        "import", READY["setengah"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "tpi", "--json"
    )
    assert (status, err) == (0, "")
    imported = json.loads(out)
    assert (imported["unit"], imported["tahun"], imported["penilai"]) == ("Kantor Uji", 2025, "tpi")
    assert imported["layout"] == "lampiran-iii" and imported["terbaca"] == 113 and imported["temuan"] == []

    status, out, err = run("score", "--unit", "kantor uji", "--tahun", 2025, "--json")
    assert (status, err) == (0, "")
    result = json.loads(out)
    ready = READY_WORKBOOKS[1]
    truth = sample_answers(INSTRUMENT, ready.unit, ready.tahun, ready.penilai, ready.filled)
    values = {a.kode: a.nilai for a in truth}
    by_code = {node["kode"]: node for node in result["simpul"]}
    assert len(by_code) == 178
    for kode, (ours, rumus) in all_nilai(values).items():
        assert by_code[kode]["nilai"] == pytest.approx(ours, abs=1e-9)
        assert by_code[kode]["nilai_rumus_lke"] == (pytest.approx(rumus, abs=1e-9) if rumus is not None else None)
    assert result["total"] == pytest.approx(by_code["A"]["nilai"] + by_code["B"]["nilai"])
    assert result["total"] == pytest.approx(imported["total"], abs=1e-9)
    assert result["kurang_wbk"] == pytest.approx(75 - result["total"])
    assert result["kurang_wbbm"] == pytest.approx(85 - result["total"])
    assert by_code["P.1"]["pertanyaan"] == 12 and set(by_code["P.1"]) == {
        "kode", "nama", "bobot", "nilai", "nilai_tertinggi", "nilai_rumus_lke", "terjawab", "pertanyaan"
    }  # fmt: skip
    gates = {(g["predikat"], g["kode"]): g for g in result["syarat"]}
    assert len(gates) == 24 and gates[("wbk", "P.5+R.5")]["minimum"] == 9
    for gate in gates.values():
        assert {"predikat", "kode", "minimum", "nilai", "kurang", "terpenuhi"} <= set(gate)
        assert gate["kurang"] == pytest.approx(max(0, gate["minimum"] - gate["nilai"]), abs=1e-9)
        assert gate["terpenuhi"] == (gate["kurang"] == 0)


def test_a_total_barely_missed_is_seen_to_be_missed(run_on, tmp_path):
    database = tmp_path / "tipis.duckdb"
    save_values(open_store(database), "Kantor Tipis", 2026, "tpi", {q.kode: 0.749996 for q in INSTRUMENT.questions()})
    status, out, _ = run_on(database, "score", "--unit", "Kantor Tipis", "--tahun", 2026)
    (total,) = (line for line in out.splitlines() if line.split()[:3] == ["WBK", "Nilai", "total"])
    assert (
        status == 0
        and "74,9996" in total
        and total.endswith("kurang 0,0004")
        and out.splitlines()[1].startswith("Total 74,9996")
    )
    assert "WBBM  predikat WBK yang disyaratkan belum tercatat" in out


def test_a_missing_figure_is_null_and_never_nan(run):
    run("import", READY["setengah"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "tpi")
    _, out, _ = run("score", "--unit", "Kantor Uji", "--tahun", 2025, "--json")
    assert "NaN" not in out
    open_nodes = [n for n in json.loads(out)["simpul"] if n["terjawab"] == 0]
    assert open_nodes and all(n["nilai_rumus_lke"] is None and n["nilai"] == 0 for n in open_nodes)


def test_unit_year_and_judge_are_guessed_from_the_file(run):
    status, out, _ = run("import", READY["lengkap"], "--json")
    guessed = json.loads(out)
    assert status == 0
    assert (guessed["unit"], guessed["tahun"], guessed["penilai"]) == ("Contoh 01 – Kantor Pelayanan", 2026, "tpi")


def test_the_last_judge_counts_unless_another_is_asked_for(run):
    started = datetime.now(UTC)
    run("import", READY["lengkap"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "unit")
    imported = datetime.now(UTC)
    run("import", READY["setengah"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "tpi")
    assert json.loads(run("score", "--unit", "Kantor Uji", "--tahun", 2025, "--json")[1])["penilai"] == "tpi"
    own = json.loads(run("score", "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "unit", "--json")[1])
    assert own["penilai"] == "unit" and own["terjawab"] == 113
    # A moment without its zone would be read as local time, seven hours off in Jakarta.
    stored = datetime.fromisoformat(own["sumber"]["waktu"])
    assert started.replace(microsecond=0) <= stored <= imported


def test_several_files_are_stored_together_or_not_at_all(run, tmp_path):
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 rusak")
    status, out, err = run("import", READY["lengkap"], broken, tmp_path / "tidak ada.xlsx")
    assert status == 2 and out == ""
    assert "rusak.xlsx" in err and "tidak ada.xlsx" in err and "Tidak ada yang disimpan" in err
    status, _, err = run("score", "--unit", "Contoh 01", "--tahun", 2026)
    assert status == 2 and "masih kosong" in err
    status, out, _ = run("import", READY["lengkap"], READY["setengah"], "--json")
    assert status == 0 and [entry["terbaca"] for entry in json.loads(out)["penilaian"]] == [113, 113]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", READY["lengkap"], "--tahun", "dua ribu"], ["--tahun harus empat angka"]),
        (["import", READY["lengkap"], "--tahun", "1990", "--penilai", "bpk"], ["1990", "--penilai harus salah satu"]),
        (["import", ROOT / "README.md"], ["README.md"]),
        (["import", ROOT / "zi_ui" / "assets"], ["Folder", "tidak berisi berkas"]),
        (["score"], ["--unit NAMA", "--tahun TAHUN"]),
        (["score", "--unit", "Kantor", "--tahun", "2025"], ["Basis data", "tidak ada", "--database"]),
        (["import"], ["Belum disebut: BERKAS.", "Cara pakai: python -m zi_metrics import"]),
        (["hitung"], ["Perintah 'hitung' tidak ada; yang ada: 'import', 'score'", "Cara pakai"]),
        ([], ["Perintah", "tidak ada; yang ada", "Cara pakai"]),
        (["score", "--unit"], ["--unit memerlukan isi", "Cara pakai: python -m zi_metrics score [--unit NAMA]"]),
        (["score", "--thn", "2025"], ["Tidak dikenali: --thn 2025."]),
        (["score", "--json=ya"], ["--json tidak memakai isi"]),
        (["import", "x.xlsx", "--j"], ["--j dapat berarti", "--jawab, --json"]),
        (["score", "--unit", "Dinas \udcff", "--tahun", "2025"], ["--unit memuat huruf yang tidak terbaca"]),
    ],
)
def test_a_mistake_gives_status_2_and_every_reason(run, arguments, words):
    status, out, err = run(*arguments)
    assert status == 2 and out == "" and "Traceback" not in err
    for word in words:
        assert word in err, err


def test_help_and_complaints_hold_no_english_heading(capsys):
    for arguments in (["--help"], ["import", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        shown = capsys.readouterr().out
        assert "Cara pakai" in shown and "usage" not in shown and "arguments" not in shown and "options" not in shown


def test_the_version_is_told():
    done = subprocess.run([sys.executable, "-m", "zi_metrics", "--version"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Analisis Zona Integritas {__version__}\n", "")


def test_a_file_whose_name_is_no_utf_8_is_imported(run, tmp_path):
    odd = tmp_path / "LKE din\udcffas.xlsx"
    try:
        odd.write_bytes(READY["lengkap"].read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    status, out, err = run("import", odd, "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "unit", "--json")
    assert (status, err) == (0, "") and json.loads(out)["berkas"] == "LKE din?as.xlsx"


@pytest.mark.parametrize("output", ["cp1252", "ascii", "utf-8"])
def test_a_name_that_the_pipes_encoding_does_not_have_stops_nothing(run, tmp_path, output):
    unit = "Kantor – 日本"
    run("import", READY["lengkap"], "--unit", unit, "--tahun", 2025, "--penilai", "unit")
    command = [sys.executable, "-m", "zi_metrics", "score", "--unit", unit, "--tahun", "2025"]
    command += ["--database", str(tmp_path / "cli.duckdb")]
    environment = {**os.environ, "PYTHONIOENCODING": output, "PYTHONUTF8": "0"}
    read = [
        subprocess.run([*command, *more], cwd=ROOT, capture_output=True, env=environment) for more in ([], ["--json"])
    ]
    assert [(done.returncode, done.stderr) for done in read] == [(0, b""), (0, b"")]
    # A JSON reader takes UTF-8, whatever the console's encoding is.
    assert json.loads(read[1].stdout.decode("utf-8"))["unit"] == unit


def test_an_unknown_unit_or_year_is_answered_with_what_there_is(run):
    run("import", READY["lengkap"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "unit")
    assert "Kantor Uji" in run("score", "--unit", "Kantor Lain", "--tahun", 2025)[2]
    assert "2025 (unit)" in run("score", "--unit", "Kantor Uji", "--tahun", 2024)[2]


def test_people_read_indonesian_numbers(run):
    _, out, _ = run("import", READY["lengkap"], "--unit", "Kantor Uji", "--tahun", 2025, "--penilai", "unit")
    assert "Terbaca 113 dari 113 pertanyaan" in out
    _, out, _ = run("score", "--unit", "Kantor Uji", "--tahun", 2025)
    ready = READY_WORKBOOKS[0]
    truth = {a.kode: a.nilai for a in sample_answers(INSTRUMENT, ready.unit, ready.tahun, ready.penilai)}
    total = sum(nilai(component, truth) for component in RAW["komponen"])
    assert f"Total {total:.2f}".replace(".", ",") in out


def test_a_verdict_on_inferred_minima_says_so(run, tmp_path):
    instrument = load_instrument("permenpanrb-10-2019")
    path = tmp_path / "LKE 2020.xlsx"
    path.write_bytes(old_form(instrument, random_answers(instrument)))
    whose = ("--unit", "Rutan Uji", "--tahun", 2020)
    _, out, _ = run("import", path, *whose, "--penilai", "tpi")
    assert "23 minimum syaratnya disimpulkan" in out
    said = {name: run(name, *whose, *aim)[1] for name, aim in (("score", ()), ("plan", AIM), ("margin", AIM))}
    assert "23 dari 24 minimum syaratnya disimpulkan" in said["score"]
    assert "; dikutip dari dokumen instansi" in said["score"]
    assert all("11 dari 12 minimum syaratnya disimpulkan" in said[name] for name in ("plan", "margin"))
    result = json.loads(run("score", *whose, "--json")[1])
    assert (result["disimpulkan_wbk"], result["disimpulkan_wbbm"]) == (11, 12)
    assert [g["kepastian"] for g in result["syarat"] if g["kode"] == "I"] == ["dikutip", "disimpulkan"]


def test_sample_fills_once_and_if_empty_leaves_other_data_alone(run):
    status, out, _ = run("sample", "--json")
    assert status == 0 and json.loads(out)["penilaian_baru"] > 100
    assert json.loads(run("sample", "--json")[1])["penilaian_baru"] == 0
    assert run("sample", "--if-empty")[0] == 0


def test_the_module_runs_as_a_command(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "zi_metrics",
            "score",
            "--unit",
            "X",
            "--tahun",
            "2025",
            "--database",
            tmp_path / "x.db",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and "x.db tidak ada" in done.stderr and done.stdout == ""


READING = ["score", "plan", "margin", "peluang", "pace", "workbook", "survey", "backup", "verify", "rapikan"]


@pytest.mark.parametrize("command", READING)
def test_a_command_that_only_reads_makes_no_database(command, tmp_path, capsys):
    missing = tmp_path / "salah" / "ketik.duckdb"
    more = {
        "plan": ["--predikat", "wbk"],
        "margin": ["--predikat", "wbk"],
        "workbook": ["--layout", "siklus-2026", "-o", str(tmp_path / "lke.xlsx")],
    }
    whose = [] if command in ("backup", "verify", "rapikan") else ["--unit", "X", "--tahun", "2025"]
    status = main([command, *whose, *more.get(command, []), "--database", str(missing)])
    assert status == 2 and f"{missing} tidak ada" in capsys.readouterr().err
    assert not missing.parent.exists()


def test_sample_answers_of_ratios_follow_their_counts():
    ready = READY_WORKBOOKS[0]
    for answer in sample_answers(INSTRUMENT, ready.unit, ready.tahun, ready.penilai):
        if answer.masukan:
            counts = {c.kunci: c.angka for c in answer.masukan}
            assert answer.nilai == ratio_meaning(INSTRUMENT.question(answer.kode), counts).value


def test_a_command_loads_what_it_needs_and_no_more():
    code = (
        "import sys; from zi_metrics.cli.main import command_parser; command_parser(sys.argv[1]); "
        "print([m for m in ('scipy', 'openpyxl', 'xlsxwriter', 'plotly', 'highspy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, "import"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", _COMMANDS)
def test_a_command_alone_is_called_as_among_all(name):
    def helped(parser):
        return next(a for a in parser._actions if a.metavar == "PERINTAH").choices[name].format_help()

    assert helped(command_parser(name)) == helped(command_parser())

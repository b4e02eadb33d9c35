"""What commands say of names that mean harm is text: no order to the terminal, no line that others wrote."""

import json

from hostile_names import ORDERS, STEERING, UNIT, YEAR
from places import READY

WHOSE = ("--unit", UNIT, "--tahun", YEAR)
COMMANDS = (
    ("score", *WHOSE),
    ("plan", *WHOSE, "--predikat", "wbbm"),
    ("margin", *WHOSE, "--predikat", "wbk"),
    ("survey", *WHOSE),
    ("score", "--unit", f"tidak ada {STEERING}", "--tahun", YEAR),
)


def test_no_command_steers_the_terminal(run_on, hostile_file, tmp_path):
    workbook = ("workbook", *WHOSE, "--layout", "lampiran-iii", "-o", tmp_path / "lke.xlsx")
    for command in (*COMMANDS, workbook):
        status, out, err = run_on(hostile_file, *command)
        assert status == (2 if "tidak ada" in str(command[2]) else 0), err
        assert "luar" in out + err and not set(out + err) & ORDERS, command
        assert status or command[0] == "workbook" or json.loads(run_on(hostile_file, *command, "--json")[1])


def test_a_files_name_forges_no_line(run_on, hostile_file, tmp_path):
    odd = tmp_path / f"lke{STEERING}\nPALSU: tersimpan.xlsx"
    odd.write_bytes(READY["lengkap"].read_bytes())
    status, out, err = run_on(hostile_file, "import", odd, "--unit", "Kantor", "--tahun", 2020, "--penilai", "unit")
    assert status == 0 and not set(out) & ORDERS, err
    assert not any(line.startswith("PALSU") for line in out.splitlines())


def test_a_chance_that_is_not_known_is_told_without_steering_either(run_on, hostile_file):
    status, out, err = run_on(hostile_file, "peluang", *WHOSE)
    assert status in (0, 2) and out + err and not set(out + err) & ORDERS

"""A folder by `import`: each file stored by itself, told in a line, and passed over when it is stored already."""

import json
import os
import signal
import subprocess
import sys
import zipfile

import psutil
import pytest
from folder_of_lke import BROKEN, of_unit
from places import READY, ROOT

from zi_metrics.cli import folder_imports
from zi_metrics.many_uploads import Asked, _Reader, read_each
from zi_metrics.store import tables
from zi_metrics.store.connection import close_store, open_store


def stored_units(path):
    store = open_store(path)
    found = tables.assessments(store)
    close_store(path)
    return sorted(zip((name.split(" –")[0] for name in found["unit"]), found["versi"], strict=True))


def test_each_file_is_stored_by_itself_with_a_line_and_the_others_are_told(run, folder, tmp_path):
    status, out, err = run("import", folder)
    assert status == 2
    assert stored_units(tmp_path / "cli.duckdb") == [("Kantor A", 1), ("Kantor B", 1), ("Kantor C", 1)]
    lines = out.splitlines()
    assert [line.rpartition("kiriman/")[2].partition(":")[0] for line in lines[:-1]] == [
        "a.xlsx", "b.xlsx", "kanwil/c.xlsx",
    ]  # fmt: skip
    assert all("disimpan sebagai versi 1, total " in line for line in lines[:-1])
    assert lines[-1] == "3 berkas disimpan, 0 dilewati karena sudah tersimpan, 1 tidak disimpan."
    assert "b2 rusak.xlsx: tidak disimpan." in err and "1 dari 4 berkas tidak disimpan" in err
    assert "\r" not in out + err, "a bar is drawn for a terminal only"


def test_what_is_stored_already_is_passed_over_and_the_rest_goes_on(run, folder, tmp_path):
    run("import", folder)
    (folder / "b2 rusak.xlsx").write_bytes(of_unit("Kantor B2"))
    status, out, _ = run("import", folder, "--json")
    document = json.loads(out)
    assert status == 0
    assert [one["unit"].split(" –")[0] for one in document["penilaian"]] == ["Kantor B2"]
    assert [one["berkas"].rpartition("/")[2] for one in document["dilewati"]] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert document["tidak_disimpan"] == []
    assert all(versi == 1 for _, versi in stored_units(tmp_path / "cli.duckdb"))


def test_only_what_the_options_ask_for_counts_as_stored(run, folder, tmp_path):
    (folder / "b2 rusak.xlsx").unlink()
    run("import", folder)
    status, out, _ = run("import", folder, "--tahun", 2025, "--json")
    assert status == 0 and len(json.loads(out)["penilaian"]) == 3, "another year is another assessment"
    status, out, _ = run("import", folder, "--penilai", "tpn", "--json")
    assert status == 0 and len(json.loads(out)["penilaian"]) == 3, "another judge, too"
    status, out, _ = run("import", folder, "--tahun", 2025, "--penilai", "tpi", "--json")
    assert status == 0 and len(json.loads(out)["dilewati"]) == 3


def test_a_changed_file_is_no_stored_one(run, folder, tmp_path):
    (folder / "b2 rusak.xlsx").unlink()
    run("import", folder)
    with zipfile.ZipFile(folder / "a.xlsx", "a") as archive:
        archive.comment = b"disimpan ulang"
    status, out, _ = run("import", folder)
    assert status == 0 and "1 berkas disimpan, 2 dilewati" in out


def test_together_or_not_at_all_where_that_is_asked(run, folder, tmp_path):
    status, out, err = run("import", folder, "--semua-atau-tidak")
    assert status == 2 and out == "" and "Tidak ada yang disimpan" in err
    assert stored_units(tmp_path / "cli.duckdb") == []
    (folder / "b2 rusak.xlsx").unlink()
    status, _, _ = run("import", folder, "--semua-atau-tidak")
    assert status == 0 and len(stored_units(tmp_path / "cli.duckdb")) == 3


def test_wrong_options_stop_it_before_anything_is_read(run, folder, tmp_path):
    status, out, err = run("import", folder, "--penilai", "bpk")
    assert status == 2 and out == "" and "--penilai harus salah satu" in err
    assert stored_units(tmp_path / "cli.duckdb") == []


def test_who_stops_it_keeps_what_is_stored_and_is_told_how_to_go_on(run, folder, tmp_path, monkeypatch):
    own = folder_imports._stored

    def stops(store, path, *more):
        if path.name == "b.xlsx":
            raise KeyboardInterrupt
        return own(store, path, *more)

    monkeypatch.setattr(folder_imports, "_stored", stops)
    status, out, err = run("import", folder)
    assert status == 2 and "1 berkas disimpan" in out
    assert "Dihentikan" in err and "Ulangi perintah yang sama" in err
    assert stored_units(tmp_path / "cli.duckdb") == [("Kantor A", 1)]
    monkeypatch.undo()
    run("import", folder)
    assert stored_units(tmp_path / "cli.duckdb") == [("Kantor A", 1), ("Kantor B", 1), ("Kantor C", 1)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_who_kills_it_keeps_what_is_stored(folder, tmp_path, run):
    database = tmp_path / "cli.duckdb"
    process = subprocess.Popen(
        [sys.executable, "-m", "zi_metrics", "import", str(folder), "--database", str(database)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert "a.xlsx" in process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    assert ("Kantor A", 1) in stored_units(database)
    run("import", folder)
    assert stored_units(database) == [("Kantor A", 1), ("Kantor B", 1), ("Kantor C", 1)]


def test_a_reader_that_dies_costs_its_file_only(monkeypatch):
    good = READY["lengkap"].read_bytes()
    ended = []
    own = _Reader._running

    def dying(self):
        process = own(self)
        if not ended:
            ended.append(process.pid)
            process.kill()
            process.wait()
        return process

    monkeypatch.setattr(_Reader, "_running", dying)
    asked = [Asked(n, f"{n}.xlsx", good) for n in range(3)]
    found = list(read_each(asked, processes=1))
    assert [one.key for one, _ in found] == [0, 1, 2]
    assert "pembacanya terhenti" in found[0][1].problems[0]
    assert all(len(upload.items) == 1 and not upload.problems for _, upload in found[1:])


def test_files_come_in_their_order_and_no_process_is_left(tmp_path):
    good = READY["lengkap"].read_bytes()
    files = [Asked(n, f"{n}.xlsx", good if n % 2 else BROKEN) for n in range(8)]
    asking = read_each(iter(files), processes=2)
    first, upload = next(asking)
    assert first.key == 0 and upload.problems
    assert [one.key for one, _ in asking] == list(range(1, 8))
    unfinished = read_each(iter(files), processes=2)
    next(unfinished)
    unfinished.close()
    assert not [one for one in psutil.Process().children() if "many_uploads" in " ".join(one.cmdline())]


def test_a_file_that_cannot_be_had_is_told_in_its_place(tmp_path):
    ((_, upload),) = read_each([Asked(1, "x.xlsx", tmp_path / "tidak ada.xlsx")], processes=1)
    assert "tidak ada.xlsx" in upload.problems[0] and "Periksa nama" in upload.problems[0]

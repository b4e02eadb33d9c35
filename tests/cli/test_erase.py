"""`erase` on the command line: lists imports, erases one with a trace, and says what backups still hold."""

import json

from zi_metrics.scope import operator
from zi_metrics.store.connection import close_store, open_store
from zi_metrics.store.erasure import erasures


def test_an_import_is_listed_erased_and_gone(run_on, imported):
    path, impor = imported
    status, out, _ = run_on(path, "erase", "--unit", "kantor uji")
    assert status == 0 and impor in out and "Kantor Uji, 2025" in out and "berkas asli disimpan" in out
    status, out, err = run_on(path, "erase", "--impor", impor, "--alasan", "permintaan")
    assert status == 0 and "1 impor" in out and "1 berkas asli" in out and "Cadangan" in out, err
    assert "Tidak ada impor" in run_on(path, "erase")[1]
    assert erasures(open_store(path))["oleh"].tolist() == [operator().nama]
    close_store(path)
    assert b"Kantor Uji" not in path.read_bytes()


def test_what_is_missing_or_wrong_is_said_at_once_and_nothing_goes(run_on, imported):
    path, impor = imported
    status, _, err = run_on(path, "erase", "--impor", impor, "--alasan", "entahlah")
    assert status == 2 and "permintaan" in err and "perintah" in err
    status, _, err = run_on(path, "erase", "--impor", "x", "--alasan", "perintah")
    assert status == 2 and "Tidak ada impor" in err
    assert impor in run_on(path, "erase")[1]


def test_remains_can_be_written_over_at_any_time(run_on, imported):
    path, impor = imported
    told = run_on(path, "erase", "--impor", impor, "--alasan", "perintah", "--json")[1]
    assert json.loads(told)["bersih"] and json.loads(told)["berkas"] == 1
    status, out, _ = run_on(path, "erase", "--bersihkan")
    assert status == 0 and "ditimpa" in out


def test_writing_over_remains_does_not_pretend_to_erase_an_import(run_on, imported):
    path, impor = imported
    said = run_on(path, "erase", "--bersihkan", "--impor", impor, "--alasan", "permintaan")
    assert said[0] == 2 and said[1] == "" and "tidak menghapus impor" in said[2]


def test_a_reason_without_an_import_is_not_taken_for_the_list(run_on, imported):
    status, out, err = run_on(imported[0], "erase", "--alasan", "permintaan")
    assert status == 2 and out == "" and "--impor ID" in err

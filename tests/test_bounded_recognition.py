"""Large files are recognised in a process of their own: as well as small ones, and given up after so many seconds."""

import io
import os
import random
from functools import cache

import openpyxl
import psutil
import pytest
from places import READY
from survey_files import as_text

from zi_metrics import bounded_recognition
from zi_metrics.instruments.library import load_instrument
from zi_metrics.lke.importing import mappings_from
from zi_metrics.lke.recognition import workbook
from zi_metrics.lke.recognition.column_choices import shape_of_header
from zi_metrics.surveys import importing
from zi_metrics.surveys.said_before import survey_mappings_from
from zi_metrics.upload import prepare_upload

NAME = "LKE banyak.xlsx"


@cache
def many_sheets():
    """The ready workbook with more sheets of its form."""
    book = openpyxl.load_workbook(READY["lengkap"])
    form = book["LKE ZI"]
    for number in range(2, 5):
        book.copy_worksheet(form).title = f"LKE {2020 + number}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(upload):
    return [(item.reading.identity, item.total, tuple(item.findings["pesan"])) for item in upload.items]


def everything_is_large(monkeypatch):
    monkeypatch.setattr(bounded_recognition, "SMALL_CELLS", 100)


def started_anew(monkeypatch, program=bounded_recognition._START):
    """Each file is recognised by a process of its own that loads everything, as where the system does not fork."""
    monkeypatch.setattr(bounded_recognition, "_ready", None)
    monkeypatch.setattr(bounded_recognition, "_START", program)


def test_a_large_workbook_is_recognised_as_a_small_one_is(store, monkeypatch):
    mappings = {"mappings": mappings_from(store), "survey_mappings": survey_mappings_from(store)}
    here = prepare_upload(NAME, many_sheets(), **mappings)
    everything_is_large(monkeypatch)
    apart = prepare_upload(NAME, many_sheets(), **mappings)
    assert len(here.items) >= 1
    assert told(apart) == told(here)
    assert all(item.content == many_sheets() for item in apart.items)


def test_a_process_of_its_own_recognises_the_same_as_a_fork_of_the_ready_one(monkeypatch):
    everything_is_large(monkeypatch)
    forked = prepare_upload(NAME, many_sheets())
    started_anew(monkeypatch)
    assert told(prepare_upload(NAME, many_sheets())) == told(forked) != []


@pytest.mark.skipif(bounded_recognition._ready is None, reason="this system does not fork")
def test_a_ready_process_that_was_ended_is_replaced(monkeypatch):
    everything_is_large(monkeypatch)
    first = told(prepare_upload(NAME, many_sheets()))
    before = bounded_recognition._ready.pid
    process = psutil.Process(before)
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert told(prepare_upload(NAME, many_sheets())) == first != []
    assert bounded_recognition._ready.pid != before


@pytest.mark.skipif(bounded_recognition._ready is None, reason="this system does not fork")
def test_a_fork_that_takes_too_long_is_given_up_and_the_next_file_is_read(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(bounded_recognition, "CLOCK_SECONDS", 0)
    (problem,) = prepare_upload(NAME, many_sheets()).problems
    assert "terlalu besar untuk dikenali" in problem
    monkeypatch.setattr(bounded_recognition, "CLOCK_SECONDS", 60)
    assert prepare_upload(NAME, many_sheets()).items


def test_what_takes_too_long_is_given_up_with_a_sentence(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(bounded_recognition, "CPU_SECONDS", 1)
    monkeypatch.setattr(bounded_recognition, "CLOCK_SECONDS", 60)
    # However fast the machine is: once it is bounded, it looks for a question and never ends.
    endless = "bounded_recognition.contents_of = lambda *_: exec('while True: pass')"
    start = bounded_recognition._START.replace(
        "from zi_metrics.bounded_recognition import main",
        f"from zi_metrics import bounded_recognition; {endless}; main = bounded_recognition.main",
    )
    assert endless in start
    started_anew(monkeypatch, start)
    upload = prepare_upload(NAME, many_sheets())
    assert not upload.items and not upload.surveys
    (problem,) = upload.problems
    assert "terlalu besar untuk dikenali dalam 1 detik" in problem and "lembar" in problem
    assert len(problem) < 600


def test_a_reader_that_only_waits_for_the_processor_is_not_ended(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(bounded_recognition, "CPU_SECONDS", 1)
    # Two seconds by the clock, hardly any of the processor before it begins.
    slow = "import time; time.sleep(2); raise NameError('after the wait')"
    started_anew(monkeypatch, slow)
    (problem,) = prepare_upload(NAME, many_sheets()).problems
    assert "kesalahan aplikasi" in problem, "it came to its end"


def test_a_reader_that_fails_is_not_called_a_large_file(monkeypatch):
    everything_is_large(monkeypatch)
    started_anew(monkeypatch, "raise NameError('told to the log only')")
    (problem,) = prepare_upload(NAME, many_sheets()).problems
    assert "kesalahan aplikasi" in problem and "administrator" in problem
    assert "besar" not in problem and "NameError" not in problem


def test_a_list_of_many_units_has_its_header_looked_at_once(monkeypatch):
    looked = []
    monkeypatch.setattr(
        workbook, "shape_of_header", lambda view, header: looked.append(header.row) or shape_of_header(view, header)
    )
    questions = load_instrument().questions()
    rows = [["Unit Kerja", "Tahun", "Kode", "Pertanyaan", "Jawaban"]]
    rows += [[f"Kantor {unit}", 2026, q.kode, q.teks, "A"] for unit in "ABCDE" for q in questions]
    upload = prepare_upload("daftar.csv", as_text(rows))
    assert len(upload.items) == 5 and len(looked) == 1
    assert all(item.reading.shape == upload.items[0].reading.shape for item in upload.items)


def test_nobody_waits_for_ever_for_a_turn(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(bounded_recognition, "_QUEUE_SECONDS", 0.01)
    with bounded_recognition._places.place(1), bounded_recognition._places.place(1):
        (problem,) = prepare_upload(NAME, many_sheets()).problems
    assert "server sedang sibuk" in problem


def large_table():
    rows = [[i, f"barang nomor {i} di gudang", f"harga {i} rupiah"] for i in range(120_000)]
    return as_text([["kode", "barang", "harga"], *rows])


def test_a_table_that_is_too_large_for_anything_else_is_told_its_own_reason(monkeypatch):
    content = large_table()
    monkeypatch.setattr(importing, "MAX_FILE_BYTES", len(content) - 1)
    (problem,) = prepare_upload("gudang.csv", content).problems
    assert "tidak dikenali sebagai survei" in problem and "gambar" not in problem


def test_a_lone_quote_far_down_a_large_table_is_named_with_its_line(monkeypatch):
    lines = large_table().split(b"\r\n")
    lines[100_000] = b'99999,"barang tanpa tutup kutip,harga'
    lines[100_500] = b'100499,"barang, dengan koma",harga'
    content = b"\r\n".join(lines)
    monkeypatch.setattr(importing, "MAX_FILE_BYTES", 5_000_000)
    (problem,) = prepare_upload("gudang.csv", content).problems
    assert "tanda kutip" in problem and "baris 100001" in problem


def nearly_questions(rows):
    """A list whose every row is nearly one of the questions, so that each must be held against all of them."""
    chance = random.Random(1)
    texts = [question.teks.split() for question in load_instrument().questions()]
    made = [["No", "Penilaian", "Bobot", "Pilihan Jawaban", "Jawaban", "Nilai"]]
    for number in range(rows):
        words = list(chance.choice(texts))
        words[chance.randrange(len(words))] = chance.choice(["dan", "atau", "yang"])
        made.append([number, " ".join(words), 1, "A/B/C", "B", "0,5"])
    return as_text(made, delimiter=";")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="counts the processor time of child processes")
def test_a_small_file_that_is_slow_to_recognise_is_answered_within_ten_seconds():
    content = nearly_questions(40_000)
    before = os.times()
    upload = prepare_upload("40000 baris.csv", content)
    after = os.times()
    assert upload.items or "terlalu besar untuk dikenali" in upload.problems[0]
    # Of the processor, so that a busy machine changes nothing.
    assert sum(after[:4]) - sum(before[:4]) <= 10.5


def long_sheet(rows):
    """A survey on one sheet of a workbook."""
    chance = random.Random(3)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Jawaban")
    sheet.append(["Tanggal", "Jenis Layanan", *(f"U{number}" for number in range(1, 10))])
    for row in range(rows):
        answers = [chance.randrange(1, 5) for _ in range(9)]
        sheet.append([f"2026-{row % 12 + 1:02}-{row % 28 + 1:02}", f"Layanan {row % 3}", *answers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_long_sheet_of_answers_is_the_same_survey_as_by_the_other_road(monkeypatch):
    content = long_sheet(5_200)
    (here,) = prepare_upload("SKM 2026.xlsx", content).surveys
    monkeypatch.setattr(importing, "_LONG", 1_000_000)
    (apart,) = prepare_upload("SKM 2026.xlsx", content).surveys
    assert here.figure == apart.figure and here.reading.responden == apart.reading.responden == 5_200
    assert here.counts.equals(apart.counts) and here.findings.equals(apart.findings)


def test_a_long_list_that_is_no_survey_is_still_read_as_what_it_is(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(importing, "_LONG", 100)
    questions = load_instrument().questions()
    rows = [["Unit Kerja", "Tahun", "Kode", "Pertanyaan", "Jawaban"]]
    rows += [[f"Kantor {unit}", 2026, q.kode, q.teks, "A"] for unit in "ABCDE" for q in questions]
    assert len(prepare_upload("daftar.csv", as_text(rows)).items) == 5

"""What the tests of reading need: a read workbook, and children that start quickly."""

import contextlib
import datetime
import io
import subprocess
import sys

import openpyxl
import pytest

from zi_metrics.reading import bounds, parent, read_spreadsheet


@pytest.fixture(scope="module")
def lke():
    """An LKE-shaped workbook: title rows, merged headings, a table from C5, formulas, a hidden sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Lembar Kerja"
    sheet["C5"] = "LEMBAR KERJA EVALUASI"
    sheet.merge_cells("C5:K5")
    sheet["C7"] = "A.  PENGUNGKIT "
    sheet["D8"] = "Apakah tim kerja \u201cZI\u201d sudah dibentuk?\nBukti: SK — ≥ 75%"
    sheet["K7"] = 0.5
    sheet["K8"] = 3
    sheet["K9"] = "=K7+K8"
    sheet["K10"] = True
    sheet["K11"] = datetime.date(2024, 4, 3)
    sheet["L11"] = datetime.datetime(2024, 4, 3, 10, 30)
    sheet["M11"] = datetime.time(10, 30)
    sheet["N11"] = datetime.timedelta(hours=30)
    sheet["K12"] = "#DIV/0!"
    sheet["K12"].data_type = "e"
    sheet["K13"] = "007"
    sheet["K14"] = "  Ya, dua spasi"
    hidden = workbook.create_sheet("Daftar Pilihan")
    hidden["A1"] = "Ya"
    hidden.sheet_state = "veryHidden"
    workbook.create_sheet("Kosong")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return read_spreadsheet("LKE Satker.xlsx", buffer.getvalue())


FORKING_CHILD = """
import os, signal, sys
sys.path += sys.argv[1:]
from zi_metrics.reading import archive, child, protocol, spreadsheet
for line in sys.stdin:
    task, question, reply = line.split()
    fork = os.fork()
    if not fork:
        # What the child may take of the processor bounds it; this only ends a hang.
        signal.alarm(600)
        os.dup2(os.open(question, os.O_RDONLY), 0)
        os.dup2(os.open(reply, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        sys.argv = ["", task]
        sys.stdin, sys.stdout = open(0), open(1, "w")
        child.main()
        os._exit(0)
    print(os.waitpid(fork, 0)[1], flush=True)
"""


@pytest.fixture
def forking(tmp_path, monkeypatch):
    """Makes the product ask forks of one child; ends that afterwards. Use as a context."""
    command = [sys.executable, "-I", "-S", "-c", FORKING_CHILD, *map(str, parent.library_roots())]
    question, reply = tmp_path / "question", tmp_path / "reply"

    def ask(task, content, read_answer):
        question.write_bytes(content)
        reply.unlink(missing_ok=True)
        child.stdin.write(f"{task} {question} {reply}\n")
        child.stdin.flush()
        if int(child.stdout.readline()) != 0:
            raise bounds.Refusal(bounds.KILLS_READER, bounds.SAVE_AGAIN)
        with reply.open("rb") as answer:
            return read_answer(answer)

    @contextlib.contextmanager
    def patched():
        with monkeypatch.context() as patch:
            patch.setattr(parent, "_ask_child", ask)
            yield

    quiet = {"stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **quiet) as child:
        yield patched
        child.stdin.close()

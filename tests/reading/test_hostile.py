"""What reading promises of bad files: refused soon, with a sentence a person can act on, and nothing left behind."""

import bz2
import contextlib
import itertools
import random
import signal
import sys
import time
import types

import hostile_files as hostile
import psutil
import pytest

from zi_metrics.reading import Grid, UnreadableFile, bounds, parent, read_spreadsheet
from zi_metrics.reading.ready import ReadyProcess

pytestmark = pytest.mark.usefixtures("nothing_left_behind")

GOOD = hostile.xls({(1, 1): 1.0})
# Seconds of the processor.
SOON = 10


def refusal_of(content: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("LKE satker.xlsx", content)
    error = caught.value
    assert error.problem.startswith("Berkas 'LKE satker.xlsx' ") and error.problem.endswith(".")
    assert error.advice.endswith(".")
    assert str(error) == f"{error.problem} {error.advice}"
    assert "Traceback" not in str(error)
    assert "rror" not in str(error)
    return error


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_refused_soon_and_the_next_good_one_is_read(name, caplog):
    build, words = hostile.HOSTILE[name]
    content = build()
    started = time.process_time()
    error = refusal_of(content)
    # In time of the processor, which other work on the machine does not take: ours, and the child's own limit.
    assert time.process_time() - started < SOON
    assert f"ended with {-getattr(signal, 'SIGXCPU', 0)}:" not in caplog.text
    assert words in error.problem
    assert read_spreadsheet("baik.xls", GOOD).sheets[0].value(1, 1) == 1.0


def test_a_password_protected_file_is_told_how_to_mend_it():
    error = refusal_of(hostile.ole2("EncryptedPackage", bytes(100)))
    assert error.problem == "Berkas 'LKE satker.xlsx' dilindungi kata sandi."
    assert "hapus kata sandinya" in error.advice


def test_any_damage_to_a_good_file_is_either_read_or_refused():
    chance = random.Random(2021)
    for original in (hostile.SMALL, GOOD) * 8:
        damaged = bytearray(original)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(UnreadableFile):
            assert isinstance(read_spreadsheet("LKE satker.xlsx", bytes(damaged)), Grid)


def test_a_name_full_of_control_characters_or_endless_is_shown_tamely():
    with pytest.raises(UnreadableFile) as caught:
        read_spreadsheet("a\n\x1b[31m" + "b" * 5_000, b"")
    assert caught.value.problem.isprintable()
    assert len(caught.value.problem) < 200


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "raise RuntimeError('rahasia')",
        "pass",
        "print('bukan JSON')",
        "print('{}')",
        "print('[]')",
        'print(\'{"name":"a","hidden":false,"rows":[[1,[1,{}]]],"formulas":[],"merged":[],"dates":[]}\')',
        "print('[' * 100_000)",
        "import sys; sys.stdout.write('tanpa akhir')",
    ],
)
def test_a_child_that_dies_or_babbles_is_a_refusal_and_its_words_stay_inside(program, child_program):
    child_program(program)
    error = refusal_of(GOOD)
    assert "rahasia" not in str(error)
    assert "rusak atau tidak wajar" in error.problem


def test_a_child_that_hangs_is_ended_on_time(monkeypatch, child_program):
    child_program("import time\nwhile True: time.sleep(60)")
    monkeypatch.setattr(bounds, "MAX_SECONDS", 1)
    # A clock that goes on by a second whenever it is looked at: first when the child starts.
    looks = itertools.count()
    monkeypatch.setattr(parent, "time", types.SimpleNamespace(monotonic=lambda: next(looks)))
    assert "terlalu lama" in refusal_of(GOOD).problem
    assert next(looks) == 1 + parent._CLOCK_FOR_PROCESSOR + 1, "ended at the first look after its time"


def test_a_child_that_works_without_end_is_ended_by_the_time_it_takes_of_the_processor(monkeypatch, child_program):
    child_program("while True: pass")
    monkeypatch.setattr(bounds, "MAX_SECONDS", 1)
    before = psutil.cpu_times()
    assert "terlalu lama dibaca (lebih dari 1 detik)" in refusal_of(GOOD).problem
    assert psutil.cpu_times().user - before.user >= 1, "not for the clock's sake"


def test_a_child_that_only_waits_for_the_processor_is_not_ended(monkeypatch, child_program):
    # Three seconds by the clock, hardly any of the processor.
    child_program('import time; time.sleep(3); print(\'{"refused": ["sudah", "selesai."]}\')')
    monkeypatch.setattr(bounds, "MAX_SECONDS", 1)
    assert "sudah" in refusal_of(GOOD).problem


def test_a_child_that_eats_memory_is_ended_even_where_the_system_sets_no_limit(monkeypatch, child_program):
    child_program("import time; x = b'x' * 300_000_000\nwhile True: time.sleep(60)")
    monkeypatch.setattr(bounds, "MAX_CHILD_BYTES", 200 * bounds.MIB)
    assert "memori" in refusal_of(GOOD).problem


def test_a_child_that_never_stops_writing_is_ended(monkeypatch, child_program):
    child_program("while True: print('x' * 1000)")
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", bounds.MIB)
    refusal_of(GOOD)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits; the watch above bounds it there")
@pytest.mark.parametrize(
    ("demand", "words"),
    [
        (f"b'x' * {bounds.MAX_CHILD_BYTES}", "rusak"),
        (f"open(1, 'wb').write(b'x' * {bounds.MAX_ANSWER_BYTES + 1})", "rusak"),
        ("[open('/dev/null') for _ in range(100)]", "rusak"),
    ],
)
def test_the_child_limits_itself(demand, words, child_program):
    start = parent._START_CHILD.replace("import main; main()", f"import _bound_this_process as b; b(); x = {demand}")
    child_program(start)
    assert words in refusal_of(GOOD).problem


def test_an_answer_that_would_be_too_long_is_refused():
    # Incompressible text within every other bound.
    words = bz2.compress(random.Random(1).randbytes(300_000)).hex()
    strings = hostile.shared_strings(words[:30_000])
    content = hostile.xlsx(hostile.one_row('<c t="s"><v>0</v></c>' * 3_000), strings)
    assert "terlalu banyak teks" in refusal_of(content).problem


def test_when_too_many_wait_the_last_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(bounds, "MAX_SECONDS_IN_QUEUE", 0.1)
    with contextlib.ExitStack() as taken:
        for _ in range(bounds.MAX_CHILDREN):
            assert taken.enter_context(parent._places.place(1))
        error = refusal_of(GOOD)
    assert "banyak berkas lain" in error.problem
    assert "unggah lagi" in error.advice
    assert read_spreadsheet("baik.xls", GOOD).sheets


@pytest.mark.parametrize("ready", [None, ReadyProcess(parent._start_template)])
def test_a_server_that_cannot_start_a_child_says_so_without_blaming_the_file(ready, monkeypatch):
    monkeypatch.setattr(parent, "_ready", ready)
    monkeypatch.setattr(parent, "_python", lambda: "/tidak/ada/python")
    assert "kekurangan sumber daya" in refusal_of(GOOD).problem

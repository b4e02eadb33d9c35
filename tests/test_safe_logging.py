"""What is written to a log says where it went wrong, and nothing of what people wrote."""

import io
import logging
import re
import subprocess
import sys

import duckdb
import pytest
from places import ROOT

from zi_metrics.safe_logging import (
    SafeFormatter,
    log_failure,
    new_reference,
    safe_line,
    safe_lines_of,
    safe_message,
)

SECRET = "Siti Rahasia, NIK 3201012345678901"


def failed(kind=ValueError, *args):
    """The exception of a failure whose message quotes what must not be logged."""
    try:
        raise kind(*(args or (SECRET,)))
    except kind as error:
        return error


def within():
    try:
        duckdb.sql(f"SELECT CAST('{SECRET}' AS INTEGER)").fetchall()
    except duckdb.Error as error:
        raise KeyError(SECRET) from error


def of_a_query():
    try:
        within()
    except KeyError as error:
        return error


@pytest.mark.parametrize(
    "error", [failed(), failed(KeyError), failed(OSError, 2, "x", SECRET), failed(UnicodeError), of_a_query()]
)
def test_a_line_about_a_failure_has_its_type_and_place_and_no_value(error):
    line = safe_line(error)
    assert "Rahasia" not in line and "3201" not in line and "\n" not in line
    assert type(error).__name__ in line and re.search(r"tests/test_safe_logging\.py:\d+", line)


def test_causes_and_the_systems_code_are_told():
    assert "KeyError at tests" in safe_line(of_a_query()) and "ConversionException" in safe_line(of_a_query())
    assert "FileNotFoundError ENOENT" in safe_line(failed(OSError, 2, "x", SECRET))


def logged(**message):
    """What SafeFormatter makes of one record."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(SafeFormatter("%(levelname)s %(name)s %(message)s"))
    logger = logging.Logger("pihak-lain")
    logger.addHandler(handler)
    logger.error(message["text"], *message.get("args", ()), exc_info=message.get("error"))
    return stream.getvalue()


def test_a_record_of_another_library_is_one_line_without_the_traceback():
    for text in (
        logged(text="Uncaught app exception", error=failed()),
        logged(text="gagal: %s", args=(failed(),)),
        logged(text=failed()),
    ):
        assert "Rahasia" not in text and text.count("\n") == 1 and "ValueError" in text, text


def test_a_forged_line_an_order_to_the_terminal_and_an_addresss_choices_do_not_reach_the_log():
    text = logged(text="200 GET %s", args=("/survei?unit=Kantor+Rahasia&tahun=2026 (1 ms)\nERROR palsu\x1b[31m",))
    assert text.count("\n") == 1 and "Rahasia" not in text and "\x1b" not in text and "/survei?" in text


def test_other_handlers_still_have_the_record_as_it_was():
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "a %s", ("b",), None)
    SafeFormatter().format(record)
    assert record.getMessage() == "a b" and safe_message(record) == "a b"
    odd = logging.LogRecord("x", logging.ERROR, "f", 1, "a %d", ("b",), None)
    assert "do not fit" in safe_message(odd)


def test_the_number_on_the_screen_is_the_one_in_the_log(caplog):
    number = log_failure(logging.getLogger("zi"), "Ringkasan", failed())
    assert number in caplog.text and "Ringkasan" in caplog.text and "Rahasia" not in caplog.text
    numbers = {new_reference() for _ in range(500)}
    assert len(numbers) == 500 and all(re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", one) for one in numbers)


def test_of_a_childs_words_only_its_own_report_is_logged():
    code = (
        "from zi_metrics.safe_logging import tell_failures_safely; tell_failures_safely(); "
        f"import sys; print({SECRET!r}, file=sys.stderr); raise ValueError({SECRET!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    told = safe_lines_of(done.stderr)
    assert done.returncode == 1 and "ValueError" in told and "Rahasia" not in told
    assert "not logged" in safe_lines_of(SECRET.encode())

"""A large text table that is mapped gives what its bytes give, whatever part of it the system has let go."""

import io
import subprocess
import sys

import pytest

from zi_metrics.reading import bounds, column_text
from zi_metrics.reading.mapped import content_of, looked_at


def as_answer(content):
    return b"".join(bytes(part) for part in column_text.encode(column_text.columns_of(content)))


def mapped(folder, content):
    path = folder / "survei.csv"
    path.write_bytes(content)
    with path.open("rb") as file:
        return content_of(file, bounds.MAX_COLUMNS_FILE_BYTES)


# As Arrow takes it; odd for Arrow; cp1252; and with a byte order mark.
LINE = "2026-01-02;Puas sekali;4;baik\r\n"
TABLES = {
    "plain": LINE.encode() * 90_000,
    "odd": LINE.encode() * 90_000 + b'1;"a\nb";2;3\n',
    "cp1252": LINE.replace("baik", "caf\xe9").encode("cp1252") * 90_000,
    "marked": LINE.encode("utf-8-sig") + LINE.encode() * 90_000,
    "small": b"a;b\n1;2\n3;4\n",
}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_a_mapped_table_is_read_as_its_bytes_are(content, tmp_path):
    assert as_answer(mapped(tmp_path, content)) == as_answer(content)


def test_damage_is_told_with_its_line(tmp_path):
    content = ("ä;ö\n" * 90_000).encode() + b"\xe4\xf6;1\n"
    with pytest.raises(bounds.Refusal, match="baris 90001"):
        column_text.columns_of(mapped(tmp_path, content))


def test_what_was_let_go_is_still_there(tmp_path):
    content = TABLES["plain"]
    view = mapped(tmp_path, content)
    for begin, end in ((0, len(content)), (5_000, 4_000), (100, 200), (4_096, 3 * 4_096)):
        looked_at(view, begin, end)
        assert view[:] == content
    looked_at(content, 0, len(content))


def test_what_cannot_be_mapped_is_read():
    assert content_of(io.BytesIO(b"a;b"), 2) == b"a;"
    read = "import sys; from zi_metrics.reading.mapped import content_of; print(content_of(sys.stdin.buffer, 9))"
    said = subprocess.run([sys.executable, "-c", read], input=b"a;b\n1;2", capture_output=True, check=True).stdout
    assert said.split() == [rb"b'a;b\n1;2'"]

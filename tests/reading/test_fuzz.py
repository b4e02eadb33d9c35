"""Two thousand damaged files: each is read or refused, in bounded time, and nothing else ever happens.

Each chunk of a hundred has its own seed, so that chunks can run side by side and a failure names its file.
Starting a child costs more than reading a small file. So most files of a chunk are read by forks of one child that
has started but read nothing: a process of its own for each file, bounded and ended as the product's, at a tenth of
the time. Every twentieth goes the product's own way.
"""

import contextlib
import csv
import functools
import io
import os
import random
import re
import time
import warnings
import zipfile

import hostile_files
import openpyxl
import pytest
from places import DATA

from zi_metrics.reading import Grid, UnreadableFile, bounds, expand_upload, read_spreadsheet

CHUNKS, FILES_IN_CHUNK = 20, 100
# Seconds of the processor.
SOON = 10
NASTY = [
    "",
    "0",
    "-1",
    "1048576",
    "99999999999999999999",
    "XFD1048576",
    "ZZZZZZ9",
    "A0",
    "1e999",
    "NaN",
    "&#0;",
    "\U0010ffff",
]
ROWS = [["No", "Pertanyaan", "Nilai"], *([str(n), f"Apakah “{n}”; ya, sudah?", f"{n},5"] for n in range(40))]


@functools.cache
def lke() -> bytes:
    workbook = openpyxl.Workbook()
    for name in ("LKE ZI", "Rekap"):
        sheet = workbook.create_sheet(name)
        sheet["C3"] = "LEMBAR KERJA EVALUASI"
        sheet.merge_cells("C3:H3")
        for row in range(5, 45):
            for column, value in enumerate(["A.", f"Pertanyaan {row}", "Ya/Tidak", row / 7, f"=D{row}*2", True], 2):
                sheet.cell(row, column, value)
    workbook["Rekap"].sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@functools.cache
def zipped() -> list[bytes]:
    """Good files that are zips inside."""
    small = hostile_files.xlsx(hostile_files.sheet_xml('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>'))
    archive = hostile_files.zip_of({"a/LKE.xlsx": lke(), "survei.csv": table(random.Random(1)), "b.xls": old()})
    return [lke(), lke(), small, archive, *((DATA / f"kecil.{ending}").read_bytes() for ending in ("ods", "xlsm"))]


def old() -> bytes:
    return (DATA / "kecil.xls").read_bytes()


def table(chance: random.Random) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=chance.choice(",;\t|")).writerows(ROWS)
    return buffer.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))


def good(chance: random.Random) -> bytes:
    return chance.choice([*zipped(), old(), table(chance)])


def bits_flipped(chance: random.Random) -> bytes:
    damaged = bytearray(good(chance))
    for _ in range(chance.choice((1, 3, 20, 200))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncated(chance: random.Random) -> bytes:
    content = good(chance)
    return content[: chance.randrange(len(content))]


def spliced(chance: random.Random) -> bytes:
    """The beginning of one file with the end of another."""
    first, second = good(chance), good(chance)
    return first[: chance.randrange(len(first))] + second[chance.randrange(len(second)) :]


def piece_repeated(chance: random.Random) -> bytes:
    content = good(chance)
    start = chance.randrange(len(content))
    return (
        content[:start] + content[start : start + chance.randrange(1, 2_000)] * chance.randrange(2, 9) + content[start:]
    )


def parts_of(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def zip_again(parts: list[tuple[str, bytes]], chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def members_mixed(chance: random.Random) -> bytes:
    """Members left out, doubled, renamed, reordered, or with another's content."""
    parts = parts_of(chance.choice(zipped()))
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(parts))
        name, content = parts[place]
        change = chance.randrange(5)
        if change == 0 and len(parts) > 1:
            del parts[place]
        elif change == 1:
            parts.append((name, chance.choice((content, b"", content[: len(content) // 2]))))
        elif change == 2:
            parts[place] = (chance.choice(("../" + name, name.upper(), name + "\u202e", "x/" + name)), content)
        elif change == 3:
            parts[place] = (name, chance.choice(chance.choice([parts, parts_of(chance.choice(zipped()))]))[1])
        else:
            chance.shuffle(parts)
    return zip_again(parts, chance)


def xml_altered(chance: random.Random) -> bytes:
    """Well zipped, with XML inside that no program writes."""
    parts = parts_of(chance.choice(zipped()))
    inside = [place for place, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    for _ in range(chance.randrange(1, 4) if inside else 0):
        place = chance.choice(inside)
        text = parts[place][1].decode("utf-8", "replace")
        for _ in range(chance.choice((1, 2, 10))):
            text = xml_with_one_change(text, chance)
        parts[place] = (parts[place][0], text.encode("utf-8", "replace"))
    return zip_again(parts, chance)


def xml_with_one_change(text: str, chance: random.Random) -> str:
    values = list(re.finditer(r'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', text))
    tags = list(re.finditer(r"<[^<>]+>", text))
    if not values or not tags:
        return text
    value, tag, other = chance.choice(values), chance.choice(tags), chance.choice(tags)
    change = chance.randrange(5)
    if change == 0:
        return text[: value.start()] + chance.choice(NASTY) + text[value.end() :]
    if change == 1:
        return text[: value.start()] + chance.choice(values)[0] + text[value.end() :]
    if change == 2:
        return text[: tag.start()] + text[tag.end() :]
    if change == 3:
        start, end = sorted((tag.start(), other.end()))
        return text[:end] + text[start : start + min(end - start, 5_000)] * chance.choice((1, 3)) + text[end:]
    return text[: tag.start()] + other[0] + text[tag.end() :]


def table_of_garbage(chance: random.Random) -> bytes:
    pieces = [
        ";",
        ",",
        "\t",
        "|",
        '"',
        '""',
        "\n",
        "\r\n",
        "\r",
        "\0",
        " ",
        "a",
        "1,5",
        "“”",
        "é",
        "\ufeff",
        "sep=;",
        "\x0b",
        "\u2028",
    ]
    text = "".join(
        chance.choices(pieces, weights=[9, *(chance.random() ** 4 for _ in pieces[1:])], k=chance.randrange(1, 900))
    )
    return ("No;Isi\n1;Ya\n" * chance.randrange(3) + text).encode(
        chance.choice(["utf-8", "utf-16", "utf-16-le", "cp1252"]), "replace"
    )


def noise(chance: random.Random) -> bytes:
    start = chance.choice(
        [b"", b"PK\3\4", b"PK\5\6", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"a;b\n"]
    )
    return start + chance.randbytes(chance.randrange(3_000))


DAMAGES = [
    bits_flipped, bits_flipped, truncated, spliced, piece_repeated,
    members_mixed, members_mixed, xml_altered, xml_altered, xml_altered, table_of_garbage, noise,
]  # fmt: skip


def is_read_or_refused(name: str, content: bytes) -> None:
    try:
        found = read_spreadsheet(name, content)
    except UnreadableFile as error:
        found = error
    if isinstance(found, UnreadableFile):
        assert name in found.problem and found.advice.endswith("."), found
    else:
        assert isinstance(found, Grid)
        assert sum(len(sheet.cells) for sheet in found.sheets) <= bounds.MAX_CELLS
        assert all(row > 0 and column > 0 for sheet in found.sheets for row, column in sheet.cells)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="without forks, every file goes the product's own way")
def test_forks_read_as_the_product_does(forking):
    with forking():
        forked = read_spreadsheet("LKE.xlsx", lke())
    assert forked == read_spreadsheet("LKE.xlsx", lke())
    assert len(forked.sheets) == 3


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_file_is_read_or_refused_and_soon(chunk, forking):
    for number in range(FILES_IN_CHUNK):
        # The same file again: random.Random(f"{chunk} {number}").
        chance = random.Random(f"{chunk} {number}")
        damage = chance.choice(DAMAGES)
        content, name = damage(chance), f"rusak {chunk} {number} {damage.__name__}"
        started = time.process_time()
        with forking() if number % 20 else contextlib.nullcontext():
            expansion = expand_upload(name, content)
            assert expansion.files or expansion.skipped, name
            for file in expansion.files:
                is_read_or_refused(file.name, file.content)
        # Our own time of the processor; the child has its limits.
        assert time.process_time() - started < SOON, name

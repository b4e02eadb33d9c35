"""Every table of every screen: it can be downloaded, is whole on paper, and says one figure to eye and ear."""

import io
import re
from html import escape, unescape

import openpyxl
import pandas as pd
import pytest
from places import PAGES, READY
from screen_parts import WORKED_ON, upload
from streamlit.proto.Dataframe_pb2 import Dataframe

from zi_metrics.reports.table_workbook import write_table
from zi_ui.paper import show_table
from zi_ui.table_texts import as_read, cell_texts

# A survey has a unit of its own; what is uploaded or tried out stands in tables only once something is; a meeting has
# large type instead.
# Ringkasan draws its tables as HTML.
APART = ("ringkasan", "survei", "simulasi", "rapat", "unggah", "bantuan")
SCREENS = {
    **{page: {"unit": "Contoh 11 – Sekolah", "tahun": 2025} for page in PAGES if page not in APART},
    "unit_kerja": {"unit": "Contoh 11 – Sekolah", "tahun": 2025, "tab": "riwayat"},
    # What is worked on in the samples' last year.
    "pekerjaan": {"unit": "Contoh 11 – Sekolah", "tahun": 2026},
    "survei": {"unit": "Contoh 15 – Balai Pelatihan", "tahun": 2026, "jenis": "spak", "tab": "riwayat"},
    "penilai": {"unit": "Contoh 11 – Sekolah", "tahun": 2025, "tab": "simpul"},
}
VIEWS = [
    *SCREENS.items(),
    *(("unit_kerja", {"unit": "Contoh 11 – Sekolah", "tahun": 2025, "tab": tab}) for tab in ("syarat", "perkembangan")),
    *(("rencana", {"tahun": 2025, "lihat": view}) for view in ("aman", "peluang", "asal", "semua")),
    *(("penilai", {**SCREENS["penilai"], "tab": tab}) for tab in ("beda", "semua")),
    *(("survei", {**SCREENS["survei"], "tab": tab}) for tab in ("sebaran", "komentar", "kelompok", "lke", "semua")),
]
BUTTON = "Unduh tabel (.xlsx)"


def read_only(test):
    """The tables on the page, without those that are forms."""
    return [each for each in test.dataframe if each.proto.editing_mode == Dataframe.READ_ONLY]


def drawn_captions(test):
    """The tables that the page draws itself: caption -> all that stands in it."""
    bodies = "".join(element.proto.body for element in test.get("html"))
    found = re.findall(r"<table[^>]*><caption>(.*?)</caption>(.*?)</table>", bodies, re.DOTALL)
    return {unescape(caption): unescape(body) for caption, body in found}


def said(text):
    """The number that a text of the screen says, None where it says none."""
    found = re.fullmatch(r"([+−-]?)([\d.]+)(?:,(\d+))?%?", text)
    return found and float(f"{'-' if found[1] in ('−', '-') else ''}{found[2].replace('.', '')}.{found[3] or 0}")


@pytest.mark.parametrize(("page", "asked"), VIEWS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_table_is_downloaded_as_it_is_read(app, sample_path, offered, page, asked):
    check(app(sample_path, page, **asked), offered, asked["tahun"])


@pytest.mark.parametrize("part", ["skenario", "banding"])
def test_tables_of_scenarios_are_downloaded_as_they_are_read(app, database, offered, part):
    check(app(database, "simulasi", **WORKED_ON, tampil=part), offered, WORKED_ON["tahun"])


def check(test, offered, year):
    """Every table has its button, and its workbook and what is heard of it are what its texts say."""
    frames = {each.proto.alt: each for each in read_only(test)}
    assert not test.exception and offered
    assert [b.label for b in test.download_button].count(BUTTON) == len(offered)
    assert set(frames) <= {title for _, _, title, _ in offered}
    for table, words, title, about in offered:
        # Drawn as HTML a table is heard as it is read.
        shown = frames.get(title)
        assert about["Layar"] == test.title[0].value and str(year) in about["Tahun"], title
        assert "Sumber" in about or "Dinilai oleh" in about, title
        sheet = openpyxl.load_workbook(io.BytesIO(write_table(title, about, table, words))).active
        heading = int(sheet.freeze_panes[1:]) - 1
        assert [cell.value for cell in sheet[heading]] == list(table.columns)
        for place, name in enumerate(table.columns, 1):
            cells = [sheet.cell(heading + row, place) for row in range(1, len(table) + 1)]
            heard = shown.value[name].tolist() if shown else [said(word.lstrip("<>")) for word in words.get(name, ())]
            if name not in words:
                # A number that nobody writes for the reader has no decimals to be read out.
                assert not pd.api.types.is_float_dtype(table[name]) or table[name].dropna().mod(1).eq(0).all(), name
                continue
            for cell, word, value in zip(cells, words[name], heard, strict=True):
                if word[:1] in ("<", ">") and said(word[1:]) is not None:
                    # What a whole percent would call nothing or certain; the file holds the number.
                    assert cell.data_type == "n" and value == said(word[1:]), (title, name)
                    assert abs(100 * cell.value - value) <= 1, (title, name)
                elif said(word) is None:
                    assert cell.value == (None if word == "–" else word), (title, name)
                else:
                    assert cell.data_type == "n" and value == said(word), (title, name)
                    digits = len(word.partition(",")[2].rstrip("%"))
                    percent = 100 if word.endswith("%") else 1
                    assert percent * cell.value == pytest.approx(said(word), abs=0.50001 * 10**-digits), (title, name)


def drawn_words(rows, name, words):
    """What is heard of a drawn column: the numbers of its texts, which are those that are downloaded."""
    if name not in words:
        return []
    texts = [row[name] for row in rows if name in row] or words[name]
    assert texts == words[name][: len(texts)], name
    return [said(text.lstrip("<>")) for text in words[name]]


def test_tables_of_an_upload_name_the_file(app, tmp_path, offered):
    test = app(tmp_path / "unggah.duckdb", "unggah")
    upload(test, READY["setengah"])
    assert not test.exception
    assert [b.label for b in test.download_button].count(BUTTON) == len(read_only(test)) == len(offered)
    assert all(READY["setengah"].name in about["Berkas"] for *_, about in offered)


def on_paper(test):
    """What only paper shows, as HTML."""
    return [element.proto.body for element in test.get("html") if 'class="zi-paper"' in element.proto.body]


def test_paper_has_every_choice_in_words(app, sample_path):
    printed = on_paper(app(sample_path, "ringkasan", tahun=2026, kelompok="hampir"))
    choices = [unescape(re.sub("<[^>]*>", "", body)) for body in printed]
    assert choices == ["Tahun: 2026", "Penilai: Penilai terakhir", "Predikat: WBK", "Kelompok: syarat belum"]


def test_paper_has_every_table_whole(app, sample_path, offered):
    test = app(sample_path, "penilai", **SCREENS["penilai"])
    tables = [body for body in on_paper(test) if "<table" in body]
    assert tables
    # Others are drawn as HTML, which is printed as it stands.
    framed = {each.proto.alt for each in read_only(test)}
    for body, (table, words, *_) in zip(tables, [one for one in offered if one[2] in framed], strict=True):
        assert body.count("<tr>") == len(table) + 1
        for word in [each for column in words.values() for each in column] + table.iloc[:, 0].tolist():
            assert f">{escape(str(word))}</td>" in body


def test_a_long_table_on_paper_says_what_it_leaves_out_and_is_escaped(drawn):
    rows = ["<img src=x onerror=alert(1)>", *map(str, range(1, 450))]
    show_table(pd.DataFrame({"<b>Unit</b>": rows}), {}, "judul")
    (body,) = drawn
    assert body.count("<tr>") == 201 and "250 baris lagi" in body
    assert "<img" not in body and "<b>" not in body and "&lt;img src=x" in body


def test_heard_numbers_are_those_that_are_read():
    table = pd.DataFrame({"Nilai": [92.9234537037037, 0.6751, None], "Unit": ["A", "B", "C"]}, index=[7, 3, 3])
    words = cell_texts(table, {"Nilai": str}, {"Nilai": ["92,92", "68%", "–"]})
    read = as_read(table, words)
    assert read.data["Nilai"].tolist()[:2] == [92.92, 68.0] and pd.isna(read.data["Nilai"].iloc[2])
    assert re.findall(r"<td[^>]*>([^<]*)</td>", read.to_html()) == ["92,92", "A", "68%", "B", "–", "C"]

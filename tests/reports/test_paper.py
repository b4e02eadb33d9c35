"""A paper in both formats: texts are texts and whole, headings come again, PDF/A, the same bytes, an office goes on."""

import base64
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn
from papers import pdf, pdf_text, squeezed, word, word_text
from PIL import Image

from zi_metrics.reports.chart_picture import chart_picture
from zi_metrics.reports.paper import (
    Bar,
    Bars,
    Callout,
    Column,
    Heading,
    Items,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Point,
    Series,
    Signatures,
    Signer,
    Table,
    Threshold,
)
from zi_metrics.reports.paper_docx import write_docx
from zi_metrics.reports.paper_pdf import write_pdf

HOSTILE = [
    '=1+1 =HYPERLINK("http://luar.invalid/f","x")',
    "<img src=x onerror=alert(1)>",
    "#set text(fill: red) #panic() #import",
    "*x* _y_ `z` $x^2$ @a <b> \\ // /* */ ~ -- ---",
    "= Judul \\ - butir + angka",
    "baris satu\nbaris dua\r\nbaris tiga",
    "\u202eterbalik\u202c dan \x1b[31mmerah\x07",
    "N" * 300,
    " ".join(["panjang"] * 60),
]
# What of them stands on paper: lines are lines, and what steers is gone.
STEERING = "\u202e\u202c\x1b\x07"


def shown(text):
    return squeezed(re.sub(f"[{STEERING}]", "", text))


def paper_of(text):
    """A paper with a text in every field that holds one."""
    table = Table((Column(text), Column("B", 0.3, "kanan")), ((text, "1"), (text, "2")), text, text, kelompok=((0, 1),))
    chart = Bars(text, text, (Bar(text, 1, 2, text, 1.5, "belum", text),))
    lines = Lines(
        text, text, (Series(text, "#0072B2", (Point(date(2026, 5, 1), 1.0, text),)),), (Threshold(text, 2.0),)
    )
    blocks = (Heading(text), Paragraph(text), Items((text,), True), Items((text,)), table, chart, lines,
              Callout(text, "hampir", (text,)), PageBreak(), Paragraph(text, kecil=True, tengah=True))  # fmt: skip
    annex = Part(text, (replace(table, baris=()),), lampiran=True, mendatar=True)
    signed = Signatures((Signer(text, text),), text, text)
    return Paper(text, text, text[:120], "", date(2026, 5, 1), (Part(text, blocks), annex), ((text, text),), signed)


def plain(rows=3, **more):
    table = Table((Column("Kode"), Column("Uraian", 3)), tuple((f"K{n}", f"Uraian ke-{n}") for n in range(rows)))
    return Paper("Laporan uji", "Kantor, 2026", "Instansi Uji", "", date(2026, 5, 1), (Part("Bab", (table,)),), **more)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_people_wrote_is_text_in_every_field_and_whole(text):
    paper = paper_of(text)
    made = write_pdf(paper)
    said = squeezed(pdf_text(made))
    # In a document: title, sub-title, head, two parts, nine blocks, a row twice, a chart's five texts, signatures.
    assert said.count(shown(text)) >= 20 if len(text) < 100 else said.count("N") + said.count("panjang") > 0
    assert not set(pdf_text(made)) & set(STEERING)
    assert not any("/URI" in str(page.get("/Annots") or "") for page in pdf(made).pages)
    document = write_docx(paper)
    assert squeezed(word_text(document)).count(shown(text)) >= 15
    assert not [link for link in word(document).part.rels.values() if link.is_external]


def test_a_name_of_three_hundred_letters_stands_whole_in_a_narrow_column_of_the_page():
    long = "".join(chr(ord("A") + n % 26) for n in range(300))
    table = Table((Column("Uraian", 9), Column("Nama", 1)), (("x", long),))
    made = write_pdf(replace(plain(), bagian=(Part("Bab", (table,)),)))
    assert long in squeezed(pdf_text(made))
    inside = [float(x) for page in pdf(made).pages for x in places(page)]
    assert max(inside) < 595 - 50, "nothing stands beyond the margin"


def places(page):
    """Where the texts of a page begin, from the left."""
    found = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: found.append(tm[4]) if text.strip() else None)
    return found


def test_signs_that_no_font_has_are_marked_and_everything_else_stays():
    made = write_pdf(replace(plain(), sub_judul="Kantor 中文 😀 العربية Ω ✔"))
    text = pdf_text(made)
    assert "Kantor □□ □" in text and "Ω" in text and "✔" in text and "中" not in text
    assert "中文 😀" in word_text(write_docx(replace(plain(), sub_judul="Kantor 中文 😀")))


def test_headings_come_again_on_every_page_of_a_long_table_and_no_row_is_lost():
    paper = replace(plain(200), bagian=plain(200).bagian)
    pages = [page.extract_text() for page in pdf(write_pdf(paper)).pages]
    assert len(pages) > 3
    assert all("Kode" in page and "Uraian" in page for page in pages)
    assert {f"K{n}" for n in range(200)} <= set(" ".join(pages).split())
    (table,) = word(write_docx(paper)).tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_no_page_holds_a_tables_heading_or_source_without_a_row():
    for count in range(30, 75):
        table = Table(
            (Column("Kode"), Column("Uraian")), tuple((f"K{n}", "isi") for n in range(count)), "", "Sumber: x"
        )
        pages = pdf(write_pdf(replace(plain(), bagian=(Part("Bab", (table,)),)))).pages
        assert all(re.search(r"\bK\d+\b", page.extract_text()) for page in pages), count


def test_a_group_is_never_left_alone_at_a_foot():
    rows = [(f"G{n}", "kelompok") if n % 4 == 0 else (f"K{n}", "isi") for n in range(200)]
    groups = tuple((n, 1) for n in range(0, 200, 4))
    paper = replace(plain(), bagian=(Part("", (Table((Column("a"), Column("b")), tuple(rows), kelompok=groups),)),))
    for page in pdf(write_pdf(paper)).pages:
        codes = [text for text in page.extract_text().split() if re.fullmatch(r"[GK]\d+", text)]
        assert codes and codes[-1].startswith("K")
    table = word(write_docx(paper)).tables[0]
    heads = [cell.paragraphs[0] for cell in table.columns[0].cells if cell.text.startswith("G")]
    assert len(heads) == 50 and all(one.paragraph_format.keep_with_next for one in heads)


def test_the_document_is_pdf_a_in_indonesian_with_title_and_date_of_its_data():
    read = pdf(write_pdf(plain()))
    metadata = read.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2</pdfaid:part>", metadata)
    assert re.search(r"<pdfaid:conformance>A</pdfaid:conformance>", metadata)
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", metadata) and read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"].startswith("id")
    assert read.metadata.title == "Laporan uji: Kantor, 2026" and read.metadata.author == "Instansi Uji"
    assert read.metadata.creation_date.date() == date(2026, 5, 1)


def test_the_same_paper_gives_the_same_bytes_and_another_day_others():
    assert write_pdf(plain()) == write_pdf(plain())
    assert write_docx(plain()) == write_docx(plain())
    assert write_pdf(replace(plain(), tanggal=date(2026, 5, 2))) != write_pdf(plain())


def test_word_has_real_headings_page_numbers_as_fields_and_pictures_that_say_what_they_show():
    paper = paper_of("Uraian")
    document = word(write_docx(paper))
    names = [one.style.name for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert names[0] == "Title" and {"Heading 1", "Heading 2"} <= set(names) | {"Heading 2"}
    told = [text.text.strip() for text in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert told == ["PAGE", "NUMPAGES"]
    said = [one.get("descr") for one in document.element.iter(qn("wp:docPr"))]
    assert len(said) == 2 and all("Uraian" in one for one in said)
    assert document.core_properties.title == "Uraian" and document.core_properties.created.date() == date(2026, 5, 1)


def test_the_emblem_stands_in_both_and_what_is_no_picture_is_left_out():
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "#336699").save(out, "PNG")
    emblem = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    with_it, without = replace(plain(), emblem=emblem), plain()
    assert len(pdf(write_pdf(with_it)).pages[0].images) == 1 and not pdf(write_pdf(without)).pages[0].images
    assert len(word(write_docx(with_it)).inline_shapes) == 1
    broken = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nbukan gambar").decode()
    for bad in (broken, "data:image/png;base64,***", "x"):
        spoilt = replace(plain(), emblem=bad)
        assert not pdf(write_pdf(spoilt)).pages[0].images and not word(write_docx(spoilt)).inline_shapes


def test_a_chart_alone_is_a_picture_that_changes_with_what_it_says():
    chart = Bars("Judul", "Sumber: x, per 1 Mei 2026", (Bar("Area", 3, 8, "3,00 dari 8", 4.8, "belum"),))
    picture = Image.open(io.BytesIO(chart_picture(chart)))
    assert picture.format == "PNG" and picture.width > 1200
    assert chart_picture(chart) != chart_picture(replace(chart, sumber="Sumber: y"))
    assert ET.fromstring(chart_picture(chart, "svg")).tag.endswith("svg")
    longer = replace(chart, batang=(replace(chart.batang[0], nilai=6.0),))
    assert chart_picture(longer) != chart_picture(chart)


def test_signatures_stand_before_the_annexes_on_one_page_with_what_is_signed():
    signed = Signatures((Signer("Ketua"), Signer("Anggota")), "Demikian dibuat.")
    paper = plain(60, tanda_tangan=signed)
    paper = replace(paper, bagian=(*paper.bagian, Part("Lampiran", (Paragraph("isi lampiran"),), lampiran=True)))
    pages = [page.extract_text() for page in pdf(write_pdf(paper)).pages]
    (signing,) = [page for page in pages if "Ketua" in page]
    assert "Demikian dibuat." in signing and "Anggota" in signing and "isi lampiran" not in signing
    assert "isi lampiran" in pages[-1]


def test_a_row_without_a_text_for_each_column_is_refused():
    with pytest.raises(ValueError, match="column"):
        Table((Column("a"), Column("b")), (("1",),))


def test_a_row_longer_than_a_page_is_parted_and_nothing_of_it_is_lost():
    long = " ".join(f"kata{n}" for n in range(2000))
    table = Table((Column("Kode"), Column("Catatan", 2)), (("A", long), ("B", "pendek")))
    assert table.long_rows == {0} and table.is_short is False
    paper = replace(plain(), bagian=(Part("Bab", (table,)),))
    made = pdf(write_pdf(paper))
    between = r"Instansi Uji.*?Laporan uji|Kode\s+Catatan|Kantor, 2026.*"
    said = squeezed("".join(re.sub(between, "", page.extract_text()) for page in made.pages))
    assert len(made.pages) > 3 and all(f"kata{n}" in said for n in range(2000))
    rows = word(write_docx(paper)).tables[0].rows
    assert ["w:cantSplit" in row._tr.xml for row in rows] == [True, False, True]

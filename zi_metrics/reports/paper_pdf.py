"""A paper as PDF/A, set by typst (`typesetting`)."""

import base64
import binascii
from functools import lru_cache
from typing import Any

import typst

from zi_metrics.reports.chart_data import chart_data
from zi_metrics.reports.paper import (
    Bars,
    Block,
    Callout,
    Heading,
    Items,
    Lines,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Table,
    Words,
    pieces,
)
from zi_metrics.reports.typesetting import pictured, typeset


def write_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A; the same paper gives the same bytes. Texts are texts only, whatever is in them.

    An emblem that is no picture is left out.
    """
    return typeset(
        "paper",
        {
            "judul": paper.judul,
            "sub_judul": paper.sub_judul,
            "instansi": paper.instansi,
            "emblem": list(emblem) if (emblem := emblem_of(paper)) else None,
            "tanggal": [paper.tanggal.year, paper.tanggal.month, paper.tanggal.day],
            "keterangan": [list(pair) for pair in paper.keterangan],
            "kaki": paper.sub_judul,
            "surat": paper.surat,
            "bagian": [_part(part) for part in paper.parts()],
        },
    )


def emblem_of(paper: Paper) -> bytes | None:
    """The emblem's picture (PNG or JPEG); None where there is none, or none that can be drawn."""
    return drawable(paper.emblem) if paper.emblem else None


@lru_cache(maxsize=8)
def drawable(address: str) -> bytes | None:
    """The picture of a data address; None where it is none that can be drawn."""
    try:
        content = base64.b64decode(address.partition(",")[2], validate=True)
        pictured("emblem", {"emblem": list(content)})
    except (binascii.Error, typst.TypstError):
        return None
    return content


def _part(part: Part) -> dict[str, Any]:
    return {
        "judul": part.judul,
        "lampiran": part.lampiran,
        "mendatar": part.mendatar,
        "blok": [_block(block) for block in part.blok],
    }


def _runs(words: Words) -> list[dict[str, Any]]:
    return [{"teks": text, "isian": is_blank} for text, is_blank in pieces(words) if text]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(teks, tingkat):
            return {"jenis": "heading", "teks": teks, "tingkat": tingkat}
        case Paragraph(teks, kecil, tengah, tebal):
            told = {"teks": _runs(teks), "kecil": kecil, "tengah": tengah, "tebal": tebal}
            return {"jenis": "paragraph", **told}
        case Items(butir, bernomor):
            return {"jenis": "items", "butir": list(butir), "bernomor": bernomor}
        case Table():
            return {
                "jenis": "table",
                "judul": block.judul,
                "sumber": block.sumber,
                "kosong": block.kosong,
                "kolom": [{"nama": one.nama, "lebar": one.lebar, "rata": one.rata} for one in block.kolom],
                "baris": [list(row) for row in block.baris],
                "tebal": sorted(block.tebal),
                "kelompok": {str(number): level for number, level in block.kelompok},
                "utuh": block.is_short and not block.long_rows,
                "panjang": sorted(block.long_rows),
            }
        case Callout(teks, keadaan, lain):
            return {"jenis": "callout", "teks": teks, "keadaan": keadaan, "lain": list(lain)}
        case Signatures(penanda, penutup, tempat_tanggal):
            people = [{"jabatan": _runs(one.jabatan), "nama": _runs(one.nama)} for one in penanda]
            place = None if tempat_tanggal is None else _runs(tempat_tanggal)
            return {"jenis": "signatures", "penanda": people, "penutup": penutup, "tempat_tanggal": place}
        case PageBreak():
            return {"jenis": "pagebreak"}
        case Bars() | Lines():
            return chart_data(block)

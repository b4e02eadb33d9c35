"""Rows that hold something in the column of answers and are none of the form's: told, and left for a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument, OptionScale
from zi_metrics.lke.recognition.alignment import IN_ORDER, OUT_OF_ORDER, Target, likest
from zi_metrics.lke.recognition.blocks import CLOSING_ROW, Block
from zi_metrics.lke.recognition.column_choices import UnreadRow
from zi_metrics.lke.recognition.headers import parse_heading
from zi_metrics.lke.recognition.items import Item
from zi_metrics.scoring.values import as_shown, chosen_option, is_blank


@dataclass(frozen=True)
class PlacedRows:
    """A block whose rows were matched.

    block: the block
    wanted: what its rows may be
    instrument: whose form it is
    row_of: code of a node or question -> its row
    claimed: the rows that were matched
    """

    block: Block
    wanted: tuple[Target, ...]
    instrument: Instrument
    row_of: dict[str, int]
    claimed: frozenset[int]

    def written(self, row: int) -> object:
        """What stands in a row's answer cell."""
        return self.block.view.value(row, self.block.answers.jawaban)

    def is_formula(self, row: int) -> bool:
        """Whether a formula stands there."""
        return self.block.view.is_formula(row, self.block.answers.jawaban)

    def cell(self, row: int) -> str:
        """The answer cell's address."""
        return self.block.view.address(row, self.block.answers.jawaban)

    @property
    def lembar(self) -> str:
        """The sheet's name."""
        return self.block.view.sheet.name


class Unread(NamedTuple):
    """What was not read.

    findings: what is to be told about it
    rows: rows whose question is not certain
    """

    findings: tuple[Finding, ...]
    rows: tuple[UnreadRow, ...]


def unread_rows(placed: PlacedRows) -> Unread:
    """Rows that hold something in the answer column but could not be recognised."""
    rows: list[UnreadRow] = []
    return Unread((*_answers_on_headings(placed), *_rows(placed, rows)), tuple(rows))


def _rows(placed: PlacedRows, rows: list[UnreadRow]) -> list[Finding]:
    """What is told about rows; those whose question is not certain are added to `rows`."""
    findings: list[Finding] = []
    last, known = max(placed.claimed, default=0), placed.row_of
    twice: set[str] = set()
    left = [item for item in placed.block.items if _is_left(placed, item)]
    for item, (kode, similarity) in zip(left, likest(left, placed.wanted), strict=True):
        if kode in known and similarity >= OUT_OF_ORDER:
            findings.append(_duplicate(placed, item, kode, known[kode]))
            twice.add(kode)
            continue
        if item.row > last:
            continue
        if item.text:
            rows.append(UnreadRow(item.text, as_shown(placed.written(item.row)), placed.cell(item.row)))
        findings.append(_uncertain(placed, item, kode if similarity >= IN_ORDER else None))
    if len(twice) > len(known) / 2:
        text = (
            f"{len(twice)} dari {len(known)} pertanyaan ada dua kali di lembar ini, seperti dua LKE berurutan ke "
            "bawah (dua unit, tahun, atau penilai); tiap pertanyaan hanya dipakai sekali"
        )
        advice = "pisahkan tiap LKE ke lembar, kolom, atau berkasnya sendiri, lalu unggah lagi"
        findings.append(Finding("galat", text, advice, placed.lembar))
    return findings


def _is_left(placed: PlacedRows, item: Item) -> bool:
    """Whether a row holds something that was not read; a list may repeat its header, and sum up between."""
    written = placed.written(item.row)
    if item.row in placed.claimed or is_blank(written) or placed.is_formula(item.row):
        return False
    return parse_heading(str(written))[0] != "jawaban" and not CLOSING_ROW.fullmatch(item.text)


def _uncertain(placed: PlacedRows, item: Item, near: str | None) -> Finding:
    """A row that is likest `near`, or nothing (None)."""
    hint = f" (paling mirip {near})" if near else ""
    return Finding(
        "peringatan",
        f"baris ini berisi '{_shown(placed.written(item.row))}' tetapi tidak pasti pertanyaan yang mana; tidak dibaca: "
        f'"{(item.text or item.code)[:70]}"{hint}',
        "bila ini pertanyaan LKE, kembalikan teksnya seperti di formulir asli",
        placed.lembar,
        placed.cell(item.row),
        near,
    )


def _answers_on_headings(placed: PlacedRows) -> Iterator[Finding]:
    """Something written into the answer column of a heading's row, where the form asks nothing."""
    for node in placed.instrument.nodes():
        row = placed.row_of.get(node.kode)
        if row is None or is_blank(placed.written(row)) or placed.is_formula(row):
            continue
        shown = _shown(placed.written(row))
        yield Finding(
            "peringatan",
            f"baris judul {node.kode} {node.nama[:50]} berisi '{shown}' di kolom jawaban; tidak dibaca",
            "pindahkan jawaban ke baris pertanyaannya",
            placed.lembar,
            placed.cell(row),
            node.pertanyaan[0].kode if len(node.pertanyaan) == 1 else node.kode,
        )


def _duplicate(placed: PlacedRows, item: Item, kode: str, first: int) -> Finding:
    taken, said = _shown(placed.written(first)), _shown(placed.written(item.row))
    same = _in_one_spelling(placed.instrument, kode, taken) == _in_one_spelling(placed.instrument, kode, said)
    return Finding(
        "catatan" if same else "galat",
        f"pertanyaan {kode} ada dua kali; dipakai {placed.cell(first)} ('{taken}'), bukan '{said}'",
        "hapus baris yang tidak berlaku",
        placed.lembar,
        placed.cell(item.row),
        kode,
    )


def _in_one_spelling(instrument: Instrument, kode: str, text: str | None) -> str:
    """What a cell of a question (or node) says: an option is one, however it was written."""
    scale = next((instrument.scale_of(q) for q in instrument.questions() if q.kode == kode), None)
    option = chosen_option(scale, text) if isinstance(scale, OptionScale) else None
    return option or str(text).strip().casefold()


def _shown(value: object) -> str | None:
    return as_shown(value) or None

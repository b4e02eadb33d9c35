"""Which instrument a sheet's questions belong to: the forms of two regulations ask many of the same questions.

What decides is first the form's own column Bobot, where it has the weights of one of them; then which instrument
explains the rows of the sheet best, by their texts, codes, options and weights; then the regulation that is named, or
the year.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import isclose

from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument
from zi_metrics.instruments.model import INFERRED
from zi_metrics.lke.recognition.alignment import Match, align, targets
from zi_metrics.lke.recognition.blocks import Block, blocks_of
from zi_metrics.lke.recognition.headers import LAST_HEADER_ROW
from zi_metrics.lke.recognition.items import Item, code_key
from zi_metrics.lke.recognition.sheet_look import SheetLook, words_of
from zi_metrics.lke.recognition.written_weights import told_by_weights
from zi_metrics.reading import Sheet

# Fewer recognised questions than this share, and a block is taken for something else than LKE answers.
ENOUGH = 0.25
# With so few recognised questions a sheet may still be a part of an LKE that is spread over several.
_FEWEST_IN_PART = 2
# A sheet with so many questions of one instrument alone, word for word, and hardly any of another's, is that one's.
_PLAINLY, _TIMES = 10, 5
# What a row's code or weight adds to the likeness of its text (at most 1).
_CODE, _WEIGHT = 0.3, 0.3
# A weight of the instrument's file, give or take the rounding of floats.
_SAME_WEIGHT = 1e-6
# Instruments that explain the rows this nearly alike are not told apart by them.
_ALIKE = 0.01
_KNOW_MORE = "bandingkan syarat nilainya dengan naskah peraturan atau surat penetapannya sebelum memakai putusannya"
_REGULATION = re.compile(r"(?<!\d)(\d{1,3})\s*(?:tahun|[/_-])\s*(20\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """The blocks of a sheet with what was recognised in them, by the instrument that explains them best."""

    instrument: Instrument
    blocks: tuple[tuple[Block, list[Match]], ...]


class NotTold(Exception):
    """Several instruments explain a sheet alike; `rivals` are these."""

    def __init__(self, rivals: Sequence[Instrument]) -> None:
        self.rivals = tuple(rivals)
        super().__init__()


def choose_instrument(
    look: SheetLook,
    instruments: Sequence[Instrument],
    file_name: str = "",
    tahun: int | None = None,
) -> Found | None:
    """The blocks of a sheet that hold LKE answers, and their instrument; None when there are none.

    tahun: the year that the file tells. The weights beside the rows tell first, where they are those of one instrument.
    Among instruments that explain the rows alike, the one is taken whose regulation the sheet's title or name or the
    file's name gives, or the only one used in that year. Raises NotTold where that does not tell either.
    """
    likely = _likely(look, told_by_questions(instruments))
    blocks_by_instrument = {i: blocks for i in likely if (blocks := _blocks(look, i))}
    if not blocks_by_instrument:
        return None
    # The same rows for all: too few questions of a large instrument may look like enough of a small one.
    fullest = max((pair for blocks in blocks_by_instrument.values() for pair in blocks), key=lambda pair: len(pair[1]))[
        0
    ]
    if weighed := told_by_weights(fullest.items, instruments, likely):
        blocks = blocks_by_instrument.get(weighed) or _blocks(look, weighed)
        return Found(weighed, blocks) if blocks else None
    if len(likely) == 1:
        return Found(likely[0], blocks_by_instrument[likely[0]])
    explained = {i: _explained(i, fullest.items) for i in likely}
    best = max(explained.values())
    alike = [i for i in likely if explained[i] >= best * (1 - _ALIKE)]
    chosen = _only_one(alike, look.sheet, file_name, tahun)
    return Found(chosen, blocks_by_instrument[chosen]) if chosen in blocks_by_instrument else None


def parts_of(looks: Sequence[SheetLook], instruments: Sequence[Instrument]) -> list[tuple[Sheet, Found]]:
    """The sheets that hold a few questions each, all read by the instrument whose weights they have together, or that
    explains them together best.
    """
    best: tuple[float, list[tuple[Sheet, Found]]] = (0.0, [])
    for instrument in told_by_questions(instruments):
        found = _parts_by(looks, instrument)
        explained = sum(_explained(instrument, blocks[0].items) for _, held in found for blocks in held.blocks[:1])
        if explained > best[0]:
            best = (explained, found)
    if not best[1]:
        return []
    rows = [item for _, held in best[1] for item in held.blocks[0][0].items]
    chosen = best[1][0][1].instrument
    weighed = told_by_weights(_one_below_the_other(rows), instruments, [chosen])
    return best[1] if weighed in (None, chosen) else _parts_by(looks, weighed)


def told_by_questions(instruments: Sequence[Instrument]) -> tuple[Instrument, ...]:
    """The instruments that a sheet's questions can tell apart; all, where there are no others."""
    return tuple(i for i in instruments if i.dikenali_dari == "pertanyaan") or tuple(instruments)


def _parts_by(looks: Sequence[SheetLook], instrument: Instrument) -> list[tuple[Sheet, Found]]:
    found = ((look.sheet, _blocks(look, instrument, _FEWEST_IN_PART)) for look in looks)
    return [(sheet, Found(instrument, blocks)) for sheet, blocks in found if blocks]


def _one_below_the_other(items: list[Item]) -> list[Item]:
    """The rows of several sheets as those of one."""
    return [replace(item, row=row) for row, item in enumerate(items, 1)]


def asks_lke_questions(sheet: Sheet, instruments: Sequence[Instrument]) -> bool:
    """Whether a sheet holds the questions of an LKE, word for word, even where nobody can tell what was answered."""
    there = SheetLook(sheet).wordings
    return any(len(there & {words_of(q.teks) for q in i.questions()}) >= _PLAINLY for i in instruments)


def instrument_findings(found: Found, lembar: str, tahun: int | None) -> list[Finding]:
    """What a person should know about the instrument that a sheet was taken for."""
    instrument = found.instrument
    first, last = instrument.tahun
    notes = []
    if tahun is not None and not instrument.is_used_in(tahun):
        used = f"{first} sampai {last}" if last else f"sejak {first}"
        message = f"tahunnya {tahun}, tetapi formulirnya {instrument.nama} (dipakai {used})"
        notes.append(Finding("peringatan", message, "periksa tahunnya; nilai dihitung menurut formulir itu", lembar))
    elif last is not None:
        message = f"dikenali sebagai {instrument.nama}, yang dipakai sampai {last}; nilai dihitung menurut formulir itu"
        notes.append(Finding("catatan", message, "", lembar))
    if instrument.dikenali_dari == "bobot":
        notes.append(Finding("peringatan", _told_by_weights(instrument), _KNOW_MORE, lembar))
    doubtful = sum(bool(question.catatan_sumber) for question in instrument.questions())
    if doubtful:
        message = (
            f"skala atau arti pilihan {doubtful} pertanyaan instrumen ini belum dipastikan dari naskah formulirnya"
        )
        notes.append(Finding("catatan", message, "bandingkan dengan kolom pilihan jawaban di berkas", lembar))
    return notes


def _told_by_weights(instrument: Instrument) -> str:
    nodes, gates = instrument.nodes(), [level for gate in instrument.syarat for level in gate.kepastian.values()]
    inferred = sum(node.kepastian == INFERRED for node in nodes)
    return (
        f"kolom Bobot di berkas adalah bobot {instrument.nama}, jadi nilai dihitung dengan bobot itu; {inferred} dari "
        f"{len(nodes)} bobot dan {gates.count(INFERRED)} minimum syaratnya disimpulkan, belum dipastikan dari naskah "
        "peraturannya"
    )


def _blocks(
    look: SheetLook, instrument: Instrument, fewest: int | None = None
) -> tuple[tuple[Block, list[Match]], ...]:
    wanted = targets(instrument)
    questions = {question.kode for question in instrument.questions()}
    matched = ((block, align(block.items, wanted)) for block in blocks_of(look, wanted))
    return tuple(
        (block, matches)
        for block, matches in matched
        if sum(match.kode in questions for match in matches) >= (fewest or _enough(block, len(questions)))
    )


def _enough(block: Block, questions: int) -> float:
    """With a person's word for the columns, a single question tells that these are answers."""
    return 1 if block.header.mapping.columns else ENOUGH * questions


def _likely(look: SheetLook, instruments: tuple[Instrument, ...]) -> tuple[Instrument, ...]:
    """Only one instrument where the sheet's words leave no doubt, else all of them."""
    if len(instruments) < 2:
        return instruments
    alone = [len(words & look.wordings) for words in _own_words(instruments)]
    most = max(alone)
    plain = most >= _PLAINLY and sum(_TIMES * count >= most for count in alone) == 1
    return (instruments[alone.index(most)],) if plain else instruments


@cache
def _own_words(instruments: tuple[Instrument, ...]) -> list[set[str]]:
    """Of each instrument the wordings of its questions that no other one has, and the codes."""
    every = [{words_of(text) for q in i.questions() for text in (q.teks, *q.alias, q.kode)} for i in instruments]
    return [own - set().union(*(other for other in every if other is not own)) for own in every]


def _explained(instrument: Instrument, items: list[Item]) -> float:
    """How well an instrument explains rows: the likeness of all that it recognises, and what codes and weights add."""
    weights = {node.kode: node.bobot for node in instrument.nodes()}
    by_row = {item.row: item for item in items}
    total = 0.0
    for match in align(items, targets(instrument)):
        item, weight = by_row[match.row], weights.get(match.kode)
        total += match.score
        total += _CODE * (item.code == code_key(match.kode))
        if weight is not None and item.weight is not None:
            total += _WEIGHT * isclose(weight, item.weight, abs_tol=_SAME_WEIGHT)
    return total


def _only_one(alike: list[Instrument], sheet: Sheet, file_name: str, tahun: int | None) -> Instrument:
    """The one of several instruments whose regulation is named, or that is used in the year; else NotTold."""
    if len(alike) == 1:
        return alike[0]
    title = {v for (row, _), v in sheet.cells.items() if row <= LAST_HEADER_ROW and isinstance(v, str)}
    named = {pair for text in (*title, sheet.name, file_name) for pair in _REGULATION.findall(text)}
    by_name = [i for i in alike if named & set(_REGULATION.findall(i.sumber))]
    by_year = [i for i in alike if tahun is not None and i.is_used_in(tahun)]
    for told in (by_name, by_year):
        if len(told) == 1:
            return told[0]
    raise NotTold(alike)

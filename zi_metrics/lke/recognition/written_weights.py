"""The weights that a form writes beside its headings, compared with an instrument's.

A form is scored by an instrument, but which one it is the form's own column Bobot tells before anything else: two
regulations ask the same questions at other weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument, Node
from zi_metrics.lke.recognition.alignment import Match, align, targets
from zi_metrics.lke.recognition.blocks import CLOSING_ROW, Block
from zi_metrics.lke.recognition.items import Item

# A weight of the instrument's file, give or take the rounding of floats.
_SAME = 1e-6
# Fewer agreeing weights tell nothing: 60 and 40 stand in every form.
_FEWEST = 3
# An instrument that knows fewer of the rows' questions than this share of what another knows is not the form's.
_COVERS = 0.9


@dataclass(frozen=True)
class WrittenWeight:
    """A weight that a form writes beside a heading.

    kode: the node; row: where it stands; bobot: what is written, in points; ours: the instrument's, in points;
    agrees: whether they say the same
    """

    kode: str
    row: int
    bobot: float
    ours: float
    agrees: bool


def written_weights(instrument: Instrument, items: Sequence[Item], matches: Sequence[Match]) -> list[WrittenWeight]:
    """The weights beside the headings that were recognised, in the form's order; none where no column has them.

    A form may write them as points (8), as shares (0,08 shown as 8%), and an area's once for all its parts.
    """
    headings = _headings(instrument, items, matches)
    if not headings:
        return []
    nodes = {node.kode: node for node in instrument.nodes()}
    weight_of = {item.row: item.weight for item in items if item.weight is not None}
    written = {kode: weight_of[headings[kode]] for kode in nodes if kode in headings}
    # A share of one may be a point of one in another form: what more of them agree with is meant.
    as_points = sum(_same(w, nodes[kode].bobot) for kode, w in written.items())
    as_shares = sum(_same(100 * w, nodes[kode].bobot) for kode, w in written.items())
    scale = 100.0 if max(written.values()) <= 1 + _SAME and as_shares > as_points else 1.0
    # What an unknown heading weighs may be the rest of an area.
    whole = {} if _lost(items, matches, headings) else _whole_areas(instrument, written)
    return [
        WrittenWeight(
            kode,
            headings[kode],
            scale * w,
            nodes[kode].bobot,
            any(_same(figure, bobot) for figure in (w, 100 * w) for bobot in (nodes[kode].bobot, whole.get(kode))),
        )
        for kode, w in written.items()
    ]


def _headings(instrument: Instrument, items: Sequence[Item], matches: Sequence[Match]) -> dict[str, int]:
    """Node code -> the row of its heading with a weight.

    That is the row recognised as the node; where there is none, that of its only question, or the one right above its
    first question: a heading is short, so a few typing errors are enough for nobody to know it by its text.
    """
    weighed = {item.row for item in items if item.weight is not None}
    row_of = {match.kode: match.row for match in matches}
    found = {node.kode: row_of[node.kode] for node in instrument.nodes() if row_of.get(node.kode) in weighed}
    if not found:
        return {}
    known = set(row_of.values())
    unknown = {item.row for item in items if item.row not in known and not item.kind and item.row in weighed}
    for node in instrument.nodes():
        first = row_of.get(node.pertanyaan[0].kode) if node.pertanyaan else None
        if first is None or node.kode in row_of:
            continue
        if first in weighed and len(node.pertanyaan) == 1:
            found[node.kode] = first
            continue
        above = max((row for row in known | unknown if row < first), default=None)
        if above in unknown:
            found[node.kode] = above
    return found


def other_weights(block: Block, matches: Sequence[Match], instrument: Instrument) -> dict[str, tuple[float, str, str]]:
    """Node code -> (the form's weight in points, sheet, cell), where it is not the instrument's."""
    column = block.header.columns.get("bobot")
    if column is None:
        return {}
    return {
        weight.kode: (weight.bobot, block.view.sheet.name, block.view.address(weight.row, column))
        for weight in written_weights(instrument, block.items, matches)
        if not weight.agrees
    }


def uncompared_weights(block: Block, matches: Sequence[Match], instrument: Instrument) -> Iterator[Finding]:
    """One finding for all headings with a weight that were not recognised, between those that were."""
    column = block.header.columns.get("bobot")
    if column is None:
        return
    lost = _lost(block.items, matches, _headings(instrument, block.items, matches))
    if lost:
        named = ", ".join(f"{block.view.address(item.row, column)} ({item.text[:40]})" for item in lost)
        message = f"bobot di {len(lost)} baris tidak dibandingkan karena judulnya tidak dikenali: {named}"
        advice = "bila baris itu judul LKE, kembalikan teksnya seperti di formulir asli"
        place = block.view.address(lost[0].row, column)
        yield Finding("catatan", message, advice, block.view.sheet.name, place)


def told_by_weights(
    items: list[Item], instruments: Sequence[Instrument], likely: Sequence[Instrument]
) -> Instrument | None:
    """The instrument that the weights beside the rows are those of; None where they tell nothing, or nothing new.

    likely: those that the rows' questions speak for. Only an instrument that knows nearly all of the questions counts:
    a form cannot be scored by one that does not ask what it asks.
    """
    if not any(item.weight is not None for item in items):
        return None
    found = {i: _fit(i, items) for i in likely}
    if len(likely) == 1 and all(_same(weight.bobot, weight.ours) for weight in found[likely[0]][1]):
        return None
    found |= {i: _fit(i, items) for i in instruments if i not in found}
    most = max(questions for questions, _ in found.values())
    agreeing = {i: _agreement(i, weights) for i, (questions, weights) in found.items() if questions >= _COVERS * most}
    best = max(agreeing.values())
    told = [i for i, agreement in agreeing.items() if agreement == best]
    compared = max(len(weights) for _, weights in found.values())
    in_areas, in_all = best
    plain = in_all >= _FEWEST and (in_areas >= _FEWEST or 2 * in_all >= compared)
    return told[0] if len(told) == 1 and plain else None


def _agreement(instrument: Instrument, weights: Sequence[WrittenWeight]) -> tuple[int, int]:
    """How many weights are the instrument's, among the areas' first: by these people tell the regulations apart."""
    same = {weight.kode for weight in weights if _same(weight.bobot, weight.ours)}
    areas = {node.kode for number in instrument.pokja() for node in instrument.area_nodes(number)}
    return len(same & areas), len(same)


def _fit(instrument: Instrument, items: list[Item]) -> tuple[int, list[WrittenWeight]]:
    """How many of the rows are questions of an instrument, and the weights beside its headings."""
    matches = align(items, targets(instrument))
    asked = {question.kode for question in instrument.questions()}
    return sum(match.kode in asked for match in matches), written_weights(instrument, items, matches)


def _lost(items: Sequence[Item], matches: Sequence[Match], headings: dict[str, int]) -> list[Item]:
    """The rows with a weight, between those that were recognised, that look like headings and are no known one."""
    known = {match.row for match in matches} | set(headings.values())
    # What stands behind the last one sums up; a row with options or counts is a question, and its weight no heading's.
    return [
        item
        for item in items
        if item.weight is not None
        and item.row not in known
        and item.row < max(known, default=0)
        and not item.kind
        and not CLOSING_ROW.match(item.text)
    ]


def _whole_areas(instrument: Instrument, written: dict[str, float]) -> dict[str, float]:
    """Node of an area -> the weight of the whole area, where only one of its parts has a weight in the form."""
    whole: dict[str, float] = {}
    for number in instrument.pokja():
        parts: list[Node] = instrument.area_nodes(number)
        weighed = [node.kode for node in parts if node.kode in written]
        if len(parts) > 1 and len(weighed) == 1:
            whole[weighed[0]] = sum(node.bobot for node in parts)
    return whole


def _same(written: float, ours: float | None) -> bool:
    return ours is not None and isclose(written, ours, abs_tol=_SAME)

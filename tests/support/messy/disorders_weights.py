"""Disorders in the column Bobot: another form's weights, one typed over, written in other ways, left out."""

from messy.model import INSTRUMENT, Draft, Percent, Row

_NODES = {node.kode: node for node in INSTRUMENT.nodes()}
_AREAS = {number: [node.kode for node in INSTRUMENT.area_nodes(number)] for number in INSTRUMENT.pokja()}
# Those of the areas in the regulation before, and those of the forms of 2020 that have no second part.
_OF_OTHER_FORMS = ((5, 5, 15, 10, 15, 10), (8, 7, 10, 10, 15, 10))


def weights_of_another_form(draft: Draft) -> bool:
    """The areas (and sometimes what is below them) weigh as in another form."""
    areas = draft.rng.choice(_OF_OTHER_FORMS)
    whole = draft.rng.random() < 0.5
    for row in _weighed(draft):
        number = next((n for n, parts in _AREAS.items() if row.node in parts), None)
        if number is not None:
            _tell(draft, row, areas[number - 1])
        elif whole and row.node.startswith("P."):
            _tell(draft, row, 2 * row.cells["bobot"])
    return bool(_weighed(draft))


def weights_typed_over(draft: Draft) -> bool:
    """A few weights are others than the form's."""
    for row in draft.some(_weighed(draft), 1, 3):
        _tell(draft, row, row.cells["bobot"] + draft.rng.choice((0.5, 1, 2, 5)))
    return bool(_weighed(draft))


def weights_written_otherwise(draft: Draft) -> bool:
    """The same weights as text ('4,00', '4%'), as shares shown as percentages, or in part left out."""
    rows, form = _weighed(draft), draft.rng.choice(("text", "sign", "share", "some"))
    for row in rows:
        weight = row.cells["bobot"]
        if form == "text":
            row.cells["bobot"] = f"{weight:.2f}".replace(".", ",")
        elif form == "sign":
            row.cells["bobot"] = f"{weight:g}%".replace(".", ",")
        elif form == "share":
            row.cells["bobot"] = Percent(weight / 100)
        elif draft.rng.random() < 0.4:
            row.cells["bobot"] = None
            draft.weights.pop(row.node, None)
    for parts in _AREAS.values():
        left = [row for row in rows if row.node in parts and row.cells["bobot"] is not None]
        # An area's weight once for all its parts is right.
        if len(left) == 1 and draft.weights.get(left[0].node) == sum(_NODES[kode].bobot for kode in parts):
            del draft.weights[left[0].node]
    return bool(rows)


def _weighed(draft: Draft) -> list[Row]:
    """The rows of all headings with a weight that is still a plain number."""
    rows = [
        row for sheet in draft.mains for row in sheet.rows if row.node in _NODES and row.kind in ("node", "question")
    ]
    return [row for row in rows if isinstance(row.cells.get("bobot"), int | float)]


def _tell(draft: Draft, row: Row, weight: float) -> None:
    row.cells["bobot"] = weight
    if weight != _NODES[row.node].bobot:
        draft.weights[row.node] = weight

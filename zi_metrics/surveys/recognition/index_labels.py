"""Single indices beside their labels: 'Nilai IKM : 82,50', 'IPAK = 3,71', or a label with its figure below."""

from zi_metrics.reading import address
from zi_metrics.surveys.recognition.heading_meaning import Meaning, meaning_of
from zi_metrics.surveys.recognition.index_figures import Figure, index_in, index_named
from zi_metrics.surveys.recognition.questions import Questions
from zi_metrics.surveys.recognition.recap import NUMBER, Cells

# So far right of its label a figure may stand; what lies between is empty, or a colon.
_REACH = 6
# So many rows above a figure a heading may stand.
_HEADING_ROWS = 4


def labelled_figures(cells: Cells, questions: Questions, responden: int | None) -> list[Figure]:
    """The indices that stand beside or below labels which name them; responden: how many answered, if that is told."""
    figures: list[Figure] = []
    for (row, column), text in sorted(cells.items()):
        label, _, after = text.partition(":") if ":" in text else text.partition("=")
        jenis = index_named(label, questions)
        if jenis is None:
            continue
        said, instrument = meaning_of(label), questions.instruments[jenis]
        if (index := index_in(after, instrument)) is not None:
            places = [(row, column, index)]
        else:
            places = [
                (r, c, value)
                for r, c in _places(cells, row, column)
                if (value := index_in(cells[r, c].strip(" :="), instrument)) is not None
            ]
        for r, c, value in places:
            heading, around = _heading(cells, r, c, row)
            written = (after if (r, c) == (row, column) else cells[r, c]).strip(" :=")
            figures.append(
                Figure(
                    jenis, value, written, address(r + 1, c + 1), heading or label, said.within(around), None, responden
                )
            )
    return figures


def _places(cells: Cells, row: int, column: int) -> list[tuple[int, int]]:
    """The cells of numbers right of a label, up to the next words; else the one below it."""
    right = []
    for c in range(column + 1, column + 1 + _REACH):
        text = cells.get((row, c), "").strip(" :=")
        if text and not NUMBER.fullmatch(text):
            break
        if text and (row, c) in cells:
            right.append((row, c))
    if right:
        return right
    below = (row + 1, column)
    labelled = any((row + 1, c) in cells and not NUMBER.fullmatch(cells[row + 1, c]) for c in range(column))
    # A column of numbers below is a table, and a number behind another label is that label's.
    is_table = bool(NUMBER.fullmatch(cells.get((row + 2, column), "")))
    return [below] if NUMBER.fullmatch(cells.get(below, "")) and not is_table and not labelled else []


def _heading(cells: Cells, row: int, column: int, label_row: int) -> tuple[str, Meaning]:
    """What heads the column of a figure, and what it says; ('', nothing) where the figure stands below its label."""
    for above in range(row - 1, max(-1, row - 1 - _HEADING_ROWS), -1):
        text = cells.get((above, column), "")
        if text and above != label_row and (not NUMBER.fullmatch(text) or meaning_of(text).tahun):
            group = _group(cells, above - 1, column)
            return " ".join(t for t in (group, text) if t), meaning_of(text).within(meaning_of(group))
    return "", Meaning()


def _group(cells: Cells, row: int, column: int) -> str:
    """The text above a heading, or the nearest to its left where it spans several; '' where none says anything."""
    there = [c for r, c in cells if r == row]
    left = [c for c in there if c <= column]
    text = cells[row, max(left)] if left and len(there) > 1 else ""
    return text if meaning_of(text).tells else ""

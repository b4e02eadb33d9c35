"""A table as HTML: names pinned, figures under their headings, links in its cells; on a phone a card for each row.

For what people read and click; what they sort and search in hundreds of rows stays with `zi_ui.tables`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from zi_ui.drawn.links import link
from zi_ui.drawn.markup import join, tag


class Column(NamedTuple):
    """A column.

    head: its heading; number: figures, at the right; sort: the address that orders the table by it, None = it cannot;
    way: 'ascending' or 'descending' where the table is ordered by it; lean: left out on a phone's card
    """

    head: str
    number: bool = False
    sort: str | None = None
    way: str | None = None
    lean: bool = False


def table(columns: Sequence[Column], rows: Iterable[Sequence[Markup | str]], caption: str) -> Markup:
    """A table. rows: a cell for each column, text or markup, the first the row's name; caption: what it shows."""
    head = tag("tr", join(_heading(column) for column in columns))
    body = join(_row(columns, row) for row in rows)
    inside = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", body), class_="zi-table")
    # By keyboard, too, it can be moved sideways.
    return tag("div", inside, class_="zi-wide", tabindex=0, role="region", aria_label=caption)


def _heading(column: Column) -> Markup:
    words: Markup | str = column.head
    if column.sort is not None:
        mark = {"ascending": " ↑", "descending": " ↓"}.get(column.way or "", "")
        words = link(f"{column.head}{mark}", column.sort, title=f"Urutkan menurut {column.head}")
    return tag("th", words, scope="col", class_=_look(column), aria_sort=column.way)


def _row(columns: Sequence[Column], cells: Sequence[Markup | str]) -> Markup:
    first, *others = zip(columns, cells, strict=True)
    name = tag("th", first[1], scope="row", class_=_look(first[0]))
    return tag("tr", name, join(tag("td", c, class_=_look(k), data_head=k.head) for k, c in others))


def _look(column: Column) -> str | None:
    return " ".join(["zi-number"] * column.number + ["zi-lean"] * column.lean) or None

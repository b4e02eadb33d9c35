"""Writing cells so that what people wrote stays text: never a formula, and a link only to the web."""

from typing import Unpack

from xlsxwriter.worksheet import Worksheet

from zi_metrics.reports.cell_texts import fitting, needs_quote
from zi_metrics.reports.lke_rows import LayoutRow
from zi_metrics.reports.lke_style import Look, Styles
from zi_metrics.web_address import is_web_address

Cell = str | float | None


class Cells:
    """The cells of one worksheet. `role`, `row` and `look` choose the format, as `Styles.of` takes them."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self.sheet, self._styles = sheet, styles

    def value(self, cell: str, value: Cell, role: str, row: LayoutRow | None = None, **look: Unpack[Look]) -> None:
        """A text, a number, or (None, '') an empty cell."""
        if value is None or value == "":
            self.sheet.write_blank(cell, None, self._styles.of(role, row, **look))
        elif isinstance(value, str):
            self._text(cell, value, role, row, look)
        else:
            self.sheet.write_number(cell, value, self._styles.of(role, row, **look))

    def link(self, cell: str, text: str, role: str, row: LayoutRow | None = None, **look: Unpack[Look]) -> None:
        """A text; where all of it is one address of the web (http, https), it can be clicked."""
        if is_web_address(text):
            blue: Look = {**look, "font_color": "#0563C1", "underline": 1}
            self.sheet.write_url(cell, text, self._styles.of(role, row, **blue), string=text)
        else:
            self.value(cell, text, role, row, **look)

    def formula(
        self,
        cell: str,
        formula: str,
        result: float | str | None,
        role: str,
        row: LayoutRow | None = None,
        **look: Unpack[Look],
    ) -> None:
        """A formula with its result; None where it shows nothing."""
        # The result is written as it is, where a text has its control signs written in another way.
        shown = "" if result is None else fitting(result) if isinstance(result, str) else result
        # It writes a result of any kind, though its annotation says int.
        self.sheet.write_formula(cell, formula, self._styles.of(role, row, **look), shown)  # pyright: ignore[reportCallIssue,reportArgumentType]

    def merged(self, area: str, text: str, role: str, row: LayoutRow | None = None, **look: Unpack[Look]) -> None:
        """A text over several cells ('B2:G2')."""
        self.sheet.merge_range(area, "", self._styles.of(role, row, **look))
        self._text(area.split(":")[0], text, role, row, look)

    def _text(self, cell: str, text: str, role: str, row: LayoutRow | None, look: Look) -> None:
        if needs_quote(text):
            look = {**look, "quote_prefix": True}
        self.sheet.write_string(cell, fitting(text), self._styles.of(role, row, **look))

"""A sheet's table once its header was found: what its columns and rows are, and what its columns ask."""

from dataclasses import dataclass

from zi_metrics.reading.columns import ColumnTable
from zi_metrics.surveys.recognition.assignment import Assignment
from zi_metrics.surveys.recognition.layout import Content, Heading, Layout
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.question_columns import Place
from zi_metrics.surveys.recognition.rows import Rows
from zi_metrics.surveys.recognition.table_columns import Columns


@dataclass(frozen=True)
class Table:
    """A table of answers, laid out.

    cells: the sheet by columns
    shape: the fingerprint of its headings
    layout: its header
    contents: column -> what stands in it below the header
    columns: the columns by what they are
    assignment: which question each column asks
    rows: which rows are respondents
    mapping: what a person said about files of this shape
    """

    cells: ColumnTable
    shape: str
    layout: Layout
    contents: dict[int, Content]
    columns: Columns
    assignment: Assignment
    rows: Rows
    mapping: SurveyMapping

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.cells.name, self.layout.header, self.first)

    @property
    def first(self) -> int:
        """The first row below the header (from 0)."""
        return self.layout.header + 1

    @property
    def kinds(self) -> list[str]:
        """The instruments whose questions it asks."""
        return sorted({match.jenis for match in self.assignment.matches.values()})

    def role(self, name: str) -> Content | None:
        """What stands in the column that has a role; None when none has."""
        column = self.columns.roles.get(name)
        return None if column is None else self.contents[column]

    def headed(self, columns: list[int]) -> dict[int, tuple[Heading, Content]]:
        """column -> its heading, and what stands in it."""
        return {c: (self.layout.headings[c], self.contents[c]) for c in columns}

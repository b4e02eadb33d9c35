"""The parts of a workbook in the making: rows and columns known by meaning, so that disorders can move them freely."""

from dataclasses import dataclass, field
from math import isclose
from random import Random
from typing import Any

from zi_metrics.instruments.library import Instrument, OptionScale, Question, RatioScale, load_instrument

Key = tuple[str, int, str]
INSTRUMENT: Instrument = load_instrument()


@dataclass(frozen=True)
class Truth:
    """The true answer to one question.

    value: in [0, 1]; None = unanswered or unreadable
    doubtful: the file contradicts itself here: a reader may leave the answer open, but must report it
    alternatives: other values that a reader of a doubtful answer may give, as long as it reports it
    why: the disorder that made it so ('' where the answer is plain)
    """

    value: float | None
    doubtful: bool = False
    alternatives: tuple[float, ...] = ()
    why: str = ""

    def accepts(self, read: float | None) -> bool:
        """Whether a reader may give this value (that it must report a doubtful one is for the caller to check)."""
        if read is None:
            return self.value is None or self.doubtful
        values = (self.value, *(self.alternatives if self.doubtful else ()))
        return any(value is not None and isclose(value, read, abs_tol=1e-6) for value in values)


@dataclass(frozen=True)
class Messy:
    """A messy workbook with the true answers of each assessment in it.

    layout: 'lampiran-iii', 'siklus-2026', 'daftar-panjang' or 'daftar-lebar'
    truth: (unit, year, judge) -> question code -> truth; every question of the instrument is in it
    disorders: names of the disorders applied, in that order
    weights: node code -> the weight in points that the file writes otherwise than the instrument
    """

    file_name: str
    content: bytes
    layout: str
    truth: dict[Key, dict[str, Truth]]
    disorders: list[str]
    weights: dict[str, float] = field(default_factory=dict)


class Percent(float):
    """A number that its cell shows as a percentage."""


@dataclass(eq=False)
class Row:
    """One row: its cells by column id.

    kind: 'title', 'header', 'node', 'question', 'count', 'unit' (one unit's answers), 'total', 'other'
    key: whose answers it holds, where it is of one assessment only
    merges: first and last column id of cells merged within the row
    glued: the next row must stay the next one (cells are merged over both)
    """

    kind: str
    cells: dict[str, Any] = field(default_factory=dict)
    kode: str = ""
    kunci: str = ""
    node: str = ""
    key: Key | None = None
    merges: list[tuple[str, str]] = field(default_factory=list)
    glued: bool = False


@dataclass(eq=False)
class Formula:
    """A formula by meaning, written out when the places of its rows are known (see `formulas`)."""

    kind: str
    row: Row | None = None
    column: str = ""
    refs: tuple[Row, ...] = ()
    kode: str = ""


@dataclass(eq=False)
class Sheet:
    """One sheet; `groups` are runs of columns that stay together when columns are moved."""

    name: str
    groups: list[list[str]]
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: set[str] = field(default_factory=set)
    merged_down: list[tuple[Row, Row, str]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """Column ids from left to right."""
        return [column for group in self.groups for column in group]

    @property
    def header(self) -> Row:
        """The (first) header row."""
        return next(row for row in self.rows if row.kind == "header")

    def after(self, row: Row, *more: Row) -> None:
        """Insert rows below a row."""
        place = self.rows.index(row) + 1
        self.rows[place:place] = more

    def data_rows(self) -> list[Row]:
        """The rows of questions and counts, top to bottom."""
        return [row for row in self.rows if row.kind in ("question", "count")]


@dataclass(eq=False)
class Slot:
    """A cell in which somebody answers; `settled`: a disorder has fixed what it holds, no other may change it."""

    key: Key
    kode: str
    kunci: str
    sheet: Sheet
    row: Row
    column: str
    settled: bool = False

    @property
    def written(self) -> Any:
        """What the cell holds."""
        return self.row.cells.get(self.column)

    def write(self, value: Any) -> None:
        """Put something else into the cell."""
        self.row.cells[self.column] = value


@dataclass(eq=False)
class Label:
    """A cell that says which question (or raw count) it is: by its text or by its code."""

    sheet: Sheet
    row: Row
    column: str
    kode: str
    kunci: str = ""


@dataclass(eq=False)
class Draft:
    """A workbook in the making, and what is true of it.

    mains: the sheets with answers; sheets: all, in order
    texts, codes: the cells that name the questions; counts: raw counts by (key, question code)
    sums: the cell of each sum of counts; weights: node code -> a weight that is not the instrument's
    """

    rng: Random
    layout: str
    file_name: str = ""
    mains: list[Sheet] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    texts: list[Label] = field(default_factory=list)
    codes: list[Label] = field(default_factory=list)
    truth: dict[Key, dict[str, Truth]] = field(default_factory=dict)
    counts: dict[tuple[Key, str], dict[str, int | None]] = field(default_factory=dict)
    sums: dict[tuple[Key, str], Slot] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    transposed: bool = False
    interleaved: bool = False
    cached: bool = True
    disorders: list[str] = field(default_factory=list)

    @property
    def is_form(self) -> bool:
        """Whether the sheet has the official form's rows (layouts A and B)."""
        return self.layout in ("lampiran-iii", "siklus-2026")

    def option_slots(self) -> list[Slot]:
        """Answered option questions that no disorder has fixed yet."""
        return [s for s in self._open() if isinstance(scale(s.kode), OptionScale)]

    def index_slots(self) -> list[Slot]:
        """Answered index questions that no disorder has fixed yet."""
        return [s for s in self._open() if scale(s.kode).jenis == "indeks"]

    def ratio_slots(self) -> list[Slot]:
        """Ratio questions answered by a share itself, that no disorder has fixed yet."""
        return [s for s in self._open() if isinstance(scale(s.kode), RatioScale) and not s.kunci]

    def count_groups(self) -> list[tuple[Key, str]]:
        """Ratio questions answered by raw counts, that no disorder has fixed yet."""
        open_slots = {(s.key, s.kode) for s in self.slots if s.kunci and not s.settled}
        settled = {(s.key, s.kode) for s in self.slots if s.kunci and s.settled}
        found = [k for k in self.counts if k in open_slots and k not in settled]
        return [k for k in found if any(v is not None for v in self.counts[k].values())]

    def count_slots(self, group: tuple[Key, str]) -> dict[str, Slot]:
        """The cells of a ratio question's raw counts, by count key."""
        return {s.kunci: s for s in self.slots if s.kunci and (s.key, s.kode) == group}

    def tell(self, key: Key, kode: str, truth: Truth) -> None:
        """Change what is true of one question."""
        self.truth[key][kode] = truth
        # A list's own column of values follows its answers; that it is wrong is a disorder of its own.
        for row in (row for sheet in self.mains for row in sheet.rows if not self.is_form and row.key == key):
            if row.kode == kode and "nilai" in row.cells:
                row.cells["nilai"] = truth.value

    def some(self, things: list, low: int, high: int) -> list:
        """A few of the things, in their order."""
        count = min(len(things), self.rng.randint(low, high))
        chosen = set(self.rng.sample(range(len(things)), count))
        return [thing for place, thing in enumerate(things) if place in chosen]

    def share(self, things: list, low: float, high: float) -> list:
        """At least one of the things: a share of them drawn between low and high."""
        share = self.rng.uniform(low, high)
        return [t for t in things if self.rng.random() < share] or things[:1]

    def columns_of(self, key: Key) -> list[str]:
        """The columns in which somebody's answers stand."""
        return list(dict.fromkeys(s.column for s in self.slots if s.key == key))

    def settle(self, row: Row) -> None:
        """No other disorder may change the answers of this row."""
        for slot in self.slots:
            slot.settled = slot.settled or slot.row is row

    def _open(self) -> list[Slot]:
        return [s for s in self.slots if not s.settled and s.written is not None]


def question(kode: str) -> Question:
    """The question with this code."""
    return INSTRUMENT.question(kode)


def scale(kode: str):
    """The answer scale of the question with this code."""
    return INSTRUMENT.scale_of(question(kode))

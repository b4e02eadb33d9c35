"""A paper that people hand on, as a typed value: what it says, in which blocks. Two writers make it PDF or Word.

All texts are what people read: Indonesian, figures already written (`bahasa`, `near_minimum`). They are texts only,
whatever is in them: no writer reads markup in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# How a figure stands towards what is asked of it; '' = nobody asks.
MET, NEAR, MISSED, NO_DATA = "memenuhi", "hampir", "belum", "kosong"
STANDINGS = (MET, NEAR, MISSED, NO_DATA, "")
# A table of so few rows and signs is not parted between pages.
_WHOLE_ROWS, _WHOLE_SIGNS = 14, 1600
# So many signs a line across an upright page has, at least; a row of more lines may be parted between pages.
_SIGNS_ACROSS, _LINES_WHOLE = 90, 25
# How a column's texts stand.
LEFT, RIGHT, CENTRE = "kiri", "kanan", "tengah"


@dataclass(frozen=True)
class Heading:
    """A heading within a part. teks; tingkat: 1, or 2 below another."""

    teks: str
    tingkat: int = 1


@dataclass(frozen=True)
class Blank:
    """What only people know: marked, to be filled in. apa: what belongs there ('nomor surat')."""

    apa: str

    @property
    def teks(self) -> str:
        """As it stands on paper: '[diisi: nomor surat]'."""
        return f"[diisi: {self.apa}]"


# A text, or its pieces, some of which are to be filled in.
Words = str | tuple[str | Blank, ...]


def pieces(words: Words) -> list[tuple[str, bool]]:
    """Its pieces in order, each with whether it is to be filled in."""
    every = (words,) if isinstance(words, str) else words
    return [(one.teks, True) if isinstance(one, Blank) else (one, False) for one in every]


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    teks: may hold line breaks, and what is to be filled in; kecil: in small type, for sources and remarks
    tengah: centred; tebal: in bold
    """

    teks: Words
    kecil: bool = False
    tengah: bool = False
    tebal: bool = False


@dataclass(frozen=True)
class Items:
    """A list. butir: its items; bernomor: numbered from 1 on, else with dots."""

    butir: tuple[str, ...]
    bernomor: bool = False


@dataclass(frozen=True)
class Column:
    """A table's column. nama: its heading; lebar: its share of the width; rata: LEFT, RIGHT, CENTRE."""

    nama: str
    lebar: float = 1.0
    rata: str = LEFT


@dataclass(frozen=True)
class Table:
    """A table whose heading stands on every page that it runs over; a row is never parted unless it is a page long.

    kolom: its columns; baris: its rows, a text per column
    judul: what it shows, above it, '' = the heading says so; sumber: source, date and judge, below it, '' = as said
    tebal: the numbers of the rows (from 0) that are sums, in bold
    kelompok: the rows that head those below them (number, level from 1): in bold, never left alone at a page's foot
    kosong: said where there are no rows
    """

    kolom: tuple[Column, ...]
    baris: tuple[tuple[str, ...], ...]
    judul: str = ""
    sumber: str = ""
    tebal: frozenset[int] = frozenset()
    kelompok: tuple[tuple[int, int], ...] = ()
    kosong: str = "Tidak ada."

    def __post_init__(self) -> None:
        """Raises ValueError for a row that has not a text for each column."""
        if any(len(row) != len(self.kolom) for row in self.baris):
            raise ValueError(f"{self.judul or self.kolom[0].nama}: a row has not a text for each column")

    @property
    def long_rows(self) -> frozenset[int]:
        """The rows that may be parted between pages, as they may not fit one."""
        whole = sum(one.lebar for one in self.kolom)
        signs = [max(1.0, one.lebar / whole * _SIGNS_ACROSS) for one in self.kolom]

        def lines(row: tuple[str, ...]) -> float:
            return max(len(text) / own + text.count("\n") for text, own in zip(row, signs, strict=True))

        return frozenset(number for number, row in enumerate(self.baris) if lines(row) > _LINES_WHOLE)

    @property
    def is_short(self) -> bool:
        """Whether it is to stand on one page as a whole."""
        return len(self.baris) <= _WHOLE_ROWS and sum(len(text) for row in self.baris for text in row) <= _WHOLE_SIGNS


@dataclass(frozen=True)
class Bar:
    """A figure against its minimum.

    nama: what it is; nilai, penuh: its points and its full mark; teks: as people read it ('3,20 dari 8')
    minimum: what is asked, None = nothing; keadaan: one of STANDINGS; catatan: beside the figure ('kurang 0,40')
    """

    nama: str
    nilai: float
    penuh: float
    teks: str
    minimum: float | None = None
    keadaan: str = ""
    catatan: str = ""


@dataclass(frozen=True)
class Bars:
    """Figures against their minima, each on a scale from 0 to its own full mark, below one another.

    judul: what is shown; sumber: source, date and judge; batang: the bars, from the top
    """

    judul: str
    sumber: str
    batang: tuple[Bar, ...]

    @property
    def alt(self) -> str:
        """What a picture of it says, for who cannot see it."""
        said = "; ".join(f"{one.nama} {one.teks}{f', {one.catatan}' if one.catatan else ''}" for one in self.batang)
        return f"{self.judul}. {said}."


@dataclass(frozen=True)
class Point:
    """A value in time. tanggal: its day; nilai; teks: as people read it."""

    tanggal: date
    nilai: float
    teks: str


@dataclass(frozen=True)
class Series:
    """A line of a chart. nama: what it is (a judge); warna: '#rrggbb'; titik: its points, earliest first."""

    nama: str
    warna: str
    titik: tuple[Point, ...]


@dataclass(frozen=True)
class Threshold:
    """A level that a chart draws in. nama: what it is ('WBK 75'); nilai."""

    nama: str
    nilai: float


@dataclass(frozen=True)
class Lines:
    """Values in time. judul: what is shown; sumber: source and date; garis: the lines; ambang: levels drawn in."""

    judul: str
    sumber: str
    garis: tuple[Series, ...]
    ambang: tuple[Threshold, ...] = ()

    @property
    def alt(self) -> str:
        """What a picture of it says, for who cannot see it."""
        said = "; ".join(f"{one.nama}: {', '.join(point.teks for point in one.titik)}" for one in self.garis)
        return f"{self.judul}. {said}."


@dataclass(frozen=True)
class Callout:
    """The answer in a sentence, set apart. teks; keadaan: one of STANDINGS; lain: what must be told with it."""

    teks: str
    keadaan: str = ""
    lain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signer:
    """Who signs. jabatan: as what; nama: '' = a blank line to be written on."""

    jabatan: Words
    nama: Words = ""


@dataclass(frozen=True)
class Signatures:
    """Blocks to sign, beside one another (a single one at the right), on one page with what is signed.

    penanda: who; penutup: the sentence before them; tempat_tanggal: above them, '' = a blank line, None = it stands
    elsewhere
    """

    penanda: tuple[Signer, ...]
    penutup: str = ""
    tempat_tanggal: Words | None = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Chart = Bars | Lines
Block = Heading | Paragraph | Items | Table | Bars | Lines | Callout | Signatures | PageBreak


@dataclass(frozen=True)
class Part:
    """A chapter or an annex.

    judul: its heading, '' = none (the beginning); blok: what it says; lampiran: it is an annex, which begins a page
    mendatar: on pages laid across, for wide tables
    """

    judul: str
    blok: tuple[Block, ...]
    lampiran: bool = False
    mendatar: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole paper.

    judul, sub_judul: of what, of whom and when; instansi: the agency's name, '' = not set
    emblem: its picture as a data address (`store.agency.agency_emblem`), '' = none
    tanggal: as of when its figures are, which also is the file's date: the same figures give the same bytes
    keterangan: what the figures rest on (name -> text): judge, source, filters
    surat: a letter, which begins with its own words instead of the title, and has no head above its pages
    bagian: its parts; tanda_tangan: at the end of the paper before the annexes, None = nobody signs
    """

    judul: str
    sub_judul: str
    instansi: str
    emblem: str
    tanggal: date
    bagian: tuple[Part, ...]
    keterangan: tuple[tuple[str, str], ...] = ()
    tanda_tangan: Signatures | None = None
    surat: bool = False

    def parts(self) -> Iterator[Part]:
        """Its parts in order, with the signatures before the first annex."""
        signed = self.tanda_tangan is None
        for part in self.bagian:
            if part.lampiran and not signed:
                yield self._signing()
                signed = True
            yield part
        if not signed:
            yield self._signing()

    def _signing(self) -> Part:
        return Part("", (self.tanda_tangan,) if self.tanda_tangan else ())

"""Layout A: the LKE workbook of PermenPANRB 90/2021, Lampiran III, as agencies have it.

Rows are found by their texts, kind and numbering (`alignment`), never by fixed row numbers; columns by their headings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from zi_metrics.answer_values import (
    Meaning,
    index_meaning,
    is_blank,
    option_meaning,
    parse_number,
    ratio_meaning,
    sum_contradiction,
)
from zi_metrics.answers import Answer, CountAnswer
from zi_metrics.bahasa import format_percent, format_plain
from zi_metrics.findings import Finding
from zi_metrics.instrument import Instrument, Question
from zi_metrics.reading import Grid, Sheet, address
from zi_metrics.recognition.alignment import Match, align, targets
from zi_metrics.recognition.counts import match_counts
from zi_metrics.recognition.headers import Header, find_header
from zi_metrics.recognition.identity import Identity, guess_identity
from zi_metrics.recognition.rows import Item, read_items

LAYOUT = "lampiran-iii"
# Fewer recognised questions than this share, and the sheet is taken for something else than an LKE.
_ENOUGH = 0.25


class NotRecognised(Exception):
    """No sheet of the file is an LKE in this layout; the message (Indonesian) says what was looked for."""


@dataclass(frozen=True)
class Reading:
    """What was read from one LKE workbook.

    answers: one per recognised question, in the form's order (nilai None = unanswered)
    own_figures: (question or node code) -> (the workbook's own cached Nilai, sheet, cell)
    recognised: number of questions whose row was found
    """

    tata_letak: str
    lembar: str
    identity: Identity
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    own_figures: dict[str, tuple[float, str, str]]
    recognised: int


def read_lampiran_iii(grid: Grid, instrument: Instrument) -> Reading:
    """Read an LKE workbook. Raises NotRecognised when no sheet is one; all lesser troubles become findings."""
    sheet, header, items, matches = _lke_sheet(grid, instrument)
    reader = _SheetReader(sheet, header, items, matches, instrument)
    answers = tuple(reader.answers())
    return Reading(
        tata_letak=LAYOUT,
        lembar=sheet.name,
        identity=guess_identity(grid),
        answers=answers,
        findings=tuple([*reader.findings, *reader.unread_rows(), *reader.absent_questions()]),
        own_figures=reader.own_figures(),
        recognised=len(answers),
    )


def _lke_sheet(grid: Grid, instrument: Instrument) -> tuple[Sheet, Header, list[Item], list[Match]]:
    """The sheet with the most recognised questions; a visible one wins over a hidden one."""
    wanted, questions = targets(instrument), {q.kode for q in instrument.questions()}
    candidates = []
    for sheet in grid.sheets:
        header = find_header(sheet)
        if header:
            items = read_items(sheet, header)
            matches = align(items, wanted)
            recognised = sum(m.kode in questions for m in matches)
            candidates.append(((recognised, not sheet.hidden), (sheet, header, items, matches)))
    best = max(candidates, key=lambda c: c[0], default=None)
    if best is None or best[0][0] < _ENOUGH * len(questions):
        names = ", ".join(f"'{sheet.name}'" for sheet in grid.sheets) or "tidak ada"
        raise NotRecognised(
            f"Berkas '{grid.file_name}' tidak dikenali sebagai LKE (lembar: {names}). Yang dicari: lembar dengan baris "
            "judul yang memuat kolom 'Penilaian' dan 'Jawaban', diikuti pertanyaan-pertanyaan LKE (biasanya lembar "
            "'LKE ZI'). Periksa apakah berkasnya benar, dan apakah baris judulnya masih ada."
        )
    return best[1]


class _SheetReader:
    """Reads the answers of one recognised sheet, noting findings on the way."""

    def __init__(self, sheet: Sheet, header: Header, items: list[Item], matches: list[Match], instrument: Instrument):
        self.sheet, self.header, self.items, self.instrument = sheet, header, items, instrument
        self.row_of = {match.kode: match.row for match in matches}
        self.claimed = {match.row for match in matches}
        self.findings: list[Finding] = []
        self._beside = _columns_beside(sheet, header)
        self._formula_cells = {address(*place) for place in sheet.formulas}

    def answers(self) -> Iterator[Answer]:
        """One answer per recognised question, in the form's order."""
        for question in self.instrument.questions():
            row = self.row_of.get(question.kode)
            if row is not None:
                yield self._answer(question, row)

    def _answer(self, question: Question, row: int) -> Answer:
        written, cell = self._answer_cell(row)
        scale = self.instrument.scale_of(question)
        counts: tuple[CountAnswer, ...] = ()
        if scale.jenis == "rasio":
            counts = self._counts(question, row)
            meaning = self._ratio(question, counts, written, row)
        else:
            meaning = index_meaning(scale, written) if scale.jenis == "indeks" else option_meaning(scale, written)
        self._note(meaning, question.kode, cell)
        self._merged_rows(question, row)
        return Answer(
            kode=question.kode,
            tertulis=_as_text(written),
            nilai=meaning.value,
            catatan=self._text(row, self.header.columns.get("catatan")),
            bukti=self._text(row, self._beside.get("bukti")),
            tautan=self._text(row, self._beside.get("tautan")),
            lembar=self.sheet.name,
            sel=cell,
            masukan=counts,
        )

    def _ratio(self, question: Question, counts: tuple[CountAnswer, ...], written: object, row: int) -> Meaning:
        """From the raw counts; from a typed percentage only where no count is written."""
        numbers = {count.kunci: count.angka for count in counts}
        contradiction = sum_contradiction(question, numbers)
        if contradiction:
            key, typed, total = contradiction
            cell = next((c.sel for c in counts if c.kunci == key), None)
            label = next(c.label for c in question.masukan if c.kunci == key)
            self._note(
                Meaning(
                    None,
                    "peringatan",
                    f"{label}: tertulis {format_plain(typed)}, jumlah rinciannya {format_plain(total)}; "
                    f"yang dipakai {format_plain(typed)}",
                    "samakan jumlah dengan rinciannya",
                ),
                question.kode,
                cell,
            )
        meaning = ratio_meaning(question, numbers)
        typed_ratio = (row, self.header.columns["jawaban"]) not in self.sheet.formulas and not is_blank(written)
        if not typed_ratio:
            return meaning
        share = parse_number(written)
        if share is not None and not 0 <= share <= 1:
            share = share / 100 if share <= 100 else None
        nothing_counted = all(number is None for number in numbers.values())
        if nothing_counted and share is not None and share >= 0:
            return Meaning(
                share,
                "peringatan",
                f"angka mentah kosong; dipakai {format_percent(share, 1)} yang diketik langsung",
                "isi jumlah-jumlah di bawahnya supaya persentasenya dapat diperiksa",
            )
        if share is None:
            return Meaning(
                meaning.value,
                "galat",
                f"'{_as_text(written)}' bukan persentase 0-100%",
                "kosongkan sel ini atau kembalikan rumusnya; isi angka mentah di bawahnya",
            )
        if meaning.value is not None and abs(share - meaning.value) > 0.005:
            self._note(
                Meaning(
                    None,
                    "peringatan",
                    f"persentase diketik {format_percent(share, 1)}, dari angka mentahnya "
                    f"{format_percent(meaning.value, 1)}; yang dipakai angka mentah",
                    "kembalikan rumus di sel ini",
                ),
                question.kode,
                address(row, self.header.columns["jawaban"]),
            )
        return meaning

    def _counts(self, question: Question, row: int) -> tuple[CountAnswer, ...]:
        following = sorted(r for r in self.claimed if r > row)
        end = following[0] if following else row + 2 * len(question.masukan) + 3
        rows = [item for item in self.items if row < item.row < end and item.row not in self.claimed]
        places = match_counts(rows, question)
        self.claimed.update(places.values())
        counts = []
        for count in question.masukan:
            place = places.get(count.kunci)
            if place is None:
                self.findings.append(
                    Finding(
                        "galat",
                        f"baris '{count.label}' tidak ditemukan di bawah pertanyaan {question.kode}",
                        "kembalikan baris itu seperti di formulir asli",
                        self.sheet.name,
                        address(row, self.header.columns["jawaban"]),
                        question.kode,
                    )
                )
                counts.append(CountAnswer(count.kunci, None, None))
                continue
            counts.append(self._count(count.kunci, count.label, place, question))
        return tuple(self._without_empty_sum(question, count, counts) for count in counts)

    def _without_empty_sum(self, question: Question, count: CountAnswer, counts: list[CountAnswer]) -> CountAnswer:
        """A sum formula that shows 0 over nothing but blanks is not a count that somebody wrote."""
        parts = next(c.jumlah_dari for c in question.masukan if c.kunci == count.kunci)
        blank = all(other.angka is None for other in counts if other.kunci in parts)
        if parts and blank and not count.angka and count.sel in self._formula_cells:
            return CountAnswer(count.kunci, None, None, count.lembar, count.sel)
        return count

    def _count(self, kunci: str, label: str, row: int, question: Question) -> CountAnswer:
        written, cell = self._answer_cell(row)
        number = None if is_blank(written) else parse_number(written)
        if number is None and not is_blank(written):
            self._note(
                Meaning(None, "galat", f"{label}: '{_as_text(written)}' bukan angka", "isi dengan angka"),
                question.kode,
                cell,
            )
        return CountAnswer(kunci, _as_text(written), number, self.sheet.name, cell)

    def own_figures(self) -> dict[str, tuple[float, str, str]]:
        """The workbook's own cached Nilai of each recognised row that has one."""
        column = self.header.columns.get("nilai")
        found = {}
        for kode, row in self.row_of.items():
            value = self.sheet.value(row, column) if column else None
            if isinstance(value, float):
                found[kode] = (value, self.sheet.name, address(row, column))
        return found

    def unread_rows(self) -> Iterator[Finding]:
        """Rows that hold something in the answer column but could not be recognised."""
        column = self.header.columns["jawaban"]
        last = max(self.claimed, default=0)
        for item in self.items:
            written = self.sheet.value(item.row, column)
            formula = (item.row, column) in self.sheet.formulas
            if item.row in self.claimed or item.row > last or is_blank(written) or formula:
                continue
            yield Finding(
                "peringatan",
                f"baris ini berisi '{_as_text(written)}' tetapi tidak cocok dengan pertanyaan mana pun, sehingga tidak "
                f'dibaca: "{item.text[:70]}"',
                "bila ini pertanyaan LKE, kembalikan teksnya seperti di formulir asli",
                self.sheet.name,
                address(item.row, column),
            )

    def absent_questions(self) -> Iterator[Finding]:
        """Questions of the instrument for which no row was found."""
        for question in self.instrument.questions():
            if question.kode not in self.row_of:
                yield Finding(
                    "galat",
                    f'pertanyaan {question.kode} tidak ditemukan: "{question.teks[:90]}"',
                    "kembalikan barisnya seperti di formulir asli; sampai itu, pertanyaan ini dihitung belum dijawab",
                    self.sheet.name,
                    None,
                    question.kode,
                )

    def _merged_rows(self, question: Question, row: int) -> None:
        column = self.header.columns["jawaban"]
        for first_row, first_column, last_row, last_column in self.sheet.merged:
            if first_row < row <= last_row and first_column <= column <= last_column:
                self.findings.append(
                    Finding(
                        "peringatan",
                        "sel jawaban digabung dengan baris di atasnya; hanya baris pertama yang berisi",
                        "pisahkan sel gabungan (Unmerge Cells) dan isi tiap baris",
                        self.sheet.name,
                        address(row, column),
                        question.kode,
                    )
                )

    def _answer_cell(self, row: int) -> tuple[object, str]:
        column = self.header.columns["jawaban"]
        return self.sheet.value(row, column), address(row, column)

    def _text(self, row: int, column: int | None) -> str:
        return "" if column is None else (_as_text(self.sheet.value(row, column)) or "").strip()

    def _note(self, meaning: Meaning, kode: str, cell: str | None) -> None:
        if meaning.severity:
            self.findings.append(
                Finding(meaning.severity, meaning.problem, meaning.advice, self.sheet.name, cell, kode)
            )


def _columns_beside(sheet: Sheet, header: Header) -> dict[str, int]:
    """Columns of the evidence and its link: by heading, else the columns without heading right of the notes."""
    columns = {role: header.columns[role] for role in ("bukti", "tautan") if role in header.columns}
    start = max(header.columns.get("catatan", 0), *header.headed)
    for column in range(start + 1, sheet.last_column + 1):
        texts = [v for (r, c), v in sheet.cells.items() if c == column and r > header.row and isinstance(v, str)]
        if not texts:
            continue
        links = sum("://" in text or text.startswith("www.") for text in texts)
        columns.setdefault("tautan" if 2 * links >= len(texts) else "bukti", column)
    return columns


def _as_text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

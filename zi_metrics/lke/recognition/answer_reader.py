"""The answers of one block: what each question's cell says, what it means, and what is doubtful about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zi_metrics.answers import Answer, CountAnswer, Identity
from zi_metrics.bahasa import format_plain
from zi_metrics.error_values import error_value
from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.lke.recognition.absent_questions import absent_questions
from zi_metrics.lke.recognition.alignment import Match, Target
from zi_metrics.lke.recognition.beside import columns_beside
from zi_metrics.lke.recognition.blocks import FORM, TWO_JUDGES, Block
from zi_metrics.lke.recognition.column_choices import SheetShape, UnreadRow
from zi_metrics.lke.recognition.contradictory_counts import count_told_again, shared_count_findings
from zi_metrics.lke.recognition.counts import chosen_row, is_count_row, match_counts
from zi_metrics.lke.recognition.items import code_key
from zi_metrics.lke.recognition.numbered_options import numbers_for_letters, unclear_number
from zi_metrics.lke.recognition.ratios import MAYBE_FORMULA, UNCALCULATED, ratio_from
from zi_metrics.lke.recognition.unread_rows import PlacedRows, unread_rows
from zi_metrics.lke.recognition.written_weights import other_weights, uncompared_weights
from zi_metrics.scoring.options import option_named
from zi_metrics.scoring.values import (
    UNANSWERED,
    Meaning,
    as_shown,
    error_meaning,
    is_blank,
    parse_count,
    parse_share,
    written_meaning,
)


@dataclass(frozen=True)
class Reading:
    """What was read of one judge's answers for one unit.

    answers: one per recognised question, in the form's order (nilai None = unanswered)
    own_figures: (question or node code) -> (the workbook's own cached Nilai, sheet, cell)
    own_weights: node code -> (the weight in the form's column Bobot that is not the instrument's, sheet, cell)
    recognised: number of questions whose row was found
    shape: the shape of the header and its columns, for a person to correct; None where there is no such header
    unread: rows whose question is not certain
    absent: those of the findings that tell of questions without a row
    """

    instrument: Instrument
    tata_letak: str
    lembar: str
    identity: Identity
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    own_figures: dict[str, tuple[float, str, str]]
    recognised: int
    own_weights: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    shape: SheetShape | None = None
    unread: tuple[UnreadRow, ...] = ()
    absent: tuple[Finding, ...] = ()


def read_block(
    block: Block, matches: list[Match], wanted: Sequence[Target], instrument: Instrument, shape: SheetShape | None
) -> Reading:
    """Read the answers of a block whose rows were matched to nodes and questions; troubles become findings.

    shape: of the block's header (`shape_of_header`), which blocks of one sheet share; None where it has none.
    """
    reader = _BlockReader(block, matches, wanted, instrument)
    answers = tuple(reader.answers())
    absent = tuple(absent_questions(instrument, {a.kode for a in answers}, block.layout, block.view.sheet.name))
    left = unread_rows(PlacedRows(block, tuple(wanted), instrument, reader.row_of, frozenset(reader.claimed)))
    return Reading(
        instrument=instrument,
        tata_letak=block.layout,
        lembar=block.view.sheet.name,
        identity=block.identity,
        answers=answers,
        findings=tuple(
            [
                *reader.findings,
                *shared_count_findings(instrument, answers),
                *left.findings,
                *uncompared_weights(block, matches, instrument),
                *absent,
            ]
        ),
        own_figures=reader.own_figures(),
        recognised=len(answers),
        own_weights=other_weights(block, matches, instrument),
        shape=shape,
        unread=left.rows,
        absent=absent,
    )


class _BlockReader:
    """Reads one block, noting findings on the way."""

    def __init__(self, block: Block, matches: list[Match], wanted: Sequence[Target], instrument: Instrument) -> None:
        self.view, self.items, self.instrument, self.wanted = block.view, block.items, instrument, wanted
        self.layout, self.column, self.sheet_name = block.layout, block.answers.jawaban, block.view.sheet.name
        texts = {item.row: item.text for item in block.items}
        kept = [match for match in matches if not is_count_row(match, texts.get(match.row, ""), instrument)]
        self.row_of = {match.kode: match.row for match in kept}
        self.claimed = {match.row for match in kept}
        self.findings: list[Finding] = []
        self._beside = columns_beside(block)
        self._take_headings_for_their_only_question()
        asked = (q for q in instrument.questions() if q.kode in self.row_of)
        self._numbered = numbers_for_letters(
            asked, instrument, lambda q: self.view.value(self.row_of[q.kode], self.column)
        )
        self._by_code_key = {code_key(target.kode): target.kode for target in wanted}
        self._code_at = {item.row: item.code for item in reversed(block.items)}
        # Those over the answers' column: (first row, first column, last row).
        merged = self.view.merged
        self._merged = [(top, left, below) for top, left, below, right in merged if left <= self.column <= right]

    def _take_headings_for_their_only_question(self) -> None:
        """A sub-indicator with one question may have no second row: then its own row holds the answer."""
        for node in self.instrument.nodes():
            row = self.row_of.get(node.kode)
            if row is None or len(node.pertanyaan) != 1 or node.pertanyaan[0].kode in self.row_of:
                continue
            if not is_blank(self.view.value(row, self.column)) or self._asks(row):
                self.row_of[node.pertanyaan[0].kode] = row
                del self.row_of[node.kode]

    def _asks(self, row: int) -> bool:
        return any(item.row == row and item.kind for item in self.items)

    def answers(self) -> Iterator[Answer]:
        """One answer per recognised question, in the form's order."""
        for question in self.instrument.questions():
            row = self.row_of.get(question.kode)
            is_ratio = self.instrument.scale_of(question).jenis == "rasio"
            counts = self._count_rows(question, row) if is_ratio else {}
            if row is not None or counts:
                yield self._answer(question, row if row is not None else min(counts.values()), counts, row is not None)

    def _answer(self, question: Question, row: int, count_rows: dict[str, int], has_own_row: bool) -> Answer:
        written, cell = (self.view.value(row, self.column) if has_own_row else None), self._cell(row)
        scale = self.instrument.scale_of(question)
        counts: tuple[CountAnswer, ...] = ()
        if scale.jenis == "rasio":
            counts = self._counts(question, row, count_rows)
            typed = None if self.view.is_formula(row, self.column) else written
            if self._may_be_empty_formula(typed, counts, count_rows):
                typed = None
                self._note(MAYBE_FORMULA, question.kode, cell)
            meaning, doubts = ratio_from(question, counts, typed, expects_counts=self.layout in (FORM, TWO_JUDGES))
            if (error := error_value(typed)) and all(count.angka is None for count in counts):
                meaning = error_meaning(error)
            if any(error_value(count.tertulis) for count in counts):
                # Told at the count's own cell. Without it the others tell nothing, nor does what was typed over them.
                meaning, doubts = UNANSWERED, []
            for doubt, kunci in doubts:
                self._note(doubt, question.kode, next((c.sel for c in counts if c.kunci == kunci), cell))
            self._broken_formula(question.kode, written, row, meaning)
        elif has_own_row and self._is_uncalculated(row):
            meaning = UNCALCULATED
        else:
            is_unclear = question.kode in self._numbered
            meaning = unclear_number(written) if is_unclear else written_meaning(scale, written)
        if self.view.is_date(row, self.column) and has_own_row:
            meaning = Meaning(
                None, "galat", "isinya tanggal", "Excel mengubah ketikan seperti 3/4; ketik ulang jawabannya"
            )
        self._note(meaning, question.kode, cell)
        if has_own_row:
            self._option_beside(question, row, written)
            self._merged_rows(question, row)
            self._other_code(question, row)
        return Answer(
            kode=question.kode,
            tertulis=_as_text(written),
            nilai=meaning.value,
            catatan=self._text(row, "catatan"),
            bukti=self._text(row, "bukti"),
            tautan=self._text(row, "tautan"),
            lembar=self.sheet_name,
            sel=cell,
            masukan=counts,
        )

    def _count_rows(self, question: Question, row: int | None) -> dict[str, int]:
        """Count key -> row: below the question's row up to the next recognised one, or with the question's code."""
        free = [item for item in self.items if item.row not in self.claimed]
        coded = [item for item in free if item.code == code_key(question.kode)]
        if row is None:
            near = coded
        else:
            end = min((r for r in self.claimed if r > row), default=row + 2 * len(question.masukan) + 3)
            # A question that was not recognised ends them, too: the counts below it are its own.
            end = min([end, *(i.row for i in self.items if i.row > row and i.kind not in ("", "jumlah"))])
            near = [item for item in free if row < item.row < end] or coded
        rows = match_counts(near, question)
        self.claimed.update(row for several in rows.values() for row in several)
        numbers = {row: parse_count(self.view.value(row, self.column)) for several in rows.values() for row in several}
        places = {kunci: chosen_row(several, numbers) for kunci, several in rows.items()}
        labels = {count.kunci: count.label for count in question.masukan}
        cells = {row: (self._cell(row), numbers[row]) for row in numbers}
        for kunci, several in rows.items():
            again = [cells[row] for row in several if row != places[kunci]]
            for meaning, cell in count_told_again(labels[kunci], cells[places[kunci]], again):
                self._note(meaning, question.kode, cell)
        return places

    def _counts(self, question: Question, row: int, places: dict[str, int]) -> tuple[CountAnswer, ...]:
        """The raw counts; a form that lacks one of their rows is told so, a list need not have them."""
        counts = []
        for count in question.masukan:
            place = places.get(count.kunci)
            if place is None and (places or self.layout in (FORM, TWO_JUDGES)) and not count.jumlah_dari:
                self.findings.append(
                    Finding(
                        "galat",
                        f"baris '{count.label}' tidak ditemukan di bawah pertanyaan {question.kode}",
                        "kembalikan baris itu seperti di formulir asli",
                        self.sheet_name,
                        self._cell(row),
                        question.kode,
                    )
                )
            counts.append(
                CountAnswer(count.kunci, None, None)
                if place is None
                else self._count(count.kunci, count.label, place, question)
            )
        return tuple(self._without_empty_sum(question, count, counts, places) for count in counts)

    def _count(self, kunci: str, label: str, row: int, question: Question) -> CountAnswer:
        written, cell = self.view.value(row, self.column), self._cell(row)
        number = None if is_blank(written) or self.view.is_date(row, self.column) else parse_count(written)
        if (error := error_value(written)) is not None:
            self._note(error_meaning(error, label), question.kode, cell)
        elif number is None and not is_blank(written):
            problem = f"{label}: '{_as_text(written)}' bukan angka"
            self._note(Meaning(None, "galat", problem, "isi dengan angka"), question.kode, cell)
        elif number is not None and not number.is_integer():
            problem = f"{label}: {format_plain(number)} bukan bilangan bulat"
            advice = "periksa: 1.250 yang diketik dapat menjadi 1,25 di Excel berbahasa Inggris"
            self._note(Meaning(None, "peringatan", problem, advice), question.kode, cell)
        is_sum = any(count.kunci == kunci and count.jumlah_dari for count in question.masukan)
        if self._is_uncalculated(row) and not is_sum:
            self._note(UNCALCULATED, question.kode, cell)
        return CountAnswer(kunci, _as_text(written), number, self.sheet_name, cell)

    def _without_empty_sum(self, question: Question, count: CountAnswer, counts: list, places: dict) -> CountAnswer:
        """A sum formula that shows 0 over nothing but blanks is not a count that somebody wrote.

        Where the sheet shows no formulas, any such 0 may be one.
        """
        parts = next(c.jumlah_dari for c in question.masukan if c.kunci == count.kunci)
        blank = all(other.angka is None for other in counts if other.kunci in parts)
        is_zero = parts and blank and not count.angka and count.sel
        if is_zero and (not self.view.shows_formulas or self.view.is_formula(places[count.kunci], self.column)):
            return CountAnswer(count.kunci, None, None, count.lembar, count.sel)
        return count

    def _may_be_empty_formula(self, typed: object, counts: Sequence[CountAnswer], rows: dict[str, int]) -> bool:
        """A 0 above blank counts, where the sheet shows no formulas: the form's own formula gives it, too."""
        blank = bool(rows) and all(is_blank(count.tertulis) for count in counts)
        return blank and not self.view.shows_formulas and not is_blank(typed) and parse_share(typed) == 0

    def _broken_formula(self, kode: str, written: object, row: int, meaning: Meaning) -> None:
        """A ratio's formula that shows an error over counts that are all there; over 0/0 the form's own does so."""
        error = error_value(written)
        expected = meaning.severity and error == "#DIV/0!"
        if error and meaning.value is not None and not expected and self.view.is_formula(row, self.column):
            problem = f"rumus di sel ini menampilkan {error}; yang dipakai angka mentah di bawahnya"
            self._note(Meaning(None, "peringatan", problem, "kembalikan rumusnya"), kode, self._cell(row))

    def _is_uncalculated(self, row: int) -> bool:
        return self.view.is_formula(row, self.column) and self.view.value(row, self.column) is None

    def own_figures(self) -> dict[str, tuple[float, str, str]]:
        """The workbook's own cached Nilai of each recognised row that has one."""
        column = self._beside.get("nilai")
        if not column:
            return {}
        written = {kode: (self.view.value(row, column), row) for kode, row in self.row_of.items()}
        return {
            kode: (value, self.sheet_name, self.view.address(row, column))
            for kode, (value, row) in written.items()
            if isinstance(value, float)
        }

    def _option_beside(self, question: Question, row: int, written: object) -> None:
        """An option that slipped into the column of the Nilai."""
        column, options = self._beside.get("nilai"), getattr(self.instrument.scale_of(question), "pilihan", ())
        if not column or not is_blank(written):
            return
        beside = self.view.value(row, column)
        if not isinstance(beside, str) or option_named(tuple(options), beside) is None:
            return
        problem = f"kolom jawaban kosong, tetapi kolom Nilai berisi '{beside.strip()}'; tidak dibaca"
        meaning = Meaning(None, "peringatan", problem, "pindahkan jawaban itu ke kolom jawaban")
        self._note(meaning, question.kode, self.view.address(row, column))

    def _merged_rows(self, question: Question, row: int) -> None:
        for first_row, first_column, last_row in self._merged:
            if first_row <= row <= last_row and (row, self.column) != (first_row, first_column):
                self.findings.append(
                    Finding(
                        "peringatan",
                        "sel jawaban digabung dengan sel lain; isinya ada di "
                        f"{self.view.address(first_row, first_column)} dan tidak dibaca untuk pertanyaan ini",
                        "pisahkan sel gabungan (Unmerge Cells) dan isi tiap baris",
                        self.sheet_name,
                        self._cell(row),
                        question.kode,
                    )
                )

    def _other_code(self, question: Question, row: int) -> None:
        named = self._by_code_key.get(self._code_at.get(row, ""))
        if named and named != question.kode:
            self.findings.append(
                Finding(
                    "peringatan",
                    f"kode di baris ini {named}, tetapi teksnya pertanyaan {question.kode}; yang dipakai teksnya",
                    "samakan kode dengan teksnya",
                    self.sheet_name,
                    self._cell(row),
                    question.kode,
                )
            )

    def _cell(self, row: int) -> str:
        return self.view.address(row, self.column)

    def _text(self, row: int, role: str) -> str:
        column = self._beside.get(role)
        return "" if column is None else (_as_text(self.view.value(row, column)) or "").strip()

    def _note(self, meaning: Meaning, kode: str, cell: str | None) -> None:
        if meaning.severity:
            self.findings.append(
                Finding(meaning.severity, meaning.problem, meaning.advice, self.sheet_name, cell, kode)
            )


def _as_text(value: object) -> str | None:
    return as_shown(value) or None

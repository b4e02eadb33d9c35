"""Finds the header row of a sheet and which column holds what, by meaning and not by place."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from zi_metrics.lke.recognition.judge_words import judge_in, without_judge, word_of_judge_in
from zi_metrics.lke.recognition.mapping import ColumnMapping, ColumnMappings, no_mappings, shape_of
from zi_metrics.lke.recognition.plain_words import normal
from zi_metrics.lke.recognition.turned_sheet import View
from zi_metrics.lke.recognition.unnamed_questions import question_column

# A header further down than this is no header (title and legal heading come first).
LAST_HEADER_ROW = 30
_NEAR = 88
SYNONYMS = {
    "penilaian": (
        "penilaian",
        "indikator",
        "indikator penilaian",
        "komponen penilaian",
        "uraian",
        "uraian pertanyaan",
        "pertanyaan",
        "teks pertanyaan",
        "butir penilaian",
        "aspek penilaian",
        "sub indikator pertanyaan",
        "indikator pertanyaan",
    ),
    "kode": ("kode", "kode pertanyaan", "kode indikator", "kode butir", "kode soal"),
    "nomor": ("no", "nomor", "no urut"),
    "unit": (
        "unit",
        "unit kerja",
        "nama unit",
        "nama unit kerja",
        "satuan kerja",
        "nama satuan kerja",
        "satker",
        "nama satker",
        "opd",
        "nama opd",
        "perangkat daerah",
        "upt",
    ),
    "tahun": ("tahun", "tahun penilaian", "tahun evaluasi", "periode"),
    "penilai": ("penilai", "tim penilai", "dinilai oleh", "jenis penilaian", "sumber nilai"),
    "bobot": ("bobot",),
    "penjelasan": ("penjelasan", "kriteria", "kriteria penilaian"),
    "pilihan": ("pilihan jawaban", "pilihan", "opsi jawaban", "opsi"),
    "jawaban": ("jawaban", "isian", "jawaban isian", "hasil penilaian", "jawab", "isian jawaban"),
    "nilai": ("nilai", "skor"),
    "persen": ("%", "persen", "persentase"),
    "catatan": ("catatan keterangan penjelasan", "catatan", "keterangan", "catatan keterangan", "catatan evaluasi"),
    "bukti": (
        "bukti dukung",
        "data dukung",
        "bukti",
        "eviden",
        "evidence",
        "nama bukti dukung",
        "bukti data dukung",
        "dokumen",
    ),
    "tautan": (
        "tautan",
        "link",
        "tautan bukti dukung",
        "link bukti dukung",
        "link data dukung",
        "tautan bukti",
        "link bukti",
        "url",
    ),
}
_EXACT = {synonym: role for role, synonyms in SYNONYMS.items() for synonym in synonyms}
_KNOWN = tuple(_EXACT)
# Words that tell a heading's role wherever they stand in it, the more telling first.
_TELLING = (
    ("penjelasan", "penjelasan"),
    ("pilihan", "pilihan"),
    ("tautan", "tautan"),
    ("link", "tautan"),
    ("bukti", "bukti"),
    ("eviden", "bukti"),
    ("data dukung", "bukti"),
    ("catatan", "catatan"),
    ("keterangan", "catatan"),
    ("jawaban", "jawaban"),
    ("bobot", "bobot"),
    ("skor", "nilai"),
    ("pertanyaan", "penilaian"),
    ("indikator", "penilaian"),
    ("uraian", "penilaian"),
    ("penilaian", "penilaian"),
)
_SHORT = 5
# Beside one of these and the answers, the questions are found though nothing is written above them.
_OF_A_FORM = {"bobot", "pilihan", "penjelasan"}
# A header about which a person has spoken is the header.
_SAID = 100
_FEWEST = 2
# A header stands above the data. Rows below so many different texts are not looked at: they would cost minutes.
MOST_TEXTS = 6_000
# A longer text is no heading.
_LONGEST = 80
# Last year's answers, kept beside this year's for comparison; and answers that nobody gave yet.
_FORMER = re.compile(
    r"\b(?:tahun lalu|tahun sebelumnya|sebelumnya|terdahulu|semula|lama|awal|sebelum|"
    r"target|rencana|simulasi|proyeksi|prediksi|kunci jawaban|contoh (?:jawaban|isian|pengisian))\b"
)
# What was corrected later stands for what it corrects.
_LATER = re.compile(r"\b(?:final|akhir|revisi|perbaikan|terbaru|sesudah|setelah|lapangan)\b")
_YEAR = re.compile(r"\b20[1-4]\d\b")
# Roles that a judge's answer brings along.
_BESIDE = ("catatan", "bukti", "tautan", "nilai", "persen")


@dataclass(frozen=True)
class AnswerColumns:
    """The columns of one judge's answers: jawaban, and what stands beside it (role -> column)."""

    judge: str | None
    jawaban: int
    beside: dict[str, int]


@dataclass(frozen=True)
class Header:
    """The header of a sheet.

    row: its (last) row; columns: role -> column of what stands once (penilaian, kode, unit, bobot, pilihan, ...);
    answers: the judges' columns, left to right; headed: all columns with a heading; texts: their headings;
    shape: fingerprint by which a person's choices are remembered; mapping: what a person said about this shape.
    """

    row: int
    columns: dict[str, int]
    answers: tuple[AnswerColumns, ...]
    texts: dict[int, str]
    shape: str = ""
    mapping: ColumnMapping = field(default_factory=ColumnMapping)

    @property
    def headed(self) -> tuple[int, ...]:
        """All columns with a heading, left to right."""
        return tuple(sorted(self.texts))

    def text_columns(self, last_column: int) -> list[int]:
        """The columns of the hierarchy and texts: from 'Penilaian' to the next known column.

        A foreign column in between ('PIC') is left out, what follows it without a heading of its own is not.
        """
        first = self.columns["penilaian"]
        known = {*self.columns.values(), *(a.jawaban for a in self.answers)}
        known |= {column for a in self.answers for column in a.beside.values()}
        end = min((column for column in known if column > first), default=last_column + 1)
        return [column for column in range(first, end) if column == first or column not in self.texts]


def judge_of(text: str) -> str | None:
    """The judge that a heading names; None when it names none."""
    return judge_in(normal(text))


def is_former(text: str) -> bool:
    """Whether a heading says that what stands below does not count: last year's, a first draft, or a target."""
    return bool(is_draft(text) or _YEAR.search(normal(text)))


def is_draft(text: str) -> bool:
    """Whether a heading says in words that what stands below does not count (a year alone does not say so)."""
    return bool(_FORMER.search(normal(text)))


def judge_word(text: str) -> str:
    """The words by which a heading names its judge ('inspektorat'); '' when it names none."""
    return word_of_judge_in(normal(text))


@lru_cache(maxsize=16_384)
def parse_heading(text: str) -> tuple[str | None, str | None]:
    """Role and judge of a heading: 'Jawaban TPI' -> ('jawaban', 'tpi'), 'Unit Kerja' -> ('unit', None)."""
    words = normal(text)
    if _FORMER.search(words):
        return None, None
    words = " ".join(_YEAR.sub(" ", words).split())
    if words in _EXACT:
        return _EXACT[words], None
    for judge, rest in without_judge(words):
        if not rest:
            # Only whose it is: what it is shows further down.
            return None, None
        if rest in _EXACT:
            # What a judge's 'Penilaian' column holds is that judge's answers.
            return "jawaban" if _EXACT[rest] == "penilaian" else _EXACT[rest], judge
    near = process.extract(words, _KNOWN, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
    if near and len(words) > 3:
        return max((score, _EXACT[synonym]) for synonym, score, _ in near)[1], None
    # 'Jawaban (diisi unit) 2026', 'Uraian Penilaian ZI': a short heading around one telling word.
    if len(words.split()) <= _SHORT:
        role = next((role for word, role in _TELLING if re.search(rf"\b{word}\b", words)), None)
        return role, judge_of(words) if role in ("jawaban", *_BESIDE) else None
    return None, None


def column_keys(texts: dict[int, str], columns: Iterable[int]) -> dict[int, str]:
    """What names each column to a person's choices: its heading, or its place where that is missing or used twice."""
    headings = {column: normal(text) for column, text in texts.items()}
    once = {heading for heading, count in Counter(headings.values()).items() if heading and count == 1}
    return {c: heading if (heading := headings.get(c)) in once else f"@{c}" for c in columns}


def find_header(view: View, needs_answers: bool = True, mappings: ColumnMappings = no_mappings) -> Header | None:
    """The best header among the first rows: one that names questions (or codes) and answers; None when there is none.

    needs_answers=False also takes a header without an answer column, as recaps with a column per unit have.
    """
    return best_of(headers_in(view, mappings), needs_answers)


def headers_in(view: View, mappings: ColumnMappings = no_mappings) -> list[Header]:
    """What each of the first rows would be as a header, top to bottom; left out are single headings that nobody spoke
    of, and such of which none tells a column's role.

    mappings: what people said about files of a shape
    """
    found = []
    for row, texts in _candidates(view):
        # Headings of which none tells anything make no header, unless somebody spoke of them.
        tells = len(texts) >= _FEWEST and any(parse_heading(text)[0] for text in texts.values())
        if not tells and mappings is no_mappings:
            continue
        shape = shape_at(view, texts)
        mapping = mappings(shape)
        if tells or mapping:
            found.append(_header(view, row, texts, shape, mapping))
    return found


def best_of(headers: Iterable[Header], needs_answers: bool) -> Header | None:
    """The best of the headers, as `find_header` has it."""
    best, best_score = None, 0.0
    for header in headers:
        # Codes stand under 'Nomor', too; whether they are codes shows further down.
        named = any(role in header.columns for role in ("penilaian", "kode", "nomor"))
        score = len(header.columns) + 2 * len(header.answers) + (_SAID if header.mapping else 0)
        # Between equals the headings that tell whose answers these are.
        score += sum(a.judge is not None for a in header.answers) / 100
        if not needs_answers:
            # Between equals the row with more headings: a title may hold a telling word, too.
            score += len(header.texts) / 1000
            # 'Satuan Kerja' may stand over the columns of several.
            score -= "unit" in header.columns
        if named and (header.answers or not needs_answers) and score > best_score:
            best, best_score = header, score
    return best


def _candidates(view: View) -> Iterator[tuple[int, dict[int, str]]]:
    """No header at all (row 0); each row's headings alone, and together with those of the row above it."""
    yield 0, {}
    above: dict[int, str] = {}
    seen: set[str] = set()
    looked = 0
    # First row -> first and last column of the ranges that span columns.
    wide: dict[int, list[tuple[int, int]]] = {}
    for top, left, _, right in view.merged:
        if right > left:
            wide.setdefault(top, []).append((left, right))
    for row in range(1, min(LAST_HEADER_ROW, view.last_row) + 1):
        if len(seen) > MOST_TEXTS or looked > 3 * MOST_TEXTS:
            return
        texts = headings_of(view, row)
        looked += len(texts)
        seen.update(texts.values())
        yield row, texts
        spanning = {
            column: text
            for left, right in wide.get(row - 1, ())
            if (text := above.get(left))
            for column in range(left, right + 1)
        }
        spanning = _unmerged_groups(above, texts) | spanning
        if texts and above:
            # Headings over two rows: some stand in the upper one only, some span columns of the lower one.
            kept = {c: t for c, t in above.items() if c not in texts}
            yield row, kept | {c: _under(spanning.get(c, ""), t) for c, t in texts.items()}
        above = texts


def _under(group: str, text: str) -> str:
    """A heading with the one above it; 'Satuan Kerja' over names adds nothing to them."""
    return text if _EXACT.get(normal(group)) == "unit" else f"{group} {text}".strip()


def _unmerged_groups(above: dict[int, str], texts: dict[int, str]) -> dict[int, str]:
    """Column -> the heading above that stands for it too, where nobody merged the cells.

    One 'Jawaban' over the first of several names; or one group's name over the first of headings that come twice.
    """
    groups: dict[int, str] = {}
    if not above or len(above) + len(texts) > MOST_TEXTS:
        return groups
    words = [normal(text) for text in texts.values()]
    places, first = sorted(above), min(texts, default=0)
    if len(set(words)) == len(words) and places[-1] != first:
        return groups
    twice = {word for word, count in Counter(words).items() if count > 1}
    for column, text in texts.items():
        place = bisect_right(places, column) - 1
        if place < 0:
            continue
        left = places[place]
        over_names = left == places[-1] == first and parse_heading(above[left])[0] in ("jawaban", "unit")
        if over_names or (normal(text) in twice and len(above) > 1):
            groups[column] = above[left]
    return groups


def headings_of(view: View, row: int) -> dict[int, str]:
    """The texts of a row that are short enough for a heading, and its years, by column."""
    found = {}
    for column, value in view.cells_of(row).items():
        if isinstance(value, str):
            if len(value) <= _LONGEST and value.strip():
                found[column] = value
        elif isinstance(value, float) and 2000 < value < 2100 and _YEAR.fullmatch(year := f"{value:g}"):
            found[column] = year
    return found


def header_at(view: View, row: int, texts: dict[int, str], mappings: ColumnMappings) -> Header:
    """The header that these headings make; row 0 with none says that the data begin without a header."""
    shape = shape_at(view, texts)
    return _header(view, row, texts, shape, mappings(shape))


def shape_at(view: View, texts: dict[int, str]) -> str:
    """The fingerprint of these headings; without any, of a sheet so wide."""
    return shape_of([normal(text) for text in texts.values()] or ["tanpa judul", str(view.last_column)])


def _header(view: View, row: int, texts: dict[int, str], shape: str, mapping: ColumnMapping) -> Header:
    by_place = (int(key[1:]) for key in mapping.columns if re.fullmatch(r"@\d{1,5}", key))
    keys = column_keys(texts, {*texts, *by_place})
    chosen = set(mapping.columns.values())
    columns: dict[str, int] = {}
    answers: list[AnswerColumns] = []
    beside: list[tuple[str, str | None, int]] = []
    # Headings that say just one thing choose before those that merely contain a telling word.
    for column in sorted(keys, key=lambda c: (normal(texts.get(c, "")) not in _EXACT, c)):
        text = texts.get(column, "")
        role, judge = parse_heading(text) if text else (None, None)
        said = mapping.columns.get(keys[column])
        if said is not None or role in chosen:
            # What a person chose for a role takes it from every other column.
            role, judge = said, judge_of(text) if said == "jawaban" else judge
        if role == "jawaban":
            answers.append(AnswerColumns(judge, column, {}))
        elif role in _BESIDE:
            beside.append((role, judge, column))
        elif role and role not in columns:
            columns[role] = column
    answers = sorted(answers if "jawaban" in chosen else _newest(answers, texts), key=lambda a: a.jawaban)
    if answers and not mapping.columns and not {"penilaian", "kode"} & set(columns) and _OF_A_FORM & set(columns):
        known = {*columns.values(), *(a.jawaban for a in answers), *(column for *_, column in beside)}
        # The questions stand left of the answers, unless the columns were put in another order.
        ends = (answers[0].jawaban, view.last_column + 1)
        found = next((c for end in ends if (c := question_column(view, row, known, end)) is not None), None)
        columns |= {} if found is None else {"penilaian": found}
    for role, judge, column in beside:
        owner = _owner(answers, judge, column)
        if owner is not None:
            owner.beside.setdefault(role, column)
    return Header(row, columns, tuple(answers), texts, shape, mapping)


def _newest(answers: list[AnswerColumns], texts: dict[int, str]) -> list[AnswerColumns]:
    """Of several columns of one judge those that count: without a year before older ones, the corrected ones."""
    undated = {a.judge for a in answers if not _YEAR.search(texts.get(a.jawaban, ""))}
    kept = [a for a in answers if a.judge not in undated or not _YEAR.search(texts.get(a.jawaban, ""))]
    corrected = {a.judge for a in kept if _LATER.search(normal(texts.get(a.jawaban, "")))}
    return [a for a in kept if a.judge not in corrected or _LATER.search(normal(texts.get(a.jawaban, "")))]


def _owner(answers: list[AnswerColumns], judge: str | None, column: int) -> AnswerColumns | None:
    """Whose note or evidence a column is: of the judge it names, else of the answer to its left."""
    named = [a for a in answers if judge and a.judge == judge]
    left = [a for a in answers if a.jawaban < column]
    return (named or left[-1:] or answers[:1] or [None])[0]

"""Answers in words to levels: by the regulation's own options, by degree ('sangat baik'), or by letter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.question_columns import Answers, Asked, Scale, Worth, Written
from zi_metrics.surveys.recognition.replies import NILAI, SERING, YA, Reply, words_of

# A column is one of the regulation's options when at least this share of its answers are.
_LABELLED_SHARE = 0.9
# Words rarer than this among the answers are slips, which make no other scale.
_SLIP_SHARE = 0.002


@dataclass(frozen=True)
class WordColumns:
    """Columns of words, read.

    worth: column -> its texts as values; columns whose scale is not sure are left out
    asks: what a person must say
    findings: what was supposed
    """

    worth: dict[int, Worth]
    asks: tuple[Ask, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Read:
    """One column of words.

    worth: its texts as values, None = its scale is not sure
    ask: what a person must say about it
    finding: what was supposed
    """

    worth: Worth | None = None
    ask: Ask | None = None
    finding: Finding | None = None


def family_of(replies: Mapping[int, Reply], numeric: bool) -> str | None:
    """The family of a column's words; None for numbers, and letters."""
    families = Counter(r.family for r in replies.values() if r.family)
    if not families:
        return None
    if set(families) <= {SERING, YA} and YA in families:
        return YA
    family = families.most_common(1)[0][0]
    return None if numeric and family == NILAI else family


def by_words(
    worded: Sequence[Asked], answers: Answers, instrument: SurveyInstrument, mapping: SurveyMapping
) -> WordColumns:
    """The columns of words that share one list of answers (not those that `by_label` reads), as values."""
    columns = {one.column: _by_words(one, worded, answers, instrument, mapping) for one in worded}
    asks: dict[str, Ask] = {}
    for read in columns.values():
        if read.ask:
            # What is asked about several columns is asked once.
            asks.setdefault(read.ask.kunci, read.ask)
    return WordColumns(
        {column: read.worth for column, read in columns.items() if read.worth is not None},
        tuple(asks.values()),
        tuple(dict.fromkeys(read.finding for read in columns.values() if read.finding)),
    )


def _by_words(
    one: Asked, worded: Sequence[Asked], answers: Answers, instrument: SurveyInstrument, mapping: SurveyMapping
) -> _Read:
    used = answers[one.column].used
    if any(r.letter for r in used.values()):
        return _by_letter(used, instrument, mapping)
    family = family_of(used, False)
    if family is None:
        return _Read()
    # All columns of one kind of words share a scale.
    alike = [answers[a.column] for a in worded if family_of(answers[a.column].replies, False) == family]
    degrees = _degrees(alike, family)
    if not degrees:
        return _Read()
    key = f"kata:{instrument.kode}:{family}"
    scale = scales.word_scale(degrees, family, mapping.get(key))
    if not scale.sure:
        return _Read(ask=_which_words(key, alike, scale.options, instrument))
    values = {
        n: level
        for n, r in used.items()
        if (degree := _degree(r, family)) is not None and (level := scale.level(degree)) is not None
    }
    note = _guessed(scale, family, instrument) if scale.guessed else None
    return _Read(Worth(values, Scale(1.0, float(len(scale.order)))), finding=note)


def _degrees(columns: Sequence[Written], family: str) -> set[float]:
    """The degrees that occur in columns together; a rare slip of words is none."""
    pooled: Counter[float] = Counter()
    for column in columns:
        for number, count in column.counts.items():
            if (degree := _degree(column.replies[number], family)) is not None:
                pooled[degree] += count
    return {d for d, c in pooled.items() if c > _SLIP_SHARE * sum(pooled.values())}


def _which_words(key: str, columns: Sequence[Written], options: Sequence[str], instrument: SurveyInstrument) -> Ask:
    seen = ", ".join(sorted({r.words for column in columns for r in column.used.values() if r.words})[:8])
    return Ask(
        key,
        f"Pilihan jawaban {instrument.singkatan} di kuesioner apa saja? Yang ada di berkas: {seen}.",
        {o: f"{o.count(',') + 1} pilihan: {o}" for o in options},
    )


def _guessed(scale: scales.WordScale, family: str, instrument: SurveyInstrument) -> Finding:
    text = f"jawaban dengan kata dibaca pada {len(scale.order)} pilihan ({scales.spelled(scale.order, family)})"
    return Finding("catatan", text, "bila pilihan di kuesioner lain, ubah pada pemetaan", kode=instrument.kode)


def _degree(reply: Reply, family: str) -> float | None:
    """The degree of a reply within a family; 'tidak pernah' among yes and no is a no, 'netral' belongs to all."""
    if reply.family == family:
        return reply.degree
    if family == YA and reply.family == SERING and reply.degree is not None:
        return -1 if reply.degree < 0 else 1
    return reply.degree if reply.degree == 0 and reply.family == NILAI else None


def by_label(asked: Sequence[Asked], answers: Answers, instrument: SurveyInstrument) -> dict[int, Worth]:
    """Columns that hold the regulation's own options ('Gratis', 'Dikelola dengan baik'), by column.

    Nearly all of a column must be such words, and some of them its own: words that stand in a column without such
    options, too ('Baik' everywhere), are the whole form's, which may offer more of them.
    """
    texts = {a.column: _plain_texts(a, answers[a.column]) for a in asked}
    offered = {a.column: [words_of(label) for label in a.match.unsur.label] for a in asked}
    fitting = {c for c in texts if _fits(texts[c], offered[c], answers[c].counts)}
    common = {text for c in texts.keys() - fitting for text in texts[c].values()}
    scale = Scale(instrument.skala.minimum, instrument.skala.maksimum)
    worth = {}
    for column in (c for c in texts if c in fitting):
        levels = {label: i + scale.low for i, label in enumerate(offered[column])}
        values = {n: float(levels[text]) for n, text in texts[column].items() if text in levels}
        if not {texts[column][n] for n in values} <= common:
            worth[column] = Worth(values, scale)
    return worth


def _fits(texts: Mapping[int, str], offered: Sequence[str], counts: Mapping[int, int]) -> bool:
    """Whether nearly all answers of a column are among the options offered."""
    total = sum(counts[n] for n in texts)
    right = sum(counts[n] for n, text in texts.items() if text in offered)
    return total > 0 and right >= _LABELLED_SHARE * total


def _plain_texts(one: Asked, written: Written) -> dict[int, str]:
    """A column's answers as words without numbering, blanks left out."""
    return {n: r.words or words_of(one.content.column.texts[n].as_py()) for n, r in written.used.items() if not r.blank}


def _by_letter(used: Mapping[int, Reply], instrument: SurveyInstrument, mapping: SurveyMapping) -> _Read:
    letters = sorted({r.letter for r in used.values() if r.letter})
    count = max(4, ord(letters[-1]) - ord("a") + 1)
    key = f"huruf:{instrument.kode}"
    order = mapping.get(key)
    if order not in ("naik", "turun"):
        options = {"naik": "a paling buruk (a = 1)", "turun": f"a paling baik (a = {count})"}
        question = f"Jawaban {instrument.singkatan} hanya berupa huruf ({', '.join(letters)}). Apa artinya?"
        return _Read(ask=Ask(key, question, options))
    places = {n: ord(r.letter) - ord("a") + 1.0 for n, r in used.items() if r.letter}
    values = places if order == "naik" else {n: count + 1 - v for n, v in places.items()}
    return _Read(Worth(values, Scale(1.0, float(count))))

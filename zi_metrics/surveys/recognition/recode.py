"""Answers to levels on the instrument's scale: by each column's few distinct texts, never cell by cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.reading.columns import counted
from zi_metrics.survey_answers import MISSING, Ask, SurveyQuestion
from zi_metrics.surveys.instruments.library import SurveyInstrument, convert
from zi_metrics.surveys.recognition import privacy
from zi_metrics.surveys.recognition.distinct_rows import distinct_rows
from zi_metrics.surveys.recognition.layout import Content
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.no_answer_codes import no_answer_codes
from zi_metrics.surveys.recognition.numbered import by_number, meant_by_words, number_scale, pooled, stated_scales
from zi_metrics.surveys.recognition.polarity import turned
from zi_metrics.surveys.recognition.question_columns import Answers, Asked, Place, Recoded, Worth, Written
from zi_metrics.surveys.recognition.replies import SERING, Reply, read_reply, words_of
from zi_metrics.surveys.recognition.word_scales import by_label, by_words, family_of

_SHOWN_CELLS = 5
# A text that this many people wrote names nobody and may be shown in a finding.
_SAID_BY_MANY = 3
# Below this many respondents a correlation says nothing.
_FEWEST = 30
# Means that differ by less than this differ by their rounding.
_NO_CHANGE = 1e-12


@dataclass(frozen=True)
class _Given:
    """What holds for all columns.

    respondents: mask over the data rows
    instrument: whose questions they answer
    titles: texts that may state the scale
    place: where the table stands
    mapping: what a person said about files of this shape
    """

    respondents: np.ndarray
    instrument: SurveyInstrument
    titles: Sequence[str]
    place: Place
    mapping: SurveyMapping


@dataclass(frozen=True)
class _Read:
    """The columns of one instrument, read but not yet turned.

    worth: column -> its texts as values; columns whose scale is not sure are left out
    often: columns whose numbers tell how often
    asks: what a person must say
    findings: what is doubtful
    """

    worth: dict[int, Worth]
    often: set[int]
    asks: tuple[Ask, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Column:
    """One column, recoded.

    question: as it was asked
    levels: its answers (see `survey_answers.Responses`)
    asks: what a person must say
    findings: what is doubtful
    """

    question: SurveyQuestion
    levels: np.ndarray
    asks: tuple[Ask, ...]
    findings: tuple[Finding, ...]


def recode(
    asked: Sequence[Asked],
    respondents: np.ndarray,
    instrument: SurveyInstrument,
    titles: Sequence[str],
    place: Place,
    mapping: SurveyMapping,
) -> Recoded:
    """Recode all columns of one instrument together: they share one scale.

    respondents: mask over the data rows; titles: texts that may state the scale
    """
    given = _Given(respondents, instrument, titles, place, mapping)
    answers, code_ask = _without_codes(asked, {a.column: _written(a.content, given) for a in asked}, given)
    read = _read(asked, answers, given)
    correlations = _correlations(asked, answers, read.worth, respondents)
    questions: list[SurveyQuestion] = []
    # One for all columns, as many rows are not to be kept twice.
    levels = np.empty((np.count_nonzero(respondents), len(read.worth)), dtype=np.uint16)
    asks, findings = [*([code_ask] if code_ask else []), *read.asks], list(read.findings)
    for one in asked:
        if one.column in read.worth:
            family = _family(one, answers[one.column], read.often)
            column = _recoded(one, read.worth[one.column], family, correlations.get(one.column), given)
            levels[:, len(questions)] = column.levels
            questions.append(column.question)
            asks += column.asks
            findings += (*column.findings, *_unknown(one, answers[one.column], read.worth[one.column], given))
        elif not asks:
            findings.append(_uncountable(one, place))
    findings += _converted(questions, instrument, place)
    return Recoded(tuple(questions), levels if questions else None, tuple(findings), tuple(asks))


def _without_codes(asked: Sequence[Asked], answers: Answers, given: _Given) -> tuple[Answers, Ask | None]:
    """The answers with the numbers that stand for none as blanks; and what must be asked about these."""
    numeric = [a for a in asked if answers[a.column].is_numeric]
    texts = [*given.titles, *(text for a in asked for text in (a.heading.text, a.heading.group))]
    found = no_answer_codes(pooled(numeric, answers), texts, given.instrument, given.mapping)
    if not found.codes:
        return answers, found.ask
    blank = Reply(blank=True)
    left = {
        column: replace(
            written, replies={n: blank if r.number in found.codes else r for n, r in written.replies.items()}
        )
        for column, written in answers.items()
    }
    return left, found.ask


def _read(asked: Sequence[Asked], answers: Answers, given: _Given) -> _Read:
    """What each column's texts are worth: its numbers, the regulation's own options, or its words."""
    numeric = [a for a in asked if answers[a.column].is_numeric]
    others = [a for a in asked if not answers[a.column].is_numeric]
    instrument, mapping = given.instrument, given.mapping
    stated = stated_scales(asked, given.titles)
    falling = {c for c, scale in stated.items() if scale.falling}
    often = {a.column for a in numeric if a.column in stated and stated[a.column].often}
    scale, scale_ask = number_scale(numeric, answers, instrument, given.titles, mapping)
    meant = meant_by_words(written.replies for written in answers.values())
    numbers: dict[int, Worth] = {}
    if scale is not None:
        replies = {a.column: answers[a.column].replies for a in numeric}
        numbers = {column: by_number(said, scale, meant, column in falling) for column, said in replies.items()}
    labels = by_label(others, answers, instrument)
    words = by_words([a for a in others if a.column not in labels], answers, instrument, mapping)
    turned_round = [a for a in numeric if a.column in numbers and a.column in falling - often]
    return _Read(
        numbers | labels | words.worth,
        often,
        (*([scale_ask] if scale_ask else []), *words.asks),
        (*words.findings, *([_falling_finding(turned_round, given.place)] if turned_round else [])),
    )


def _recoded(one: Asked, worth: Worth, family: str | None, correlation: float | None, given: _Given) -> _Column:
    """A column as question and levels, turned where to agree means something bad."""
    place, (low, high) = given.place, worth.scale
    turn = turned(one.heading, one.match, family, correlation, given.mapping)
    values = {n: low + high - v for n, v in worth.values.items()} if turn.turned else worth.values
    steps = sorted(set(values.values()))
    question = SurveyQuestion(
        one.kode,
        privacy.mask_contacts(one.heading.text)[:300],
        place.lembar,
        address(place.header + 1, one.column + 1),
        low,
        high,
        turn.turned,
        tuple(convert(v, given.instrument.skala, low, high) for v in steps),
    )
    asks = (turn.ask,) if turn.ask else ()
    findings = (_turned_finding(one, turn.turned, turn.why, place),) if turn.why else ()
    return _Column(question, _levels(one.content, values, steps, given.respondents), asks, findings)


def _levels(
    content: Content, values: Mapping[int, float], steps: Sequence[float], respondents: np.ndarray
) -> np.ndarray:
    """The place of each respondent's value among the steps, MISSING where there is none."""
    level_of = {v: i for i, v in enumerate(steps)}
    table = np.full(len(content.column.texts) + 1, MISSING, dtype=np.uint16)
    for number, value in values.items():
        table[number] = level_of[value]
    return np.take(table, content.of(respondents))


def _family(one: Asked, written: Written, often: set[int]) -> str | None:
    return SERING if one.column in often else family_of(written.replies, written.is_numeric)


def _written(content: Content, given: _Given) -> Written:
    """What stands in a column, as a person's words about single texts and zeros have it."""
    numbers = content.of(given.respondents)
    return Written(
        {n: _reply(content.column.texts[n].as_py(), reply, given) for n, reply in content.replies.items()},
        Counter(counted(numbers)),
    )


def _reply(text: str, reply: Reply, given: _Given) -> Reply:
    meaning = given.mapping.get(f"jawaban:{words_of(text)}")
    if meaning is not None:
        return read_reply(meaning)
    if reply.number == 0 and given.mapping.get(f"nol:{given.instrument.kode}") == "kosong":
        return Reply(blank=True)
    return reply


def _correlations(
    asked: Sequence[Asked], answers: Answers, worth: Mapping[int, Worth], respondents: np.ndarray
) -> dict[int, float]:
    """column of numbers -> its correlation with the mean of the other columns; only where there are enough answers."""
    columns = [a for a in asked if a.column in worth]
    count = np.count_nonzero(respondents)
    if len(columns) < 2 or count < _FEWEST:
        return {}
    kinds = distinct_rows([a.content.of(respondents) for a in columns])
    often = np.bincount(kinds.of_row)
    tables = {
        a.column: np.take(_shares(a.content, worth[a.column]), a.content.of(respondents)[kinds.first]) for a in columns
    }
    correlations = {}
    # Missing is left out, not zero: the others' mean over what was answered.
    total = np.nansum([*tables.values()], axis=0)
    known = np.sum([~np.isnan(values) for values in tables.values()], axis=0)
    for column, values in tables.items():
        if not answers[column].is_numeric:
            continue
        others = known - 1
        both = ~np.isnan(values) & (others > 0)
        mean = (total[both] - values[both]) / others[both]
        if often[both].sum() >= _FEWEST:
            told = _correlation(values[both], mean, often[both])
            correlations |= {} if told is None else {column: told}
    return correlations


def _correlation(one: np.ndarray, other: np.ndarray, often: np.ndarray) -> float | None:
    """The correlation of two figures that stand together so often; None where one of them never changes."""
    if one.min() == one.max() or np.ptp(other) < _NO_CHANGE:
        return None
    one, other = one - np.average(one, weights=often), other - np.average(other, weights=often)
    together, own, others = ((often * a * b).sum() for a, b in ((one, other), (one, one), (other, other)))
    return float(together / np.sqrt(own * others))


def _shares(content: Content, worth: Worth) -> np.ndarray:
    """How far up the scale each text of a column stands, 0 to 1; NaN = no answer; the last one is for empty cells."""
    table = np.full(len(content.column.texts) + 1, np.nan)
    for number, value in worth.values.items():
        table[number] = value
    low, high = worth.scale
    return (table - low) / (high - low)


def _unknown(one: Asked, written: Written, worth: Worth, given: _Given) -> list[Finding]:
    """Cells that hold something which is no answer on the scale: told with their addresses, left unanswered."""
    unknown = [n for n in written.counts if n not in worth.values and not written.replies[n].blank]
    if not unknown:
        return []
    place = given.place
    cells = np.flatnonzero(np.isin(one.content.numbers, unknown) & given.respondents)
    shown = ", ".join(address(place.first + int(row) + 1, one.column + 1) for row in cells[:_SHOWN_CELLS])
    more = f" dan {len(cells) - _SHOWN_CELLS} lainnya" if len(cells) > _SHOWN_CELLS else ""
    common = [n for n in unknown if written.counts[n] >= _SAID_BY_MANY or written.replies[n].error]
    texts = ", ".join(f"'{privacy.mask_text(one.content.column.texts[n].as_py())[:30]}'" for n in common[:3])
    return [
        Finding(
            "galat",
            f"{len(cells)} jawaban untuk '{one.heading.text[:60]}' bukan jawaban pada skalanya"
            f"{': ' + texts if texts else ''} (sel {shown}{more}); dihitung tidak dijawab",
            "perbaiki di berkas sumber, atau jelaskan artinya pada pemetaan",
            place.lembar,
            address(place.first + int(cells[0]) + 1, one.column + 1),
            one.kode,
        )
    ]


def _uncountable(one: Asked, place: Place) -> Finding:
    text = f"jawaban untuk '{one.heading.text[:60]}' tidak dapat dihitung, karena skalanya tidak dikenali"
    sel = address(place.header + 1, one.column + 1)
    return Finding("galat", text, "periksa jawaban di kolom ini", place.lembar, sel, one.kode)


def _turned_finding(one: Asked, is_turned: bool, why: str, place: Place) -> Finding:
    text = f"jawaban '{one.heading.text[:60]}' {'' if is_turned else 'tidak '}dibalik, karena {why}"
    sel = address(place.header + 1, one.column + 1)
    return Finding("catatan", text, "bila seharusnya lain, ubah pada pemetaan kolom", place.lembar, sel, one.kode)


def _falling_finding(used: Sequence[Asked], place: Place) -> Finding:
    text = (
        f"angka pada {len(used)} pertanyaan dibalik, karena keterangan di berkas menyebut angka terkecil yang terbaik"
    )
    advice = "bila angka terbesar yang terbaik, hapus keterangan itu dari berkas lalu unggah lagi"
    return Finding("peringatan", text, advice, place.lembar, address(place.header + 1, used[0].column + 1))


def _converted(questions: Sequence[SurveyQuestion], instrument: SurveyInstrument, place: Place) -> list[Finding]:
    """Answers on another scale than the instrument's were converted: say by which rule."""
    scale = (instrument.skala.minimum, instrument.skala.maksimum)
    return [
        Finding("catatan", conversion_sentence(instrument, low, high), "", place.lembar, kode=instrument.kode)
        for low, high in sorted({(q.minimum, q.maksimum) for q in questions} - {scale})
    ]


def conversion_sentence(instrument: SurveyInstrument, low: float, high: float) -> str:
    """How answers on another scale were converted, as a sentence for the screen."""
    scale, middle = instrument.skala, (low + high) / 2
    ends = ", ".join(
        f"{'dan ' if x == high else ''}{format_plain(x)} menjadi {format_number(convert(x, scale, low, high))}"
        for x in (low, middle, high)
    )
    rule = (
        f"(jawaban − {format_plain(low)}) ÷ {format_plain(high - low)} × "
        f"{format_plain(scale.maksimum - scale.minimum)} + {format_plain(scale.minimum)}"
    )
    return (
        f"jawaban {instrument.singkatan} pada skala {format_plain(low)}–{format_plain(high)} dikonversi lurus ke skala "
        f"{format_plain(scale.minimum)}–{format_plain(scale.maksimum)}: {rule}, sehingga {ends}"
    )

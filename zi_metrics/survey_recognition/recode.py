"""Written answers of one instrument to levels on its scale: by each column's few distinct texts, never cell by cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.survey_answers import MISSING, Ask, SurveyQuestion
from zi_metrics.survey_instrument import SurveyInstrument, convert
from zi_metrics.survey_recognition import privacy, scales
from zi_metrics.survey_recognition.hints import SurveyHint
from zi_metrics.survey_recognition.layout import Content, Heading
from zi_metrics.survey_recognition.polarity import turned
from zi_metrics.survey_recognition.questions import Match
from zi_metrics.survey_recognition.replies import NILAI, SERING, YA, Reply, read_reply, words_of

_SHOWN_CELLS = 5
# A text that this many people wrote names nobody and may be shown in a finding.
_SAID_BY_MANY = 3


@dataclass
class Recoded:
    """questions and, a column each, levels of the respondents (see `survey_answers.Responses`)."""

    questions: list[SurveyQuestion] = field(default_factory=list)
    levels: list[np.ndarray] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """One column of one instrument: what stands in it, below which heading, and which question it answers."""

    column: int
    heading: Heading
    content: Content
    match: Match
    kode: str


@dataclass(frozen=True)
class Place:
    """Where the table stands: sheet, header row and first data row (from 0)."""

    lembar: str
    header: int
    first: int


def recode(
    asked: list[Asked],
    respondents: np.ndarray,
    instrument: SurveyInstrument,
    titles: list[str],
    place: Place,
    hint: SurveyHint,
) -> Recoded:
    """Recode all columns of one instrument together: they share one scale."""
    result = Recoded()
    replies = {a.column: _with_hints(a.content, hint) for a in asked}
    counts = {a.column: _counts(a.content, respondents) for a in asked}
    by_number = {a.column: _is_numeric(replies[a.column], counts[a.column]) for a in asked}
    numbers = _number_scale(
        [a for a in asked if by_number[a.column]], replies, counts, instrument, titles, hint, result
    )
    raw: dict[int, tuple[dict[int, float], float, float]] = {}
    for one in asked:
        if by_number[one.column]:
            if numbers is not None:
                raw[one.column] = (_by_number(replies[one.column], numbers), *numbers)
        elif found := _by_words(one, asked, replies, counts, by_number, instrument, hint, result):
            raw[one.column] = found
    means = _means(asked, raw, respondents, by_number)
    for one in asked:
        if one.column not in raw:
            continue
        values, low, high = raw[one.column]
        flip = turned(
            one.heading, one.match, _family(replies[one.column], by_number[one.column]), means.get(one.column), hint
        )
        if flip.ask:
            result.asks.append(flip.ask)
        if flip.turned:
            values = {n: low + high - v for n, v in values.items()}
        if flip.why:
            result.findings.append(
                Finding(
                    "catatan",
                    f"jawaban '{one.heading.text[:60]}' {'' if flip.turned else 'tidak '}dibalik, karena {flip.why}",
                    "bila seharusnya lain, ubah pada pemetaan kolom",
                    place.lembar,
                    address(place.header + 1, one.column + 1),
                    one.kode,
                )
            )
        _add(one, values, low, high, flip.turned, instrument, respondents, place, result)
        _report_unknown(one, replies[one.column], values, counts[one.column], respondents, place, result)
    _tell_scale(result, instrument, place)
    return result


def _with_hints(content: Content, hint: SurveyHint) -> dict[int, Reply]:
    found = dict(content.replies)
    for number in found:
        said = hint.get(f"jawaban:{words_of(content.column.texts[number].as_py())}")
        if said is not None:
            found[number] = read_reply(said)
    return found


def _counts(content: Content, respondents: np.ndarray) -> Counter:
    numbers = content.numbers[respondents]
    return Counter(numbers[numbers >= 0].tolist())


def _is_numeric(replies: dict[int, Reply], counts: Counter) -> bool:
    """Whether a column's answers are told by numbers (perhaps beside words) rather than by words alone."""
    numeric = sum(c for n, c in counts.items() if replies[n].number is not None)
    worded = sum(c for n, c in counts.items() if replies[n].number is None and replies[n].understood)
    return numeric >= worded


def _family(replies: dict[int, Reply], numeric: bool) -> str | None:
    """The family of a column's words; None for numbers, and letters."""
    found = Counter(r.family for r in replies.values() if r.family)
    if not found:
        return None
    if set(found) <= {SERING, YA} and YA in found:
        return YA
    family = found.most_common(1)[0][0]
    return None if numeric and family == NILAI else family


def _number_scale(asked, replies, counts, instrument, titles, hint, result) -> tuple[float, float] | None:
    if not asked:
        return None
    key = f"skala:{instrument.kode}"
    pooled: Counter = Counter()
    for one in asked:
        for number, count in counts[one.column].items():
            if replies[one.column][number].number is not None:
                pooled[replies[one.column][number].number] += count
    said = scales.parse_scale(hint.get(key) or "")
    told = scales.told_scale([*titles, *(one.heading.text for one in asked), *(one.heading.group for one in asked)])
    found = scales.number_scale(pooled)
    scale = said or told or ((found.minimum, found.maksimum) if found.sure else None)
    if scale is None:
        options = {o: f"Skala {o.replace('-', '–')}" for o in found.options}
        seen = ", ".join(format_plain(n) for n in sorted(pooled)[:12])
        result.asks.append(
            Ask(key, f"Pada skala berapa jawaban {instrument.singkatan} diberikan? Angka yang ada: {seen}.", options)
        )
        return None
    if pooled.get(0.0) and scale[0] > 0:
        zero = hint.get(f"nol:{instrument.kode}")
        if zero is None:
            options = {"kosong": "Nol berarti tidak dijawab", "nilai": "Skalanya mulai dari nol"}
            question = f"Ada {pooled[0.0]} jawaban 0 pada {instrument.singkatan}. Apa artinya?"
            result.asks.append(Ask(f"nol:{instrument.kode}", question, options))
            return None
        if zero == "nilai":
            return 0.0, scale[1]
    return scale


def _by_number(replies: dict[int, Reply], scale: tuple[float, float]) -> dict[int, float]:
    """Numbers within the scale; words beside numbers that run the other way ('1 = Sangat Baik') turn them."""
    low, high = scale
    values = {n: r.number for n, r in replies.items() if r.number is not None and low <= r.number <= high}
    pairs = [(r.number, r.degree) for n, r in replies.items() if n in values and r.degree is not None]
    if len(pairs) >= 2:
        ups = [np.sign((a - c) * (b - d)) for i, (a, b) in enumerate(pairs) for c, d in pairs[i + 1 :]]
        if ups and max(ups) < 0:
            values = {n: low + high - v for n, v in values.items()}
    steps = high - low + 1
    if steps <= 6:
        # A few people write the word where the others chose the number.
        degrees = {r.degree for r in replies.values() if r.degree is not None and r.number is None}
        family = next((r.family for r in replies.values() if r.degree is not None), NILAI)
        words = scales.word_scale(degrees, family) if degrees and not pairs else scales.WordScale()
        if words.sure and len(words.order) == steps:
            values |= {
                n: low + words.level(r.degree) - 1
                for n, r in replies.items()
                if r.number is None and r.degree is not None and words.level(r.degree)
            }
    return values


def _by_words(one: Asked, asked, replies, counts, by_number, instrument, hint, result):
    """Values, minimum and maximum of a column of words; None when its scale is not sure (then it is asked)."""
    own = {n: replies[one.column][n] for n in counts[one.column]}
    if labelled := _by_label(one, own, instrument):
        return labelled
    if any(r.letter for r in own.values()):
        return _by_letter(own, instrument, hint, result)
    family = _family(own, False)
    if family is None:
        return None
    worded = [a.column for a in asked if not by_number[a.column] and _family(replies[a.column], False) == family]
    # All columns of one kind of words share a scale; a rare slip of words does not make another one.
    pooled: Counter = Counter()
    for column in worded:
        for number, count in counts[column].items():
            if (degree := _degree(replies[column][number], family)) is not None:
                pooled[degree] += count
    degrees = {d for d, c in pooled.items() if c > 0.002 * sum(pooled.values())}
    key = f"kata:{instrument.kode}:{family}"
    found = scales.word_scale(degrees, family, hint.get(key))
    if not found.sure:
        if not any(ask.kunci == key for ask in result.asks):
            seen = ", ".join(
                sorted({replies[c][n].words for c in worded for n in counts[c] if replies[c][n].words})[:8]
            )
            options = {o: f"{o.count(',') + 1} pilihan: {o}" for o in found.options}
            question = f"Pilihan jawaban {instrument.singkatan} di kuesioner apa saja? Yang ada di berkas: {seen}."
            result.asks.append(Ask(key, question, options))
        return None
    if found.told:
        text = f"jawaban dengan kata dibaca pada {len(found.order)} pilihan ({scales.spelled(found.order, family)})"
        note = Finding("catatan", text, "bila pilihan di kuesioner lain, ubah pada pemetaan", kode=instrument.kode)
        if note not in result.findings:
            result.findings.append(note)
    values = {
        n: level
        for n, r in own.items()
        if (degree := _degree(r, family)) is not None and (level := found.level(degree)) is not None
    }
    return values, 1.0, float(len(found.order))


def _degree(reply: Reply, family: str) -> float | None:
    """The degree of a reply within a family; 'tidak pernah' among yes and no is a no, 'netral' belongs to all."""
    if reply.family == family:
        return reply.degree
    if family == YA and reply.family == SERING:
        return -1 if reply.degree < 0 else 1
    return reply.degree if reply.degree == 0 and reply.family == NILAI else None


def _by_label(one: Asked, own: dict[int, Reply], instrument: SurveyInstrument):
    """By the wording of the regulation's own options, when the column holds nothing else."""
    labels = {words_of(label): i + instrument.skala.minimum for i, label in enumerate(one.match.unsur.label)}
    texts = {n: words_of(one.content.column.texts[n].as_py()) for n, r in own.items() if not r.blank}
    stripped = {n: own[n].words or text for n, text in texts.items()}
    if not labels or not stripped or any(text not in labels for text in stripped.values()):
        return None
    values = {n: float(labels[text]) for n, text in stripped.items()}
    return values, instrument.skala.minimum, instrument.skala.maksimum


def _by_letter(own: dict[int, Reply], instrument: SurveyInstrument, hint: SurveyHint, result: Recoded):
    letters = sorted({r.letter for r in own.values() if r.letter})
    count = max(4, ord(letters[-1]) - ord("a") + 1)
    key = f"huruf:{instrument.kode}"
    said = hint.get(key)
    if said not in ("naik", "turun"):
        options = {"naik": "a paling buruk (a = 1)", "turun": f"a paling baik (a = {count})"}
        if not any(ask.kunci == key for ask in result.asks):
            question = f"Jawaban {instrument.singkatan} hanya berupa huruf ({', '.join(letters)}). Apa artinya?"
            result.asks.append(Ask(key, question, options))
        return None
    places = {n: ord(r.letter) - ord("a") + 1.0 for n, r in own.items() if r.letter}
    values = places if said == "naik" else {n: count + 1 - v for n, v in places.items()}
    return values, 1.0, float(count)


def _means(asked: list[Asked], raw: Mapping, respondents: np.ndarray, by_number: dict[int, bool]) -> dict[int, float]:
    """How each numeric column goes together with the mean of the others (correlation); only where there are enough."""
    tables = {}
    for one in asked:
        if one.column in raw:
            values, low, high = raw[one.column]
            tables[one.column] = (_lookup(one.content, values, respondents) - low) / (high - low)
    found = {}
    for column, own in tables.items():
        others = [v for c, v in tables.items() if c != column]
        if not by_number[column] or len(own) < 30 or not others:
            continue
        # Missing is left out, not zero: the others' mean over what was answered.
        total, known = np.zeros(len(own)), np.zeros(len(own))
        for v in others:
            total += np.nan_to_num(v)
            known += ~np.isnan(v)
        both = ~np.isnan(own) & (known > 0)
        mean = total[both] / known[both]
        if both.sum() >= 30 and own[both].std() > 0 and mean.std() > 0:
            found[column] = float(np.corrcoef(own[both], mean)[0, 1])
    return found


def _lookup(content: Content, values: dict[int, float], respondents: np.ndarray) -> np.ndarray:
    table = np.full(len(content.column.texts) + 1, np.nan)
    for number, value in values.items():
        table[number] = value
    return table[content.numbers[respondents]]


def _add(one: Asked, values, low, high, flipped, instrument, respondents, place: Place, result: Recoded) -> None:
    worth = sorted(set(values.values()))
    level_of = {v: i for i, v in enumerate(worth)}
    table = np.full(len(one.content.column.texts) + 1, MISSING, dtype=np.uint16)
    for number, value in values.items():
        table[number] = level_of[value]
    result.levels.append(table[one.content.numbers[respondents]])
    result.questions.append(
        SurveyQuestion(
            one.kode,
            privacy.mask_contacts(one.heading.text)[:300],
            place.lembar,
            address(place.header + 1, one.column + 1),
            low,
            high,
            flipped,
            tuple(convert(v, instrument.skala, low, high) for v in worth),
        )
    )


def _report_unknown(one: Asked, replies, values, counts: Counter, respondents, place: Place, result: Recoded) -> None:
    """Cells that hold something which is no answer on the scale: told with their addresses, left unanswered."""
    unknown = [n for n in counts if n not in values and not replies[n].blank]
    if not unknown:
        return
    cells = np.flatnonzero(np.isin(one.content.numbers, unknown) & respondents)
    shown = ", ".join(address(place.first + int(row) + 1, one.column + 1) for row in cells[:_SHOWN_CELLS])
    more = f" dan {len(cells) - _SHOWN_CELLS} lainnya" if len(cells) > _SHOWN_CELLS else ""
    said = [n for n in unknown if counts[n] >= _SAID_BY_MANY]
    texts = ", ".join(f"'{privacy.mask_text(one.content.column.texts[n].as_py())[:30]}'" for n in said[:3])
    result.findings.append(
        Finding(
            "galat",
            f"{len(cells)} jawaban untuk '{one.heading.text[:60]}' bukan jawaban pada skalanya"
            f"{': ' + texts if texts else ''} (sel {shown}{more}); dihitung tidak dijawab",
            "perbaiki di berkas sumber, atau jelaskan artinya pada pemetaan",
            place.lembar,
            address(place.first + int(cells[0]) + 1, one.column + 1),
            one.kode,
        )
    )


def _tell_scale(result: Recoded, instrument: SurveyInstrument, place: Place) -> None:
    """Answers on another scale than the instrument's were converted: say by which rule."""
    own = (instrument.skala.minimum, instrument.skala.maksimum)
    for low, high in sorted({(q.minimum, q.maksimum) for q in result.questions} - {own}):
        result.findings.append(
            Finding("catatan", conversion_sentence(instrument, low, high), "", place.lembar, kode=instrument.kode)
        )


def conversion_sentence(instrument: SurveyInstrument, low: float, high: float) -> str:
    """How answers on another scale were converted, as a sentence for the screen."""
    own, middle = instrument.skala, (low + high) / 2
    ends = ", ".join(
        f"{'dan ' if x == high else ''}{format_plain(x)} menjadi {format_number(convert(x, own, low, high))}"
        for x in (low, middle, high)
    )
    rule = (
        f"(jawaban − {format_plain(low)}) ÷ {format_plain(high - low)} × {format_plain(own.maksimum - own.minimum)} + "
        f"{format_plain(own.minimum)}"
    )
    return (
        f"jawaban {instrument.singkatan} pada skala {format_plain(low)}–{format_plain(high)} dikonversi lurus ke skala "
        f"{format_plain(own.minimum)}–{format_plain(own.maksimum)}: {rule}, sehingga {ends}"
    )

"""Answers in words to levels: by the regulation's own options, by degree ('sangat baik'), or by letter."""

from collections import Counter

from zi_metrics.findings import Finding
from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.instruments.library import SurveyInstrument
from zi_metrics.surveys.recognition import scales
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.question_columns import Asked, Recoded
from zi_metrics.surveys.recognition.replies import NILAI, SERING, YA, Reply, words_of

# number of a text -> its place on the scale, the scale's minimum and maximum
Values = tuple[dict[int, float], float, float]
# A column is one of the regulation's options when at least this share of its answers are.
_LABELLED_SHARE = 0.9


def family_of(replies: dict[int, Reply], numeric: bool) -> str | None:
    """The family of a column's words; None for numbers, and letters."""
    found = Counter(r.family for r in replies.values() if r.family)
    if not found:
        return None
    if set(found) <= {SERING, YA} and YA in found:
        return YA
    family = found.most_common(1)[0][0]
    return None if numeric and family == NILAI else family


def by_words(one: Asked, worded: list[Asked], replies, counts, instrument, mapping, result: Recoded) -> Values | None:
    """Values, minimum and maximum of a column of words; None when its scale is not sure (then it is asked).

    worded: the columns of words that share one list of answers (not those `by_label` reads)
    """
    own = {n: replies[one.column][n] for n in counts[one.column]}
    if any(r.letter for r in own.values()):
        return _by_letter(own, instrument, mapping, result)
    family = family_of(own, False)
    if family is None:
        return None
    columns = [a.column for a in worded if family_of(replies[a.column], False) == family]
    # All columns of one kind of words share a scale; a rare slip of words does not make another one.
    pooled: Counter = Counter()
    for column in columns:
        for number, count in counts[column].items():
            if (degree := _degree(replies[column][number], family)) is not None:
                pooled[degree] += count
    degrees = {d for d, c in pooled.items() if c > 0.002 * sum(pooled.values())}
    if not degrees:
        return None
    key = f"kata:{instrument.kode}:{family}"
    found = scales.word_scale(degrees, family, mapping.get(key))
    if not found.sure:
        if not any(ask.kunci == key for ask in result.asks):
            seen = ", ".join(
                sorted({replies[c][n].words for c in columns for n in counts[c] if replies[c][n].words})[:8]
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


def by_label(asked: list[Asked], replies, counts, instrument: SurveyInstrument) -> dict[int, Values]:
    """Columns that hold the regulation's own options ('Gratis', 'Dikelola dengan baik'), by column.

    Nearly all of a column must be such words, and some of them its own: words that stand in a column without such
    options, too ('Baik' everywhere), are the whole form's, which may offer more of them.
    """
    texts = {a.column: _plain_texts(a, replies, counts) for a in asked}
    offered = {a.column: [words_of(label) for label in a.match.unsur.label] for a in asked}
    fits = {}
    for column, said in texts.items():
        total = sum(counts[column][n] for n in said)
        right = sum(counts[column][n] for n, text in said.items() if text in offered[column])
        fits[column] = total > 0 and right >= _LABELLED_SHARE * total
    common = {text for column, said in texts.items() if not fits[column] for text in said.values()}
    found = {}
    for column in (c for c, fit in fits.items() if fit):
        levels = {label: i + instrument.skala.minimum for i, label in enumerate(offered[column])}
        values = {n: float(levels[text]) for n, text in texts[column].items() if text in levels}
        if not {texts[column][n] for n in values} <= common:
            found[column] = (values, instrument.skala.minimum, instrument.skala.maksimum)
    return found


def _plain_texts(one: Asked, replies, counts) -> dict[int, str]:
    """A column's answers as words without numbering, blanks left out."""
    own = {n: replies[one.column][n] for n in counts[one.column]}
    return {n: r.words or words_of(one.content.column.texts[n].as_py()) for n, r in own.items() if not r.blank}


def _by_letter(own: dict[int, Reply], instrument: SurveyInstrument, mapping: SurveyMapping, result: Recoded):
    letters = sorted({r.letter for r in own.values() if r.letter})
    count = max(4, ord(letters[-1]) - ord("a") + 1)
    key = f"huruf:{instrument.kode}"
    said = mapping.get(key)
    if said not in ("naik", "turun"):
        options = {"naik": "a paling buruk (a = 1)", "turun": f"a paling baik (a = {count})"}
        if not any(ask.kunci == key for ask in result.asks):
            question = f"Jawaban {instrument.singkatan} hanya berupa huruf ({', '.join(letters)}). Apa artinya?"
            result.asks.append(Ask(key, question, options))
        return None
    places = {n: ord(r.letter) - ord("a") + 1.0 for n, r in own.items() if r.letter}
    values = places if said == "naik" else {n: count + 1 - v for n, v in places.items()}
    return values, 1.0, float(count)

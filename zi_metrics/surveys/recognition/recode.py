"""Written answers of one instrument to levels on its scale: by each column's few distinct texts, never cell by cell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np

from zi_metrics.bahasa import format_number, format_plain
from zi_metrics.findings import Finding
from zi_metrics.reading import address
from zi_metrics.survey_answers import MISSING, Ask, SurveyQuestion
from zi_metrics.surveys.instruments.library import SurveyInstrument, convert
from zi_metrics.surveys.recognition import privacy, scales
from zi_metrics.surveys.recognition.layout import Content
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.polarity import turned
from zi_metrics.surveys.recognition.question_columns import Asked, Place, Recoded
from zi_metrics.surveys.recognition.replies import SERING, Reply, read_reply, words_of
from zi_metrics.surveys.recognition.stated_scale import ToldScale, told_scale
from zi_metrics.surveys.recognition.word_scales import by_label, by_words, family_of

_SHOWN_CELLS = 5
# No form offers more answers to choose from.
_MOST_BY_CHOICE = 10
# A text that this many people wrote names nobody and may be shown in a finding.
_SAID_BY_MANY = 3


def recode(
    asked: list[Asked],
    respondents: np.ndarray,
    instrument: SurveyInstrument,
    titles: list[str],
    place: Place,
    mapping: SurveyMapping,
) -> Recoded:
    """Recode all columns of one instrument together: they share one scale."""
    result = Recoded()
    replies = {a.column: _with_mapping(a.content, mapping, instrument.kode) for a in asked}
    counts = {a.column: _counts(a.content, respondents) for a in asked}
    by_number = {a.column: _is_numeric(replies[a.column], counts[a.column]) for a in asked}
    numbers = _number_scale(
        [a for a in asked if by_number[a.column]], replies, counts, instrument, titles, mapping, result
    )
    raw = by_label([a for a in asked if not by_number[a.column]], replies, counts, instrument)
    worded = [a for a in asked if not by_number[a.column] and a.column not in raw]
    meant = _meant_by_words(replies.values())
    told = _told(asked, titles)
    falling = {c for c, scale in told.items() if scale.falling}
    often = {c for c, scale in told.items() if scale.often and by_number[c]}
    for one in (a for a in asked if a.column not in raw):
        if by_number[one.column]:
            if numbers is not None:
                values = _by_number(replies[one.column], numbers, meant, one.column in falling)
                raw[one.column] = (values, *numbers)
        elif found := by_words(one, worded, replies, counts, instrument, mapping, result):
            raw[one.column] = found
    if used := [a for a in asked if a.column in falling - often and by_number[a.column] and a.column in raw]:
        result.findings.append(_falling_finding(used, place))
    means = _means(asked, raw, respondents, by_number)
    for one in asked:
        if one.column not in raw:
            result.findings += [] if result.asks else [_uncountable(one, place)]
            continue
        values, low, high = raw[one.column]
        family = SERING if one.column in often else family_of(replies[one.column], by_number[one.column])
        flip = turned(one.heading, one.match, family, means.get(one.column), mapping)
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


def _uncountable(one: Asked, place: Place) -> Finding:
    text = f"jawaban untuk '{one.heading.text[:60]}' tidak dapat dihitung, karena skalanya tidak dikenali"
    sel = address(place.header + 1, one.column + 1)
    return Finding("galat", text, "periksa jawaban di kolom ini", place.lembar, sel, one.kode)


def _with_mapping(content: Content, mapping: SurveyMapping, jenis: str) -> dict[int, Reply]:
    found = dict(content.replies)
    for number in found:
        said = mapping.get(f"jawaban:{words_of(content.column.texts[number].as_py())}")
        if said is not None:
            found[number] = read_reply(said)
        elif found[number].number == 0 and mapping.get(f"nol:{jenis}") == "kosong":
            found[number] = Reply(blank=True)
    return found


def _counts(content: Content, respondents: np.ndarray) -> Counter:
    numbers = content.numbers[respondents]
    return Counter(numbers[numbers >= 0].tolist())


def _is_numeric(replies: dict[int, Reply], counts: Counter) -> bool:
    """Whether a column's answers are told by numbers (perhaps beside words) rather than by words alone."""
    numeric = sum(c for n, c in counts.items() if replies[n].number is not None)
    worded = sum(c for n, c in counts.items() if replies[n].number is None and replies[n].understood)
    return numeric >= worded


def _number_scale(asked, replies, counts, instrument, titles, mapping, result) -> tuple[float, float] | None:
    if not asked:
        return None
    key = f"skala:{instrument.kode}"
    pooled: Counter = Counter()
    for one in asked:
        for number, count in counts[one.column].items():
            if replies[one.column][number].number is not None:
                pooled[replies[one.column][number].number] += count
    said = scales.parse_scale(mapping.get(key) or "")
    told = told_scale([*titles, *(one.heading.text for one in asked), *(one.heading.group for one in asked)])
    if told and told.maksimum > _MOST_BY_CHOICE >= max(pooled, default=0):
        # 'Nilai 0-100' beside answers to choose from speaks of the published figure.
        told = None
    found = scales.number_scale(pooled)
    scale = (
        said or (told and (told.minimum, told.maksimum)) or ((found.minimum, found.maksimum) if found.sure else None)
    )
    if scale is None:
        options = {o: f"Skala {o.replace('-', '–')}" for o in found.options}
        # Longer numbers are slips, or somebody's own.
        seen = ", ".join(format_plain(n) for n in sorted(pooled) if 0 <= n <= 100)[:60]
        result.asks.append(
            Ask(key, f"Pada skala berapa jawaban {instrument.singkatan} diberikan? Angka yang ada: {seen}.", options)
        )
        return None
    if pooled.get(0.0) and scale[0] > 0:
        zero = mapping.get(f"nol:{instrument.kode}")
        if zero is None:
            options = {"kosong": "Nol berarti tidak dijawab", "nilai": "Skalanya mulai dari nol"}
            question = f"Ada {pooled[0.0]} jawaban 0 pada {instrument.singkatan}. Apa artinya?"
            result.asks.append(Ask(f"nol:{instrument.kode}", question, options))
            return None
        if zero == "nilai":
            return 0.0, scale[1]
    return scale


def _meant_by_words(columns: Iterable[dict[int, Reply]]) -> dict[float, float]:
    """degree -> the number that such words stand beside ('3 - Baik') in all columns alike."""
    numbers: dict[float, set[float]] = {}
    for own in columns:
        for degree, number in _pairs(own):
            numbers.setdefault(degree, set()).add(number)
    return {degree: found.pop() for degree, found in numbers.items() if len(found) == 1}


def _pairs(replies: dict[int, Reply]) -> list[tuple[float, float]]:
    return [(r.degree, r.number) for r in replies.values() if r.degree is not None and r.number is not None]


def _told(asked: list[Asked], titles: list[str]) -> dict[int, ToldScale]:
    """The scale of a column's numbers, as its heading or else the titles explain it ('1 = Sangat Baik')."""
    general = told_scale(titles)
    found = {a.column: told_scale([a.heading.text]) or told_scale([a.heading.group]) or general for a in asked}
    return {column: scale for column, scale in found.items() if scale is not None}


def _falling_finding(used: list[Asked], place: Place) -> Finding:
    text = (
        f"angka pada {len(used)} pertanyaan dibalik, karena keterangan di berkas menyebut angka terkecil yang terbaik"
    )
    advice = "bila angka terbesar yang terbaik, hapus keterangan itu dari berkas lalu unggah lagi"
    return Finding("peringatan", text, advice, place.lembar, address(place.header + 1, used[0].column + 1))


def _by_number(
    replies: dict[int, Reply], scale: tuple[float, float], meant: dict[float, float], falling: bool
) -> dict[int, float]:
    """Numbers within the scale; words beside numbers that run the other way ('1 = Sangat Baik') turn them.

    meant: what words stand for where numbers stand beside them; falling: the file says that 1 is best
    """
    low, high = scale
    values = {n: r.number for n, r in replies.items() if r.number is not None and low <= r.number <= high}
    worded = {n: r.degree for n, r in replies.items() if r.number is None and r.degree is not None}
    # A few people write the word where the others chose the number.
    values |= {n: meant[degree] for n, degree in worded.items() if low <= meant.get(degree, low - 1) <= high}
    ups = [np.sign((a - c) * (b - d)) for (a, b), (c, d) in combinations(_pairs(replies), 2)]
    if any(ups):
        falling = max(ups) < 0
    steps = high - low + 1
    if worded and not meant and steps <= 6:
        family = next(r.family for n, r in replies.items() if n in worded)
        words = scales.word_scale(set(worded.values()), family)
        if words.sure and len(words.order) == steps:
            placed = {n: words.level(degree) for n, degree in worded.items()}
            values |= {n: low + level - 1 for n, level in placed.items() if level}
    return {n: low + high - v for n, v in values.items()} if falling else values


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

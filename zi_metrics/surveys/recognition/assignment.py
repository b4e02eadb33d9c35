"""Which column answers which question of which instrument; what only a person can say is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.instruments.library import Wording
from zi_metrics.surveys.recognition.layout import Heading
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import NEAR, SURE, Match, Questions, code_in
from zi_metrics.surveys.recognition.replies import words_of

# By how much a wording must fit one instrument better than another to decide alone.
_CLEAR = 10
IGNORED = "abaikan"


@dataclass
class Assignment:
    """matches: column -> question; asks: what is open; left: columns that look like questions and are none known;

    coded: instruments whose questions are told by codes alone
    """

    matches: dict[int, Match] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    coded: set[str] = field(default_factory=set)

    def of(self, jenis: str) -> dict[int, Match]:
        """The columns of one instrument, left to right."""
        return {c: m for c, m in sorted(self.matches.items()) if m.jenis == jenis}

    def missing(self, questions: Questions, jenis: str) -> list[str]:
        """Unsur of an instrument that no column asks."""
        return questions.instruments[jenis].missing({m.unsur.kode for m in self.of(jenis).values()})


def assign(
    headings: Mapping[int, Heading], questions: Questions, context: set[str], legend: dict[str, str], mapping: SurveyMapping
) -> Assignment:
    """Assign columns that hold answers (column -> heading) to questions.

    context: instruments that titles and names point at; legend: wordings of codes told beside the table.
    """
    result = Assignment()
    open_columns: dict[int, Heading] = {}
    for column, heading in headings.items():
        said = mapping.get(f"kolom:{heading.key}")
        if said is None:
            open_columns[column] = heading
        elif match := _by_name(said, questions):
            result.matches[column] = match
    coded = {c: code for c, h in open_columns.items() if (code := code_in(h.text))}
    # An upper row of headings may name what the codes below it stand for.
    named = {c for c in coded if any(questions.is_question(t) for t in open_columns[c].variants[1:])}
    _by_code(
        {c: code for c, code in coded.items() if c not in named}, open_columns, questions, context, legend, mapping, result
    )
    near = {c: _near(h, questions, legend) for c, h in open_columns.items() if c not in result.matches}
    _by_wording({c: m for c, m in near.items() if m}, questions, context, mapping, result)
    _ask_about_codes([c for c in coded if c not in result.matches], open_columns, questions, result)
    _drop_strays(result, questions)
    result.left = [c for c in open_columns if c not in result.matches]
    _ask_about_left(open_columns, questions, result)
    return result


def _by_name(said: str, questions: Questions) -> Match | None:
    """'skm.U1' -> that question; None for anything else."""
    jenis, _, kode = said.partition(".")
    if jenis not in questions.instruments:
        return None
    unsur = next((u for u in questions.instruments[jenis].unsur if u.kode == kode), None)
    return Match(jenis, unsur, 100.0, False) if unsur else None


def _names_bad(match: Match) -> bool:
    """Whether a heading surely names bad conduct, which words about service may surround."""
    return match.unsur.arah == "buruk" and match.score >= SURE


def _drop_strays(result: Assignment, questions: Questions) -> None:
    """A question or two of one survey among the many of another are rather the other's, in unusual words."""
    counts = {j: len({m.unsur.kode for m in result.of(j).values()}) for j in {m.jenis for m in result.matches.values()}}
    for jenis, count in counts.items():
        shortest = min(map(len, questions.instruments[jenis].susunan.values()))
        if 2 * count < shortest and count < max(counts.values()):
            result.matches = {c: m for c, m in result.matches.items() if m.jenis != jenis}


def _near(heading: Heading, questions: Questions, legend: dict[str, str]) -> list[Match]:
    """The question that a heading may ask in each instrument, best first."""
    told = legend.get(words_of(heading.text).replace(" ", ""))
    variants = [told] if told and code_in(heading.text) else heading.variants
    for text in variants:
        if code_in(text):
            continue
        found = [m for jenis in questions.instruments if (m := questions.best(text, jenis))]
        if found:
            # Bad conduct is asked for by the same words as service ('biaya di luar tarif resmi'): it takes precedence.
            found.sort(key=lambda m: -(m.score + (4 if _names_bad(m) else 0)))
            return [replace(m, wording=text) for m in found] if told == text else found
    return []


def _by_wording(near: dict[int, list[Match]], questions: Questions, context, mapping: SurveyMapping, result) -> None:
    unclear = {}
    clear: dict[int, Match] = {}
    for column, matches in near.items():
        first, rest = matches[0], matches[1:]
        is_clear = _names_bad(first) or not rest or first.score - rest[0].score >= _CLEAR
        (clear if is_clear else unclear)[column] = first
    whole = {m.jenis for m in clear.values()}
    if not unclear and all(not _missing(questions, j, clear) for j in whole):
        result.matches |= clear
        return
    rivals = {m.jenis for matches in near.values() for m in matches if len(matches) > 1 and m.unsur.arah == "baik"}
    result.matches |= {c: m for c, m in clear.items() if m.jenis not in rivals}
    open_columns = {c: matches for c, matches in near.items() if c not in result.matches}
    chosen = _choose(open_columns, questions, rivals, context, mapping, result)
    for column, matches in open_columns.items():
        own = next((m for m in matches if m.jenis == chosen), None)
        if own:
            result.matches[column] = own


def _missing(questions: Questions, jenis: str, matches: dict[int, Match]) -> list[str]:
    return questions.instruments[jenis].missing({m.unsur.kode for m in matches.values() if m.jenis == jenis})


def _choose(near, questions: Questions, rivals: set[str], context: set[str], mapping: SurveyMapping, result) -> str | None:
    """The one of several instruments with like questions that the columns belong to; asks where nothing tells."""
    if mapping.get("jenis") in rivals:
        return mapping.get("jenis")
    if not rivals:
        return None

    def rating(jenis: str) -> tuple:
        own = {c: m for c, matches in near.items() for m in matches if m.jenis == jenis}
        instrument = questions.instruments[jenis]
        kodes = {m.unsur.kode for m in own.values()}
        first = next(iter(instrument.susunan.values()))
        return (
            len(own),
            len(kodes),
            jenis in context and not (rivals - {jenis}) & context,
            -len(instrument.missing(kodes)),
            -len([k for k in first if k not in kodes]),
            round(sum(m.score for m in own.values()) / max(1, len(own)) / 5),
        )

    ranked = sorted(rivals, key=rating, reverse=True)
    if len(ranked) == 1 or rating(ranked[0]) > rating(ranked[1]):
        return ranked[0]
    names = {jenis: questions.instruments[jenis].nama for jenis in ranked}
    result.asks.append(
        Ask("jenis", f"Survei apa ini? Pertanyaannya cocok untuk {' dan '.join(names.values())}.", names)
    )
    return None


def _by_code(coded: dict[int, tuple[str, int]], headings, questions: Questions, context, legend, mapping, result) -> None:
    """Columns headed by nothing but codes: 'U1' to 'U9', 'P1' to 'P5' under 'SPAK', 1 to 9 under 'SKM'.

    A legend beside the table tells what a code stands for; else it is the question at that place of the form.
    """
    for own, columns in _code_groups(coded, headings, questions, context).items():
        jenis = _coded_instrument(coded, columns, questions, set(own), mapping)
        order = _order_of(questions, jenis, len(columns)) if jenis else None
        if not order or sorted(coded[c][1] for c in columns) != list(range(1, len(columns) + 1)):
            continue
        told = {c: m for c in columns if (m := _told(headings[c], jenis, questions, legend))}
        result.matches |= told
        taken = {m.unsur.kode for m in told.values()}
        places = {c: order[coded[c][1] - 1] for c in columns if c not in told}
        # What the legend moved to another's place leaves its own to the one that is over.
        over, free = [c for c, k in places.items() if k in taken], set(order) - taken - set(places.values())
        if len(over) == len(free) == 1:
            places[over[0]] = free.pop()
        for column, kode in ((c, k) for c, k in places.items() if k not in taken):
            unsur = questions.instruments[jenis].find(kode)
            asked = unsur.pertanyaan[0] if unsur.pertanyaan else Wording(teks=unsur.nama)
            result.matches[column] = Match(jenis, unsur, NEAR, asked.terbalik, asked.teks)
            result.coded.add(jenis)


def _code_groups(coded, headings, questions: Questions, context: set[str]) -> dict[frozenset[str], list[int]]:
    """Columns of codes by the instruments that their headings, or else the titles, point at; at least three each."""
    groups: dict[frozenset[str], list[int]] = {}
    for column in coded:
        own = questions.context([headings[column].text, headings[column].group]) or context
        groups.setdefault(frozenset(own), []).append(column)
    return {own: columns for own, columns in groups.items() if len(columns) >= 3}


def _told(heading: Heading, jenis: str, questions: Questions, legend: dict[str, str]) -> Match | None:
    """The question that the legend gives for a code."""
    text = legend.get(words_of(heading.text).replace(" ", ""))
    match = questions.best(text, jenis) if text else None
    return replace(match, wording=text) if match else None


def _ask_about_codes(columns: list[int], headings, questions: Questions, result: Assignment) -> None:
    if len(columns) < 3 or any(ask.kunci == "jenis" for ask in result.asks):
        return
    names = {j: i.nama for j, i in questions.instruments.items() if _order_of(questions, j, len(columns)) is not None}
    shown = ", ".join(headings[c].text for c in columns[:12])
    if names:
        result.asks.append(Ask("jenis", f"Survei apa ini? Kolomnya hanya berkode ({shown}).", names))


def _coded_instrument(coded, columns: list[int], questions: Questions, context: set[str], mapping: SurveyMapping):
    """The instrument whose codes these are; None when nothing tells."""
    if mapping.get("jenis") in questions.instruments:
        return mapping.get("jenis")
    written = {f"{coded[c][0]}{coded[c][1]}".upper() for c in columns}
    exact = [
        j for j, i in questions.instruments.items() if written == {u.upper() for u in next(iter(i.susunan.values()))}
    ]
    fitting = [j for j in context if _order_of(questions, j, len(columns)) is not None]
    if len(fitting) == 1:
        return fitting[0]
    if exact and not context - set(exact):
        return exact[0]
    return None


def _order_of(questions: Questions, jenis: str, count: int) -> list[str] | None:
    """The order in which an instrument's form asks this many questions; None when no form of it does."""
    return next((order for order in questions.instruments[jenis].susunan.values() if len(order) == count), None)


def _ask_about_left(headings: Mapping[int, Heading], questions: Questions, result: Assignment) -> None:
    """Columns of answers whose question nobody knows matter only where questions are missing."""
    present = {m.jenis for m in result.matches.values()}
    options = {
        f"{jenis}.{kode}": f"{questions.instruments[jenis].singkatan} {questions.instruments[jenis].find(kode).nama}"
        for jenis in present
        for kode in result.missing(questions, jenis)
    }
    if not options:
        return
    for column in result.left:
        heading = headings[column]
        result.asks.append(
            Ask(
                f"kolom:{heading.key}",
                f"Kolom '{heading.text[:80]}' berisi jawaban, tetapi pertanyaannya tidak dikenali. Unsur mana itu?",
                options | {IGNORED: "Bukan pertanyaan survei ini"},
            )
        )

"""Which column answers which question of which instrument; what only a person can say is asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.recognition.codes import by_code, forms_of, legend_key
from zi_metrics.surveys.recognition.layout import FEWEST_QUESTIONS, Heading
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import SURE, Match, Questions, code_in
from zi_metrics.surveys.recognition.replies import words_of

# By how much a wording must fit one instrument better than another to decide alone.
_CLEAR = 10
IGNORED = "abaikan"
# A heading of so many words is a question that somebody wrote.
_WORDY = 6


@dataclass(frozen=True)
class Assignment:
    """Columns and their questions.

    matches: column -> question
    asks: what is open
    left: columns that look like questions and are none known
    coded: instruments whose questions are told by codes alone
    """

    matches: dict[int, Match]
    asks: tuple[Ask, ...]
    left: tuple[int, ...]
    coded: frozenset[str]

    def of(self, jenis: str) -> dict[int, Match]:
        """The columns of one instrument, left to right."""
        return {c: m for c, m in sorted(self.matches.items()) if m.jenis == jenis}

    def missing(self, questions: Questions, jenis: str) -> list[str]:
        """Unsur of an instrument that no column asks."""
        return _missing(questions, jenis, self.matches)


class _Worded(NamedTuple):
    """Columns assigned by their wording.

    matches: column -> question
    ask: which instrument it is, where nothing tells
    """

    matches: dict[int, Match]
    ask: Ask | None = None


class _Chosen(NamedTuple):
    """The one of several instruments that fits.

    jenis: its code, None = none does, or it is not sure
    ask: which it is, where nothing tells
    """

    jenis: str | None = None
    ask: Ask | None = None


def assign(
    headings: Mapping[int, Heading],
    questions: Questions,
    context: Collection[str],
    legend: Mapping[str, str],
    mapping: SurveyMapping,
) -> Assignment:
    """Assign columns that hold answers (column -> heading) to questions.

    context: instruments that titles and names point at; legend: wordings of codes told beside the table.
    """
    answers = {c: mapping.get(f"kolom:{heading.key}") for c, heading in headings.items()}
    named = {c: match for c, answer in answers.items() if answer and (match := _by_name(answer, questions))}
    left = {c: heading for c, heading in headings.items() if answers[c] is None}
    coded = {c: code for c, h in left.items() if (code := code_in(h.text))}
    # An upper row of headings may name what the codes below it stand for.
    bare = {c: code for c, code in coded.items() if not any(map(questions.is_question, left[c].variants[1:]))}
    in_order = by_code(bare, left, questions, context, legend, mapping)
    near = {c: _near(h, questions, legend) for c, h in left.items() if c not in in_order.matches}
    worded = _by_wording({c: m for c, m in near.items() if m}, questions, context, mapping)
    matches = named | in_order.matches | worded.matches
    if ask := _is_it_a_survey(matches, named, in_order.matches, questions, context, mapping, headings):
        return Assignment({}, (ask,), (), frozenset())
    codes_left = [left[c] for c in coded if c not in matches]
    code_ask = None if worded.ask else _which_codes(codes_left, questions)
    matches = _without_strays(matches, questions)
    columns_left = {c: heading for c, heading in left.items() if c not in matches}
    asks = [ask for ask in (worded.ask, code_ask) if ask]
    return Assignment(
        matches,
        (*asks, *_which_columns(columns_left.values(), matches, questions)),
        tuple(columns_left),
        in_order.jenis,
    )


def _is_it_a_survey(
    matches: Mapping[int, Match],
    named: Collection[int],
    coded: Collection[int],
    questions: Questions,
    context: Collection[str],
    mapping: SurveyMapping,
    headings: Mapping[int, Heading],
) -> Ask | None:
    """Asks first whether a table is a survey at all, where a few words in its headings are all that speaks for it.

    named, coded: columns of `matches` that a person or a code tells.
    """
    found: dict[str, set[str]] = {}
    for match in matches.values():
        found.setdefault(match.jenis, set()).add(match.unsur.kode)
    told = context or named or coded or mapping.get("jenis") in questions.instruments
    if told or len(matches) < FEWEST_QUESTIONS:
        return None
    if any(2 * len(own) >= min(map(len, questions.instruments[j].susunan.values())) for j, own in found.items()):
        return None
    if any(len(words_of(headings[c].text).split()) >= _WORDY for c in matches):
        return None
    shown = ", ".join(f"'{headings[c].text[:40]}'" for c in sorted(matches))
    options = {jenis: instrument.nama for jenis, instrument in questions.instruments.items()}
    question = f"Apakah ini survei? Hanya kolom {shown} yang mirip pertanyaan survei."
    return Ask("jenis", question, options | {IGNORED: "Bukan survei"})


def _by_name(answer: str, questions: Questions) -> Match | None:
    """'skm.U1' -> that question; None for anything else."""
    jenis, _, kode = answer.partition(".")
    if jenis not in questions.instruments:
        return None
    unsur = next((u for u in questions.instruments[jenis].unsur if u.kode == kode), None)
    return Match(jenis, unsur, 100.0, False) if unsur else None


def _names_bad(match: Match) -> bool:
    """Whether a heading surely names bad conduct, which words about service may surround."""
    return match.unsur.arah == "buruk" and match.score >= SURE


def _without_strays(matches: dict[int, Match], questions: Questions) -> dict[int, Match]:
    """A question or two of one survey among the many of another are rather the other's, in unusual words."""
    kodes: dict[str, set[str]] = {}
    for match in matches.values():
        kodes.setdefault(match.jenis, set()).add(match.unsur.kode)
    most = max(map(len, kodes.values()), default=0)
    strays = {
        jenis
        for jenis, own in kodes.items()
        if 2 * len(own) < min(map(len, questions.instruments[jenis].susunan.values())) and len(own) < most
    }
    return {c: m for c, m in matches.items() if m.jenis not in strays}


def _near(heading: Heading, questions: Questions, legend: Mapping[str, str]) -> list[Match]:
    """The question that a heading may ask in each instrument, best first."""
    stated = legend.get(legend_key(heading.text))
    variants = [stated] if stated and code_in(heading.text) else heading.variants
    for text in variants:
        if code_in(text):
            continue
        matches = [m for jenis in questions.instruments if (m := questions.best(text, jenis))]
        if matches:
            # Bad conduct is asked for by the same words as service ('biaya di luar tarif resmi'): it takes precedence.
            matches.sort(key=lambda m: -(m.score + (4 if _names_bad(m) else 0)))
            return [replace(m, wording=text) for m in matches] if stated == text else matches
    return []


def _by_wording(
    near: Mapping[int, list[Match]], questions: Questions, context: Collection[str], mapping: SurveyMapping
) -> _Worded:
    """The columns by their wording; where several instruments ask alike, all go to the one that fits best."""
    clear = {c: matches[0] for c, matches in near.items() if _is_clear(matches)}
    if len(clear) == len(near) and all(not _missing(questions, m.jenis, clear) for m in clear.values()):
        return _Worded(clear)
    rivals = {m.jenis for matches in near.values() for m in matches if len(matches) > 1 and m.unsur.arah == "baik"}
    alone = {c: m for c, m in clear.items() if m.jenis not in rivals}
    rest = {c: matches for c, matches in near.items() if c not in alone}
    chosen = _choose(rest, questions, rivals, context, mapping)
    together = {
        c: m for c, matches in rest.items() if (m := next((m for m in matches if m.jenis == chosen.jenis), None))
    }
    return _Worded(alone | together, chosen.ask)


def _is_clear(matches: Sequence[Match]) -> bool:
    first, rest = matches[0], matches[1:]
    return _names_bad(first) or not rest or first.score - rest[0].score >= _CLEAR


def _missing(questions: Questions, jenis: str, matches: Mapping[int, Match]) -> list[str]:
    return questions.instruments[jenis].missing({m.unsur.kode for m in matches.values() if m.jenis == jenis})


def _choose(
    near: Mapping[int, list[Match]],
    questions: Questions,
    rivals: Collection[str],
    context: Collection[str],
    mapping: SurveyMapping,
) -> _Chosen:
    """The one of several instruments with like questions that the columns belong to; asks where nothing tells."""
    if mapping.get("jenis") in rivals:
        return _Chosen(mapping.get("jenis"))
    if not rivals:
        return _Chosen()

    def rating(jenis: str) -> tuple:
        matches = [m for own in near.values() for m in own if m.jenis == jenis]
        instrument = questions.instruments[jenis]
        kodes = {m.unsur.kode for m in matches}
        first = next(iter(instrument.susunan.values()))
        return (
            len(matches),
            len(kodes),
            jenis in context and not any(other in context for other in rivals if other != jenis),
            -len(instrument.missing(kodes)),
            -len([k for k in first if k not in kodes]),
            round(sum(m.score for m in matches) / max(1, len(matches)) / 5),
        )

    ranked = sorted((j for j in questions.instruments if j in rivals), key=rating, reverse=True)
    if len(ranked) == 1 or rating(ranked[0]) > rating(ranked[1]):
        return _Chosen(ranked[0])
    names = {jenis: questions.instruments[jenis].nama for jenis in ranked}
    question = f"Survei apa ini? Pertanyaannya cocok untuk {' dan '.join(names.values())}."
    return _Chosen(ask=Ask("jenis", question, names))


def _which_codes(headings: Sequence[Heading], questions: Questions) -> Ask | None:
    """Asks which survey columns of codes belong to; None for so few that they make none, or fit none."""
    if len(headings) < 3:
        return None
    names = {j: i.nama for j, i in questions.instruments.items() if forms_of(i, len(headings))}
    shown = ", ".join(heading.text for heading in headings[:12])
    return Ask("jenis", f"Survei apa ini? Kolomnya hanya berkode ({shown}).", names) if names else None


def _which_columns(headings: Collection[Heading], matches: Mapping[int, Match], questions: Questions) -> list[Ask]:
    """Columns of answers whose question nobody knows matter only where questions are missing."""
    present = {m.jenis for m in matches.values()}
    options = {
        f"{jenis}.{kode}": f"{instrument.singkatan} {instrument.find(kode).nama}"
        for jenis, instrument in questions.instruments.items()
        if jenis in present
        for kode in _missing(questions, jenis, matches)
    }
    if not options:
        return []
    return [
        Ask(
            f"kolom:{heading.key}",
            f"Kolom '{heading.text[:80]}' berisi jawaban, tetapi pertanyaannya tidak dikenali. Unsur mana itu?",
            options | {IGNORED: "Bukan pertanyaan survei ini"},
        )
        for heading in headings
    ]

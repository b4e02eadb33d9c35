"""Which way a question was asked: whether agreeing means something bad, so that its answers must be turned."""

from dataclasses import dataclass

from zi_metrics.survey_answers import Ask
from zi_metrics.surveys.recognition.layout import Heading
from zi_metrics.surveys.recognition.mapping import SurveyMapping
from zi_metrics.surveys.recognition.questions import Match, direction
from zi_metrics.surveys.recognition.replies import NILAI, SERING, SETUJU, YA

# A question that goes with, or against, the others as clearly as this (correlation) tells its direction.
_CLEAR = 0.3


@dataclass(frozen=True)
class Turn:
    """Which way a column's answers run.

    turned: the other way
    why: completes 'karena ...' ('' = nothing to say)
    ask: what a person must say, None = it is sure
    """

    turned: bool
    why: str = ""
    ask: Ask | None = None


def turned(
    heading: Heading, match: Match, family: str | None, correlation: float | None, mapping: SurveyMapping
) -> Turn:
    """Whether a column's answers must be turned.

    family: of its words (None = numbers); correlation: with the mean of the other questions (None = not known)
    """
    key = f"terbalik:{heading.key}"
    answer = mapping.get(key)
    if answer in ("ya", "tidak"):
        return Turn(answer == "ya", "dinyatakan demikian pada pemetaan")
    if family == NILAI:
        # 'Sangat baik' is good whatever was asked.
        return Turn(False)
    way = direction(heading.text, match)
    bad_thing = match.unsur.arah == "buruk"
    if way == "baik":
        if family == SERING and bad_thing:
            # 'Tidak ada pungutan liar: tidak pernah' may mean either.
            return Turn(False, ask=_ask(key, heading))
        return Turn(False)
    if way == "ganda":
        return Turn(False, ask=_ask(key, heading))
    if way == "":
        # The heading only names the bad thing.
        if family == SETUJU:
            return Turn(False, ask=_ask(key, heading))
        is_turned = family in (SERING, YA)
        return Turn(is_turned, "yang ditanyakan adalah hal buruk" if is_turned else "")
    if family in (SETUJU, SERING, YA):
        return Turn(True, "pertanyaannya menyatakan hal buruk")
    if correlation is not None and abs(correlation) >= _CLEAR:
        against = "berlawanan" if correlation < 0 else "searah"
        why = f"pertanyaannya menyatakan hal buruk dan jawabannya {against} dengan pertanyaan lain"
        return Turn(correlation < 0, why)
    return Turn(False, ask=_ask(key, heading))


def _ask(key: str, heading: Heading) -> Ask:
    return Ask(
        key,
        f"Apakah angka atau jawaban tertinggi pada '{heading.text[:80]}' berarti buruk?",
        {"ya": "Ya, tertinggi berarti buruk (dibalik)", "tidak": "Tidak, tertinggi berarti baik"},
    )

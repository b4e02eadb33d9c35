"""What is doubtful in raw answers, each doubt held against what honest answers bring by themselves.

Limits, reasons and advice stand in rules/kepercayaan.yaml; how often a doubt is raised wrongly was measured
(benchmarks/calibration/doubts.py) and is said with it.
"""

import numpy as np

from zi_metrics.bahasa import format_number, format_percent, format_plain
from zi_metrics.explanations.library import calibrated
from zi_metrics.findings import Finding
from zi_metrics.survey_answers import MISSING, Responses, SurveyQuestion, level_values
from zi_metrics.surveys.coincidences import Coincidences, in_sequence, in_the_same_moment
from zi_metrics.surveys.disclosure import FEWEST_SHOWN
from zi_metrics.surveys.recognition.distinct_rows import row_codes
from zi_metrics.surveys.straight_lines import looked_at, straight_lines
from zi_metrics.surveys.trust import trust_rules

_BURST_SECONDS = 300
# So many rows are looked at together.
_PIECE = 4_096
# With fewer questions many questionnaires are alike by themselves.
_FEWEST_QUESTIONS = 5


def answer_findings(responses: Responses, moments: np.ndarray | None = None) -> list[Finding]:
    """What is doubtful in raw answers; moments: when each was given (datetime64[s]), None = not known.

    Nothing of so few people that a doubt would tell what one of them answered.
    """
    if len(responses) < FEWEST_SHOWN:
        return []
    timed = _timed(moments)
    doubts = [
        _dominant(responses),
        *_straight(responses),
        _twins(responses, moments, timed),
        _copies(responses, moments, timed),
        _burst(moments, timed),
        *_unanswered(responses),
    ]
    return [doubt for doubt in doubts if doubt]


def _timed(moments: np.ndarray | None) -> np.ndarray:
    """Which answers have a moment; a day without a time says too little."""
    if moments is None:
        return np.zeros(0, dtype=bool)
    return ~np.isnat(moments) & (moments.astype("datetime64[D]") != moments)


def _dominant(responses: Responses) -> Finding | None:
    codes = responses.layanan.codes
    counts = np.bincount(codes[codes >= 0], minlength=len(responses.layanan.categories))
    if (counts > 0).sum() < 2:
        return None
    share = counts.max() / counts.sum()
    if share < trust_rules().aturan["layanan_dominan"].batas:
        return None
    name = responses.layanan.categories[int(counts.argmax())]
    return _finding("layanan_dominan", f"{format_percent(share)} responden berasal dari satu layanan: {name}")


def _straight(responses: Responses) -> list[Finding]:
    full = np.flatnonzero((responses.levels != MISSING).all(axis=1))
    if responses.levels.shape[1] < _FEWEST_QUESTIONS or len(full) < trust_rules().minimum_responden:
        return []
    values = level_values(responses.levels[looked_at(full)], [q.taraf for q in responses.questions])
    least = trust_rules().aturan["jawaban_lurus"].batas
    return [
        _finding(
            "jawaban_lurus",
            f"{format_percent(lines.bagian)} responden menjawab semua pertanyaan dengan nilai yang sama "
            f"({format_plain(lines.nilai)}); menurut sebaran jawaban dan kaitan antarpertanyaan yang wajar sekitar "
            f"{format_percent(lines.wajar)}",
        )
        for lines in straight_lines(values, least)
        if lines.surprising and lines.excess >= least
    ]


def _twins(responses: Responses, moments: np.ndarray | None, timed: np.ndarray) -> Finding | None:
    if moments is None or timed.sum() < trust_rules().minimum_responden:
        return None
    own = responses.take(timed)
    groups = [own.layanan.codes, *(values.codes for values in own.kelompok.values())]
    found = in_the_same_moment(_kinds(own.levels), row_codes(moments[timed].astype(np.int64), *groups))
    if not _told("jawaban_kembar", found, len(own)):
        return None
    return _finding(
        "jawaban_kembar",
        f"{format_number(found.pairs, 0)} pasang jawaban sama persis, waktunya pun sama; secara kebetulan sekitar "
        f"{format_number(found.expected, 0)} pasang",
    )


def _copies(responses: Responses, moments: np.ndarray | None, timed: np.ndarray) -> Finding | None:
    """Copies one after another: by the clock where most answers have a moment, else by their rows where none has."""
    fewest = trust_rules().minimum_responden
    if moments is not None and timed.sum() >= max(fewest, len(responses) / 2):
        found = in_sequence(_kinds(responses.levels[timed]), moments[timed].astype("datetime64[s]").astype("int64"))
        where = "dalam satu menit"
    elif timed.any() or len(responses) < fewest or _sorted(responses.levels):
        return None
    else:
        found, where = in_sequence(_kinds(responses.levels)), "pada baris yang berurutan"
    if responses.levels.shape[1] < _FEWEST_QUESTIONS or not _told("jawaban_salinan", found, len(responses)):
        return None
    return _finding(
        "jawaban_salinan",
        f"{format_number(found.pairs, 0)} pasang jawaban yang berdekatan ({where}) sama persis; secara kebetulan "
        f"sekitar {format_number(found.expected, 0)} pasang",
    )


def _kinds(levels: np.ndarray) -> np.ndarray:
    """A number for each different questionnaire."""
    # Not answered, the highest number, becomes -1, next to the others.
    return row_codes(*levels.view(np.int16).T)


def _told(kode: str, found: Coincidences, n: int) -> bool:
    """Beyond chance, and enough to matter; two or three pairs are a form that was sent twice by mistake."""
    return found.surprising and found.excess > max(3, trust_rules().aturan[kode].batas * n)


def _sorted(levels: np.ndarray) -> bool:
    """Whether the rows were put in order by an answer: then neighbours are alike for no other reason."""
    return any(map(_is_sorted, levels.T))


def _is_sorted(column: np.ndarray) -> bool:
    """Whether a column of levels moves in one direction only, and moves."""
    rises = falls = False
    # Piece by piece, each from the last row of the one before: most columns turn soon.
    for start in range(0, len(column) - 1, _PIECE):
        piece = column[start : start + _PIECE + 1]
        rises |= bool((piece[1:] > piece[:-1]).any())
        falls |= bool((piece[1:] < piece[:-1]).any())
        if rises and falls:
            return False
    return rises or falls


def _burst(moments: np.ndarray | None, timed: np.ndarray) -> Finding | None:
    most = int(trust_rules().aturan["jawaban_beruntun"].batas)
    if moments is None or timed.sum() < most:
        return None
    ordered = np.sort(moments[timed]).astype("datetime64[s]").astype("int64")
    # How many answers begin within five minutes of each; what is usual for a busy survey is no burst.
    within = np.searchsorted(ordered, ordered + _BURST_SECONDS, side="right") - np.arange(len(ordered))
    usual = np.median(within)
    if within.max() < max(most, 5 * usual):
        return None
    at = np.datetime64(int(ordered[within.argmax()]), "s").item()
    return _finding("jawaban_beruntun", f"{within.max()} jawaban masuk dalam lima menit pada {at:%d-%m-%Y pukul %H.%M}")


def _unanswered(responses: Responses) -> list[Finding]:
    shares = (responses.levels == MISSING).mean(axis=0)
    limit = trust_rules().aturan["tidak_dijawab"].batas
    return [
        _finding("tidak_dijawab", f"{format_percent(share)} responden tidak menjawab '{q.teks[:60]}'", q)
        for q, share in zip(responses.questions, shares, strict=True)
        if share > limit
    ]


def _finding(kode: str, text: str, question: SurveyQuestion | None = None) -> Finding:
    """A finding by one of the rules, with how often it is wrong; question: whose answers it doubts, None = all."""
    rule = trust_rules().aturan[kode]
    wrong = calibrated().get(f"alarm_palsu_{kode}")
    rate = f"; ketika dicoba, temuan ini keliru muncul pada {wrong} survei jujur" if wrong else ""
    place = (question.lembar, question.sel, question.kode) if question else (None, None, None)
    return Finding(rule.tingkat, f"{text} ({rule.alasan}{rate})", rule.saran, *place)

"""An LKE spread over several sheets, one for each area or component: its parts become one reading again."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from zi_metrics.answers import Identity
from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.absent_questions import absent_questions
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.lke.recognition.plain_words import normal

# With this share of the questions a sheet is no part but the whole.
WHOLE = 0.8
# Parts share hardly any question; sheets that share more are copies of each other.
_SHARED = 0.1
_NAMED_ALIKE = 85


def joined(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with those joined that are parts of one assessment; the others as they are.

    Parts are of the same unit, year and judge, of the same instrument, and none of them is (nearly) complete.
    """
    groups: dict[tuple[str, Identity], list[Reading]] = {}
    for reading in readings:
        groups.setdefault((reading.instrument.kode, reading.identity), []).append(reading)
    found = []
    for group in groups.values():
        parts = _parts(group)
        found += [_one(parts), *(r for r in group if r not in parts)] if len(parts) > 1 else group
    return found


def named_by_area(reading: Reading, sheet_name: str) -> bool:
    """Whether a sheet that holds a part is named by what it is about ('SDM', '3. Akuntabilitas'), not by whose."""
    if reading.recognised >= WHOLE * len(reading.instrument.questions()):
        return False
    # 'P 3. SDM': single letters and figures only number the sheets.
    name = " ".join(word for word in normal(sheet_name).split() if len(word) > 1 and not word.isdigit())
    if not name:
        return True
    return any(fuzz.partial_ratio(name, normal(node.nama)) >= _NAMED_ALIKE for node in reading.instrument.nodes())


def _parts(group: list[Reading]) -> list[Reading]:
    """The fullest reading and those that add to it; alone when it is the whole."""
    by_size = sorted(group, key=lambda reading: -reading.recognised)
    parts, known = by_size[:1], _codes(by_size[0])
    if len(known) >= WHOLE * len(by_size[0].instrument.questions()):
        return parts
    for reading in by_size[1:]:
        codes = _codes(reading)
        if len(codes & known) <= _SHARED * len(codes):
            parts.append(reading)
            known |= codes
    return [reading for reading in group if reading in parts]


def _codes(reading: Reading) -> set[str]:
    return {answer.kode for answer in reading.answers}


def _one(parts: list[Reading]) -> Reading:
    fullest = max(parts, key=lambda reading: reading.recognised)
    answers, doubled = {}, []
    for answer in (answer for part in parts for answer in part.answers):
        kept = answers.setdefault(answer.kode, answer)
        if kept is not answer:
            message = f"pertanyaan {answer.kode} juga ada di lembar '{kept.lembar}'; dipakai {kept.lembar}!{kept.sel}"
            advice = "hapus baris yang tidak berlaku"
            doubled.append(Finding("galat", message, advice, answer.lembar, answer.sel, answer.kode))
    instrument, sheets = fullest.instrument, ", ".join(dict.fromkeys(part.lembar for part in parts))
    absent = absent_questions(instrument, set(answers), fullest.tata_letak, None)
    others = {finding for part in parts for finding in part.absent}
    found = [f for part in parts for f in part.findings if f not in others]
    return replace(
        fullest,
        lembar=sheets,
        answers=tuple(answers[q.kode] for q in instrument.questions() if q.kode in answers),
        findings=tuple([*found, *doubled, *absent]),
        absent=tuple(absent),
        own_figures={kode: figure for part in parts for kode, figure in part.own_figures.items()},
        own_weights={kode: weight for part in parts for kode, weight in part.own_weights.items()},
        recognised=len(answers),
        unread=tuple(row for part in parts for row in part.unread),
    )

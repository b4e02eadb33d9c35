"""Raw counts that contradict each other, as findings: which cells, what they say, what the score takes and why."""

from collections.abc import Iterator, Sequence

from zi_metrics.answers import Answer, CountAnswer
from zi_metrics.bahasa import format_list, format_percent, format_plain
from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument, Question
from zi_metrics.scoring.count_contradictions import (
    NOTHING,
    SUM,
    CountContradiction,
    count_contradictions,
    explains,
    shared_contradictions,
)
from zi_metrics.scoring.values import Meaning, effective_counts

_CHECK = "cocokkan dengan bukti dukungnya, lalu perbaiki angka yang keliru"


def count_doubts(
    question: Question, counts: Sequence[CountAnswer], meaning: Meaning
) -> tuple[Meaning, list[tuple[Meaning, str]]]:
    """What contradicts itself within a ratio question, each with the count (key) whose cell to point at.

    meaning: the ratio's (`scoring.values.ratio_meaning`); it comes back without its own doubt where a contradiction
    says it better.
    """
    numbers = {count.kunci: count.angka for count in counts}
    found = count_contradictions(question, numbers)
    doubts = [_doubt(question, counts, meaning, contradiction) for contradiction in found]
    if any(explains(contradiction, question) for contradiction in found):
        meaning = Meaning(meaning.value)
    return meaning, doubts


def count_told_again(
    label: str, first: tuple[str, float | None], again: Sequence[tuple[str, float | None]]
) -> Iterator[tuple[Meaning, str]]:
    """A count whose row stands there more than once: what is odd, and the further row's cell.

    first: cell and number that are taken; again: those of the other rows (None = no number in it).
    """
    cell, number = first
    for other, said in again:
        if said is None:
            continue
        same = said == number
        what = (
            f"baris '{label}' ada dua kali: {format_plain(number or 0)} di {cell} dan {format_plain(said)} di {other}"
        )
        why = f"dipakai {cell}, karena itu baris pertama yang terisi"
        severity = "catatan" if same else "galat"
        yield Meaning(None, severity, f"{what}; {why}", "hapus baris yang tidak berlaku"), other


def shared_count_findings(instrument: Instrument, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Where a count that the form asks for more than once is not the same everywhere."""
    by_code = {answer.kode: answer for answer in answers}
    numbers = {answer.kode: {c.kunci: c.angka for c in answer.masukan} for answer in answers if answer.masukan}
    for places, _ in shared_contradictions(instrument, numbers):
        told = []
        for place in places:
            count = next(c for c in by_code[place.pertanyaan].masukan if c.kunci == place.kunci)
            number = "kosong" if count.angka is None else format_plain(count.angka)
            told.append(f"{number} di {f'{count.sel} ' if count.sel else ''}({place.pertanyaan})")
        last = places[-1]
        label = next(c.label for c in instrument.question(last.pertanyaan).masukan if c.kunci == last.kunci)
        where = next(c for c in by_code[last.pertanyaan].masukan if c.kunci == last.kunci)
        yield Finding(
            "peringatan",
            f"{label} satu hitungan, tetapi tertulis {format_list(told)}; tiap pertanyaan dinilai dari angka di "
            "barisnya sendiri, karena begitulah rumus formulir resmi",
            f"tulis angka yang sama di keduanya; {_CHECK}",
            where.lembar,
            where.sel or by_code[last.pertanyaan].sel,
            last.pertanyaan,
        )


def _doubt(
    question: Question, counts: Sequence[CountAnswer], meaning: Meaning, found: CountContradiction
) -> tuple[Meaning, str]:
    known = effective_counts(question, {count.kunci: count.angka for count in counts})
    cells = {count.kunci: count.sel for count in counts if count.angka is not None}
    labels = {count.kunci: count.label for count in question.masukan}

    def place(key: str) -> str:
        return f" ({cells[key]})" if cells.get(key) else ""

    def told(key: str) -> str:
        return f"{labels[key]}{place(key)} {format_plain(known[key] or 0)}"

    parts, whole = format_list([told(key) for key in found.bagian]), format_list([told(k) for k in found.keseluruhan])
    taken, severity = _taken(question, known, meaning), "galat" if meaning.value is None else "peringatan"
    if found.jenis == SUM:
        (total,) = found.keseluruhan
        problem = (
            f"{labels[total]}{place(total)}: tertulis {format_plain(found.angka)}, jumlah rinciannya "
            f" {format_plain(found.besar)} ({parts}); yang dipakai {format_plain(found.angka)}, karena "
            "formulir resmi menghitung rasionya dari baris jumlah itu"
        )
        return Meaning(None, "peringatan", problem, "samakan jumlah dengan rinciannya"), total
    several = f" berjumlah {format_plain(found.besar)}, melebihi " if len(found.bagian) > 1 else " melebihi "
    between = " padahal " if found.jenis == NOTHING else several
    both = f", bersama {format_plain(found.angka)}" if len(found.keseluruhan) > 1 else ""
    return Meaning(None, severity, f"{parts}{between}{whole}{both}; {taken}", _CHECK), next(reversed(found.bagian))


def _taken(question: Question, known: dict[str, float | None], meaning: Meaning) -> str:
    """What is taken for the score, and why."""
    if meaning.value is None or question.rasio is None:
        return "rasionya tidak dapat dihitung, jadi pertanyaan ini dihitung belum dijawab"
    above, below = (
        sum(factor * (known[key] or 0) for key, factor in side.items())
        for side in (question.rasio.pembilang, question.rasio.penyebut)
    )
    if below > 0 and above > below:
        return f"rasionya {format_percent(above / below)}, dihitung 100% karena itu nilai tertinggi"
    value = format_percent(meaning.value, 1)
    return f"yang dipakai tetap angka yang tertulis, nilai {value}, seperti rumus formulir resmi"

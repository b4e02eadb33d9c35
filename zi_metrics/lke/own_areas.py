"""An upload by somebody who answers for some areas only: their answers from the file, all others as they are stored."""

from dataclasses import replace

from zi_metrics.answers import Answer
from zi_metrics.bahasa import format_list, format_number
from zi_metrics.findings import Finding
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.comparison import is_instrument
from zi_metrics.lke.importing import Label, as_of
from zi_metrics.lke.prepared import Prepared, ScoredFile
from zi_metrics.lke.unit import find_assessment
from zi_metrics.scope import Act
from zi_metrics.store.changed_areas import NO_AREA, area_of_questions
from zi_metrics.store.connection import Store
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.store.unit_names import unit_id_of


def in_own_areas(store: Store, item: Prepared, label: Label) -> Prepared:
    """The item as this person may save it: unchanged for who answers for all areas, or for none.

    Else other areas' answers are those of the version that counts at its date (or open, where there is none), with a
    finding that says how many of the file's were left out. A version by another instrument cannot be carried on; the
    item is then given back as it is, and saving it is refused.
    """
    if not store.scope.is_by_area(Act.IMPOR_LKE):
        return item
    pokja = store.scope.pokja(Act.IMPOR_LKE, unit_id_of(store, label.unit), label.penilai)
    if not pokja:
        return item
    current = find_assessment(store, label.unit, label.tahun, label.penilai, as_of(item, label).per_tanggal)
    if current is not None and not is_instrument(item.instrument, current.instrumen, current.instrumen_versi):
        return item
    before = {} if current is None else stored_answers(store, current.penilaian_id)
    area = area_of_questions(item.instrument.komponen)
    read = {answer.kode: answer for answer in item.reading.answers}
    own = {kode: answer for kode, answer in read.items() if area.get(kode, NO_AREA) in pokja}
    # A file that holds one area's sheet only leaves the others as they are, too.
    others = {kode: answer for kode, answer in before.items() if area.get(kode, NO_AREA) not in pokja}
    kept = {kode: others.get(kode, Answer(kode, None, None)) for kode in [*read, *others] if kode not in own}
    left_out = sum(kode in read and _says(read[kode]) and not _same(read[kode], stays) for kode, stays in kept.items())
    answers = tuple((own | kept).values())
    noticed = (_told(item.instrument, pokja, left_out), *item.noticed) if left_out else item.noticed
    reading = replace(item.reading, answers=answers)
    return replace(item, of_file=ScoredFile([reading]), place=0, noticed=noticed)


def _told(instrument: Instrument, pokja: frozenset[int], left_out: int) -> Finding:
    names = instrument.pokja()
    own = format_list([f"Pokja {number} ({names[number]})" for number in sorted(pokja) if number in names])
    return Finding(
        "catatan",
        f"{format_number(left_out, 0)} jawaban di luar area Anda tidak diambil dari berkas ini; yang disimpan hanya "
        f"{own}",
        "jawaban area lain diunggah oleh koordinatornya atau oleh unit kerja",
    )


def _says(answer: Answer) -> bool:
    return answer.tertulis is not None or any(count.angka is not None for count in answer.masukan)


def _same(one: Answer, other: Answer) -> bool:
    return one.tertulis == other.tertulis and one.nilai == other.nilai and _counts(one) == _counts(other)


def _counts(answer: Answer) -> dict[str, float]:
    return {count.kunci: count.angka for count in answer.masukan if count.angka is not None}

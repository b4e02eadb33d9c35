"""An upload by somebody who answers for some areas only: their answers from the file, all others as they are stored."""

from dataclasses import replace

import pandas as pd

from zi_metrics.answers import Answer
from zi_metrics.bahasa import format_list, format_number
from zi_metrics.findings import Finding, findings_table
from zi_metrics.instruments.library import Instrument
from zi_metrics.lke.comparison import is_instrument
from zi_metrics.lke.importing import Label, Prepared
from zi_metrics.lke.unit import find_assessment
from zi_metrics.scope import Act
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, gate_table, node_table, score
from zi_metrics.store.changed_areas import NO_AREA, area_of_questions
from zi_metrics.store.connection import Store
from zi_metrics.store.stored_answers import stored_answers
from zi_metrics.store.unit_names import unit_id_of


def in_own_areas(store: Store, item: Prepared, label: Label) -> Prepared:
    """The item as this person may save it: unchanged for who answers for all areas.

    Else other areas' answers are those of the version that counts (or open, where there is none), with a finding that
    says how many of the file's were left out. A version by another instrument cannot be carried on; the item is then
    given back as it is, and saving it is refused.
    """
    pokja = store.scope.pokja(Act.IMPOR_LKE, unit_id_of(store, label.unit))
    if pokja is None:
        return item
    current = find_assessment(store, label.unit, label.tahun, label.penilai)
    if current is not None and not is_instrument(item.instrument, current.instrumen, current.instrumen_versi):
        return item
    before = {} if current is None else stored_answers(store, current.penilaian_id)
    area = area_of_questions(item.instrument.komponen)
    answers, left_out = [], 0
    for answer in item.reading.answers:
        if area.get(answer.kode, NO_AREA) in pokja:
            answers.append(answer)
            continue
        stays = before.get(answer.kode, Answer(answer.kode, None, None))
        answers.append(stays)
        left_out += _says(answer) and not _same(answer, stays)
    findings = item.findings
    if left_out:
        findings = pd.concat([findings_table([_told(item.instrument, pokja, left_out)]), findings], ignore_index=True)
    matrix = compile_points(item.instrument)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, {a.kode: a.nilai for a in answers})))
    return replace(
        item,
        reading=replace(item.reading, answers=answers),
        nodes=nodes,
        gates=gate_table(item.instrument, nodes),
        findings=findings,
    )


def _told(instrument: Instrument, pokja: frozenset[int], left_out: int) -> Finding:
    names = instrument.pokja()
    own = format_list([f"Pokja {number} ({names[number]})" for number in sorted(pokja) if number in names])
    return Finding(
        "catatan",
        f"{format_number(left_out, 0)} jawaban di luar area Anda tidak diambil dari berkas ini; yang disimpan hanya {own}",
        "jawaban area lain diunggah oleh koordinatornya atau oleh unit kerja",
    )


def _says(answer: Answer) -> bool:
    return answer.tertulis is not None or any(count.angka is not None for count in answer.masukan)


def _same(one: Answer, other: Answer) -> bool:
    counts = [
        {count.kunci: count.angka for count in answer.masukan if count.angka is not None} for answer in (one, other)
    ]
    return one.tertulis == other.tertulis and one.nilai == other.nilai and counts[0] == counts[1]

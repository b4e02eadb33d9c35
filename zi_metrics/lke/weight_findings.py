"""Where a form weighs otherwise than the instrument that it is scored by: both weights, and what each makes of it."""

from collections.abc import Iterator

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import Scores

_ADVICE = (
    "nilai dihitung dengan bobot instrumen; samakan bobot di sel ini, atau periksa apakah formulirnya memang "
    "formulir itu"
)


def weight_findings(reading: Reading, scores: Scores) -> Iterator[Finding]:
    """A finding for each weight of the form that is not the instrument's (`Reading.own_weights`).

    scores: of this reading alone. A node's nilai is in proportion to its weight, so the other weight's is told
    without scoring anew.
    """
    nodes = compile_points(reading.instrument).nodes if reading.own_weights else ()
    for place, node in enumerate(nodes):
        if node.kode not in reading.own_weights:
            continue
        nilai = float(scores.nilai[0, place])
        weight, lembar, sel = reading.own_weights[node.kode]
        other = nilai / node.bobot * weight
        effect = (
            f"nilainya {format_number(other)} dengan bobot di berkas, {format_number(nilai)} dengan bobot "
            f"instrumen ({format_change(other - nilai)} poin)"
            if scores.terjawab[0, place]
            else f"belum ada jawaban di bawahnya; nilai penuhnya berbeda {format_change(weight - node.bobot)} poin"
        )
        message = (
            f"bobot {node.kode} {node.nama[:50]} di berkas {format_number(weight)}, bukan {format_number(node.bobot)} "
            f"seperti dalam {reading.instrument.nama}: {effect}"
        )
        yield Finding("peringatan", message, _ADVICE, lembar, sel, node.kode)

"""Where a form weighs otherwise than the instrument that it is scored by: both weights, and what each makes of it."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from zi_metrics.bahasa import format_change, format_number
from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.table_rows import rows_of

_ADVICE = (
    "nilai dihitung dengan bobot instrumen; samakan bobot di sel ini, atau periksa apakah formulirnya memang "
    "formulir itu"
)


class _Node(NamedTuple):
    kode: str
    nama: str
    bobot: float
    nilai: float
    terjawab: int


def weight_findings(reading: Reading, nodes: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each weight of the form that is not the instrument's (`Reading.own_weights`).

    nodes: `scoring.score.node_table`. A node's nilai is in proportion to its weight, so the other weight's is told
    without scoring anew.
    """
    for node in rows_of(nodes[nodes["kode"].isin(list(reading.own_weights))], _Node) if reading.own_weights else ():
        weight, lembar, sel = reading.own_weights[node.kode]
        other = node.nilai / node.bobot * weight
        effect = (
            f"nilainya {format_number(other)} dengan bobot di berkas, {format_number(node.nilai)} dengan bobot "
            f"instrumen ({format_change(other - node.nilai)} poin)"
            if node.terjawab
            else f"belum ada jawaban di bawahnya; nilai penuhnya berbeda {format_change(weight - node.bobot)} poin"
        )
        message = (
            f"bobot {node.kode} {node.nama[:50]} di berkas {format_number(weight)}, bukan {format_number(node.bobot)} "
            f"seperti dalam {reading.instrument.nama}: {effect}"
        )
        yield Finding("peringatan", message, _ADVICE, lembar, sel, node.kode)

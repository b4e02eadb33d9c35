"""Where a workbook's own figures are not what its formulas should give: told, with the likely reason."""

import math

from zi_metrics.bahasa import format_number
from zi_metrics.findings import Finding
from zi_metrics.lke.recognition.answer_reader import Reading
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import Scores

# The workbook shows two decimals; a smaller difference is its rounding.
_OWN_FIGURE_TOLERANCE = 0.005


def own_figure_findings(reading: Reading, scores: Scores) -> list[Finding]:
    """Where the workbook's own cached Nilai differs from what its formulas should give.

    scores: of this reading alone
    """
    if not reading.own_figures:
        return []
    nodes = compile_points(reading.instrument).nodes
    ours = dict(zip((node.kode for node in nodes), scores.nilai_rumus[0].tolist(), strict=True))
    names = {node.kode: node.nama for node in nodes}
    problems = {f.kode for f in reading.findings if f.tingkat != "catatan"}
    values = {answer.kode: answer.nilai for answer in reading.answers}
    doubts = []
    for kode, (figure, lembar, sel) in reading.own_figures.items():
        # A question's Nilai cell shows its value (0 to 1); the rows above show points.
        expected = values[kode] if kode in values else ours[kode]
        if expected is None or math.isnan(expected) or abs(figure - expected) <= _OWN_FIGURE_TOLERANCE:
            continue
        reason = "jawabannya diragukan, lihat temuan lain" if kode in problems else "rumus atau bobot di berkas berubah"
        if kode in reading.own_weights:
            reason = "bobotnya di berkas berbeda, lihat temuan lain"
        doubts.append(
            Finding(
                "peringatan",
                f"nilai {names[kode][:60]} di berkas {format_number(figure)}, hitungan kami "
                f"{format_number(expected)} (kemungkinan: {reason})",
                "angka kami mengikuti peraturan; periksa rumus di sel ini",
                lembar,
                sel,
                kode,
            )
        )
    return doubts

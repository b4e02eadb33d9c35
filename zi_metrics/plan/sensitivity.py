"""Where the total comes from and what it reacts to: contributions of all nodes, and the areas between their bounds."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from zi_metrics.instruments.library import Instrument, OptionScale, Question
from zi_metrics.scoring.gates import gate_system
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import GATE_TOLERANCE, answer_row, score

# Of `node_sensitivity`.
SENSITIVITY_COLUMNS = (
    *("kode", "nama", "bobot", "induk", "tingkat", "jenis", "pokja"),
    *("nilai", "kontribusi", "sisa", "poin_langkah"),
)
# Of `area_distances`, before the columns of each predicate.
DISTANCE_COLUMNS = ("pokja", "nama", "bobot", "nilai", "ke_maksimum")


def node_sensitivity(instrument: Instrument, values: Mapping[str, float | None]) -> pd.DataFrame:
    """What every node gives and could still give, parents first, in the form's order.

    values: question -> value in [0, 1], None or absent = unanswered (counts as 0).
    Columns: SENSITIVITY_COLUMNS. bobot (points of the total per unit of value: what it gains when
    all questions of the node rise from 0 to 1), nilai (points), kontribusi (nilai / total, NaN when the total is 0),
    sisa (points still to be had), poin_langkah (points of the next better option; NaN for nodes, for indices and
    shares, and where there is none).
    """
    matrix = compile_points(instrument)
    row = answer_row(matrix, dict(values))
    table = pd.DataFrame([vars(node) for node in matrix.nodes])
    nilai = score(matrix, row).nilai[0]
    total = nilai[table["tingkat"].to_numpy() == 0].sum()
    steps = {
        question.kode: _next_step(instrument, question, value)
        for question, value in zip(instrument.questions(), np.nan_to_num(row), strict=True)
    }
    return table.assign(
        nilai=nilai,
        kontribusi=nilai / total if total > 0 else np.nan,
        sisa=table["bobot"] - nilai,
        poin_langkah=table["kode"].map(steps) * table["bobot"],
    )


def area_distances(instrument: Instrument, values: Mapping[str, float | None]) -> pd.DataFrame:
    """Every area between its minima and its maximum, in order.

    values: as in `node_sensitivity`. Columns: DISTANCE_COLUMNS (ke_maksimum: points still to be had), and for each
    predicate minimum_<p>, ke_minimum_<p> (points missing, 0 when it holds), di_atas_<p> (points above the minimum, 0
    when it fails); NaN where the regulation sets no minimum for the area.
    """
    matrix = compile_points(instrument)
    row = answer_row(matrix, dict(values))
    nilai = dict(zip((node.kode for node in matrix.nodes), score(matrix, row).nilai[0], strict=True))
    rows = []
    for pokja, nama in instrument.pokja().items():
        nodes = instrument.area_nodes(pokja)
        reached, full = sum(nilai[node.kode] for node in nodes), sum(node.bobot for node in nodes)
        area = {"pokja": pokja, "nama": nama, "bobot": full, "nilai": reached, "ke_maksimum": full - reached}
        for predikat in instrument.predikat:
            gates = gate_system(instrument, predikat, pokja)
            wanted = {node.kode for node in nodes}
            own = (m for gate, m in zip(gates.gates, gates.minima, strict=True) if set(gate.simpul) == wanted)
            minimum = next(own, np.nan)
            distance = minimum - reached
            area[f"minimum_{predikat}"] = minimum
            area[f"ke_minimum_{predikat}"] = 0.0 if distance <= GATE_TOLERANCE else distance
            area[f"di_atas_{predikat}"] = np.maximum(0.0, -distance)
        rows.append(area)
    return pd.DataFrame(rows)


def _next_step(instrument: Instrument, question: Question, value: float) -> float:
    """Value gained by the next better option; NaN where there is none."""
    scale = instrument.scale_of(question)
    if not isinstance(scale, OptionScale):
        return np.nan
    return min((worth for worth in scale.pilihan.values() if worth > value + GATE_TOLERANCE), default=np.nan) - value

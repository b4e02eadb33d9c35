"""The values that planning computes with, out of the store: of assessments, of pairs of judges, of saved scenarios."""

from collections.abc import Sequence

import pandas as pd

from zi_metrics.instrument import Instrument, load_instrument
from zi_metrics.points import compile_points
from zi_metrics.portfolio import in_scope, judged_by
from zi_metrics.scenario import Outcome, apply_changes, outcome
from zi_metrics.store import tables
from zi_metrics.store.connection import Store

# A stored score is value x worth; dividing it again leaves the rounding of floats, far below this.
_DECIMALS = 12


def stored_values(store: Store, instrument: Instrument, penilaian_ids: Sequence[str]) -> pd.DataFrame:
    """Values of assessments of one instrument: a row per assessment (index penilaian_id, in the order given), a column
    per question in the form's order; 0 to 1, NaN = unanswered.
    """
    matrix = compile_points(instrument)
    worth = {node.kode: node.bobot for node in matrix.nodes if node.jenis == "pertanyaan"}
    scores = tables.node_scores(store, penilaian_ids, list(matrix.questions))
    value = (scores["nilai"] / scores["kode"].map(worth)).round(_DECIMALS).clip(0, 1)
    table = scores.assign(value=value.where(scores["terjawab"] > 0))
    return table.pivot(index="penilaian_id", columns="kode", values="value").reindex(
        index=list(penilaian_ids), columns=list(matrix.questions)
    )


def answer_values(store: Store, penilaian_id: str) -> dict[str, float | None]:
    """One assessment's values: question -> value in [0, 1], None = unanswered."""
    answers = tables.answers(store, penilaian_id)
    pairs = zip(answers["kode"], answers["nilai"], strict=True)
    return {kode: None if pd.isna(value) else float(value) for kode, value in pairs}


def scenario_outcome(store: Store, scenario: pd.Series) -> Outcome:
    """A saved scenario (a row of `store.scenarios.scenarios`) scored on the assessment that it starts from.

    Raises ScenarioProblem when its changes cannot be applied.
    """
    instrument = load_instrument(scenario["instrumen"], int(scenario["instrumen_versi"]))
    base = scenario["dari_penilaian_id"]
    counts = counts_by_question(store, base)
    return outcome(instrument, apply_changes(instrument, answer_values(store, base), scenario["perubahan"], counts))


def counts_by_question(store: Store, penilaian_id: str) -> dict[str, dict[str, float | None]]:
    """One assessment's raw counts: question -> count key -> number, None = blank."""
    return stored_counts(store, [penilaian_id])[penilaian_id]


def stored_counts(store: Store, penilaian_ids: Sequence[str]) -> dict[str, dict[str, dict[str, float | None]]]:
    """Raw counts of assessments: penilaian_id -> what `counts_by_question` gives, also where there are none."""
    found: dict[str, dict[str, dict[str, float | None]]] = {one: {} for one in penilaian_ids}
    table = tables.counts_of(store, penilaian_ids)
    for one, kode, kunci, angka in table[["penilaian_id", "kode", "kunci", "angka"]].itertuples(index=False):
        found[one].setdefault(kode, {})[kunci] = None if pd.isna(angka) else float(angka)
    return found


def correction_pairs(
    store: Store, instrument: Instrument, dari: str, ke: str, samples: bool = False, before: int | None = None
) -> pd.DataFrame:
    """Pairs of current assessments of the same unit and year by two judges, as `corrections_from` takes them.

    dari, ke: judges (unit, tpi, tpn); before: only years before this one (None = all).
    Columns: pasangan ('unit_id tahun'), kode, dari, ke (values 0-1, NaN = unanswered), unit_id, tahun.
    """
    known = judged_by(in_scope(tables.assessments(store), samples), instrument)
    known = known[known["tahun"] < before] if before else known
    sides = [known[known["penilai"] == judge][["unit_id", "tahun", "penilaian_id"]] for judge in (dari, ke)]
    both = sides[0].merge(sides[1], on=["unit_id", "tahun"], suffixes=("_dari", "_ke"))
    values = [stored_values(store, instrument, both[f"penilaian_id_{side}"].tolist()) for side in ("dari", "ke")]
    names = (both["unit_id"] + " " + both["tahun"].astype(str)).tolist()
    columns = [side.set_axis(names, axis=0).rename_axis("pasangan").stack(future_stack=True) for side in values]
    pairs = pd.DataFrame({"dari": columns[0], "ke": columns[1]}).reset_index()
    whose = both.set_axis(names, axis=0)
    return pairs.assign(**{column: pairs["pasangan"].map(whose[column].to_dict()) for column in ("unit_id", "tahun")})

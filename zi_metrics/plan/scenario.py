"""What if: changes applied to an assessment's values, and what that does to scores and gates. Nothing is stored here.

Changes are plain data (they are kept as JSON): question -> an option ('B'), a figure (index on its own scale, share
from 0 to 1), raw counts of a ratio question ({kunci: number}), or None for unanswered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from zi_metrics.bahasa import format_change
from zi_metrics.instruments.library import Instrument, Question, RawCount, load_instrument
from zi_metrics.lke.values import answer_values, counts_by_question
from zi_metrics.near_minimum import format_beside
from zi_metrics.plan.linked_changes import Change, quarrels, with_linked
from zi_metrics.plan.plan import Plan
from zi_metrics.scoring.levers import Counts
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import MET, MISSED, answer_row, gate_table, node_table, score
from zi_metrics.scoring.values import Meaning, ratio_meaning, written_meaning
from zi_metrics.scoring.words import answer_of, answer_text
from zi_metrics.store.connection import Store
from zi_metrics.store.scenarios import Scenario
from zi_metrics.tolerance import SUM_TOLERANCE

# Of `side_by_side`, before the columns of each scenario.
BESIDE_COLUMNS = ("predikat", "kode", "nama", "minimum")
# Of `changed_nodes`, before a column for each scenario.
NODE_COLUMNS = ("kode", "nama", "tingkat", "jenis")
# Of `change_table`.
CHANGE_COLUMNS = ("kode", "pertanyaan", "dari", "ke", "poin")


class ScenarioProblem(ValueError):
    """Changes that cannot be applied; the message (Indonesian) lists every one."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Outcome:
    """A scenario scored: its values, the total (points), `scoring.score.node_table` and `scoring.score.gate_table`."""

    nilai: dict[str, float | None]
    total: float
    nodes: pd.DataFrame
    gates: pd.DataFrame


def apply_changes(
    instrument: Instrument,
    values: Mapping[str, float | None],
    changes: Mapping[str, Change],
    counts: Mapping[str, Counts] | None = None,
) -> dict[str, float | None]:
    """The values after the changes, and after what follows from them where a count is shared
    (`plan.linked_changes`); questions that no change concerns stay as they are.

    values: question -> value in [0, 1], None = unanswered; counts: the raw counts there are (question -> kunci ->
    number), which changed counts are laid over. Raises ScenarioProblem naming every change that cannot be applied.
    """
    problems = change_problems(instrument, changes, counts)
    if problems:
        raise ScenarioProblem([f"{kode}: {problem}." for kode, problem in problems.items()])
    meanings = _meanings(instrument, changes, counts)
    return {**values, **{kode: meaning.value for kode, meaning in meanings.items()}}


def change_problems(
    instrument: Instrument, changes: Mapping[str, Change], counts: Mapping[str, Counts] | None = None
) -> dict[str, str]:
    """Why changes cannot be applied: question -> what is wrong with it (Indonesian); empty when all can be."""
    meanings = _meanings(instrument, changes, counts)
    # What only follows from a change elsewhere may be as unfinished as it was.
    wrong = {
        kode: m.problem
        for kode, m in meanings.items()
        if m.value is None and m.problem and (kode in changes or m.severity == "galat")
    }
    return wrong | quarrels(instrument, changes, counts or {})


def outcome(instrument: Instrument, values: Mapping[str, float | None]) -> Outcome:
    """Score values (question -> value in [0, 1], None or absent = unanswered)."""
    matrix = compile_points(instrument)
    nodes = node_table(matrix, score(matrix, answer_row(matrix, dict(values))))
    total = float(nodes.loc[nodes["tingkat"] == 0, "nilai"].sum())
    return Outcome(dict(values), total, nodes, gate_table(instrument, nodes))


def side_by_side(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """Scenarios beside each other, a row per predicate and gate, the first scenario being what is compared with.

    outcomes: name -> outcome. Columns: BESIDE_COLUMNS, and for each name 'nilai <name>' (points),
    'terpenuhi <name>' (bool), and from the second on 'selisih <name>' (points against the first).
    """
    first = next(iter(outcomes.values())).gates
    table = first[list(BESIDE_COLUMNS)].copy()
    for name, found in outcomes.items():
        table[f"nilai {name}"] = found.gates["nilai"]
        table[f"terpenuhi {name}"] = found.gates["terpenuhi"]
        if found.gates is not first:
            table[f"selisih {name}"] = found.gates["nilai"] - first["nilai"]
    return table


def changed_nodes(outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """The nodes whose nilai differs in any scenario. Columns: NODE_COLUMNS, and one of points per name."""
    first = next(iter(outcomes.values())).nodes
    table = first[list(NODE_COLUMNS)].copy()
    for name, found in outcomes.items():
        table[name] = found.nodes["nilai"]
    points = table[list(outcomes)]
    return table[points.max(axis=1) - points.min(axis=1) > SUM_TOLERANCE].reset_index(drop=True)


def changes_of(plan: Plan) -> dict[str, Change]:
    """A plan's steps as the changes of a scenario: ratios by the counts to reach, where their cases are known."""
    changes: dict[str, Change] = {}
    for step in plan.langkah:
        if not step.hitungan:
            changes[step.kode] = step.ke
        by_question: dict[str, dict[str, float | None]] = {}
        for count in step.hitungan:
            by_question.setdefault(count.kode, {})[count.kunci] = float(count.angka)
        # Where only the shared count is written, it follows from its change elsewhere.
        changes |= {kode: counts for kode, counts in by_question.items() if kode == step.kode or len(counts) > 1}
    return changes


def change_table(instrument: Instrument, before: Outcome, after: Outcome, codes: Iterable[str]) -> pd.DataFrame:
    """What changes (questions by their codes) do.

    Columns: CHANGE_COLUMNS. dari, ke (as people read them).
    """
    points = after.nodes.set_index("kode")["nilai"] - before.nodes.set_index("kode")["nilai"]
    rows = []
    for kode in codes:
        question = instrument.question(kode)
        scale = instrument.scale_of(question)
        dari, ke = (answer_text(instrument, kode, answer_of(scale, o.nilai.get(kode))) for o in (before, after))
        rows.append((kode, question.teks, dari, ke, points[kode]))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def total_text(found: Outcome) -> str:
    """A total as people read it: never like a minimum that it misses."""
    return format_beside(found.total, found.gates["minimum"])


def change_sentence(before: Outcome, after: Outcome, changes: int) -> str:
    """The one sentence about a number of changes: what they do to the total."""
    if not changes:
        return f"Belum ada yang diubah: total {total_text(before)} seperti yang tersimpan."
    return (
        f"Dengan {changes} jawaban yang diubah, total {total_text(before)} menjadi "
        f"{total_text(after)} ({format_change(after.total - before.total)} poin)."
    )


def gates_met(outcome: Outcome, predikat: str) -> tuple[int, int]:
    """How many of a predicate's gates hold, and how many there are."""
    own = outcome.gates[outcome.gates["predikat"] == predikat]
    return int(own["terpenuhi"].sum()), len(own)


def towards(outcome: Outcome, predikat: str) -> str:
    """How an outcome stands towards a predicate: MET, MISSED, or 'hampir' (enough in total, another gate is not)."""
    own = outcome.gates[outcome.gates["predikat"] == predikat]
    if own["terpenuhi"].all():
        return MET
    whole = own[own["menyeluruh"]]
    return "hampir" if len(whole) and whole["terpenuhi"].all() else MISSED


def asked_counts(question: Question, counts: Counts) -> list[RawCount]:
    """The raw counts to ask for: a sum of others only where it is written and none of its parts is."""
    return [
        count
        for count in question.masukan
        if not count.jumlah_dari
        or (counts.get(count.kunci) is not None and all(counts.get(part) is None for part in count.jumlah_dari))
    ]


def with_count(question: Question, counts: Counts, kunci: str, angka: float | None) -> dict[str, float | None]:
    """All raw counts of a ratio question with one of them changed; a sum that it is part of is computed anew."""
    changed = {count.kunci: counts.get(count.kunci) for count in question.masukan} | {kunci: angka}
    return changed | {count.kunci: None for count in question.masukan if kunci in count.jumlah_dari}


def _meanings(
    instrument: Instrument, changes: Mapping[str, Change], counts: Mapping[str, Counts] | None
) -> dict[str, Meaning]:
    known = {question.kode: question for question in instrument.questions()}
    unknown = Meaning(None, "galat", "bukan kode pertanyaan dalam instrumen")
    return {
        kode: _meaning(instrument, known[kode], change, (counts or {}).get(kode, {})) if kode in known else unknown
        for kode, change in with_linked(instrument, changes, counts or {}).items()
    }


def _meaning(instrument: Instrument, question: Question, change: Change, counts: Counts) -> Meaning:
    if change is None:
        return Meaning(None)
    scale = instrument.scale_of(question)
    if isinstance(change, Mapping):
        unknown = sorted(set(change) - {count.kunci for count in question.masukan})
        if question.rasio is None or unknown:
            named = ", ".join(unknown) or "angka mentah"
            return Meaning(None, "galat", f"pertanyaan ini tidak punya masukan {named}")
        return ratio_meaning(question, {**counts, **change})
    if scale.jenis != "rasio":
        return written_meaning(scale, change)
    if isinstance(change, int | float) and not isinstance(change, bool) and 0 <= change <= 1:
        return Meaning(float(change))
    return Meaning(None, "galat", f"bagian '{change}' bukan angka antara 0 dan 1")


def scenario_outcome(store: Store, scenario: Scenario) -> Outcome:
    """A saved scenario scored on the assessment that it starts from.

    Raises ScenarioProblem when its changes cannot be applied.
    """
    instrument = load_instrument(scenario.instrumen, scenario.instrumen_versi)
    base = scenario.dari_penilaian_id
    counts = counts_by_question(store, base)
    return outcome(instrument, apply_changes(instrument, answer_values(store, base), scenario.perubahan, counts))

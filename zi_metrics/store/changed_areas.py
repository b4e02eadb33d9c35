"""Which areas a new assessment touches: those where an answer or a count differs from the version that counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from zi_metrics.answers import Answer
from zi_metrics.instruments.library import load_instrument
from zi_metrics.instruments.model import Node
from zi_metrics.scope import Act, Scope
from zi_metrics.store.lineage import Current

# The part of the form that is no Pokja's: surveys and results.
NO_AREA = 0


@dataclass(frozen=True)
class Areas:
    """pokja: the areas touched, NO_AREA for hasil; None = not asked, counts as all. names: of all the form's areas."""

    pokja: frozenset[int] | None = None
    names: tuple[tuple[int, str], ...] = ()

    def beyond(self, allowed: frozenset[int] | None) -> str:
        """What of them lies outside of the allowed areas, in words (Indonesian); '' where nothing does."""
        outside = () if self.pokja is None or allowed is None else sorted(self.pokja - allowed)
        names = {NO_AREA: "komponen hasil", **{n: f"Pokja {n} ({name})" for n, name in self.names}}
        return f"yang diubah mencakup {', '.join(names[n] for n in outside)}" if outside else ""


def changed_areas(
    cursor: duckdb.DuckDBPyConnection,
    scope: Scope,
    unit_id: str,
    penilai: str,
    instrument: tuple[str, int],
    answers: Sequence[Answer],
    current: Current | None,
) -> Areas:
    """The areas that new answers touch, for whom only some are allowed; inside the writer's transaction.

    instrument: code and version
    """
    # Who may upload for all areas, or nothing for this unit, need not be asked which.
    if not scope.pokja(Act.IMPOR_LKE, unit_id, penilai):
        return Areas()
    form = load_instrument(*instrument)
    area = area_of_questions(form.komponen)
    before = _stored(cursor, current.penilaian_id) if current else {}
    after = {answer.kode: _written(answer) for answer in answers}
    blank = (None, None, "", "", "", ())
    touched = {kode for kode in before.keys() | after.keys() if _said(before, kode, blank) != _said(after, kode, blank)}
    return Areas(frozenset(area.get(kode, NO_AREA) for kode in touched), tuple(form.pokja().items()))


def area_of_questions(komponen: list[Node]) -> dict[str, int]:
    """Question code -> its Pokja; NO_AREA for questions that are no Pokja's."""
    return dict(pair for node in komponen for pair in _areas(node, NO_AREA))


def _areas(node: Node, above: int) -> Iterator[tuple[str, int]]:
    own = above if node.pokja is None else node.pokja
    yield from ((question.kode, own) for question in node.pertanyaan)
    for child in node.anak:
        yield from _areas(child, own)


def _written(answer: Answer) -> tuple:
    counts = tuple(sorted((count.kunci, count.angka) for count in answer.masukan))
    return (answer.tertulis, answer.nilai, answer.catatan, answer.bukti, answer.tautan, counts)


def _said(answers: dict[str, tuple], kode: str, blank: tuple) -> tuple:
    *texts, counts = answers.get(kode, blank)
    # A count that is blank says nothing, as one that is not there.
    return (*texts, tuple(pair for pair in counts if pair[1] is not None))


def _stored(cursor: duckdb.DuckDBPyConnection, penilaian_id: str) -> dict[str, tuple]:
    counts: dict[str, list] = {}
    query = "SELECT kode, kunci, angka FROM masukan WHERE penilaian_id = ?"
    for kode, kunci, angka in cursor.execute(query, [penilaian_id]).fetchall():
        counts.setdefault(kode, []).append((kunci, angka))
    query = "SELECT kode, tertulis, nilai, catatan, bukti, tautan FROM jawaban WHERE penilaian_id = ?"
    return {
        kode: (*said, tuple(sorted(counts.get(kode, ()))))
        for kode, *said in cursor.execute(query, [penilaian_id]).fetchall()
    }

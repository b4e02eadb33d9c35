"""Whether anything changed of what a person sees: versions of their units alone, for what is kept between pages.

Whoever sees all units has the whole database's versions (`tables.version`, `register_counts.registers_version`). For
others an import, a record or a register's row of a unit that they do not see changes nothing: what is kept for them
holds.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zi_metrics.scope import Scope
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.register_counts import registers_version
from zi_metrics.store.register_tables import REGISTER_TABLES
from zi_metrics.store.table_marks import marks_of

# What is stored of each unit, as one number. An import's withdrawal and an earlier version's return are its units' as
# well: what comes in belongs to an import that nobody could withdraw before, so that withdrawals are asked for apart.
_OF_SURVEYS = ("SELECT unit_id, hash(survei_id) AS isi FROM survei",)
_OF_ASSESSMENTS = ("SELECT unit_id, hash(penilaian_id) AS isi FROM penilaian",)
_OF_WITHDRAWN_SURVEYS = (
    "SELECT unit_id, hash('cabut', impor_id, c.waktu) AS isi FROM pencabutan c JOIN survei USING (impor_id)",
)
_OF_WITHDRAWN_ASSESSMENTS = (
    "SELECT unit_id, hash('cabut', impor_id, c.waktu) AS isi FROM pencabutan c JOIN penilaian USING (impor_id)",
)
# What is written by hand about a unit beside its registers: prerequisites, and the name under which it all stands.
_BY_HAND = (
    "SELECT unit_id, hash(unit_id, tahun, kode, versi) AS isi FROM prasyarat WHERE unit_id IS NOT NULL",
    "SELECT unit_id, hash('nama', unit_id, count(*)) AS isi FROM nama_unit GROUP BY unit_id",
)
_EACH_REGISTER = "SELECT unit_id, hash('{name}', count(*)) AS isi FROM {name} GROUP BY unit_id"
_SUMS = "SELECT unit_id, sum(isi)::VARCHAR, count(*) FROM ({}) GROUP BY unit_id"
# Units merged into another count for that one as well, where their history is shown.
_MERGED = "SELECT unit_id, ke_unit_id FROM gabungan_berlaku WHERE ke_unit_id IS NOT NULL ORDER BY ALL"
# What is everybody's: the tree, mergers, dates, settings, what is recorded for the whole agency.
_SHARED = ("simpul", "gabungan", "batas_pengusulan", "pengaturan", "prasyarat_instansi")
# What units there are, under which names, at which places in the tree.
_NAMES = ("simpul", "gabungan", "unit_kerja", "nama_unit")
# On which tables the sums below rest, beside mergers and what is everybody's.
_BY_HAND_IN = ("prasyarat", "nama_unit")
_OF_WORK = (*REGISTER_TABLES, *_BY_HAND_IN, "gabungan")
_SURVEYS_IN = ("survei", "pencabutan")
_ASSESSMENTS_IN = ("impor", "pencabutan")
# What names, places and settings rest on.
_SETTINGS = "pengaturan"
# unit_id -> what is stored of it, as numbers.
_Sums = Mapping[str, tuple]


@dataclass(frozen=True)
class _Versions:
    """shared: what is everybody's; units: unit_id -> what is stored of it; of_scope: those asked for so far."""

    shared: tuple
    units: Mapping[str, tuple]
    of_scope: dict[str, str] = field(default_factory=dict)

    def of(self, scope: Scope, units: Iterable[str]) -> str:
        if scope.key not in self.of_scope:
            said = repr((self.shared, [(unit, self.units.get(unit)) for unit in sorted(units)]))
            self.of_scope[scope.key] = hashlib.sha256(said.encode()).hexdigest()[:16]
        return self.of_scope[scope.key]

    def of_unit(self, unit_id: str) -> str:
        return repr((self.shared, self.units.get(unit_id)))


def seen_version(store: Store) -> str:
    """Changes whenever anything is imported, restored, withdrawn, recorded, erased, renamed or merged that is in scope;
    until then, what was computed from it alone may be kept.
    """
    units = store.scope.units()
    return tables.version(store) if units is None else _versions(store).of(store.scope, units)


def seen_registers_version(store: Store) -> str:
    """Changes whenever a row of a register is written that is in scope."""
    units = store.scope.units()
    return registers_version(store) if units is None else _registers(store).of(store.scope, units)


def unit_version(store: Store, unit_id: str) -> str:
    """The same as `seen_version` of one unit, whoever asks."""
    return _versions(store).of_unit(unit_id)


def surveys_version(store: Store, unit_id: str) -> str:
    """The same, of a unit's surveys alone: an LKE leaves it as it is."""
    return _surveys(store).of_unit(unit_id)


def unit_state(store: Store, unit_id: str) -> str:
    """The same as `unit_version`, which changes with each row of a register of the unit, too."""
    return repr((_versions(store).of_unit(unit_id), _work(store).of_unit(unit_id)))


def seen_surveys_version(store: Store) -> str:
    """Changes whenever a survey is imported, withdrawn or erased that is in scope, and with names, dates and settings:
    an LKE leaves it as it is.
    """
    units, names = store.scope.units(), marks_of(store, *_NAMES)
    if units is None:
        return " ".join((*names, *marks_of(store, *_SHARED, *_SURVEYS_IN)))
    return " ".join((*names, _surveys(store).of(store.scope, units)))


def names_version(store: Store) -> str:
    """Changes whenever a unit comes, gets another name or another place in the tree, is merged or parted, anywhere."""
    return " ".join(marks_of(store, *_NAMES))


def work_version(store: Store) -> str:
    """Changes whenever anything is written by hand that is in scope (rows of registers), and with names and settings:
    what others import leaves it as it is.
    """
    return " ".join((*marks_of(store, *_NAMES, _SETTINGS), seen_registers_version(store)))


class UnitStates(NamedTuple):
    """What is stored and written of every unit, to be compared with what was, some time ago.

    shared: what is everybody's; stored: unit_id -> what is imported and recorded; work: unit_id -> what is written by
    hand (registers, prerequisites, its name); surveys: unit_id -> what is imported of surveys alone
    """

    shared: tuple
    stored: Mapping[str, tuple]
    work: Mapping[str, tuple]
    surveys: Mapping[str, tuple]

    def of(self, unit_id: str) -> tuple:
        """Changes with anything of this unit; see `shared` for what is not its own."""
        return self.stored.get(unit_id), self.work.get(unit_id)

    def of_work(self, unit_id: str) -> tuple:
        """The same for what rests on nothing that is imported: an LKE or a survey leaves it as it is."""
        return (self.work.get(unit_id),)

    def of_surveys_and_work(self, unit_id: str) -> tuple:
        """The same for what rests on surveys, too: an LKE leaves it as it is."""
        return self.surveys.get(unit_id), self.work.get(unit_id)


def unit_states(store: Store) -> UnitStates:
    """`unit_state` of all units at once, whoever asks."""
    stored = _versions(store)
    return UnitStates(stored.shared, stored.units, _work(store).units, _surveys(store).units)


def work_state(store: Store, unit_id: str) -> str:
    """The same for what rests on nothing that is imported: an LKE or a survey leaves it as it is."""
    return repr((marks_of(store, *_SHARED), _work(store).of_unit(unit_id)))


def _versions(store: Store) -> _Versions:
    state = marks_of(store, *_SHARED, *_ASSESSMENTS_IN, *_SURVEYS_IN, *_BY_HAND_IN)
    return store.until_written(_together, state)


def _surveys(store: Store) -> _Versions:
    return store.until_written(_surveys_together, marks_of(store, *_SHARED, *_SURVEYS_IN))


def _registers(store: Store) -> _Versions:
    return store.until_written(_registers_together, marks_of(store, *REGISTER_TABLES, "gabungan"))


def _work(store: Store) -> _Versions:
    return store.until_written(_work_together, marks_of(store, *_OF_WORK))


def _together(store: Store) -> _Versions:
    parts = (*_parts_of_assessments(store), *_parts_of_surveys(store), _by_hand(store))
    return _joined(store, parts, marks_of(store, *_SHARED))


def _surveys_together(store: Store) -> _Versions:
    return _joined(store, _parts_of_surveys(store), marks_of(store, *_SHARED))


def _registers_together(store: Store) -> _Versions:
    return _joined(store, (_rows_of_registers(store),))


def _work_together(store: Store) -> _Versions:
    return _joined(store, (_rows_of_registers(store), _by_hand(store)))


def _parts_of_assessments(store: Store) -> tuple[_Sums, ...]:
    # An import that is erased takes its withdrawal along.
    return (
        store.until_written(_ask_assessments, marks_of(store, "impor")),
        store.until_written(_ask_withdrawn_assessments, marks_of(store, "pencabutan")),
    )


def _parts_of_surveys(store: Store) -> tuple[_Sums, ...]:
    return (
        store.until_written(_ask_surveys, marks_of(store, "survei")),
        store.until_written(_ask_withdrawn_surveys, marks_of(store, "pencabutan")),
    )


def _by_hand(store: Store) -> _Sums:
    return store.until_written(_ask_by_hand, marks_of(store, *_BY_HAND_IN))


def _rows_of_registers(store: Store) -> _Sums:
    return store.until_written(_ask_registers, marks_of(store, *REGISTER_TABLES))


def _ask_assessments(store: Store) -> _Sums:
    return _of_each(store, _OF_ASSESSMENTS)


def _ask_withdrawn_assessments(store: Store) -> _Sums:
    return _of_each(store, _OF_WITHDRAWN_ASSESSMENTS)


def _ask_surveys(store: Store) -> _Sums:
    return _of_each(store, _OF_SURVEYS)


def _ask_withdrawn_surveys(store: Store) -> _Sums:
    return _of_each(store, _OF_WITHDRAWN_SURVEYS)


def _ask_by_hand(store: Store) -> _Sums:
    return _of_each(store, _BY_HAND)


def _ask_registers(store: Store) -> _Sums:
    return _of_each(store, tuple(_EACH_REGISTER.format(name=name) for name in REGISTER_TABLES))


def _ask_merged(store: Store) -> list[tuple[str, str]]:
    with store.cursor() as cursor:
        return cursor.execute(_MERGED).fetchall()


def _joined(store: Store, parts: Sequence[_Sums], shared: tuple = ()) -> _Versions:
    """What is asked in parts, each of which rests on other tables. shared: what of everybody's counts for each"""
    found: dict[str, tuple] = {unit: tuple([part.get(unit) for part in parts]) for unit in set().union(*parts)}
    merged = store.until_written(_ask_merged, marks_of(store, "gabungan"))
    brought = [(into, (unit, found[unit])) for unit, into in merged if unit in found]
    for into, what in brought:
        found[into] = (*found.get(into, ()), what)
    return _Versions(shared, found)


def _of_each(store: Store, queries: Iterable[str]) -> _Sums:
    """What some queries tell of each unit, summed."""
    with store.cursor() as cursor:
        found = cursor.execute(_SUMS.format(" UNION ALL ".join(queries))).fetchall()
    return {row[0]: row[1:] for row in found}

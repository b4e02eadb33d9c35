"""An agency for a crowd: the sample portfolio in a tree of branches, each person with a scope that nobody else has."""

import io
import zipfile
from dataclasses import dataclass

from zi_metrics.answers import Identity
from zi_metrics.instruments.library import load_instrument
from zi_metrics.reports.official_workbook import write_official
from zi_metrics.samples.lke import sample_answers, sample_units
from zi_metrics.scoring.points import compile_points
from zi_metrics.scoring.score import answer_row, node_table, score
from zi_metrics.store import tables
from zi_metrics.store.connection import Store
from zi_metrics.store.people import KnownPerson, Role, save_people
from zi_metrics.store.unit_tree import TreeNode, nodes, save_nodes

NAMES = [unit.nama for unit in sample_units()]
BRANCHES = 4
# Every so many-th who looks leads a branch; every last two who upload answer for one unit together.
_LEADER, _TOGETHER = 5, 2
# So many different workbooks has each who uploads; each upload is a file of its own all the same.
_BOOKS = 3
YEAR = 2026


@dataclass(frozen=True)
class Looker:
    """Somebody who looks. email: by which they sign in; units: whose names they may see (places in NAMES)"""

    email: str
    units: frozenset[int]


@dataclass(frozen=True)
class Book:
    """A workbook to upload. content: the file; total: its score, from the answers that were written into it"""

    content: bytes
    total: float


@dataclass(frozen=True)
class Uploader:
    """Somebody who uploads. email: by which they sign in; unit: place in NAMES; books: what they upload in turn"""

    email: str
    unit: int
    books: tuple[Book, ...]


def lookers(count):
    """People who look, no two of whom see the same units."""
    found = []
    for number in range(count):
        if number % _LEADER == 0:
            branch = _branch(number // _LEADER % BRANCHES)
            units = {*branch, (branch[-1] + 1 + number // (_LEADER * BRANCHES)) % len(NAMES)}
        else:
            units = {number % len(NAMES), (number + 3 + number // len(NAMES)) % len(NAMES)}
        found.append(Looker(f"lihat{number}@instansi.test", frozenset(units)))
    assert len({one.units for one in found}) == count, "two people see the same units"
    return found


def uploaders(count):
    """People who upload, each for a unit of their own but the last ones, who have one together."""
    last = count - _TOGETHER if count > _TOGETHER else count
    return [
        Uploader(f"unggah{number}@instansi.test", min(number, last), tuple(_books(min(number, last), number)))
        for number in range(count)
    ]


def make_agency(samples_filled, looking, uploading):
    """Let a closed database file that holds the samples have the tree and these people."""
    store = Store(samples_filled)
    save_nodes(store, [TreeNode("Instansi", "instansi")])
    top = nodes(store)["simpul_id"].iloc[0]
    save_nodes(store, [TreeNode(f"Cabang {number}", "cabang", top) for number in range(BRANCHES)])
    ids = dict(zip(nodes(store)["nama"], nodes(store)["simpul_id"], strict=True))
    above = {unit: ids[f"Cabang {number}"] for number in range(BRANCHES) for unit in _branch(number)}
    save_nodes(store, [TreeNode(name, "unit", above[place]) for place, name in enumerate(NAMES)])
    unit_ids = {name: key for key, name in tables.units_of(store).items()}
    people = [KnownPerson(one.email, one.email.split("@")[0]) for one in (*looking, *uploading)]
    roles = [Role(one.email, "unit", unit_ids[NAMES[one.unit]]) for one in uploading]
    for one in looking:
        whole = next((n for n in range(BRANCHES) if set(_branch(n)) <= one.units), None)
        led = set() if whole is None else set(_branch(whole))
        if whole is not None:
            roles.append(Role(one.email, "pimpinan", ids[f"Cabang {whole}"]))
        roles += [Role(one.email, "pembaca", unit_ids[NAMES[unit]]) for unit in sorted(one.units - led)]
    save_people(store, people, roles)
    store.close()


def own_file(book, mark):
    """A file of its own with the same answers as a book's. mark: what makes it so"""
    stream = io.BytesIO(book.content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = mark.encode()
    return stream.getvalue()


def _branch(number):
    each = len(NAMES) // BRANCHES
    return range(number * each, (number + 1) * each)


def _books(unit, person):
    instrument = load_instrument()
    points = compile_points(instrument)
    for turn in range(_BOOKS):
        # Answers that some unit of the samples gave in some year; any will do, so that they differ.
        answers = {a.kode: a for a in sample_answers(instrument, (7 * person + turn) % len(NAMES), YEAR - turn, "unit")}
        content = write_official(instrument, "lampiran-iii", {"unit": answers}, Identity(NAMES[unit], YEAR, "unit"))
        scored = node_table(points, score(points, answer_row(points, {k: a.nilai for k, a in answers.items()})))
        yield Book(content, float(scored.loc[scored["tingkat"] == 0, "nilai"].sum()))

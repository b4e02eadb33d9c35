"""Disorders among raw counts: parts above their whole, a count told twice, one count with two figures."""

from messy.disorders_answers import refresh
from messy.model import INSTRUMENT, Draft, Formula, Key, Row, Truth, question


def parts_above_whole(draft: Draft) -> bool:
    """More is under way, settled, reported or punished than there was to begin with."""
    groups = [g for g in draft.count_groups() if _wholes(draft, g)]
    for group in draft.some(groups, 1, 2):
        counts = draft.counts[group]
        parts, whole = draft.rng.choice(_wholes(draft, group))
        part = draft.rng.choice(parts)
        counts[part] = whole - sum(counts[p] or 0 for p in parts if p != part) + draft.rng.randint(1, 9)
        if counts[part] <= 0:
            counts[part] = whole + draft.rng.randint(1, 9)
        refresh(draft, group, "parts_above_whole")
    return bool(groups)


def shared_counts_differ(draft: Draft) -> bool:
    """A count that the form asks for twice is another one at the second place."""
    open_groups = set(draft.count_groups())
    found = [
        ((key, place.pertanyaan), place.kunci)
        for key in draft.truth
        for places in INSTRUMENT.shared_counts
        for place in places[1:]
        if {(key, p.pertanyaan) for p in places} <= open_groups
    ]
    for group, kunci in draft.some(found, 1, 2):
        draft.counts[group][kunci] = (draft.counts[group][kunci] or 0) + draft.rng.randint(1, 9)
        refresh(draft, group, "shared_counts_differ")
    return bool(found)


def count_told_twice(draft: Draft) -> bool:
    """A raw count's row stands there twice, with two numbers."""
    if draft.transposed:
        return False
    groups = draft.count_groups()
    for group in draft.some(groups, 1, 2):
        slots = [s for s in draft.count_slots(group).values() if isinstance(s.written, int)]
        if not slots:
            continue
        slot = draft.rng.choice(slots)
        copy = Row("count", dict(slot.row.cells), slot.kode, slot.kunci, key=slot.row.key)
        copy.cells = {c: v for c, v in copy.cells.items() if not isinstance(v, Formula)}
        copy.cells[slot.column] = slot.written + draft.rng.randint(1, 9)
        slot.row.glued = True
        slot.sheet.after(slot.row, copy)
        draft.settle(slot.row)
        value = draft.truth[group[0]][group[1]].value
        draft.tell(*group, Truth(value, True, why="count_told_twice"))
    return bool(groups)


def tell_contradictions(draft: Draft) -> None:
    """Whatever the disorders did: counts that contradict each other must be reported."""
    for group in draft.counts:
        if _sum_at_odds(draft, group) or any(
            sum(draft.counts[group][part] or 0 for part in parts) > whole for parts, whole in _wholes(draft, group)
        ):
            _must_be_reported(draft, *group, "counts contradict")
    for key in draft.truth:
        for places in INSTRUMENT.shared_counts:
            told = [draft.counts.get((key, place.pertanyaan), {}) for place in places]
            numbers = [
                counts.get(place.kunci)
                for counts, place in zip(told, places, strict=True)
                if any(n is not None for n in counts.values())
            ]
            if len(set(numbers)) > 1:
                for place in places:
                    _must_be_reported(draft, key, place.pertanyaan, "shared counts differ")


def _must_be_reported(draft: Draft, key: Key, kode: str, why: str) -> None:
    truth = draft.truth[key][kode]
    if not truth.doubtful:
        draft.tell(key, kode, Truth(truth.value, True, truth.alternatives, truth.why or why))


def _wholes(draft: Draft, group: tuple[Key, str]) -> list[tuple[list[str], int]]:
    """Of a question's counts the parts of each whole, and the whole, where it is known."""
    counts, asked = draft.counts[group], question(group[1])
    sums = {count.kunci: count.jumlah_dari for count in asked.masukan}
    known = {
        kunci: sum(counts[part] or 0 for part in parts)
        if counts[kunci] is None and any(counts[part] is not None for part in parts)
        else counts[kunci]
        for kunci, parts in sums.items()
    }
    found: dict[tuple[str, ...], list[str]] = {}
    for count in asked.masukan:
        if count.bagian_dari and all(known[kunci] is not None for kunci in count.bagian_dari):
            found.setdefault(tuple(count.bagian_dari), []).append(count.kunci)
    return [(parts, sum(known[kunci] for kunci in whole)) for whole, parts in found.items()]


def _sum_at_odds(draft: Draft, group: tuple[Key, str]) -> bool:
    counts = draft.counts[group]
    for count in question(group[1]).masukan:
        parts = [counts[part] for part in count.jumlah_dari if counts[part] is not None]
        if parts and counts[count.kunci] not in (None, sum(parts)):
            return True
    return False

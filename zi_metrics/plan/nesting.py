"""How gates lie inside one another: areas in a component, components in the total."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from zi_metrics.tolerance import SUM_TOLERANCE


class Node(NamedTuple):
    """Gates that hold the same questions: their places, the nodes inside, and the block of questions where none are."""

    gates: tuple[int, ...]
    inner: tuple[int, ...]
    block: int


class Nesting(NamedTuple):
    """How gates lie inside one another.

    worth: (question,) points per value, in each gate that it counts in; block: (question,) which gates these are
    nodes: the inner ones before those around them; outermost: the places of those inside no other
    """

    worth: np.ndarray
    block: np.ndarray
    nodes: tuple[Node, ...]
    outermost: tuple[int, ...]


@lru_cache(maxsize=64)
def nesting_of(content: bytes, shape: tuple[int, int]) -> Nesting | None:
    """None where gates do not lie inside one another, or a question counts in one of them more than in another."""
    coefficients = np.frombuffer(content).reshape(shape)
    worth = coefficients.max(axis=1, initial=0.0)
    counts = coefficients > 0
    if (np.abs(coefficients - worth[:, None])[counts] > SUM_TOLERANCE).any():
        return None
    kinds: dict[tuple[bool, ...], int] = {}
    block = np.array([kinds.setdefault(tuple(row), len(kinds)) for row in counts.tolist()], dtype=np.int64)
    within: dict[frozenset[int], list[int]] = {frozenset({number}): [] for number in kinds.values()}
    for gate in range(shape[1]):
        within.setdefault(frozenset(number for kind, number in kinds.items() if kind[gate]), []).append(gate)
    nodes: list[Node] = []
    outermost: dict[int, frozenset[int]] = {}
    for blocks, gates in sorted(within.items(), key=lambda one: (len(one[0]), min(one[0], default=-1))):
        inner = tuple(place for place, held in outermost.items() if held & blocks)
        if any(not outermost[place] <= blocks for place in inner):
            return None
        outermost = {place: held for place, held in outermost.items() if place not in inner} | {len(nodes): blocks}
        nodes.append(Node(tuple(gates), inner, min(blocks) if len(blocks) == 1 else -1))
    return Nesting(worth, block, tuple(nodes), tuple(outermost))

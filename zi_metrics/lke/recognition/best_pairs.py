"""Rows and columns of a table paired so that their gains add up to the most."""

import numpy as np


def best_pairs(gain: np.ndarray) -> list[tuple[int, int]]:
    """The pairs (row, column) with the greatest total gain, each row and column in at most one, as many as there are of
    the fewer; rows in order.
    """
    if gain.shape[0] < gain.shape[1]:
        return sorted((row, column) for column, row in best_pairs(gain.T))
    if not gain.size:
        return []
    # Where each column is best served by a row of its own there is nothing to weigh.
    rows = gain.argmax(axis=0)
    is_plain = len(np.unique(rows)) == gain.shape[1] and ((gain == gain.max(axis=0)).sum(axis=0) == 1).all()
    if is_plain:
        return sorted(zip(rows.tolist(), range(gain.shape[1]), strict=True))
    # Here, because it takes as long to load as an LKE to read, and few need it.
    from scipy.optimize import linear_sum_assignment

    found = linear_sum_assignment(gain, maximize=True)
    return [(int(row), int(column)) for row, column in zip(*found, strict=True)]

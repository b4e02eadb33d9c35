"""Correlations of what stands behind answers in few levels: polychoric, two-step (Olsson 1979).

An item near full marks has little variance, so that its ordinary correlation is low whatever people feel; the
polychoric one is that of the normal feelings whose thresholds the answers tell, and does not depend on the mean.
"""

import numpy as np

# A correlation is sought between these: at the very ends a table with an empty cell would run away.
_MOST = 0.97
# Nodes of the integral of the bivariate normal (Drezner and Wesolowsky 1990); exact to 1e-6 up to _MOST.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
# A threshold beyond which nobody answers.
_FAR = 8.0
_LEAST = 1e-12


def polychoric(tables: np.ndarray, start: np.ndarray | float = 0.5, steps: int = 12) -> np.ndarray:
    """The polychoric correlation of each contingency table; NaN where one of the two does not vary.

    tables: (..., levels, levels) counts of pairs of answers, levels ascending; start: where the search begins (shape
    of the answer); steps: of Fisher's scoring at most.
    Thresholds come from the margins, the correlation maximises the likelihood of the table given them. Source: Olsson,
    Maximum likelihood estimation of the polychoric correlation coefficient, Psychometrika 44, 1979.
    """
    total = tables.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = tables / total[..., None, None]
    rows, columns = share.sum(axis=-1), share.sum(axis=-2)
    varies = (total > 0) & (rows.max(axis=-1) < 1) & (columns.max(axis=-1) < 1)
    share = np.where(varies[..., None, None], share, 1 / tables.shape[-1] ** 2)
    rows, columns = share.sum(axis=-1), share.sum(axis=-2)
    h, k = _thresholds(rows)[..., :, None], _thresholds(columns)[..., None, :]
    independent = rows[..., :, None] * columns[..., None, :]
    rho = np.broadcast_to(np.asarray(start, dtype=float), total.shape).copy()
    rho = np.clip(np.where(np.isfinite(rho), rho, 0.5), -_MOST, _MOST)
    for _ in range(steps):
        joint, density = _bivariate(h, k, rho[..., None, None])
        slope = _cells(density)
        ratio = slope / np.maximum(independent + _cells(joint), _LEAST)
        information = (slope * ratio).sum(axis=(-2, -1))
        # Half the way to the end at most: a long first step must not stick there.
        step = (share * ratio).sum(axis=(-2, -1)) / np.maximum(information, _LEAST)
        new = np.clip(rho + np.clip(step, -0.4, 0.4), -_MOST, _MOST)
        moved, rho = np.abs(new - rho).max(initial=0.0), new
        if moved < 1e-5:
            break
    return np.where(varies, rho, np.nan)


def _thresholds(margin: np.ndarray) -> np.ndarray:
    """(..., levels - 1) thresholds of a margin."""
    # Here, because it takes longer to load than most commands to run.
    from scipy.special import ndtri

    return np.clip(ndtri(np.clip(np.cumsum(margin, axis=-1)[..., :-1], 0.0, 1.0)), -_FAR, _FAR)


def _bivariate(h: np.ndarray, k: np.ndarray, r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a bivariate normal: what its correlation adds to the chance of lying below both, and its density there."""
    square, product = (h * h + k * k) / 2, h * k
    spread = 1 - r * r
    density = np.exp((r * product - square) / spread) / (2 * np.pi * np.sqrt(spread))
    angle = np.arcsin(r)
    joint = np.zeros_like(density)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        sine = np.sin(angle * (node + 1) / 2)
        joint += weight * np.exp((sine * product - square) / (1 - sine * sine))
    return joint * angle / (4 * np.pi), density


def _cells(corners: np.ndarray) -> np.ndarray:
    """What lies in each cell, from what lies below each pair of thresholds; nothing lies beyond the ends."""
    edges = [(0, 0)] * (corners.ndim - 2) + [(1, 1), (1, 1)]
    return np.diff(np.diff(np.pad(corners, edges), axis=-1), axis=-2)

"""How far two figures may lie apart and still be the same."""

# Sums and products of decimals (bobot, minima, option values) are off by the rounding of floats, some 1e-14 for sums
# like ours; figures that really differ lie much further apart.
SUM_TOLERANCE = 1e-9

"""Statistical promises held against simulated truth, one file per promise; `benchmarks/calibrate.py` runs them."""

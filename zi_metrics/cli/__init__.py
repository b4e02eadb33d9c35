"""The command line: `python -m zi_metrics ...`."""

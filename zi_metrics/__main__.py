"""`python -m zi_metrics ...`: the command line."""

import sys

from zi_metrics.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m zi_metrics ...`: the command line."""

import sys

from zi_metrics.cli import main

if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read the output (`| head`) has had enough; the interpreter must not complain about it at exit.
        sys.stdout = None
        sys.exit(0)

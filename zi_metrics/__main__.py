"""`python -m zi_metrics ...`: the command line."""

import os
import sys

from zi_metrics.cli.common import keep_output_ours
from zi_metrics.cli.main import main

if __name__ == "__main__":
    keep_output_ours()
    try:
        status = main()
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:
        # Whoever read the output (`| head`) has had enough; what is left is written to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)

"""`python -m zi_metrics ...`: the command line."""

import gc
import os
import sys

from zi_metrics.cli.main import main
from zi_metrics.cli.parser import keep_output_ours
from zi_metrics.os_causes import cause


def _write_the_rest_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    keep_output_ours()
    # Loading makes hundreds of thousands of objects that stay; looking through them again and again takes a tenth.
    gc.set_threshold(100_000)
    try:
        status = main()
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:
        # Whoever read the output (`| head`) has had enough.
        _write_the_rest_nowhere()
        sys.exit(0)
    except OSError as error:
        print(f"Keluaran perintah tidak dapat ditulis: {cause(error)}.", file=sys.stderr)
        _write_the_rest_nowhere()
        sys.exit(2)

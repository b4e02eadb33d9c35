"""`python -m zi_metrics ...`: the command line."""

import atexit
import gc
import os
import sys
from typing import NoReturn

from zi_metrics.cli.main import main
from zi_metrics.cli.parser import keep_output_ours
from zi_metrics.loaded import collect_what_comes
from zi_metrics.os_causes import cause


def _write_the_rest_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(status: int) -> NoReturn:
    """End the process: closed is what asked to be, and the system takes the memory back at once. Python would first
    take every module apart, which is a tenth of what a command takes.
    """
    atexit._run_exitfuncs()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    keep_output_ours()
    # Loading makes hundreds of thousands of objects that stay; looking through them once takes as long as an LKE.
    gc.disable()
    try:
        status = main(loaded=collect_what_comes)
        sys.stdout.flush()
        _end(status)
    except BrokenPipeError:
        # Whoever read the output (`| head`) has had enough.
        _write_the_rest_nowhere()
        sys.exit(0)
    except OSError as error:
        print(f"Keluaran perintah tidak dapat ditulis: {cause(error)}.", file=sys.stderr)
        _write_the_rest_nowhere()
        sys.exit(2)

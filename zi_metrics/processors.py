"""How many processors there are to work with."""

import os


def processors() -> int:
    """How many this process may use: the machine's, or fewer where a container or an administrator says so."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1

"""What a process has loaded stays as long as it runs: it is not looked through for garbage."""

import gc

# A command makes as many objects in a second.
_THRESHOLD = 100_000


def collect_what_comes() -> None:
    """Collect garbage from now on, among what is made from now on, now and then."""
    gc.freeze()
    gc.set_threshold(_THRESHOLD)
    gc.enable()

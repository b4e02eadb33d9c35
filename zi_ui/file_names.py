"""Names of files to be taken away, made of what people wrote: without what a system takes for something else."""

import re

from zi_metrics.printable import in_one_line

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_LONGEST = 150


def file_name(text: str, ending: str) -> str:
    """A name with this ending ('.xlsx') that every system takes, in the folder where it is put."""
    words = " ".join(_FORBIDDEN.sub("-", in_one_line(text)).split()).lstrip(".")
    return words[: _LONGEST - len(ending)] + ending

"""Names of the form's nodes, short enough to head a narrow column."""

import re

# What stands before its own abbreviation: 'Penerapan Sistem Pengendalian Intern Pemerintah (SPIP)'.
_SPELLED_OUT = re.compile(r"^[^(]*\(([A-Z]{2,}(?:/[A-Z]{2,})*)\)")


def short_name(nama: str) -> str:
    """The name with what an abbreviation stands for left out: '... Pemerintah (SPIP)' -> 'SPIP'; else as it is."""
    return _SPELLED_OUT.sub(lambda found: found[1], nama, count=1)

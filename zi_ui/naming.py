"""Names for codes, as widgets ask for them."""

from collections.abc import Callable, Mapping
from typing import Any


def named(names: Mapping[Any, str]) -> Callable[[Any], str]:
    """A widget's `format_func` out of code -> name; a code without a name, as an old link may hold, stays as it is."""
    return lambda code: names.get(code, str(code))

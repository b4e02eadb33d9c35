"""Word lists by which survey files are recognised; they stand in rules/kosakata.yaml."""

from functools import cache
from pathlib import Path
from typing import cast

from zi_metrics.yaml_data import read_yaml

_FILE = Path(__file__).parents[1] / "rules" / "kosakata.yaml"


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of one list, in their order. Raises KeyError for a list that is not there."""
    return tuple(_lists()[name].split())


@cache
def _lists() -> dict[str, str]:
    """The file: name of a list -> its words, parted by blanks."""
    return cast(dict[str, str], read_yaml(_FILE))

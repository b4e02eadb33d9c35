"""The glossary: what the field's terms mean, in plain words, for the guide and for whoever searches."""

from functools import cache
from pathlib import Path

from pydantic import RootModel

from zi_metrics.yaml_data import read_model


class _Terms(RootModel[dict[str, str]]):
    """Term, or several that mean much the same, parted by commas -> its meaning."""


@cache
def terms() -> dict[str, str]:
    """Term -> its meaning, in the order in which the glossary lists them. Raises yaml_data.Unusable."""
    return read_model(Path(__file__).parent / "istilah.yaml", _Terms).root

"""Data files in YAML: read strictly, and where in them something is wrong."""

from pathlib import Path

import yaml
from pydantic import ValidationError


def read_yaml(path: Path) -> object:
    """What a YAML file holds. Raises yaml.YAMLError (also for a key written twice), FileNotFoundError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)


def places(data: object, error: ValidationError) -> list[str]:
    """All problems that pydantic found in what `read_yaml` gave, each with its place."""
    return [f"{_place(data, e['loc'])}: {e['msg']}" for e in error.errors()]


def _place(data: object, location: tuple) -> str:
    """A path such as komponen.0.anak.1 with the code of the innermost named thing, so that people find the line."""
    named = ""
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and "kode" in data:
            named = f" ({data['kode']})"
    return ".".join(str(step) for step in location) + named


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML silently keeps the last of two equal keys; in a regulation that would lose a weight."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"kunci '{key}' ditulis dua kali", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

"""Data files in YAML: read strictly, and where in them something is wrong."""

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import ConstructorError

if TYPE_CHECKING:
    from yaml import SafeLoader
else:
    # Ten times as fast, where the package brings its C part along; both read the same.
    SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Model = TypeVar("Model", bound=BaseModel)
# What pydantic complains of, in the reader's language; {} takes pydantic's own details.
_COMPLAINTS = {
    "missing": "harus diisi",
    "extra_forbidden": "tidak dikenal; periksa ejaannya",
    "greater_than": "harus lebih besar dari {gt:g}",
    "greater_than_equal": "paling sedikit {ge:g}",
    "less_than_equal": "paling banyak {le:g}",
    "float_type": "harus angka",
    "float_parsing": "harus angka",
    "int_type": "harus bilangan bulat",
    "int_parsing": "harus bilangan bulat",
    "int_from_float": "harus bilangan bulat",
    "string_type": "harus teks (beri tanda kutip)",
    "dict_type": "harus berupa pasangan kunci dan isi",
    "model_type": "harus berupa pasangan kunci dan isi",
    "list_type": "harus berupa daftar",
    "too_short": "paling sedikit {min_length} isi",
    "literal_error": "harus salah satu dari {expected}",
    "union_tag_invalid": "jenis '{tag}' tidak ada; yang ada: {expected_tags}",
    "union_tag_not_found": "jenisnya harus disebut",
}


def read_yaml(path: Path) -> object:
    """What a YAML file holds. Raises yaml.YAMLError (also for a key written twice), FileNotFoundError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)


class Unusable(ValueError):
    """A data file is not what it should be; `problems` names each place and what is wrong there (Indonesian)."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_model(path: Path, kind: type[Model]) -> Model:
    """A YAML file as a value of a pydantic model. Raises Unusable naming every place that is wrong (all at once),
    FileNotFoundError when there is no file.
    """
    try:
        data = read_yaml(path)
    except yaml.YAMLError as error:
        raise Unusable([f"bukan YAML yang benar: {error}"]) from error
    except UnicodeDecodeError as error:
        raise Unusable(["bukan teks UTF-8"]) from error
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Unusable(places(data, error)) from error


def places(data: object, error: ValidationError) -> list[str]:
    """All problems that pydantic found in what `read_yaml` gave, each with its place (Indonesian)."""
    return [f"{_place(data, e['loc'])}: {_complaint(e)}" for e in error.errors()]


def _complaint(error: ErrorDetails) -> str:
    words = _COMPLAINTS.get(error["type"])
    # Pydantic joins the alternatives in English.
    return words.format(**error.get("ctx", {})).replace("' or '", "' atau '") if words else error["msg"]


def _place(data: object, location: tuple[int | str, ...]) -> str:
    """A path such as komponen.0.anak.1 with the code of the innermost named thing, so that people find the line."""
    named = ""
    for step in location:
        inside = _inside(data, step)
        if inside is None:
            break
        data = inside
        if isinstance(data, dict) and "kode" in data:
            named = f" ({data['kode']})"
    return (".".join(str(step) for step in location) or "seluruh berkas") + named


def _inside(data: object, step: int | str) -> object:
    """What a mapping or a list holds at one step of a path; None when it holds nothing there."""
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


class _UniqueKeyLoader(SafeLoader):
    """YAML silently keeps the last of two equal keys; in a regulation that would lose a weight."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping. Raises ConstructorError at a key that stood before."""
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=deep)
            if key in seen:
                raise ConstructorError(None, None, f"kunci '{key}' ditulis dua kali", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)

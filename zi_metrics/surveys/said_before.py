"""What people said about survey files, as the store remembers it."""

from collections.abc import Mapping
from dataclasses import dataclass

from zi_metrics.store.connection import Store
from zi_metrics.store.mappings import all_mappings
from zi_metrics.surveys.recognition.mapping import SurveyMapping, SurveyMappings


def survey_mappings_from(store: Store, said: Mapping[str, str] | None = None) -> SurveyMappings:
    """What people said about survey files of each shape, as the store remembers it now.

    said: answers that hold for files of every shape, before what is remembered.
    """
    return _Remembered(all_mappings(store), dict(said or {}))


@dataclass(frozen=True)
class _Remembered:
    """What people said, by shape; a value, so that it can go to another process."""

    by_shape: dict[str, dict]
    said: dict[str, str]

    def __call__(self, shape: str) -> SurveyMapping:
        return SurveyMapping({**SurveyMapping.from_mapping(self.by_shape.get(shape)).jawaban, **self.said})

"""What a person said about survey files of one shape: answers to what the file leaves open."""

from collections.abc import Callable
from dataclasses import dataclass, field

from zi_metrics.lke.recognition.mapping import shape_of

__all__ = ["SurveyMapping", "SurveyMappings", "no_survey_mappings", "shape_of"]


@dataclass(frozen=True)
class SurveyMapping:
    """What is remembered about files of one shape.

    jawaban: key of a question (`survey_answers.Ask.kunci`) -> the answer chosen

    Keys: 'kolom:<heading>' (answers 'skm.U1', a role of a column, or 'abaikan'), 'terbalik:<heading>' ('ya'/'tidak'),
    'skala:<jenis>' ('1-5'), 'kata:<jenis>' (number of levels), 'nol:<jenis>' ('kosong'/'nilai'), 'huruf:<jenis>'
    ('naik'/'turun'), 'jenis' (an instrument's code), 'lembar' (a sheet's name, or 'semua'), 'jawaban:<text>' (number).
    Headings and texts are normalised to their lower-case words.
    """

    jawaban: dict[str, str] = field(default_factory=dict)

    def as_mapping(self) -> dict:
        """As it is remembered (`store.mappings`); beside what the same shape may mean as an LKE."""
        return {"survei": self.jawaban}

    @classmethod
    def from_mapping(cls, mapping: dict | None) -> "SurveyMapping":
        """From what was remembered; empty when nothing was, or when it is not of this form."""
        answers = mapping.get("survei") if isinstance(mapping, dict) else None
        return cls({str(k): str(v) for k, v in answers.items()} if isinstance(answers, dict) else {})

    def get(self, key: str) -> str | None:
        """The answer to a question; None when nobody gave one."""
        return self.jawaban.get(key)

    def __bool__(self) -> bool:
        return bool(self.jawaban)


# From a shape's fingerprint to what is known about it.
SurveyMappings = Callable[[str], SurveyMapping]


def no_survey_mappings(_shape: str) -> SurveyMapping:
    """Nothing is known about any shape."""
    return SurveyMapping()

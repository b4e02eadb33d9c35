"""Raw answers of one or several surveys as one table of values, their questions made comparable."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from zi_metrics.store import surveys as stored
from zi_metrics.store.connection import Store


@dataclass(frozen=True)
class RawAnswers:
    """Answers of respondents.

    keys: the questions: unsur and its how-manieth question ('U1/1')
    values: (respondent, question) on the instrument's scale, NaN = not answered
    """

    keys: tuple[str, ...]
    values: np.ndarray

    @property
    def kode(self) -> tuple[str, ...]:
        """The unsur of each question."""
        return tuple(key.rsplit("/", 1)[0] for key in self.keys)

    def only(self, keys: Collection[str]) -> "RawAnswers":
        """Only some of the questions."""
        kept = [place for place, key in enumerate(self.keys) if key in keys]
        return RawAnswers(tuple(self.keys[place] for place in kept), self.values[:, kept])


def question_keys(kode: Sequence[str]) -> tuple[str, ...]:
    """The questions' keys, from the unsur of each in their order."""
    return tuple(f"{own}/{list(kode[: place + 1]).count(own)}" for place, own in enumerate(kode))


def raw_answers(
    store: Store, survei_ids: Sequence[str], layanan: str | None = None, share: float | None = None
) -> RawAnswers:
    """The answers of several surveys one below the other.

    layanan: only those about this service; share: only this share of the respondents, the same ones every time.
    """
    questions = stored.survey_questions(store, survei_ids)
    keys: dict[str, None] = {}
    parts = []
    for survei_id in survei_ids:
        own = questions[questions["survei_id"] == survei_id].sort_values("kolom")
        places = question_keys(own["kode"].tolist())
        keys |= dict.fromkeys(places)
        parts.append((places, stored.survey_values(store, survei_id, layanan, share)))
    order = list(keys)
    rows = []
    for places, values in parts:
        block = np.full((len(values), len(order)), np.nan)
        block[:, [order.index(p) for p in places]] = values
        rows.append(block)
    return RawAnswers(tuple(order), np.vstack(rows))

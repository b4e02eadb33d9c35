"""Raw answers counted: what every figure but intervals and correlations is made from, and what screens query."""

import numpy as np
import pandas as pd

from zi_metrics.survey_answers import Responses

# Where a respondent's service, period or group is not told.
UNKNOWN = ""
# The columns of `answer_counts`, `group_counts` and `respondent_counts`.
COUNT_COLUMNS = ("kolom", "kode", "taraf", "nilai", "banyak", "layanan", "periode")
GROUP_COUNT_COLUMNS = ("kolom", "kode", "taraf", "nilai", "kelompok", "kategori", "banyak")
RESPONDENT_COLUMNS = ("dimensi", "kategori", "responden")


def answer_counts(responses: Responses) -> pd.DataFrame:
    """How often each level of each question was chosen, by service and period.

    COUNT_COLUMNS: kolom from 1; taraf: the level, from 0; nilai: what it is worth; layanan, periode: '' = not told;
    only what occurs.
    """
    services, periods = _labels(responses.layanan), _labels(responses.periode)
    service = responses.layanan.codes.astype(np.int64) + 1
    period = responses.periode.codes.astype(np.int64) + 1
    cell = service * len(periods) + period
    parts = [
        _counted(responses, column, cell, len(services) * len(periods)) for column in range(len(responses.questions))
    ]
    table = pd.concat(parts, ignore_index=True)
    place = table["kategori"].to_numpy()
    return table.assign(
        layanan=np.array(services, dtype=object)[place // len(periods)],
        periode=np.array(periods, dtype=object)[place % len(periods)],
    )[list(COUNT_COLUMNS)]


def group_counts(responses: Responses) -> pd.DataFrame:
    """The same by respondents' groups, each by itself; GROUP_COUNT_COLUMNS."""
    parts = []
    for name, groups in responses.kelompok.items():
        labels = np.array(_labels(groups), dtype=object)
        cell = groups.codes.astype(np.int64) + 1
        for column in range(len(responses.questions)):
            part = _counted(responses, column, cell, len(labels))
            parts.append(part.assign(kelompok=name, kategori=labels[part["kategori"].to_numpy()]))
    columns = list(GROUP_COUNT_COLUMNS)
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def respondent_counts(responses: Responses) -> pd.DataFrame:
    """How many respondents each service, period and group has; RESPONDENT_COLUMNS, kategori: '' = not told."""
    dimensions = {"layanan": responses.layanan, "periode": responses.periode, **responses.kelompok}
    rows = [
        (name, label, int(count))
        for name, values in dimensions.items()
        for label, count in zip(
            _labels(values), np.bincount(values.codes + 1, minlength=len(values.categories) + 1), strict=True
        )
        if count
    ]
    return pd.DataFrame(rows, columns=list(RESPONDENT_COLUMNS))


def _labels(values: pd.Categorical) -> list[str]:
    return [UNKNOWN, *map(str, values.categories)]


def _counted(responses: Responses, column: int, cell: np.ndarray, cells: int) -> pd.DataFrame:
    """kolom, kode, taraf, nilai, kategori (number of the cell), banyak of one question."""
    question = responses.questions[column]
    levels = responses.levels[:, column]
    count = len(question.taraf)
    # What was not answered, any number beyond the levels, is counted with them and left out.
    places = cell * (count + 1)
    places += np.minimum(levels, count)
    counts = np.bincount(places, minlength=cells * (count + 1)).reshape(cells, count + 1)[:, :count].ravel()
    occurring = np.flatnonzero(counts)
    level = occurring % count
    return pd.DataFrame(
        {
            "kolom": column + 1,
            "kode": question.kode,
            "taraf": level,
            "nilai": np.asarray(question.taraf)[level] if count else np.array([]),
            "kategori": occurring // count if count else occurring,
            "banyak": counts[occurring],
        }
    )

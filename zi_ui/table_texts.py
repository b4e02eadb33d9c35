"""The cells of a table as they are read: the text of each number, and the number that this text says.

What a screen shows, what is heard of it, what is copied from it and what paper says are then the same figure.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from zi_metrics.bahasa import read_number

Formats = Mapping[str, Callable[[float], str]]
Texts = dict[str, list[str]]


def cell_texts(table: pd.DataFrame, formats: Formats, texts: Mapping[str, Iterable[str]]) -> Texts:
    """Every formatted column's cells as texts. texts: columns whose texts hang on more than the number."""
    return {
        name: list(texts[name]) if name in texts else [write(value) for value in table[name]]
        for name, write in formats.items()
    }


def as_read(table: pd.DataFrame, words: Texts) -> pd.DataFrame | Styler:
    """The table whose numbers are those that their texts say, each shown as its text.

    words: as `cell_texts` gives them. Streamlit hands a table's numbers, not their texts, to screen readers and to the
    clipboard: 92.9234537037037 where the eye reads 92,92.
    """
    if not words:
        return table
    said = table.reset_index(drop=True)
    for name, column in words.items():
        known = [read_number(word) for word in column]
        # Numbers whose text is not one (a missing figure, a word) stay as they are.
        said[name] = [
            number if number is not None else float("nan") if pd.isna(value) else float(value)
            for number, value in zip(known, said[name], strict=True)
        ]
    styler = said.style
    for name, column in words.items():
        # One text per number mostly; the few other cells one by one, as each takes its time.
        usual = dict(zip(map(_key, said[name]), column, strict=True))
        styler.format(lambda value, usual=usual: usual[_key(value)], subset=[name])
        for row, (value, word) in enumerate(zip(said[name], column, strict=True)):
            if usual[_key(value)] != word:
                styler.format(lambda _, word=word: word, subset=([row], [name]))
    return styler


def _key(value: Any) -> float | None:
    return None if pd.isna(value) else value

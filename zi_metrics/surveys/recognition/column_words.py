"""Columns of texts in compiled code: the few functions of pyarrow that are used here, with their types.

pyarrow makes these functions when it is imported, so that no type checker knows them; they are called by name here, and
nowhere else. Patterns are RE2.
"""

from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def matching(texts: pa.StringArray, pattern: str) -> np.ndarray:
    """For each text whether the pattern occurs in it (bool)."""
    return _matches(texts, pattern).to_numpy(zero_copy_only=False)


def share_matching(texts: pa.StringArray, pattern: str) -> float:
    """The share (0-1) of the texts in which the pattern occurs; 0 without any text."""
    share = pc.call_function("mean", [pc.cast(_matches(texts, pattern), pa.float64())])
    return share.as_py() or 0.0


def without(texts: pa.StringArray, pattern: str) -> pa.StringArray:
    """The texts in which the pattern does not occur."""
    return texts.filter(pc.call_function("invert", [_matches(texts, pattern)]))


def trimmed(texts: pa.StringArray) -> pa.StringArray:
    """The texts without blanks at their ends."""
    return cast(pa.StringArray, pc.call_function("utf8_trim_whitespace", [texts]))


def lower(texts: pa.StringArray) -> pa.StringArray:
    """The texts in small letters."""
    return cast(pa.StringArray, pc.call_function("utf8_lower", [texts]))


def replaced(texts: pa.StringArray, pattern: str, by: str) -> pa.StringArray:
    """The texts with `by` wherever the pattern occurs."""
    options = pc.ReplaceSubstringOptions(pattern, by)
    return cast(pa.StringArray, pc.call_function("replace_substring_regex", [texts], options))


def distinct_words(texts: pa.StringArray) -> list[str]:
    """All words of the texts, parted by blanks, each once."""
    words = pc.call_function("utf8_split_whitespace", [texts], pc.SplitOptions())
    return pc.call_function("list_flatten", [words]).unique().to_pylist()


def _matches(texts: pa.StringArray, pattern: str) -> pa.BooleanArray:
    return cast(pa.BooleanArray, pc.call_function("match_substring_regex", [texts], pc.MatchSubstringOptions(pattern)))

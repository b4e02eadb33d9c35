"""What is kept for many is handed out so that nobody changes it for the others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

from zi_ui.own_copies import handed_out, own


@dataclass(frozen=True)
class Found:
    """An answer as rooms give them."""

    table: pd.DataFrame
    by_name: dict[str, list[int]]
    names: tuple[str, ...]


@dataclass
class Changing:
    """One whose fields may be set."""

    count: int


def found():
    return Found(pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]}), {"n": [1, 2]}, ("x", "y"))


def test_a_table_that_is_changed_stays_what_it_was_for_the_others():
    kept = found()
    mine = own(kept)
    mine.table["a"] = 0
    mine.table.loc[1, "b"] = "changed"
    mine.table.insert(0, "c", 1)
    mine.table.index = [7, 8, 9]
    mine.table.index.name = "own"
    mine.table.columns.name = "own"
    assert_frame_equal(kept.table, found().table)
    assert kept.table.columns.name is None and kept.table.index.name is None


def test_lists_dictionaries_sets_and_arrays_inside_are_ones_own():
    kept = found(), [{1, 2}, np.zeros(3)], Changing(1)
    mine = own(kept)
    mine[0].by_name["n"].append(3)
    mine[0].by_name["m"] = []
    mine[1][0].add(3)
    mine[1][1][0] = 5.0
    mine[1].append("more")
    mine[2].count = 2
    assert kept[0].by_name == {"n": [1, 2]} and kept[2].count == 1
    assert len(kept[1]) == 2 and kept[1][0] == {1, 2} and not kept[1][1].any()


def test_what_cannot_change_is_handed_out_as_it_is():
    kept = ("a", 1, None, ("b", 2.5))
    assert own(kept) is kept
    column = pd.Series([1, 2])
    mine = own(column)
    mine.iloc[0] = 9
    assert column.tolist() == [1, 2]


def test_what_is_handed_out_again_and_again_is_ones_own():
    kept = found()
    give = handed_out({"found": kept, "names": ["x"]})
    first = give()
    first["found"].by_name["n"].append(3)
    first["names"].append("y")
    first["more"] = 1
    assert give()["found"].by_name == {"n": [1, 2]} and give()["names"] == ["x"] and "more" not in give()
    flat = handed_out(["x", ("y", 1)])
    flat().append("z")
    assert flat() == ["x", ("y", 1)]
    never = ("x", 1.0)
    assert handed_out(never)() is never
    frame = handed_out(kept.table)
    mine = frame()
    mine["a"] = 0
    assert_frame_equal(frame(), found().table)

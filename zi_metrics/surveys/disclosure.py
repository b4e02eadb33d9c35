"""What may be shown without telling what one person answered: neither by itself, nor by taking the rest from the whole.

One rule for people and for answers: fewer than FEWEST_SHOWN are not shown, and where a total is known, as much more is
hidden as keeps them from being found by subtraction.
"""

import pandas as pd

# Fewer people, or answers to a question, are not shown: one could tell who said what.
FEWEST_SHOWN = 5


def is_few(count: float | None) -> bool:
    """Whether so many people are too few to be shown by themselves; None, NaN, NA = nobody told, 0 = nobody."""
    return not pd.isna(count) and 0 < count < FEWEST_SHOWN


def suppressed(counts: pd.Series, already: pd.Series | None = None) -> pd.Series:
    """Which categories must not be shown, as booleans by category.

    counts: people or answers by category; already: categories that are hidden for another reason.
    Primary: fewer than FEWEST_SHOWN (but some). Complementary: as the total is known, what is hidden could be found by
    subtraction while it is one category, or fewer than FEWEST_SHOWN together; so the next smallest is hidden, too,
    until it cannot.
    """
    counts = counts.astype(float)
    few = (counts > 0) & (counts < FEWEST_SHOWN)
    hidden = few if already is None else few | already
    if not few.any():
        return hidden
    for category in counts[~hidden & (counts > 0)].sort_values(kind="stable").index:
        held = counts[hidden & (counts > 0)]
        if len(held) > 1 and held.sum() >= FEWEST_SHOWN:
            break
        hidden[category] = True
    return hidden


def without_few(counts: pd.DataFrame) -> pd.DataFrame:
    """Counted answers without the questions that fewer than FEWEST_SHOWN answered.

    They count nowhere, not in the index either: with the index and all other unsur known, theirs would follow.
    counts: columns kolom and banyak at least.
    """
    answers = counts.groupby("kolom")["banyak"].transform("sum")
    return counts[answers >= FEWEST_SHOWN]


def hidden_answers(counts: pd.DataFrame, by: str, people: pd.Series) -> pd.DataFrame:
    """Which question of which category must not be shown: booleans, a row per kolom, a column per category.

    counts: columns kolom, banyak and `by`; people: respondents by category.
    A category's few answers to a question could be found from those of all others and the whole; so its questions are
    suppressed one by one, as categories are.
    """
    small = suppressed(people)
    answers = counts.groupby(["kolom", by])["banyak"].sum().unstack(fill_value=0)
    answers = answers.reindex(columns=people.index, fill_value=0)
    return answers.apply(suppressed, axis=1, args=(small,))


def shown_of(counts: pd.DataFrame, by: str, people: pd.Series) -> pd.DataFrame:
    """Counted answers without what `hidden_answers` hides, and without categories that nobody is told of."""
    known = counts[counts[by].isin(people.index)]
    if known.empty:
        return known
    hidden = hidden_answers(known, by, people)
    places = hidden.index.get_indexer(pd.Index(known["kolom"])), hidden.columns.get_indexer(pd.Index(known[by]))
    return known[~hidden.to_numpy()[places]]

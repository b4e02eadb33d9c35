"""Two hundred messy survey files: every index is right or asked about with a reason, and nobody in them is named."""

import dataclasses
from collections import Counter
from contextlib import nullcontext

import pandas as pd
import pytest
from messy_survey import make_survey

from zi_metrics.store.connection import Store
from zi_metrics.surveys.importing import SurveyLabel, store_surveys
from zi_metrics.upload import prepare_upload

CHUNK = 20
SEEDS = range(0, 200, CHUNK)


def outcome(seed):
    """How each true survey of a file came out: a Counter, and what is wrong in silence."""
    made = make_survey(seed)
    upload = prepare_upload(made.file_name, made.content)
    left, outcomes, silent = dict(made.truth), Counter(), []
    for item in upload.surveys:
        mine = [k for k in left if k[0] == item.jenis and k[1] in (None, item.reading.unit)]
        if item.asks:
            outcomes["asked"] += 1
            # What is asked about a file concerns all its units.
            for key in [k for k in left if k[0] == item.jenis]:
                left.pop(key)
            if not made.open:
                outcomes["asked needlessly"] += 1
            assert item.figure is None and all(a.pilihan for a in item.asks)
        elif not mine:
            silent.append((seed, "a survey that is not in the file", item.jenis, item.reading.unit))
        else:
            true = left.pop(mine[0])
            right = item.figure and abs(item.figure.indeks - true.indeks) < 1e-9
            if right and item.reading.responden == true.responden:
                outcomes["right"] += 1
            else:
                silent.append((seed, item.figure, true, item.reading.responden))
    if left:
        outcomes["not found"] += len(left)
        if not upload.problems:
            silent.append((seed, "not found, nothing said", list(left)))
    return outcomes, silent


@pytest.mark.parametrize("first", SEEDS)
def test_every_index_is_right_or_asked_about(first, forking):
    total, silent = Counter(), []
    for seed in range(first, first + CHUNK):
        # The first goes the product's own way, through a process that starts for it.
        with forking() if seed > first else nullcontext():
            outcomes, wrong = outcome(seed)
        total += outcomes
        silent += wrong
    assert not silent, silent[:5]
    assert not total["not found"] and not total["asked needlessly"], total


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_nothing_personal_survives_into_what_is_read_or_stored(first, tmp_path, forking):
    store = Store(tmp_path / "uji.duckdb")
    for seed in range(first, first + 20):
        made = make_survey(seed)
        with forking() if seed > first else nullcontext():
            upload = prepare_upload(made.file_name, made.content)
        found = disclosed("\n".join(text for item in upload.surveys for text in texts(item)), made.secrets)
        assert not found, (seed, found)
        ready = [(i, SurveyLabel(i.reading.unit or f"Kantor Uji {seed}", 2026)) for i in upload.surveys if i.figure]
        store_surveys(store, ready)
        with store.cursor() as cursor:
            tables = [row[0] for row in cursor.execute("SHOW TABLES").fetchall()]
            kept = "\n".join(words(cursor.execute(f"SELECT * FROM {t}").df()) for t in tables)
        found = disclosed(kept, made.secrets)
        assert not found, (seed, found)
    store.close()


def disclosed(kept, secrets):
    """Which secrets stand in a text; long numbers also with blanks and dashes taken out."""
    folded = kept.casefold()
    digits = "".join(c for c in kept if c.isdigit() or c == "\n" or c.isalpha())
    return [s for s in secrets if s.casefold() in folded or (s.isdigit() and s in digits)]


def words(table):
    """All of a table but its figures and times, in whose digits anything can be found."""
    return table.select_dtypes(exclude=["number", "datetime"]).to_csv(index=False)


def texts(thing, seen=None):
    """Every text that can be reached from an object."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, pd.DataFrame):
        yield words(thing)
    elif isinstance(thing, pd.Categorical):
        yield from map(str, thing.categories)
    elif dataclasses.is_dataclass(thing):
        for part in dataclasses.fields(thing):
            yield from texts(getattr(thing, part.name), seen)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from texts(key, seen)
            yield from texts(value, seen)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from texts(value, seen)

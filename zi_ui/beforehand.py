"""What the screens show first to who sees all units, computed before anybody opens them: asked as they ask it.

Ringkasan of the newest year, then the first area of Pokja, and the unit at which Penilai begins.
"""

from collections.abc import Callable, Iterator
from functools import partial

from zi_metrics.as_of import today
from zi_metrics.lke.assessment import assessments_of
from zi_metrics.lke.chosen import LATEST, in_scope, instruments_of, judged_in
from zi_metrics.lke.portfolio_view import Wanted
from zi_metrics.papers.decision_chapter import PLANNED, may_be_decided
from zi_metrics.papers.portfolio_paper import FORETOLD
from zi_metrics.store.connection import Store
from zi_ui import cached, cached_outlooks, cached_portfolio


def figures(store: Store) -> Iterator[Callable[[], object]]:
    """What is to be asked, one question after the other, each kept for whoever asks it again."""
    assessments = in_scope(cached.assessments(store))
    if assessments.empty:
        return
    year = int(assessments["tahun"].max())
    judged = judged_in(assessments, year, LATEST)
    instruments = instruments_of(judged)
    predikat, short = next((key, one.singkatan) for own in instruments for key, one in own.predikat.items())
    wanted = Wanted(year, predikat, short)
    about = store, year, LATEST, False
    yield partial(cached.newest_day, store)
    yield partial(cached.agency, store)
    yield partial(cached_portfolio.overview, *about)
    yield partial(cached.branch_of, store)
    yield partial(
        cached_portfolio.unit_rows, store, LATEST, False, wanted, False, bool(judged["penilai"].nunique() > 1)
    )
    yield partial(cached_portfolio.gate_counts, *about, predikat)
    if year >= today().year:
        yield partial(cached_portfolio.ways, *about, predikat, PLANNED)
    if may_be_decided(year, predikat, len(judged), today()):
        yield partial(cached_portfolio.decisions, *about, predikat, PLANNED, today())
    if len(judged) <= FORETOLD:
        for assessment in assessments_of(judged):
            yield partial(cached_outlooks.outlook, store, assessment)
        yield partial(cached_portfolio.forecast, *about, predikat, None)
    areas = [number for one in instruments_of(assessments) for number in one.pokja()]
    if areas:
        yield from _of_area(store, min(areas), year)
    yield from _of_judges(store)


def _of_area(store: Store, pokja: int, year: int) -> Iterator[Callable[[], object]]:
    about = store, pokja, year, LATEST, False
    yield partial(cached.area_said, *about)
    yield partial(cached.mend_first, *about)
    yield partial(cached.recommendations, store, year, None, today())


def _of_judges(store: Store) -> Iterator[Callable[[], object]]:
    yield partial(cached.unit_names, store)
    yield partial(cached.most_corrected, store, False)
    if (found := cached.most_corrected(store, False)) is None:
        return
    unit, year = found
    everything = cached.assessments(store)
    own = everything[(everything["unit"] == unit) & (everything["tahun"] == year)]
    if (sides := cached.sides(store, own.iloc[0]["unit_id"], year)) is not None:
        yield partial(cached_outlooks.outlook, store, sides.last())
